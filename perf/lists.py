"""How long the list pages of a record type take on a million rows of MariaDB.

    python -m perf.lists [--rows 1000000] [--count 60]

Fills ``base_info_unit`` inside the database, then asks for pages as a province, a pooling area and a district
see them: by every order, filter and depth a page offers. Every statement is explained too; one that reads the
whole table is marked.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

import sqlalchemy as sa

from centers.base_info.data.records import RECORDS
from centers.base_info.data.tables import metadata
from hsaf.contract.context import entered
from hsaf.contract.principal import Principal
from hsaf.records.contract import Asked
from hsaf.records.service import Records
from hsaf.testing.harness import Harness
from perf.figures import Figures

ROWS: Final = 1_000_000
COUNT: Final = 60
BOUND: Final = 300.0
"""Milliseconds the 95th percentile of a page must stay below."""

CHUNK: Final = 100_000

VIEWERS: Final = {
    "province": Principal(account="p", name="省局", org_no="0", admdvs="990000"),
    "pool": Principal(account="q", name="甲市", org_no="1", admdvs="990100"),
    "district": Principal(account="d", name="甲城区", org_no="2", admdvs="990101"),
}

ASKED: Final = {
    "newest": Asked(),
    "page 500": Asked(page=500),
    "by number": Asked(sort="emp_no"),
    "by founding, latest": Asked(sort="-estb_date"),
    "by change, latest": Asked(sort="-updated_at"),
    "number begins with": Asked({"emp_no": "E00005"}),
    "one number": Asked({"emp_no": "E0000500000"}),
    "one credit code": Asked({"uscc": "U000000000000500000"[:18]}),
    "name begins with, many": Asked({"emp_name": "示例第9"}),
    "name begins with, few": Asked({"emp_name": "示例第77777"}),
    "name begins with, none": Asked({"emp_name": "没有这个"}),
    "one type": Asked({"emp_type": "3"}),
    "two types, by founding": Asked({"emp_type": "1,2"}, "estb_date"),
    "founded in a month": Asked({"estb_date.from": "2010-03-01", "estb_date.to": "2010-03-31"}),
    "type and month": Asked({"emp_type": "2", "estb_date.from": "2010-03-01", "estb_date.to": "2010-03-31"}),
    "void ones": Asked({"state": "void"}),
    "under review": Asked({"pending_state": "review1"}),
    "one district": Asked({"admdvs": "990103"}),
}


class NoReference:
    """Lists look nothing up."""

    def dictionary(self, type: str) -> None:
        return None

    def area(self, admdvs: str) -> None:
        return None


@dataclass(frozen=True)
class Line:
    """One kind of page as one viewer: its latencies, and whether a statement reads the whole table."""

    viewer: str
    asked: str
    figures: Figures
    rows: int
    scans: tuple[str, ...]

    @property
    def ok(self) -> bool:
        return self.figures.p95 <= BOUND and not self.scans


def measure(rows: int, count: int) -> Iterator[Line]:
    with Harness.mariadb(metadata) as harness:
        fill(harness.database.engine, rows)
        records = Records(RECORDS, harness.database, harness.crypto, harness.ids, NoReference())
        for name, principal in VIEWERS.items():
            for title, asked in ASKED.items():
                yield _measured(harness, records, name, principal, title, asked, count)


def _measured(
    harness: Harness, records: Records, name: str, principal: Principal, title: str, asked: Asked, count: int
) -> Line:
    times: list[float] = []
    context = harness.context(principal=principal, operation="perf.unit.query")
    with entered(context), _Statements(harness) as seen:
        for _ in range(count):
            started = time.perf_counter()
            found = harness.pipeline.read("perf", lambda: records.query("unit", asked)).result
            times.append(time.perf_counter() - started)
    return Line(name, title, Figures.of(times), found.total, tuple(_scans(harness, seen)))


class _Statements:
    """Notes the statements of the reading connections with their parameters."""

    def __init__(self, harness: Harness) -> None:
        self._engine = harness.database._reader  # type: ignore[attr-defined]  # noqa: SLF001
        self.seen: dict[str, Any] = {}

    def __enter__(self) -> dict[str, Any]:
        sa.event.listen(self._engine, "before_cursor_execute", self._note)
        return self.seen

    def __exit__(self, *_: object) -> None:
        sa.event.remove(self._engine, "before_cursor_execute", self._note)

    def _note(self, _: Any, __: Any, statement: str, parameters: Any, *___: Any) -> None:
        if "base_info_unit" in statement:
            self.seen[statement] = parameters


def _scans(harness: Harness, seen: dict[str, Any]) -> Iterator[str]:
    """Access paths of the statements that read every row of the table."""
    with harness.database.read() as connection:
        for statement, parameters in seen.items():
            for row in connection.exec_driver_sql(f"EXPLAIN {statement}", parameters).mappings():
                if row["type"] == "ALL" and row["table"] == "base_info_unit":
                    yield f"{row['Extra']}"


def fill(engine: sa.Engine, rows: int) -> None:
    """Rows spread over eight districts, nine types and thirty years; one in fifty is void, one in two hundred under
    its first review."""
    table = RECORDS.rows["unit"]
    columns = {column.name: "''" for column in table.columns} | {
        "id": "CONCAT('R', LPAD(seq, 12, '0'))",
        "emp_no": "CONCAT('E', LPAD(seq, 10, '0'))",
        "emp_name": "CONCAT('示例第', seq, '号单位')",
        "uscc": "LEFT(CONCAT('U', LPAD(seq, 18, '0')), 18)",
        "emp_type": "1 + seq MOD 7",
        "admdvs": "ELT(1 + seq MOD 8, 990101, 990102, 990103, 990104, 990201, 990202, 990203, 990204)",
        "pool": "ELT(1 + seq MOD 8, 9901, 9901, 9901, 9901, 9902, 9902, 9902, 9902)",
        "estb_date": "DATE_ADD('1995-01-01', INTERVAL (seq * 7919) MOD 11000 DAY)",
        "state": "IF(seq MOD 50 = 0, 'void', 'effective')",
        "pending_state": "IF(seq MOD 201 = 1, 'review1', '')",
        "version": "1",
        "version_no": "1",
        "created_at": "'2026-01-01'",
        "updated_at": "DATE_ADD('2026-01-01', INTERVAL (seq * 104729) MOD 20000000 SECOND)",
        "created_by": "CONCAT('clerk', seq MOD 40)",
    }
    for first in range(1, rows + 1, CHUNK):
        last = min(first + CHUNK - 1, rows)
        select = f"SELECT {', '.join(columns.values())} FROM seq_{first}_to_{last}"
        with engine.begin() as connection:
            connection.exec_driver_sql(f"INSERT INTO {table.name} ({', '.join(columns)}) {select}")
    with engine.begin() as connection:
        connection.exec_driver_sql(f"ANALYZE TABLE {table.name}")


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=ROWS)
    parser.add_argument("--count", type=int, default=COUNT, help="pages of each kind")
    options = parser.parse_args(arguments)
    slow = 0
    for line in measure(options.rows, options.count):
        slow += not line.ok
        verdict = "" if line.ok else f"  ABOVE {BOUND:.0f} ms" if line.figures.p95 > BOUND else f"  SCAN {line.scans}"
        print(f"{line.viewer:9} {line.asked:24} {line.rows:6} rows  {line.figures}{verdict}", flush=True)
    return bool(slow)


if __name__ == "__main__":
    raise SystemExit(main())
