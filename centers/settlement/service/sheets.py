"""Monthly settlement sheets of institutions (HB-16.8.1): generated, confirmed or disputed, approved, paid.

The caller's unit of work holds ``org:<fixmedins_code>``.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any, Final

import msgspec

from centers.settlement.contract.clearing import (
    MONTH_SKIPPED,
    SHEET_CLEARED,
    SHEET_UNKNOWN,
    Payment,
    Sheet,
)
from centers.settlement.contract.v1 import SETTLEMENT_BUSY
from centers.settlement.data.sheets import Group, SheetRepository
from centers.settlement.domain.clearing import recognised_fees
from centers.settlement.domain.journal import payable
from centers.settlement.domain.months import Month
from centers.settlement.domain.steps import DISPUTED, GENERATED, SHEET
from centers.settlement.domain.transfers import bank, transfer
from centers.settlement.service.paying import Debt, Paying
from hsaf.contract import context
from hsaf.data import current_uow
from hsaf.spi.ids import Ids

PREFIX: Final = "MS"
OPEN: Final = frozenset({GENERATED, DISPUTED})
"""States of a sheet that is generated anew."""


class Sheets:
    def __init__(self, sheets: SheetRepository, paying: Paying, ids: Ids) -> None:
        self._sheets = sheets
        self._paying = paying
        self._ids = ids

    def uncleared(self, setlym: str) -> list[str]:
        return self._sheets.uncleared(Month.of(setlym).end)

    def search(self, setlym: str, fixmedins_code: str, state: str) -> list[Sheet]:
        return self._sheets.search(setlym=Month.of(setlym).setlym, fixmedins_code=fixmedins_code, state=state)

    def find(self, sheet_id: str) -> Sheet:
        """Raises ``SHEET_UNKNOWN``."""
        found = self._sheets.find(sheet_id)
        if found is None:
            raise SHEET_UNKNOWN(sheet_id=sheet_id)
        return found

    # -- generating ---------------------------------------------------------------------------------

    def generate(self, fixmedins_code: str, setlym: str) -> list[Sheet]:
        """Sheets nobody confirmed are made anew; settlements of a group whose sheet is confirmed wait
        for the next month (national-interface section 3, rule 6)."""
        month = Month.of(setlym)
        month.require_over(context.current().business_time.date())
        self._require_none_skipped(fixmedins_code, month)
        standing = {Group.of(one): one for one in self._sheets.search(setlym=setlym, fixmedins_code=fixmedins_code)}
        self._sheets.release(one.sheet_id for one in standing.values() if one.state in OPEN)
        made = [
            self._make(standing.get(group) or self._blank(fixmedins_code, setlym, group), month)
            for group in self._sheets.groups(fixmedins_code, month.end)
            if group not in standing or standing[group].state in OPEN
        ]
        facts = {"setlym": setlym, "sheets": [[one.sheet_id, one.version, one.payable] for one in made]}
        current_uow().audit("settlement.sheets_generated", facts)
        return self._sheets.search(setlym=setlym, fixmedins_code=fixmedins_code)

    def _require_none_skipped(self, fixmedins_code: str, month: Month) -> None:
        """Raises ``MONTH_SKIPPED`` when an earlier month was never generated."""
        for earlier in self._sheets.months_uncleared(fixmedins_code, month.first):
            if not self._sheets.search(setlym=earlier, fixmedins_code=fixmedins_code):
                raise MONTH_SKIPPED(fixmedins_code=fixmedins_code, earlier=earlier, setlym=month.setlym)

    def _blank(self, fixmedins_code: str, setlym: str, group: Group) -> Sheet:
        blank = Sheet(
            sheet_id=self._ids.new(PREFIX),
            fixmedins_code=fixmedins_code,
            setlym=setlym,
            **group._asdict(),
            version=0,
            state=GENERATED,
            reason="",
            clr_appy_evt_id="",
            bill_id="",
            psntime=0,
            medfee_sumamt=0,
            med_sumfee=0,
            fund_appy_sum=0,
            acct_pay=0,
            cash_payamt=0,
            paid=0,
        )
        self._sheets.add(blank)
        return blank

    def _make(self, one: Sheet, month: Month) -> Sheet:
        """Collect what is free for the sheet and add it up."""
        self._sheets.take(one.sheet_id, one.fixmedins_code, Group.of(one), month.end)
        sums = self._sheets.totals(one.sheet_id)
        fees = recognised_fees(
            one.clr_way,
            medfee_sumamt=sums["medfee_sumamt"],
            psn_part_amt=sums["psn_part_amt"],
            fund_pay_sumamt=sums["fund_pay_sumamt"],
        )
        return self._changed(
            one,
            version=one.version + 1,
            state=GENERATED,
            reason="",
            psntime=sums["psntime"],
            medfee_sumamt=sums["medfee_sumamt"],
            med_sumfee=fees,
            fund_appy_sum=sums["fund_pay_sumamt"],
            acct_pay=sums["acct_pay"],
            cash_payamt=sums["psn_cash_pay"],
        )

    # -- steps --------------------------------------------------------------------------------------

    def move(self, sheet_id: str, action: str, reason: str) -> Sheet:
        one = self.find(sheet_id)
        state = SHEET.after(sheet_id, one.state, action, reason)
        if action == "regenerate":
            self.generate(one.fixmedins_code, one.setlym)
            return self.find(sheet_id)
        return self.step(one, action, state, reason=reason)

    def step(self, one: Sheet, action: str, state: str, **changes: Any) -> Sheet:
        """Change state and note it. Raises ``SHEET_CLEARED`` for what a bill already counts on."""
        if one.bill_id and state == GENERATED:
            raise SHEET_CLEARED(sheet_id=one.sheet_id, bill_id=one.bill_id)
        after = self._changed(one, state=state, **changes)
        facts = {"sheet_id": one.sheet_id, "state": [one.state, state], "payable": one.payable} | changes
        current_uow().audit(f"settlement.sheet_{action}", facts)
        return after

    def pay(self, sheet_id: str, payment_no: str, amount: int | None) -> Payment:
        """The treatment area's agency pays its institutions, for people of other areas too."""
        one = self.find(sheet_id)
        debt = Debt(
            sheet_id,
            one,
            SHEET,
            payer=one.mdtrt_poolarea,
            payee=one.fixmedins_code,
            holder=f"org:{one.fixmedins_code}",
            entries=partial(transfer, payable(one.fixmedins_code), bank(one.mdtrt_poolarea)),
            change=self._sheets.change,
        )
        return self._paying.pay(debt, payment_no, amount)

    def _changed(self, one: Sheet, **changes: Any) -> Sheet:
        if not self._sheets.change(one, **changes):
            raise SETTLEMENT_BUSY()
        return msgspec.structs.replace(one, **changes)


def total(sheets: Sequence[Sheet], name: str) -> int:
    """Sum of a figure over sheets."""
    return sum(getattr(one, name) for one in sheets)
