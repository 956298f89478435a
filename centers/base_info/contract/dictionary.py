"""Contract ``base_info.dictionary.v1``: what a province adds to the national dictionaries (HB-10.7.1).

National values cannot be edited or deleted, only put out of use here; local values can be renamed too. A value out of
use is refused in new data and keeps its label in old data. Every process sees a change within a second. Writes run
under the subject ``base_info.dictionary:<type>``.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

from hsaf.contract.errors import ErrorCode
from hsaf.contract.paging import Page, Paging

VALUE_TAKEN = ErrorCode(
    "base_info.value_taken", 330, "字典 {type} 已有代码 {value}（{label}）", "请换一个代码", sort="conflict"
)
LABEL_TAKEN = ErrorCode(
    "base_info.label_taken",
    331,
    "字典 {type} 的代码 {value} 已叫“{label}”",
    "请核对是否重复，或换一个名称",
    sort="conflict",
)
VALUE_UNKNOWN = ErrorCode(
    "base_info.value_unknown", 332, "字典 {type} 没有代码 {value}", "请刷新列表后重试", sort="missing"
)
VALUE_NATIONAL = ErrorCode(
    "base_info.value_national", 333, "代码 {value}（{label}）是国家标准值，不能修改", "如不使用，可以禁用"
)
VALUE_STANDING = ErrorCode("base_info.value_standing", 334, "代码 {value} 当前已{state}", "请刷新列表", sort="conflict")
LAST_VALUE = ErrorCode("base_info.last_value", 335, "字典 {type} 只剩代码 {value} 在用，不能禁用", "请先拓展其他值")


class DictionaryContract(Protocol):
    def value_page(self, asked: Mapping[str, Any], paging: Paging) -> Page:
        """Rows ``type, value, label, sort, origin`` (``1`` national, ``2`` local), ``state`` (``1`` in use, ``0`` out of
        use), ``reason, opter, updt_time``. ``asked``: ``type`` exactly, ``value`` exactly, ``label`` a part, ``origin``,
        ``state``."""
        ...

    def extend(self, type: str, value: str, label: str, sort: int | None = None) -> None:
        """Add a local value at the end or in a place. Raises ``v1.DICTIONARY_UNKNOWN``, ``VALUE_TAKEN``,
        ``LABEL_TAKEN``."""
        ...

    def rename(self, type: str, value: str, label: str) -> None:
        """Raises ``VALUE_UNKNOWN``, ``VALUE_NATIONAL``, ``LABEL_TAKEN``."""
        ...

    def disable(self, type: str, value: str, reason: str) -> None:
        """Raises ``VALUE_UNKNOWN``, ``VALUE_STANDING``, ``LAST_VALUE``."""
        ...

    def restore(self, type: str, value: str) -> None:
        """Put a value into use again. Raises ``VALUE_UNKNOWN``, ``VALUE_STANDING``."""
        ...
