"""keep persons"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from hsaf.data.types import JsonText

revision = "enrollment_0004"
down_revision = "enrollment_0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "enrollment_change",
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
    with op.batch_alter_table("enrollment_change", schema=None) as batch_op:
        batch_op.create_index("ix_enrollment_change_batch", ["batch"], unique=False)
        batch_op.create_index("ix_enrollment_change_record", ["record_id"], unique=False)
        batch_op.create_index("ix_enrollment_change_waiting", ["record", "state"], unique=False)

    op.create_table(
        "enrollment_psn_base",
        sa.Column("id", sa.String(length=30), nullable=False),
        sa.Column("psn_no", sa.String(length=30), nullable=False),
        sa.Column("psn_name", sa.String(length=50), nullable=False),
        sa.Column("psn_cert_type", sa.String(length=60), nullable=False),
        sa.Column("certno", sa.String(length=304), nullable=False),
        sa.Column("certno_digest", sa.String(length=64), nullable=False),
        sa.Column("gend", sa.String(length=60), nullable=False),
        sa.Column("naty", sa.String(length=60), nullable=False),
        sa.Column("brdy", sa.Date(), nullable=True),
        sa.Column("tel", sa.String(length=144), nullable=False),
        sa.Column("addr", sa.Text(), nullable=False),
        sa.Column("admdvs", sa.String(length=6), nullable=False),
        sa.Column("memo", sa.String(length=500), nullable=False),
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
    with op.batch_alter_table("enrollment_psn_base", schema=None) as batch_op:
        batch_op.create_index("ix_enrollment_psn_base_admdvs", ["admdvs", "id", "pool", "state"], unique=False)
        batch_op.create_index(
            "ix_enrollment_psn_base_certno_digest", ["certno_digest", "id", "pool", "admdvs", "state"], unique=False
        )
        batch_op.create_index(
            "ix_enrollment_psn_base_created_by", ["created_by", "id", "pool", "admdvs", "state"], unique=False
        )
        batch_op.create_index("ix_enrollment_psn_base_gend", ["gend", "id", "pool", "admdvs", "state"], unique=False)
        batch_op.create_index(
            "ix_enrollment_psn_base_pending_state", ["pending_state", "id", "pool", "admdvs", "state"], unique=False
        )
        batch_op.create_index("ix_enrollment_psn_base_pool", ["pool", "id", "admdvs", "state"], unique=False)
        batch_op.create_index(
            "ix_enrollment_psn_base_psn_cert_type", ["psn_cert_type", "id", "pool", "admdvs", "state"], unique=False
        )
        batch_op.create_index(
            "ix_enrollment_psn_base_psn_name", ["psn_name", "id", "pool", "admdvs", "state"], unique=False
        )
        batch_op.create_index(
            "ix_enrollment_psn_base_psn_no", ["psn_no", "id", "pool", "admdvs", "state"], unique=False
        )
        batch_op.create_index("ix_enrollment_psn_base_state", ["state", "id", "pool", "admdvs"], unique=False)
        batch_op.create_index(
            "ix_enrollment_psn_base_updated_at", ["updated_at", "id", "pool", "admdvs", "state"], unique=False
        )

    op.create_table(
        "enrollment_psn_cert",
        sa.Column("id", sa.String(length=30), nullable=False),
        sa.Column("psn_no", sa.String(length=30), nullable=False),
        sa.Column("psn_name", sa.String(length=50), nullable=False),
        sa.Column("psn_cert_type", sa.String(length=60), nullable=False),
        sa.Column("certno", sa.String(length=304), nullable=False),
        sa.Column("certno_digest", sa.String(length=64), nullable=False),
        sa.Column("iss_org", sa.String(length=200), nullable=False),
        sa.Column("begndate", sa.Date(), nullable=True),
        sa.Column("enddate", sa.Date(), nullable=True),
        sa.Column("admdvs", sa.String(length=6), nullable=False),
        sa.Column("memo", sa.String(length=500), nullable=False),
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
    with op.batch_alter_table("enrollment_psn_cert", schema=None) as batch_op:
        batch_op.create_index("ix_enrollment_psn_cert_admdvs", ["admdvs", "id", "pool", "state"], unique=False)
        batch_op.create_index(
            "ix_enrollment_psn_cert_begndate", ["begndate", "id", "pool", "admdvs", "state"], unique=False
        )
        batch_op.create_index(
            "ix_enrollment_psn_cert_certno_digest", ["certno_digest", "id", "pool", "admdvs", "state"], unique=False
        )
        batch_op.create_index(
            "ix_enrollment_psn_cert_created_by", ["created_by", "id", "pool", "admdvs", "state"], unique=False
        )
        batch_op.create_index(
            "ix_enrollment_psn_cert_enddate", ["enddate", "id", "pool", "admdvs", "state"], unique=False
        )
        batch_op.create_index(
            "ix_enrollment_psn_cert_pending_state", ["pending_state", "id", "pool", "admdvs", "state"], unique=False
        )
        batch_op.create_index("ix_enrollment_psn_cert_pool", ["pool", "id", "admdvs", "state"], unique=False)
        batch_op.create_index(
            "ix_enrollment_psn_cert_psn_cert_type", ["psn_cert_type", "id", "pool", "admdvs", "state"], unique=False
        )
        batch_op.create_index(
            "ix_enrollment_psn_cert_psn_name", ["psn_name", "id", "pool", "admdvs", "state"], unique=False
        )
        batch_op.create_index(
            "ix_enrollment_psn_cert_psn_no", ["psn_no", "id", "pool", "admdvs", "state"], unique=False
        )
        batch_op.create_index("ix_enrollment_psn_cert_state", ["state", "id", "pool", "admdvs"], unique=False)
        batch_op.create_index(
            "ix_enrollment_psn_cert_updated_at", ["updated_at", "id", "pool", "admdvs", "state"], unique=False
        )

    op.create_table(
        "enrollment_psn_idet",
        sa.Column("id", sa.String(length=30), nullable=False),
        sa.Column("psn_no", sa.String(length=30), nullable=False),
        sa.Column("psn_name", sa.String(length=50), nullable=False),
        sa.Column("psn_idet_type", sa.String(length=60), nullable=False),
        sa.Column("begndate", sa.Date(), nullable=True),
        sa.Column("enddate", sa.Date(), nullable=True),
        sa.Column("admdvs", sa.String(length=6), nullable=False),
        sa.Column("memo", sa.String(length=500), nullable=False),
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
    with op.batch_alter_table("enrollment_psn_idet", schema=None) as batch_op:
        batch_op.create_index("ix_enrollment_psn_idet_admdvs", ["admdvs", "id", "pool", "state"], unique=False)
        batch_op.create_index(
            "ix_enrollment_psn_idet_begndate", ["begndate", "id", "pool", "admdvs", "state"], unique=False
        )
        batch_op.create_index(
            "ix_enrollment_psn_idet_created_by", ["created_by", "id", "pool", "admdvs", "state"], unique=False
        )
        batch_op.create_index(
            "ix_enrollment_psn_idet_enddate", ["enddate", "id", "pool", "admdvs", "state"], unique=False
        )
        batch_op.create_index(
            "ix_enrollment_psn_idet_pending_state", ["pending_state", "id", "pool", "admdvs", "state"], unique=False
        )
        batch_op.create_index("ix_enrollment_psn_idet_pool", ["pool", "id", "admdvs", "state"], unique=False)
        batch_op.create_index(
            "ix_enrollment_psn_idet_psn_idet_type", ["psn_idet_type", "id", "pool", "admdvs", "state"], unique=False
        )
        batch_op.create_index(
            "ix_enrollment_psn_idet_psn_name", ["psn_name", "id", "pool", "admdvs", "state"], unique=False
        )
        batch_op.create_index(
            "ix_enrollment_psn_idet_psn_no", ["psn_no", "id", "pool", "admdvs", "state"], unique=False
        )
        batch_op.create_index("ix_enrollment_psn_idet_state", ["state", "id", "pool", "admdvs"], unique=False)
        batch_op.create_index(
            "ix_enrollment_psn_idet_updated_at", ["updated_at", "id", "pool", "admdvs", "state"], unique=False
        )

    op.create_table(
        "enrollment_record_key",
        sa.Column("record", sa.String(length=30), nullable=False),
        sa.Column("rule", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("record_id", sa.String(length=30), nullable=False),
        sa.PrimaryKeyConstraint("record", "rule", "digest"),
        mysql_charset="utf8mb4",
        mysql_collate="utf8mb4_bin",
        mysql_engine="InnoDB",
    )
    with op.batch_alter_table("enrollment_record_key", schema=None) as batch_op:
        batch_op.create_index("ix_enrollment_record_key_record", ["record_id"], unique=False)

    op.create_table(
        "enrollment_record_secret",
        sa.Column("name", sa.String(length=30), nullable=False),
        sa.Column("key_sealed", sa.String(length=200), nullable=False),
        sa.PrimaryKeyConstraint("name"),
        mysql_charset="utf8mb4",
        mysql_collate="utf8mb4_bin",
        mysql_engine="InnoDB",
    )


def downgrade() -> None:
    op.drop_table("enrollment_record_secret")
    with op.batch_alter_table("enrollment_record_key", schema=None) as batch_op:
        batch_op.drop_index("ix_enrollment_record_key_record")

    op.drop_table("enrollment_record_key")
    with op.batch_alter_table("enrollment_psn_idet", schema=None) as batch_op:
        batch_op.drop_index("ix_enrollment_psn_idet_updated_at")
        batch_op.drop_index("ix_enrollment_psn_idet_state")
        batch_op.drop_index("ix_enrollment_psn_idet_psn_no")
        batch_op.drop_index("ix_enrollment_psn_idet_psn_name")
        batch_op.drop_index("ix_enrollment_psn_idet_psn_idet_type")
        batch_op.drop_index("ix_enrollment_psn_idet_pool")
        batch_op.drop_index("ix_enrollment_psn_idet_pending_state")
        batch_op.drop_index("ix_enrollment_psn_idet_enddate")
        batch_op.drop_index("ix_enrollment_psn_idet_created_by")
        batch_op.drop_index("ix_enrollment_psn_idet_begndate")
        batch_op.drop_index("ix_enrollment_psn_idet_admdvs")

    op.drop_table("enrollment_psn_idet")
    with op.batch_alter_table("enrollment_psn_cert", schema=None) as batch_op:
        batch_op.drop_index("ix_enrollment_psn_cert_updated_at")
        batch_op.drop_index("ix_enrollment_psn_cert_state")
        batch_op.drop_index("ix_enrollment_psn_cert_psn_no")
        batch_op.drop_index("ix_enrollment_psn_cert_psn_name")
        batch_op.drop_index("ix_enrollment_psn_cert_psn_cert_type")
        batch_op.drop_index("ix_enrollment_psn_cert_pool")
        batch_op.drop_index("ix_enrollment_psn_cert_pending_state")
        batch_op.drop_index("ix_enrollment_psn_cert_enddate")
        batch_op.drop_index("ix_enrollment_psn_cert_created_by")
        batch_op.drop_index("ix_enrollment_psn_cert_certno_digest")
        batch_op.drop_index("ix_enrollment_psn_cert_begndate")
        batch_op.drop_index("ix_enrollment_psn_cert_admdvs")

    op.drop_table("enrollment_psn_cert")
    with op.batch_alter_table("enrollment_psn_base", schema=None) as batch_op:
        batch_op.drop_index("ix_enrollment_psn_base_updated_at")
        batch_op.drop_index("ix_enrollment_psn_base_state")
        batch_op.drop_index("ix_enrollment_psn_base_psn_no")
        batch_op.drop_index("ix_enrollment_psn_base_psn_name")
        batch_op.drop_index("ix_enrollment_psn_base_psn_cert_type")
        batch_op.drop_index("ix_enrollment_psn_base_pool")
        batch_op.drop_index("ix_enrollment_psn_base_pending_state")
        batch_op.drop_index("ix_enrollment_psn_base_gend")
        batch_op.drop_index("ix_enrollment_psn_base_created_by")
        batch_op.drop_index("ix_enrollment_psn_base_certno_digest")
        batch_op.drop_index("ix_enrollment_psn_base_admdvs")

    op.drop_table("enrollment_psn_base")
    with op.batch_alter_table("enrollment_change", schema=None) as batch_op:
        batch_op.drop_index("ix_enrollment_change_waiting")
        batch_op.drop_index("ix_enrollment_change_record")
        batch_op.drop_index("ix_enrollment_change_batch")

    op.drop_table("enrollment_change")
