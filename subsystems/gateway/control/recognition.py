"""Reports recognised between institutions: 5401 which there are, 5402 one of them, 5461 the authorisation."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from centers.archive.contract.v1 import Document
from subsystems.gateway.control.archive_queries import institution_of
from subsystems.gateway.control.business import BARE, Business, Output
from subsystems.gateway.control.centers import Centers
from subsystems.gateway.control.known import require_person, require_same_person
from subsystems.gateway.control.message import Message

Row = Mapping[str, Any]

ITEM: Final = ("exam_item_code", "exam_item_name")
TEST_HEAD: Final = "labinfo"


def recognisable(centers: Centers, message: Message) -> Output:
    """5401 项目互认信息查询."""
    asked = message.node("bilgiteminfo")
    require_person(centers, asked["psn_no"])
    wanted = {name: asked[name] for name in ITEM if name in asked}
    found = centers.archive.recognisable(asked["psn_no"], wanted)
    rows = (_listed(centers, one) for one in found if one.head.get("rpotc_no"))
    return {"bilgiteminfo": [row for row in rows if _made_by(row, asked)]}


def _listed(centers: Centers, document: Document) -> dict[str, Any]:
    head, place = document.head, institution_of(centers, document)
    organisation = head.get("exe_org_name") or head.get("exam_org_name") or place["fixmedins_name"]
    name = head.get("exam_rpotc_name") or head.get("exam_item_name")
    return {**head, **place, "exam_rpotc_name": name, "exe_org_name": organisation}


def _made_by(row: Row, asked: Row) -> bool:
    """Whether the organisation asked for made the report."""
    code = asked.get("exam_org_code", "")
    codes = ("", row["fixmedins_code"], row.get("exam_org_code", ""))
    return code in codes and asked.get("exam_org_name", "") in f"{row['exe_org_name']}\n{row['fixmedins_name']}"


def report(centers: Centers, message: Message) -> Output:
    """5402 报告明细信息查询: nothing that names the patient leaves the institution that made the report."""
    asked = message.node("rptdetailinfo")
    require_person(centers, asked["psn_no"])
    found = centers.archive.report(asked["psn_no"], asked["rpotc_no"], asked["fixmedins_code"])
    tests = [one for one in found if TEST_HEAD in one.nodes]
    exams = [one for one in found if TEST_HEAD not in one.nodes]
    return {
        "checkreportdetails": [{**one.head, "bilgDrName": one.head.get("bilg_dr_name")} for one in exams],
        "inspectionreportinformation": [one.head for one in tests],
        "inspectiondetails": [row for one in tests for row in _details(one)],
    }


def _details(document: Document) -> Iterator[dict[str, Any]]:
    for row in document.nodes.get("iteminfo", ()):
        yield {"rpotc_no": document.head["rpotc_no"], **row, "exam_rslt_qual": row.get("exam_rslt_dicm")}


def authorise(centers: Centers, message: Message) -> Output:
    """5461 检查检验结果互认查询授权申请: by the person, whose certificate and name must match.

    The table's answer repeats the envelope; what it means is in ``output``.
    """
    data = message.node("data")
    stated = {
        "psn_no": data["psnNo"],
        "psn_name": data["psnUserName"],
        "certno": data["psnUserIdCard"],
        "mdtrt_cert_type": data["mdtrtCertType"],
        "mdtrt_cert_no": data["mdtrtCertNo"],
    }
    require_same_person(centers, stated)
    until = centers.archive.authorise(data["psnNo"])
    return {BARE: {"inf_refmsgid": message.msgid, "output": f"授权成功，有效期至 {until:%Y-%m-%d %H:%M:%S}"}}


def authorising(message: Message) -> str:
    """Lock and audit chain of the person, whom 5461 names in another spelling."""
    return f"psn:{message.first('psnNo')}"


OFFERED: Final = (
    Business("5401", recognisable),
    Business("5402", report),
    Business("5461", authorise, writes=True, subject=authorising),
)
