"""What people at a screen look for: open visits of a person, and settlements by time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, time
from typing import Any, Final

import msgspec
import sqlalchemy as sa

from centers.settlement.data.rows import plain
from centers.settlement.data.tables import fee_line, settlement, visit
from centers.settlement.domain.visit import Kind, State
from hsaf.data import execute

Row = Mapping[str, Any]

SHOWN: Final = (
    "setl_id", "setl_time", "psn_no", "mdtrt_id", "fixmedins_code", "kind", "insutype", "med_type", "medfee_sumamt",
    "fund_pay_sumamt", "acct_pay", "psn_cash_pay", "refd_setl_flag", "reverses", "reversed_by", "insuplc_admdvs",
)  # fmt: skip


class Sight(msgspec.Struct, frozen=True, kw_only=True):
    """Whose settlements somebody sees: those of an institution, or of a region by the beginning of its code."""

    fixmedins_code: str = ""
    area: str = ""


class DeskReader:
    def places_of(self, psn_no: str) -> list[str]:
        """Institutions where the person has visits."""
        query = sa.select(visit.c.fixmedins_code).where(visit.c.psn_no == psn_no, visit.c.fixmedins_code != "")
        return list(execute(query.distinct()).scalars())

    def open_visits(self, psn_no: str, codes: Sequence[str]) -> list[Row]:
        """Visits that wait for their settlement, with number and sum of unsettled lines; at some institutions."""
        lines = sa.and_(
            fee_line.c.psn_no == visit.c.psn_no,
            fee_line.c.mdtrt_id == visit.c.mdtrt_id,
            fee_line.c.setl_seq == visit.c.open_seq,
        )
        amount = sa.func.coalesce(sa.func.sum(fee_line.c.det_item_fee_sumamt), 0)
        count, total = (
            sa.select(one).where(lines).correlate(visit).scalar_subquery() for one in (sa.func.count(), amount)
        )
        query = sa.select(visit, count.label("lines"), total.label("medfee_sumamt")).where(
            visit.c.psn_no == psn_no,
            visit.c.state.in_([State.OPEN, State.DISCHARGED]),
            visit.c.kind != Kind.COUNTER,
            visit.c.fixmedins_code.in_(codes),
        )
        rows = execute(query.order_by(visit.c.begntime.desc())).mappings()
        return [plain(row) | {"medfee_sumamt": int(row["medfee_sumamt"])} for row in rows]

    def page(self, sight: Sight, asked: Row, limit: int, offset: int) -> tuple[list[Row], int]:
        """Settlements the latest first, and how many there are in all."""
        conditions = _conditions(sight, asked)
        total = execute(sa.select(sa.func.count()).select_from(settlement).where(*conditions)).scalar_one()
        query = sa.select(*(settlement.c[name] for name in SHOWN)).where(*conditions)
        query = query.order_by(settlement.c.setl_time.desc(), settlement.c.setl_id.desc())
        return [plain(row) for row in execute(query.limit(limit).offset(offset)).mappings()], int(total)


def _conditions(sight: Sight, asked: Row) -> list[sa.ColumnElement[bool]]:
    found = [settlement.c[name] == asked[name] for name in ("psn_no", "setl_id", "med_type") if asked.get(name)]
    code = sight.fixmedins_code or asked.get("fixmedins_code")
    if code:
        found.append(settlement.c.fixmedins_code == code)
    if sight.area:
        areas = (settlement.c.insuplc_admdvs, settlement.c.mdtrtarea_admvs)
        found.append(sa.or_(*(one.startswith(sight.area, autoescape=True) for one in areas)))
    if asked.get("begndate"):
        found.append(settlement.c.setl_time >= datetime.combine(asked["begndate"], time.min))
    if asked.get("enddate"):
        found.append(settlement.c.setl_time <= datetime.combine(asked["enddate"], time.max.replace(microsecond=0)))
    match asked.get("standing"):
        case "stands":
            found += [settlement.c.refd_setl_flag == "0", settlement.c.reversed_by == ""]
        case "reversed":
            found += [settlement.c.refd_setl_flag == "0", settlement.c.reversed_by != ""]
        case "reversal":
            found.append(settlement.c.refd_setl_flag == "1")
    return found
