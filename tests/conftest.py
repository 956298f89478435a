"""What concerns the whole run: a second try in CI, and that no transaction stayed untested.

Every transaction has gone through and has been refused, once all tests of ``tests/api`` have run; this is asked here
and not there, because a run in several processes ends in one that has not collected anything.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

from subsystems.gateway.control.offered import OFFERED
from tests.support.seen import SEEN

API = Path(__file__).parent / "api"
RAN: set[Path] = set()
"""Files with tests that this run chose, in whatever process."""

settings.register_profile("steady", settings.default, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("steady")
"""How long an example takes depends on the neighbours of a process, and says nothing about what it shows."""

TWICE = tuple(Path(__file__).parent / folder for folder in ("acceptance", "chaos", "e2e", "perf"))
"""Tests with processes or browsers of their own: on a busy machine one may lose its time to its neighbours."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A test of ``TWICE`` has more time; in CI one that fails runs once more, and the closing summary names it."""
    for item in items:
        if not any(folder in item.path.parents for folder in TWICE):
            continue
        if item.get_closest_marker("timeout") is None:
            item.add_marker(pytest.mark.timeout(300))
        if os.environ.get("CI"):
            item.add_marker(pytest.mark.flaky(reruns=1))


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any, error: object) -> None:
    """What a process saw that some of the tests ran in."""
    output: dict[str, Any] = getattr(node, "workeroutput", {})
    SEEN.add(output.get("seen", {}))
    RAN.update(Path(file) for file in output.get("ran", ()))


def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """Fail a run of the whole folder in which an offered transaction was never answered, or never refused."""
    RAN.update(item.path for item in getattr(session, "items", ()) if API in item.path.parents)
    output = getattr(session.config, "workeroutput", None)
    if output is not None:
        output.update(seen=SEEN.outcomes(), ran=sorted(map(str, RAN)))
        return
    if exitstatus or session.config.option.keyword or not set(API.rglob("test_*.py")) <= RAN:
        return
    lacking = SEEN.lacking(OFFERED)
    if lacking:
        print(f"\ntests/api: no test saw {'、'.join(lacking)}")
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
