"""Initial tables"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from hsaf.data.types import JsonText

revision = "enrollment_0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "enrollment_employer",
        sa.Column("emp_no", sa.String(length=30), nullable=False),
        sa.Column("emp_name", sa.String(length=200), nullable=False),
        sa.Column("uscc", sa.String(length=50), nullable=False),
        sa.Column("insuplc_admdvs", sa.String(length=6), nullable=False),
        sa.Column("emp_type", sa.String(length=30), nullable=False),
        sa.Column("begndate", sa.Date(), nullable=True),
        sa.Column("vali_flag", sa.String(length=3), nullable=False),
        sa.PrimaryKeyConstraint("emp_no"),
        mysql_charset="utf8mb4",
        mysql_collate="utf8mb4_bin",
        mysql_engine="InnoDB",
    )
    op.create_table(
        "enrollment_filing",
        sa.Column("psn_no", sa.String(length=30), nullable=False),
        sa.Column("trt_dcla_detl_sn", sa.String(length=30), nullable=False),
        sa.Column("insutype", sa.String(length=6), nullable=False),
        sa.Column("biz_appy_type", sa.String(length=6), nullable=False),
        sa.Column("begndate", sa.Date(), nullable=False),
        sa.Column("enddate", sa.Date(), nullable=True),
        sa.Column("dise_codg", sa.String(length=30), nullable=False),
        sa.Column("dise_name", sa.String(length=300), nullable=False),
        sa.Column("mdtrtarea_admvs", sa.String(length=6), nullable=False),
        sa.Column("reflin_medins_no", sa.String(length=30), nullable=False),
        sa.Column("fixmedins_code", sa.String(length=30), nullable=False),
        sa.Column("fix_srt_no", sa.String(length=3), nullable=False),
        sa.Column("detail", JsonText(length=16777215), nullable=False),
        sa.Column("memo", sa.String(length=500), nullable=False),
        sa.Column("filed_at", sa.DateTime(), nullable=True),
        sa.Column("revoked_at", sa.DateTime(), nullable=True),
        sa.Column("revoke_memo", sa.String(length=500), nullable=False),
        sa.PrimaryKeyConstraint("psn_no", "trt_dcla_detl_sn"),
        mysql_charset="utf8mb4",
        mysql_collate="utf8mb4_bin",
        mysql_engine="InnoDB",
    )
    op.create_table(
        "enrollment_identity",
        sa.Column("psn_no", sa.String(length=30), nullable=False),
        sa.Column("psn_idet_type", sa.String(length=6), nullable=False),
        sa.Column("begntime", sa.DateTime(), nullable=False),
        sa.Column("endtime", sa.DateTime(), nullable=True),
        sa.Column("memo", sa.String(length=500), nullable=False),
        sa.PrimaryKeyConstraint("psn_no", "psn_idet_type", "begntime"),
        mysql_charset="utf8mb4",
        mysql_collate="utf8mb4_bin",
        mysql_engine="InnoDB",
    )
    op.create_table(
        "enrollment_index_key",
        sa.Column("name", sa.String(length=30), nullable=False),
        sa.Column("key_sealed", sa.String(length=200), nullable=False),
        sa.PrimaryKeyConstraint("name"),
        mysql_charset="utf8mb4",
        mysql_collate="utf8mb4_bin",
        mysql_engine="InnoDB",
    )
    op.create_table(
        "enrollment_insured",
        sa.Column("psn_no", sa.String(length=30), nullable=False),
        sa.Column("insutype", sa.String(length=6), nullable=False),
        sa.Column("psn_type", sa.String(length=6), nullable=False),
        sa.Column("psn_insu_stas", sa.String(length=6), nullable=False),
        sa.Column("cvlserv_flag", sa.String(length=3), nullable=False),
        sa.Column("insuplc_admdvs", sa.String(length=6), nullable=False),
        sa.Column("psn_insu_date", sa.Date(), nullable=True),
        sa.Column("paus_insu_date", sa.Date(), nullable=True),
        sa.Column("emp_no", sa.String(length=30), nullable=False),
        sa.Column("arrs_begndate", sa.Date(), nullable=True),
        sa.Column("arrs_enddate", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("psn_no", "insutype"),
        mysql_charset="utf8mb4",
        mysql_collate="utf8mb4_bin",
        mysql_engine="InnoDB",
    )
    op.create_table(
        "enrollment_mutual_aid",
        sa.Column("psn_no", sa.String(length=30), nullable=False),
        sa.Column("bind_srt_no", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("acct_psn_no", sa.String(length=30), nullable=False),
        sa.Column("patn_rlts", sa.String(length=6), nullable=False),
        sa.Column("bind_time", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("psn_no", "bind_srt_no"),
        mysql_charset="utf8mb4",
        mysql_collate="utf8mb4_bin",
        mysql_engine="InnoDB",
    )
    op.create_table(
        "enrollment_person",
        sa.Column("psn_no", sa.String(length=30), nullable=False),
        sa.Column("psn_cert_type", sa.String(length=6), nullable=False),
        sa.Column("certno_sealed", sa.String(length=400), nullable=False),
        sa.Column("certno_digest", sa.String(length=64), nullable=False),
        sa.Column("psn_name", sa.String(length=50), nullable=False),
        sa.Column("gend", sa.String(length=6), nullable=False),
        sa.Column("naty", sa.String(length=3), nullable=False),
        sa.Column("brdy", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("psn_no"),
        mysql_charset="utf8mb4",
        mysql_collate="utf8mb4_bin",
        mysql_engine="InnoDB",
    )
    op.create_index(
        "ix_enrollment_person_certno", "enrollment_person", ["certno_digest", "psn_cert_type"], unique=False
    )


def downgrade() -> None:
    op.drop_index("ix_enrollment_person_certno", table_name="enrollment_person")
    op.drop_table("enrollment_person")
    op.drop_table("enrollment_mutual_aid")
    op.drop_table("enrollment_insured")
    op.drop_table("enrollment_index_key")
    op.drop_table("enrollment_identity")
    op.drop_table("enrollment_filing")
    op.drop_table("enrollment_employer")
