"""How long the panels of the cockpit and the macro display take on a million settlements of MariaDB.

    python -m perf.panels [--rows 1000000] [--count 5]

Fills ``settlement_settlement`` inside the database, then asks for figures as a province, a pooling area and a district
see them: of everything, of a year and of a month. Every statement is explained too; one that reads whole rows of the
table instead of an index is marked. ``cpu`` is what the server's thread worked for one answer, which other work on the
machine does not stretch (``-`` where the server runs elsewhere).
"""

from __future__ import annotations

import argparse
import os
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import sqlalchemy as sa

from centers.settlement.data.datasets import DATASETS
from centers.settlement.data.tables import metadata, settlement
from hsaf.contract.context import entered
from hsaf.datasets.contract import Asked
from hsaf.datasets.service import Datasets
from hsaf.testing.harness import Harness
from perf.figures import Figures
from perf.lists import VIEWERS

ROWS: Final = 1_000_000
COUNT: Final = 5
BOUND: Final = 1000.0
"""Milliseconds a panel of one year must stay below at the 95th percentile."""

CHUNK: Final = 50_000
DETAIL: Final = 1200
"""Characters of the texts that a row keeps beside its amounts."""

YEAR: Final = {"stat_date_from": "2026-01-01", "stat_date_to": "2026-12-31"}
MONTH: Final = {"stat_date_from": "2026-05-01", "stat_date_to": "2026-05-31"}

ASKED: Final = {
    "figures of a year": Asked(measures=("fund_pay_sumamt", "visits"), filters=YEAR),
    "persons of a year": Asked(measures=("persons",), filters=YEAR),
    "by month": Asked(group=("stat_month",), measures=("fund_pay_sumamt",), filters=YEAR),
    "by month and insutype": Asked(group=("stat_month", "insutype"), measures=("fund_pay_sumamt",), filters=YEAR),
    "by area": Asked(group=("admdvs",), measures=("fund_pay_sumamt", "visits"), filters=YEAR),
    "by institution": Asked(
        group=("fixmedins_code",), measures=("fund_pay_sumamt", "visits", "medfee_avg", "reim_ratio"), filters=YEAR, top=20
    ),
    "by person's category": Asked(group=("psn_type",), measures=("persons", "visits", "reim_ratio"), filters=YEAR),
    "by institution of a month": Asked(group=("fixmedins_code",), measures=("fund_pay_sumamt",), filters=MONTH),
    "everything ever by month": Asked(group=("stat_month",), measures=("fund_pay_sumamt",)),
}  # fmt: skip


class NoReference:
    """Names are not what is measured."""

    def label(self, *_: Any) -> None:
        return None

    area = institution = label


@dataclass(frozen=True)
class Line:
    viewer: str
    asked: str
    figures: Figures
    groups: int
    cpu: str
    scans: tuple[str, ...]

    @property
    def ok(self) -> bool:
        return self.figures.p95 <= BOUND and not self.scans


def measure(rows: int, count: int) -> Iterator[Line]:
    with Harness.mariadb(metadata) as harness:
        fill(harness.database.engine, rows)
        datasets = Datasets("settlement", DATASETS, NoReference())
        for name, principal in VIEWERS.items():
            for title, asked in ASKED.items():
                context = harness.context(principal=principal, operation="perf.cockpit.panel")
                with entered(context):
                    yield _measured(harness, datasets, name, title, asked, count)


def _measured(harness: Harness, datasets: Datasets, name: str, title: str, asked: Asked, count: int) -> Line:
    times: list[float] = []
    seen: dict[str, Any] = {}
    threads: set[int] = set()

    def note(connection: Any, _: Any, statement: str, parameters: Any, *__: Any) -> None:
        if settlement.name in statement:
            seen[statement] = parameters
            threads.add(connection.connection.dbapi_connection.thread_id())

    engine = harness.database._reader  # type: ignore[attr-defined]  # noqa: SLF001
    sa.event.listen(engine, "before_cursor_execute", note)
    harness.pipeline.read("perf", lambda: datasets.figures("settlements", asked))  # warms up, and says which thread
    before = _worked(harness, threads)
    for _ in range(count):
        started = time.perf_counter()
        found = harness.pipeline.read("perf", lambda: datasets.figures("settlements", asked)).result
        times.append(time.perf_counter() - started)
    sa.event.remove(engine, "before_cursor_execute", note)
    after = _worked(harness, threads)
    cpu = "-" if before is None or after is None else f"{(after - before) / count * 1000:.0f} ms"
    return Line(name, title, Figures.of(times), len(found.rows), cpu, tuple(_scans(harness, seen)))


def _worked(harness: Harness, threads: set[int]) -> float | None:
    """Seconds that the server's threads of these connections have worked; ``None`` when they are not of this machine."""
    query = f"SELECT TID FROM information_schema.PROCESSLIST WHERE ID IN ({', '.join(map(str, threads)) or 0})"
    with harness.database.read() as connection:
        tids = [row[0] for row in connection.exec_driver_sql(query)]
    stats = [Path(f"/proc/{tid}/stat") for tid in tids]
    if not stats or not all(one.exists() for one in stats):
        return None
    ticks = [sum(map(int, one.read_text().rpartition(")")[2].split()[11:13])) for one in stats]
    return sum(ticks) / os.sysconf("SC_CLK_TCK")


