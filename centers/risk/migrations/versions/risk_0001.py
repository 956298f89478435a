"""Rules, warnings and decisions"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from hsaf.data.types import JsonText

revision = "risk_0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "risk_decision",
        sa.Column("fixmedins_code", sa.String(length=30), nullable=False),
        sa.Column("jr_id", sa.String(length=50), nullable=False),
        sa.Column("dspo_way", sa.String(length=3), nullable=False),
        sa.Column("dspo_way_rea", sa.String(length=500), nullable=False),
        sa.Column("opter", sa.String(length=50), nullable=False),
        sa.Column("opter_name", sa.String(length=50), nullable=False),
        sa.Column("decided_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("fixmedins_code", "jr_id"),
        mysql_charset="utf8mb4",
        mysql_collate="utf8mb4_bin",
        mysql_engine="InnoDB",
    )
    op.create_table(
        "risk_rule",
        sa.Column("id", sa.String(length=50), nullable=False),
        sa.Column("document", JsonText(length=16777215), nullable=False),
        sa.Column("published_at", sa.DateTime(), nullable=False),
        sa.Column("published_by", sa.String(length=50), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        mysql_charset="utf8mb4",
        mysql_collate="utf8mb4_bin",
        mysql_engine="InnoDB",
    )
    op.create_table(
        "risk_warning",
        sa.Column("fixmedins_code", sa.String(length=30), nullable=False),
        sa.Column("jr_id", sa.String(length=50), nullable=False),
        sa.Column("warn_type", sa.String(length=6), nullable=False),
        sa.Column("task_id", sa.String(length=50), nullable=False),
        sa.Column("patn_id", sa.String(length=50), nullable=False),
        sa.Column("mdtrt_id", sa.String(length=50), nullable=False),
        sa.Column("rule_id", sa.String(length=50), nullable=False),
        sa.Column("vola_cont", sa.String(length=500), nullable=False),
        sa.Column("vola_amt", sa.BigInteger(), nullable=False),
        sa.Column("violation", JsonText(length=16777215), nullable=False),
        sa.Column("found_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("fixmedins_code", "jr_id"),
        mysql_charset="utf8mb4",
        mysql_collate="utf8mb4_bin",
        mysql_engine="InnoDB",
    )
    op.create_index("ix_risk_warning_patient", "risk_warning", ["patn_id", "found_at"], unique=False)


def downgrade() -> None:
    op.drop_index("ix_risk_warning_patient", table_name="risk_warning")
    op.drop_table("risk_warning")
    op.drop_table("risk_rule")
    op.drop_table("risk_decision")
