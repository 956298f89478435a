"""What the engine itself refuses (830-849), and which HTTP status a refusal has."""

from __future__ import annotations

from typing import Final

from hsaf.contract.errors import ErrorCode, HsafError
from hsaf.contract.refusals import (
    BUSY,
    CENTER_DISABLED,
    INTERNAL,
    INVARIANT_BROKEN,
    JOB_UNKNOWN,
    LAYER_VIOLATION,
    METHOD_WRONG,
    OUTCOME_UNKNOWN,
    REQUEST_KEY_REUSED,
    REQUEST_SUPERSEDED,
    SHUTTING_DOWN,
)
from hsaf.records import contract as records

NOT_SIGNED_IN = ErrorCode("functions.not_signed_in", 830, "您尚未登录或登录已失效", "请重新登录")
NO_PERMISSION = ErrorCode("functions.no_permission", 831, "您没有“{name}”的权限", "如工作需要，请联系本单位管理员授权")
CSRF_WRONG = ErrorCode("functions.csrf_wrong", 832, "页面已过期，本次未做任何更改", "请刷新页面后重新操作")
NOT_FOUND = ErrorCode("functions.not_found", 833, "没有这个地址", "请从菜单进入")
BODY_WRONG = ErrorCode("functions.body_wrong", 834, "提交的内容不是 JSON 对象", "请刷新页面后重新提交")
BODY_LARGE = ErrorCode("functions.body_large", 835, "提交的内容超过 {limit} MB", "请减少内容或分批提交")
INPUT_WRONG = ErrorCode("functions.input_wrong", 836, "{details}", "请改正后重新提交")
KEY_LONG = ErrorCode(
    "functions.key_long", 837, "Idempotency-Key 须为 1 至 {most} 个 ASCII 可见字符", "请更换后重新提交"
)
FILE_MISSING = ErrorCode("functions.file_missing", 838, "没有收到文件", "请选择文件后重新提交")
DICTIONARY_UNKNOWN = ErrorCode("functions.dictionary_unknown", 839, "没有名为 {type} 的字典", "请刷新页面后重试")
FILE_UNKNOWN = ErrorCode("functions.file_unknown", 840, "文件不存在或已过期", "请重新生成")
NOTHING_TO_PRINT = ErrorCode("functions.nothing_to_print", 841, "打印服务不可用：{reason}", "请将追踪号告知技术支持")
PRINT_UNKNOWN = ErrorCode(
    "functions.print_unknown",
    847,
    "没有验证码 {code} 的打印记录",
    "请核对验证码；仍不一致时，该单据不是本平台打印的",
    sort="missing",
)
DRAFT_UNKNOWN = ErrorCode(
    "functions.draft_unknown", 848, "草稿不存在、已办理或已过期", "请返回草稿列表", sort="missing"
)
DRAFT_CHANGED = ErrorCode(
    "functions.draft_changed", 849, "草稿已在另一个窗口中保存（{at}）", "请重新打开草稿后继续", sort="conflict"
)

_ALONE: Final = {NOT_SIGNED_IN.code: 401, METHOD_WRONG.code: 405, BODY_LARGE.code: 413}
_DENIED: Final = frozenset({NO_PERMISSION.code, CSRF_WRONG.code})
_MISSING: Final = records.MISSING | {
    NOT_FOUND.code,
    DICTIONARY_UNKNOWN.code,
    FILE_UNKNOWN.code,
    JOB_UNKNOWN.code,
    CENTER_DISABLED.code,
}
_CONFLICTS: Final = records.CONFLICTS | {REQUEST_KEY_REUSED.code, REQUEST_SUPERSEDED.code}
_BUSY: Final = frozenset({BUSY.code, SHUTTING_DOWN.code, OUTCOME_UNKNOWN.code})
_BROKEN: Final = frozenset({INTERNAL.code, INVARIANT_BROKEN.code, LAYER_VIOLATION.code, NOTHING_TO_PRINT.code})

STATUSES: Final = {
    401: "未登录",
    403: "没有权限",
    404: "不存在或不在数据范围内",
    405: "该地址不接受这种请求",
    409: "与当前状态冲突",
    413: "内容过大",
    422: "填写有误",
    500: "系统内部错误",
    503: "系统繁忙",
}
"""Every status of a refusal, with its meaning."""


def status_of(refusal: HsafError) -> int:
    """The HTTP status a refusal is answered with; 422 for a business rule."""
    code = refusal.code
    if code in _ALONE:
        return _ALONE[code]
    for status, codes in ((403, _DENIED), (404, _MISSING), (409, _CONFLICTS), (503, _BUSY)):
        if code in codes:
            return status
    if code in _BROKEN:
        return 500
    return _SORTS[refusal.error.sort] if not refusal.error.retryable else 503


_SORTS: Final = {"invalid": 422, "missing": 404, "conflict": 409, "denied": 403}
