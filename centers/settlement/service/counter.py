"""The agency's counter at a screen: forms made into applications, each step on the road of ``Reimbursing``."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, time
from decimal import Decimal
from typing import Any, Final

import msgspec

from centers.base_info.contract.v1 import DIAGNOSIS_UNKNOWN, BaseInfoContract
from centers.enrollment.contract.v1 import EnrollmentContract
from centers.settlement.contract.counter import ENTRY_PAGE, TRACE_PAGE, Form, Told
from centers.settlement.contract.reimbursement import (
    REIMBURSEMENT_UNKNOWN,
    Application,
    CategoryTotal,
    Place,
    Receipt,
    Reimbursement,
)
from centers.settlement.contract.v1 import Diagnosis, NewLine
from centers.settlement.data.reimbursements import ReimbursementRepository
from centers.settlement.domain.desk import diagnosis
from centers.settlement.domain.reimbursement import require_sound, require_sum
from centers.settlement.service.claiming import Claiming
from centers.settlement.service.counter_form import form_of
from centers.settlement.service.counter_telling import preview, sheet
from centers.settlement.service.desk_scope import DeskScope
from centers.settlement.service.reimbursing import Reimbursing
from hsaf.contract import context
from hsaf.contract.paging import Page, Paging
from hsaf.contract.sheets import Sheet
from hsaf.money import round_fen, yuan_grouped
from hsaf.records.masking import mask
from hsaf.records.model import Mask


class Counter:
    """Implements :class:`centers.settlement.contract.counter.CounterContract`; see there for the operations."""

    def __init__(
        self,
        scope: DeskScope,
        reimbursing: Reimbursing,
        claiming: Claiming,
        *,
        claims: ReimbursementRepository,
        base_info: BaseInfoContract,
        enrollment: EnrollmentContract,
    ) -> None:
        self._scope = scope
        self._reimbursing = reimbursing
        self._claiming = claiming
        self._claims = claims
        self._base_info = base_info
        self._enrollment = enrollment

    # -- the wizard ---------------------------------------------------------------------------------

    def claimant(self, psn_no: str, insutype: str) -> Told:
        self._scope.require_agency()
        facts = self._scope.facts(psn_no)
        self._enrollment.require_enrolled(facts, insutype)
        person = facts.person
        places = {one.insuplc_admdvs for one in facts.enrollments if one.insutype == insutype}
        return [
            ["姓名", mask(Mask.NAME, person.psn_name)],
            ["证件号码", mask(Mask.CERTNO, person.certno)],
            ["参保地", "、".join(map(self._area, sorted(places)))],
        ]

    def care(self, form: Form) -> Told:
        place = self._claiming.place_of(self._application({**form, "receipts": [], "lines": [], "totals": []}))
        found = self._diagnoses(form)
        return [
            ["就诊机构", f"{place.fixmedins_name}（{self._area(place.admdvs)}）"],
            ["诊断", "、".join(one.diag_name for one in found)],
        ]

    def fees(self, form: Form) -> Told:
        application = self._application(form)
        require_sound(application, context.current().business_time.date())
        fees = sum(one.det_item_fee_sumamt for one in application.lines) + sum(one.sumamt for one in application.totals)
        require_sum(application, fees)
        return [["票据", f"{len(application.receipts)} 张"], ["合计", f"{yuan_grouped(fees)} 元"]]

    def reimburse(self, form: Form) -> Sheet:
        self._scope.require_agency()
        self._scope.facts(form["psn_no"])
        application, reim_id = self._application(form), form.get("reim_id") or ""
        if not reim_id:
            return preview(self._reimbursing.enter(application), self._label)
        account = application.bankacct or self._seen(reim_id).bankacct
        anew = msgspec.structs.replace(application, bankacct=account)
        return preview(self._reimbursing.amend(reim_id, anew), self._label)

    def returned(self, reim_id: str) -> Form:
        claim = self._reimbursing.returned(self._seen(reim_id).psn_no, reim_id)
        return form_of(claim, *self._claiming.entered(claim))

    def amend(self, psn_no: str, reim_id: str) -> Mapping[str, Any]:
        self._seen(reim_id)
        return {"page": ENTRY_PAGE, "ref": self._reimbursing.returned(psn_no, reim_id).reim_id}

    def _application(self, form: Form) -> Application:
        optional = ("dise_codg", "matn_type", "ipt_otp_no", "bankacct")
        said: dict[str, Any] = {name: form[name] for name in ("psn_no", "insutype", "med_type", "begndate", "enddate")}
        said |= {name: form.get(name) or "" for name in optional}
        place = Place(
            fixmedins_code=form.get("fixmedins_code") or "",
            name=form.get("medins_name") or "",
            hosp_lv=int(form.get("hosp_lv") or 0),
            admdvs=form.get("medins_admdvs") or "",
        )
        at = datetime.combine(form["begndate"], time())
        return Application(
            **said,
            place=place,
            receipts=tuple(Receipt(invono=one["invono"], amount=one["amount"]) for one in form["receipts"]),
            diagnoses=tuple(self._diagnoses(form)),
            lines=tuple(_line(serial, one, at) for serial, one in enumerate(form["lines"], start=1)),
            totals=tuple(_total(one) for one in form["totals"]),
        )

    def _diagnoses(self, form: Form) -> list[Diagnosis]:
        """Raises ``DIAGNOSIS_UNKNOWN``."""
        made = []
        for number, code in enumerate(str(form.get("diag_codes") or "").replace("，", ",").split(",")):
            name = self._base_info.diagnosis(code.strip())
            if name is None:
                raise DIAGNOSIS_UNKNOWN(diag_code=code.strip(), where="diag_codes")
            made.append(diagnosis(number, code.strip(), name, inout="2"))
        return made

    # -- what was entered ---------------------------------------------------------------------------

    def reimbursements(self, asked: Mapping[str, Any], paging: Paging) -> Page:
        paging.require_sound()
        self._scope.require_agency()
        psn_no, state = asked.get("psn_no") or "", asked.get("state") or ""
        if psn_no:
            self._scope.facts(psn_no)
        area = self._scope.who.area_prefix
        found, total = self._claims.page(area, psn_no, state, paging.page_size, paging.offset)
        persons = self._enrollment.persons({one.psn_no for one in found})
        names = {psn: mask(Mask.NAME, person.psn_name) for psn, person in persons.items()}
        return Page([_row(one, names.get(one.psn_no, "")) for one in found], total, paging)

    def reimbursement_sheet(self, reim_id: str) -> Sheet:
        claim = self._seen(reim_id)
        person = self._enrollment.benefit_facts(claim.psn_no).person
        return sheet(claim, mask(Mask.NAME, person.psn_name), self._label)

    def review(self, psn_no: str, reim_id: str) -> Sheet:
        self._seen(reim_id)
        return preview(self._reimbursing.review(psn_no, reim_id), self._label)

    def give_back(self, psn_no: str, reim_id: str, reason: str) -> None:
        self._seen(reim_id)
        self._reimbursing.give_back(psn_no, reim_id, reason)

    def withdraw(self, psn_no: str, reim_id: str, reason: str) -> None:
        self._seen(reim_id)
        self._reimbursing.withdraw(psn_no, reim_id, reason)

    def pay(self, psn_no: str, reim_id: str, payment_no: str) -> None:
        self._seen(reim_id)
        self._reimbursing.pay(psn_no, reim_id, payment_no)

    def reverse(self, psn_no: str, reim_id: str, reason: str) -> None:
        self._seen(reim_id)
        self._reimbursing.reverse(psn_no, reim_id, reason)

    def recover(self, psn_no: str, reim_id: str, payment_no: str) -> None:
        self._seen(reim_id)
        self._reimbursing.recover(psn_no, reim_id, payment_no)

    # -- inside -------------------------------------------------------------------------------------

    def _seen(self, reim_id: str) -> Reimbursement:
        """Raises ``REIMBURSEMENT_UNKNOWN``, also for one elsewhere."""
        self._scope.require_agency()
        claim = self._reimbursing.find(reim_id)
        facts = self._enrollment.benefit_facts(claim.psn_no)
        if not any(self._scope.who.sees_area(one.insuplc_admdvs) for one in facts.enrollments):
            raise REIMBURSEMENT_UNKNOWN(reim_id=reim_id)
        return claim

    def _area(self, admdvs: str) -> str:
        found = self._base_info.area(admdvs)
        return found.admdvs_name if found else admdvs

    def _label(self, type: str, value: str) -> str:
        return self._base_info.label(type, value) or value


_SHARES: Final = ("sumamt", "fulamt_ownpay_amt", "overlmt_amt", "preselfpay_amt")


def _line(serial: int, row: Mapping[str, Any], at: datetime) -> NewLine:
    cnt, pric = Decimal(row["cnt"]), Decimal(row["pric"])
    return NewLine(
        feedetl_sn=str(serial),
        med_list_codg=row["med_list_codg"],
        medins_list_codg=row["med_list_codg"],
        fee_ocur_time=datetime.combine(row["fee_date"], time()) if row.get("fee_date") else at,
        cnt=cnt,
        pric=pric,
        det_item_fee_sumamt=round_fen(cnt * pric * 100),
    )


def _total(row: Mapping[str, Any]) -> CategoryTotal:
    return CategoryTotal(
        med_chrgitm_type=row["med_chrgitm_type"], **{name: int(row.get(name) or 0) for name in _SHARES}
    )


def _row(claim: Reimbursement, psn_name: str) -> dict[str, Any]:
    plain = ("reim_id", "psn_no", "insutype", "med_type", "begndate", "enddate", "sumamt", "setl_id")
    return {
        **{name: getattr(claim, name) for name in plain},
        "psn_name": psn_name,
        "state": str(claim.state),
        "receipts": "、".join(one.invono for one in claim.receipts),
        "page": TRACE_PAGE if claim.setl_id else "",
        "ref": claim.setl_id,
    }
