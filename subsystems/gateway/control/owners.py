"""Which center answers for which transaction (the platform's map of centers).

A transaction belongs to the owner of the longest listed prefix of its code.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Final

CENTERS: Final[Mapping[str, str]] = {
    "archive": "电子档案中心",
    "auth": "统一认证中心",
    "base_info": "基本信息中心",
    "e_bill": "电子票据中心",
    "e_voucher": "电子凭证中心",
    "enrollment": "参保中心",
    "exchange": "数据交换中心",
    "mobile_payment": "移动支付中心",
    "payment_method": "支付方式中心",
    "policy": "政策中心",
    "prescription": "电子处方中心",
    "procurement": "招采中心",
    "risk": "风控中心",
    "settlement": "结算中心",
}

_BY_PREFIX: Final[Mapping[str, str]] = {
    "100001": "settlement",
    "11": "enrollment",
    "12": "base_info",
    "13": "base_info",
    "19": "base_info",
    "20": "enrollment",
    "21": "settlement",
    "22": "settlement",
    "23": "settlement",
    "24": "settlement",
    "25": "enrollment",
    "26": "settlement",
    "31": "risk",
    "32": "settlement",
    "33": "base_info",
    "34": "base_info",
    "35": "procurement",
    "36": "payment_method",
    "37": "risk",
    "41": "payment_method",
    "42": "archive",
    "43": "archive",
    "44": "archive",
    "45": "archive",
    "46": "archive",
    "47": "archive",
    "49": "e_bill",
    "51": "base_info",
    "52": "settlement",
    "53": "enrollment",
    "5303": "settlement",
    "54": "archive",
    "55": "e_bill",
    "61": "e_voucher",
    "62": "mobile_payment",
    "63": "mobile_payment",
    "64": "mobile_payment",
    "71": "prescription",
    "72": "prescription",
    "90": "auth",
    "91": "exchange",
    "96": "risk",
}

NOT_SPECIFIED: Final[Mapping[str, str]] = dict.fromkeys(
    ("4261", "4262", "4263"),
    "该交易为个别地区自建，没有公布报文字段；自费病人费用明细请用 4201 上传",
)
"""Transactions that cannot be offered because nobody published what is in them, and why."""


@cache
def owner_of(infno: str) -> str:
    """Code of the center that owns a transaction of the national tables."""
    lengths = range(len(infno), 1, -1)
    return next(_BY_PREFIX[infno[:length]] for length in lengths if infno[:length] in _BY_PREFIX)
