"""Policy versions and their parameters."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "policy_0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "policy_parameter",
        sa.Column("version_id", sa.String(length=100), nullable=False),
        sa.Column("row_no", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("elem", sa.String(length=60), nullable=False),
        sa.Column("elem_name", sa.String(length=100), nullable=False),
        sa.Column("insutype", sa.String(length=200), nullable=False),
        sa.Column("hosp_lv", sa.String(length=200), nullable=False),
        sa.Column("psn_type", sa.String(length=200), nullable=False),
        sa.Column("med_type", sa.String(length=200), nullable=False),
        sa.Column("psn_idet_type", sa.String(length=200), nullable=False),
        sa.Column("dise_codg", sa.String(length=200), nullable=False),
        sa.Column("matn_type", sa.String(length=200), nullable=False),
        sa.Column("seg_lower", sa.String(length=20), nullable=False),
        sa.Column("seg_upper", sa.String(length=20), nullable=False),
        sa.Column("value", sa.String(length=20), nullable=False),
        sa.Column("unit", sa.String(length=10), nullable=False),
        sa.Column("begndate", sa.Date(), nullable=False),
        sa.Column("enddate", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("version_id", "row_no"),
        mysql_charset="utf8mb4",
        mysql_collate="utf8mb4_bin",
        mysql_engine="InnoDB",
    )
    op.create_table(
        "policy_version",
        sa.Column("version_id", sa.String(length=100), nullable=False),
        sa.Column("policy_id", sa.String(length=60), nullable=False),
        sa.Column("policy_version", sa.String(length=30), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("source", sa.String(length=500), nullable=False),
        sa.Column("region", sa.String(length=6), nullable=False),
        sa.Column("begndate", sa.Date(), nullable=False),
        sa.Column("enddate", sa.Date(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("published_no", sa.Integer(), nullable=False),
        sa.Column("published_at", sa.DateTime(), nullable=False),
        sa.Column("published_by", sa.String(length=50), nullable=False),
        sa.Column("document", sa.Text(length=16777215), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("version_id"),
        mysql_charset="utf8mb4",
        mysql_collate="utf8mb4_bin",
        mysql_engine="InnoDB",
    )


def downgrade() -> None:
    op.drop_table("policy_version")
    op.drop_table("policy_parameter")
