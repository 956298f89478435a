from __future__ import annotations

from collections.abc import Sequence

import pytest
import sqlalchemy as sa

from centers.procurement.data import stock_tables
from hsaf.testing.harness import Harness
from tests.centers.procurement.shop import Shop


@pytest.fixture
def metadata() -> Sequence[sa.MetaData]:
    return [stock_tables.stock.metadata]


@pytest.fixture
def shop(harness: Harness) -> Shop:
    return Shop(harness)
