from __future__ import annotations

from collections.abc import Sequence

import pytest
import sqlalchemy as sa
from dependency_injector import containers, providers

from centers.auth.data import tables as auth
from centers.user.data import tables as user
from centers.workflow.data import tables as workflow
from centers.workflow.plugin import Container
from hsaf.testing.harness import Harness
from tests.centers.staffed import Worker
from tests.centers.workflow.office import Office


@pytest.fixture
def metadata() -> Sequence[sa.MetaData]:
    return [user.metadata, auth.metadata, workflow.metadata]


@pytest.fixture
def office(harness: Harness) -> Office:
    worker = Worker.of(harness)
    kernel = containers.DynamicContainer()
    for name in ("crypto", "ids", "pipeline"):
        setattr(kernel, name, providers.Object(getattr(harness, name)))
    made = Office(worker, Container(kernel=kernel, user=providers.Object(worker.user)).service())
    made.populate()
    return made
