"""Enabling and stopping codes of the national library (HB-10.11)."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from datetime import date, datetime, timedelta
from typing import Any, Final

from centers.base_info.contract.issues import (
    CODES_IN_USE,
    CODES_MANY,
    CODES_MISSING,
    CODES_NOT_IN_USE,
    DAY_PAST,
    ISSUE_DONE,
    ISSUE_UNKNOWN,
    MOST_CODES,
    NATIONAL_INCOMPLETE,
    NATIONAL_UNKNOWN,
    VERSION_UNKNOWN,
)
from centers.base_info.data.issues import IssueRepository
from centers.base_info.data.repository import Repository
from centers.base_info.domain import rows as forms
from centers.base_info.domain.standards import STANDARDS
from centers.base_info.service.base_info import TOPIC
from hsaf.contract import context
from hsaf.contract.errors import HsafError
from hsaf.contract.paging import Page, Paging
from hsaf.data import current_uow
from hsaf.data.snapshot import bump
from hsaf.spi.ids import Ids

WAITING, IN_FORCE, WITHDRAWN = "waiting", "in_force", "withdrawn"
UNPUBLISHED: Final = 0
"""``seq`` of a line whose day has not come: no download has it."""
SHOWN: Final = 5
"""Codes a refusal names."""
_SEPARATORS: Final = re.compile(r"[\s,;，；、]+")

Row = Mapping[str, Any]


class Issues:
    """Implements :class:`centers.base_info.contract.issues.IssuesContract`."""

    def __init__(self, repository: IssueRepository, reference: Repository, ids: Ids) -> None:
        self._repository = repository
        self._reference = reference
        self._ids = ids

    def national_page(self, asked: Row, paging: Paging, standard: str = "") -> Page:
        paging.require_sound()
        narrowed = {**asked, "standard": standard} if standard else asked
        rows, total = self._repository.national_page(narrowed, _today(), paging)
        return Page(rows, total, paging)

    def enable(self, standard: str, begndate: date, codes: str = "", ver: str = "", reason: str = "") -> Row:
        _require_ahead(begndate, "启用日期", "begndate")
        bump(TOPIC)  # first: orders and loads queue, so that each sees the lines of the one before
        wanted = self._codes_of(standard, ver, begndate) if ver and not codes.strip() else _codes(codes)
        lines = self._national(standard, wanted)
        stored = self._repository.versions(standard, wanted)
        taken = [code for code in wanted if any(_reaches(one, begndate) for one in stored.get(code, ()))]
        if taken:
            raise CODES_IN_USE(codes=_named(taken), day=begndate, where="codes")
        made = [_local_line(standard, lines[code], begndate) for code in wanted]
        self._repository.save(standard, made)
        before = {code: _before(standard, stored.get(code, ())) for code in wanted}
        return self._order(standard, "enable", begndate, reason, dict.fromkeys(wanted, begndate), before)

    def _codes_of(self, standard: str, ver: str, begndate: date) -> list[str]:
        """Codes of a national version that are not in use yet. Raises ``VERSION_UNKNOWN``."""
        every = self._repository.codes_of(standard, ver)
        stored = self._repository.versions(standard, every)
        free = [code for code in every if not any(_reaches(one, begndate) for one in stored.get(code, ()))]
        if not free:
            raise VERSION_UNKNOWN(ver=ver, where="ver")
        return free

    def _national(self, standard: str, codes: Collection[str]) -> Mapping[str, Row]:
        found = self._repository.national(standard, codes)
        missing = [code for code in codes if code not in found]
        if missing:
            raise NATIONAL_UNKNOWN(codes=_named(missing), where="codes")
        return found

    def stop(self, standard: str, codes: str, enddate: date, reason: str) -> Row:
        _require_ahead(enddate, "最后有效日期", "enddate")
        bump(TOPIC)
        wanted = _codes(codes)
        stored = self._repository.versions(standard, wanted)
        waiting = self._repository.waiting(standard, wanted)
        last = {code: _stoppable(stored.get(code, ()), enddate) for code in wanted}
        refused = [code for code in wanted if last[code] is None or code in waiting]
        if refused:
            raise CODES_NOT_IN_USE(codes=_named(refused), day=enddate, where="codes")
        versions = {code: one for code, one in last.items() if one is not None}
        for code, one in versions.items():
            self._repository.renew(standard, _key(standard, code, one["begndate"]), {"enddate": enddate})
        begins = {code: one["begndate"] for code, one in versions.items()}
        before = {code: {"enddate": _text(one["enddate"])} for code, one in versions.items()}
        return self._order(standard, "stop", enddate + timedelta(days=1), reason, begins, before)

    def _order(
        self, standard: str, action: str, day: date, reason: str, begins: Mapping[str, Any], before: Mapping[str, Row]
    ) -> Row:
        here = context.current()
        order = {
            "issue_no": self._ids.new("XF"),
            "standard": standard,
            "action": action,
            "effective_on": day,
            "state": WAITING,
            "reason": reason,
            "line_cnt": len(begins),
            "opter": here.actor,
            "opter_name": here.actor_name,
            "made_at": _now(),
        }
        number = order["issue_no"]
        lines = [
            {"issue_no": number, "code": code, "begndate": begin, "before": before[code]}
            for code, begin in begins.items()
        ]
        self._repository.add(order, lines)
        facts = {"issue_no": number, "standard": standard, "effective_on": day, "line_cnt": len(lines)}
        current_uow().audit(f"base_info.codes_{action}", facts)
        state = self._publish(order) if day <= _today() else WAITING
        return {"issue_no": number, "line_cnt": len(lines), "state": state}

    def withdraw(self, standard: str, issue_no: str) -> None:
        bump(TOPIC)
        order = self._require(standard, issue_no)
        if order["state"] != WAITING or order["effective_on"] <= _today():
            raise ISSUE_DONE(issue_no=issue_no)
        for line in self._repository.lines(issue_no):
            self._restore(standard, line)
        self._repository.move(issue_no, WITHDRAWN)
        current_uow().audit("base_info.codes_withdrawn", {"issue_no": issue_no, "standard": standard})

    def _restore(self, standard: str, line: Row) -> None:
        key = _key(standard, line["code"], line["begndate"])
        if line["before"]:
            values = {name: _typed(name, value) for name, value in line["before"].items()}
            self._repository.renew(standard, key, values)
        else:
            self._repository.remove(standard, key)

    def issue_page(self, standard: str, paging: Paging, asked: Row) -> Page:
        paging.require_sound()
        rows, total = self._repository.page(standard, asked, paging)
        return Page(rows, total, paging)

    def issue_lines(self, standard: str, issue_no: str) -> list[Row]:
        self._require(standard, issue_no)
        codes = [line["code"] for line in self._repository.lines(issue_no)]
        named = self._repository.national(standard, codes)
        return [{"code": code, "name": named[code]["name"] if code in named else ""} for code in codes]

    def _require(self, standard: str, issue_no: str) -> Row:
        order = self._repository.order(standard, issue_no)
        if order is None:
            raise ISSUE_UNKNOWN(issue_no=issue_no, where="issue_no")
        return order

    def publish_due(self) -> int:
        bump(TOPIC)
        due = self._repository.due(_today())
        for order in due:
            self._publish(order)
        return len(due)

    def _publish(self, order: Row) -> str:
        """Put the order's lines under a new version of their catalog."""
        standard, number = order["standard"], order["issue_no"]
        codes = [line["code"] for line in self._repository.lines(number)]
        seq = self._reference.next_version(STANDARDS[standard].kind, _now(), len(codes))
        self._repository.publish(standard, codes, seq, _now())
        self._repository.move(number, IN_FORCE)
        return IN_FORCE


