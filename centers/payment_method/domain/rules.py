"""Quality rules of settlement lists: data with dates, run over one list.

A rule names one of the checks of :mod:`.checks` and its fields; ``settlement-list.yaml`` holds them.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Final

import msgspec

from centers.payment_method.contract.v1 import Finding
from centers.payment_method.domain.checks import CHECKS, Case, Criterion
from hsaf.contract.periods import covers

VALUE_LIMIT: Final = 60
"""Characters of ``init_val``."""


class Kind(StrEnum):
    """The four kinds of XB-14.5; a blocking violation refuses the list."""

    COMPLETE = "完整性"
    STANDARD = "规范性"
    PLAUSIBLE = "合理性"
    BLOCKING = "阻断性"


class Rule(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One rule. ``when`` narrows it to lists whose ``setlinfo`` (or ``scene``: ``stay``, ``outpatient``) has one
    of the values; ``err_lv`` 1 hint, 2 fault, 3 grave; ``returns`` sends the list back at review."""

    id: str
    kind: Kind
    test: Criterion
    message: str
    err_lv: str
    returns: bool = False
    when: dict[str, tuple[str, ...]] = {}
    source: str
    begndate: date
    enddate: date | None = None


class RuleBook(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All rules, and the version that results name (``qltctrl_ver``)."""

    version: str
    rules: tuple[Rule, ...]

    def require_sound(self) -> None:
        """Raises ``ValueError`` for a check that does not exist or an id used twice."""
        unknown = [rule.id for rule in self.rules if rule.test.check not in CHECKS]
        ids = [rule.id for rule in self.rules]
        if unknown or len(ids) != len(set(ids)):
            raise ValueError(f"quality rules: unknown checks in {unknown}, or an id used twice in {ids}")

    def findings(self, case: Case, on: date) -> list[Finding]:
        """What the rules in force on a day find in a list."""
        return [finding for rule in self.rules if _applies(rule, case, on) for finding in _found(rule, case)]


def _applies(rule: Rule, case: Case, on: date) -> bool:
    if not covers(rule.begndate, rule.enddate, on):
        return False
    facts = {**case.info, "scene": case.scene}
    return all(facts.get(name, "") in values for name, values in rule.when.items())


def _found(rule: Rule, case: Case) -> list[Finding]:
    return [
        Finding(
            rule=rule.id,
            kind=rule.kind,
            field=field,
            message=rule.message.replace("{field}", field),
            err_lv=rule.err_lv,
            retn_flag="1" if rule.returns or rule.kind is Kind.BLOCKING else "0",
            value=shown(value),
        )
        for field, value in CHECKS[rule.test.check](case, rule.test)
    ]


def shown(value: object) -> str:
    """A value as a clerk sent it."""
    text = f"{value:%Y-%m-%d %H:%M:%S}" if isinstance(value, datetime) else str(value)
    return text[:VALUE_LIMIT]


def grave_first(findings: list[Finding]) -> tuple[Finding, ...]:
    return tuple(sorted(findings, key=lambda one: (one.kind != Kind.BLOCKING, -int(one.err_lv))))


def read_book(raw: Mapping[str, Any]) -> RuleBook:
    """Raises ``ValueError`` for what is no rule book."""
    book = msgspec.convert(raw, RuleBook, strict=False)
    book.require_sound()
    return book
