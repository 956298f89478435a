"""Rules of a reimbursement at the counter: what an application must say, who may do which step, and how
a receipt without lines becomes lines.

Source: HB-11.3; benefit-settlement section 2.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from typing import Final, NamedTuple

from centers.settlement.contract.reimbursement import (
    APPLICATION_INCOMPLETE,
    CATEGORY_TOTAL_WRONG,
    LINE_OUTSIDE_TREATMENT,
    LINES_AND_TOTALS,
    RECEIPT_SUM_MISMATCH,
    RECEIPT_TWICE,
    REIMBURSEMENT_STATE,
    SAME_CLERK,
    STATE_NAMES,
    STEP_NAMES,
    TREATMENT_NOT_OVER,
    Application,
    CategoryTotal,
    Reimbursement,
    State,
)
from centers.settlement.contract.v1 import DISCHARGE_BEFORE_ADMISSION, NewLine
from centers.settlement.domain.lines import EXCLUDED, Terms
from hsaf.money import HUNDRED, yuan, yuan_grouped

COUNTER: Final = "REIMB"
"""In place of a transaction number: the agency's counter."""

MATERNITY: Final = "52"
"""``med_type`` 生育住院."""


class Act(NamedTuple):
    """A step by its code, the states it starts from, and the steps whose clerks may not do it."""

    code: str
    starts: tuple[State, ...]
    not_after: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        return STEP_NAMES[self.code]


ENTER: Final = Act("enter", ())
AMEND: Final = Act("amend", (State.RETURNED,))
RETURN: Final = Act("return", (State.ENTERED,), ("enter", "amend"))
WITHDRAW: Final = Act("withdraw", (State.ENTERED, State.RETURNED))
REVIEW: Final = Act("review", (State.ENTERED,), ("enter", "amend"))
PAY: Final = Act("pay", (State.REVIEWED,), ("review",))
REVERSE: Final = Act("reverse", (State.REVIEWED, State.PAID))
RECOVER: Final = Act("recover", (State.RECOVERING,), ("reverse",))


def require_step(claim: Reimbursement, act: Act, actor: str) -> None:
    """Four eyes: raises ``REIMBURSEMENT_STATE``, or ``SAME_CLERK`` naming what the clerk did before."""
    if claim.state not in act.starts:
        raise REIMBURSEMENT_STATE(reim_id=claim.reim_id, state=STATE_NAMES[claim.state], business=act.name)
    for done in claim.steps:
        if done.actor == actor and done.step in act.not_after:
            raise SAME_CLERK(actor=actor, reim_id=claim.reim_id, earlier=STEP_NAMES[done.step], business=act.name)


def require_text(given: str, what: str) -> str:
    """Raises ``APPLICATION_INCOMPLETE`` naming what is missing."""
    if not given.strip():
        raise APPLICATION_INCOMPLETE(what=what)
    return given.strip()


# -- the application --------------------------------------------------------------------------------


def require_sound(application: Application, today: date) -> None:
    """What can be told from the application alone."""
    if application.enddate < application.begndate:
        raise DISCHARGE_BEFORE_ADMISSION(begntime=application.begndate, endtime=application.enddate)
    if application.enddate > today:
        raise TREATMENT_NOT_OVER(enddate=application.enddate, today=today)
    _require_complete(application)
    _require_receipts_once([normal(receipt.invono) for receipt in application.receipts])
    for line in application.lines:
        day = line.fee_ocur_time.date()
        if not application.begndate <= day <= application.enddate:
            begin, end = application.begndate, application.enddate
            raise LINE_OUTSIDE_TREATMENT(feedetl_sn=line.feedetl_sn, day=day, begndate=begin, enddate=end)


