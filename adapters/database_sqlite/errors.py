"""What SQLite's errors mean."""

from __future__ import annotations

import sqlite3
from typing import Final

import sqlalchemy as sa

from hsaf.spi.database import Trouble


class WriterWait(Exception):
    """Another thread of this process held the write transaction for too long."""


_EXTENDED: Final = {
    sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY: Trouble.DUPLICATE,
    sqlite3.SQLITE_CONSTRAINT_UNIQUE: Trouble.DUPLICATE,
    sqlite3.SQLITE_CONSTRAINT_ROWID: Trouble.DUPLICATE,
    sqlite3.SQLITE_BUSY_SNAPSHOT: Trouble.RETRY,
}
_PRIMARY: Final = {
    sqlite3.SQLITE_BUSY: Trouble.BUSY,
    sqlite3.SQLITE_LOCKED: Trouble.BUSY,
    sqlite3.SQLITE_IOERR: Trouble.GONE,
    sqlite3.SQLITE_CANTOPEN: Trouble.GONE,
}


def classify(error: BaseException) -> Trouble | None:
    """Trouble behind an exception of SQLAlchemy, of the driver or of this adapter."""
    if isinstance(error, sa.exc.TimeoutError | WriterWait):
        return Trouble.BUSY
    cause = error.orig if isinstance(error, sa.exc.DBAPIError) else error
    code = getattr(cause, "sqlite_errorcode", None)
    if code is None:
        return None
    return _EXTENDED.get(code) or _PRIMARY.get(code & 0xFF)
