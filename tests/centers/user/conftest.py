from __future__ import annotations

from collections.abc import Sequence

import pytest
import sqlalchemy as sa

from centers.auth.data import tables as auth
from centers.user.data import tables as user
from hsaf.testing.harness import Harness
from tests.centers.staffed import Worker, populate


@pytest.fixture
def metadata() -> Sequence[sa.MetaData]:
    return [user.metadata, auth.metadata]


@pytest.fixture
def worker(harness: Harness) -> Worker:
    made = Worker.of(harness)
    populate(made)
    return made
