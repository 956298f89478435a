"""keep biometric features and recipients of medical aid"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "enrollment_0005"
down_revision = "enrollment_0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "enrollment_aid_category",
        sa.Column("id", sa.String(length=30), nullable=False),
        sa.Column("psn_idet_type", sa.String(length=60), nullable=False),
        sa.Column("admdvs", sa.String(length=6), nullable=False),
        sa.Column("rec_dept", sa.String(length=60), nullable=False),
        sa.Column("rev_months", sa.BigInteger(), nullable=True),
        sa.Column("basis", sa.String(length=200), nullable=False),
        sa.Column("begndate", sa.Date(), nullable=True),
        sa.Column("enddate", sa.Date(), nullable=True),
        sa.Column("memo", sa.String(length=500), nullable=False),
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
    with op.batch_alter_table("enrollment_aid_category", schema=None) as batch_op:
        batch_op.create_index("ix_enrollment_aid_category_admdvs", ["admdvs", "id", "state"], unique=False)
        batch_op.create_index("ix_enrollment_aid_category_begndate", ["begndate", "id", "state"], unique=False)
        batch_op.create_index("ix_enrollment_aid_category_created_by", ["created_by", "id", "state"], unique=False)
        batch_op.create_index("ix_enrollment_aid_category_enddate", ["enddate", "id", "state"], unique=False)
        batch_op.create_index(
            "ix_enrollment_aid_category_pending_state", ["pending_state", "id", "state"], unique=False
        )
        batch_op.create_index(
            "ix_enrollment_aid_category_psn_idet_type", ["psn_idet_type", "id", "state"], unique=False
        )
        batch_op.create_index("ix_enrollment_aid_category_rec_dept", ["rec_dept", "id", "state"], unique=False)
        batch_op.create_index("ix_enrollment_aid_category_state", ["state", "id"], unique=False)
        batch_op.create_index("ix_enrollment_aid_category_updated_at", ["updated_at", "id", "state"], unique=False)

    op.create_table(
        "enrollment_aid_person",
        sa.Column("id", sa.String(length=30), nullable=False),
        sa.Column("psn_no", sa.String(length=30), nullable=False),
        sa.Column("psn_name", sa.String(length=50), nullable=False),
        sa.Column("psn_idet_type", sa.String(length=60), nullable=False),
        sa.Column("rec_dept", sa.String(length=60), nullable=False),
        sa.Column("rec_no", sa.String(length=100), nullable=False),
        sa.Column("rec_date", sa.Date(), nullable=True),
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
    with op.batch_alter_table("enrollment_aid_person", schema=None) as batch_op:
        batch_op.create_index("ix_enrollment_aid_person_admdvs", ["admdvs", "id", "pool", "state"], unique=False)
        batch_op.create_index(
            "ix_enrollment_aid_person_begndate", ["begndate", "id", "pool", "admdvs", "state"], unique=False
        )
        batch_op.create_index(
            "ix_enrollment_aid_person_created_by", ["created_by", "id", "pool", "admdvs", "state"], unique=False
        )
        batch_op.create_index(
            "ix_enrollment_aid_person_enddate", ["enddate", "id", "pool", "admdvs", "state"], unique=False
        )
        batch_op.create_index(
            "ix_enrollment_aid_person_pending_state", ["pending_state", "id", "pool", "admdvs", "state"], unique=False
        )
        batch_op.create_index("ix_enrollment_aid_person_pool", ["pool", "id", "admdvs", "state"], unique=False)
        batch_op.create_index(
            "ix_enrollment_aid_person_psn_idet_type", ["psn_idet_type", "id", "pool", "admdvs", "state"], unique=False
        )
        batch_op.create_index(
            "ix_enrollment_aid_person_psn_name", ["psn_name", "id", "pool", "admdvs", "state"], unique=False
        )
        batch_op.create_index(
            "ix_enrollment_aid_person_psn_no", ["psn_no", "id", "pool", "admdvs", "state"], unique=False
        )
        batch_op.create_index(
            "ix_enrollment_aid_person_rec_dept", ["rec_dept", "id", "pool", "admdvs", "state"], unique=False
        )
        batch_op.create_index(
            "ix_enrollment_aid_person_rec_no", ["rec_no", "id", "pool", "admdvs", "state"], unique=False
        )
        batch_op.create_index("ix_enrollment_aid_person_state", ["state", "id", "pool", "admdvs"], unique=False)
        batch_op.create_index(
            "ix_enrollment_aid_person_updated_at", ["updated_at", "id", "pool", "admdvs", "state"], unique=False
        )

    op.create_table(
        "enrollment_biometric",
        sa.Column("psn_no", sa.String(length=30), nullable=False),
        sa.Column("bio_type", sa.String(length=6), nullable=False),
        sa.Column("bio_souc", sa.String(length=6), nullable=False),
        sa.Column("quality", sa.Integer(), nullable=False),
        sa.Column("colc_date", sa.Date(), nullable=False),
        sa.Column("consent_no", sa.String(length=50), nullable=False),
        sa.Column("dev_no", sa.String(length=50), nullable=False),
        sa.Column("template_sealed", sa.Text(), nullable=False),
        sa.Column("template_digest", sa.String(length=64), nullable=False),
        sa.Column("opter_name", sa.String(length=50), nullable=False),
        sa.Column("updt_time", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("psn_no", "bio_type"),
        mysql_charset="utf8mb4",
        mysql_collate="utf8mb4_bin",
        mysql_engine="InnoDB",
    )
    with op.batch_alter_table("enrollment_biometric", schema=None) as batch_op:
        batch_op.create_index("ix_enrollment_biometric_template", ["template_digest", "bio_type"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("enrollment_biometric", schema=None) as batch_op:
        batch_op.drop_index("ix_enrollment_biometric_template")

    op.drop_table("enrollment_biometric")
    with op.batch_alter_table("enrollment_aid_person", schema=None) as batch_op:
        batch_op.drop_index("ix_enrollment_aid_person_updated_at")
        batch_op.drop_index("ix_enrollment_aid_person_state")
        batch_op.drop_index("ix_enrollment_aid_person_rec_no")
        batch_op.drop_index("ix_enrollment_aid_person_rec_dept")
        batch_op.drop_index("ix_enrollment_aid_person_psn_no")
        batch_op.drop_index("ix_enrollment_aid_person_psn_name")
        batch_op.drop_index("ix_enrollment_aid_person_psn_idet_type")
        batch_op.drop_index("ix_enrollment_aid_person_pool")
        batch_op.drop_index("ix_enrollment_aid_person_pending_state")
        batch_op.drop_index("ix_enrollment_aid_person_enddate")
        batch_op.drop_index("ix_enrollment_aid_person_created_by")
        batch_op.drop_index("ix_enrollment_aid_person_begndate")
        batch_op.drop_index("ix_enrollment_aid_person_admdvs")

    op.drop_table("enrollment_aid_person")
    with op.batch_alter_table("enrollment_aid_category", schema=None) as batch_op:
        batch_op.drop_index("ix_enrollment_aid_category_updated_at")
        batch_op.drop_index("ix_enrollment_aid_category_state")
        batch_op.drop_index("ix_enrollment_aid_category_rec_dept")
        batch_op.drop_index("ix_enrollment_aid_category_psn_idet_type")
        batch_op.drop_index("ix_enrollment_aid_category_pending_state")
        batch_op.drop_index("ix_enrollment_aid_category_enddate")
        batch_op.drop_index("ix_enrollment_aid_category_created_by")
        batch_op.drop_index("ix_enrollment_aid_category_begndate")
        batch_op.drop_index("ix_enrollment_aid_category_admdvs")

    op.drop_table("enrollment_aid_category")
