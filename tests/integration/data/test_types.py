"""Column types keep values exactly, on every database."""

from __future__ import annotations

from decimal import Decimal, Inexact

import pytest
import sqlalchemy as sa

from hsaf.data.types import Quantity
from hsaf.testing.harness import Harness
from tests.integration.data.tables import metadata

things = sa.Table(
    "test_things",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("cnt", Quantity, nullable=False),
)
LARGEST = Decimal("999999999999.9999")


def test_quantities_are_kept_summed_and_compared_exactly(harness: Harness) -> None:
    with harness.database.write() as connection:
        values = [Decimal("0.0001"), Decimal("-2.5"), LARGEST, 3]
        connection.execute(things.insert(), [{"id": n, "cnt": cnt} for n, cnt in enumerate(values)])
        assert connection.scalars(sa.select(things.c.cnt).order_by(things.c.id)).all() == values
        assert connection.scalar(sa.select(sa.func.sum(things.c.cnt))) == sum(values)
        assert connection.scalar(sa.select(things.c.id).where(things.c.cnt < Decimal(0))) == 1


def test_a_fifth_decimal_is_refused_never_rounded(harness: Harness) -> None:
    with harness.database.write() as connection:
        with pytest.raises(sa.exc.StatementError) as caught:
            connection.execute(things.insert(), {"id": 1, "cnt": Decimal("0.00001")})
        assert isinstance(caught.value.orig, Inexact)
