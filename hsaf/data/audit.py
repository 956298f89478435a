"""The audit chain: every event of a subject seals the one before it with SM3.

An edit, a deletion (the last event too, because the subject's lock row keeps length and head) and a
reordering all change a digest that something else still remembers. Source: architecture, "Security
and audit".
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

import msgspec
import sqlalchemy as sa

from hsaf.contract import context, layers
from hsaf.data.schema import audit_event, lock
from hsaf.data.types import to_json
from hsaf.spi.crypto import Crypto

GENESIS: Final = "0" * 64
"""Head of an empty chain."""

SEALED: Final = (
    "subject", "seq", "event", "at", "business_time", "actor", "institution", "operation",
    "trace_id", "request_id", "layers", "facts", "prev",
)  # fmt: skip
"""The columns a digest covers, in this order."""


class PendingEvent(msgspec.Struct, frozen=True):
    """An event noted by running business code, with the circumstances of that moment."""

    event: str
    facts: Mapping[str, Any]
    layers: str


def note(event: str, facts: Mapping[str, Any]) -> PendingEvent:
    """An event of the running call; the layer path is taken now."""
    return PendingEvent(event, dict(facts), ">".join(layers.path())[:200])


def digest(crypto: Crypto, row: Mapping[str, Any]) -> str:
    """SM3 over the sealed columns; the unit separator keeps neighbours apart."""
    text = "\x1f".join(row[name] if name != "facts" else to_json(row["facts"]) for name in _TEXT_COLUMNS)
    return crypto.sm3(f"{row['seq']}\x1f{text}".encode()).hex()


_TEXT_COLUMNS: Final = tuple(name for name in SEALED if name != "seq")


def chain(
    crypto: Crypto, subject: str, seq: int, head: str, events: Sequence[PendingEvent]
) -> tuple[list[dict[str, Any]], int, str]:
    """Rows of ``events`` appended after ``(seq, head)``, with the new length and head."""
    ctx = context.current()
    rows: list[dict[str, Any]] = []
    for pending in events:
        seq += 1
        row: dict[str, Any] = {
            "subject": subject,
            "seq": seq,
            "event": pending.event,
            "at": ctx.wall_time.isoformat(sep=" ", timespec="milliseconds"),
            "business_time": _second(ctx.business_time),
            "actor": ctx.actor,
            "institution": ctx.institution,
            "operation": ctx.operation,
            "trace_id": ctx.trace_id,
            "request_id": ctx.request_id,
            "layers": pending.layers,
            "facts": msgspec.json.decode(to_json(pending.facts)),
            "prev": head,
        }
        head = row["digest"] = digest(crypto, row)
        rows.append(row)
    return rows, seq, head


def _second(moment: datetime) -> str:
    return moment.isoformat(sep=" ", timespec="seconds")


class Fault(msgspec.Struct, frozen=True):
    """A broken place in a chain: which subject and event, and what is wrong with it."""

    subject: str
    seq: int
    what: str


class Verification(msgspec.Struct, frozen=True):
    """Result of verifying all chains (or one)."""

    subjects: int
    events: int
    faults: tuple[Fault, ...]

    @property
    def ok(self) -> bool:
        return not self.faults


def verify(connection: sa.Connection, crypto: Crypto, subject: str | None = None) -> Verification:
    """Walk the chains in order and report every fault. Reads each event once."""
    heads_query = sa.select(lock.c.subject, lock.c.seq, lock.c.head)
    events_query = sa.select(audit_event).order_by(audit_event.c.subject, audit_event.c.seq)
    if subject is not None:
        heads_query = heads_query.where(lock.c.subject == subject)
        events_query = events_query.where(audit_event.c.subject == subject)
    heads = {row.subject: (row.seq, row.head) for row in connection.execute(heads_query)}
    faults: list[Fault] = []
    tails: dict[str, tuple[int, str]] = {}
    count = 0
    for row in connection.execution_options(yield_per=1000).execute(events_query).mappings():
        count += 1
        faults.extend(_check(crypto, dict(row), tails.get(row["subject"], (0, GENESIS))))
        tails[row["subject"]] = (row["seq"], row["digest"])
    faults.extend(_check_heads(heads, tails))
    return Verification(len(heads | tails), count, tuple(faults))


def _check(crypto: Crypto, row: Mapping[str, Any], tail: tuple[int, str]) -> Iterator[Fault]:
    seq, head = tail
    if row["seq"] != seq + 1:
        yield Fault(row["subject"], row["seq"], f"缺少第 {seq + 1} 条")
    if row["prev"] != head:
        yield Fault(row["subject"], row["seq"], "与前一条不衔接")
    if row["digest"] != digest(crypto, row):
        yield Fault(row["subject"], row["seq"], "内容被改动")


def _check_heads(heads: Mapping[str, tuple[int, str]], tails: Mapping[str, tuple[int, str]]) -> Iterator[Fault]:
    for subject in sorted(heads.keys() | tails.keys()):
        expected = heads.get(subject, (0, GENESIS))
        found = tails.get(subject, (0, GENESIS))
        if expected != found:
            yield Fault(subject, found[0], f"链尾不符：应有 {expected[0]} 条，现有 {found[0]} 条")


def events_of(connection: sa.Connection, subject: str) -> list[dict[str, Any]]:
    """All events of one subject, in order."""
    query = sa.select(audit_event).where(audit_event.c.subject == subject).order_by(audit_event.c.seq)
    return [dict(row) for row in connection.execute(query).mappings()]


def events_named(
    connection: sa.Connection, events: Collection[str], subjects: Sequence[str]
) -> Iterator[dict[str, Any]]:
    """Subject, sequence, name and facts of the events of these names of these subjects, in order."""
    columns = (audit_event.c.subject, audit_event.c.seq, audit_event.c.event, audit_event.c.facts)
    query = sa.select(*columns).where(audit_event.c.subject.in_(subjects), audit_event.c.event.in_(events))
    rows = connection.execute(query.order_by(audit_event.c.subject, audit_event.c.seq)).mappings()
    return (dict(row) for row in rows)
