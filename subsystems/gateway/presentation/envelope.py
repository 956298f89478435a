"""The request envelope: from bytes to a checked message (gateway specification, "Envelope")."""

from __future__ import annotations

import hashlib
import re
from codecs import BOM_UTF8
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any, Final

import msgspec

from subsystems.gateway.control.errors import ENVELOPE_WRONG, NOT_JSON
from subsystems.gateway.presentation.tables.compiler import InputRefused, Problems, row_reader
from subsystems.gateway.presentation.tables.source import Field

OPERATOR_TYPES: Final = frozenset({"1", "2", "3"})
"""``opter_type``: operator, self-service terminal, mobile terminal."""

AREAS: Final = ("mdtrtarea_admvs", "insuplc_admdvs")
"""Place of care and place of insurance: six digits each. The first decides whether a person is away."""

TIME_LENGTH: Final = len("yyyy-MM-dd HH:mm:ss")

_AREA: Final = re.compile("[0-9]{6}")

FIELDS: Final = (
    Field("infno", "交易编号", "str", "6", required=True),
    Field("msgid", "发送方报文ID", "str", "30", required=True),
    Field("mdtrtarea_admvs", "就医地医保区划", "str", "6", required=True),
    Field("insuplc_admdvs", "参保地医保区划", "str", "6"),
    Field("recer_sys_code", "接收方系统代码", "str", "10", required=True),
    Field("dev_no", "设备编号", "str", "100"),
    Field("dev_safe_info", "设备安全信息", "str", "2000"),
    Field("cainfo", "数字签名信息", "str", "1024"),
    Field("signtype", "签名类型", "str", "10"),
    Field("infver", "接口版本号", "str", "6", required=True),
    Field("opter_type", "经办人类别", "str", "3", required=True),
    Field("opter", "经办人", "str", "30", required=True),
    Field("opter_name", "经办人姓名", "str", "50", required=True),
    Field("inf_time", "交易时间", "datetime", required=True),
    Field("fixmedins_code", "定点医药机构编号", "str", "12", required=True),
    Field("fixmedins_name", "定点医药机构名称", "str", "20", required=True),
    Field("sign_no", "签到流水号", "str", "30"),
    Field("input", "交易输入", "对象", required=True),
)
"""Lengths as specified; ``fixmedins_name`` is read with 200 characters as everywhere."""

_read: Final = row_reader(FIELDS)
_decoder: Final = msgspec.json.Decoder(float_hook=Decimal)
_encoder: Final = msgspec.json.Encoder(order="deterministic")


def decode(body: bytes) -> dict[str, Any]:
    """The JSON object of a request, every number exact; a byte order mark before it is no part of it.

    Raises ``NOT_JSON``.
    """
    try:
        message = _decoder.decode(body.removeprefix(BOM_UTF8))
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError, InvalidOperation):
        raise NOT_JSON() from None
    if type(message) is not dict:
        raise NOT_JSON()
    return message


def check(message: Mapping[str, Any]) -> dict[str, Any]:
    """The converted envelope fields, ``input`` still raw. Raises ``ENVELOPE_WRONG`` naming the fields."""
    problems = Problems()
    try:
        fields: dict[str, Any] = _read(message, "", problems)
        _check_forms(message, fields, problems)
        problems.settle()
    except InputRefused as refused:
        raise ENVELOPE_WRONG(problems=str(refused)) from None
    return fields


def _check_forms(message: Mapping[str, Any], fields: Mapping[str, Any], problems: Problems) -> None:
    """What a field table cannot say: the codes of ``opter_type``, six digits of an area, 19 characters of
    ``inf_time``. The time of a message decides the day it is settled on: a date alone is no time."""
    if fields.get("opter_type", "1") not in OPERATOR_TYPES:
        problems.add("opter_type", "须为 1 经办人、2 自助终端 或 3 移动终端")
    if "inf_time" in fields and len(message["inf_time"]) != TIME_LENGTH:
        problems.add("inf_time", "不是合法时间，须为 yyyy-MM-dd HH:mm:ss")
    for name in AREAS:
        if (area := fields.get(name)) and not _AREA.fullmatch(area):
            problems.add(name, "须为 6 位数字的医保区划代码")


def digest(message: Mapping[str, Any]) -> str:
    """What a request says, whatever its spacing or key order. The signature itself says nothing: a
    sender that signs anew when it repeats a message sends the same message."""
    said = {name: value for name, value in message.items() if name != "cainfo"}
    return hashlib.sha256(_encoder.encode(said)).hexdigest()
