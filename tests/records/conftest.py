"""The synthetic center on SQLite and on MariaDB."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from hsaf.testing.harness import Harness, mariadb_absent
from tests.records.office import METADATA, Office


@pytest.fixture(params=["sqlite", pytest.param("mariadb", marks=pytest.mark.mariadb)])
def office(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Office]:
    """An office whose tables are empty."""
    if request.param == "sqlite":
        with Harness.sqlite(tmp_path, METADATA) as harness:
            yield Office(harness)
        return
    reason = mariadb_absent()
    if reason:
        pytest.skip(reason)
    with Harness.mariadb(METADATA) as harness:
        yield Office(harness)
