"""Contract of the procurement center (招采中心), version 1: the stock of institutions and the trace codes
of what they hold and sell (3501-3513, 3592B, and the codes that 2102 states).

Quantities are ``Decimal`` packs (最小计价包装单位) of at most four decimals, prices ``Decimal`` yuan. The
institution is the calling one of the context. Source: HB-16.9, HB-16.11.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any, Final, Protocol

import msgspec

from hsaf.contract.errors import ErrorCode
from hsaf.contract.paging import Page, Paging

STOCK_SHORT = ErrorCode(
    "procurement.stock_short",
    650,
    "商品 {name}（批次 {fixmedins_bchno}）库存不足：现有 {stock}，本次需要 {asked}",
    "请核对数量，或先补录入库",
)
COUNT_WRONG = ErrorCode("procurement.count_wrong", 651, "数量须大于 0：{given}")
GOODS_MISMATCH = ErrorCode(
    "procurement.goods_mismatch",
    652,
    "批次 {fixmedins_bchno} 的商品 {fixmedins_hilist_id} 登记的医疗目录编码为 {known}，本次为 {given}",
    "请核对医疗目录编码和批次",
)
RETURN_TOO_MUCH = ErrorCode(
    "procurement.return_too_much",
    653,
    "退货数量超过{reference}的可退数量：商品 {name}，可退 {left}，本次 {asked}",
    "请核对原单据和数量",
)
DOCUMENT_UNKNOWN = ErrorCode("procurement.document_unknown", 654, "未找到{reference}", "请核对流水号、商品和批次")
CHANGE_TYPE_WRONG = ErrorCode(
    "procurement.change_type_wrong", 655, "库存变更类型 {inv_chg_type} 不在字典 inv_chg_type 中", "请填写 101 至 111"
)
DATA_TYPE_WRONG = ErrorCode(
    "procurement.data_type_wrong",
    656,
    "进销存数据类型 {inv_data_type} 有误",
    "请填写 1 盘存、2 库存变更、3 采购 或 4 销售",
)
DATES_WRONG = ErrorCode(
    "procurement.dates_wrong", 657, "生产日期 {manu_date} 晚于有效期止 {expy_end}", "请核对生产日期和有效期"
)
NOTHING_TO_DELETE = ErrorCode(
    "procurement.nothing_to_delete",
    658,
    "批次 {fixmedins_bchno} 没有可删除的{data_type}信息",
    "请核对批次流水号和数据类型",
)
QUERY_UNKEYED = ErrorCode("procurement.query_unkeyed", 659, "查询条件不足：{names} 须至少填写一个")
QUERY_TOO_WIDE = ErrorCode(
    "procurement.query_too_wide", 660, "符合条件的记录超过 {limit} 条", "请缩小日期范围或增加查询条件"
)
BATCH_TOO_LONG = ErrorCode("procurement.batch_too_long", 661, "一次最多上传 {limit} 行，实际 {given} 行", "请分批上传")
PERIOD_WRONG = ErrorCode("procurement.period_wrong", 662, "开始日期 {begin} 晚于结束日期 {end}", "请核对日期")
PERSON_MISSING = ErrorCode(
    "procurement.person_missing", 663, "填写了结算ID {setl_id}，人员编号必填", "请补填 psn_no，或不填结算ID"
)
CODE_IN_STOCK = ErrorCode("procurement.code_in_stock", 670, "追溯码 {code} 已在库，不能重复入库", "请核对扫码结果")
CODE_SOLD = ErrorCode(
    "procurement.code_sold", 671, "追溯码 {code} 已销售，退货前不能再次使用", "请核对扫码结果，或先办理销售退货"
)
CODE_LEFT = ErrorCode("procurement.code_left", 672, "追溯码 {code} 已出库，不在本机构库存", "请核对扫码结果")
CODE_ELSEWHERE = ErrorCode(
    "procurement.code_elsewhere", 673, "追溯码 {code} 已登记在其他机构的库存中", "请核对扫码结果"
)
CODE_OTHER_GOODS = ErrorCode(
    "procurement.code_other_goods", 674, "追溯码 {code} 登记的商品或批次与本次不符", "请核对商品、批次和扫码结果"
)
CODE_OPENED = ErrorCode(
    "procurement.code_opened", 675, "追溯码 {code} 已拆零，剩余 {left}，本次需要 {asked}", "请核对拆零标志和数量"
)
CODE_NOT_SOLD = ErrorCode(
    "procurement.code_not_sold", 676, "追溯码 {code} 不是该次销售售出，或已退货", "请核对原销售和扫码结果"
)
CODES_TOO_MANY = ErrorCode(
    "procurement.codes_too_many", 677, "追溯码个数 {codes} 多于整包装数量 {cnt}", "一个追溯码对应一个最小计价包装"
)
CODE_REPEATED = ErrorCode("procurement.code_repeated", 678, "追溯码 {code} 在本行中重复", "请核对扫码结果")
CODE_MOVED = ErrorCode(
    "procurement.code_moved", 679, "追溯码 {code} 此后另有出入库，不能删除原单据", "请先退回后来的业务"
)

NO_NATIONAL_CODE: Final = "NMLC999"
"""``med_list_codg`` of goods without a national code."""

ROWS_LIMIT: Final = 500
"""Rows of one batch upload (the transactions ending in A)."""


class StockKind(StrEnum):
    """What moved the stock."""

    COUNT = "count"
    """3501: a stock-take; the movement is the gain or loss."""
    CHANGE = "change"
    """3502: ``inv_chg_type`` says whether in or out."""
    PURCHASE = "purchase"
    PURCHASE_RETURN = "purchase_return"
    SALE = "sale"
    SALE_RETURN = "sale_return"


class Goods(msgspec.Struct, frozen=True, kw_only=True):
    """What is held: the institution's own item and batch identify a stock, its national code must agree."""

    med_list_codg: str
    fixmedins_hilist_id: str
    fixmedins_hilist_name: str
    fixmedins_bchno: str
    rx_flag: str = ""
    manu_lotnum: str = ""
    manu_date: date | None = None
    expy_end: date | None = None


