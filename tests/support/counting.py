"""Rows of every table of a region on SQLite: what a denied request must not change."""

from __future__ import annotations

import sqlite3

from hsaf.kernel.running import RunningKernel


class Counting:
    """Counts anew only after somebody wrote, which SQLite tells another connection: thousands of requests are
    watched, and counting hundreds of tables around each of them would take minutes."""

    def __init__(self, kernel: RunningKernel) -> None:
        self._watching = sqlite3.connect(str(kernel.database.engine.url.database), isolation_level=None)
        self._version = -1
        self._rows: dict[str, int] = {}

    def rows(self) -> dict[str, int]:
        """By table."""
        (version,) = self._watching.execute("PRAGMA data_version").fetchone()
        if version != self._version:
            self._rows, self._version = self._count(), version
        return self._rows

    def close(self) -> None:
        self._watching.close()

    def _count(self) -> dict[str, int]:
        tables = self._watching.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        return {name: self._watching.execute(f'SELECT COUNT(*) FROM "{name}"').fetchone()[0] for (name,) in tables}
