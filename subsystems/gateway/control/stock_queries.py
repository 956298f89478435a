"""Questions about an institution's stock and trace codes: 3508-3513. They answer in camel case."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final, NamedTuple

import msgspec

from centers.procurement.contract.v1 import ProcurementContract, StockQuery
from hsaf.contract import context
from hsaf.contract.paging import MOST_ROWS, Page, Paging
from subsystems.gateway.control.business import Business, Output
from subsystems.gateway.control.catalogs import paged
from subsystems.gateway.control.centers import Centers
from subsystems.gateway.control.known import require_own
from subsystems.gateway.control.message import Message

_HELD: Final = ("medins_list_codg", "fixmedins_bchno")
_NOT_NARROWING: Final = frozenset({"fixmedins_code", "begndate", "enddate", "page_num", "page_size"})


class Question(NamedTuple):
    """Whom to ask, and the fields of which at least one must be given."""

    ask: Callable[[ProcurementContract, StockQuery], Page]
    keys: tuple[str, ...] = _HELD


QUESTIONS: Final[Mapping[str, Question]] = {
    "3508": Question(lambda center, query: center.stock(query)),
    "3509": Question(lambda center, query: center.documents("2", query)),
    "3510": Question(lambda center, query: center.documents("3", query)),
    "3511": Question(lambda center, query: center.documents("4", query)),
    "3512": Question(lambda center, query: center.codes_in(query), (*_HELD, "med_list_codg")),
    "3513": Question(lambda center, query: center.codes_out(query), (*_HELD, "med_list_codg", "mdtrt_id", "certno")),
}


def answer(centers: Centers, message: Message) -> Output:
    """商品库存、库存变更、采购、销售和追溯信息查询."""
    data, question = message.node("data"), QUESTIONS[message.infno]
    require_own(message, data["fixmedins_code"], "input.data.fixmedins_code")
    page = question.ask(centers.procurement, _query(data, question.keys))
    place = _place(centers, message)
    rows = [{camel(name): value for name, value in {**row, **place}.items()} for row in page.rows]
    return paged(msgspec.structs.replace(page, rows=rows), "output")


def _query(data: Mapping[str, Any], keys: tuple[str, ...]) -> StockQuery:
    """Without a page the first and largest one is meant."""
    return StockQuery(
        begin=data.get("begndate"),
        end=data.get("enddate"),
        keys={name: data.get(name, "") for name in keys},
        more={name: value for name, value in data.items() if name not in _NOT_NARROWING and name not in keys},
        paging=Paging(data.get("page_num", 1), data.get("page_size", MOST_ROWS)),
    )


def _place(centers: Centers, message: Message) -> dict[str, str]:
    """The area of the asking institution."""
    on = context.current().business_time.date()
    admdvs = centers.base_info.require_institution(message.fixmedins_code, on).admdvs
    return {"poolarea_no": centers.base_info.pool_area(admdvs), "fix_blng_admdvs": admdvs}


def camel(name: str) -> str:
    """``med_list_codg`` as ``medListCodg``."""
    head, *tail = name.split("_")
    return head + "".join(part.title() for part in tail)


OFFERED: Final = tuple(Business(infno, answer) for infno in QUESTIONS)
