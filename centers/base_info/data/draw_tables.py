"""Tables of expert draws: the activity, everybody who was in the pool that day, and what experts were told."""

from __future__ import annotations

import sqlalchemy as sa

from centers.base_info.data.tables import metadata
from hsaf.data.table import table
from hsaf.data.types import JsonText

draw = table(
    "base_info_draw",
    metadata,
    sa.Column("draw_no", sa.String(30), primary_key=True),
    sa.Column("title", sa.String(200), nullable=False),
    sa.Column("admdvs", sa.String(6), nullable=False),
    sa.Column("meeting_on", sa.Date, nullable=False),
    sa.Column("respond_hours", sa.Integer, nullable=False),
    sa.Column("needs", JsonText, nullable=False),
    sa.Column("avoid_units", JsonText, nullable=False),
    sa.Column("avoid_experts", JsonText, nullable=False),
    sa.Column("state", sa.String(10), nullable=False),
    sa.Column("seed_digest", sa.String(64), nullable=False),
    sa.Column("seed_sealed", sa.LargeBinary(200), nullable=False),
    sa.Column("pool_digest", sa.String(64), nullable=False),
    sa.Column("witness_no", sa.String(20), nullable=False),
    sa.Column("witness", sa.String(50), nullable=False),
    sa.Column("drawn_at", sa.DateTime, nullable=True),
    sa.Column("opinion", sa.String(500), nullable=False),
    sa.Column("reviewer", sa.String(50), nullable=False),
    sa.Column("created_by", sa.String(50), nullable=False),
    sa.Column("created_name", sa.String(50), nullable=False),
    sa.Column("created_at", sa.DateTime, nullable=False),
    sa.Column("updated_at", sa.DateTime, nullable=False),
    sa.Index("ix_base_info_draw_list", "admdvs", "created_at"),
)

candidate = table(
    "base_info_draw_candidate",
    metadata,
    sa.Column("draw_no", sa.String(30), primary_key=True),
    sa.Column("expt_no", sa.String(20), primary_key=True),
    sa.Column("expt_name", sa.String(50), nullable=False),
    sa.Column("emp_name", sa.String(200), nullable=False),
    sa.Column("specialty", sa.String(6), nullable=False),
    sa.Column("account", sa.String(50), nullable=False),
    sa.Column("rank_hex", sa.String(64), nullable=False),
    sa.Column("state", sa.String(10), nullable=False),
    sa.Column("replaces", sa.String(20), nullable=False),
    sa.Column("invited_at", sa.DateTime, nullable=True),
    sa.Column("respond_by", sa.DateTime, nullable=True),
    sa.Column("answered_at", sa.DateTime, nullable=True),
    sa.Column("answered_by", sa.String(50), nullable=False),
    sa.Column("reason", sa.String(300), nullable=False),
    sa.Index("ix_base_info_draw_candidate_expert", "expt_no", "state"),
    sa.Index("ix_base_info_draw_candidate_account", "account", "state"),
)
"""``state``: excluded (with the reason), pool, left, invited, accepted, declined, overdue, released."""

expert_message = table(
    "base_info_expert_message",
    metadata,
    sa.Column("message_no", sa.String(30), primary_key=True),
    sa.Column("expt_no", sa.String(20), nullable=False),
    sa.Column("expt_name", sa.String(50), nullable=False),
    sa.Column("admdvs", sa.String(6), nullable=False),
    sa.Column("draw_no", sa.String(30), nullable=False),
    sa.Column("kind", sa.String(10), nullable=False),
    sa.Column("title", sa.String(200), nullable=False),
    sa.Column("body", sa.String(2000), nullable=False),
    sa.Column("account", sa.String(50), nullable=False),
    sa.Column("sent_by", sa.String(50), nullable=False),
    sa.Column("sent_at", sa.DateTime, nullable=False),
    sa.Index("ix_base_info_expert_message_expert", "expt_no", "sent_at"),
    sa.Index("ix_base_info_expert_message_list", "admdvs", "sent_at"),
)
"""``account`` empty: the expert has no account and is to be told by telephone."""
