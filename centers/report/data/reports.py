"""Scheduled reports and what was made of them, in the database."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from centers.report.data.tables import report, run, told
from hsaf.contract.paging import Page, Paging
from hsaf.data import execute


class ReportRepository:
    def find(self, report_id: str) -> dict[str, Any] | None:
        row = execute(sa.select(report).where(report.c.report_id == report_id)).mappings().first()
        return None if row is None else _plain(row)

    def page(self, owner: str, paging: Paging) -> Page:
        mine = report.c.owner == owner
        total = execute(sa.select(sa.func.count()).select_from(report).where(mine)).scalar_one()
        query = sa.select(report).where(mine).order_by(report.c.created_at.desc(), report.c.report_id.desc())
        rows = execute(query.limit(paging.page_size).offset(paging.offset)).mappings()
        return Page([_plain(row) for row in rows], total, paging)

    def add(self, row: Mapping[str, Any]) -> None:
        execute(sa.insert(report), [dict(row)])

    def change(self, report_id: str, values: Mapping[str, Any]) -> None:
        execute(sa.update(report).where(report.c.report_id == report_id).values(**values))

    def remove(self, report_id: str) -> None:
        execute(sa.delete(report).where(report.c.report_id == report_id))

    # -- runs ---------------------------------------------------------------------------------------

    def add_run(self, row: Mapping[str, Any], accounts: Sequence[str]) -> None:
        execute(sa.insert(run), [dict(row)])
        execute(sa.insert(told), [{"account": one, "run_id": row["run_id"]} for one in accounts])

    def runs(self, account: str, report_id: str, paging: Paging) -> Page:
        """Those an account got."""
        which = [told.c.account == account, *([run.c.report_id == report_id] if report_id else [])]
        joined = told.join(run, run.c.run_id == told.c.run_id)
        total = execute(sa.select(sa.func.count()).select_from(joined).where(*which)).scalar_one()
        query = sa.select(run).select_from(joined).where(*which).order_by(run.c.ran_at.desc(), run.c.run_id.desc())
        rows = execute(query.limit(paging.page_size).offset(paging.offset)).mappings()
        return Page([_plain(row) for row in rows], total, paging)

    def run_of(self, account: str, run_id: str) -> dict[str, Any] | None:
        joined = told.join(run, run.c.run_id == told.c.run_id)
        which = (told.c.account == account, told.c.run_id == run_id)
        row = execute(sa.select(run).select_from(joined).where(*which)).mappings().first()
        return None if row is None else _plain(row)


def _plain(row: Mapping[Any, Any]) -> dict[str, Any]:
    return {str(name): value for name, value in row.items()}
