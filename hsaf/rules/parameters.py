"""Dated parameters by scene (动态要素取值).

A row gives one element a value for a scene: columns are alternatives joined by ``|``, an empty
column means any, ``14/M07800`` in ``med_type`` means that medical type with that disease, ``*`` means
every value no other row of the element names. Where two rows fit, the one with more columns filled
wins. Segments (``seg_lower`` exclusive, ``seg_upper`` inclusive, yuan) make an element a ratio table.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from itertools import combinations
from typing import Final, NamedTuple

from hsaf.money import fen_from_yuan
from hsaf.rules.errors import RuleError
from hsaf.rules.primitives import Band, Table
from hsaf.rules.types import Type

DIMENSIONS: Final = ("insutype", "hosp_lv", "psn_type", "med_type", "psn_idet_type", "dise_codg", "matn_type")
COLUMNS: Final = frozenset(
    {"elem", "elem_name", *DIMENSIONS, "seg_lower", "seg_upper", "value", "unit", "begndate", "enddate"}
)
UNITS: Final = {"yuan": Type.MONEY, "ratio": Type.RATIO, "factor": Type.RATIO}
OTHERS: Final = "*"

_MED_TYPE: Final = DIMENSIONS.index("med_type")
_IDENTITY: Final = DIMENSIONS.index("psn_idet_type")
_DISEASE: Final = DIMENSIONS.index("dise_codg")

Value = int | Decimal | Table


class Scene(NamedTuple):
    """The circumstances parameters are looked up by; an empty text is a value no row names."""

    insutype: str
    hosp_lv: str
    psn_type: str
    med_type: str
    psn_idet_type: frozenset[str]
    dise_codg: str
    matn_type: str


@dataclass(frozen=True, slots=True)
class Row:
    """One parsed parameter row. ``value`` is fen for yuan, a ``Decimal`` otherwise."""

    number: int
    elem: str
    name: str
    type: Type
    scene: tuple[frozenset[str], ...]
    segment: tuple[int, int | None] | None
    value: int | Decimal
    begndate: date
    enddate: date

    @property
    def rank(self) -> tuple[int, int]:
        """More filled columns win; between equals, named values win over ``*``."""
        filled = [pattern for pattern in self.scene if pattern]
        return len(filled), sum(OTHERS not in pattern for pattern in filled)


def parse_rows(raw: Iterable[Mapping[str, str]]) -> tuple[Row, ...]:
    """Rows of the parameter table. Raises ``RuleError`` naming row, column and reason."""
    return tuple(parse_row(number, row) for number, row in enumerate(raw, 1))


def parse_row(number: int, raw: Mapping[str, str]) -> Row:
    """One row, ``number`` (from 1) being its place in the table. Raises ``RuleError``."""
    place = f"参数第 {number} 行 {raw.get('elem', '')}"
    if set(raw) != COLUMNS:
        wrong = "、".join(sorted(set(raw) ^ COLUMNS))
        raise RuleError(f"列名缺少或多余：{wrong}", place)
    if raw["unit"] not in UNITS:
        raise RuleError(f"单位 unit 只能是 {'、'.join(UNITS)}，不能是 {raw['unit']!r}", place)
    begndate, enddate = _day(raw["begndate"], place), _day(raw["enddate"] or "9999-12-31", place)
    if enddate < begndate:
        raise RuleError(f"结束日期 {enddate} 早于开始日期 {begndate}", place)
    return Row(
        number=number,
        elem=raw["elem"],
        name=raw["elem_name"],
        type=UNITS[raw["unit"]],
        scene=tuple(frozenset(raw[column].split("|")) if raw[column] else frozenset() for column in DIMENSIONS),
        segment=_segment(raw["seg_lower"], raw["seg_upper"], place),
        value=_number(raw["value"], UNITS[raw["unit"]], place),
        begndate=begndate,
        enddate=enddate,
    )


def _number(text: str, kind: Type, place: str) -> int | Decimal:
    try:
        if kind is Type.MONEY:
            return fen_from_yuan(text)
        ratio = Decimal(text)
    except (ValueError, InvalidOperation) as error:
        raise RuleError(f"取值 {text!r} 不是数字，或金额多于两位小数", place) from error
    if not ratio.is_finite() or ratio < 0 or ratio != ratio.quantize(Decimal("0.0001")):
        raise RuleError(f"比例 {text!r} 不能为负，最多四位小数", place)
    return ratio


def _segment(lower: str, upper: str, place: str) -> tuple[int, int | None] | None:
    if not lower and not upper:
        return None
    try:
        low, high = fen_from_yuan(lower or "0"), fen_from_yuan(upper) if upper else None
    except ValueError as error:
        raise RuleError(f"分段 {lower}-{upper} 不是金额", place) from error
    if high is not None and high <= low:
        raise RuleError(f"分段上限 {upper} 不大于下限 {lower}", place)
    return low, high


def _day(text: str, place: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise RuleError(f"日期 {text!r} 应为 yyyy-MM-dd", place) from error


class ParameterTable:
    """All parameter rows of a policy; look-ups by scene and day.

    Raises ``RuleError`` when made of rows that contradict each other.
    """

    def __init__(self, rows: Iterable[Row]) -> None:
        self._rows: dict[str, list[Row]] = defaultdict(list)
        for row in rows:
            self._rows[row.elem].append(row)
        self._starts = sorted({day for row in self.rows for day in (row.begndate, _day_after(row.enddate))})
        self._known = self._named()
        self._types = {elem: _type_of(elem, mine) for elem, mine in self._rows.items()}
        for mine in self._rows.values():
            self._check(mine)

    @property
    def rows(self) -> list[Row]:
        return [row for mine in self._rows.values() for row in mine]

    @property
    def types(self) -> Mapping[str, Type]:
        """Type of each element: money, ratio or ratio table."""
        return self._types

    @property
    def known(self) -> Sequence[frozenset[str]]:
        """For each of :data:`DIMENSIONS` the values that some row names; all others are alike."""
        return self._known

    @property
    def starts(self) -> Sequence[date]:
        """The days on which some row begins, or has just ended."""
        return self._starts

    def name_of(self, elem: str) -> str:
        return self._rows[elem][0].name

    def ambiguous_by_identity(self, elem: str) -> bool:
        """Whether two rows tell identity categories apart, so that a person with several needs a choice."""
        patterns = {(row.scene, row.rank) for row in self._rows[elem] if row.scene[_IDENTITY]}
        return any(a[0][_IDENTITY] != b[0][_IDENTITY] and a[1] == b[1] for a, b in combinations(patterns, 2))

    def epoch(self, day: date) -> int:
        """Number of the stretch of days on which no row begins or ends."""
        return bisect_right(self._starts, day)

    def scene(self, raw: Scene) -> Scene:
        """Reduce raw values to those some row names, so that few distinct scenes exist."""
        reduced = [value if value in names else "" for value, names in zip(raw, self._known, strict=True)]
        return Scene._make(reduced)._replace(psn_idet_type=raw.psn_idet_type & self._known[_IDENTITY])

    def _named(self) -> list[frozenset[str]]:
        named = [frozenset[str]().union(*(row.scene[axis] for row in self.rows)) for axis in range(len(DIMENSIONS))]
        pairs = [text.partition("/") for text in named[_MED_TYPE]]
        named[_MED_TYPE] |= {med_type for med_type, _, _ in pairs}
        named[_DISEASE] |= {disease for _, _, disease in pairs}
        return named

    def resolve(self, elem: str, scene: Scene, day: date) -> Value | None:
        """The element's value in a scene on a day; ``None`` where no row fits."""
        fitting = [row for row in self._rows[elem] if row.begndate <= day <= row.enddate and self._fits(row, scene)]
        if not fitting:
            return None
        best = max(row.rank for row in fitting)
        chosen = [row for row in fitting if row.rank == best]
        return _bands(chosen) if self._types[elem] is Type.TABLE else chosen[0].value

    def by_identity(self, elem: str, scene: Scene, day: date) -> dict[str, Value]:
        """The element's value for each of the person's identity categories that some row names."""
        named = frozenset[str]().union(*(row.scene[_IDENTITY] for row in self._rows[elem]))
        found = {}
        for category in sorted(scene.psn_idet_type & named):
            value = self.resolve(elem, scene._replace(psn_idet_type=frozenset({category})), day)
            if value is not None:
                found[category] = value
        return found

    def _fits(self, row: Row, scene: Scene) -> bool:
        return all(not pattern or self._matches(row, i, scene) for i, pattern in enumerate(row.scene))

    def _matches(self, row: Row, axis: int, scene: Scene) -> bool:
        pattern, value = row.scene[axis], scene[axis]
        if isinstance(value, frozenset):
            return not pattern.isdisjoint(value)
        if OTHERS in pattern:
            return not any(value in other.scene[axis] for other in self._rows[row.elem])
        if axis == _MED_TYPE and f"{value}/{scene.dise_codg}" in pattern:
            return True
        return value in pattern

    def _check(self, mine: list[Row]) -> None:
        for a, b in combinations(mine, 2):
            same_days = a.begndate <= b.enddate and b.begndate <= a.enddate
            if same_days and a.rank == b.rank and _clash(a, b):
                raise RuleError(
                    f"第 {a.number} 行与第 {b.number} 行在同一场景、同一时间都适用且条件列数相同，无法取舍",
                    f"参数 {a.elem}",
                )
        if mine[0].segment is not None:
            _check_bands(mine)


