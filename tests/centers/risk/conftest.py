from __future__ import annotations

from collections.abc import Sequence

import pytest
import sqlalchemy as sa

from centers.risk.data import tables
from centers.risk.data.repository import Repository
from centers.risk.service.checks import Risk
from hsaf.testing.harness import Harness


@pytest.fixture
def metadata() -> Sequence[sa.MetaData]:
    return [tables.metadata]


@pytest.fixture
def center(harness: Harness) -> Risk:
    return Risk(Repository(), harness.database, harness.ids)
