"""Which spec ids have a passing scenario: a pytest plugin (``-p hsaf.testing.spec``).

::

    @spec("HB-10.4.1")
    def test_an_expert_passes_two_reviews(portal): ...

At the end of a run ``.hsaf/proven.json`` below the root folder holds, per test that names ids, the ids and
whether it passed. A run of some tests renews only theirs; a run of all of them begins anew.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

import pytest

RECORD: Final = Path(".hsaf") / "proven.json"
"""Relative to the root folder of the tests."""

_PROPERTY: Final = "spec"


def spec(*ids: str) -> pytest.MarkDecorator:
    """Mark a test as a scenario that proves these spec ids when it passes."""
    return pytest.mark.spec(*ids)


# -- the plugin -------------------------------------------------------------------------------------


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "spec(*ids): a scenario that proves these spec ids")
    if not hasattr(config, "workerinput"):
        config.pluginmanager.register(_Recorder(config), "hsaf-spec-recorder")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        ids = [id for mark in item.iter_markers("spec") for id in mark.args]
        if ids:
            item.user_properties.append((_PROPERTY, ids))


class _Recorder:
    """Lives where results arrive: in the only process, or in the one that workers report to."""

    def __init__(self, config: pytest.Config) -> None:
        self._config = config
        self._seen: dict[str, dict[str, Any]] = {}

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        for name, ids in report.user_properties:
            if name == _PROPERTY and isinstance(ids, list):
                self._note(report, ids)

    def pytest_sessionfinish(self) -> None:
        if self._seen:
            _write(self._config.rootpath / RECORD, self._seen, anew=_all_asked(self._config))

    def _note(self, report: pytest.TestReport, ids: list[str]) -> None:
        """Passed: its call passed, and neither its set-up nor its tear-down failed."""
        test = self._seen.setdefault(report.nodeid, {"ids": ids, "passed": False})
        if report.when == "call":
            test["passed"] = report.passed
        elif report.failed:
            test["passed"] = False


def _all_asked(config: pytest.Config) -> bool:
    """Whether the run leaves nothing out: the default paths, without ``-k`` and ``-m``."""
    chosen: Iterable[str] = (config.getoption("keyword"), config.getoption("markexpr"))
    paths: list[str] = config.args
    return not any(chosen) and paths == config.getini("testpaths")


def _write(file: Path, seen: dict[str, dict[str, Any]], *, anew: bool) -> None:
    kept: dict[str, dict[str, Any]] = {}
    if not anew and file.exists():
        known = json.loads(file.read_text("utf-8"))["tests"]
        root = file.parent.parent
        kept = {name: one for name, one in known.items() if (root / name.partition("::")[0]).exists()}
    file.parent.mkdir(exist_ok=True)
    file.write_text(json.dumps({"tests": dict(sorted((kept | seen).items()))}, indent=1) + "\n", "utf-8")