def _day_after(day: date) -> date:
    return day if day == date.max else day + timedelta(days=1)


def _type_of(elem: str, rows: list[Row]) -> Type:
    kinds = {Type.TABLE if row.segment else row.type for row in rows}
    if len(kinds) != 1 or (kinds == {Type.TABLE} and {row.type for row in rows} != {Type.RATIO}):
        raise RuleError("同一要素的各行单位、分段方式须一致，且只有比例可以分段", f"参数 {elem}")
    return kinds.pop()


def _clash(a: Row, b: Row) -> bool:
    """Whether some scene fits both rows, leaving no way to choose (segments of one table apart)."""
    if a.scene == b.scene and a.segment and b.segment:
        return _meets(a.segment, b.segment)
    return all(not p or not q or not p.isdisjoint(q) for p, q in zip(a.scene, b.scene, strict=True))


def _meets(a: tuple[int, int | None], b: tuple[int, int | None]) -> bool:
    return (a[1] is None or b[0] < a[1]) and (b[1] is None or a[0] < b[1])


def _bands(rows: list[Row]) -> Table:
    pairs = [(row.segment, Decimal(row.value)) for row in rows if row.segment is not None]
    return tuple(Band(low, high, ratio) for (low, high), ratio in sorted(pairs, key=lambda pair: pair[0][0]))


def _check_bands(rows: list[Row]) -> None:
    """Each table must run from 0 upwards without a gap, on every day it is in force."""
    groups = defaultdict(list)
    for row in rows:
        groups[row.scene].append(row)
    for group in groups.values():
        for day in {row.begndate for row in group}:
            table = _bands([row for row in group if row.begndate <= day <= row.enddate])
            edges = [0, *(band.upper for band in table)]
            if any(band.lower != edge for band, edge in zip(table, edges, strict=False)) or edges[-1] is not None:
                raise RuleError(
                    "分段须从 0 起首尾相接，最后一段不设上限", f"参数 {group[0].elem}（第 {group[0].number} 行起）"
                )
