"""An institution's stock: 3501-3507 and their batch forms, 3592B.

A batch form answers each row with ``retRslt`` 1, or 0 and why; 3501A has no rows to answer in and is
taken whole or not at all.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any, Final, NamedTuple

from centers.procurement.contract.v1 import Goods, Posted, Posting, StockKind
from subsystems.gateway.control.business import Business, Output, institution
from subsystems.gateway.control.centers import Centers
from subsystems.gateway.control.message import Message
from subsystems.gateway.control.settling import rest

Row = Mapping[str, Any]

DONE: Final = "1"
FAILED: Final = "0"
"""``retRslt``."""


class Form(NamedTuple):
    """A kind of document, where its rows are, and what it calls quantity, time and operator."""

    kind: StockKind
    node: str
    cnt: str
    at: str
    opter_name: str = ""
    number: str = ""
    """What the answer calls the document's serial number."""
    answer: str = ""
    """Node of the answer to the batch form."""


_COUNT: Final = Form(StockKind.COUNT, "invinfo", "inv_cnt", "invdate")
_CHANGE: Final = Form(StockKind.CHANGE, "invinfo", "cnt", "inv_chg_time", "inv_chg_opter_name", "", "invinfoErrDetail")
_BOUGHT: Final = ("purcinfo", "purc_retn_cnt", "purc_retn_stoin_time", "purc_retn_opter_name", "medins_prod_purc_no")
_SOLD: Final = ("selinfo", "sel_retn_cnt", "sel_retn_time", "sel_retn_opter_name", "medins_prod_sel_no")

FORMS: Final[Mapping[str, Form]] = {
    "3501": _COUNT,
    "3502": _CHANGE,
    "3503": Form(StockKind.PURCHASE, *_BOUGHT, "purcinfoDetail"),
    "3504": Form(StockKind.PURCHASE_RETURN, *_BOUGHT, "purcinfoErrDetail"),
    "3505": Form(StockKind.SALE, *_SOLD, "selinfoDetail"),
    "3506": Form(StockKind.SALE_RETURN, *_SOLD, "selinfoErrDetail"),
}

_OF_GOODS: Final = frozenset(Goods.__struct_fields__)
_OF_POSTING: Final = frozenset({"inv_chg_type", "setl_id", "mdtrt_sn", "psn_no", "trdn_flag"})
_RETURNS: Final = frozenset({StockKind.PURCHASE_RETURN, StockKind.SALE_RETURN})
_ELSEWHERE: Final = frozenset({"pric", "finl_trns_pric", "drugtracinfo", "drug_trac_codg"})


def posting(form: Form, row: Row) -> Posting:
    """A row of the message as a document."""
    known = {form.cnt, form.at, form.opter_name, form.number}
    return Posting(
        kind=form.kind,
        goods=goods(row),
        cnt=row[form.cnt],
        at=_moment(row[form.at]),
        opter_name=row.get(form.opter_name, ""),
        pric=row.get("pric", row.get("finl_trns_pric")),
        document=row.get(form.number, "") if form.kind in _RETURNS else "",
        codes=_codes(row),
        detail=rest(row, _OF_GOODS | _OF_POSTING | _ELSEWHERE | known),
        **{name: row[name] for name in _OF_POSTING & row.keys()},
    )


def goods(row: Row) -> Goods:
    """What the row is about."""
    return Goods(**{name: value for name, value in row.items() if name in _OF_GOODS})


def _moment(at: date) -> datetime:
    return at if isinstance(at, datetime) else datetime.combine(at, time.min)


def _codes(row: Row) -> tuple[str, ...]:
    """The trace codes; a row of goods without codes may have an empty node."""
    nodes = row.get("drugtracinfo", ())
    return tuple(node["drug_trac_codg"] for node in nodes if "drug_trac_codg" in node)


def post(centers: Centers, message: Message) -> Output:
    """3501 盘存, 3502 库存变更, 3503 采购, 3504 采购退货, 3505 销售, 3506 销售退货."""
    form = FORMS[message.infno]
    number = centers.procurement.post(posting(form, message.node(form.node)))
    return {"result": {form.number: number}} if form.number else {}


def post_each(centers: Centers, message: Message) -> Output:
    """3502A to 3506A."""
    form = FORMS[message.infno.removesuffix("A")]
    rows = message.rows(f"{form.node}Detail")
    done = centers.procurement.post_each([posting(form, row) for row in rows])
    answers = [{**row, **outcome(message, one)} for row, one in zip(rows, done, strict=True)]
    if form.number and form.kind not in _RETURNS:
        answers = [{**row, form.number: one.number} for row, one in zip(answers, done, strict=True)]
    return {form.answer: answers}


def outcome(message: Message, done: Posted) -> dict[str, str]:
    """``retRslt`` of a row, and with the code and sentence of a refusal ``msgRslt``."""
    if not done.refusal:
        return {"retRslt": DONE, "msgRslt": ""}
    return {"retRslt": FAILED, "msgRslt": f"[E{message.infno}-{done.refusal_number:03d}] {done.refusal}"}


def count_all(centers: Centers, message: Message) -> Output:
    """3501A 商品盘存上传."""
    centers.procurement.post_all([posting(_COUNT, row) for row in message.rows("invinfoDetail")])
    return {}


def delete(centers: Centers, message: Message) -> Output:
    """3507 商品信息删除."""
    data = message.node("data")
    centers.procurement.delete(data["fixmedins_bchno"], data["inv_data_type"])
    return {}


def delete_each(centers: Centers, message: Message) -> Output:
    """3507A 商品信息删除."""
    rows = message.rows("goodDetail")
    done = centers.procurement.delete_each([(row["fixmedins_bchno"], row["inv_data_type"]) for row in rows])
    return {"goodErrDetail": [{**row, **outcome(message, one)} for row, one in zip(rows, done, strict=True)]}


def issue_code(centers: Centers, message: Message) -> Output:
    """3592B 获取虚拟药品追溯码."""
    data = message.node("data")
    return {"result": {**data, "drug_trac_codg": centers.procurement.issue_code(goods(data))}}


OFFERED: Final = (
    *(Business(infno, post, writes=True, subject=institution) for infno in FORMS),
    Business("3501A", count_all, writes=True, subject=institution),
    *(Business(f"{infno}A", post_each, writes=True, subject=institution) for infno in FORMS if infno != "3501"),
    Business("3507", delete, writes=True, subject=institution),
    Business("3507A", delete_each, writes=True, subject=institution),
    Business("3592B", issue_code, writes=True, subject=institution),
)
