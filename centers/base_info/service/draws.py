"""Expert draws from opening to review (HB-10.4.3)."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, Final

from centers.base_info.contract.experts import (
    CANCELLED,
    CLOSED,
    DRAW_REVIEWER_SAME,
    DRAW_STATE,
    DRAW_UNKNOWN,
    NEED_WRONG,
    OPEN,
    OPINION_NEEDED,
    POOL,
    POOL_SHORT,
    RUNNING,
    SUBMITTED,
    WITNESS_SAME,
)
from centers.base_info.contract.issues import DAY_PAST
from centers.base_info.data.draws import DrawRepository
from centers.base_info.domain import draws
from centers.base_info.service.invitations import Invitations
from hsaf.contract import context
from hsaf.contract.paging import Page, Paging
from hsaf.data import current_uow
from hsaf.data.snapshot import bump
from hsaf.records.contract import OUT_OF_SCOPE
from hsaf.spi.crypto import Crypto
from hsaf.spi.ids import Ids

Row = Mapping[str, Any]

NAMES: Final = {OPEN: "待抽取", RUNNING: "邀请中", SUBMITTED: "待审核", CLOSED: "已完成", CANCELLED: "已取消"}
RESPOND_HOURS: Final = 24
SEED_BYTES: Final = 32


class Draws:
    def __init__(self, repository: DrawRepository, invitations: Invitations, crypto: Crypto, ids: Ids) -> None:
        self._repository = repository
        self._invitations = invitations
        self._crypto = crypto
        self._ids = ids

    def page(self, asked: Row, paging: Paging) -> Page:
        paging.require_sound()
        rows, total = self._repository.page(asked, context.current().principal, paging)
        return Page([self._shown(row) for row in rows], total, paging)

    def open(
        self,
        title: str,
        admdvs: str,
        meeting_on: date,
        needs: str,
        avoid_units: str,
        avoid_experts: str,
        respond_hours: int | None,
    ) -> Row:
        _require_place(admdvs, meeting_on)
        bump(POOL)
        wanted = _needs(needs)
        units, experts = draws.names_of(avoid_units), draws.names_of(avoid_experts)
        pool = self._pool(admdvs, meeting_on, units, experts)
        _require_enough(wanted, pool)
        here, number, seed = context.current(), self._ids.new("CQ"), secrets.token_hex(SEED_BYTES)
        digests = {
            "seed_digest": self._crypto.sm3(seed.encode()).hex(),
            "pool_digest": draws.pool_digest(self._crypto.sm3, pool),
        }
        activity = {
            "draw_no": number,
            "title": title,
            "admdvs": admdvs,
            "meeting_on": meeting_on,
            "respond_hours": RESPOND_HOURS if respond_hours is None else respond_hours,
            "needs": wanted,
            "avoid_units": units,
            "avoid_experts": experts,
            "state": OPEN,
            **digests,
            "seed_sealed": self._crypto.seal(seed.encode()),
            "witness_no": "",
            "witness": "",
            "drawn_at": None,
            "opinion": "",
            "reviewer": "",
            "created_by": here.actor,
            "created_name": here.actor_name,
            "created_at": _now(),
            "updated_at": _now(),
        }
        self._repository.add(activity, [{**one, "draw_no": number} for one in pool])
        current_uow().audit("base_info.draw_opened", {"draw_no": number, **digests, "candidates": len(pool)})
        free = sum(one["state"] == "pool" for one in pool)
        return {"draw_no": number, **digests, "candidates": free, "state": OPEN}

    def _pool(self, admdvs: str, day: date, units: Sequence[str], experts: Sequence[str]) -> list[Row]:
        """Everybody in the pool with the reason that excludes them, if any."""
        engaged = self._repository.engaged(day)
        return [
            _candidate(one, _excluded(one, day, units, experts, engaged)) for one in self._repository.experts(admdvs)
        ]

    def candidates(self, draw_no: str) -> list[Row]:
        """Beside the activity's ``state`` on the page, a candidate's is ``seat``."""
        self._require(draw_no)
        return [{**one, "seat": one["state"]} for one in self._repository.candidates(draw_no)]

    def draw(self, draw_no: str, witness_no: str) -> Row:
        bump(POOL)
        one = self._require(draw_no, "抽取", OPEN)
        here = context.current()
        if one["created_by"] == here.actor:
            raise WITNESS_SAME()
        seed = self._crypto.unseal(one["seed_sealed"]).decode()
        for each in self._repository.candidates(draw_no):
            if each["state"] == "pool":
                place = draws.rank(self._crypto.sm3, seed, witness_no, each["expt_no"])
                self._repository.move(draw_no, each["expt_no"], rank_hex=place)
        self._invitations.pass_over_who_left(draw_no)
        self._renew(draw_no, RUNNING, witness_no=witness_no, witness=here.actor, drawn_at=_now())
        ranked = [each for each in self._repository.candidates(draw_no) if each["state"] == "pool"]
        chosen = draws.drawn(one["needs"], ranked)
        current_uow().audit("base_info.drawn", {"draw_no": draw_no, "witness_no": witness_no, "experts": chosen})
        drawn = self._require(draw_no)
        for each in ranked:
            if each["expt_no"] in chosen:
                self._invitations.invite(drawn, each)
        return {"draw_no": draw_no, "state": RUNNING, "invited": len(chosen)}

    def verify(self, draw_no: str) -> Row:
        one = self._require(draw_no)
        if one["drawn_at"] is None:
            raise _wrong(one, "验证")
        seed, sm3 = self._crypto.unseal(one["seed_sealed"]).decode(), self._crypto.sm3
        pool = self._repository.candidates(draw_no)
        free = [each for each in pool if each["state"] != "excluded"]
        findings = {
            "种子与公布的摘要一致": sm3(seed.encode()).hex() == one["seed_digest"],
            "候选名单与公布的摘要一致": draws.pool_digest(sm3, pool) == one["pool_digest"],
            "排序值由种子、监督号和专家编号得出": all(
                each["rank_hex"] == draws.rank(sm3, seed, one["witness_no"], each["expt_no"]) for each in free
            ),
            "被邀请的都是各专业排序在前的": _in_order(free),
        }
        result = "；".join(f"{text}：{'是' if sound else '否'}" for text, sound in findings.items())
        return {"draw_no": draw_no, "sound": all(findings.values()), "result": result}

    def submit(self, draw_no: str) -> None:
        bump(POOL)
        one = self._require(draw_no, "提交审核", RUNNING)
        seats = sum(int(number) for _, number in one["needs"])
        accepted = sum(each["state"] == "accepted" for each in self._repository.candidates(draw_no))
        if accepted < seats:
            raise DRAW_STATE(draw_no=draw_no, state=f"{accepted}/{seats} 人已接受", action="提交审核")
        self._renew(draw_no, SUBMITTED)

    def review(self, draw_no: str, *, passed: bool, opinion: str) -> None:
        bump(POOL)
        one = self._require(draw_no, "审核", SUBMITTED)
        if context.current().actor in (one["created_by"], one["witness"]):
            raise DRAW_REVIEWER_SAME()
        if not passed and not opinion.strip():
            raise OPINION_NEEDED(action="退回", where="opinion")
        self._renew(draw_no, CLOSED if passed else RUNNING, opinion=opinion, reviewer=context.current().actor)

    def cancel(self, draw_no: str, opinion: str) -> None:
        bump(POOL)
        one = self._require(draw_no, "取消", OPEN, RUNNING)
        for each in self._repository.candidates(draw_no):
            if each["state"] in ("invited", "accepted"):
                self._invitations.release(one, each, opinion)
        self._renew(draw_no, CANCELLED, opinion=opinion)

    def _renew(self, draw_no: str, state: str, **values: Any) -> None:
        self._repository.renew(draw_no, state=state, updated_at=_now(), **values)
        current_uow().audit("base_info.draw_moved", {"draw_no": draw_no, "state": state})

    def _require(self, draw_no: str, action: str = "", *states: str) -> Row:
        """Raises ``DRAW_UNKNOWN`` or, where it is in none of the states, ``DRAW_STATE``."""
        found = self._repository.find(draw_no, context.current().principal)
        if found is None:
            raise DRAW_UNKNOWN(draw_no=draw_no, where="draw_no")
        if states and found["state"] not in states:
            raise _wrong(found, action)
        return found

    def _shown(self, row: Row) -> Row:
        needs = "；".join(f"{draws.SPECIALTIES[code]} {number} 人" for code, number in row["needs"])
        seed = self._crypto.unseal(row["seed_sealed"]).decode() if row["state"] == CLOSED else ""
        return {**row, "needs": needs, "avoid_units": "、".join(row["avoid_units"]), "seed": seed}


def _require_place(admdvs: str, meeting_on: date) -> None:
    principal, today = context.current().principal, context.current().business_time.date()
    if principal is not None and not principal.sees_area(admdvs):
        raise OUT_OF_SCOPE(label="医保区划", value=admdvs, field="admdvs")
    if meeting_on < today:
        raise DAY_PAST(label="评审日期", today=today, where="meeting_on")


def _needs(text: str) -> list[tuple[str, int]]:
    try:
        return draws.needs_of(text)
    except draws.NeedWrong as reason:
        raise NEED_WRONG(reason=reason, where="needs") from None


def _require_enough(needs: Sequence[tuple[str, int]], pool: Sequence[Row]) -> None:
    for specialty, number in needs:
        found = sum(one["specialty"] == specialty and one["state"] == "pool" for one in pool)
        if found < number:
            raise POOL_SHORT(specialty=draws.SPECIALTIES[specialty], need=number, found=found, where="needs")


def _excluded(one: Row, day: date, units: Sequence[str], experts: Sequence[str], engaged: Mapping[str, str]) -> str:
    if one["expt_no"] in experts or one["expt_name"] in experts:
        return "回避人员"
    unit = next((name for name in units if name in one["emp_name"]), "")
    if unit:
        return f"回避单位 {unit}"
    if one["begndate"] > day or (one["enddate"] is not None and one["enddate"] < day):
        return "评审日期不在聘期内"
    return f"当日参加活动 {engaged[one['expt_no']]}" if one["expt_no"] in engaged else ""


def _candidate(one: Row, reason: str) -> Row:
    return {
        **{name: one[name] for name in ("expt_no", "expt_name", "emp_name", "specialty", "account")},
        "rank_hex": "",
        "state": "excluded" if reason else "pool",
        "replaces": "",
        "invited_at": None,
        "respond_by": None,
        "answered_at": None,
        "answered_by": "",
        "reason": reason,
    }


def _in_order(ranked: Sequence[Row]) -> bool:
    """Nobody was invited of a speciality while somebody before them was not."""
    passed: set[str] = set()
    for one in ranked:
        if one["state"] == "pool":
            passed.add(one["specialty"])
        elif one["state"] != "left" and one["specialty"] in passed:
            return False
    return True


def _wrong(one: Row, action: str) -> Exception:
    return DRAW_STATE(draw_no=one["draw_no"], state=NAMES[one["state"]], action=action)


def _now() -> datetime:
    return context.current().wall_time.replace(microsecond=0)
