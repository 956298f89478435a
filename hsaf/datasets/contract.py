"""What ``<center>.datasets.v1`` offers, and what it refuses (842-846)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final, Protocol

import msgspec

from hsaf.contract.errors import ErrorCode
from hsaf.contract.paging import Page, Paging
from hsaf.datasets.model import Dataset

DIMENSION_UNKNOWN = ErrorCode("datasets.dimension_unknown", 842, "{label} 没有维度 {dimension}，可用：{choices}")
FILTER_UNKNOWN = ErrorCode("datasets.filter_unknown", 843, "不能按 {filter} 筛选，可用：{choices}")
VALUE_MALFORMED = ErrorCode("datasets.value_malformed", 844, "{label}：{reason}", "请改正后重新查询")
GROUPS_MANY = ErrorCode("datasets.groups_many", 845, "分组超过 {most} 个，无法一次展示", "请缩小筛选范围，或换一个维度")
NO_PRINCIPAL = ErrorCode("datasets.no_principal", 846, "统计“{label}”需要登录人的数据范围", "请重新登录")

MOST_GROUPS: Final = 10_000
"""Groups of one answer."""

NAME: Final = "__name"
BEFORE: Final = "__before"
"""What stands behind a dimension's code for its shown text, and behind a measure's for the year before."""


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """A question in words. ``filters`` by dimension code, ``<code>_from`` and ``<code>_to``; ``within`` the values
    drilled into, by dimension; ``fixed`` what the panel itself is narrowed to; ``compare`` ``year`` or empty."""

    group: Sequence[str] = ()
    measures: Sequence[str] = ()
    filters: Mapping[str, str] = {}
    within: Mapping[str, str] = {}
    fixed: Mapping[str, str] = {}
    top: int = 0
    sort: str = ""
    compare: str = ""


class Figures(msgspec.Struct, frozen=True):
    """``rows`` have typed values by dimension and measure code, ``<dimension>__name`` and, compared,
    ``<measure>__before``; ``total`` the measures over all of them, cut off ones included."""

    rows: Sequence[Mapping[str, Any]]
    total: Mapping[str, Any]
    until: str


class DatasetsContract(Protocol):
    """Datasets of one center, as the viewer may see them."""

    def datasets(self) -> Mapping[str, Dataset]:
        """By code. For compilers only: what they hold must not be executed outside the center."""
        ...

    def figures(self, dataset: str, asked: Asked) -> Figures:
        """Raises ``DIMENSION_UNKNOWN``, ``FILTER_UNKNOWN``, ``VALUE_MALFORMED`` or ``GROUPS_MANY``."""
        ...

    def rows(self, dataset: str, asked: Asked, paging: Paging) -> Page:
        """The rows behind a figure, typed values by field code, the latest first. Raises like :meth:`figures`."""
        ...

    def stream(self, dataset: str, asked: Asked) -> Iterator[Mapping[str, Any]]:
        """All of them, with dictionary codes and regions by name; one chunk at a time."""
        ...

    def count(self, dataset: str, asked: Asked) -> int: ...