def publishing(issues: Issues, pipeline: Any) -> Callable[[Any], Mapping[str, int]]:
    """The job that puts lines whose day has come into the download files."""

    def run(_: Any) -> Mapping[str, int]:
        count = pipeline.write("base_info.publish_due", issues.publish_due, subject="base_info.issue").result
        return {"orders": count}

    return run


def _local_line(standard: str, line: Row, begndate: date) -> Row:
    """A line of the province's catalog. Raises ``NATIONAL_INCOMPLETE``."""
    one = STANDARDS[standard]
    texts = {**line["detail"], one.code: line["code"], one.name: line["name"], "begndate": begndate.isoformat()}
    try:
        (typed,) = forms.read(one.kind, [{**texts, "enddate": ""}])
    except HsafError as refusal:
        reason = f"{refusal.params['column']} {refusal.params['reason']}"
        raise NATIONAL_INCOMPLETE(code=line["code"], reason=reason) from None
    kind = one.fixed.get("list_type")
    if kind and typed["list_type"] not in kind:
        raise NATIONAL_INCOMPLETE(code=line["code"], reason=f"目录类别 {typed['list_type']} 不属于{one.title}")
    return {**typed, "begndate": begndate, "enddate": None, "seq": UNPUBLISHED, "updt_time": _now()}


def _before(standard: str, versions: Collection[Row]) -> Row:
    """What a withdrawal restores: only a standard without dated versions changes a line that was there."""
    if STANDARDS[standard].kind != "diseases" or not versions:
        return {}
    (old,) = versions
    return {"begndate": _text(old["begndate"]), "enddate": _text(old["enddate"]), "seq": old["seq"]}


def _key(standard: str, code: str, begndate: date | None) -> Row:
    one = STANDARDS[standard]
    return {one.code: code} if one.kind == "diseases" else {one.code: code, "begndate": begndate}


def _reaches(version: Row, day: date) -> bool:
    """Whether a version is in use on a day or from a later one."""
    return version["enddate"] is None or version["enddate"] >= day


def _stoppable(versions: Collection[Row], last: date) -> Row | None:
    """The version in use on its last day to be, unless it ends by then anyway or a later one waits."""
    reaching = [one for one in versions if _reaches(one, last)]
    if len(reaching) != 1:
        return None
    (one,) = reaching
    begun = one["begndate"] is None or one["begndate"] <= last
    return one if begun and one["enddate"] != last else None


def _codes(text: str) -> list[str]:
    """Raises ``CODES_MISSING`` or ``CODES_MANY``."""
    found = list(dict.fromkeys(code for code in _SEPARATORS.split(text) if code))
    if not found:
        raise CODES_MISSING(where="codes")
    if len(found) > MOST_CODES:
        raise CODES_MANY(most=MOST_CODES, count=len(found), where="codes")
    return found


def _named(codes: Collection[str]) -> str:
    shown = "、".join(list(codes)[:SHOWN])
    return shown if len(codes) <= SHOWN else f"{shown} 等 {len(codes)} 个"


def _require_ahead(day: date, label: str, field: str) -> None:
    if day < _today():
        raise DAY_PAST(label=label, today=_today(), where=field)


def _text(day: date | None) -> str:
    return day.isoformat() if day else ""


def _typed(name: str, value: Any) -> Any:
    return value if name == "seq" else (date.fromisoformat(value) if value else None)


def _today() -> date:
    return context.current().business_time.date()


def _now() -> datetime:
    return context.current().wall_time.replace(microsecond=0)
