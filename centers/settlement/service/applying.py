"""Clearing applications (3203, 3204): an institution confirms its sheets by stating their totals."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from centers.settlement.contract.clearing import (
    APPLICATION_UNKNOWN,
    CLEARING_MISMATCH,
    CLEARING_NOTHING,
    ClearingApplication,
    Sheet,
)
from centers.settlement.data.sheets import SheetRepository
from centers.settlement.domain.months import Month
from centers.settlement.domain.steps import GENERATED, SHEET
from centers.settlement.service.sheets import Sheets, total
from hsaf.contract import context
from hsaf.money import yuan
from hsaf.spi.ids import Ids

PREFIX: Final = "CA"

FIGURES: Final = {
    "medfee_sumamt": "医疗费总额",
    "med_sumfee": "医保认可费用总额",
    "fund_appy_sum": "基金申报总额",
    "cash_payamt": "现金支付金额",
    "acct_pay": "个人账户支出",
}


class Applying:
    def __init__(self, sheets: Sheets, repository: SheetRepository, ids: Ids) -> None:
        self._sheets = sheets
        self._repository = repository
        self._ids = ids

    def apply(self, application: ClearingApplication) -> str:
        institution = context.current().institution
        Month.of(application.setlym).require_within(application)
        if not self._repository.search(setlym=application.setlym, fixmedins_code=institution):
            self._sheets.generate(institution, application.setlym)
        chosen = self._of(institution, application)
        differences = "；".join(_differences(application, chosen))
        if differences:
            raise CLEARING_MISMATCH(setlym=application.setlym, differences=differences)
        clr_appy_evt_id = self._ids.new(PREFIX)
        for one in chosen:
            state = SHEET.after(one.sheet_id, one.state, "confirm")
            self._sheets.step(one, "confirm", state, clr_appy_evt_id=clr_appy_evt_id)
        return clr_appy_evt_id

    def revoke(self, clr_appy_evt_id: str) -> None:
        chosen = self._repository.search(clr_appy_evt_id=clr_appy_evt_id, fixmedins_code=context.current().institution)
        if not chosen:
            raise APPLICATION_UNKNOWN(clr_appy_evt_id=clr_appy_evt_id)
        for one in chosen:
            state = SHEET.after(one.sheet_id, one.state, "revoke")
            self._sheets.step(one, "revoke", state, clr_appy_evt_id="")

    def _of(self, institution: str, application: ClearingApplication) -> list[Sheet]:
        """The month's sheets of that type that nobody confirmed. Raises ``CLEARING_NOTHING``."""
        chosen = self._repository.search(
            setlym=application.setlym,
            fixmedins_code=institution,
            clr_type=application.clr_type,
            clr_way=application.clr_way,
            state=GENERATED,
        )
        if not chosen:
            raise CLEARING_NOTHING(setlym=application.setlym, clr_type=application.clr_type)
        return chosen


def _differences(application: ClearingApplication, sheets: Sequence[Sheet]) -> Iterator[str]:
    counted = total(sheets, "psntime")
    if application.psntime != counted:
        yield f"清算人次申请 {application.psntime}，结算单 {counted}，相差 {application.psntime - counted}"
    for name, label in FIGURES.items():
        stated, found = getattr(application, name), total(sheets, name)
        if stated != found:
            yield f"{label}申请 {yuan(stated)}，结算单 {yuan(found)}，相差 {yuan(stated - found)} 元"
