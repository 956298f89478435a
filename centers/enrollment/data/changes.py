"""The history of filings: what a change replaced, and which filings end soon."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import msgspec
import sqlalchemy as sa

from centers.enrollment.contract.chronic import FilingChange
from centers.enrollment.contract.v1 import Filing, FilingRecord
from centers.enrollment.data.repository import record_of, which
from centers.enrollment.data.tables import filing, filing_change
from hsaf.data import execute


class ChangeRepository:
    def of(self, psn_no: str) -> dict[str, list[FilingChange]]:
        """A person's changes by filing number, oldest first."""
        table = filing_change
        query = sa.select(table).where(table.c.psn_no == psn_no).order_by(table.c.trt_dcla_detl_sn, table.c.change_no)
        found: defaultdict[str, list[FilingChange]] = defaultdict(list)
        for row in execute(query):
            change = FilingChange(row.change_no, row.changed_at, row.changed_by, row.reason, row.before)
            found[row.trt_dcla_detl_sn].append(change)
        return dict(found)

    def add(self, changed: Filing, change: FilingChange) -> None:
        key = {"psn_no": changed.psn_no, "trt_dcla_detl_sn": changed.trt_dcla_detl_sn}
        execute(filing_change.insert(), {**key, **msgspec.structs.asdict(change)})

    def apply(self, after: Filing, detail: Mapping[str, Any]) -> None:
        """The filing as it is from now on."""
        names = ("dise_codg", "dise_name", "begndate", "enddate")
        values = {name: getattr(after, name) for name in names}
        query = sa.update(filing).where(*which(after.psn_no, after.trt_dcla_detl_sn))
        execute(query.values(**values, detail=detail))

    def expiring(self, biz_appy_type: str, on: date, days: int) -> list[FilingRecord]:
        """Filings of a kind not revoked that end within ``days`` from a day, the earliest first."""
        query = sa.select(filing).where(
            filing.c.biz_appy_type == biz_appy_type,
            filing.c.enddate.between(on, on + timedelta(days=days)),
            filing.c.revoked_at.is_(None),
        )
        rows = execute(query.order_by(filing.c.enddate, filing.c.psn_no, filing.c.trt_dcla_detl_sn)).mappings()
        return [record_of(row) for row in rows]
