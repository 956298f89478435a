from __future__ import annotations

from collections.abc import Sequence

import pytest
import sqlalchemy as sa

from centers.auth.data import tables as auth
from centers.message.data import tables as message
from centers.message.service.center import MessageCenter
from centers.user.data import tables as user
from hsaf.testing.harness import Harness
from tests.centers.staffed import Worker, populate


@pytest.fixture
def metadata() -> Sequence[sa.MetaData]:
    return [user.metadata, auth.metadata, message.metadata]


@pytest.fixture
def worker(harness: Harness) -> Worker:
    made = Worker.of(harness)
    populate(made)
    return made


@pytest.fixture
def center(worker: Worker) -> MessageCenter:
    return MessageCenter(worker.user, worker.harness.ids)