class Posting(msgspec.Struct, frozen=True, kw_only=True):
    """One row of 3501 to 3506. ``cnt`` is what was counted for a stock-take, else what moved."""

    kind: StockKind
    goods: Goods
    cnt: Decimal
    at: datetime
    """When it happened, as stated."""
    opter_name: str = ""
    pric: Decimal | None = None
    trdn_flag: str = "0"
    """``1``: a part of a pack is sold or comes back."""
    inv_chg_type: str = ""
    document: str = ""
    """The purchase or sale that a return names; empty when it names none."""
    setl_id: str = ""
    mdtrt_sn: str = ""
    psn_no: str = ""
    codes: tuple[str, ...] = ()
    detail: Mapping[str, Any] = {}
    """The remaining national fields; personal ones are kept sealed."""


class Posted(msgspec.Struct, frozen=True, kw_only=True):
    """What became of one row of a batch: its serial number, or the refusal's number and sentence."""

    number: str = ""
    refusal: str = ""
    refusal_number: int = 0


class DispensedLine(msgspec.Struct, frozen=True, kw_only=True):
    """A line of a settlement with the trace codes it states (2102), each with its ``trdn_flag``."""

    feedetl_sn: str
    med_list_codg: str
    medins_list_codg: str
    cnt: Decimal
    at: datetime
    codes: tuple[tuple[str, str], ...]


class Dispensing(msgspec.Struct, frozen=True, kw_only=True):
    """The settlement that hands out coded packs."""

    psn_no: str
    mdtrt_id: str
    setl_id: str
    lines: Sequence[DispensedLine]


class StockQuery(msgspec.Struct, frozen=True, kw_only=True):
    """3508-3513: days from ``begin`` to ``end``, both included and open when ``None``; ``keys`` at least
    one of which must be given; ``more`` further fields that must be equal, by national code."""

    begin: date | None
    end: date | None
    keys: Mapping[str, str]
    more: Mapping[str, Any] = {}
    paging: Paging


class ProcurementContract(Protocol):
    """What other parts may ask of the procurement center. Writes run in the caller's unit of work, which
    holds the institution's lock (``dispense`` and ``release``: the person's)."""

    def post(self, row: Posting) -> str:
        """3501 to 3506; returns the document's serial number.

        Raises ``STOCK_SHORT``, ``RETURN_TOO_MUCH``, ``DOCUMENT_UNKNOWN``, ``GOODS_MISMATCH``,
        ``COUNT_WRONG``, ``DATES_WRONG``, ``CHANGE_TYPE_WRONG``, a refusal of a trace code, or, for a
        ``setl_id`` that is not a settlement of this person here, ``settlement.visit_not_settled``.
        """
        ...

    def post_each(self, rows: Sequence[Posting]) -> list[Posted]:
        """3502A to 3506A: every row by itself; a refused one changes nothing. Raises ``BATCH_TOO_LONG``."""
        ...

    def post_all(self, rows: Sequence[Posting]) -> None:
        """3501A, whose answer has no rows: all or none. Raises as :meth:`post` and :meth:`post_each`."""
        ...

    def delete(self, fixmedins_bchno: str, inv_data_type: str) -> int:
        """3507: take back every document of a batch and kind that still counts, by reversing movements.

        Returns how many. Raises ``DATA_TYPE_WRONG``, ``NOTHING_TO_DELETE``, ``STOCK_SHORT`` or
        ``CODE_MOVED``.
        """
        ...

    def delete_each(self, rows: Sequence[tuple[str, str]]) -> list[Posted]:
        """3507A: pairs of ``fixmedins_bchno`` and ``inv_data_type``. Raises ``BATCH_TOO_LONG``."""
        ...

    def issue_code(self, goods: Goods) -> str:
        """3592B: a trace code for a pack that has none."""
        ...

    def dispense(self, dispensing: Dispensing) -> list[str]:
        """2102: note the codes a settlement hands out. Stock is moved by the sale (3505) alone.

        Never refuses: the settlement is right whatever was scanned. Returns the codes that were sold or
        gone already; they are kept as such for supervision (3513, audit).
        """
        ...

    def release(self, setl_id: str) -> None:
        """2103: the codes that only this settlement handed out are in stock again."""
        ...

    def release_message(self, msgid: str) -> None:
        """2601: as :meth:`release`, for the settlement of a 2102 that this institution sent."""
        ...

    def stock(self, query: StockQuery) -> Page:
        """3508: rows by national field code; the day is that of the last movement.

        The queries raise ``QUERY_UNKEYED``, ``PERIOD_WRONG``, ``QUERY_TOO_WIDE`` or ``kernel.page_wrong``.
        """
        ...

    def documents(self, inv_data_type: str, query: StockQuery) -> Page:
        """3509 (``2``), 3510 (``3``) and 3511 (``4``); deleted ones only where ``vali_flag`` 0 is asked for."""
        ...

    def codes_in(self, query: StockQuery) -> Page:
        """3512: trace codes that came in."""
        ...

    def codes_out(self, query: StockQuery) -> Page:
        """3513: trace codes that were sold or handed out."""
        ...
