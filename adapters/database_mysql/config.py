"""Settings of the MySQL-protocol adapter."""

from __future__ import annotations

import msgspec


class Config(msgspec.Struct, frozen=True, kw_only=True):
    """Section ``[database_mysql]``."""

    driver: str = "pymysql"
    """``pymysql``, or ``mysqldb`` where mysqlclient is installed (faster for many rows)."""
    wait: int = 5
    """Whole seconds to wait for a row lock or a pooled connection."""
    create: bool = False
    """Create the database when the server does not have it."""
    batch: bool = True
    """Send the writes of a transaction in one packet (``pymysql``). Off for servers and proxies that take only one
    statement a packet (TiDB, unless ``tidb_multi_statement_mode`` is on)."""
