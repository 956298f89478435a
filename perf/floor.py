"""The physical floor: the least statements a ten-line outpatient settlement needs, written by hand.

Straight PyMySQL (or ``sqlite3``), no framework: lock and stored answer, one reading of all facts, then
the same rows of the same size as the platform writes, the same commit. It checks nothing, calculates
nothing, seals nothing and hashes nothing: what it cannot do without is what the database costs. A
settlement of the platform can be compared with it because both change the same tables the same way.

Several processes, each with a connection of its own, like the workers of the server.
"""

from __future__ import annotations

import secrets
import sqlite3
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pymysql
import sqlalchemy as sa

from perf.crowd import Call, wait_for

Run = Callable[..., Any]
Rows = list[tuple[Any, ...]]

TAKE = """
SELECT l.seq, l.head, r.digest, r.state, r.answer FROM hsaf_lock l
LEFT JOIN hsaf_request r ON r.scope = %s AND r.request_key = %s WHERE l.subject = %s FOR UPDATE"""

FACTS = """
SELECT 'p', psn_cert_type, certno_sealed, psn_name, gend, naty, brdy FROM enrollment_person WHERE psn_no = %s
UNION ALL SELECT 'e', i.insutype, i.psn_type, i.psn_insu_stas, i.cvlserv_flag, i.insuplc_admdvs, e.emp_name
  FROM enrollment_insured i LEFT JOIN enrollment_employer e ON e.emp_no = i.emp_no WHERE i.psn_no = %s
UNION ALL SELECT 'i', psn_idet_type, begntime, endtime, '', '', '' FROM enrollment_identity WHERE psn_no = %s
UNION ALL SELECT 'f', insutype, biz_appy_type, begndate, enddate, dise_codg, mdtrtarea_admvs
  FROM enrollment_filing WHERE psn_no = %s AND revoked_at IS NULL
UNION ALL SELECT 'b', bind_srt_no, acct_psn_no, bind_time, '', '', '' FROM enrollment_mutual_aid WHERE psn_no = %s
UNION ALL SELECT 'v', state, open_seq, setl_count, insutype, med_type, fixmedins_code
  FROM settlement_visit WHERE psn_no = %s AND mdtrt_id = %s
UNION ALL SELECT 'l', COUNT(*), SUM(l.det_item_fee_sumamt), SUM(l.fulamt_ownpay_amt), SUM(l.overlmt_amt),
  SUM(l.preselfpay_amt), SUM(l.inscp_scp_amt) FROM settlement_visit v JOIN settlement_fee_line l
  ON l.psn_no = v.psn_no AND l.mdtrt_id = v.mdtrt_id AND l.setl_seq = v.open_seq WHERE v.psn_no = %s AND v.mdtrt_id = %s
UNION ALL SELECT 'c', insutype, year, cum_type_code, value, '', '' FROM settlement_accumulator WHERE psn_no = %s
UNION ALL SELECT 's', COALESCE(MAX(commit_seq), 0), '', '', '', '', '' FROM settlement_settlement WHERE psn_no = %s"""

ACCOUNT = "SELECT balc FROM settlement_account WHERE psn_no = %s FOR UPDATE"
PAY = "UPDATE settlement_account SET balc = balc - %s WHERE psn_no = %s AND balc >= %s"
CLOSE = """
UPDATE settlement_visit SET state = 'settled', open_seq = open_seq + 1, setl_count = 1, last_setl_id = %s
WHERE psn_no = %s AND mdtrt_id = %s"""
ACCUMULATE = "INSERT INTO settlement_accumulator (psn_no, insutype, year, cum_type_code, value) VALUES "
ADD = {
    "mysql": " ON DUPLICATE KEY UPDATE value = value + VALUES(value)",
    "sqlite": " ON CONFLICT DO UPDATE SET value = value + excluded.value",
}
ADVANCE = "UPDATE hsaf_lock SET seq = %s, head = %s WHERE subject = %s"


@dataclass(frozen=True)
class Sample:
    """Rows that one real settlement of the platform left behind; the floor writes their like."""

    settlement: Mapping[str, Any]
    entries: Sequence[Mapping[str, Any]]
    event: Mapping[str, Any]
    request: Mapping[str, Any]

    @property
    def statements(self) -> int:
        """Of one settlement of the floor; paying from an account takes two of them."""
        return 11 if self.settlement["acct_pay"] else 9

    @classmethod
    def of(cls, engine: sa.Engine) -> Sample:
        """A settlement in the database, one with a payment from an account if there is any."""
        with engine.connect() as connection:

            def rows(query: str, *values: Any) -> list[Mapping[str, Any]]:
                return [dict(row) for row in connection.exec_driver_sql(_for(engine.name, query), values).mappings()]

            settled = rows(
                "SELECT s.* FROM settlement_settlement s JOIN hsaf_request r ON r.request_key = s.msgid"
                " WHERE s.infno = '2207' ORDER BY s.acct_pay > 0 DESC, s.setl_id LIMIT 1"
            )[0]
            return cls(
                settled,
                rows(
                    "SELECT * FROM settlement_entry WHERE psn_no = %s AND journal = %s ORDER BY entry_no",
                    settled["psn_no"],
                    settled["setl_id"],
                ),
                rows("SELECT * FROM hsaf_audit_event WHERE request_id = %s", settled["msgid"])[0],
                rows("SELECT * FROM hsaf_request WHERE request_key = %s", settled["msgid"])[0],
            )


