"""Visits, fee lines, settlements, accumulators, accounts and the ledger"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from hsaf.data.types import DecimalText, JsonText

revision = "settlement_0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "settlement_account",
        sa.Column("psn_no", sa.String(length=30), nullable=False),
        sa.Column("balc", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("psn_no"),
        mysql_charset="utf8mb4",
        mysql_collate="utf8mb4_bin",
        mysql_engine="InnoDB",
    )
    op.create_table(
        "settlement_accumulator",
        sa.Column("psn_no", sa.String(length=30), nullable=False),
        sa.Column("insutype", sa.String(length=6), nullable=False),
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("cum_type_code", sa.String(length=60), nullable=False),
        sa.Column("value", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("psn_no", "insutype", "year", "cum_type_code"),
        mysql_charset="utf8mb4",
        mysql_collate="utf8mb4_bin",
        mysql_engine="InnoDB",
    )
    op.create_table(
        "settlement_diagnosis",
        sa.Column("psn_no", sa.String(length=30), nullable=False),
        sa.Column("mdtrt_id", sa.String(length=30), nullable=False),
        sa.Column("inout", sa.String(length=3), nullable=False),
        sa.Column("diag_type", sa.String(length=3), nullable=False),
        sa.Column("diag_srt_no", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("diag_code", sa.String(length=30), nullable=False),
        sa.Column("diag_name", sa.String(length=300), nullable=False),
        sa.Column("maindiag_flag", sa.String(length=3), nullable=False),
        sa.Column("diag_dept", sa.String(length=100), nullable=False),
        sa.Column("dise_dor_no", sa.String(length=30), nullable=False),
        sa.Column("dise_dor_name", sa.String(length=50), nullable=False),
        sa.Column("diag_time", sa.DateTime(), nullable=True),
        sa.Column("vali_flag", sa.String(length=3), nullable=False),
        sa.Column("adm_cond", sa.String(length=500), nullable=False),
        sa.PrimaryKeyConstraint("psn_no", "mdtrt_id", "inout", "diag_type", "diag_srt_no"),
        mysql_charset="utf8mb4",
        mysql_collate="utf8mb4_bin",
        mysql_engine="InnoDB",
    )
    op.create_table(
        "settlement_entry",
        sa.Column("psn_no", sa.String(length=30), nullable=False),
        sa.Column("journal", sa.String(length=30), nullable=False),
        sa.Column("entry_no", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("account", sa.String(length=60), nullable=False),
        sa.Column("account_name", sa.String(length=100), nullable=False),
        sa.Column("debit", sa.BigInteger(), nullable=False),
        sa.Column("credit", sa.BigInteger(), nullable=False),
        sa.Column("posted_on", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("psn_no", "journal", "entry_no"),
        mysql_charset="utf8mb4",
        mysql_collate="utf8mb4_bin",
        mysql_engine="InnoDB",
    )
    op.create_index("ix_settlement_entry_account", "settlement_entry", ["account"], unique=False)
    op.create_table(
        "settlement_fee_line",
        sa.Column("psn_no", sa.String(length=30), nullable=False),
        sa.Column("mdtrt_id", sa.String(length=30), nullable=False),
        sa.Column("feedetl_sn", sa.String(length=15), nullable=False),
        sa.Column("setl_seq", sa.Integer(), nullable=False),
        sa.Column("init_feedetl_sn", sa.String(length=15), nullable=False),
        sa.Column("chrg_bchno", sa.String(length=30), nullable=False),
        sa.Column("dise_codg", sa.String(length=30), nullable=False),
        sa.Column("fee_ocur_time", sa.DateTime(), nullable=False),
        sa.Column("med_list_codg", sa.String(length=50), nullable=False),
        sa.Column("medins_list_codg", sa.String(length=150), nullable=False),
        sa.Column("cnt", DecimalText(length=30), nullable=False),
        sa.Column("pric", DecimalText(length=30), nullable=False),
        sa.Column("det_item_fee_sumamt", sa.BigInteger(), nullable=False),
        sa.Column("fulamt_ownpay_amt", sa.BigInteger(), nullable=False),
        sa.Column("overlmt_amt", sa.BigInteger(), nullable=False),
        sa.Column("preselfpay_amt", sa.BigInteger(), nullable=False),
        sa.Column("inscp_scp_amt", sa.BigInteger(), nullable=False),
        sa.Column("chrgitm_lv", sa.String(length=3), nullable=False),
        sa.Column("med_chrgitm_type", sa.String(length=6), nullable=False),
        sa.Column("own_pay", sa.Boolean(), nullable=False),
        sa.Column("selfpay_prop", DecimalText(length=20), nullable=True),
        sa.Column("pric_uplmt_amt", DecimalText(length=30), nullable=True),
        sa.Column("lmt_used_flag", sa.String(length=3), nullable=False),
        sa.Column("hosp_appr_flag", sa.String(length=3), nullable=False),
        sa.Column("memo", sa.String(length=500), nullable=False),
        sa.Column("detail", JsonText(length=16777215), nullable=False),
        sa.Column("opt_time", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("psn_no", "mdtrt_id", "feedetl_sn"),
        mysql_charset="utf8mb4",
        mysql_collate="utf8mb4_bin",
        mysql_engine="InnoDB",
    )
    op.create_table(
        "settlement_reversed_line",
        sa.Column("psn_no", sa.String(length=30), nullable=False),
        sa.Column("setl_id", sa.String(length=30), nullable=False),
        sa.Column("feedetl_sn", sa.String(length=15), nullable=False),
        sa.Column("mdtrt_id", sa.String(length=30), nullable=False),
        sa.Column("init_feedetl_sn", sa.String(length=15), nullable=False),
        sa.Column("chrg_bchno", sa.String(length=30), nullable=False),
        sa.Column("dise_codg", sa.String(length=30), nullable=False),
        sa.Column("fee_ocur_time", sa.DateTime(), nullable=False),
        sa.Column("med_list_codg", sa.String(length=50), nullable=False),
        sa.Column("medins_list_codg", sa.String(length=150), nullable=False),
        sa.Column("cnt", DecimalText(length=30), nullable=False),
        sa.Column("pric", DecimalText(length=30), nullable=False),
        sa.Column("det_item_fee_sumamt", sa.BigInteger(), nullable=False),
        sa.Column("fulamt_ownpay_amt", sa.BigInteger(), nullable=False),
        sa.Column("overlmt_amt", sa.BigInteger(), nullable=False),
        sa.Column("preselfpay_amt", sa.BigInteger(), nullable=False),
        sa.Column("inscp_scp_amt", sa.BigInteger(), nullable=False),
        sa.Column("chrgitm_lv", sa.String(length=3), nullable=False),
        sa.Column("med_chrgitm_type", sa.String(length=6), nullable=False),
        sa.Column("own_pay", sa.Boolean(), nullable=False),
        sa.Column("selfpay_prop", DecimalText(length=20), nullable=True),
        sa.Column("pric_uplmt_amt", DecimalText(length=30), nullable=True),
        sa.Column("lmt_used_flag", sa.String(length=3), nullable=False),
        sa.Column("hosp_appr_flag", sa.String(length=3), nullable=False),
        sa.Column("memo", sa.String(length=500), nullable=False),
        sa.Column("detail", JsonText(length=16777215), nullable=False),
        sa.Column("opt_time", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("psn_no", "setl_id", "feedetl_sn"),
        mysql_charset="utf8mb4",
        mysql_collate="utf8mb4_bin",
        mysql_engine="InnoDB",
    )
    op.create_table(
        "settlement_settlement",
        sa.Column("psn_no", sa.String(length=30), nullable=False),
        sa.Column("setl_id", sa.String(length=30), nullable=False),
        sa.Column("commit_seq", sa.Integer(), nullable=False),
        sa.Column("mdtrt_id", sa.String(length=30), nullable=False),
        sa.Column("line_seq", sa.Integer(), nullable=False),
        sa.Column("fixmedins_code", sa.String(length=12), nullable=False),
        sa.Column("msgid", sa.String(length=30), nullable=False),
        sa.Column("infno", sa.String(length=6), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("mid_setl", sa.Boolean(), nullable=False),
        sa.Column("maternity", sa.Boolean(), nullable=False),
        sa.Column("insutype", sa.String(length=6), nullable=False),
        sa.Column("med_type", sa.String(length=6), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("setl_time", sa.DateTime(), nullable=False),
        sa.Column("setl_date", sa.Date(), nullable=False),
        sa.Column("medfee_sumamt", sa.BigInteger(), nullable=False),
        sa.Column("fulamt_ownpay_amt", sa.BigInteger(), nullable=False),
        sa.Column("overlmt_selfpay", sa.BigInteger(), nullable=False),
        sa.Column("preselfpay_amt", sa.BigInteger(), nullable=False),
        sa.Column("inscp_scp_amt", sa.BigInteger(), nullable=False),
        sa.Column("act_pay_dedc", sa.BigInteger(), nullable=False),
        sa.Column("hifp_pay", sa.BigInteger(), nullable=False),
        sa.Column("cvlserv_pay", sa.BigInteger(), nullable=False),
        sa.Column("hifes_pay", sa.BigInteger(), nullable=False),
        sa.Column("hifmi_pay", sa.BigInteger(), nullable=False),
        sa.Column("hifob_pay", sa.BigInteger(), nullable=False),
        sa.Column("maf_pay", sa.BigInteger(), nullable=False),
        sa.Column("oth_pay", sa.BigInteger(), nullable=False),
        sa.Column("fund_pay_sumamt", sa.BigInteger(), nullable=False),
        sa.Column("hosp_part_amt", sa.BigInteger(), nullable=False),
        sa.Column("psn_part_amt", sa.BigInteger(), nullable=False),
        sa.Column("acct_pay", sa.BigInteger(), nullable=False),
        sa.Column("acct_mulaid_pay", sa.BigInteger(), nullable=False),
        sa.Column("psn_cash_pay", sa.BigInteger(), nullable=False),
        sa.Column("ratio_base", sa.BigInteger(), nullable=False),
        sa.Column("balc", sa.BigInteger(), nullable=False),
        sa.Column("insuplc_admdvs", sa.String(length=6), nullable=False),
        sa.Column("mdtrtarea_admvs", sa.String(length=6), nullable=False),
        sa.Column("policy_id", sa.String(length=60), nullable=False),
        sa.Column("policy_version", sa.String(length=60), nullable=False),
        sa.Column("touched", JsonText(length=16777215), nullable=False),
        sa.Column("deltas", JsonText(length=16777215), nullable=False),
        sa.Column("draws", JsonText(length=16777215), nullable=False),
        sa.Column("limits", JsonText(length=16777215), nullable=False),
        sa.Column("trace", JsonText(length=16777215), nullable=False),
        sa.Column("inputs", JsonText(length=16777215), nullable=False),
        sa.Column("stated", JsonText(length=16777215), nullable=False),
        sa.Column("refd_setl_flag", sa.String(length=3), nullable=False),
        sa.Column("reverses", sa.String(length=30), nullable=False),
        sa.Column("reversed_by", sa.String(length=30), nullable=False),
        sa.PrimaryKeyConstraint("psn_no", "setl_id"),
        sa.UniqueConstraint("psn_no", "commit_seq", name="uq_settlement_settlement_order"),
        mysql_charset="utf8mb4",
        mysql_collate="utf8mb4_bin",
        mysql_engine="InnoDB",
    )
    op.create_index("ix_settlement_settlement_id", "settlement_settlement", ["setl_id"], unique=False)
    op.create_index(
        "ix_settlement_settlement_institution", "settlement_settlement", ["fixmedins_code", "setl_time"], unique=False
    )
    op.create_index(
        "ix_settlement_settlement_message", "settlement_settlement", ["fixmedins_code", "msgid"], unique=False
    )
    op.create_table(
        "settlement_visit",
        sa.Column("psn_no", sa.String(length=30), nullable=False),
        sa.Column("mdtrt_id", sa.String(length=30), nullable=False),
        sa.Column("fixmedins_code", sa.String(length=12), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("insutype", sa.String(length=6), nullable=False),
        sa.Column("med_type", sa.String(length=6), nullable=False),
        sa.Column("begntime", sa.DateTime(), nullable=False),
        sa.Column("endtime", sa.DateTime(), nullable=True),
        sa.Column("open_seq", sa.Integer(), nullable=False),
        sa.Column("setl_count", sa.Integer(), nullable=False),
        sa.Column("last_setl_id", sa.String(length=30), nullable=False),
        sa.Column("dedc_total", sa.BigInteger(), nullable=False),
        sa.Column("dedc_used", sa.BigInteger(), nullable=False),
        sa.Column("dise_codg", sa.String(length=30), nullable=False),
        sa.Column("dise_name", sa.String(length=500), nullable=False),
        sa.Column("matn_type", sa.String(length=6), nullable=False),
        sa.Column("ipt_otp_no", sa.String(length=30), nullable=False),
        sa.Column("mdtrt_cert_type", sa.String(length=3), nullable=False),
        sa.Column("mdtrtarea_admvs", sa.String(length=6), nullable=False),
        sa.Column("insuplc_admdvs", sa.String(length=6), nullable=False),
        sa.Column("msgid", sa.String(length=30), nullable=False),
        sa.Column("detail", JsonText(length=16777215), nullable=False),
        sa.PrimaryKeyConstraint("psn_no", "mdtrt_id"),
        mysql_charset="utf8mb4",
        mysql_collate="utf8mb4_bin",
        mysql_engine="InnoDB",
    )
    op.create_index("ix_settlement_visit_institution", "settlement_visit", ["fixmedins_code", "begntime"], unique=False)
    op.create_index("ix_settlement_visit_message", "settlement_visit", ["fixmedins_code", "msgid"], unique=False)


def downgrade() -> None:
    op.drop_index("ix_settlement_visit_message", table_name="settlement_visit")
    op.drop_index("ix_settlement_visit_institution", table_name="settlement_visit")
    op.drop_table("settlement_visit")
    op.drop_index("ix_settlement_settlement_message", table_name="settlement_settlement")
    op.drop_index("ix_settlement_settlement_institution", table_name="settlement_settlement")
    op.drop_index("ix_settlement_settlement_id", table_name="settlement_settlement")
    op.drop_table("settlement_settlement")
    op.drop_table("settlement_reversed_line")
    op.drop_table("settlement_fee_line")
    op.drop_index("ix_settlement_entry_account", table_name="settlement_entry")
    op.drop_table("settlement_entry")
    op.drop_table("settlement_diagnosis")
    op.drop_table("settlement_accumulator")
    op.drop_table("settlement_account")
