"""Tables with the options every HSAF table needs."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

OPTIONS: dict[str, Any] = {
    "mysql_engine": "InnoDB",
    "mysql_charset": "utf8mb4",
    "mysql_collate": "utf8mb4_bin",
}
"""Chinese text, and codes that differ in case or trailing blanks stay different."""


def table(name: str, metadata: sa.MetaData, *items: sa.schema.SchemaItem, **options: Any) -> sa.Table:
    """A table whose name starts with its plugin's code."""
    made: sa.Table = sa.Table(name, metadata, *items, **(OPTIONS | options))
    return made
