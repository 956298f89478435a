"""A panel of a statistics function, ready to be asked: by its page, by an export, by a scheduled report."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from hsaf.contract import context
from hsaf.contract.paging import Page, Paging
from hsaf.datasets.asking import filters_of
from hsaf.datasets.contract import BEFORE, FILTER_UNKNOWN, NAME, Asked, DatasetsContract, Figures
from hsaf.datasets.model import Dataset
from hsaf.records.masking import masked
from hsaf.records.model import Field, FieldType
from hsaf.records.values import wire

UNMASK: Final = "unmask"
BEFORE_LABEL: Final = "上年同期"


@dataclass(frozen=True, kw_only=True)
class Panel:
    """``filters`` are the names its function's page narrows by; those its dataset does not have are passed over,
    because the page's filters are shared by panels of several datasets."""

    function: str
    function_name: str
    code: str
    title: str
    chart: str
    owner: DatasetsContract
    dataset: Dataset
    source: str
    """``<center>.<dataset>``."""
    group: Sequence[str]
    measures: Sequence[str]
    drill: Sequence[str] = ()
    fixed: Mapping[str, str] = field(default_factory=dict)
    top: int = 0
    sort: str = ""
    compare: str = ""
    filters: Collection[str] = ()

    @property
    def key(self) -> str:
        """``unified_portal.cockpit:by_month``: unique in the platform."""
        return f"{self.function}:{self.code}"

    # -- asking -------------------------------------------------------------------------------------

    def asked(
        self, filters: Mapping[str, str], within: Mapping[str, str], group: str = "", *, top: bool = True
    ) -> Asked:
        """Raises ``FILTER_UNKNOWN`` for what the page cannot be narrowed by."""
        for name in filters:
            if name not in self.filters:
                raise FILTER_UNKNOWN(filter=name[:50], choices="、".join(self.filters), field=name[:50])
        mine = frozenset(filters_of(self.dataset))
        return Asked(
            group=(group,) if group else self.group,
            measures=self.measures,
            filters={name: text for name, text in filters.items() if name in mine},
            within=within,
            fixed=self.fixed,
            top=self.top if top and not group else 0,
            sort="" if group else self.sort,
            compare=self.compare,
        )

    def figures(self, asked: Asked) -> Figures:
        return self.owner.figures(self.dataset.code, asked)

    def rows(self, asked: Asked, paging: Paging) -> Page:
        return self.owner.rows(self.dataset.code, asked, paging)

    # -- showing ------------------------------------------------------------------------------------

    @property
    def details(self) -> list[Field]:
        return [one.field for one in self.dataset.details]

    def shown(self, found: Figures) -> dict[str, Any]:
        """JSON-ready, money in yuan."""
        return {
            "rows": [self._wired(row) for row in found.rows],
            "total": self._wired(found.total),
            "until": found.until,
        }

    def _wired(self, row: Mapping[str, Any]) -> dict[str, Any]:
        """Values of measures by their type; those of dimensions are JSON-ready already."""
        measured = self.dataset.measured
        return {
            code: wire(measured[name].field, value) if (name := code.removesuffix(BEFORE)) in measured else value
            for code, value in row.items()
        }

    def sheet(self, asked: Asked) -> tuple[list[str], Iterator[list[Any]]]:
        """Headings and rows of the figures, groups by name, the total at the end."""
        fields = [self.dataset.by_code[code].field.label for code in asked.group]
        measures = [self.dataset.measured[code] for code in asked.measures]
        headings = [*fields, *(_heading(one.field) for one in measures)]
        if asked.compare:
            headings += [f"{BEFORE_LABEL}{_heading(one.field)}" for one in measures]
        found = self.shown(self.figures(asked))
        return headings, self._sheet_rows(asked, found)

    def _sheet_rows(self, asked: Asked, found: Mapping[str, Any]) -> Iterator[list[Any]]:
        codes = [*asked.measures, *(code + BEFORE for code in asked.measures if asked.compare)]
        if asked.group:
            for row in found["rows"]:
                yield [*(row[code + NAME] for code in asked.group), *(row.get(code) for code in codes)]
            labels = ["合计", *("" for _ in asked.group[1:])]
            yield [*labels, *(found["total"].get(code) for code in codes)]
        else:
            yield [found["rows"][0].get(code) for code in codes]

    def detail_sheet(self, asked: Asked) -> tuple[list[str], Iterator[list[Any]]]:
        """Headings and rows behind the figures, masked unless the one who asks may see personal data in full."""
        fields = {one.code: one for one in self.details}
        return [one.label for one in fields.values()], self._detail_rows(asked, fields)

    def _detail_rows(self, asked: Asked, fields: Mapping[str, Field]) -> Iterator[list[Any]]:
        who = context.current().principal
        open_ = who is not None and who.may(f"{self.function}.{UNMASK}")
        for row in self.owner.stream(self.dataset.code, asked):
            yield list((row if open_ else masked(fields, row)).values())

    def count(self, asked: Asked) -> int:
        return self.owner.count(self.dataset.code, asked)


def _heading(one: Field) -> str:
    return f"{one.label}（元）" if one.type is FieldType.MONEY else one.label
