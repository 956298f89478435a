"""Refusals of the user center (850-879, 881)."""

from __future__ import annotations

from hsaf.contract.errors import ErrorCode

ORG_UNKNOWN = ErrorCode("user.org_unknown", 850, "没有机构 {org_no}，或不在您的管理范围内", sort="missing")
ORG_TAKEN = ErrorCode("user.org_taken", 851, "机构编号 {org_no} 已存在", "请更换编号", sort="conflict")
ORG_IN_USE = ErrorCode(
    "user.org_in_use", 852, "机构 {org_no} 下还有{what}，不能删除", "请先移走后再删除", sort="conflict"
)
ORG_CIRCLE = ErrorCode("user.org_circle", 853, "不能把机构 {org_no} 移到它自己或它的下级之下", "请另选上级机构")
AREA_OUTSIDE = ErrorCode("user.area_outside", 854, "行政区划 {admdvs} 不在上级机构的辖区内", "请选择辖区内的区划")
ACCOUNT_TAKEN = ErrorCode("user.account_taken", 855, "账号 {account} 已存在", "请更换账号名", sort="conflict")
ACCOUNT_MISSING = ErrorCode("user.account_missing", 856, "没有账号 {account}，或不在您的管理范围内", sort="missing")
ACCOUNT_STATE = ErrorCode("user.account_state", 857, "账号 {account} 已是“{state}”状态", sort="conflict")
OWN_ACCOUNT = ErrorCode("user.own_account", 858, "不能{action}自己的账号", "请由其他管理员办理")
ROLE_UNKNOWN = ErrorCode("user.role_unknown", 859, "没有角色 {role_code}，或不在您的管理范围内", sort="missing")
ROLE_TAKEN = ErrorCode("user.role_taken", 860, "角色编码 {role_code} 已存在", "请更换编码", sort="conflict")
ROLE_GRANTED = ErrorCode(
    "user.role_granted", 861, "角色 {role_code} 已授予 {count} 个账号或角色，不能删除", "请先取消授权", sort="conflict"
)
ROLE_KIND = ErrorCode("user.role_kind", 862, "{name}不是{kind}，不能这样办理", "请选择{kind}")
BEYOND_GRANT = ErrorCode(
    "user.beyond_grant", 863, "您不能授出{what}：超出您的可分配范围", "请联系上级管理员办理", sort="denied"
)
GRANT_TWICE = ErrorCode("user.grant_twice", 864, "{what}已经授权，无需重复办理", sort="conflict")
GRANT_MISSING = ErrorCode("user.grant_missing", 865, "{what}没有授权，无法取消", sort="conflict")
PERMISSION_MALFORMED = ErrorCode(
    "user.permission_malformed", 866, "权限编码 {permission} 写法不对", "写成 子系统.功能.操作，各段可用 * 表示任意"
)
SUBSYSTEM_UNKNOWN = ErrorCode("user.subsystem_unknown", 867, "没有子系统 {subsystem}", sort="missing")
SUBSYSTEM_TAKEN = ErrorCode("user.subsystem_taken", 868, "子系统编码 {subsystem} 已存在", sort="conflict")
SUBSYSTEM_IN_USE = ErrorCode(
    "user.subsystem_in_use", 869, "子系统 {subsystem} 下还有资源，不能删除", "请先删除其资源", sort="conflict"
)
RESOURCE_UNKNOWN = ErrorCode("user.resource_unknown", 870, "没有资源 {resource_id}", sort="missing")
RESOURCE_PLACE = ErrorCode("user.resource_place", 871, "{kind}不能放在{parent}之下", "请选择正确的上级资源")
RESOURCE_IN_USE = ErrorCode(
    "user.resource_in_use", 872, "该资源下还有下级资源，不能删除", "请先删除下级", sort="conflict"
)
POST_UNKNOWN = ErrorCode("user.post_unknown", 873, "没有岗位 {post_code}", sort="missing")
POST_IN_USE = ErrorCode("user.post_in_use", 874, "岗位 {post_code} 还有人员，不能删除", sort="conflict")
FAVOURITE_UNKNOWN = ErrorCode("user.favourite_unknown", 875, "收藏夹中没有 {page}", sort="missing")
NOT_ADMINISTRATOR = ErrorCode("user.not_administrator", 876, "您没有安全角色，不能办理管理业务", "请联系上级管理员授权")
FIELD_WRONG = ErrorCode("user.field_wrong", 877, "{label}有误：{reason}", "请改正后重新提交")
PERSON_UNKNOWN = ErrorCode("user.person_unknown", 878, "当前没有登录的人员", "请先登录")
SUBSYSTEM_CLOSED = ErrorCode(
    "user.subsystem_closed", 879, "您没有{name}的权限，不能进入", "如工作需要，请联系本单位管理员授权", sort="denied"
)
HIGHER_ADMINISTRATOR = ErrorCode(
    "user.higher_administrator",
    881,
    "账号 {account} 的管理权限超出您的权限，您不能办理",
    "请联系上级管理员办理",
    sort="denied",
)
