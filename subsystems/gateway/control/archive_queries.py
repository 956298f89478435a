"""Queries about an institution's own reports: 4507-4512."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from centers.archive.contract.v1 import Document
from centers.enrollment.contract.v1 import Person
from hsaf.contract import context
from hsaf.contract.paging import Paging
from subsystems.gateway.control.business import Business, Output
from subsystems.gateway.control.catalogs import paged
from subsystems.gateway.control.centers import Centers
from subsystems.gateway.control.known import require_own, require_person
from subsystems.gateway.control.message import Message

Row = Mapping[str, Any]

NOT_NARROWING: Final = frozenset({"psn_no", "pageNum", "pageSize", "fixmedins_code"})

GERM: Final = {"germ_code": "coly_code", "germ_name": "coly_name"}


@dataclass(frozen=True, slots=True)
class Query:
    """``upload`` made the documents; ``head`` is the node their first row is answered in, none when the rows
    are flat; ``renamed`` are fields that the answer calls otherwise than the upload."""

    infno: str
    upload: str
    head: str = ""
    renamed: Mapping[str, str] = field(default_factory=dict)


QUERIES: Final = {
    query.infno: query
    for query in (
        Query("4507", "4501", "examinfo", {"exam_part": "examPart"}),
        Query("4508", "4502", "labinfo"),
        Query("4509", "4503", "", GERM | {"exam_rslt": "exam_Rslt"}),
        Query("4510", "4504", "", GERM),
        Query("4511", "4505"),
        Query("4512", "4506"),
    )
}


def reports(centers: Centers, message: Message) -> Output:
    """临床报告记录查询: codes are matched whole, names in part."""
    query, asked = QUERIES[message.infno], message.node("input")
    require_own(message, asked.get("fixmedins_code", message.fixmedins_code), "input.fixmedins_code")
    require_person(centers, asked["psn_no"])
    stored_as = {shown: name for name, shown in query.renamed.items()}
    wanted = {stored_as.get(name, name): value for name, value in asked.items() if name not in NOT_NARROWING}
    paging = Paging(asked["pageNum"], asked["pageSize"])
    found = centers.archive.search(query.upload, asked["psn_no"], wanted, paging)
    who = centers.enrollment.persons([asked["psn_no"]])[asked["psn_no"]]
    rows = [_answer(centers, query, row["document"], who) for row in found.rows]
    return {**paged(found), "data": rows}


def _answer(centers: Centers, query: Query, document: Document, who: Person) -> dict[str, Any]:
    place = institution_of(centers, document)
    head = _renamed(query, document.head) | place | _record(centers, document, who)
    if not query.head:
        return head
    others = {name: [place | row for row in rows] for name, rows in document.nodes.items() if name != query.head}
    return {query.head: head, **others}


def institution_of(centers: Centers, document: Document) -> dict[str, Any]:
    """Whose document it is."""
    code = document.entry.fixmedins_code
    found = centers.base_info.institution(code, context.current().business_time.date())
    return {"fixmedins_code": code, "fixmedins_name": found.fixmedins_name if found else ""}


def _renamed(query: Query, row: Row) -> dict[str, Any]:
    return {query.renamed.get(name, name): value for name, value in row.items()}


def _record(centers: Centers, document: Document, who: Person) -> dict[str, Any]:
    """Who the patient is, and how the archive keeps the document."""
    entry = document.entry
    on = context.current().business_time.date()
    own = centers.base_info.institution(entry.fixmedins_code, on)
    return {
        "psn_name": who.psn_name,
        "psn_cert_type": who.psn_cert_type,
        "cert_no": who.certno,
        "rid": entry.doc_id,
        "poolarea_no": centers.base_info.pool_area(own.admdvs) if own else "",
        "crte_time": entry.stored_at,
        "updt_time": entry.changed_at,
        "opt_time": entry.changed_at,
        "opter_id": entry.opter,
        "crte_optins_no": entry.fixmedins_code,
        "optins_no": entry.fixmedins_code,
    }


OFFERED: Final = tuple(Business(infno, reports) for infno in QUERIES)
