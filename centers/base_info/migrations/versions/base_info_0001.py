"""Initial tables"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from hsaf.data.types import DecimalText

revision = "base_info_0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "base_info_area",
        sa.Column("admdvs", sa.String(length=6), nullable=False),
        sa.Column("admdvs_name", sa.String(length=100), nullable=False),
        sa.Column("prnt_admdvs", sa.String(length=6), nullable=False),
        sa.Column("admdvs_lv", sa.String(length=3), nullable=False),
        sa.Column("poolarea_no", sa.String(length=6), nullable=False),
        sa.PrimaryKeyConstraint("admdvs"),
        mysql_charset="utf8mb4",
        mysql_collate="utf8mb4_bin",
        mysql_engine="InnoDB",
    )
    op.create_table(
        "base_info_catalog",
        sa.Column("med_list_codg", sa.String(length=50), nullable=False),
        sa.Column("begndate", sa.Date(), nullable=False),
        sa.Column("enddate", sa.Date(), nullable=True),
        sa.Column("med_list_name", sa.String(length=200), nullable=False),
        sa.Column("list_type", sa.String(length=30), nullable=False),
        sa.Column("med_chrgitm_type", sa.String(length=6), nullable=False),
        sa.Column("chrgitm_lv", sa.String(length=3), nullable=False),
        sa.Column("selfpay_prop", DecimalText(length=10), nullable=True),
        sa.Column("pric_uplmt_amt_lv3", DecimalText(length=24), nullable=True),
        sa.Column("pric_uplmt_amt_lv2", DecimalText(length=24), nullable=True),
        sa.Column("pric_uplmt_amt_lv1", DecimalText(length=24), nullable=True),
        sa.Column("spec", sa.String(length=200), nullable=False),
        sa.Column("prcunt", sa.String(length=50), nullable=False),
        sa.Column("drug_dosform", sa.String(length=100), nullable=False),
        sa.Column("rx_flag", sa.String(length=3), nullable=False),
        sa.Column("lmt_used_flag", sa.String(length=3), nullable=False),
        sa.PrimaryKeyConstraint("med_list_codg", "begndate"),
        mysql_charset="utf8mb4",
        mysql_collate="utf8mb4_bin",
        mysql_engine="InnoDB",
    )
    op.create_table(
        "base_info_chronic_disease",
        sa.Column("opsp_dise_code", sa.String(length=30), nullable=False),
        sa.Column("begndate", sa.Date(), nullable=False),
        sa.Column("enddate", sa.Date(), nullable=True),
        sa.Column("opsp_dise_name", sa.String(length=300), nullable=False),
        sa.PrimaryKeyConstraint("opsp_dise_code", "begndate"),
        mysql_charset="utf8mb4",
        mysql_collate="utf8mb4_bin",
        mysql_engine="InnoDB",
    )
    op.create_table(
        "base_info_diagnosis",
        sa.Column("diag_code", sa.String(length=30), nullable=False),
        sa.Column("diag_name", sa.String(length=300), nullable=False),
        sa.PrimaryKeyConstraint("diag_code"),
        mysql_charset="utf8mb4",
        mysql_collate="utf8mb4_bin",
        mysql_engine="InnoDB",
    )
    op.create_table(
        "base_info_dictionary",
        sa.Column("type", sa.String(length=60), nullable=False),
        sa.Column("value", sa.String(length=60), nullable=False),
        sa.Column("label", sa.String(length=300), nullable=False),
        sa.Column("sort", sa.Integer(), nullable=False),
        sa.Column("parent_value", sa.String(length=60), nullable=False),
        sa.PrimaryKeyConstraint("type", "value"),
        mysql_charset="utf8mb4",
        mysql_collate="utf8mb4_bin",
        mysql_engine="InnoDB",
    )
    op.create_table(
        "base_info_institution",
        sa.Column("fixmedins_code", sa.String(length=30), nullable=False),
        sa.Column("begndate", sa.Date(), nullable=False),
        sa.Column("enddate", sa.Date(), nullable=True),
        sa.Column("fixmedins_name", sa.String(length=200), nullable=False),
        sa.Column("uscc", sa.String(length=50), nullable=False),
        sa.Column("fixmedins_type", sa.String(length=6), nullable=False),
        sa.Column("hosp_lv", sa.Integer(), nullable=False),
        sa.Column("hosp_grade", sa.String(length=6), nullable=False),
        sa.Column("admdvs", sa.String(length=6), nullable=False),
        sa.Column("otp_flag", sa.Boolean(), nullable=False),
        sa.Column("ipt_flag", sa.Boolean(), nullable=False),
        sa.Column("phar_flag", sa.Boolean(), nullable=False),
        sa.Column("memo", sa.String(length=500), nullable=False),
        sa.PrimaryKeyConstraint("fixmedins_code", "begndate"),
        mysql_charset="utf8mb4",
        mysql_collate="utf8mb4_bin",
        mysql_engine="InnoDB",
    )
    op.create_table(
        "base_info_operation",
        sa.Column("oprn_oprt_code", sa.String(length=30), nullable=False),
        sa.Column("oprn_oprt_name", sa.String(length=500), nullable=False),
        sa.PrimaryKeyConstraint("oprn_oprt_code"),
        mysql_charset="utf8mb4",
        mysql_collate="utf8mb4_bin",
        mysql_engine="InnoDB",
    )
    op.create_table(
        "base_info_practitioner",
        sa.Column("prac_psn_code", sa.String(length=30), nullable=False),
        sa.Column("begndate", sa.Date(), nullable=False),
        sa.Column("enddate", sa.Date(), nullable=True),
        sa.Column("prac_psn_name", sa.String(length=50), nullable=False),
        sa.Column("prac_psn_type", sa.String(length=6), nullable=False),
        sa.Column("fixmedins_code", sa.String(length=30), nullable=False),
        sa.Column("dept_code", sa.String(length=30), nullable=False),
        sa.Column("dept_name", sa.String(length=100), nullable=False),
        sa.Column("hi_dr_flag", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("prac_psn_code", "begndate"),
        mysql_charset="utf8mb4",
        mysql_collate="utf8mb4_bin",
        mysql_engine="InnoDB",
    )


def downgrade() -> None:
    op.drop_table("base_info_practitioner")
    op.drop_table("base_info_operation")
    op.drop_table("base_info_institution")
    op.drop_table("base_info_dictionary")
    op.drop_table("base_info_diagnosis")
    op.drop_table("base_info_chronic_disease")
    op.drop_table("base_info_catalog")
    op.drop_table("base_info_area")
