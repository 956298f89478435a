"""What a row of the log of administration says, in words. Pure (HB-01.4.16, .21)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

_LABELS: Final = {
    "name": "名称",
    "org_no": "机构",
    "prnt_org_no": "上级机构",
    "orgs": "机构",
    "admdvs": "区划",
    "role_code": "角色",
    "role_name": "角色名称",
    "role_kind": "角色类别",
    "business_role": "业务角色",
    "use": "用途",
    "permission": "权限",
    "permissions": "权限",
    "resource_kind": "资源类别",
    "url": "地址",
    "up": "方向",
    "by": "依据",
    "before": "变更前",
    "reason": "原因",
}
_VALUES: Final = {
    ("use", "use"): "可用",
    ("use", "assign"): "可分配",
    ("role_kind", "security"): "安全角色",
    ("role_kind", "business"): "业务角色",
    ("resource_kind", "menu"): "菜单",
    ("resource_kind", "function"): "功能",
    ("resource_kind", "api"): "接口",
    ("resource_kind", "component"): "组件",
    ("resource_kind", "component_api"): "组件接口",
    ("up", "True"): "上移",
    ("up", "False"): "下移",
    ("by", "workflow"): "审批通过",
    ("before", "1"): "启用",
    ("before", "0"): "停用",
}


def worded(detail: Mapping[str, Any]) -> str:
    """``角色：handler；依据：审批通过``; what is empty is left out."""
    return "；".join(
        f"{_LABELS.get(code, code)}：{_value(code, value)}"
        for code, value in detail.items()
        if value not in ("", [], None)
    )


def _value(code: str, value: Any) -> str:
    if isinstance(value, list):
        return "、".join(_value(code, one) for one in value)
    return _VALUES.get((code, str(value)), str(value))
