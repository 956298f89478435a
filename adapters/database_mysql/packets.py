"""Several writing statements in one packet: a transaction's writes cost one round trip instead of eight.

Each value is quoted by the driver before statements are joined, exactly as it quotes it for a single one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any, Final

import sqlalchemy as sa

from hsaf.spi.database import Call

DRIVER: Final = "pymysql"

MULTI_STATEMENTS: Final = 1 << 16
"""Capability flag of the protocol: the client may send several statements at once."""

_INSERT: Final = re.compile(r"(INSERT .+? VALUES )(\((?:%\(\w+\)s(?:, )?)+\))(.*)", re.DOTALL)


def allowed(url: sa.URL) -> sa.URL:
    """The URL of connections that may do so."""
    return url.update_query_dict({"client_flag": str(MULTI_STATEMENTS)})


def together(connection: sa.Connection, calls: Sequence[Call]) -> Iterator[int]:
    """:meth:`hsaf.spi.database.Database.batch` in one packet; the server stops at the first that fails."""
    cursor = connection.connection.cursor()
    cursor.execute("; ".join([_with_values(cursor, *call) for call in calls]))
    yield cursor.rowcount
    while cursor.nextset():
        yield cursor.rowcount
    cursor.close()


def _with_values(cursor: Any, sql: str, rows: Sequence[Any]) -> str:
    """One statement with its values; several rows become one insert."""
    if len(rows) == 1:
        return str(cursor.mogrify(sql, rows[0]))
    head, group, tail = _parts(sql)
    return head + ", ".join([cursor.mogrify(group, row) for row in rows]) + tail


@cache
def _parts(sql: str) -> tuple[str, str, str]:
    """An insert before, in and after the group of its values."""
    found = _INSERT.fullmatch(sql)
    if found is None:
        raise ValueError(f"not an insert of one group of values: {sql}")
    head, group, tail = found.groups()
    return head % (), group, tail % ()
