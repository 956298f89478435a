"""A made-up dataset on SQLite and on MariaDB."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from hsaf.testing.harness import Harness, mariadb_absent
from tests.integration.datasets.clinic import METADATA, Clinic


@pytest.fixture(scope="session", params=["sqlite", pytest.param("mariadb", marks=pytest.mark.mariadb)])
def clinic(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Clinic]:
    if request.param == "sqlite":
        with Harness.sqlite(tmp_path_factory.mktemp("clinic"), METADATA) as harness:
            yield Clinic(harness)
        return
    reason = mariadb_absent()
    if reason:
        pytest.skip(reason)
    with Harness.mariadb(METADATA) as harness:
        yield Clinic(harness)
