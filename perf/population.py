"""A province of people: the demo region's, multiplied inside the database.

Persons, their insurance, accounts with opening entries, lock rows and accumulators are copied row by row
from one template person by ``INSERT ... SELECT``, so that a million people take minutes, not hours. The
copies share the template's name and certificate, nothing else; their certificate digests differ, because
the size of an index matters. One person in :data:`HISTORY` also has the template's settled visit behind
them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import sqlalchemy as sa

from centers.enrollment.data.tables import insured, person
from centers.settlement.data.tables import account, accumulator, entry, fee_line, settlement, visit
from hsaf.data.audit import GENESIS
from hsaf.data.schema import lock
from tests.oracle.region import Person

CHUNK = 100_000
"""Persons a transaction."""

HISTORY = 20

_DIGITS = " UNION ALL ".join(f"SELECT {digit} AS d" for digit in range(10))
_NUMBERS = f"SELECT {' + '.join(f'{10**n} * d{n}.d' for n in range(5))} AS n FROM " + ", ".join(
    f"({_DIGITS}) AS d{n}" for n in range(5)
)
"""The numbers below 100,000, in SQL that every database has."""


def number(index: int) -> str:
    """``psn_no`` of a copied person."""
    return f"98{index:014d}"


def copied(template: Person, index: int) -> Person:
    return replace(template, psn_no=number(index))


def grow(engine: sa.Engine, template: Person, present: int, wanted: int) -> None:
    """Add copies of the template, who must have settled exactly one visit, until there are ``wanted`` of them."""
    for first in range(present, wanted, CHUNK):
        last = min(first + CHUNK, wanted)
        with engine.begin() as connection:
            for statement in _statements(engine, template.psn_no, first, last):
                connection.execute(statement)


def _statements(engine: sa.Engine, psn_no: str, first: int, last: int) -> Iterator[sa.Executable]:
    numbers = sa.text(_NUMBERS).columns(sa.column("n", sa.Integer)).subquery("numbers")
    index = numbers.c.n + first
    digits = sa.cast(index + 10**14, sa.String(15)) if engine.name == "sqlite" else sa.cast(index + 10**14, sa.CHAR(15))
    own = sa.literal("98") + sa.func.substr(digits, 2)
    for table, changes, every in (
        (person, {"psn_no": own, "certno_digest": _scattered(engine, index)}, 1),
        (insured, {"psn_no": own}, 1),
        (account, {"psn_no": own}, 1),
        (entry, {"psn_no": own}, 1),
        (accumulator, {"psn_no": own}, 1),
        (visit, {"psn_no": own, "mdtrt_id": sa.literal("MD") + digits}, HISTORY),
        (fee_line, {"psn_no": own, "mdtrt_id": sa.literal("MD") + digits}, HISTORY),
        (settlement, {"psn_no": own, "setl_id": sa.literal("SE") + digits, "msgid": sa.literal("M") + digits}, HISTORY),
    ):
        names = [column.name for column in table.columns]
        columns: list[Any] = [changes.get(name, table.c[name]) for name in names]
        rows = sa.select(*columns).select_from(table.join(numbers, sa.true())).where(table.c.psn_no == psn_no)
        rows = rows.where(numbers.c.n < last - first, index % every == 0)
        yield table.insert().from_select(names, rows)
    subjects = sa.select(sa.literal("psn:") + own, sa.literal(0), sa.literal(GENESIS)).where(numbers.c.n < last - first)
    yield lock.insert().from_select(["subject", "seq", "head"], subjects)


def _scattered(engine: sa.Engine, index: sa.ColumnElement[int]) -> sa.ColumnElement[str]:
    """64 hex digits, all over the index."""
    if engine.name == "sqlite":
        return sa.func.lower(sa.func.hex(sa.func.randomblob(32)))
    return sa.func.sha2(sa.cast(index, sa.CHAR), 256)