@dataclass(frozen=True)
class Target:
    """Which visit of whom to settle, at which institution."""

    psn_no: str
    mdtrt_id: str
    fixmedins_code: str


class Floor:
    """One process of it. ``run`` executes a statement and gives its rows; ``commit`` makes it durable."""

    def __init__(self, dialect: str, run: Run, begin: Callable[[], None], commit: Callable[[], None], sample: Sample):
        self._run = run
        self._begin = begin
        self._commit = commit
        self._sample = sample
        self._add = ADD[dialect]

    def settle(self, target: Target) -> None:
        psn_no, mdtrt_id, code = target.psn_no, target.mdtrt_id, target.fixmedins_code
        setl_id, key, subject = f"SE{secrets.token_hex(10)}", f"{code}{secrets.token_hex(9)}", f"psn:{psn_no}"
        like, year = self._sample.settlement, self._sample.settlement["year"]
        self._begin()
        ((seq, head, *_),) = self._run(TAKE, code, key, subject)
        facts = self._run(FACTS, *[psn_no] * 6, mdtrt_id, psn_no, mdtrt_id, psn_no, psn_no)
        last = next(row[1] for row in facts if row[0] == "s")
        if like["acct_pay"]:
            self._run(ACCOUNT, psn_no)
        own = {"psn_no": psn_no, "setl_id": setl_id, "mdtrt_id": mdtrt_id, "msgid": key, "commit_seq": int(last) + 1}
        self._insert("settlement_settlement", [{**like, **own, "fixmedins_code": code}])
        self._run(CLOSE, setl_id, psn_no, mdtrt_id)
        gained = [(psn_no, like["insutype"], year, name, 1) for name in ("outpatient_dedc", "outpatient_hifp")]
        self._run(f"{ACCUMULATE}(%s,%s,%s,%s,%s),(%s,%s,%s,%s,%s){self._add}", *gained[0], *gained[1])
        if like["acct_pay"]:
            self._run(PAY, 0, psn_no, 0)
        self._insert(
            "settlement_entry", [{**one, "psn_no": psn_no, "journal": setl_id} for one in self._sample.entries]
        )
        self._insert("hsaf_audit_event", [{**self._sample.event, "subject": subject, "seq": seq + 1, "prev": head}])
        self._run(ADVANCE, seq + 1, self._sample.event["digest"], subject)
        self._insert("hsaf_request", [{**self._sample.request, "scope": code, "request_key": key}])
        self._commit()

    def _insert(self, table: str, rows: Sequence[Mapping[str, Any]]) -> None:
        group = f"({','.join(['%s'] * len(rows[0]))})"
        values = [value for row in rows for value in row.values()]
        self._run(f"INSERT INTO {table} ({','.join(rows[0])}) VALUES {','.join([group] * len(rows))}", *values)


def on_mysql(url: sa.URL, sample: Sample) -> Floor:
    """READ COMMITTED and an open transaction from the first statement on, as the platform has it."""
    connection = pymysql.connect(
        host=url.host or "127.0.0.1", port=url.port or 3306, user=url.username or "root", password=url.password or "",
        database=url.database, charset="utf8mb4", autocommit=False,
    )  # fmt: skip
    cursor = connection.cursor()
    cursor.execute("SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED")

    def run(statement: str, *values: Any) -> Rows:
        cursor.execute(statement, values)
        return list(cursor.fetchall())

    return Floor("mysql", run, lambda: None, connection.commit, sample)


def on_sqlite(url: sa.URL, sample: Sample) -> Floor:
    """WAL, ``synchronous = FULL`` and one writer at a time, as the platform has it."""
    connection = sqlite3.connect(str(url.database), timeout=30, isolation_level=None)
    connection.execute("PRAGMA synchronous = FULL")

    def run(statement: str, *values: Any) -> Rows:
        return connection.execute(_for("sqlite", statement), values).fetchall()

    return Floor(
        "sqlite", run, lambda: run("BEGIN IMMEDIATE") and None, lambda: run("COMMIT") and None, sample  # type: ignore[func-returns-value]
    )  # fmt: skip


def _for(dialect: str, statement: str) -> str:
    return statement.replace("%s", "?").replace(" FOR UPDATE", "") if dialect == "sqlite" else statement


def work(url: str, sample: Sample, targets: Sequence[Target], begin: float, end: float) -> list[Call]:
    """One process of the floor: settle targets one after the other."""
    made = sa.make_url(url)
    floor = on_sqlite(made, sample) if made.get_backend_name() == "sqlite" else on_mysql(made, sample)
    wait_for(begin)
    calls, now = [], time.monotonic()
    for target in targets:
        if now > end:
            break
        floor.settle(target)
        started, now = now, time.monotonic()
        calls.append((now, now - started))
    return calls
