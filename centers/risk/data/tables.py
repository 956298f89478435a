"""Tables of the risk center: rules, what they found, and what doctors decided."""

from __future__ import annotations

import sqlalchemy as sa

from hsaf.data.table import table
from hsaf.data.types import Fen, JsonText

metadata = sa.MetaData()

rule = table(
    "risk_rule",
    metadata,
    sa.Column("id", sa.String(50), primary_key=True),
    sa.Column("document", JsonText, nullable=False),
    sa.Column("published_at", sa.DateTime, nullable=False),
    sa.Column("published_by", sa.String(50), nullable=False),
)
"""The rules as published, with their days."""

warning = table(
    "risk_warning",
    metadata,
    sa.Column("fixmedins_code", sa.String(30), primary_key=True),
    sa.Column("jr_id", sa.String(50), primary_key=True),
    sa.Column("warn_type", sa.String(6), nullable=False),
    sa.Column("task_id", sa.String(50), nullable=False),
    sa.Column("patn_id", sa.String(50), nullable=False),
    sa.Column("mdtrt_id", sa.String(50), nullable=False),
    sa.Column("rule_id", sa.String(50), nullable=False),
    sa.Column("vola_cont", sa.String(500), nullable=False),
    sa.Column("vola_amt", Fen, nullable=False),
    sa.Column("violation", JsonText, nullable=False),
    sa.Column("found_at", sa.DateTime, nullable=False),
    sa.Index("ix_risk_warning_patient", "patn_id", "found_at"),
)
"""Violations found, whole in ``violation``. Append-only."""

decision = table(
    "risk_decision",
    metadata,
    sa.Column("fixmedins_code", sa.String(30), primary_key=True),
    sa.Column("jr_id", sa.String(50), primary_key=True),
    sa.Column("dspo_way", sa.String(3), nullable=False),
    sa.Column("dspo_way_rea", sa.String(500), nullable=False),
    sa.Column("opter", sa.String(50), nullable=False),
    sa.Column("opter_name", sa.String(50), nullable=False),
    sa.Column("decided_at", sa.DateTime, nullable=False),
)
"""What was done about a warning, once. Append-only."""
