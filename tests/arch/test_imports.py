"""import-linter keeps the nine rules on the real tree, and catches a planted fault against each."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LINT = str(Path(sys.executable).with_name("lint-imports"))

SOUND = (
    *(
        f"hsaf/{part}/__init__.py"
        for part in ("contract", "data", "edge", "kernel", "money", "observe", "rules", "spi")
    ),
    *(f"hsaf/spi/{port}.py" for port in ("database", "object_store", "cache")),
    *(
        f"centers/{code}/{part}.py"
        for code in ("alpha", "beta")
        for part in (
            "plugin",
            "service/__init__",
            "data/__init__",
            "domain/__init__",
            "contract/__init__",
            "contract/v1",
        )
    ),
    *(f"subsystems/desk/{part}.py" for part in ("plugin", "control/__init__", "presentation/__init__")),
    "plugins/region/plugin.py",
    "adapters/cache_x/client.py",
)
"""A small tree with every kind of part, all of it sound."""

FAULTS = {
    "1. plugins > subsystems": ("hsaf/kernel/boot.py", "import centers.alpha.contract.v1"),
    "2. in a center": ("centers/alpha/domain/rule.py", "import centers.alpha.service"),
    "2. in a center: plugin": ("centers/alpha/helpers.py", ""),
    "3. in a subsystem": ("subsystems/desk/control/act.py", "import subsystems.desk.presentation"),
    "3. in a subsystem: plugin": ("subsystems/desk/helpers.py", ""),
    "4. centers know": ("centers/alpha/domain/rule.py", "import centers.beta.contract.v1"),
    "4. centers know each other's contracts": ("centers/alpha/service/act.py", "import centers.beta.data"),
    "5. subsystems and plugins": ("subsystems/desk/control/act.py", "import centers.alpha.service"),
    "6. presentation": ("subsystems/desk/presentation/page.py", "import centers.alpha.contract.v1"),
    "7. domain": ("centers/alpha/domain/rule.py", "import hsaf.data"),
    "7. domain, contract": ("hsaf/money/fen.py", "import urllib.request"),
    "8. vendor SDKs": ("centers/alpha/data/rows.py", "import pymysql"),
    "8. SQL only": ("centers/alpha/service/act.py", "import sqlalchemy"),
    "9. no cycles": ("hsaf/spi/clock.py", "import hsaf.kernel"),
}
"""Beginning of the rule's name to a file and what it must not import."""


def lint(folder: Path) -> str:
    environ = {**os.environ, "COLUMNS": "200"}
    command = [LINT, "--no-cache"]
    return subprocess.run(
        command, cwd=folder, check=False, capture_output=True, text=True, timeout=100, env=environ
    ).stdout


@pytest.fixture
def sound(tmp_path: Path) -> Path:
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    for name in SOUND:
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.touch()
        for parent in file.relative_to(tmp_path).parents:
            if parent != Path():
                (tmp_path / parent / "__init__.py").touch()
    (tmp_path / "hsaf/kernel/base.py").write_text("import hsaf.spi\n")
    (tmp_path / "centers/alpha/service/base.py").write_text(
        "import centers.beta.contract.v1\nimport centers.alpha.data\n"
    )
    return tmp_path


def test_the_platform_keeps_its_import_rules() -> None:
    report = lint(ROOT)
    assert ", 0 broken." in report, report


def test_the_small_tree_is_sound(sound: Path) -> None:
    report = lint(sound)
    assert ", 0 broken." in report, report


@pytest.mark.parametrize("rule", FAULTS)
def test_a_planted_import_breaks_its_rule(sound: Path, rule: str) -> None:
    name, source = FAULTS[rule]
    (sound / name).write_text(source)
    broken = [line for line in lint(sound).splitlines() if " BROKEN" in line]
    assert any(line.startswith(rule) for line in broken), broken
