"""The platform's own refusals: kernel, data layer and layer guard (450-499)."""

from __future__ import annotations

from hsaf.contract.errors import ErrorCode

CENTER_DISABLED = ErrorCode(
    "kernel.center_disabled", 450, "{name}（{center}）在本地区未启用", "如需开通请联系医保信息部门"
)
REQUEST_KEY_REUSED = ErrorCode(
    "kernel.request_key_reused", 451, "报文ID {key} 已用于另一份内容不同的报文", "请更换 msgid 后重新发送"
)
REQUEST_SUPERSEDED = ErrorCode(
    "kernel.request_superseded", 452, "报文 {key} 对应的交易已冲正", "请使用新的 msgid 重新办理"
)
BUSY = ErrorCode("kernel.busy", 453, "系统繁忙，本次未做任何更改", "请稍后用相同报文重试", retryable=True)
LAYER_VIOLATION = ErrorCode("kernel.layer_violation", 454, "调用越层：{caller} 不能直接调用 {callee}")
INVARIANT_BROKEN = ErrorCode(
    "kernel.invariant_broken", 455, "内部校验未通过：{name}（{detail}），本次未做任何更改", "请将追踪号告知技术支持"
)
INTERNAL = ErrorCode(
    "kernel.internal", 456, "系统内部错误，本次未做任何更改（追踪号 {trace_id}）", "请将追踪号告知技术支持"
)
START_REFUSED = ErrorCode("kernel.start_refused", 457, "不能启动：{faults}")
CONFIG_WRONG = ErrorCode("kernel.config_wrong", 458, "配置 {key}（{file}）有误：{reason}；处理办法：{fix}")
SHUTTING_DOWN = ErrorCode("kernel.shutting_down", 459, "服务正在停止", "请稍后重试", retryable=True)
OUTCOME_UNKNOWN = ErrorCode(
    "kernel.outcome_unknown",
    460,
    "与数据库的连接在提交时中断，结果未知",
    "请查询结果，或用相同报文重试",
    retryable=True,
)
OVERLOADED = ErrorCode(
    "kernel.overloaded", 465, "当前业务量过大，本次未受理、未做任何更改", "请稍后用相同报文重试", retryable=True
)
TOO_LATE = ErrorCode(
    "kernel.too_late", 466, "办理时间超过限制，本次未做任何更改", "请稍后用相同报文重试", retryable=True
)
JOB_UNKNOWN = ErrorCode("kernel.job_unknown", 461, "没有编号为 {job_id} 的后台任务")
METHOD_WRONG = ErrorCode(
    "kernel.method_wrong", 468, "这个地址不接受 {method} 请求，可用 {allowed}", "请从菜单进入后重新操作"
)
SCHEDULE_WRONG = ErrorCode(
    "kernel.schedule_wrong",
    467,
    "执行时间 {text} 无法识别",
    "请写成 every 10 minutes、at 02:30、at 02:30 on monday、at 02:30 on day 15 或 at 02:30 on the last day",
)
