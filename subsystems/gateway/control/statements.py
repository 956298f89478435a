"""Reconciliation of an institution with the center: 3201 totals, 3202 rows by file."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import msgspec

from centers.settlement.contract.reconciliation import DetailResult, DetailRow, StatementScope, StatementTotals
from hsaf.contract import rows
from hsaf.contract.rows import Field, read_rows
from hsaf.contract.textfile import pack, unpack
from hsaf.money import fen_from_yuan, yuan
from subsystems.gateway.control.business import Business, Output, institution
from subsystems.gateway.control.centers import Centers
from subsystems.gateway.control.errors import INPUT_WRONG
from subsystems.gateway.control.message import Message

FLAGS: Final = {"0": False, "1": True}

MONEY: Final = frozenset({"medfee_sumamt", "fund_pay_sumamt", "acct_pay"})


FORM: Final = (
    Field("setl_id", rows.code),
    Field("mdtrt_id", rows.code),
    Field("psn_no", rows.code),
    Field("medfee_sumamt", rows.fen),
    Field("fund_pay_sumamt", rows.fen),
    Field("acct_pay", rows.fen),
    Field("refd_setl_flag", rows.flag_code),
)
"""Columns of the uploaded file in their order (national-interface section 5, 3202)."""


def totals(centers: Centers, message: Message) -> Output:
    """3201 医药机构费用结算对总账."""
    data = message.node("data")
    stated = StatementTotals(
        medfee_sumamt=fen_from_yuan(data["medfee_sumamt"]),
        fund_pay_sumamt=fen_from_yuan(data["fund_pay_sumamt"]),
        acct_pay=fen_from_yuan(data["acct_pay"]),
        fixmedins_setl_cnt=int(data["fixmedins_setl_cnt"]),
    )
    found = centers.settlement.reconcile_totals(_scope(data), stated)
    answer = {"stmt_rslt": found.stmt_rslt, "stmt_rslt_dscr": found.stmt_rslt_dscr}
    return {"stmtinfo": answer | {"setl_optins": data["setl_optins"]}}


def details(centers: Centers, message: Message) -> Output:
    """3202 医药机构费用结算对明细账: every row of the file and of the center is answered in a file for
    9102. The rows decide; the totals repeated in the message are not compared."""
    data = message.node("data")
    _, content = centers.exchange.opened(data["file_qury_no"])
    cells = unpack(content, len(FORM))
    uploaded = read_rows("对账明细", FORM, (dict(zip(_COLUMNS, row, strict=True)) for row in cells))
    results = centers.settlement.reconcile_details(_scope(data), [DetailRow(**row) for row in uploaded])
    name = f"3202-{data['clr_type']}-{data['stmt_begndate']:%Y%m%d}-{data['stmt_enddate']:%Y%m%d}"
    packed = pack(f"{name}.txt", map(_cells, results))
    kept = centers.exchange.keep_for(message.fixmedins_code, f"{name}.zip", packed, len(results))
    answer = {"file_qury_no": kept.file_qury_no, "filename": kept.filename, "dld_endtime": kept.dld_endtime}
    return {"fileinfo": answer}


_COLUMNS: Final = tuple(field.column for field in FORM)


def _scope(data: Mapping[str, Any]) -> StatementScope:
    return StatementScope(
        insutype=data.get("insutype", ""),
        clr_type=data["clr_type"],
        setl_optins=data["setl_optins"],
        begndate=data["stmt_begndate"],
        enddate=data["stmt_enddate"],
        with_refunds=_with_refunds(data),
    )


def _with_refunds(data: Mapping[str, Any]) -> bool:
    """The tables have two flags for it, one of them optional. Raises ``INPUT_WRONG``."""
    name = "refd_setl_flag" if "refd_setl_flag" in data else "fixmedins_refd_setl_flag"
    if data[name] not in FLAGS:
        raise INPUT_WRONG(problems=f"input.data.{name} 须为 0（不含退费）或 1（含退费）")
    return FLAGS[data[name]]


def _cells(result: DetailResult) -> list[str]:
    return [yuan(value) if name in MONEY else value for name, value in msgspec.structs.asdict(result).items()]


OFFERED: Final = (
    Business("3201", totals),
    Business("3202", details, writes=True, subject=institution),
)
