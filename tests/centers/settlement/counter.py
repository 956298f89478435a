"""The agency's counter over the real centers: clerks who enter, review and pay cash receipts."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import sqlalchemy as sa

from centers.settlement.contract.reimbursement import Application, CategoryTotal, Place, Receipt, Reimbursement
from centers.settlement.contract.v1 import Diagnosis
from centers.settlement.data.tables import entry
from hsaf.data import execute
from hsaf.money import fen_from_yuan
from plugins.demo_region import files
from tests.centers.settlement.desk import HOSPITAL, Desk, insutype_of, line

ENTERING, REVIEWING, PAYING = "clerk-1", "clerk-2", "clerk-3"

DAY = date(2026, 3, 1)
"""The day on which :func:`tests.centers.settlement.desk.line` occurs."""

HYPERTENSION = Diagnosis(diag_type="1", diag_srt_no=1, diag_code="I10.x00", diag_name="特发性高血压")

ELSEWHERE = Place(name="邻省人民医院", hosp_lv=3, admdvs="980100")


@dataclass
class Counter(Desk):
    """``clerk`` acts next; the counter belongs to no institution."""

    institution: str = ""
    clerk: str = ENTERING

    def open(self) -> Counter:
        """On a platform whose desk was opened: what applications are checked against besides."""
        self.harness.write(self._load_counter)
        return self

    def _load_counter(self) -> None:
        self.base_info.load("diseases", files.rows("diseases.csv"))
        self.enrollment.load("employer_bases", files.rows("employer_bases.csv"))
        self.policy.publish_allowance(files.ALLOWANCE, files.rows("allowance-2026.csv"))

    def by(self, clerk: str) -> Counter:
        return replace(self, clerk=clerk)

    def _context(self, msgid: str) -> Any:
        super()._context(msgid)
        return self.harness.context(business_time=self.at, actor=self.clerk)

    # -- what clerks do -----------------------------------------------------------------------------

    def enter(self, application: Application) -> Reimbursement:
        return self.write(application.psn_no, lambda: self.center.enter_reimbursement(application))

    def amend(self, claim: Reimbursement, application: Application) -> Reimbursement:
        return self.write(claim.psn_no, lambda: self.center.amend_reimbursement(claim.reim_id, application))

    def do(self, step: str, claim: Reimbursement, *memo: str) -> Reimbursement:
        """``return``, ``withdraw``, ``review``, ``pay``, ``reverse`` or ``recover``."""
        operation = getattr(self.center, f"{step}_reimbursement")
        return self.write(claim.psn_no, lambda: operation(claim.psn_no, claim.reim_id, *memo))

    def look(self, claim: Reimbursement) -> Reimbursement:
        return self.read(lambda: self.center.reimbursement(claim.reim_id))

    def reviewed(self, application: Application) -> Reimbursement:
        return self.by(REVIEWING).do("review", self.enter(application))

    def paid(self, application: Application) -> Reimbursement:
        return self.by(PAYING).do("pay", self.reviewed(application), "付-0001")

    def owed(self, psn_no: str) -> int:
        """What the ledger says is owed to a person, fen."""
        return self.entries(f"claim:{psn_no}")

    def entries(self, account: str) -> int:
        """Credits less debits of an account, fen."""
        return self.harness.read(lambda: booked(account))

    def posted_on(self, psn_no: str) -> set[date]:
        """The days on which the person's journals were booked."""
        query = sa.select(entry.c.posted_on).where(entry.c.psn_no == psn_no)
        return self.harness.read(lambda: set(execute(query).scalars()))


def booked(account: str) -> int:
    total = sa.func.coalesce(sa.func.sum(entry.c.credit - entry.c.debit), 0)
    return int(execute(sa.select(total).where(entry.c.account == account)).scalar_one())


def application(psn_no: str, total: str, *, invono: str = "30000001", **more: Any) -> Application:
    """An outpatient visit of one line at the hospital of the desk, with one receipt."""
    content = {"lines": (line(1, total),)} if not {"lines", "totals"} & more.keys() else {}
    known = {
        "insutype": insutype_of(psn_no),
        "med_type": "11",
        "begndate": DAY,
        "enddate": DAY,
        "place": Place(fixmedins_code=HOSPITAL),
        "receipts": (receipt(total, invono),),
        "diagnoses": (HYPERTENSION,),
    }
    return Application(psn_no=psn_no, **{**known, **content, **more})


def receipt(total: str, invono: str = "30000001") -> Receipt:
    return Receipt(invono=invono, amount=fen_from_yuan(total))


def category(name: str, total: str, own: str = "0", over: str = "0", first: str = "0") -> CategoryTotal:
    return CategoryTotal(
        med_chrgitm_type=name,
        sumamt=fen_from_yuan(total),
        fulamt_ownpay_amt=fen_from_yuan(own),
        overlmt_amt=fen_from_yuan(over),
        preselfpay_amt=fen_from_yuan(first),
    )
