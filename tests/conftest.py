"""Every transaction has gone through and has been refused, once all tests of ``tests/api`` have run.

Here and not there, because a run in several processes ends in one that has not collected anything.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from subsystems.gateway.control.offered import OFFERED
from tests.support.seen import SEEN

API = Path(__file__).parent / "api"
RAN: set[Path] = set()
"""Files with tests that this run chose, in whatever process."""


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
