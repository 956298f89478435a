"""The lock files install anywhere: complete, hashed, and naming neither machine nor index."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).parents[2]
LOCKS = ("run.txt", "dev.txt")
_PIN = re.compile(r"^([a-z0-9][a-z0-9._-]*)==(\S+)", re.MULTILINE)


def pins(lock: str) -> dict[str, str]:
    return dict(_PIN.findall((ROOT / "requirements" / lock).read_text("utf-8")))


@pytest.mark.parametrize("lock", LOCKS)
def test_every_pin_carries_a_hash(lock: str) -> None:
    text = (ROOT / "requirements" / lock).read_text("utf-8")

    blocks = [block for block in re.split(r"\n(?=[a-z0-9])", text) if _PIN.match(block)]

    assert [block.splitlines()[0] for block in blocks if "--hash=sha256:" not in block] == []


@pytest.mark.parametrize("lock", LOCKS)
def test_no_host_and_no_machine_is_named(lock: str) -> None:
    text = (ROOT / "requirements" / lock).read_text("utf-8")

    assert re.findall(r"https?:|file:|--index|--find-links|--trusted|/home/|/root/|/opt/|/work/|/tmp/", text) == []


def test_declared_dependencies_are_locked_within_their_bounds() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    locked = pins("run.txt")

    for declared in map(Requirement, project["dependencies"]):
        assert declared.specifier.contains(locked[declared.name]), declared


def test_both_locks_agree_on_what_they_share() -> None:
    run, dev = pins("run.txt"), pins("dev.txt")

    assert {name: (run[name], dev[name]) for name in run.keys() & dev.keys() if run[name] != dev[name]} == {}
