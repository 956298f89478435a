"""Tables of issued code standards: what was enabled or stopped, from which day, by whom."""

from __future__ import annotations

import sqlalchemy as sa

from centers.base_info.data.tables import metadata
from hsaf.data.table import table
from hsaf.data.types import JsonText

issue = table(
    "base_info_issue",
    metadata,
    sa.Column("issue_no", sa.String(30), primary_key=True),
    sa.Column("standard", sa.String(30), nullable=False),
    sa.Column("action", sa.String(10), nullable=False),
    sa.Column("effective_on", sa.Date, nullable=False),
    sa.Column("state", sa.String(10), nullable=False),
    sa.Column("reason", sa.String(500), nullable=False),
    sa.Column("line_cnt", sa.Integer, nullable=False),
    sa.Column("opter", sa.String(50), nullable=False),
    sa.Column("opter_name", sa.String(50), nullable=False),
    sa.Column("made_at", sa.DateTime, nullable=False),
    sa.Index("ix_base_info_issue_due", "state", "effective_on"),
)

issue_line = table(
    "base_info_issue_line",
    metadata,
    sa.Column("issue_no", sa.String(30), primary_key=True),
    sa.Column("code", sa.String(50), primary_key=True),
    sa.Column("begndate", sa.Date, nullable=True),
    sa.Column("before", JsonText, nullable=False),
)
"""``begndate`` names the version of a dated line; ``before`` is what a withdrawal restores, empty for a new line."""
