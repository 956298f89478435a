"""What is added to a visit beside its course: 2306 notes on lines, 2406 and 2407 special attributes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import msgspec

from centers.enrollment.contract.v1 import Person
from centers.settlement.contract.special import FlagQuery, SpecialFlag
from hsaf.contract import context
from hsaf.contract.paging import Page, Paging
from subsystems.gateway.control import known
from subsystems.gateway.control.business import Business, Output
from subsystems.gateway.control.catalogs import paged
from subsystems.gateway.control.centers import Centers
from subsystems.gateway.control.message import Message

_OF_FLAG: Final = ("psn_no", "mdtrt_id", "ipt_otp_no", "ipt_psn_sp_flag_type", "ipt_psn_sp_flag")
_ASKED: Final = (*_OF_FLAG, "ipt_psn_sp_flag_detl_id", "admdvs")
_IDENTITY: Final = ("psn_cert_type", "certno", "psn_name")

Row = Mapping[str, Any]


def note(centers: Centers, message: Message) -> Output:
    """2306 费用明细修改备注."""
    data = message.node("data")
    key = (data["psn_no"], data["mdtrt_id"], data["bkkp_sn"], data["med_list_codg"])
    centers.settlement.note_line(*key, data.get("memo", ""))
    return {}


def flag(centers: Centers, message: Message) -> Output:
    """2406 就医特殊属性上传."""
    data = message.node("data")
    known.require_same_person(centers, data)
    stated = {name: data[name] for name in _OF_FLAG}
    area = data.get("admdvs") or message.mdtrtarea_admvs
    number = centers.settlement.flag_visit(SpecialFlag(**stated, admdvs=area, memo=data.get("memo", "")))
    return {"IptPsnSpFlagRegOut": {"ipt_psn_sp_flag_detl_id": number}}


def flags(centers: Centers, message: Message) -> Output:
    """2407 就医特殊属性查询: of the asking institution."""
    data = message.node("data")
    known.require_own(message, data.get("fixmedins_code", message.fixmedins_code), "input.data.fixmedins_code")
    own = centers.base_info.known_institution(message.fixmedins_code, context.current().business_time.date())
    place = {"fixmedins_code": own.fixmedins_code, "fixmedins_name": own.fixmedins_name}
    query = FlagQuery(match={name: data[name] for name in _ASKED if data.get(name)})
    query = _of_persons(centers, data, query)
    if data.get("fixmedins_name", own.fixmedins_name) != own.fixmedins_name:
        query = msgspec.structs.replace(query, persons=())
    page = centers.settlement.flags(query, Paging(data["page_num"], data["page_size"]))
    return paged(_named(centers, page, place), "IptPsnSpFlagReg")


def _of_persons(centers: Centers, data: Row, query: FlagQuery) -> FlagQuery:
    """A visit keeps only a person's number; who has the name and certificate, the enrollment center knows."""
    stated = {name: data[name].strip().upper() for name in _IDENTITY if data.get(name)}
    if not stated:
        return query
    persons = centers.enrollment.persons(centers.settlement.flagged_persons(query))
    return msgspec.structs.replace(query, persons=[who for who, one in persons.items() if _is(one, stated)])


def _is(person: Person, stated: Mapping[str, str]) -> bool:
    return all(getattr(person, name).upper() == value for name, value in stated.items())


def _named(centers: Centers, page: Page, place: Row) -> Page:
    persons = centers.enrollment.persons({row["psn_no"] for row in page.rows})
    rows = [
        {**row, **place, **{name: getattr(persons[row["psn_no"]], name) for name in _IDENTITY}} for row in page.rows
    ]
    return msgspec.structs.replace(page, rows=rows)


OFFERED: Final = (
    Business("2306", note, writes=True),
    Business("2406", flag, writes=True),
    Business("2407", flags),
)
