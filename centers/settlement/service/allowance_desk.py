"""The maternity allowance at a screen: forms made into declarations, each step on the road of ``Allowing``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from centers.base_info.contract.v1 import BaseInfoContract
from centers.enrollment.contract.v1 import EnrollmentContract
from centers.settlement.contract.allowance import ALLOWANCE_UNKNOWN, Allowance, Declaration
from centers.settlement.contract.counter import Form, Told
from centers.settlement.contract.reimbursement import STATE_NAMES, STEP_NAMES
from centers.settlement.data.allowances import AllowanceRepository
from centers.settlement.domain.allowance import EMPLOYEES, require_entitled
from centers.settlement.service.allowing import Allowing
from centers.settlement.service.counter_telling import hidden
from centers.settlement.service.desk_scope import DeskScope
from hsaf.contract.paging import Page, Paging
from hsaf.contract.sheets import Sheet
from hsaf.money import yuan_grouped
from hsaf.records.masking import mask
from hsaf.records.model import Mask


class AllowanceDesk:
    """Implements :class:`centers.settlement.contract.allowance_desk.AllowanceDeskContract`."""

    def __init__(
        self,
        scope: DeskScope,
        allowing: Allowing,
        *,
        allowances: AllowanceRepository,
        base_info: BaseInfoContract,
        enrollment: EnrollmentContract,
    ) -> None:
        self._scope = scope
        self._allowing = allowing
        self._allowances = allowances
        self._base_info = base_info
        self._enrollment = enrollment

    def allowances(self, asked: Mapping[str, Any], paging: Paging) -> Page:
        paging.require_sound()
        self._scope.require_agency()
        psn_no, state = asked.get("psn_no") or "", asked.get("state") or ""
        if psn_no:
            self._scope.facts(psn_no)
        area = self._scope.who.area_prefix
        found, total = self._allowances.page(area, psn_no, state, paging.page_size, paging.offset)
        persons = self._enrollment.persons({one.psn_no for one in found})
        names = {number: mask(Mask.NAME, person.psn_name) for number, person in persons.items()}
        return Page([_row(one, names.get(one.psn_no, "")) for one in found], total, paging)

    def claimant(self, psn_no: str) -> Told:
        self._scope.require_agency()
        facts = self._scope.facts(psn_no)
        enrollment = self._enrollment.require_enrolled(facts, EMPLOYEES)
        require_entitled(facts.person.gend, enrollment.psn_type, enrollment.emp_no)
        return [
            ["姓名", mask(Mask.NAME, facts.person.psn_name)],
            ["证件号码", mask(Mask.CERTNO, facts.person.certno)],
            ["参保单位", enrollment.emp_name or enrollment.emp_no],
            ["参保日期", f"{enrollment.psn_insu_date or '未登记'}"],
        ]

    def declare(self, form: Form) -> Sheet:
        self._scope.require_agency()
        self._scope.facts(form["psn_no"])
        said = Declaration(
            **{name: form[name] for name in ("psn_no", "birth_date", "matn_type", "cert_no")},
            fetus_cnt=int(form.get("fetus_cnt") or 1),
            geso_val=int(form.get("geso_val") or 0),
            bankacct=form.get("bankacct") or "",
        )
        one = self._allowing.declare(said)
        return Sheet(title="生育津贴申报", about=one.allw_id, shown={"subtitle": "", **self._body(one)})

    def sheet(self, allw_id: str) -> Sheet:
        one = self._seen(allw_id)
        person = self._enrollment.benefit_facts(one.psn_no).person
        who = [["人员编号", one.psn_no], ["姓名", mask(Mask.NAME, person.psn_name)], ["收款账户", hidden(one.bankacct)]]
        body = self._body(one)
        steps = [[STEP_NAMES[step.step], step.actor, f"{step.at:%Y-%m-%d %H:%M}", step.memo] for step in one.steps]
        shown = {"facts": [*who, *body["facts"]], "tables": body["tables"], "steps": steps}
        return Sheet(title="生育津贴申报表", about=allw_id, name=f"生育津贴申报表{allw_id}", shown=shown)

    def review(self, psn_no: str, allw_id: str) -> None:
        self._seen(allw_id)
        self._allowing.review(psn_no, allw_id)

    def give_back(self, psn_no: str, allw_id: str, reason: str) -> None:
        self._seen(allw_id)
        self._allowing.give_back(psn_no, allw_id, reason)

    def withdraw(self, psn_no: str, allw_id: str, reason: str) -> None:
        self._seen(allw_id)
        self._allowing.withdraw(psn_no, allw_id, reason)

    def pay(self, psn_no: str, allw_id: str, payment_no: str) -> None:
        self._seen(allw_id)
        self._allowing.pay(psn_no, allw_id, payment_no)

    def reverse(self, psn_no: str, allw_id: str, reason: str) -> None:
        self._seen(allw_id)
        self._allowing.reverse(psn_no, allw_id, reason)

    def recover(self, psn_no: str, allw_id: str, payment_no: str) -> None:
        self._seen(allw_id)
        self._allowing.recover(psn_no, allw_id, payment_no)

    # -- inside -------------------------------------------------------------------------------------

    def _seen(self, allw_id: str) -> Allowance:
        """Raises ``ALLOWANCE_UNKNOWN``, also for one elsewhere."""
        self._scope.require_agency()
        one = self._allowing.find(allw_id)
        if not self._scope.who.sees_area(one.insuplc_admdvs):
            raise ALLOWANCE_UNKNOWN(allw_id=allw_id)
        return one

    def _body(self, one: Allowance) -> dict[str, Any]:
        kind = self._base_info.label("matn_type", one.matn_type) or one.matn_type
        facts = [
            ["申报编号", one.allw_id],
            ["状态", STATE_NAMES[one.state]],
            ["单位编号", one.emp_no],
            ["生育日期", f"{one.birth_date}"],
            ["生育类别", kind],
            ["胎儿数", f"{one.fetus_cnt}"],
            ["孕周数", f"{one.geso_val or '未填'}"],
            ["证明编号", one.cert_no],
            ["津贴期间", f"{one.begndate} 至 {one.enddate}"],
            ["上年度月平均缴费基数", f"{yuan_grouped(one.base)} 元"],
            ["计发天数", f"{one.days} 天"],
            ["津贴金额", f"{yuan_grouped(one.amount)} 元"],
        ]
        head = ["规则", "依据", "取值", "结果"]
        rows = [_rule(item) for item in one.trace]
        return {"facts": facts, "tables": [{"title": "计发依据", "head": head, "rows": rows, "right": [2, 3]}]}


_SAID: Final = {
    "allw_wait_months": "{} 个月",
    "allw_days": "{} 天",
    "allw_days_difficult": "{} 天",
    "allw_days_baby": "{} 天",
    "allw_month_days": "÷ {} 天",
}


def _rule(item: Mapping[str, Any]) -> list[str]:
    """A rule of the calculation as a line: its name and id, its article, what it read, what came of it."""
    gave = [yuan_grouped(value) if name == "amount" else f"{value} 天" for name, value in item["yields"].items()]
    months = item["inputs"].get("paid_months")
    value = _SAID[item["item"]].format(item["inputs"][item["item"]])
    result = f"已缴 {months} 个月" if months is not None else "、".join(gave)
    return [f"{item['name']}（{item['rule_id']}）", item["source"], value, result]


def _row(one: Allowance, psn_name: str) -> dict[str, Any]:
    plain = ("allw_id", "psn_no", "birth_date", "matn_type", "begndate", "enddate", "days", "base", "amount")
    return {**{name: getattr(one, name) for name in plain}, "psn_name": psn_name, "state": str(one.state)}
