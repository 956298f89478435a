"""``<center>.datasets.v1``: figures and the rows behind them, of what the viewer may see."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Final, Protocol

from hsaf.contract import context
from hsaf.contract.paging import Page, Paging
from hsaf.contract.principal import Principal
from hsaf.datasets import asking, reading
from hsaf.datasets.asking import OWN, Grouped, dimension_of
from hsaf.datasets.checking import require_sound
from hsaf.datasets.contract import BEFORE, NAME, Asked, Figures
from hsaf.datasets.model import Column, Dataset, Dimension
from hsaf.datasets.scope import looking, visible
from hsaf.kernel.faults import Faulty, refusal
from hsaf.records import values
from hsaf.records.masking import masked
from hsaf.records.model import Field, FieldType, Mask

BLANK: Final = "（未填）"

Names = Mapping[str, Callable[[str], str | None]]
"""Readers of names by what dimensions call them."""


class Reference(Protocol):
    """The part of ``base_info.v1`` that names codes and knows institutions."""

    def label(self, type: str, value: str) -> str | None: ...

    def area(self, admdvs: str) -> Any: ...

    def institution(self, fixmedins_code: str, on: Any) -> Any: ...


class Nothing:
    """Of a platform without the base information center."""

    def label(self, *_: Any) -> None:
        return None

    area = institution = label


class Datasets:
    """Fulfils :class:`hsaf.datasets.contract.DatasetsContract` for one center. ``reference`` is ``None`` where the base
    information center does not run: nothing has a name there and there are no institutions."""

    def __init__(
        self, center: str, datasets: Sequence[Dataset], reference: Reference | None, names: Names | None = None
    ) -> None:
        self._reference = reference or Nothing()
        self._names = {"institution": self._institution_name, **(names or {})}
        self._datasets = {one.code: one for one in datasets}
        try:
            require_sound(center, datasets, self._names)
        except Faulty as problem:
            raise refusal(problem.faults) from None

    def datasets(self) -> Mapping[str, Dataset]:
        return self._datasets

    def figures(self, dataset: str, asked: Asked) -> Figures:
        data, who = self._datasets[dataset], looking(self._datasets[dataset])
        measures = [data.measured[code] for code in asked.measures]
        which = [*visible(data, who, self._is_institution), *asking.conditions(data, asked)]
        by = self._grouped(data, asked, who)
        groups = reading.groups(data, by, measures, which)
        total = reading.totals(data, groups, measures, which) if by else groups[0].row(measures)
        rows = [one.row(measures) for one in groups]
        if asked.compare:
            rows = self._compared(data, asked, who, by, rows)
        rows = _ordered(by, asked, rows)
        self._name(by, rows)
        return Figures(rows, total, f"{context.current().wall_time:%Y-%m-%d %H:%M:%S}")

    def rows(self, dataset: str, asked: Asked, paging: Paging) -> Page:
        paging.require_sound()
        data = self._datasets[dataset]
        which = self._which(data, asked)
        return Page(reading.page(data, which, paging), reading.count(data, which), paging)

    def count(self, dataset: str, asked: Asked) -> int:
        data = self._datasets[dataset]
        return reading.count(data, self._which(data, asked))

    def stream(self, dataset: str, asked: Asked) -> Iterator[Mapping[str, Any]]:
        data = self._datasets[dataset]
        fields = [one.field for one in data.details]
        for row in reading.stream(data, self._which(data, asked)):
            yield {one.code: self._text(one, row[one.code]) for one in fields}

    # -- parts --------------------------------------------------------------------------------------

    def _which(self, data: Dataset, asked: Asked) -> list[Column]:
        return [*visible(data, looking(data), self._is_institution), *asking.conditions(data, asked)]

    def _grouped(self, data: Dataset, asked: Asked, who: Principal | None) -> list[Grouped]:
        viewed = who.admdvs if who is not None else ""
        folded = len(asked.group) == 1 and all(data.measured[code].additive for code in asked.measures)
        return [asking.grouped(dimension_of(data, code), asked, viewed, folded=folded) for code in asked.group]

    def _compared(
        self, data: Dataset, asked: Asked, who: Principal | None, by: Sequence[Grouped], rows: list[dict[str, Any]]
    ) -> list[dict[str, Any]]:
        """With the figures of the year before; ``None`` where there were none, or where no time was asked for."""
        if not asking.of_period(data, asked):
            return [row | dict.fromkeys(code + BEFORE for code in asked.measures) for row in rows]
        measures = [data.measured[code] for code in asked.measures]
        which = [*visible(data, who, self._is_institution), *asking.conditions(data, asked, back=1)]
        before = {
            tuple(asking.later(one.dimension, group.keys[one.dimension.code], 1) for one in by): group.row(measures)
            for group in reading.groups(data, by, measures, which)
        }
        nothing: dict[str, Any] = {}
        for row in rows:
            then = before.get(tuple(row[one.dimension.code] for one in by), nothing)
            row |= {code + BEFORE: then.get(code) for code in asked.measures}
        return rows

    # -- names --------------------------------------------------------------------------------------

    def _name(self, by: Sequence[Grouped], rows: Sequence[dict[str, Any]]) -> None:
        for group in by:
            code = group.dimension.code
            if group.dimension.text is not None:
                continue
            known = {value: self.shown(group.dimension, value) for value in {row[code] for row in rows}}
            for row in rows:
                row[code + NAME] = known[row[code]]

    def shown(self, dimension: Dimension, value: Any) -> str:
        """The text of a wire value."""
        if value in ("", None):
            return BLANK
        if dimension.names:
            return self._names[dimension.names](value) or str(value)
        if dimension.hierarchical and value.endswith(OWN):
            return f"{self._area_name(value.removesuffix(OWN))}本级"
        return self._text(dimension.field, value)

    def _text(self, field: Field, value: Any) -> str:
        if field.type is FieldType.DICT:
            return dict(field.options).get(value) or self._label(field, value)
        if field.type is FieldType.AREA:
            return self._area_name(value)
        if field.type is FieldType.FLAG:
            return "是" if value else "否"
        return "" if value is None else str(values.wire(field, value)) if not isinstance(value, str) else value

    def _label(self, field: Field, value: str) -> str:
        return (self._reference.label(field.dict, value) if field.dict and value else None) or value

    def _area_name(self, admdvs: str) -> str:
        found = self._reference.area(admdvs)
        return str(found.admdvs_name) if found else admdvs

    def _institution_name(self, code: str) -> str | None:
        found = self._reference.institution(code, context.current().business_time.date())
        return str(found.fixmedins_name) if found else None

    def _is_institution(self, org_no: str) -> bool:
        return self._reference.institution(org_no, context.current().business_time.date()) is not None


def masked_row(fields: Mapping[str, Field], row: Mapping[str, Any]) -> dict[str, Any]:
    """A row as who may not see personal data in full gets it."""
    return masked(fields, row) if any(one.mask is not Mask.NONE for one in fields.values()) else dict(row)


def _ordered(by: Sequence[Grouped], asked: Asked, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """By what is asked; else times in their order, other groups by the first measure, the largest first. ``top``
    keeps so many values of the first dimension."""
    if not by:
        return rows
    first = by[0].dimension
    sort = asked.sort or (first.code if asking.is_time(first) else f"-{asked.measures[0]}")
    code = sort.removeprefix("-")
    rows = sorted(rows, key=lambda row: [str(row[one.dimension.code]) for one in by])
    rows.sort(key=lambda row: _rank(row.get(code)), reverse=sort.startswith("-"))
    kept = dict.fromkeys(row[first.code] for row in rows)
    chosen = set(list(kept)[: asked.top]) if asked.top else set(kept)
    return [row for row in rows if row[first.code] in chosen]


def _rank(value: Any) -> tuple[bool, Any]:
    """Absent figures are the smallest."""
    return value is not None, value if value is not None else 0