def _scans(harness: Harness, seen: dict[str, Any]) -> Iterator[str]:
    """Access paths of the statements that read whole rows."""
    with harness.database.read() as connection:
        for statement, parameters in seen.items():
            for row in connection.exec_driver_sql(f"EXPLAIN {statement}", parameters).mappings():
                if "Using index" not in (row["Extra"] or ""):
                    yield f"{row['type']} {row['key']} {row['Extra']}"


def fill(engine: sa.Engine, rows: int) -> None:
    """Two years of settlements of a tenth as many persons in eight districts, at 400 institutions; one in fifty takes
    the one before back."""
    columns = {
        column.name: "0" if isinstance(column.type, sa.Integer | sa.Boolean) else "''" for column in settlement.columns
    }
    amount = "IF(seq MOD 50 = 0, -1, 1) * CAST(10000 + (seq * 7919) MOD 90000 AS SIGNED)"
    columns |= {
        "psn_no": "CONCAT('99', LPAD(seq DIV 10, 14, '0'))",
        "setl_id": "CONCAT('SE', LPAD(seq, 12, '0'))",
        "commit_seq": "seq",
        "mdtrt_id": "CONCAT('MD', LPAD(seq, 12, '0'))",
        "fixmedins_code": "CONCAT('H9901', LPAD((seq * 13) MOD 400, 7, '0'))",
        "msgid": "CONCAT('M', LPAD(seq, 20, '0'))",
        "insutype": "IF(seq MOD 3 = 0, '310', '390')",
        "med_type": "ELT(1 + seq MOD 5, '11', '14', '2101', '41', '13')",
        "psn_type": "ELT(1 + (seq DIV 3) MOD 4, '11', '12', '15', '1403')",
        "hosp_lv": "1 + seq MOD 9",
        "year": "2025 + (seq DIV 8) MOD 2",
        "setl_time": "DATE_ADD(CONCAT(2025 + (seq DIV 8) MOD 2, '-01-01'), INTERVAL (seq * 104729) MOD 31500000 SECOND)",
        "setl_date": "DATE(DATE_ADD(CONCAT(2025 + (seq DIV 8) MOD 2, '-01-01'), INTERVAL (seq * 104729) MOD 31500000 SECOND))",
        "medfee_sumamt": amount,
        "inscp_scp_amt": f"FLOOR({amount} * 0.9)",
        "fund_pay_sumamt": f"FLOOR({amount} * 0.7)",
        "hifp_pay": f"FLOOR({amount} * 0.65)",
        "acct_pay": f"FLOOR({amount} * 0.1)",
        "psn_cash_pay": f"FLOOR({amount} * 0.2)",
        "insuplc_admdvs": "ELT(1 + seq MOD 8, 990101, 990102, 990103, 990104, 990201, 990202, 990203, 990204)",
        "mdtrtarea_admvs": "990101",
        "refd_setl_flag": "IF(seq MOD 50 = 0, '1', '0')",
        "reverses": "IF(seq MOD 50 = 0, CONCAT('SE', LPAD(seq - 1, 12, '0')), '')",
        "reversed_by": "IF(seq MOD 50 = 49, CONCAT('SE', LPAD(seq + 1, 12, '0')), '')",
        "invono": "CONCAT('I', seq)",
        **dict.fromkeys(("touched", "deltas", "draws", "limits", "trace", "stated"), "'{}'"),
        "inputs": f"""CONCAT('{{"text": "', REPEAT('x', {DETAIL}), '"}}')""",
    }
    names = ", ".join(f"`{name}`" for name in columns)
    patient = sa.create_engine(engine.url)  # no time limit of its own
    with patient.connect() as connection:
        for index in settlement.indexes:
            index.drop(connection)
        for first in range(1, rows + 1, CHUNK):
            last = min(first + CHUNK - 1, rows)
            select = f"SELECT {', '.join(columns.values())} FROM seq_{first}_to_{last}"
            connection.exec_driver_sql(f"INSERT INTO {settlement.name} ({names}) {select}")
            connection.commit()
        for index in settlement.indexes:
            index.create(connection)
        connection.exec_driver_sql(f"ANALYZE TABLE {settlement.name}")
    patient.dispose()


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=ROWS)
    parser.add_argument("--count", type=int, default=COUNT, help="times each panel is asked")
    options = parser.parse_args(arguments)
    slow = 0
    for line in measure(options.rows, options.count):
        slow += not line.ok
        verdict = "" if line.ok else f"  ABOVE {BOUND:.0f} ms" if line.figures.p95 > BOUND else ""
        scans = f"  ROWS READ {line.scans}" if line.scans else ""
        print(
            f"{line.viewer:9} {line.asked:28} {line.groups:5} groups  cpu {line.cpu:>8}  {line.figures}{verdict}{scans}",
            flush=True,
        )
    return bool(slow)


if __name__ == "__main__":
    raise SystemExit(main())
