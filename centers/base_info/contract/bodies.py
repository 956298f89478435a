"""Refusals of what is kept about organisations and the divisions below counties."""

from __future__ import annotations

from hsaf.contract.errors import ErrorCode

GRASS_AREA_USED = ErrorCode(
    "base_info.grass_area_used",
    390,
    "基层区划 {area_code} 下还有：{users}，不能作废",
    "请先作废或迁移这些下级区划和基层组织",
    sort="conflict",
)
UNIT_USED = ErrorCode(
    "base_info.unit_used",
    394,
    "单位 {emp_no} 还有生效的证照：{certificates}，不能作废",
    "请先作废这些单位证照",
    sort="conflict",
)
BANK_USED = ErrorCode(
    "base_info.bank_used",
    395,
    "银行网点 {bank_code} 是下列单位的开户银行：{units}，不能作废",
    "请先变更这些单位的开户银行",
    sort="conflict",
)
