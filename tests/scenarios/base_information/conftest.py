from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.support.gateway import Gateway, running


@pytest.fixture(scope="session")
def region(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Gateway]:
    """The demo region with its accounts, for what depends on who somebody is in the user center."""
    with running(tmp_path_factory.mktemp("bodies")) as made:
        yield made
