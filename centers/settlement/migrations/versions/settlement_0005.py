"""Special attributes of visits"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "settlement_0005"
down_revision = "settlement_0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "settlement_special_flag",
        sa.Column("psn_no", sa.String(length=30), nullable=False),
        sa.Column("mdtrt_id", sa.String(length=30), nullable=False),
        sa.Column("ipt_psn_sp_flag_type", sa.String(length=6), nullable=False),
        sa.Column("ipt_psn_sp_flag_detl_id", sa.String(length=40), nullable=False),
        sa.Column("fixmedins_code", sa.String(length=12), nullable=False),
        sa.Column("ipt_otp_no", sa.String(length=30), nullable=False),
        sa.Column("ipt_psn_sp_flag", sa.String(length=6), nullable=False),
        sa.Column("admdvs", sa.String(length=6), nullable=False),
        sa.Column("memo", sa.String(length=500), nullable=False),
        sa.Column("opt_time", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("psn_no", "mdtrt_id", "ipt_psn_sp_flag_type"),
        mysql_charset="utf8mb4",
        mysql_collate="utf8mb4_bin",
        mysql_engine="InnoDB",
    )
    with op.batch_alter_table("settlement_special_flag", schema=None) as batch_op:
        batch_op.create_index("ix_settlement_special_flag_institution", ["fixmedins_code", "opt_time"], unique=False)


def downgrade() -> None:
    op.drop_table("settlement_special_flag")
