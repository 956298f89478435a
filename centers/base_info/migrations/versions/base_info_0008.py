"""agreements with institutions"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "base_info_0008"
down_revision = "base_info_0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "base_info_agreement",
        sa.Column("id", sa.String(length=30), nullable=False),
        sa.Column("agmt_no", sa.String(length=40), nullable=False),
        sa.Column("fixmedins_code", sa.String(length=30), nullable=False),
        sa.Column("fixmedins_name", sa.String(length=200), nullable=False),
        sa.Column("fixmedins_type", sa.String(length=60), nullable=False),
        sa.Column("agmt_type", sa.String(length=60), nullable=False),
        sa.Column("agmt_org", sa.String(length=200), nullable=False),
        sa.Column("admdvs", sa.String(length=6), nullable=False),
        sa.Column("sign_date", sa.Date(), nullable=True),
        sa.Column("begndate", sa.Date(), nullable=True),
        sa.Column("enddate", sa.Date(), nullable=True),
        sa.Column("resper_name", sa.String(length=50), nullable=False),
        sa.Column("agmt_file", sa.String(length=100), nullable=False),
        sa.Column("memo", sa.Text(), nullable=False),
        sa.Column("pool", sa.String(length=4), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("version_no", sa.Integer(), nullable=False),
        sa.Column("pending", sa.String(length=30), nullable=False),
        sa.Column("pending_action", sa.String(length=10), nullable=False),
        sa.Column("pending_state", sa.String(length=12), nullable=False),
        sa.Column("pending_by", sa.String(length=50), nullable=False),
        sa.Column("pending_reviewer", sa.String(length=50), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("created_by", sa.String(length=50), nullable=False),
        sa.Column("updated_at", sa.DateTime(), nullable=False),
        sa.Column("updated_by", sa.String(length=50), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        mysql_charset="utf8mb4",
        mysql_collate="utf8mb4_bin",
        mysql_engine="InnoDB",
    )
    with op.batch_alter_table("base_info_agreement", schema=None) as batch_op:
        batch_op.create_index("ix_base_info_agreement_admdvs", ["admdvs", "id", "pool", "state"], unique=False)
        batch_op.create_index(
            "ix_base_info_agreement_agmt_no", ["agmt_no", "id", "pool", "admdvs", "state"], unique=False
        )
        batch_op.create_index(
            "ix_base_info_agreement_agmt_org", ["agmt_org", "id", "pool", "admdvs", "state"], unique=False
        )
        batch_op.create_index(
            "ix_base_info_agreement_agmt_type", ["agmt_type", "id", "pool", "admdvs", "state"], unique=False
        )
        batch_op.create_index(
            "ix_base_info_agreement_begndate", ["begndate", "id", "pool", "admdvs", "state"], unique=False
        )
        batch_op.create_index(
            "ix_base_info_agreement_created_by", ["created_by", "id", "pool", "admdvs", "state"], unique=False
        )
        batch_op.create_index(
            "ix_base_info_agreement_enddate", ["enddate", "id", "pool", "admdvs", "state"], unique=False
        )
        batch_op.create_index(
            "ix_base_info_agreement_fixmedins_code", ["fixmedins_code", "id", "pool", "admdvs", "state"], unique=False
        )
        batch_op.create_index(
            "ix_base_info_agreement_fixmedins_name", ["fixmedins_name", "id", "pool", "admdvs", "state"], unique=False
        )
        batch_op.create_index(
            "ix_base_info_agreement_fixmedins_type", ["fixmedins_type", "id", "pool", "admdvs", "state"], unique=False
        )
        batch_op.create_index(
            "ix_base_info_agreement_pending_state", ["pending_state", "id", "pool", "admdvs", "state"], unique=False
        )
        batch_op.create_index("ix_base_info_agreement_pool", ["pool", "id", "admdvs", "state"], unique=False)
        batch_op.create_index(
            "ix_base_info_agreement_sign_date", ["sign_date", "id", "pool", "admdvs", "state"], unique=False
        )
        batch_op.create_index("ix_base_info_agreement_state", ["state", "id", "pool", "admdvs"], unique=False)
        batch_op.create_index(
            "ix_base_info_agreement_updated_at", ["updated_at", "id", "pool", "admdvs", "state"], unique=False
        )


def downgrade() -> None:
    with op.batch_alter_table("base_info_agreement", schema=None) as batch_op:
        batch_op.drop_index("ix_base_info_agreement_updated_at")
        batch_op.drop_index("ix_base_info_agreement_state")
        batch_op.drop_index("ix_base_info_agreement_sign_date")
        batch_op.drop_index("ix_base_info_agreement_pool")
        batch_op.drop_index("ix_base_info_agreement_pending_state")
        batch_op.drop_index("ix_base_info_agreement_fixmedins_type")
        batch_op.drop_index("ix_base_info_agreement_fixmedins_name")
        batch_op.drop_index("ix_base_info_agreement_fixmedins_code")
        batch_op.drop_index("ix_base_info_agreement_enddate")
        batch_op.drop_index("ix_base_info_agreement_created_by")
        batch_op.drop_index("ix_base_info_agreement_begndate")
        batch_op.drop_index("ix_base_info_agreement_agmt_type")
        batch_op.drop_index("ix_base_info_agreement_agmt_org")
        batch_op.drop_index("ix_base_info_agreement_agmt_no")
        batch_op.drop_index("ix_base_info_agreement_admdvs")

    op.drop_table("base_info_agreement")
