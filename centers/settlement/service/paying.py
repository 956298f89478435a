"""Payments of sheets and bills: made once for each number of the payer, and booked."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, NamedTuple

from centers.settlement.contract.clearing import PAYMENT_REUSED, PAYMENT_TOO_MUCH, Bill, Payment, Sheet
from centers.settlement.contract.v1 import SETTLEMENT_BUSY, JournalEntry
from centers.settlement.data.payments import PaymentRepository
from centers.settlement.domain.steps import APPROVED, PAID, Steps
from centers.settlement.service.booking import Booking
from hsaf.contract import context
from hsaf.money import yuan
from hsaf.spi.ids import Ids

PREFIX: Final = "PM"


class Debt(NamedTuple):
    """A sheet or bill that is to be paid: by whom to whom, on whose chain, and what a payment books."""

    owner_id: str
    owed: Sheet | Bill
    steps: Steps
    payer: str
    payee: str
    holder: str
    entries: Callable[[int], tuple[JournalEntry, ...]]
    change: Callable[..., bool]


class Paying:
    def __init__(self, payments: PaymentRepository, booking: Booking, ids: Ids) -> None:
        self._payments = payments
        self._booking = booking
        self._ids = ids

    def of(self, owner_id: str) -> list[Payment]:
        return self._payments.of(owner_id)

    def pay(self, debt: Debt, payment_no: str, amount: int | None) -> Payment:
        """Pay what is left or a part of it; the same number again is the same payment.

        Raises ``PAYMENT_REUSED``, ``STEP_WRONG``, ``PAYMENT_TOO_MUCH``.
        """
        found = self._payments.find(debt.owner_id, payment_no)
        if found is not None:
            return _same(found, amount)
        debt.steps.after(debt.owner_id, debt.owed.state, "pay")
        paid = _part(debt.owed.left, amount)
        total = debt.owed.paid + paid
        if not debt.change(debt.owed, paid=total, state=PAID if total == debt.owed.payable else APPROVED):
            raise SETTLEMENT_BUSY()
        return self._record(debt, payment_no, paid)

    def _record(self, debt: Debt, payment_no: str, amount: int) -> Payment:
        ctx = context.current()
        made = Payment(
            payment_id=self._ids.new(PREFIX),
            owner_id=debt.owner_id,
            payment_no=payment_no,
            amount=amount,
            payer=debt.payer,
            payee=debt.payee,
            paid_on=ctx.business_time.date(),
            actor=ctx.actor,
        )
        self._payments.add(made, debt.holder)
        facts = {name: getattr(made, name) for name in ("owner_id", "payment_no", "amount", "payer", "payee")}
        self._booking.book("settlement.paid", debt.holder, made.payment_id, debt.entries(amount), facts)
        return made


def _same(found: Payment, amount: int | None) -> Payment:
    """The payment this number made. Raises ``PAYMENT_REUSED`` when it was another amount."""
    if amount not in (None, found.amount):
        raise PAYMENT_REUSED(payment_no=found.payment_no, amount=yuan(found.amount))
    return found


def _part(left: int, amount: int | None) -> int:
    """What is left, or the part that is asked for. Raises ``PAYMENT_TOO_MUCH``.

    A negative balance is what comes back, so a payment of it is negative.
    """
    if amount is None:
        return left
    if not (0 < amount <= left or left <= amount < 0):
        raise PAYMENT_TOO_MUCH(amount=yuan(amount), left=yuan(left))
    return amount
