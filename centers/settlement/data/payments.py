"""Payments of sheets and bills: booked once for each number of the payer."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import msgspec
import sqlalchemy as sa

from centers.settlement.contract.clearing import Payment
from centers.settlement.data.clearing_tables import payment
from hsaf.data import execute


class PaymentRepository:
    def find(self, owner_id: str, payment_no: str) -> Payment | None:
        found = self._of(payment.c.owner_id == owner_id, payment.c.payment_no == payment_no)
        return found[0] if found else None

    def of(self, owner_id: str) -> list[Payment]:
        return self._of(payment.c.owner_id == owner_id)

    def add(self, new: Payment, holder: str) -> None:
        execute(payment.insert(), msgspec.structs.asdict(new) | {"holder": holder})

    def booked(self, day: date | None) -> list[tuple[str, Payment]]:
        """Whose chain seals it, and the payment: of one day or all."""
        conditions = () if day is None else (payment.c.paid_on == day,)
        return [(row.holder, _payment(row)) for row in execute(_query(*conditions))]

    def holders(self) -> list[str]:
        """Whose chains seal payments."""
        return list(execute(sa.select(payment.c.holder).distinct()).scalars())

    def _of(self, *conditions: sa.ColumnElement[bool]) -> list[Payment]:
        return [_payment(row) for row in execute(_query(*conditions))]


def _query(*conditions: sa.ColumnElement[bool]) -> sa.Select[tuple[object, ...]]:
    return sa.select(payment).where(*conditions).order_by(payment.c.payment_id)


def _payment(row: sa.Row[tuple[object, ...]]) -> Payment:
    names: Sequence[str] = Payment.__struct_fields__
    return Payment(**{name: getattr(row, name) for name in names})
