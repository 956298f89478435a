"""Reconciliation with the calling institution (3201, 3202)."""

from __future__ import annotations

from collections.abc import Sequence

from centers.base_info.contract.v1 import BaseInfoContract
from centers.settlement.contract.reconciliation import (
    DetailResult,
    DetailRow,
    Statement,
    StatementScope,
    StatementTotals,
)
from centers.settlement.data.statements import StatementReader
from centers.settlement.domain.statement import Comparison, require_period, statement
from hsaf.contract import context


class Statements:
    def __init__(self, reader: StatementReader, base_info: BaseInfoContract) -> None:
        self._reader = reader
        self._base_info = base_info

    def totals(self, scope: StatementScope, stated: StatementTotals) -> Statement:
        return statement(stated, self._reader.totals(*self._asked(scope)))

    def details(self, scope: StatementScope, rows: Sequence[DetailRow]) -> list[DetailResult]:
        booked = self._reader.booked(*self._asked(scope))
        strange = {row.setl_id for row in rows} - {row.setl_id for row in booked}
        known = self._reader.known(context.current().institution, strange)
        return Comparison(booked, known).results(rows)

    def _asked(self, scope: StatementScope) -> tuple[str, str, StatementScope]:
        """The institution and the pooling area that a scope is about. Raises ``STATEMENT_PERIOD_WRONG``."""
        require_period(scope)
        return context.current().institution, self._base_info.pool_area(scope.setl_optins), scope
