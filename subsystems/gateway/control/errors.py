"""Refusals of the gateway itself (900-999)."""

from __future__ import annotations

from hsaf.contract.errors import ErrorCode

MESSAGE_TOO_LARGE = ErrorCode("gateway.message_too_large", 900, "报文过大：最多 {limit} MB", "请分批上传")
NOT_JSON = ErrorCode("gateway.not_json", 901, "报文不是合法的 UTF-8 JSON 对象", "请核对报文格式和编码")
ENVELOPE_WRONG = ErrorCode("gateway.envelope_wrong", 902, "{problems}")
TRANSACTION_UNKNOWN = ErrorCode("gateway.transaction_unknown", 903, "交易 {infno} 不存在", "请核对交易编号 infno")
NOT_OFFERED = ErrorCode(
    "gateway.not_offered", 904, "交易 {infno} {name} 暂未提供，将由{center_name}（{center}）提供{problems}"
)
INPUT_WRONG = ErrorCode("gateway.input_wrong", 905, "{problems}")
NOT_OWN = ErrorCode(
    "gateway.not_own", 906, "只能办理本机构的业务：所填机构 {given} 不是发送报文的机构", "请核对机构编号"
)
NOT_SPECIFIED = ErrorCode("gateway.not_specified", 907, "交易 {infno} {name}（{center_name} {center}）不提供：{reason}")
