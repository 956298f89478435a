"""What a rule finds about a patient, with every order and visit it involves and the amount at stake."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, Final

import msgspec

from centers.risk.contract.v1 import Encounter, Order, Patient, Stage
from centers.risk.domain.rules import (
    Age,
    AnyRule,
    DailyLimit,
    Sex,
    StayOverlap,
    Supply,
    Together,
    names,
)
from hsaf.contract.periods import completed_years, overlap
from hsaf.money import round_fen

STAY: Final = "2"
"""``med_mdtrt_type`` 住院."""

SEXES: Final = {"1": "男性", "2": "女性"}
KINDS: Final = {"1": "门诊", "2": "住院", "3": "购药", "4": "其他就诊"}

ABOUT_VISITS: Final = "1"
ABOUT_ITEMS: Final = "2"
"""``vola_bhvr_type``."""

ONE_DAY: Final = timedelta(days=1)


class Part(msgspec.Struct, frozen=True):
    """An order or visit involved; ``amount`` in fen is what violates, 0 for one that is only involved."""

    encounter: Encounter
    order: Order | None
    violates: bool
    amount: int = 0


class Finding(msgspec.Struct, frozen=True):
    """A violation of a rule; ``text`` explains it to the doctor."""

    rule: AnyRule
    text: str
    behaviour: str
    parts: tuple[Part, ...]

    @property
    def amount(self) -> int:
        """Fen at stake."""
        return sum(part.amount for part in self.parts)

    @property
    def main(self) -> Part:
        """The part that stands for the whole."""
        return next(part for part in self.parts if part.violates)

    def concerns(self, stage: Stage, patient: Patient) -> bool:
        """Whether it is about what is being done now: before, an order written now or the visit itself;
        during, anything of the current visit."""
        current = [part for part in self.parts if part.encounter.mdtrt_id == patient.current]
        if stage is Stage.BEFORE:
            return any(part.order is None or part.order.current for part in current)
        return bool(current)


Line = tuple[Encounter, Order]


def find(rule: AnyRule, patient: Patient) -> Iterator[Finding]:
    """Everything one rule finds."""
    return _FINDERS[type(rule)](rule, patient)


def _lines(patient: Patient) -> Iterator[Line]:
    return ((encounter, order) for encounter in patient.encounters for order in encounter.orders)


def _over_daily_limit(rule: DailyLimit, patient: Patient) -> Iterator[Finding]:
    days: defaultdict[tuple[str, date], list[Line]] = defaultdict(list)
    for encounter, order in _lines(patient):
        if names(rule.items, order.hilist_code):
            days[order.hilist_code, order.begn].append((encounter, order))
    for (_, day), lines in days.items():
        count = sum((order.cnt for _, order in lines), Decimal(0))
        if count > rule.limit:
            name = lines[0][1].hilist_name
            text = f"{day} 【{name}】共 {_plain(count)} 次，每日最多 {_plain(rule.limit)} 次"
            yield Finding(rule, text, ABOUT_ITEMS, _excess(lines, count - rule.limit))


def _excess(lines: Sequence[Line], excess: Decimal) -> tuple[Part, ...]:
    """The latest orders are the ones too many, in part perhaps; the earlier ones are involved."""
    parts: list[Part] = []
    latest_first = sorted(enumerate(lines), key=lambda at: (at[1][1].current, at[0]), reverse=True)
    for _, (encounter, order) in latest_first:
        over = min(max(order.cnt, Decimal(0)), excess)
        excess -= over
        amount = round_fen(Decimal(order.sumamt) * over / order.cnt) if over else 0
        parts.append(Part(encounter, order, over > 0, amount))
    return tuple(parts)


def _wrong_sex(rule: Sex, patient: Patient) -> Iterator[Finding]:
    if patient.gend in SEXES and patient.gend != rule.gend:
        for encounter, order in _lines(patient):
            if names(rule.items, order.hilist_code):
                text = f"【{order.hilist_name}】限{SEXES[rule.gend]}使用，患者为{SEXES[patient.gend]}"
                yield _of_order(rule, text, encounter, order)


def _wrong_age(rule: Age, patient: Patient) -> Iterator[Finding]:
    for encounter, order in _lines(patient):
        age = completed_years(patient.brdy, order.begn)
        young, old = rule.least is not None and age < rule.least, rule.most is not None and age > rule.most
        if (young or old) and names(rule.items, order.hilist_code):
            limit = f"{rule.least} 岁及以上" if young else f"{rule.most} 岁及以下"
            text = f"【{order.hilist_name}】限 {limit}使用，患者 {age} 岁"
            yield _of_order(rule, text, encounter, order)


def _over_supply(rule: Supply, patient: Patient) -> Iterator[Finding]:
    for encounter, order in _lines(patient):
        most, days = rule.days.get(encounter.med_type, rule.days.get("*")), _days(rule, order)
        if most is not None and days > most and names(rule.items, order.hilist_code):
            text = f"【{order.hilist_name}】本次用量为 {_plain(days)} 天，处方最多 {most} 天"
            amount = round_fen(Decimal(order.sumamt) * (days - most) / days)
            yield Finding(rule, text, ABOUT_ITEMS, (Part(encounter, order, True, amount),))


def _days(rule: Supply, order: Order) -> Decimal:
    """The days an order lasts: as stated or by its quantity, whichever is longer."""
    a_day = rule.packs_a_day.get(order.hilist_code)
    by_quantity = order.cnt / a_day if a_day else Decimal(0)
    return max(order.days or Decimal(0), by_quantity)


def _not_together(rule: Together, patient: Patient) -> Iterator[Finding]:
    lines = list(_lines(patient))
    for encounter, order in lines:
        if not names(rule.items, order.hilist_code):
            continue
        with_it = [
            (where, other)
            for where, other in lines
            if other is not order and other.begn == order.begn and names(rule.others, other.hilist_code)
        ]
        if with_it:
            others = "、".join(f"【{other.hilist_name}】" for _, other in with_it)
            text = f"{order.begn} 【{order.hilist_name}】不能与{others}同日收费"
            involved = [Part(where, other, False) for where, other in with_it]
            yield Finding(rule, text, ABOUT_ITEMS, (Part(encounter, order, True, order.sumamt), *involved))


def _stay_overlap(rule: StayOverlap, patient: Patient) -> Iterator[Finding]:
    """Every other visit of the rule's kinds during a stay; of two stays the later one violates."""
    stays = [one for one in patient.encounters if one.kind == STAY]
    seen: set[frozenset[str]] = set()
    for stay in stays:
        for other in patient.encounters:
            pair = frozenset((stay.mdtrt_id, other.mdtrt_id))
            if other.kind in rule.kinds and len(pair) == 2 and pair not in seen and _at_once(stay, other):
                seen.add(pair)
                yield _overlapping(rule, stay, other)


