"""All that a settlement reads about a person here, in one statement.

Rows of different shapes travel as JSON objects in one UNION ALL; a settlement then costs the same
number of round trips whatever the number of lines.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import msgspec
import sqlalchemy as sa

from centers.settlement.data.tables import account, accumulator, fee_line, receipt, settlement, visit
from centers.settlement.domain.upload import LISTED, FeeTotals
from centers.settlement.domain.visit import Visit
from hsaf.data import Statement, fetch
from hsaf.spi.database import Database

_PSN: Final = sa.bindparam("psn_no_", type_=sa.String)
_MDTRT: Final = sa.bindparam("mdtrt_id_", type_=sa.String)
_INVONO: Final = sa.bindparam("invono_", type_=sa.String)


class Situation(msgspec.Struct, frozen=True):
    """``accumulators`` by (insurance type, year), then by code; ``balc`` the own account in fen;
    ``commit_seq`` the person's latest settlement, 0 before the first; ``reimbursed_by`` the application
    at the counter that uses the receipt asked about."""

    visit: Visit | None
    totals: FeeTotals
    accumulators: dict[tuple[str, int], dict[str, int]]
    commit_seq: int
    balc: int
    reimbursed_by: str = ""


class SituationReader:
    """Holds the statement, built once."""

    def __init__(self, database: Database) -> None:
        self._query = Statement(_statement(database))

    def read(self, psn_no: str, mdtrt_id: str = "", *, invono: str = "") -> Situation:
        """Without ``mdtrt_id`` (a purchase) there is neither visit nor totals."""
        found: dict[str, list[Any]] = {"visit": [], "lines": [], "cum": [], "last": [], "acct": [], "receipt": []}
        for kind, body in fetch(self._query, {"psn_no_": psn_no, "mdtrt_id_": mdtrt_id, "invono_": invono}):
            found[kind].append(msgspec.json.decode(body))
        accumulators: dict[tuple[str, int], dict[str, int]] = {}
        for cum in found["cum"]:
            accumulators.setdefault((cum["insutype"], cum["year"]), {})[cum["code"]] = cum["value"]
        return Situation(
            visit=msgspec.convert(found["visit"][0], Visit) if found["visit"] else None,
            totals=msgspec.convert(found["lines"][0], FeeTotals),
            accumulators=accumulators,
            commit_seq=found["last"][0]["seq"],
            balc=found["acct"][0]["balc"] if found["acct"] else 0,
            reimbursed_by=found["receipt"][0]["reim_id"] if found["receipt"] else "",
        )


def _statement(database: Database) -> sa.CompoundSelect[Any]:
    def rows(kind: str, columns: Mapping[str, sa.ColumnElement[Any]]) -> sa.Select[Any, Any]:
        return sa.select(sa.literal_column(f"'{kind}'").label("kind"), database.json_object(columns).label("body"))

    visit_columns = {column.name: column for column in visit.columns if column.name != "detail"}
    mine = sa.and_(visit.c.psn_no == _PSN, visit.c.mdtrt_id == _MDTRT)
    unsettled = sa.and_(
        fee_line.c.psn_no == visit.c.psn_no,
        fee_line.c.mdtrt_id == visit.c.mdtrt_id,
        fee_line.c.setl_seq == visit.c.open_seq,
    )
    cumulative = {
        "insutype": accumulator.c.insutype,
        "year": accumulator.c.year,
        "code": accumulator.c.cum_type_code,
        "value": accumulator.c.value,
    }
    last = sa.func.coalesce(sa.func.max(settlement.c.commit_seq), 0)
    return sa.union_all(
        rows("visit", visit_columns).where(mine),
        rows("lines", _totals()).select_from(visit.join(fee_line, unsettled)).where(mine),
        rows("cum", cumulative).where(accumulator.c.psn_no == _PSN),
        rows("last", {"seq": last}).where(settlement.c.psn_no == _PSN),
        rows("acct", {"balc": account.c.balc}).where(account.c.psn_no == _PSN),
        rows("receipt", {"reim_id": receipt.c.reim_id}).where(receipt.c.invono == _INVONO),
    )


def _totals() -> dict[str, sa.ColumnElement[Any]]:
    level = sa.or_(*(fee_line.c.chrgitm_lv == one for one in LISTED))
    listed = sa.case((level, fee_line.c.det_item_fee_sumamt), else_=0)
    return {
        "count": sa.func.count(),
        "medfee_sumamt": _sum(fee_line.c.det_item_fee_sumamt),
        "fulamt_ownpay_amt": _sum(fee_line.c.fulamt_ownpay_amt),
        "overlmt_selfpay": _sum(fee_line.c.overlmt_amt),
        "preselfpay_amt": _sum(fee_line.c.preselfpay_amt),
        "inscp_scp_amt": _sum(fee_line.c.inscp_scp_amt),
        "listed_amt": _sum(listed),
    }


def _sum(column: sa.ColumnElement[Any]) -> sa.ColumnElement[int]:
    return sa.cast(sa.func.coalesce(sa.func.sum(column), 0), sa.BigInteger)
