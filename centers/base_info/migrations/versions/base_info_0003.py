"""keep experts, banks and units as records"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from hsaf.data.types import JsonText

revision = "base_info_0003"
down_revision = "base_info_0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "base_info_bank",
        sa.Column("id", sa.String(length=30), nullable=False),
        sa.Column("bank_code", sa.String(length=12), nullable=False),
        sa.Column("bank_name", sa.String(length=200), nullable=False),
        sa.Column("bank_type_code", sa.String(length=60), nullable=False),
        sa.Column("admdvs", sa.String(length=6), nullable=False),
        sa.Column("inter_bank_flag", sa.Boolean(), nullable=False),
        sa.Column("addr", sa.String(length=300), nullable=False),
        sa.Column("tel", sa.String(length=20), nullable=False),
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
    with op.batch_alter_table("base_info_bank", schema=None) as batch_op:
        batch_op.create_index("ix_base_info_bank_admdvs", ["admdvs", "id", "pool", "state"], unique=False)
        batch_op.create_index(
            "ix_base_info_bank_bank_code", ["bank_code", "id", "pool", "admdvs", "state"], unique=False
        )
        batch_op.create_index(
            "ix_base_info_bank_bank_name", ["bank_name", "id", "pool", "admdvs", "state"], unique=False
        )
        batch_op.create_index(
            "ix_base_info_bank_bank_type_code", ["bank_type_code", "id", "pool", "admdvs", "state"], unique=False
        )
        batch_op.create_index(
            "ix_base_info_bank_created_by", ["created_by", "id", "pool", "admdvs", "state"], unique=False
        )
        batch_op.create_index(
            "ix_base_info_bank_pending_state", ["pending_state", "id", "pool", "admdvs", "state"], unique=False
        )
        batch_op.create_index("ix_base_info_bank_pool", ["pool", "id", "admdvs", "state"], unique=False)
        batch_op.create_index("ix_base_info_bank_state", ["state", "id", "pool", "admdvs"], unique=False)
        batch_op.create_index(
            "ix_base_info_bank_updated_at", ["updated_at", "id", "pool", "admdvs", "state"], unique=False
        )

    op.create_table(
        "base_info_change",
        sa.Column("id", sa.String(length=30), nullable=False),
        sa.Column("record", sa.String(length=30), nullable=False),
        sa.Column("record_id", sa.String(length=30), nullable=False),
        sa.Column("action", sa.String(length=10), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("before", JsonText(length=16777215), nullable=False),
        sa.Column("after", JsonText(length=16777215), nullable=False),
        sa.Column("maintainer", sa.String(length=50), nullable=False),
        sa.Column("maintainer_name", sa.String(length=50), nullable=False),
        sa.Column("reviewer", sa.String(length=50), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("opinions", JsonText(length=16777215), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("updated_at", sa.DateTime(), nullable=False),
        sa.Column("version_no", sa.Integer(), nullable=False),
        sa.Column("batch", sa.String(length=30), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        mysql_charset="utf8mb4",
        mysql_collate="utf8mb4_bin",
        mysql_engine="InnoDB",
    )
    with op.batch_alter_table("base_info_change", schema=None) as batch_op:
        batch_op.create_index("ix_base_info_change_batch", ["batch"], unique=False)
        batch_op.create_index("ix_base_info_change_record", ["record_id"], unique=False)
        batch_op.create_index("ix_base_info_change_waiting", ["record", "state"], unique=False)

    op.create_table(
        "base_info_expert",
        sa.Column("id", sa.String(length=30), nullable=False),
        sa.Column("expt_no", sa.String(length=20), nullable=False),
        sa.Column("expt_name", sa.String(length=50), nullable=False),
        sa.Column("gend", sa.String(length=60), nullable=False),
        sa.Column("psn_cert_type", sa.String(length=60), nullable=False),
        sa.Column("certno", sa.String(length=304), nullable=False),
        sa.Column("certno_digest", sa.String(length=64), nullable=False),
        sa.Column("tel", sa.String(length=144), nullable=False),
        sa.Column("emp_name", sa.String(length=200), nullable=False),
        sa.Column("specialty", sa.String(length=60), nullable=False),
        sa.Column("title_lv", sa.String(length=60), nullable=False),
        sa.Column("admdvs", sa.String(length=6), nullable=False),
        sa.Column("begndate", sa.Date(), nullable=True),
        sa.Column("enddate", sa.Date(), nullable=True),
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
    with op.batch_alter_table("base_info_expert", schema=None) as batch_op:
        batch_op.create_index("ix_base_info_expert_admdvs", ["admdvs", "id", "pool", "state"], unique=False)
        batch_op.create_index(
            "ix_base_info_expert_begndate", ["begndate", "id", "pool", "admdvs", "state"], unique=False
        )
        batch_op.create_index(
            "ix_base_info_expert_certno_digest", ["certno_digest", "id", "pool", "admdvs", "state"], unique=False
        )
        batch_op.create_index(
            "ix_base_info_expert_created_by", ["created_by", "id", "pool", "admdvs", "state"], unique=False
        )
        batch_op.create_index(
            "ix_base_info_expert_emp_name", ["emp_name", "id", "pool", "admdvs", "state"], unique=False
        )
        batch_op.create_index("ix_base_info_expert_enddate", ["enddate", "id", "pool", "admdvs", "state"], unique=False)
        batch_op.create_index(
            "ix_base_info_expert_expt_name", ["expt_name", "id", "pool", "admdvs", "state"], unique=False
        )
        batch_op.create_index("ix_base_info_expert_expt_no", ["expt_no", "id", "pool", "admdvs", "state"], unique=False)
        batch_op.create_index(
            "ix_base_info_expert_pending_state", ["pending_state", "id", "pool", "admdvs", "state"], unique=False
        )
        batch_op.create_index("ix_base_info_expert_pool", ["pool", "id", "admdvs", "state"], unique=False)
        batch_op.create_index(
            "ix_base_info_expert_psn_cert_type", ["psn_cert_type", "id", "pool", "admdvs", "state"], unique=False
        )
        batch_op.create_index(
            "ix_base_info_expert_specialty", ["specialty", "id", "pool", "admdvs", "state"], unique=False
        )
        batch_op.create_index("ix_base_info_expert_state", ["state", "id", "pool", "admdvs"], unique=False)
        batch_op.create_index(
            "ix_base_info_expert_title_lv", ["title_lv", "id", "pool", "admdvs", "state"], unique=False
        )
        batch_op.create_index(
            "ix_base_info_expert_updated_at", ["updated_at", "id", "pool", "admdvs", "state"], unique=False
        )

    op.create_table(
        "base_info_record_key",
        sa.Column("record", sa.String(length=30), nullable=False),
        sa.Column("rule", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("record_id", sa.String(length=30), nullable=False),
        sa.PrimaryKeyConstraint("record", "rule", "digest"),
        mysql_charset="utf8mb4",
        mysql_collate="utf8mb4_bin",
        mysql_engine="InnoDB",
    )
    with op.batch_alter_table("base_info_record_key", schema=None) as batch_op:
        batch_op.create_index("ix_base_info_record_key_record", ["record_id"], unique=False)

    op.create_table(
        "base_info_record_secret",
        sa.Column("name", sa.String(length=30), nullable=False),
        sa.Column("key_sealed", sa.String(length=200), nullable=False),
        sa.PrimaryKeyConstraint("name"),
        mysql_charset="utf8mb4",
        mysql_collate="utf8mb4_bin",
        mysql_engine="InnoDB",
    )
    op.create_table(
        "base_info_unit",
        sa.Column("id", sa.String(length=30), nullable=False),
        sa.Column("emp_no", sa.String(length=30), nullable=False),
        sa.Column("emp_name", sa.String(length=200), nullable=False),
        sa.Column("uscc", sa.String(length=18), nullable=False),
        sa.Column("emp_type", sa.String(length=60), nullable=False),
        sa.Column("admdvs", sa.String(length=6), nullable=False),
        sa.Column("legrep_name", sa.String(length=50), nullable=False),
        sa.Column("legrep_certno", sa.String(length=304), nullable=False),
        sa.Column("legrep_tel", sa.String(length=144), nullable=False),
        sa.Column("addr", sa.String(length=300), nullable=False),
        sa.Column("bank_code", sa.String(length=12), nullable=False),
        sa.Column("bank_acct", sa.String(length=200), nullable=False),
        sa.Column("estb_date", sa.Date(), nullable=True),
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
    with op.batch_alter_table("base_info_unit", schema=None) as batch_op:
        batch_op.create_index("ix_base_info_unit_admdvs", ["admdvs", "id", "pool", "state"], unique=False)
        batch_op.create_index(
            "ix_base_info_unit_created_by", ["created_by", "id", "pool", "admdvs", "state"], unique=False
        )
        batch_op.create_index("ix_base_info_unit_emp_name", ["emp_name", "id", "pool", "admdvs", "state"], unique=False)
        batch_op.create_index("ix_base_info_unit_emp_no", ["emp_no", "id", "pool", "admdvs", "state"], unique=False)
        batch_op.create_index("ix_base_info_unit_emp_type", ["emp_type", "id", "pool", "admdvs", "state"], unique=False)
        batch_op.create_index(
            "ix_base_info_unit_estb_date", ["estb_date", "id", "pool", "admdvs", "state"], unique=False
        )
        batch_op.create_index(
            "ix_base_info_unit_pending_state", ["pending_state", "id", "pool", "admdvs", "state"], unique=False
        )
        batch_op.create_index("ix_base_info_unit_pool", ["pool", "id", "admdvs", "state"], unique=False)
        batch_op.create_index("ix_base_info_unit_state", ["state", "id", "pool", "admdvs"], unique=False)
        batch_op.create_index(
            "ix_base_info_unit_updated_at", ["updated_at", "id", "pool", "admdvs", "state"], unique=False
        )
        batch_op.create_index("ix_base_info_unit_uscc", ["uscc", "id", "pool", "admdvs", "state"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("base_info_unit", schema=None) as batch_op:
        batch_op.drop_index("ix_base_info_unit_uscc")
        batch_op.drop_index("ix_base_info_unit_updated_at")
        batch_op.drop_index("ix_base_info_unit_state")
        batch_op.drop_index("ix_base_info_unit_pool")
        batch_op.drop_index("ix_base_info_unit_pending_state")
        batch_op.drop_index("ix_base_info_unit_estb_date")
        batch_op.drop_index("ix_base_info_unit_emp_type")
        batch_op.drop_index("ix_base_info_unit_emp_no")
        batch_op.drop_index("ix_base_info_unit_emp_name")
        batch_op.drop_index("ix_base_info_unit_created_by")
        batch_op.drop_index("ix_base_info_unit_admdvs")

    op.drop_table("base_info_unit")
    op.drop_table("base_info_record_secret")
    with op.batch_alter_table("base_info_record_key", schema=None) as batch_op:
        batch_op.drop_index("ix_base_info_record_key_record")

    op.drop_table("base_info_record_key")
    with op.batch_alter_table("base_info_expert", schema=None) as batch_op:
        batch_op.drop_index("ix_base_info_expert_updated_at")
        batch_op.drop_index("ix_base_info_expert_title_lv")
        batch_op.drop_index("ix_base_info_expert_state")
        batch_op.drop_index("ix_base_info_expert_specialty")
        batch_op.drop_index("ix_base_info_expert_psn_cert_type")
        batch_op.drop_index("ix_base_info_expert_pool")
        batch_op.drop_index("ix_base_info_expert_pending_state")
        batch_op.drop_index("ix_base_info_expert_expt_no")
        batch_op.drop_index("ix_base_info_expert_expt_name")
        batch_op.drop_index("ix_base_info_expert_enddate")
        batch_op.drop_index("ix_base_info_expert_emp_name")
        batch_op.drop_index("ix_base_info_expert_created_by")
        batch_op.drop_index("ix_base_info_expert_certno_digest")
        batch_op.drop_index("ix_base_info_expert_begndate")
        batch_op.drop_index("ix_base_info_expert_admdvs")

    op.drop_table("base_info_expert")
    with op.batch_alter_table("base_info_change", schema=None) as batch_op:
        batch_op.drop_index("ix_base_info_change_waiting")
        batch_op.drop_index("ix_base_info_change_record")
        batch_op.drop_index("ix_base_info_change_batch")

    op.drop_table("base_info_change")
    with op.batch_alter_table("base_info_bank", schema=None) as batch_op:
        batch_op.drop_index("ix_base_info_bank_updated_at")
        batch_op.drop_index("ix_base_info_bank_state")
        batch_op.drop_index("ix_base_info_bank_pool")
        batch_op.drop_index("ix_base_info_bank_pending_state")
        batch_op.drop_index("ix_base_info_bank_created_by")
        batch_op.drop_index("ix_base_info_bank_bank_type_code")
        batch_op.drop_index("ix_base_info_bank_bank_name")
        batch_op.drop_index("ix_base_info_bank_bank_code")
        batch_op.drop_index("ix_base_info_bank_admdvs")

    op.drop_table("base_info_bank")