def _at_once(stay: Encounter, other: Encounter) -> bool:
    """Whether another visit falls on the days between admission and discharge."""
    first, last = stay.adm_date + ONE_DAY, stay.dscg_date - ONE_DAY
    return first <= last and overlap(first, last, other.adm_date, max(other.adm_date, other.dscg_date))


def _overlapping(rule: StayOverlap, stay: Encounter, other: Encounter) -> Finding:
    if other.kind == STAY and other.adm_date < stay.adm_date:
        stay, other = other, stay
    text = f"住院期间（{stay.adm_date} 至 {stay.dscg_date}）另有{KINDS[other.kind]}（{other.adm_date} 起）"
    parts = (Part(other, None, True, other.medfee_sumamt), Part(stay, None, False))
    return Finding(rule, text, ABOUT_VISITS, parts)


def _of_order(rule: AnyRule, text: str, encounter: Encounter, order: Order) -> Finding:
    return Finding(rule, text, ABOUT_ITEMS, (Part(encounter, order, True, order.sumamt),))


def _plain(value: Decimal) -> str:
    return f"{value.normalize():f}" if value == value.to_integral_value() else f"{value:.2f}".rstrip("0")


_FINDERS: Final[dict[type, Callable[[Any, Patient], Iterator[Finding]]]] = {
    DailyLimit: _over_daily_limit,
    Sex: _wrong_sex,
    Age: _wrong_age,
    Supply: _over_supply,
    Together: _not_together,
    StayOverlap: _stay_overlap,
}
