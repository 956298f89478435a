from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.support.portal import Portal, opened


@pytest.fixture(scope="session")
def portal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Portal]:
    """The demo region; scenarios make records of their own and leave those of others alone."""
    with opened(tmp_path_factory.mktemp("portal")) as running:
        yield running
