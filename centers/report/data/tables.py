"""Tables of the report center."""

from __future__ import annotations

import sqlalchemy as sa

from hsaf.data.table import table
from hsaf.data.types import JsonText

metadata = sa.MetaData()


def _text(name: str, length: int, *, key: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.String(length), primary_key=key, nullable=False)


report = table(
    "report_report",
    metadata,
    _text("report_id", 30, key=True),
    _text("name", 100),
    _text("panel", 150),
    _text("filters", 1000),
    _text("period", 20),
    _text("cycle", 10),
    sa.Column("run_day", sa.Integer, nullable=False),
    _text("run_time", 5),
    sa.Column("recipients", JsonText, nullable=False),
    _text("owner", 50),
    _text("owner_name", 50),
    _text("state", 10),
    sa.Column("created_at", sa.DateTime, nullable=False),
    sa.Column("next_at", sa.DateTime, nullable=True),
    sa.Column("last_at", sa.DateTime, nullable=True),
    _text("last_state", 10),
    sa.Index("ix_report_report_owner", "owner", "created_at"),
)
"""``panel`` is ``<function>:<panel>``; ``run_day`` a day of the week (1 to 7) or month, 0 for every day."""

run = table(
    "report_run",
    metadata,
    _text("run_id", 30, key=True),
    _text("report_id", 30),
    _text("name", 100),
    sa.Column("ran_at", sa.DateTime, nullable=False),
    _text("time_range", 30),
    _text("state", 10),
    _text("error", 500),
    _text("file", 100),
    _text("file_name", 200),
    sa.Column("rows", sa.Integer, nullable=False),
    sa.Index("ix_report_run_report", "report_id", "ran_at"),
)
"""One for each time a report was made, by its job's id."""

told = table("report_told", metadata, _text("account", 50, key=True), _text("run_id", 30, key=True))
"""Who got a run: its owner and those it was sent to."""

outline = table(
    "report_outline",
    metadata,
    _text("admdvs", 6, key=True),
    _text("name", 100),
    _text("parent", 6),
    sa.Column("geometry", JsonText, nullable=False),
    sa.Index("ix_report_outline_parent", "parent"),
)
"""Outlines of regions (GeoJSON geometries)."""
