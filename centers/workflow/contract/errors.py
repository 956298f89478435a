"""Refusals of the workflow center (779-799)."""

from __future__ import annotations

from hsaf.contract.errors import ErrorCode

PROCESS_MISSING = ErrorCode(
    "workflow.process_missing", 780, "流程“{process}”没有已发布且在有效期内的定义", "请联系管理员发布流程定义"
)
BUSINESS_UNKNOWN = ErrorCode(
    "workflow.business_unknown", 781, "本系统没有办理业务“{business}”的功能", "请联系技术支持启用相应功能"
)
DEFINITION_WRONG = ErrorCode("workflow.definition_wrong", 782, "流程定义有误：{details}", "请改正后重新保存")
DEFINITION_UNKNOWN = ErrorCode(
    "workflow.definition_unknown", 783, "流程“{process}”没有第 {version} 版定义", "请刷新列表", sort="missing"
)
DEFINITION_STATE = ErrorCode(
    "workflow.definition_state",
    784,
    "流程“{process}”第 {version} 版为“{state}”，不能{action}",
    "请刷新后按当前状态办理",
    sort="conflict",
)
CANDIDATE_MISSING = ErrorCode(
    "workflow.candidate_missing",
    785,
    "步骤“{step}”没有可办理的人员（申请人本人和已审过前面步骤的人员除外）",
    "请联系管理员调整流程定义或人员授权",
)
INSTANCE_UNKNOWN = ErrorCode(
    "workflow.instance_unknown", 786, "申请不存在，或不是您可以查看的", "请返回列表刷新后重试", sort="missing"
)
INSTANCE_STATE = ErrorCode(
    "workflow.instance_state", 787, "申请当前为“{state}”，不能{action}", "请刷新后按当前状态办理", sort="conflict"
)
TASK_GONE = ErrorCode(
    "workflow.task_gone", 788, "该步骤已由{who}{did}，您的操作没有生效", "请刷新后查看最新进度", sort="conflict"
)
NOT_YOURS = ErrorCode("workflow.not_yours", 789, "当前步骤“{step}”不由您办理", "请返回待办列表", sort="conflict")
CLAIMED = ErrorCode("workflow.claimed", 790, "该待办已由{who}签收", "请与其联系，由其退签后再办理", sort="conflict")
OPINION_MISSING = ErrorCode("workflow.opinion_missing", 791, "{action}须填写{what}", "请填写后重新提交")
NOT_APPLICANT = ErrorCode("workflow.not_applicant", 792, "只有申请人本人可以{action}", sort="conflict")
TOO_LATE_TO_WITHDRAW = ErrorCode(
    "workflow.too_late", 793, "{who}已在“{step}”{did}，不能再撤回", "如需更正，请联系办理人退回", sort="conflict"
)
RECEIVER_WRONG = ErrorCode("workflow.receiver_wrong", 794, "不能交给 {account}：{reason}", "请另选人员")
STEP_WRONG = ErrorCode("workflow.step_wrong", 795, "不能退回到第 {step} 步", "只能退回申请人（0）或当前步骤之前的步骤")
NO_ROLLBACK = ErrorCode("workflow.no_rollback", 796, "业务“{business}”办结后不支持回退", "请按业务规定另行办理")
REMINDED = ErrorCode("workflow.reminded", 797, "刚刚催办过，每 {minutes} 分钟可催办一次", "请稍后再试")
DELEGATION_WRONG = ErrorCode("workflow.delegation_wrong", 798, "{details}", "请改正后重新提交")
DELEGATION_UNKNOWN = ErrorCode(
    "workflow.delegation_unknown", 799, "没有这项委托，或已经终止", "请刷新列表", sort="missing"
)
CANDIDATES_MANY = ErrorCode(
    "workflow.candidates_many",
    779,
    "步骤“{step}”有 {count} 名候选人，最多 {most} 名",
    "请联系管理员在流程定义中缩小候选范围，如加上 @area",
)
