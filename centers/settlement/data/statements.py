"""The center's side of a reconciliation: an institution's settlements in a period."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Final

import msgspec
import sqlalchemy as sa

from centers.settlement.contract.reconciliation import StatementScope, StatementTotals
from centers.settlement.data.tables import settlement
from centers.settlement.domain.statement import BookedRow
from centers.settlement.domain.visit import Kind
from hsaf.data import execute
from hsaf.data.bulk import chunks

_SUMMED: Final = ("medfee_sumamt", "fund_pay_sumamt", "acct_pay")
_COLUMNS: Final = [settlement.c[name] for name in BookedRow.__struct_fields__]


class StatementReader:
    """``clr_optins`` is the pooling area of the scope's agency."""

    def totals(self, fixmedins_code: str, clr_optins: str, scope: StatementScope) -> StatementTotals:
        """The figures of a scope, added up by the database."""
        sums = [sa.func.coalesce(sa.func.sum(settlement.c[name]), 0) for name in _SUMMED]
        row = execute(sa.select(*sums, sa.func.count()).where(*_within(fixmedins_code, clr_optins, scope))).one()
        return StatementTotals(**dict(zip((*_SUMMED, "fixmedins_setl_cnt"), map(int, row), strict=True)))

    def booked(self, fixmedins_code: str, clr_optins: str, scope: StatementScope) -> list[BookedRow]:
        """The settlements and reversals of a scope, in order of ``setl_time``."""
        query = sa.select(*_COLUMNS).where(*_within(fixmedins_code, clr_optins, scope))
        return _rows(query.order_by(settlement.c.setl_time, settlement.c.setl_id))

    def known(self, fixmedins_code: str, setl_ids: Iterable[str]) -> dict[str, BookedRow]:
        """An institution's settlements by number, whatever their period and type."""
        found: dict[str, BookedRow] = {}
        for chunk in chunks(sorted(set(setl_ids))):
            query = sa.select(*_COLUMNS).where(
                settlement.c.setl_id.in_(chunk), settlement.c.fixmedins_code == fixmedins_code
            )
            found |= {row.setl_id: row for row in _rows(query)}
        return found


def _within(fixmedins_code: str, clr_optins: str, scope: StatementScope) -> list[sa.ColumnElement[bool]]:
    """Both end days count; without refunds neither a reversal counts nor what one of the period took back."""
    begin, end = _start(scope.begndate), _start(scope.enddate + timedelta(days=1))
    conditions = [
        settlement.c.fixmedins_code == fixmedins_code,
        settlement.c.setl_time >= begin,
        settlement.c.setl_time < end,
        settlement.c.clr_type == scope.clr_type,
        settlement.c.clr_optins == clr_optins,
        settlement.c.kind != Kind.COUNTER,
    ]
    if scope.insutype:
        conditions.append(settlement.c.insutype == scope.insutype)
    if not scope.with_refunds:
        twin = settlement.alias()
        reversal = (twin.c.psn_no == settlement.c.psn_no, twin.c.setl_id == settlement.c.reversed_by)
        taken_back = sa.exists().where(*reversal, twin.c.setl_time >= begin, twin.c.setl_time < end)
        conditions += [settlement.c.reverses == "", ~taken_back]
    return conditions


def _start(day: date) -> datetime:
    return datetime.combine(day, time())


def _rows(query: sa.Select[tuple[object, ...]]) -> list[BookedRow]:
    return [
        msgspec.convert(dict(zip(BookedRow.__struct_fields__, row, strict=True)), BookedRow) for row in execute(query)
    ]
