"""Jobs are tested on SQLite and on MariaDB."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from hsaf.testing.harness import Harness, mariadb_absent


@pytest.fixture(params=["sqlite", "mariadb"])
def harness(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Harness]:
    if request.param == "sqlite":
        with Harness.sqlite(tmp_path) as made:
            yield made
        return
    reason = mariadb_absent()
    if reason:
        pytest.skip(reason)
    with Harness.mariadb() as made:
        yield made
