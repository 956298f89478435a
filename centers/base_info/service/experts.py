"""The expert pool: draws and messages behind one contract, and the rules by which experts come and go (HB-10.4)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, Final

from centers.base_info.contract.experts import EXPERT_BUSY, EXPERT_UNKNOWN, POOL
from centers.base_info.data.draws import DrawRepository
from centers.base_info.service.draws import Draws
from centers.base_info.service.invitations import Invitations
from hsaf.contract import context, id_card
from hsaf.contract.paging import Page, Paging
from hsaf.data.snapshot import bump
from hsaf.records.contract import Asked, RecordsContract, Sheet, unrestricted
from hsaf.records.rules import Complaint, RecordRules
from hsaf.records.stored import Typed
from hsaf.spi.ids import Ids

Row = Mapping[str, Any]


class Experts:
    """Implements :class:`centers.base_info.contract.experts.ExpertsContract`."""

    def __init__(self, draws: Draws, invitations: Invitations) -> None:
        self._draws = draws
        self._invitations = invitations

    def draw_page(self, asked: Row, paging: Paging) -> Page:
        return self._draws.page(asked, paging)

    def open_draw(
        self,
        title: str,
        admdvs: str,
        meeting_on: date,
        needs: str,
        avoid_units: str = "",
        avoid_experts: str = "",
        respond_hours: int | None = None,
    ) -> Row:
        return self._draws.open(title, admdvs, meeting_on, needs, avoid_units, avoid_experts, respond_hours)

    def candidates(self, draw_no: str) -> Sequence[Row]:
        return self._draws.candidates(draw_no)

    def draw(self, draw_no: str, witness_no: str) -> Row:
        return self._draws.draw(draw_no, witness_no)

    def verify(self, draw_no: str) -> Row:
        return self._draws.verify(draw_no)

    def replace_overdue(self, draw_no: str) -> Row:
        return self._invitations.replace_overdue(draw_no)

    def submit_draw(self, draw_no: str) -> None:
        self._draws.submit(draw_no)

    def review_draw(self, draw_no: str, passed: bool, opinion: str = "") -> None:
        self._draws.review(draw_no, passed=passed, opinion=opinion)

    def cancel_draw(self, draw_no: str, opinion: str) -> None:
        self._draws.cancel(draw_no, opinion)

    def answer(self, draw_no: str, expt_no: str, accepted: bool, reason: str = "") -> None:
        self._invitations.answer(draw_no, expt_no, accepted=accepted, reason=reason)

    def my_invitations(self, paging: Paging) -> Page:
        return self._invitations.mine(paging)

    def my_answer(self, draw_no: str, accepted: bool, reason: str = "") -> None:
        self._invitations.my_answer(draw_no, accepted=accepted, reason=reason)

    def message_page(self, asked: Row, paging: Paging) -> Page:
        return self._invitations.messages(asked, paging)

    def tell_expert(self, expt_no: str, title: str, body: str) -> None:
        self._invitations.tell(expt_no, title, body)


RESIDENT_ID: Final = "01"
Lazy = Callable[[], RecordsContract]
"""The center's own records: they are made after their rules."""


class PoolRules(RecordRules):
    """An expert in the pool: leaves no running activity."""

    def __init__(self, draws: DrawRepository) -> None:
        self._draws = draws

    def complete(self, draft: Typed, current: Typed | None) -> Typed:
        return {"certno": id_card.normal(draft["certno"])}

    def validate(self, draft: Typed, current: Typed | None) -> Iterable[Complaint]:
        """An appointment does not end before it begins; what is known of somebody's ID number stays as it is."""
        if current is None or any(current[name] != draft[name] for name in ("psn_cert_type", "certno", "gend")):
            yield from _unsound(draft)
        if draft["enddate"] is not None and draft["enddate"] < draft["begndate"]:
            yield "enddate", "不能早于入库日期"

    def queue(self) -> None:
        bump(POOL)

    def on_void(self, id: str, values: Typed) -> None:
        running = self._draws.running_with(values["expt_no"])
        if running:
            raise EXPERT_BUSY(expt_no=values["expt_no"], draw_no=running)


class ApplicationRules(RecordRules):
    """Who was accepted becomes an expert."""

    def __init__(self, records: Lazy, ids: Ids) -> None:
        self._records = records
        self._ids = ids

    def complete(self, draft: Typed, current: Typed | None) -> Typed:
        number = draft["expt_no"] or self._ids.new("ZJ")[:20].upper()
        return {"expt_no": number, "certno": id_card.normal(draft["certno"])}

    def validate(self, draft: Typed, current: Typed | None) -> Iterator[Complaint]:
        yield from _unsound(draft)
        with unrestricted():
            asked = Asked(filters={"certno": draft["certno"], "state": "effective"})
            found = self._records().query("expert", asked).rows
        if any(one["psn_cert_type"] == draft["psn_cert_type"] for one in found):
            yield "certno", "已是在库专家，不需要申报"

    def on_effective(self, id: str, values: Typed, before: Typed | None) -> None:
        if before is not None:
            return
        names = ("expt_no", "expt_name", "gend", "psn_cert_type", "certno", "tel", "emp_name", "specialty", "title_lv")
        expert = {name: values[name] for name in (*names, "admdvs", "account")}
        expert["begndate"] = context.current().business_time.date().isoformat()
        with unrestricted():
            self._records().install("expert", id, Sheet([(1, expert)]))


class LeavingRules(RecordRules):
    """Whose leaving was accepted is out of the pool."""

    def __init__(self, records: Lazy, draws: DrawRepository) -> None:
        self._records = records
        self._draws = draws

    def complete(self, draft: Typed, current: Typed | None) -> Typed:
        found = self._draws.expert(draft["expt_no"])
        return {"expt_name": found["expt_name"]} if found else {}

    def validate(self, draft: Typed, current: Typed | None) -> Iterator[Complaint]:
        found = self._draws.expert(draft["expt_no"])
        if found is None:
            yield "expt_no", "不是在库专家"
        elif found["admdvs"] != draft["admdvs"]:
            yield "admdvs", f"与专家所在区划 {found['admdvs']} 不符"
        today = context.current().wall_time.date()
        if draft["leave_date"] > today:
            yield "leave_date", f"不能晚于今天 {today}：退出自复审通过起生效，请到期再办理"
        running = self._draws.running_with(draft["expt_no"])
        if running:
            yield "expt_no", f"正在参加抽取活动 {running}，不能退出"

    def queue(self) -> None:
        bump(POOL)

    def on_effective(self, id: str, values: Typed, before: Typed | None) -> None:
        if before is not None:
            return
        found = self._draws.expert(values["expt_no"])
        if found is None:
            raise EXPERT_UNKNOWN(expt_no=values["expt_no"])
        with unrestricted():
            self._records().retire("expert", found["id"], values["leave_reason"][:500])


def _unsound(draft: Typed) -> Iterator[Complaint]:
    """What a resident's ID number contradicts; other certificates have no check."""
    if draft["psn_cert_type"] != RESIDENT_ID:
        return
    if not id_card.is_sound(draft["certno"]):
        yield "certno", "不是有效的 18 位公民身份号码，请核对证件（校验码或出生日期不符）"
    elif draft["gend"] and draft["gend"] != id_card.sex(draft["certno"]):
        yield "gend", "与身份证号码中的性别不一致"


def pool_rules(records: Lazy, draws: DrawRepository, ids: Ids) -> Mapping[str, RecordRules]:
    return {
        "expert": PoolRules(draws),
        "expert_application": ApplicationRules(records, ids),
        "expert_leaving": LeavingRules(records, draws),
    }
