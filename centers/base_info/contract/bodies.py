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
