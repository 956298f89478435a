"""Clearing between pooling areas (HB-13.2): receivable and payable details, reviews, payment.

The caller's unit of work holds :data:`AREAS`.
"""

from __future__ import annotations

from functools import partial
from typing import Any, Final

import msgspec

from centers.settlement.contract.clearing import AREAS, BILL_UNKNOWN, Bill, Payment
from centers.settlement.contract.v1 import SETTLEMENT_BUSY
from centers.settlement.data.bills import BillRepository, Pair
from centers.settlement.domain.months import Calendar, Month
from centers.settlement.domain.steps import BILL, CONFIRMED, GENERATED
from centers.settlement.domain.transfers import claim_between_areas, paid_between_areas
from centers.settlement.service.booking import Booking
from centers.settlement.service.paying import Debt, Paying
from hsaf.contract import context
from hsaf.data import current_uow
from hsaf.spi.ids import Ids

PREFIX: Final = "AB"
AUTOMATIC: Final = "auto"
"""``confirmed_by`` when the day passed without an answer."""


class Bills:
    def __init__(self, bills: BillRepository, paying: Paying, booking: Booking, ids: Ids, calendar: Calendar) -> None:
        self._bills = bills
        self._booking = booking
        self._paying = paying
        self._ids = ids
        self._calendar = calendar

    def search(self, setlym: str, area: str, state: str) -> list[Bill]:
        return self._bills.search(setlym=setlym, area=area, state=state)

    def due(self, setlym: str) -> tuple[str, ...]:
        return self._calendar.due(Month.of(setlym), context.current().business_time.date())

    # -- generating and confirming ------------------------------------------------------------------

    def generate(self, setlym: str) -> list[Bill]:
        """Bills nobody confirmed are made anew; sheets of a pair whose bill is confirmed wait."""
        month = Month.of(setlym)
        self._calendar.require_details(month, context.current().business_time.date())
        standing = {Pair(one.mdtrt_poolarea, one.clr_optins): one for one in self._bills.search(setlym=setlym)}
        self._bills.release(one.bill_id for one in standing.values() if one.state == GENERATED)
        made = [
            self._make(standing.get(pair) or self._blank(setlym, pair))
            for pair in self._bills.pairs(setlym)
            if pair not in standing or standing[pair].state == GENERATED
        ]
        facts = {"setlym": setlym, "bills": [[one.bill_id, one.version, one.payable] for one in made]}
        current_uow().audit("settlement.bills_generated", facts)
        return self._bills.search(setlym=setlym)

    def _blank(self, setlym: str, pair: Pair) -> Bill:
        blank = Bill(
            bill_id=self._ids.new(PREFIX),
            setlym=setlym,
            **pair._asdict(),
            version=0,
            state=GENERATED,
            reason="",
            confirmed_by="",
            sheets=0,
            psntime=0,
            medfee_sumamt=0,
            fund_appy_sum=0,
            acct_pay=0,
            paid=0,
        )
        self._bills.add(blank)
        return blank

    def _make(self, one: Bill) -> Bill:
        self._bills.take(one.bill_id, Pair(one.mdtrt_poolarea, one.clr_optins), one.setlym)
        return self._changed(one, version=one.version + 1, **self._bills.totals(one.bill_id))

    def confirm_overdue(self) -> list[Bill]:
        today = context.current().business_time.date()
        waiting = self._bills.search(state=GENERATED)
        overdue = [one for one in waiting if self._calendar.confirmed_by(Month.of(one.setlym)) < today]
        return [self._step(one, "confirm", CONFIRMED, confirmed_by=AUTOMATIC) for one in overdue]

    # -- reviews and payment ------------------------------------------------------------------------

    def move(self, bill_id: str, action: str, reason: str) -> Bill:
        one = self._find(bill_id)
        state = BILL.after(bill_id, one.state, action, reason)
        if action == "regenerate":
            self.generate(one.setlym)
            return self._find(bill_id)
        if action == "first_review":
            self._calendar.require_review(Month.of(one.setlym), context.current().business_time.date())
        if action == "second_review":
            self._claim(one)
        by = {"confirm": context.current().actor, "return": ""}
        return self._step(one, action, state, reason=reason, confirmed_by=by.get(action, one.confirmed_by))

    def _claim(self, one: Bill) -> None:
        """Book what the treatment area has to get and the home area has to pay."""
        entries = claim_between_areas(one.mdtrt_poolarea, one.clr_optins, one.payable)
        facts = {"bill_id": one.bill_id, "amount": one.payable}
        self._booking.book("settlement.area_claimed", AREAS, one.bill_id, entries, facts)

    def pay(self, bill_id: str, payment_no: str, amount: int | None) -> Payment:
        one = self._find(bill_id)
        debt = Debt(
            bill_id,
            one,
            BILL,
            payer=one.clr_optins,
            payee=one.mdtrt_poolarea,
            holder=AREAS,
            entries=partial(paid_between_areas, one.mdtrt_poolarea, one.clr_optins),
            change=self._bills.change,
        )
        return self._paying.pay(debt, payment_no, amount)

    def _find(self, bill_id: str) -> Bill:
        """Raises ``BILL_UNKNOWN``."""
        found = self._bills.find(bill_id)
        if found is None:
            raise BILL_UNKNOWN(bill_id=bill_id)
        return found

    def _step(self, one: Bill, action: str, state: str, **changes: Any) -> Bill:
        after = self._changed(one, state=state, **changes)
        facts = {"bill_id": one.bill_id, "state": [one.state, state], "payable": one.payable} | changes
        current_uow().audit(f"settlement.bill_{action}", facts)
        return after

    def _changed(self, one: Bill, **changes: Any) -> Bill:
        if not self._bills.change(one, **changes):
            raise SETTLEMENT_BUSY()
        return msgspec.structs.replace(one, **changes)