def _require_complete(application: Application) -> None:
    place = application.place
    elsewhere = bool(place.name and place.admdvs and place.hosp_lv in (1, 2, 3))
    needed = {
        "票据": application.receipts and all(receipt.invono.strip() for receipt in application.receipts),
        "诊断": application.diagnoses,
        "费用明细或类别合计": application.lines or application.totals,
        "就诊机构（定点机构填编号，非定点机构填名称、级别和区划）": place.fixmedins_code or elsewhere,
        "生育类别": application.matn_type or application.med_type != MATERNITY,
    }
    for what, given in needed.items():
        if not given:
            raise APPLICATION_INCOMPLETE(what=what)
    if application.lines and application.totals:
        raise LINES_AND_TOTALS()


def _require_receipts_once(numbers: Sequence[str]) -> None:
    for invono in numbers:
        if numbers.count(invono) > 1:
            raise RECEIPT_TWICE(invono=invono)


def require_sum(application: Application, fees: int) -> None:
    """The receipts are worth the fees entered. Raises ``RECEIPT_SUM_MISMATCH``."""
    receipts = sum(receipt.amount for receipt in application.receipts)
    if receipts != fees:
        raise RECEIPT_SUM_MISMATCH(receipts=yuan_grouped(receipts), fees=yuan_grouped(fees))


def normal(invono: str) -> str:
    """A receipt number as it is compared: blanks around it and the case of letters say nothing."""
    return invono.strip().upper()


# -- receipts without lines -------------------------------------------------------------------------

_SHARES: Final = {
    "fulamt_ownpay_amt": ("全自费", Terms(EXCLUDED, "", own_pay=True)),
    "overlmt_amt": ("超限价", Terms("02", "", own_pay=False, ceiling=Decimal(0))),
    "preselfpay_amt": ("先行自付", Terms("02", "", own_pay=False, selfpay_prop=Decimal(1))),
    "inscp_scp_amt": ("符合范围", Terms("01", "", own_pay=False, selfpay_prop=Decimal(0))),
}
"""Each share of a category as a line that is nothing else: above a ceiling of 0, first share of 1."""


def assessed_lines(totals: Iterable[CategoryTotal], on: date) -> list[tuple[NewLine, Terms]]:
    """A category's total as one line for each share of it, so that it divides, explains and recomputes
    like any bill. Raises ``CATEGORY_TOTAL_WRONG``."""
    shares = [share for one in totals for share in _shares(one)]
    at = datetime.combine(on, time())
    return [(_line(serial, *share, at), share[2]) for serial, share in enumerate(shares, start=1)]


def _shares(total: CategoryTotal) -> Iterator[tuple[str, int, Terms]]:
    """Name, fen and terms of what a category consists of."""
    amounts = {name: getattr(total, name) for name in _SHARES if name != "inscp_scp_amt"}
    amounts["inscp_scp_amt"] = total.sumamt - sum(amounts.values())
    if total.sumamt <= 0 or min(amounts.values()) < 0:
        raise CATEGORY_TOTAL_WRONG(med_chrgitm_type=total.med_chrgitm_type, sumamt=yuan(total.sumamt))
    for field, amount in amounts.items():
        name, terms = _SHARES[field]
        if amount:
            memo = f"按类别合计录入：{name}"
            yield total.med_chrgitm_type, amount, _of_category(terms, total.med_chrgitm_type, memo)


def _of_category(terms: Terms, category: str, memo: str) -> Terms:
    return Terms(terms.chrgitm_lv, category, terms.own_pay, terms.selfpay_prop, terms.ceiling, memo=memo)


def _line(serial: int, category: str, amount: int, terms: Terms, at: datetime) -> NewLine:
    return NewLine(
        feedetl_sn=str(serial),
        med_list_codg="",
        medins_list_codg=category,
        fee_ocur_time=at,
        cnt=Decimal(1),
        pric=Decimal(amount) / HUNDRED,
        det_item_fee_sumamt=amount,
        hosp_appr_flag="",
    )


# -- the place --------------------------------------------------------------------------------------

UNGRADED: Final = {3: "12", 2: "13", 1: "14"}
"""``hosp_lv`` in the national dictionary, 无等, by level."""
