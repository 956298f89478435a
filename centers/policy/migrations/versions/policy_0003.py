"""records of policies, their order, and versions taken back"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from hsaf.data.types import JsonText, Quantity

revision = "policy_0003"
down_revision = "policy_0002"
branch_labels = None
depends_on = None


def upgrade() -> None:  # noqa: PLR0915 -- one statement a column and index
    op.create_table(
        "policy_benefit",
        sa.Column("id", sa.String(length=30), nullable=False),
        sa.Column("rule_code", sa.String(length=30), nullable=False),
        sa.Column("rule_name", sa.String(length=100), nullable=False),
        sa.Column("scheme_id", sa.String(length=60), nullable=False),
        sa.Column("item_code", sa.String(length=60), nullable=False),
        sa.Column("sort", sa.BigInteger(), nullable=True),
        sa.Column("cond_code", sa.String(length=60), nullable=False),
        sa.Column("also", sa.Text(), nullable=False),
        sa.Column("dynamics", sa.String(length=500), nullable=False),
        sa.Column("steps", sa.Text(), nullable=False),
        sa.Column("yields", sa.Text(), nullable=False),
        sa.Column("adds", sa.Text(), nullable=False),
        sa.Column("limits", sa.Text(), nullable=False),
        sa.Column("draws", sa.String(length=60), nullable=False),
        sa.Column("shown", sa.Text(), nullable=False),
        sa.Column("source", sa.String(length=200), nullable=False),
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
    with op.batch_alter_table("policy_benefit", schema=None) as batch_op:
        batch_op.create_index("ix_policy_benefit_cond_code", ["cond_code", "id", "state"], unique=False)
        batch_op.create_index("ix_policy_benefit_created_by", ["created_by", "id", "state"], unique=False)
        batch_op.create_index("ix_policy_benefit_item_code", ["item_code", "id", "state"], unique=False)
        batch_op.create_index("ix_policy_benefit_pending_state", ["pending_state", "id", "state"], unique=False)
        batch_op.create_index("ix_policy_benefit_rule_code", ["rule_code", "id", "state"], unique=False)
        batch_op.create_index("ix_policy_benefit_rule_name", ["rule_name", "id", "state"], unique=False)
        batch_op.create_index("ix_policy_benefit_scheme_id", ["scheme_id", "id", "state"], unique=False)
        batch_op.create_index("ix_policy_benefit_sort", ["sort", "id", "state"], unique=False)
        batch_op.create_index("ix_policy_benefit_state", ["state", "id"], unique=False)
        batch_op.create_index("ix_policy_benefit_updated_at", ["updated_at", "id", "state"], unique=False)

    op.create_table(
        "policy_benefit_case",
        sa.Column("id", sa.String(length=30), nullable=False),
        sa.Column("case_no", sa.String(length=30), nullable=False),
        sa.Column("case_name", sa.String(length=100), nullable=False),
        sa.Column("setl_date", sa.Date(), nullable=True),
        sa.Column("med_type", sa.String(length=60), nullable=False),
        sa.Column("insutype", sa.String(length=60), nullable=False),
        sa.Column("psn_type", sa.String(length=60), nullable=False),
        sa.Column("hosp_lv", sa.String(length=60), nullable=False),
        sa.Column("dise_codg", sa.String(length=30), nullable=False),
        sa.Column("matn_type", sa.String(length=60), nullable=False),
        sa.Column("identities", sa.String(length=500), nullable=False),
        sa.Column("cvlserv_flag", sa.Boolean(), nullable=False),
        sa.Column("chronic_filing", sa.Boolean(), nullable=False),
        sa.Column("away", sa.Boolean(), nullable=False),
        sa.Column("medfee_sumamt", sa.BigInteger(), nullable=True),
        sa.Column("fulamt_ownpay_amt", sa.BigInteger(), nullable=True),
        sa.Column("overlmt_selfpay", sa.BigInteger(), nullable=True),
        sa.Column("preselfpay_amt", sa.BigInteger(), nullable=True),
        sa.Column("hosp_part_amt", sa.BigInteger(), nullable=True),
        sa.Column("listed_amt", sa.BigInteger(), nullable=True),
        sa.Column("acct_used", sa.Boolean(), nullable=False),
        sa.Column("balc", sa.BigInteger(), nullable=True),
        sa.Column("mulaid_balc", sa.BigInteger(), nullable=True),
        sa.Column("stay_settled_before", sa.Boolean(), nullable=False),
        sa.Column("stay_dedc_total", sa.BigInteger(), nullable=True),
        sa.Column("stay_dedc_used", sa.BigInteger(), nullable=True),
        sa.Column("accumulators", sa.Text(), nullable=False),
        sa.Column("expected", sa.BigInteger(), nullable=True),
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
    with op.batch_alter_table("policy_benefit_case", schema=None) as batch_op:
        batch_op.create_index("ix_policy_benefit_case_case_name", ["case_name", "id", "state"], unique=False)
        batch_op.create_index("ix_policy_benefit_case_case_no", ["case_no", "id", "state"], unique=False)
        batch_op.create_index("ix_policy_benefit_case_created_by", ["created_by", "id", "state"], unique=False)
        batch_op.create_index("ix_policy_benefit_case_pending_state", ["pending_state", "id", "state"], unique=False)
        batch_op.create_index("ix_policy_benefit_case_state", ["state", "id"], unique=False)
        batch_op.create_index("ix_policy_benefit_case_updated_at", ["updated_at", "id", "state"], unique=False)

    op.create_table(
        "policy_change",
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
    with op.batch_alter_table("policy_change", schema=None) as batch_op:
        batch_op.create_index("ix_policy_change_batch", ["batch"], unique=False)
        batch_op.create_index("ix_policy_change_record", ["record_id"], unique=False)
        batch_op.create_index("ix_policy_change_waiting", ["record", "state"], unique=False)

    op.create_table(
        "policy_condition",
        sa.Column("id", sa.String(length=30), nullable=False),
        sa.Column("cond_code", sa.String(length=30), nullable=False),
        sa.Column("cond_name", sa.String(length=100), nullable=False),
        sa.Column("terms", sa.Text(), nullable=False),
        sa.Column("ratio", Quantity(), nullable=True),
        sa.Column("descr", sa.Text(), nullable=False),
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
    with op.batch_alter_table("policy_condition", schema=None) as batch_op:
        batch_op.create_index("ix_policy_condition_cond_code", ["cond_code", "id", "state"], unique=False)
        batch_op.create_index("ix_policy_condition_cond_name", ["cond_name", "id", "state"], unique=False)
        batch_op.create_index("ix_policy_condition_created_by", ["created_by", "id", "state"], unique=False)
        batch_op.create_index("ix_policy_condition_pending_state", ["pending_state", "id", "state"], unique=False)
        batch_op.create_index("ix_policy_condition_state", ["state", "id"], unique=False)
        batch_op.create_index("ix_policy_condition_updated_at", ["updated_at", "id", "state"], unique=False)

    op.create_table(
        "policy_conversion",
        sa.Column("id", sa.String(length=30), nullable=False),
        sa.Column("elem_code", sa.String(length=60), nullable=False),
        sa.Column("local_value", sa.String(length=30), nullable=False),
        sa.Column("local_label", sa.String(length=100), nullable=False),
        sa.Column("value", sa.String(length=30), nullable=False),
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
    with op.batch_alter_table("policy_conversion", schema=None) as batch_op:
        batch_op.create_index("ix_policy_conversion_created_by", ["created_by", "id", "state"], unique=False)
        batch_op.create_index("ix_policy_conversion_elem_code", ["elem_code", "id", "state"], unique=False)
        batch_op.create_index("ix_policy_conversion_local_value", ["local_value", "id", "state"], unique=False)
        batch_op.create_index("ix_policy_conversion_pending_state", ["pending_state", "id", "state"], unique=False)
        batch_op.create_index("ix_policy_conversion_state", ["state", "id"], unique=False)
        batch_op.create_index("ix_policy_conversion_updated_at", ["updated_at", "id", "state"], unique=False)
        batch_op.create_index("ix_policy_conversion_value", ["value", "id", "state"], unique=False)

    op.create_table(
        "policy_dynamic",
        sa.Column("id", sa.String(length=30), nullable=False),
        sa.Column("elem_code", sa.String(length=30), nullable=False),
        sa.Column("elem_name", sa.String(length=60), nullable=False),
        sa.Column("unit", sa.String(length=60), nullable=False),
        sa.Column("segmented", sa.Boolean(), nullable=False),
        sa.Column("descr", sa.Text(), nullable=False),
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
    with op.batch_alter_table("policy_dynamic", schema=None) as batch_op:
        batch_op.create_index("ix_policy_dynamic_created_by", ["created_by", "id", "state"], unique=False)
        batch_op.create_index("ix_policy_dynamic_elem_code", ["elem_code", "id", "state"], unique=False)
        batch_op.create_index("ix_policy_dynamic_elem_name", ["elem_name", "id", "state"], unique=False)
        batch_op.create_index("ix_policy_dynamic_pending_state", ["pending_state", "id", "state"], unique=False)
        batch_op.create_index("ix_policy_dynamic_state", ["state", "id"], unique=False)
        batch_op.create_index("ix_policy_dynamic_unit", ["unit", "id", "state"], unique=False)
        batch_op.create_index("ix_policy_dynamic_updated_at", ["updated_at", "id", "state"], unique=False)

    op.create_table(
        "policy_element",
        sa.Column("id", sa.String(length=30), nullable=False),
        sa.Column("elem_code", sa.String(length=30), nullable=False),
        sa.Column("elem_name", sa.String(length=60), nullable=False),
        sa.Column("attribute", sa.String(length=60), nullable=False),
        sa.Column("dict_type", sa.String(length=40), nullable=False),
        sa.Column("descr", sa.Text(), nullable=False),
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
    with op.batch_alter_table("policy_element", schema=None) as batch_op:
        batch_op.create_index("ix_policy_element_attribute", ["attribute", "id", "state"], unique=False)
        batch_op.create_index("ix_policy_element_created_by", ["created_by", "id", "state"], unique=False)
        batch_op.create_index("ix_policy_element_elem_code", ["elem_code", "id", "state"], unique=False)
        batch_op.create_index("ix_policy_element_elem_name", ["elem_name", "id", "state"], unique=False)
        batch_op.create_index("ix_policy_element_pending_state", ["pending_state", "id", "state"], unique=False)
        batch_op.create_index("ix_policy_element_state", ["state", "id"], unique=False)
        batch_op.create_index("ix_policy_element_updated_at", ["updated_at", "id", "state"], unique=False)

    op.create_table(
        "policy_element_value",
        sa.Column("id", sa.String(length=30), nullable=False),
        sa.Column("elem_code", sa.String(length=60), nullable=False),
        sa.Column("value", sa.String(length=30), nullable=False),
        sa.Column("label", sa.String(length=100), nullable=False),
        sa.Column("basis", sa.String(length=60), nullable=False),
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
    with op.batch_alter_table("policy_element_value", schema=None) as batch_op:
        batch_op.create_index("ix_policy_element_value_created_by", ["created_by", "id", "state"], unique=False)
        batch_op.create_index("ix_policy_element_value_elem_code", ["elem_code", "id", "state"], unique=False)
        batch_op.create_index("ix_policy_element_value_pending_state", ["pending_state", "id", "state"], unique=False)
        batch_op.create_index("ix_policy_element_value_state", ["state", "id"], unique=False)
        batch_op.create_index("ix_policy_element_value_updated_at", ["updated_at", "id", "state"], unique=False)
        batch_op.create_index("ix_policy_element_value_value", ["value", "id", "state"], unique=False)

    op.create_table(
        "policy_item",
        sa.Column("id", sa.String(length=30), nullable=False),
        sa.Column("item_code", sa.String(length=30), nullable=False),
        sa.Column("item_name", sa.String(length=60), nullable=False),
        sa.Column("amounts", sa.String(length=300), nullable=False),
        sa.Column("descr", sa.Text(), nullable=False),
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
    with op.batch_alter_table("policy_item", schema=None) as batch_op:
        batch_op.create_index("ix_policy_item_created_by", ["created_by", "id", "state"], unique=False)
        batch_op.create_index("ix_policy_item_item_code", ["item_code", "id", "state"], unique=False)
        batch_op.create_index("ix_policy_item_item_name", ["item_name", "id", "state"], unique=False)
        batch_op.create_index("ix_policy_item_pending_state", ["pending_state", "id", "state"], unique=False)
        batch_op.create_index("ix_policy_item_state", ["state", "id"], unique=False)
        batch_op.create_index("ix_policy_item_updated_at", ["updated_at", "id", "state"], unique=False)

    op.create_table(
        "policy_item_order",
        sa.Column("order_no", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("items", JsonText(length=16777215), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("made_by", sa.String(length=50), nullable=False),
        sa.PrimaryKeyConstraint("order_no"),
        mysql_charset="utf8mb4",
        mysql_collate="utf8mb4_bin",
        mysql_engine="InnoDB",
    )
    op.create_table(
        "policy_local_value",
        sa.Column("id", sa.String(length=30), nullable=False),
        sa.Column("elem_code", sa.String(length=60), nullable=False),
        sa.Column("insutype", sa.String(length=200), nullable=False),
        sa.Column("hosp_lv", sa.String(length=200), nullable=False),
        sa.Column("psn_type", sa.String(length=200), nullable=False),
        sa.Column("med_type", sa.String(length=200), nullable=False),
        sa.Column("psn_idet_type", sa.String(length=200), nullable=False),
        sa.Column("dise_codg", sa.String(length=200), nullable=False),
        sa.Column("matn_type", sa.String(length=200), nullable=False),
        sa.Column("seg_lower", sa.BigInteger(), nullable=True),
        sa.Column("seg_upper", sa.BigInteger(), nullable=True),
        sa.Column("value", sa.String(length=20), nullable=False),
        sa.Column("begndate", sa.Date(), nullable=True),
        sa.Column("enddate", sa.Date(), nullable=True),
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
    with op.batch_alter_table("policy_local_value", schema=None) as batch_op:
        batch_op.create_index("ix_policy_local_value_begndate", ["begndate", "id", "state"], unique=False)
        batch_op.create_index("ix_policy_local_value_created_by", ["created_by", "id", "state"], unique=False)
        batch_op.create_index("ix_policy_local_value_elem_code", ["elem_code", "id", "state"], unique=False)
        batch_op.create_index("ix_policy_local_value_insutype", ["insutype", "id", "state"], unique=False)
        batch_op.create_index("ix_policy_local_value_pending_state", ["pending_state", "id", "state"], unique=False)
        batch_op.create_index("ix_policy_local_value_state", ["state", "id"], unique=False)
        batch_op.create_index("ix_policy_local_value_updated_at", ["updated_at", "id", "state"], unique=False)

    op.create_table(
        "policy_method_case",
        sa.Column("id", sa.String(length=30), nullable=False),
        sa.Column("case_no", sa.String(length=30), nullable=False),
        sa.Column("method_code", sa.String(length=60), nullable=False),
        sa.Column("setl_date", sa.Date(), nullable=True),
        sa.Column("insutype", sa.String(length=60), nullable=False),
        sa.Column("med_type", sa.String(length=60), nullable=False),
        sa.Column("hosp_lv", sa.String(length=60), nullable=False),
        sa.Column("dise_codg", sa.String(length=30), nullable=False),
        sa.Column("days", sa.BigInteger(), nullable=True),
        sa.Column("heads", sa.BigInteger(), nullable=True),
        sa.Column("medfee_sumamt", sa.BigInteger(), nullable=True),
        sa.Column("fund_pay_sumamt", sa.BigInteger(), nullable=True),
        sa.Column("psn_part_amt", sa.BigInteger(), nullable=True),
        sa.Column("expected", sa.BigInteger(), nullable=True),
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
    with op.batch_alter_table("policy_method_case", schema=None) as batch_op:
        batch_op.create_index("ix_policy_method_case_case_no", ["case_no", "id", "state"], unique=False)
        batch_op.create_index("ix_policy_method_case_created_by", ["created_by", "id", "state"], unique=False)
        batch_op.create_index("ix_policy_method_case_method_code", ["method_code", "id", "state"], unique=False)
        batch_op.create_index("ix_policy_method_case_pending_state", ["pending_state", "id", "state"], unique=False)
        batch_op.create_index("ix_policy_method_case_state", ["state", "id"], unique=False)
        batch_op.create_index("ix_policy_method_case_updated_at", ["updated_at", "id", "state"], unique=False)

    op.create_table(
        "policy_param",
        sa.Column("id", sa.String(length=30), nullable=False),
        sa.Column("param_code", sa.String(length=30), nullable=False),
        sa.Column("param_name", sa.String(length=60), nullable=False),
        sa.Column("value_kind", sa.String(length=60), nullable=False),
        sa.Column("descr", sa.Text(), nullable=False),
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
    with op.batch_alter_table("policy_param", schema=None) as batch_op:
        batch_op.create_index("ix_policy_param_created_by", ["created_by", "id", "state"], unique=False)
        batch_op.create_index("ix_policy_param_param_code", ["param_code", "id", "state"], unique=False)
        batch_op.create_index("ix_policy_param_param_name", ["param_name", "id", "state"], unique=False)
        batch_op.create_index("ix_policy_param_pending_state", ["pending_state", "id", "state"], unique=False)
        batch_op.create_index("ix_policy_param_state", ["state", "id"], unique=False)
        batch_op.create_index("ix_policy_param_updated_at", ["updated_at", "id", "state"], unique=False)
        batch_op.create_index("ix_policy_param_value_kind", ["value_kind", "id", "state"], unique=False)

    op.create_table(
        "policy_param_value",
        sa.Column("id", sa.String(length=30), nullable=False),
        sa.Column("param_code", sa.String(length=60), nullable=False),
        sa.Column("value", sa.String(length=30), nullable=False),
        sa.Column("label", sa.String(length=60), nullable=False),
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
    with op.batch_alter_table("policy_param_value", schema=None) as batch_op:
        batch_op.create_index("ix_policy_param_value_created_by", ["created_by", "id", "state"], unique=False)
        batch_op.create_index("ix_policy_param_value_param_code", ["param_code", "id", "state"], unique=False)
        batch_op.create_index("ix_policy_param_value_pending_state", ["pending_state", "id", "state"], unique=False)
        batch_op.create_index("ix_policy_param_value_state", ["state", "id"], unique=False)
        batch_op.create_index("ix_policy_param_value_updated_at", ["updated_at", "id", "state"], unique=False)
        batch_op.create_index("ix_policy_param_value_value", ["value", "id", "state"], unique=False)

    op.create_table(
        "policy_pay_method",
        sa.Column("id", sa.String(length=30), nullable=False),
        sa.Column("method_code", sa.String(length=30), nullable=False),
        sa.Column("method_name", sa.String(length=60), nullable=False),
        sa.Column("admdvs", sa.String(length=6), nullable=False),
        sa.Column("pay_type", sa.String(length=60), nullable=False),
        sa.Column("model_code", sa.String(length=60), nullable=False),
        sa.Column("params", sa.Text(), nullable=False),
        sa.Column("policies", sa.Text(), nullable=False),
        sa.Column("begndate", sa.Date(), nullable=True),
        sa.Column("enddate", sa.Date(), nullable=True),
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
    with op.batch_alter_table("policy_pay_method", schema=None) as batch_op:
        batch_op.create_index("ix_policy_pay_method_admdvs", ["admdvs", "id", "pool", "state"], unique=False)
        batch_op.create_index(
            "ix_policy_pay_method_begndate", ["begndate", "id", "pool", "admdvs", "state"], unique=False
        )
        batch_op.create_index(
            "ix_policy_pay_method_created_by", ["created_by", "id", "pool", "admdvs", "state"], unique=False
        )
        batch_op.create_index(
            "ix_policy_pay_method_method_code", ["method_code", "id", "pool", "admdvs", "state"], unique=False
        )
        batch_op.create_index(
            "ix_policy_pay_method_method_name", ["method_name", "id", "pool", "admdvs", "state"], unique=False
        )
        batch_op.create_index(
            "ix_policy_pay_method_model_code", ["model_code", "id", "pool", "admdvs", "state"], unique=False
        )
        batch_op.create_index(
            "ix_policy_pay_method_pay_type", ["pay_type", "id", "pool", "admdvs", "state"], unique=False
        )
        batch_op.create_index(
            "ix_policy_pay_method_pending_state", ["pending_state", "id", "pool", "admdvs", "state"], unique=False
        )
        batch_op.create_index("ix_policy_pay_method_pool", ["pool", "id", "admdvs", "state"], unique=False)
        batch_op.create_index("ix_policy_pay_method_state", ["state", "id", "pool", "admdvs"], unique=False)
        batch_op.create_index(
            "ix_policy_pay_method_updated_at", ["updated_at", "id", "pool", "admdvs", "state"], unique=False
        )

    op.create_table(
        "policy_pay_model",
        sa.Column("id", sa.String(length=30), nullable=False),
        sa.Column("model_code", sa.String(length=30), nullable=False),
        sa.Column("model_name", sa.String(length=60), nullable=False),
        sa.Column("pay_type", sa.String(length=60), nullable=False),
        sa.Column("algorithm", sa.String(length=60), nullable=False),
        sa.Column("descr", sa.Text(), nullable=False),
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
    with op.batch_alter_table("policy_pay_model", schema=None) as batch_op:
        batch_op.create_index("ix_policy_pay_model_algorithm", ["algorithm", "id", "state"], unique=False)
        batch_op.create_index("ix_policy_pay_model_created_by", ["created_by", "id", "state"], unique=False)
        batch_op.create_index("ix_policy_pay_model_model_code", ["model_code", "id", "state"], unique=False)
        batch_op.create_index("ix_policy_pay_model_model_name", ["model_name", "id", "state"], unique=False)
        batch_op.create_index("ix_policy_pay_model_pay_type", ["pay_type", "id", "state"], unique=False)
        batch_op.create_index("ix_policy_pay_model_pending_state", ["pending_state", "id", "state"], unique=False)
        batch_op.create_index("ix_policy_pay_model_state", ["state", "id"], unique=False)
        batch_op.create_index("ix_policy_pay_model_updated_at", ["updated_at", "id", "state"], unique=False)

    op.create_table(
        "policy_record_key",
        sa.Column("record", sa.String(length=30), nullable=False),
        sa.Column("rule", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("record_id", sa.String(length=30), nullable=False),
        sa.PrimaryKeyConstraint("record", "rule", "digest"),
        mysql_charset="utf8mb4",
        mysql_collate="utf8mb4_bin",
        mysql_engine="InnoDB",
    )
    with op.batch_alter_table("policy_record_key", schema=None) as batch_op:
        batch_op.create_index("ix_policy_record_key_record", ["record_id"], unique=False)

    op.create_table(
        "policy_record_secret",
        sa.Column("name", sa.String(length=30), nullable=False),
        sa.Column("key_sealed", sa.String(length=200), nullable=False),
        sa.PrimaryKeyConstraint("name"),
        mysql_charset="utf8mb4",
        mysql_collate="utf8mb4_bin",
        mysql_engine="InnoDB",
    )
    op.create_table(
        "policy_scene",
        sa.Column("id", sa.String(length=30), nullable=False),
        sa.Column("scene_id", sa.String(length=30), nullable=False),
        sa.Column("scene_name", sa.String(length=60), nullable=False),
        sa.Column("kind", sa.String(length=60), nullable=False),
        sa.Column("med_type", sa.String(length=200), nullable=False),
        sa.Column("insutype", sa.String(length=500), nullable=False),
        sa.Column("dise_codg", sa.String(length=200), nullable=False),
        sa.Column("chronic_filing", sa.Boolean(), nullable=False),
        sa.Column("sort", sa.BigInteger(), nullable=True),
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
    with op.batch_alter_table("policy_scene", schema=None) as batch_op:
        batch_op.create_index("ix_policy_scene_created_by", ["created_by", "id", "state"], unique=False)
        batch_op.create_index("ix_policy_scene_kind", ["kind", "id", "state"], unique=False)
        batch_op.create_index("ix_policy_scene_pending_state", ["pending_state", "id", "state"], unique=False)
        batch_op.create_index("ix_policy_scene_scene_id", ["scene_id", "id", "state"], unique=False)
        batch_op.create_index("ix_policy_scene_sort", ["sort", "id", "state"], unique=False)
        batch_op.create_index("ix_policy_scene_state", ["state", "id"], unique=False)
        batch_op.create_index("ix_policy_scene_updated_at", ["updated_at", "id", "state"], unique=False)

    op.create_table(
        "policy_scheme",
        sa.Column("id", sa.String(length=30), nullable=False),
        sa.Column("scheme_id", sa.String(length=30), nullable=False),
        sa.Column("scheme_name", sa.String(length=100), nullable=False),
        sa.Column("series", sa.String(length=10), nullable=False),
        sa.Column("region", sa.String(length=6), nullable=False),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.Column("begndate", sa.Date(), nullable=True),
        sa.Column("enddate", sa.Date(), nullable=True),
        sa.Column("diseases", sa.Text(), nullable=False),
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
    with op.batch_alter_table("policy_scheme", schema=None) as batch_op:
        batch_op.create_index("ix_policy_scheme_created_by", ["created_by", "id", "state"], unique=False)
        batch_op.create_index("ix_policy_scheme_pending_state", ["pending_state", "id", "state"], unique=False)
        batch_op.create_index("ix_policy_scheme_scheme_id", ["scheme_id", "id", "state"], unique=False)
        batch_op.create_index("ix_policy_scheme_state", ["state", "id"], unique=False)
        batch_op.create_index("ix_policy_scheme_updated_at", ["updated_at", "id", "state"], unique=False)

    with op.batch_alter_table("policy_version", schema=None) as batch_op:
        batch_op.alter_column(
            "state", existing_type=sa.String(length=10), type_=sa.String(length=20), existing_nullable=False
        )
        batch_op.add_column(sa.Column("rolled_back_at", sa.DateTime(), nullable=True))
        batch_op.add_column(sa.Column("rolled_back_by", sa.String(length=50), server_default="", nullable=False))
        batch_op.add_column(sa.Column("reason", sa.String(length=500), server_default="", nullable=False))


def downgrade() -> None:  # noqa: PLR0915
    with op.batch_alter_table("policy_version", schema=None) as batch_op:
        batch_op.drop_column("reason")
        batch_op.drop_column("rolled_back_by")
        batch_op.drop_column("rolled_back_at")
        batch_op.alter_column(
            "state", existing_type=sa.String(length=20), type_=sa.String(length=10), existing_nullable=False
        )

    with op.batch_alter_table("policy_scheme", schema=None) as batch_op:
        batch_op.drop_index("ix_policy_scheme_updated_at")
        batch_op.drop_index("ix_policy_scheme_state")
        batch_op.drop_index("ix_policy_scheme_scheme_id")
        batch_op.drop_index("ix_policy_scheme_pending_state")
        batch_op.drop_index("ix_policy_scheme_created_by")

    op.drop_table("policy_scheme")
    with op.batch_alter_table("policy_scene", schema=None) as batch_op:
        batch_op.drop_index("ix_policy_scene_updated_at")
        batch_op.drop_index("ix_policy_scene_state")
        batch_op.drop_index("ix_policy_scene_sort")
        batch_op.drop_index("ix_policy_scene_scene_id")
        batch_op.drop_index("ix_policy_scene_pending_state")
        batch_op.drop_index("ix_policy_scene_kind")
        batch_op.drop_index("ix_policy_scene_created_by")

    op.drop_table("policy_scene")
    op.drop_table("policy_record_secret")
    with op.batch_alter_table("policy_record_key", schema=None) as batch_op:
        batch_op.drop_index("ix_policy_record_key_record")

    op.drop_table("policy_record_key")
    with op.batch_alter_table("policy_pay_model", schema=None) as batch_op:
        batch_op.drop_index("ix_policy_pay_model_updated_at")
        batch_op.drop_index("ix_policy_pay_model_state")
        batch_op.drop_index("ix_policy_pay_model_pending_state")
        batch_op.drop_index("ix_policy_pay_model_pay_type")
        batch_op.drop_index("ix_policy_pay_model_model_name")
        batch_op.drop_index("ix_policy_pay_model_model_code")
        batch_op.drop_index("ix_policy_pay_model_created_by")
        batch_op.drop_index("ix_policy_pay_model_algorithm")

    op.drop_table("policy_pay_model")
    with op.batch_alter_table("policy_pay_method", schema=None) as batch_op:
        batch_op.drop_index("ix_policy_pay_method_updated_at")
        batch_op.drop_index("ix_policy_pay_method_state")
        batch_op.drop_index("ix_policy_pay_method_pool")
        batch_op.drop_index("ix_policy_pay_method_pending_state")
        batch_op.drop_index("ix_policy_pay_method_pay_type")
        batch_op.drop_index("ix_policy_pay_method_model_code")
        batch_op.drop_index("ix_policy_pay_method_method_name")
        batch_op.drop_index("ix_policy_pay_method_method_code")
        batch_op.drop_index("ix_policy_pay_method_created_by")
        batch_op.drop_index("ix_policy_pay_method_begndate")
        batch_op.drop_index("ix_policy_pay_method_admdvs")

    op.drop_table("policy_pay_method")
    with op.batch_alter_table("policy_param_value", schema=None) as batch_op:
        batch_op.drop_index("ix_policy_param_value_value")
        batch_op.drop_index("ix_policy_param_value_updated_at")
        batch_op.drop_index("ix_policy_param_value_state")
        batch_op.drop_index("ix_policy_param_value_pending_state")
        batch_op.drop_index("ix_policy_param_value_param_code")
        batch_op.drop_index("ix_policy_param_value_created_by")

    op.drop_table("policy_param_value")
    with op.batch_alter_table("policy_param", schema=None) as batch_op:
        batch_op.drop_index("ix_policy_param_value_kind")
        batch_op.drop_index("ix_policy_param_updated_at")
        batch_op.drop_index("ix_policy_param_state")
        batch_op.drop_index("ix_policy_param_pending_state")
        batch_op.drop_index("ix_policy_param_param_name")
        batch_op.drop_index("ix_policy_param_param_code")
        batch_op.drop_index("ix_policy_param_created_by")

    op.drop_table("policy_param")
    with op.batch_alter_table("policy_method_case", schema=None) as batch_op:
        batch_op.drop_index("ix_policy_method_case_updated_at")
        batch_op.drop_index("ix_policy_method_case_state")
        batch_op.drop_index("ix_policy_method_case_pending_state")
        batch_op.drop_index("ix_policy_method_case_method_code")
        batch_op.drop_index("ix_policy_method_case_created_by")
        batch_op.drop_index("ix_policy_method_case_case_no")

    op.drop_table("policy_method_case")
    with op.batch_alter_table("policy_local_value", schema=None) as batch_op:
        batch_op.drop_index("ix_policy_local_value_updated_at")
        batch_op.drop_index("ix_policy_local_value_state")
        batch_op.drop_index("ix_policy_local_value_pending_state")
        batch_op.drop_index("ix_policy_local_value_insutype")
        batch_op.drop_index("ix_policy_local_value_elem_code")
        batch_op.drop_index("ix_policy_local_value_created_by")
        batch_op.drop_index("ix_policy_local_value_begndate")

    op.drop_table("policy_local_value")
    op.drop_table("policy_item_order")
    with op.batch_alter_table("policy_item", schema=None) as batch_op:
        batch_op.drop_index("ix_policy_item_updated_at")
        batch_op.drop_index("ix_policy_item_state")
        batch_op.drop_index("ix_policy_item_pending_state")
        batch_op.drop_index("ix_policy_item_item_name")
        batch_op.drop_index("ix_policy_item_item_code")
        batch_op.drop_index("ix_policy_item_created_by")

    op.drop_table("policy_item")
    with op.batch_alter_table("policy_element_value", schema=None) as batch_op:
        batch_op.drop_index("ix_policy_element_value_value")
        batch_op.drop_index("ix_policy_element_value_updated_at")
        batch_op.drop_index("ix_policy_element_value_state")
        batch_op.drop_index("ix_policy_element_value_pending_state")
        batch_op.drop_index("ix_policy_element_value_elem_code")
        batch_op.drop_index("ix_policy_element_value_created_by")

    op.drop_table("policy_element_value")
    with op.batch_alter_table("policy_element", schema=None) as batch_op:
        batch_op.drop_index("ix_policy_element_updated_at")
        batch_op.drop_index("ix_policy_element_state")
        batch_op.drop_index("ix_policy_element_pending_state")
        batch_op.drop_index("ix_policy_element_elem_name")
        batch_op.drop_index("ix_policy_element_elem_code")
        batch_op.drop_index("ix_policy_element_created_by")
        batch_op.drop_index("ix_policy_element_attribute")

    op.drop_table("policy_element")
    with op.batch_alter_table("policy_dynamic", schema=None) as batch_op:
        batch_op.drop_index("ix_policy_dynamic_updated_at")
        batch_op.drop_index("ix_policy_dynamic_unit")
        batch_op.drop_index("ix_policy_dynamic_state")
        batch_op.drop_index("ix_policy_dynamic_pending_state")
        batch_op.drop_index("ix_policy_dynamic_elem_name")
        batch_op.drop_index("ix_policy_dynamic_elem_code")
        batch_op.drop_index("ix_policy_dynamic_created_by")

    op.drop_table("policy_dynamic")
    with op.batch_alter_table("policy_conversion", schema=None) as batch_op:
        batch_op.drop_index("ix_policy_conversion_value")
        batch_op.drop_index("ix_policy_conversion_updated_at")
        batch_op.drop_index("ix_policy_conversion_state")
        batch_op.drop_index("ix_policy_conversion_pending_state")
        batch_op.drop_index("ix_policy_conversion_local_value")
        batch_op.drop_index("ix_policy_conversion_elem_code")
        batch_op.drop_index("ix_policy_conversion_created_by")

    op.drop_table("policy_conversion")
    with op.batch_alter_table("policy_condition", schema=None) as batch_op:
        batch_op.drop_index("ix_policy_condition_updated_at")
        batch_op.drop_index("ix_policy_condition_state")
        batch_op.drop_index("ix_policy_condition_pending_state")
        batch_op.drop_index("ix_policy_condition_created_by")
        batch_op.drop_index("ix_policy_condition_cond_name")
        batch_op.drop_index("ix_policy_condition_cond_code")

    op.drop_table("policy_condition")
    with op.batch_alter_table("policy_change", schema=None) as batch_op:
        batch_op.drop_index("ix_policy_change_waiting")
        batch_op.drop_index("ix_policy_change_record")
        batch_op.drop_index("ix_policy_change_batch")

    op.drop_table("policy_change")
    with op.batch_alter_table("policy_benefit_case", schema=None) as batch_op:
        batch_op.drop_index("ix_policy_benefit_case_updated_at")
        batch_op.drop_index("ix_policy_benefit_case_state")
        batch_op.drop_index("ix_policy_benefit_case_pending_state")
        batch_op.drop_index("ix_policy_benefit_case_created_by")
        batch_op.drop_index("ix_policy_benefit_case_case_no")
        batch_op.drop_index("ix_policy_benefit_case_case_name")

    op.drop_table("policy_benefit_case")
    with op.batch_alter_table("policy_benefit", schema=None) as batch_op:
        batch_op.drop_index("ix_policy_benefit_updated_at")
        batch_op.drop_index("ix_policy_benefit_state")
        batch_op.drop_index("ix_policy_benefit_sort")
        batch_op.drop_index("ix_policy_benefit_scheme_id")
        batch_op.drop_index("ix_policy_benefit_rule_name")
        batch_op.drop_index("ix_policy_benefit_rule_code")
        batch_op.drop_index("ix_policy_benefit_pending_state")
        batch_op.drop_index("ix_policy_benefit_item_code")
        batch_op.drop_index("ix_policy_benefit_created_by")
        batch_op.drop_index("ix_policy_benefit_cond_code")

    op.drop_table("policy_benefit")
