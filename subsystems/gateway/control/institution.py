"""Institutions and dictionaries: 1201, 1901, 9001, 9002."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from centers.base_info.contract.v1 import DICTIONARY_UNKNOWN, INSTITUTION_UNKNOWN, DictionaryEntry, Institution
from subsystems.gateway.control.business import Business, Output, institution
from subsystems.gateway.control.centers import Centers
from subsystems.gateway.control.message import Message

EDITION_DATE: Final = date(2024, 10, 1)
EDITION: Final = 1
"""The dictionaries are those of one published edition of the interface."""


def find(centers: Centers, message: Message) -> Output:
    """1201 医药机构信息获取: one institution, or a list when the name fits several."""
    asked = message.node("medinsinfo")
    code = asked.get("fixmedins_code", "")
    found = centers.base_info.search_institutions(asked["fixmedins_type"], asked.get("fixmedins_name", ""), code)
    if code and not found:
        raise INSTITUTION_UNKNOWN(fixmedins_code=code)
    rows = [_institution(one) for one in found]
    return {"medinsinfo": rows[0] if len(rows) == 1 else rows}


def _institution(one: Institution) -> dict[str, Any]:
    return {
        "fixmedins_code": one.fixmedins_code,
        "fixmedins_name": one.fixmedins_name,
        "uscc": one.uscc,
        "fixmedins_type": one.fixmedins_type,
        "hosp_lv": one.hosp_grade,
    }


def dictionary(centers: Centers, message: Message) -> Output:
    """1901 字典表查询. The published dictionaries are flat: ``parent_value`` narrows only nested ones.

    Many senders write the name of a dictionary in capitals.
    """
    asked = message.node("data")
    name = asked["type"]
    entries = centers.base_info.dictionary(name) or centers.base_info.dictionary(name.lower())
    if entries is None:
        raise DICTIONARY_UNKNOWN(type=name, where="input.data.type")
    wanted = asked["Vali_Flag"] == "1"
    below = ("", asked["parent_value"])
    return {"list": [_entry(entry) for entry in entries if wanted and entry.parent_value in below]}


def _entry(entry: DictionaryEntry) -> dict[str, Any]:
    return {
        "type": entry.type,
        "label": entry.label,
        "value": entry.value,
        "parentValue": entry.parent_value,
        "sort": entry.sort,
        "valiFlag": "1",
        "createUser": "system",
        "createDate": EDITION_DATE,
        "version": EDITION,
    }


def sign_in(centers: Centers, message: Message) -> Output:
    """9001 签到."""
    node = message.node("signIn")
    sign_no, sign_time = centers.auth.sign_in(message.fixmedins_code, node["opter_no"], node["mac"], node["ip"])
    return {"signinoutb": {"sign_time": sign_time, "sign_no": sign_no}}


def sign_out(centers: Centers, message: Message) -> Output:
    """9002 签退. Node and field of the answer have the same name."""
    node = message.node("signOut")
    sign_time = centers.auth.sign_out(message.fixmedins_code, node["opter_no"], node["sign_no"])
    return {"sign_time": {"sign_time": sign_time}}


OFFERED: Final = (
    Business("1201", find),
    Business("1901", dictionary),
    Business("9001", sign_in, writes=True, subject=institution),
    Business("9002", sign_out, writes=True, subject=institution),
)
