"""What a deployer can set is written down."""

from __future__ import annotations

import tomllib
from pathlib import Path

import msgspec

from hsaf.kernel.config import VARIABLES
from hsaf.kernel.settings import Framework

ROOT = Path(__file__).parents[2]


def test_every_environment_variable_is_in_the_reference() -> None:
    reference = (ROOT / "docs/reference/README.md").read_text("utf-8")
    assert [name for name in (*VARIABLES, "HSAF_CONFIG_DIR") if f"`{name}`" not in reference] == []


def test_every_setting_has_its_default_in_the_base_file() -> None:
    base = tomllib.loads((ROOT / "hsaf/config/base.toml").read_text("utf-8"))
    assert set(base) == {field.name for field in msgspec.structs.fields(Framework)}


def test_every_variable_sets_a_key_that_exists() -> None:
    base = tomllib.loads((ROOT / "hsaf/config/base.toml").read_text("utf-8"))
    for key in VARIABLES.values():
        section, _, name = key.partition(".")
        assert name in base[section] if name else section in base
