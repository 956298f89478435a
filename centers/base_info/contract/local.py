"""Refusals of what a province keeps beside the national standards."""

from __future__ import annotations

from hsaf.contract.errors import ErrorCode

DATA_SET_USED = ErrorCode(
    "base_info.data_set_used",
    336,
    "数据集 {set_code} 正被指标 {indicators} 引用，不能作废",
    "请先作废或修改这些指标",
    sort="conflict",
)
