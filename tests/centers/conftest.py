"""Centers are tested on SQLite and on MariaDB; a center's conftest may override ``metadata``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
import sqlalchemy as sa

from centers.auth.data import tables as auth
from centers.base_info.data import tables as base_info
from centers.enrollment.data import tables as enrollment
from hsaf.testing.harness import Harness, mariadb_absent


@pytest.fixture
def metadata() -> Sequence[sa.MetaData]:
    """The tables a test needs."""
    return [base_info.metadata, auth.metadata, enrollment.metadata]


@pytest.fixture(params=["sqlite", "mariadb"])
def harness(request: pytest.FixtureRequest, tmp_path: Path, metadata: Sequence[sa.MetaData]) -> Iterator[Harness]:
    if request.param == "sqlite":
        with Harness.sqlite(tmp_path, *metadata) as made:
            yield made
        return
    reason = mariadb_absent()
    if reason:
        pytest.skip(reason)
    with Harness.mariadb(*metadata) as made:
        yield made
