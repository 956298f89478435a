"""Inviting experts, their answers, those who take the place of others, and what experts are told (HB-10.4.3, .5)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from centers.base_info.contract.experts import (
    DRAW_STATE,
    DRAW_UNKNOWN,
    EXPERT_UNKNOWN,
    INVITATION_LATE,
    INVITATION_UNKNOWN,
    OPINION_NEEDED,
    POOL,
    RUNNING,
)
from centers.base_info.data.draws import DrawRepository
from centers.message.contract.v1 import MessageContract
from hsaf.contract import context
from hsaf.contract.paging import Page, Paging
from hsaf.data import current_uow
from hsaf.data.snapshot import bump
from hsaf.records.contract import NO_PRINCIPAL
from hsaf.spi.ids import Ids

Row = Mapping[str, Any]

PAGE: Final = "base_information.expert_invitation"


class Invitations:
    """``message`` is ``None`` where the message center does not run: then messages are kept here only."""

    def __init__(self, repository: DrawRepository, message: MessageContract | None, ids: Ids) -> None:
        self._repository = repository
        self._message = message
        self._ids = ids

    def invite(self, draw: Row, one: Row, replaces: str = "") -> None:
        deadline = _now() + timedelta(hours=draw["respond_hours"])
        place = {"state": "invited", "invited_at": _now(), "respond_by": deadline, "replaces": replaces}
        self._repository.move(draw["draw_no"], one["expt_no"], **place)
        body = f"邀请您参加“{draw['title']}”，时间 {draw['meeting_on']}。请在 {deadline} 前答复接受或谢绝。"
        self._tell(one, draw, "invite", f"专家邀请：{draw['title']}", body)
        if self._message and one["account"]:
            self._message.add_todo(_ref(draw, one), f"答复邀请：{draw['title']}", PAGE, account=one["account"])

    def release(self, draw: Row, one: Row, reason: str) -> None:
        """The activity does not take place."""
        self._repository.move(draw["draw_no"], one["expt_no"], state="released", reason=reason)
        self._close(draw, one)
        self._tell(one, draw, "cancel", f"活动取消：{draw['title']}", f"“{draw['title']}”已取消：{reason}")

    def answer(self, draw_no: str, expt_no: str, *, accepted: bool, reason: str) -> None:
        bump(POOL)
        draw = self._repository.find(draw_no, context.current().principal)
        if draw is None:
            raise DRAW_UNKNOWN(draw_no=draw_no, where="draw_no")
        self._settle(draw, self._repository.candidate(draw_no, expt_no), expt_no, accepted=accepted, reason=reason)

    def my_answer(self, draw_no: str, *, accepted: bool, reason: str) -> None:
        bump(POOL)
        account = _account()
        draw, one = self._repository.find(draw_no, None), self._repository.invitation_of(draw_no, account)
        if draw is None or one is None:
            raise INVITATION_UNKNOWN(expt_no="", where="draw_no")
        self._settle(draw, one, one["expt_no"], accepted=accepted, reason=reason)

    def _settle(self, draw: Row, one: Row | None, expt_no: str, *, accepted: bool, reason: str) -> None:
        if one is None or one["state"] != "invited" or draw["state"] != RUNNING:
            raise INVITATION_UNKNOWN(expt_no=expt_no, where="expt_no")
        if one["respond_by"] < _now():
            raise INVITATION_LATE(respond_by=one["respond_by"])
        if not accepted and not reason.strip():
            raise OPINION_NEEDED(action="谢绝", where="reason")
        state = "accepted" if accepted else "declined"
        self._answered(draw, one, state, reason)
        if not accepted:
            self._replace(draw, one)

    def _answered(self, draw: Row, one: Row, state: str, reason: str) -> None:
        said = {"state": state, "reason": reason, "answered_at": _now(), "answered_by": context.current().actor}
        self._repository.move(draw["draw_no"], one["expt_no"], **said)
        self._close(draw, one)
        facts = {"draw_no": draw["draw_no"], "expt_no": one["expt_no"], "state": state}
        current_uow().audit("base_info.invitation_answered", facts)

    def replace_overdue(self, draw_no: str) -> Row:
        bump(POOL)
        draw = self._repository.find(draw_no, context.current().principal)
        if draw is None:
            raise DRAW_UNKNOWN(draw_no=draw_no, where="draw_no")
        if draw["state"] != RUNNING:
            raise DRAW_STATE(draw_no=draw_no, state="不在邀请中", action="替补")
        replaced = vacant = 0
        for one in self._repository.candidates(draw_no):
            if one["state"] == "invited" and one["respond_by"] < _now():
                self._answered(draw, one, "overdue", "逾期未答复")
                found = self._replace(draw, one)
                replaced, vacant = replaced + found, vacant + (not found)
        return {"draw_no": draw_no, "replaced": replaced, "vacant": vacant}

    def _replace(self, draw: Row, one: Row) -> bool:
        """Invite the next of the speciality in the order of the draw; whether there was one."""
        self.pass_over_who_left(draw["draw_no"])
        waiting = (each for each in self._repository.candidates(draw["draw_no"]) if each["state"] == "pool")
        found = next((each for each in waiting if each["specialty"] == one["specialty"]), None)
        if found is None:
            current_uow().audit("base_info.seat_vacant", {"draw_no": draw["draw_no"], "specialty": one["specialty"]})
            return False
        self.invite(draw, found, replaces=one["expt_no"])
        return True

    def pass_over_who_left(self, draw_no: str) -> None:
        """Candidates who left the pool since it was written down; they keep their rank, so the proof holds."""
        for one in self._repository.candidates(draw_no):
            if one["state"] == "pool" and self._repository.expert(one["expt_no"]) is None:
                self._repository.move(draw_no, one["expt_no"], state="left", reason="已出库")

    def mine(self, paging: Paging) -> Page:
        paging.require_sound()
        rows, total = self._repository.invitations(_account(), paging)
        return Page(rows, total, paging)

    # -- messages -----------------------------------------------------------------------------------

    def messages(self, asked: Row, paging: Paging) -> Page:
        paging.require_sound()
        rows, total = self._repository.messages(asked, context.current().principal, paging)
        return Page(rows, total, paging)

    def tell(self, expt_no: str, title: str, body: str) -> None:
        one = self._repository.expert(expt_no)
        principal = context.current().principal
        if one is None or (principal is not None and not principal.sees_area(one["admdvs"])):
            raise EXPERT_UNKNOWN(expt_no=expt_no, where="expt_no")
        self._tell(one, {"draw_no": "", "admdvs": one["admdvs"]}, "notice", title, body)

    def _tell(self, one: Row, draw: Row, kind: str, title: str, body: str) -> None:
        number = self._ids.new("ZX")
        kept = {name: one[name] for name in ("expt_no", "expt_name", "account")}
        sent = {"kind": kind, "title": title, "body": body, "sent_by": context.current().actor, "sent_at": _now()}
        place = {"draw_no": draw["draw_no"], "admdvs": draw["admdvs"]}
        self._repository.keep_message({"message_no": number, **kept, **sent, **place})
        if self._message and one["account"]:
            self._message.tell([one["account"]], title, body, PAGE)

    def _close(self, draw: Row, one: Row) -> None:
        if self._message and one["account"]:
            self._message.close_todo(_ref(draw, one))


def _ref(draw: Row, one: Row) -> str:
    return f"draw:{draw['draw_no']}:{one['expt_no']}"


def _account() -> str:
    principal = context.current().principal
    if principal is None:
        raise NO_PRINCIPAL(name="专家邀请")
    return principal.account


def _now() -> datetime:
    return context.current().wall_time.replace(microsecond=0)
