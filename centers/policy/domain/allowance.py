"""Maternity allowance by dated rows: how many days, and what they are worth. Pure.

A row gives an element a value for kinds of birth (``matn_type``, ``|`` between alternatives, empty for all) and weeks of
pregnancy (``weeks_from`` included, ``weeks_below`` excluded) on some days.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from itertools import combinations
from typing import Any, Final

import msgspec

from centers.policy.contract.allowance import (
    ALLOWANCE_NOT_COVERED,
    ALLOWANCE_WAITING,
    AllowanceCase,
    AllowanceResult,
)
from centers.policy.contract.v1 import POLICY_INVALID, ItemTrace
from hsaf.contract.rows import Field, Form, code, day, open_day, read_rows, text, whole
from hsaf.money import round_fen

NAMES: Final = {
    "allw_days": "基本天数",
    "allw_days_difficult": "难产增加天数",
    "allw_days_baby": "多胞胎每多一个增加天数",
    "allw_month_days": "每月折算天数",
    "allw_wait_months": "须连续缴费月数",
}
"""Elements of the parameter table."""

NEEDED: Final = ("allw_days", "allw_month_days", "allw_wait_months")

FORM: Final[Form] = (
    Field("elem", code),
    Field("elem_name", text),
    Field("matn_type", text),
    Field("weeks_from", lambda said: whole(said) if said else 0),
    Field("weeks_below", lambda said: whole(said) if said else ALWAYS),
    Field("value", whole),
    Field("source", text),
    Field("begndate", day),
    Field("enddate", open_day),
)
ALWAYS: Final = 99
"""Weeks that no pregnancy has."""


class Term(msgspec.Struct, frozen=True, kw_only=True):
    elem: str
    elem_name: str
    matn_type: str
    weeks_from: int
    weeks_below: int
    value: int
    source: str
    begndate: date
    enddate: date | None

    @property
    def kinds(self) -> frozenset[str]:
        return frozenset(self.matn_type.split("|")) if self.matn_type else frozenset()

    @property
    def by_weeks(self) -> bool:
        return self.weeks_from > 0 or self.weeks_below < ALWAYS

    def fits(self, case: AllowanceCase) -> bool:
        return (
            self.begndate <= case.birth_date <= (self.enddate or date.max)
            and (not self.kinds or case.matn_type in self.kinds)
            and (not self.by_weeks or (case.geso_val > 0 and self.weeks_from <= case.geso_val < self.weeks_below))
        )

    def meets(self, other: Term) -> bool:
        """Whether some birth would have both."""
        return (
            self.elem == other.elem
            and self.begndate <= (other.enddate or date.max)
            and other.begndate <= (self.enddate or date.max)
            and (not self.kinds or not other.kinds or bool(self.kinds & other.kinds))
            and self.weeks_from < other.weeks_below
            and other.weeks_from < self.weeks_below
        )


def read_terms(name: str, rows: Iterable[Mapping[str, str]]) -> tuple[Term, ...]:
    """Raises ``ROW_INVALID``, and ``POLICY_INVALID`` for elements unknown, missing or given twice."""
    terms = tuple(Term(**row) for row in read_rows(name, FORM, rows))
    for reason in _faults(terms):
        raise POLICY_INVALID(policy=name, reason=reason)
    return terms


def _faults(terms: Sequence[Term]) -> Iterator[str]:
    elements = {term.elem for term in terms}
    for elem in sorted(elements - NAMES.keys()):
        yield f"没有参数 {elem}，可为：{'、'.join(NAMES)}"
    for elem in NEEDED:
        if elem not in elements:
            yield f"缺少参数 {elem}（{NAMES[elem]}）"
    for number, term in enumerate(terms, start=1):
        if term.elem == "allw_month_days" and not term.value:
            yield f"第 {number} 行 每月折算天数须大于 0"
    for (first, one), (second, other) in combinations(enumerate(terms, start=1), 2):
        if one.meets(other):
            yield f"{one.elem} 第 {first} 行和第 {second} 行对同一情形、同一天都有取值"


def evaluate(version_id: str, terms: Sequence[Term], case: AllowanceCase) -> AllowanceResult:
    """Raises ``ALLOWANCE_NOT_COVERED``, ``ALLOWANCE_WAITING``."""
    chosen = {term.elem: term for term in terms if term.fits(case)}
    if not {"allw_days", *NEEDED} <= chosen.keys():
        raise ALLOWANCE_NOT_COVERED(matn_type=case.matn_type, weeks=_weeks(case), where="matn_type")
    value = {elem: chosen[elem].value if elem in chosen else 0 for elem in NAMES}
    if case.paid_months < value["allw_wait_months"]:
        raise ALLOWANCE_WAITING(day=case.birth_date, months=case.paid_months, needed=value["allw_wait_months"])
    more = (case.fetus_cnt - 1) * value["allw_days_baby"]
    days = value["allw_days"] + value["allw_days_difficult"] + more
    amount = round_fen(Decimal(case.base * days) / value["allw_month_days"])
    trace = tuple(_trace(version_id, chosen, case, value, days, amount))
    return AllowanceResult(version_id=version_id, days=days, amount=amount, trace=trace)


def _weeks(case: AllowanceCase) -> str:
    return f"、孕 {case.geso_val} 周" if case.geso_val else ""


def _trace(
    version_id: str, chosen: Mapping[str, Term], case: AllowanceCase, value: Mapping[str, int], days: int, amount: int
) -> Iterator[ItemTrace]:
    """Each rule with what it read and gave: days and months are plain numbers, ``base`` and ``amount`` fen."""

    def rule(rule_id: str, name: str, elem: str, inputs: Mapping[str, Any], yields: Mapping[str, int]) -> ItemTrace:
        version = version_id.partition("@")[2]
        return ItemTrace(elem, name, rule_id, version, chosen[elem].source, {elem: value[elem], **inputs}, yields)

    kind = {"matn_type": case.matn_type, "geso_val": case.geso_val}
    yield rule("ALLW-WAIT", "连续缴费", "allw_wait_months", {"paid_months": case.paid_months}, {})
    yield rule("ALLW-DAYS", "基本天数", "allw_days", kind, {"allw_days": value["allw_days"]})
    if value["allw_days_difficult"]:
        difficult = {"allw_days_difficult": value["allw_days_difficult"]}
        yield rule("ALLW-DIFFICULT", "难产增加天数", "allw_days_difficult", kind, difficult)
    if case.fetus_cnt > 1 and value["allw_days_baby"]:
        more = {"allw_days_more": (case.fetus_cnt - 1) * value["allw_days_baby"]}
        yield rule("ALLW-BABIES", "多胞胎增加天数", "allw_days_baby", {"fetus_cnt": case.fetus_cnt}, more)
    yield rule("ALLW-AMOUNT", "津贴金额", "allw_month_days", {"base": case.base, "days": days}, {"amount": amount})
