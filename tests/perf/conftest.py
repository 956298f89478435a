from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.support.gateway import Gateway, running


@pytest.fixture(scope="module")
def gateway(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Gateway]:
    """A seeded demo region on SQLite."""
    with running(tmp_path_factory.mktemp("perf")) as running_gateway:
        yield running_gateway
