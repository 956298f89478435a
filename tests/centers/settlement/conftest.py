from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
import sqlalchemy as sa

from hsaf.testing.harness import Harness
from tests.centers.settlement.desk import METADATA, Desk


@pytest.fixture
def metadata() -> Sequence[sa.MetaData]:
    return METADATA


@pytest.fixture
def desk(harness: Harness) -> Desk:
    """On each database."""
    return Desk(harness).open()


@pytest.fixture
def quick(tmp_path: Path) -> Iterator[Desk]:
    """On SQLite only: for rules that no database can bend."""
    with Harness.sqlite(tmp_path, *METADATA) as harness:
        yield Desk(harness).open()
