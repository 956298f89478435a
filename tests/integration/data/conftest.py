"""Every test of the data layer runs on SQLite and on MariaDB."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from hsaf.testing.harness import Harness, mariadb_absent
from tests.integration.data.tables import metadata


@pytest.fixture(params=["sqlite", "mariadb"])
def harness(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Harness]:
    if request.param == "sqlite":
        with Harness.sqlite(tmp_path, metadata) as made:
            yield made
        return
    reason = mariadb_absent()
    if reason:
        pytest.skip(reason)
    with Harness.mariadb(metadata) as made:
        yield made
