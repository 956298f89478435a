from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.support.portal import Portal, opened


@pytest.fixture(scope="session")
def portal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Portal]:
    with opened(tmp_path_factory.mktemp("api")) as running:
        yield running
