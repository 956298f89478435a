"""Issued standards, dictionary values of a province, expert draws, local indicators"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from hsaf.data.types import JsonText

revision = "base_info_0004"
down_revision = "base_info_0003"
branch_labels = None
depends_on = None


def upgrade() -> None:  # noqa: PLR0915 -- one statement a table and index
    op.create_table(
        "base_info_code_mapping",
        sa.Column("id", sa.String(length=30), nullable=False),
        sa.Column("standard", sa.String(length=60), nullable=False),
        sa.Column("natl_code", sa.String(length=50), nullable=False),
        sa.Column("natl_name", sa.String(length=300), nullable=False),
        sa.Column("loc_code", sa.String(length=50), nullable=False),
        sa.Column("loc_name", sa.String(length=300), nullable=False),
        sa.Column("begndate", sa.Date(), nullable=True),
        sa.Column("enddate", sa.Date(), nullable=True),
        sa.Column("memo", sa.Text(), nullable=False),
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
    with op.batch_alter_table("base_info_code_mapping", schema=None) as batch_op:
        batch_op.create_index("ix_base_info_code_mapping_begndate", ["begndate", "id", "state"], unique=False)
        batch_op.create_index("ix_base_info_code_mapping_created_by", ["created_by", "id", "state"], unique=False)
        batch_op.create_index("ix_base_info_code_mapping_enddate", ["enddate", "id", "state"], unique=False)
        batch_op.create_index("ix_base_info_code_mapping_loc_code", ["loc_code", "id", "state"], unique=False)
        batch_op.create_index("ix_base_info_code_mapping_natl_code", ["natl_code", "id", "state"], unique=False)
        batch_op.create_index("ix_base_info_code_mapping_pending_state", ["pending_state", "id", "state"], unique=False)
        batch_op.create_index("ix_base_info_code_mapping_standard", ["standard", "id", "state"], unique=False)
        batch_op.create_index("ix_base_info_code_mapping_state", ["state", "id"], unique=False)
        batch_op.create_index("ix_base_info_code_mapping_updated_at", ["updated_at", "id", "state"], unique=False)

    op.create_table(
        "base_info_data_set",
        sa.Column("id", sa.String(length=30), nullable=False),
        sa.Column("set_code", sa.String(length=20), nullable=False),
        sa.Column("set_name", sa.String(length=100), nullable=False),
        sa.Column("busi_type", sa.String(length=60), nullable=False),
        sa.Column("elements", sa.Text(), nullable=False),
        sa.Column("updt_cycle", sa.String(length=60), nullable=False),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.Column("admdvs", sa.String(length=6), nullable=False),
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
    with op.batch_alter_table("base_info_data_set", schema=None) as batch_op:
        batch_op.create_index("ix_base_info_data_set_admdvs", ["admdvs", "id", "pool", "state"], unique=False)
        batch_op.create_index(
            "ix_base_info_data_set_busi_type", ["busi_type", "id", "pool", "admdvs", "state"], unique=False
        )
        batch_op.create_index(
            "ix_base_info_data_set_created_by", ["created_by", "id", "pool", "admdvs", "state"], unique=False
        )
        batch_op.create_index(
            "ix_base_info_data_set_pending_state", ["pending_state", "id", "pool", "admdvs", "state"], unique=False
        )
        batch_op.create_index("ix_base_info_data_set_pool", ["pool", "id", "admdvs", "state"], unique=False)
        batch_op.create_index(
            "ix_base_info_data_set_set_code", ["set_code", "id", "pool", "admdvs", "state"], unique=False
        )
        batch_op.create_index(
            "ix_base_info_data_set_set_name", ["set_name", "id", "pool", "admdvs", "state"], unique=False
        )
        batch_op.create_index("ix_base_info_data_set_state", ["state", "id", "pool", "admdvs"], unique=False)
        batch_op.create_index(
            "ix_base_info_data_set_updated_at", ["updated_at", "id", "pool", "admdvs", "state"], unique=False
        )
        batch_op.create_index(
            "ix_base_info_data_set_updt_cycle", ["updt_cycle", "id", "pool", "admdvs", "state"], unique=False
        )

    op.create_table(
        "base_info_day_surgery",
        sa.Column("daysrg_dise_list_code", sa.String(length=30), nullable=False),
        sa.Column("begndate", sa.Date(), nullable=False),
        sa.Column("enddate", sa.Date(), nullable=True),
        sa.Column("daysrg_dise_name", sa.String(length=300), nullable=False),
        sa.Column("oprn_oprt_code", sa.String(length=200), nullable=False),
        sa.Column("oprn_oprt_name", sa.String(length=500), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("updt_time", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("daysrg_dise_list_code", "begndate"),
        mysql_charset="utf8mb4",
        mysql_collate="utf8mb4_bin",
        mysql_engine="InnoDB",
    )
    op.create_table(
        "base_info_draw",
        sa.Column("draw_no", sa.String(length=30), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("admdvs", sa.String(length=6), nullable=False),
        sa.Column("meeting_on", sa.Date(), nullable=False),
        sa.Column("respond_hours", sa.Integer(), nullable=False),
        sa.Column("needs", JsonText(length=16777215), nullable=False),
        sa.Column("avoid_units", JsonText(length=16777215), nullable=False),
        sa.Column("avoid_experts", JsonText(length=16777215), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("seed_digest", sa.String(length=64), nullable=False),
        sa.Column("seed_sealed", sa.LargeBinary(length=200), nullable=False),
        sa.Column("pool_digest", sa.String(length=64), nullable=False),
        sa.Column("witness_no", sa.String(length=20), nullable=False),
        sa.Column("witness", sa.String(length=50), nullable=False),
        sa.Column("drawn_at", sa.DateTime(), nullable=True),
        sa.Column("opinion", sa.String(length=500), nullable=False),
        sa.Column("reviewer", sa.String(length=50), nullable=False),
        sa.Column("created_by", sa.String(length=50), nullable=False),
        sa.Column("created_name", sa.String(length=50), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("updated_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("draw_no"),
        mysql_charset="utf8mb4",
        mysql_collate="utf8mb4_bin",
        mysql_engine="InnoDB",
    )
    with op.batch_alter_table("base_info_draw", schema=None) as batch_op:
        batch_op.create_index("ix_base_info_draw_list", ["admdvs", "created_at"], unique=False)

    op.create_table(
        "base_info_draw_candidate",
        sa.Column("draw_no", sa.String(length=30), nullable=False),
        sa.Column("expt_no", sa.String(length=20), nullable=False),
        sa.Column("expt_name", sa.String(length=50), nullable=False),
        sa.Column("emp_name", sa.String(length=200), nullable=False),
        sa.Column("specialty", sa.String(length=6), nullable=False),
        sa.Column("account", sa.String(length=50), nullable=False),
        sa.Column("rank_hex", sa.String(length=64), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("replaces", sa.String(length=20), nullable=False),
        sa.Column("invited_at", sa.DateTime(), nullable=True),
        sa.Column("respond_by", sa.DateTime(), nullable=True),
        sa.Column("answered_at", sa.DateTime(), nullable=True),
        sa.Column("answered_by", sa.String(length=50), nullable=False),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.PrimaryKeyConstraint("draw_no", "expt_no"),
        mysql_charset="utf8mb4",
        mysql_collate="utf8mb4_bin",
        mysql_engine="InnoDB",
    )
    with op.batch_alter_table("base_info_draw_candidate", schema=None) as batch_op:
        batch_op.create_index("ix_base_info_draw_candidate_account", ["account", "state"], unique=False)
        batch_op.create_index("ix_base_info_draw_candidate_expert", ["expt_no", "state"], unique=False)

    op.create_table(
        "base_info_expert_application",
        sa.Column("id", sa.String(length=30), nullable=False),
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
        sa.Column("account", sa.String(length=50), nullable=False),
        sa.Column("appy_date", sa.Date(), nullable=True),
        sa.Column("appy_reason", sa.Text(), nullable=False),
        sa.Column("attachment", sa.String(length=100), nullable=False),
        sa.Column("expt_no", sa.String(length=20), nullable=False),
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
    with op.batch_alter_table("base_info_expert_application", schema=None) as batch_op:
        batch_op.create_index("ix_base_info_expert_application_admdvs", ["admdvs", "id", "pool", "state"], unique=False)
        batch_op.create_index(
            "ix_base_info_expert_application_appy_date", ["appy_date", "id", "pool", "admdvs", "state"], unique=False
        )
        batch_op.create_index(
            "ix_base_info_expert_application_certno_digest",
            ["certno_digest", "id", "pool", "admdvs", "state"],
            unique=False,
        )
        batch_op.create_index(
            "ix_base_info_expert_application_created_by", ["created_by", "id", "pool", "admdvs", "state"], unique=False
        )
        batch_op.create_index(
            "ix_base_info_expert_application_emp_name", ["emp_name", "id", "pool", "admdvs", "state"], unique=False
        )
        batch_op.create_index(
            "ix_base_info_expert_application_expt_name", ["expt_name", "id", "pool", "admdvs", "state"], unique=False
        )
        batch_op.create_index(
            "ix_base_info_expert_application_pending_state",
            ["pending_state", "id", "pool", "admdvs", "state"],
            unique=False,
        )
        batch_op.create_index("ix_base_info_expert_application_pool", ["pool", "id", "admdvs", "state"], unique=False)
        batch_op.create_index(
            "ix_base_info_expert_application_psn_cert_type",
            ["psn_cert_type", "id", "pool", "admdvs", "state"],
            unique=False,
        )
        batch_op.create_index(
            "ix_base_info_expert_application_specialty", ["specialty", "id", "pool", "admdvs", "state"], unique=False
        )
        batch_op.create_index("ix_base_info_expert_application_state", ["state", "id", "pool", "admdvs"], unique=False)
        batch_op.create_index(
            "ix_base_info_expert_application_title_lv", ["title_lv", "id", "pool", "admdvs", "state"], unique=False
        )
        batch_op.create_index(
            "ix_base_info_expert_application_updated_at", ["updated_at", "id", "pool", "admdvs", "state"], unique=False
        )

    op.create_table(
        "base_info_expert_leaving",
        sa.Column("id", sa.String(length=30), nullable=False),
        sa.Column("expt_no", sa.String(length=20), nullable=False),
        sa.Column("expt_name", sa.String(length=50), nullable=False),
        sa.Column("leave_type", sa.String(length=60), nullable=False),
        sa.Column("leave_reason", sa.Text(), nullable=False),
        sa.Column("leave_date", sa.Date(), nullable=True),
        sa.Column("admdvs", sa.String(length=6), nullable=False),
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
    with op.batch_alter_table("base_info_expert_leaving", schema=None) as batch_op:
        batch_op.create_index("ix_base_info_expert_leaving_admdvs", ["admdvs", "id", "pool", "state"], unique=False)
        batch_op.create_index(
            "ix_base_info_expert_leaving_created_by", ["created_by", "id", "pool", "admdvs", "state"], unique=False
        )
        batch_op.create_index(
            "ix_base_info_expert_leaving_expt_no", ["expt_no", "id", "pool", "admdvs", "state"], unique=False
        )
        batch_op.create_index(
            "ix_base_info_expert_leaving_leave_date", ["leave_date", "id", "pool", "admdvs", "state"], unique=False
        )
        batch_op.create_index(
            "ix_base_info_expert_leaving_leave_type", ["leave_type", "id", "pool", "admdvs", "state"], unique=False
        )
        batch_op.create_index(
            "ix_base_info_expert_leaving_pending_state",
            ["pending_state", "id", "pool", "admdvs", "state"],
            unique=False,
        )
        batch_op.create_index("ix_base_info_expert_leaving_pool", ["pool", "id", "admdvs", "state"], unique=False)
        batch_op.create_index("ix_base_info_expert_leaving_state", ["state", "id", "pool", "admdvs"], unique=False)
        batch_op.create_index(
            "ix_base_info_expert_leaving_updated_at", ["updated_at", "id", "pool", "admdvs", "state"], unique=False
        )

    op.create_table(
        "base_info_expert_message",
        sa.Column("message_no", sa.String(length=30), nullable=False),
        sa.Column("expt_no", sa.String(length=20), nullable=False),
        sa.Column("expt_name", sa.String(length=50), nullable=False),
        sa.Column("admdvs", sa.String(length=6), nullable=False),
        sa.Column("draw_no", sa.String(length=30), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("body", sa.String(length=2000), nullable=False),
        sa.Column("account", sa.String(length=50), nullable=False),
        sa.Column("sent_by", sa.String(length=50), nullable=False),
        sa.Column("sent_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("message_no"),
        mysql_charset="utf8mb4",
        mysql_collate="utf8mb4_bin",
        mysql_engine="InnoDB",
    )
    with op.batch_alter_table("base_info_expert_message", schema=None) as batch_op:
        batch_op.create_index("ix_base_info_expert_message_expert", ["expt_no", "sent_at"], unique=False)
        batch_op.create_index("ix_base_info_expert_message_list", ["admdvs", "sent_at"], unique=False)

    op.create_table(
        "base_info_indicator",
        sa.Column("id", sa.String(length=30), nullable=False),
        sa.Column("idx_code", sa.String(length=20), nullable=False),
        sa.Column("idx_name", sa.String(length=100), nullable=False),
        sa.Column("busi_type", sa.String(length=60), nullable=False),
        sa.Column("formula", sa.String(length=500), nullable=False),
        sa.Column("unit", sa.String(length=20), nullable=False),
        sa.Column("stat_cycle", sa.String(length=60), nullable=False),
        sa.Column("direction", sa.String(length=60), nullable=False),
        sa.Column("admdvs", sa.String(length=6), nullable=False),
        sa.Column("meaning", sa.Text(), nullable=False),
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
    with op.batch_alter_table("base_info_indicator", schema=None) as batch_op:
        batch_op.create_index("ix_base_info_indicator_admdvs", ["admdvs", "id", "pool", "state"], unique=False)
        batch_op.create_index(
            "ix_base_info_indicator_busi_type", ["busi_type", "id", "pool", "admdvs", "state"], unique=False
        )
        batch_op.create_index(
            "ix_base_info_indicator_created_by", ["created_by", "id", "pool", "admdvs", "state"], unique=False
        )
        batch_op.create_index(
            "ix_base_info_indicator_idx_code", ["idx_code", "id", "pool", "admdvs", "state"], unique=False
        )
        batch_op.create_index(
            "ix_base_info_indicator_idx_name", ["idx_name", "id", "pool", "admdvs", "state"], unique=False
        )
        batch_op.create_index(
            "ix_base_info_indicator_pending_state", ["pending_state", "id", "pool", "admdvs", "state"], unique=False
        )
        batch_op.create_index("ix_base_info_indicator_pool", ["pool", "id", "admdvs", "state"], unique=False)
        batch_op.create_index(
            "ix_base_info_indicator_stat_cycle", ["stat_cycle", "id", "pool", "admdvs", "state"], unique=False
        )
        batch_op.create_index("ix_base_info_indicator_state", ["state", "id", "pool", "admdvs"], unique=False)
        batch_op.create_index(
            "ix_base_info_indicator_updated_at", ["updated_at", "id", "pool", "admdvs", "state"], unique=False
        )

    op.create_table(
        "base_info_issue",
        sa.Column("issue_no", sa.String(length=30), nullable=False),
        sa.Column("standard", sa.String(length=30), nullable=False),
        sa.Column("action", sa.String(length=10), nullable=False),
        sa.Column("effective_on", sa.Date(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("line_cnt", sa.Integer(), nullable=False),
        sa.Column("opter", sa.String(length=50), nullable=False),
        sa.Column("opter_name", sa.String(length=50), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("issue_no"),
        mysql_charset="utf8mb4",
        mysql_collate="utf8mb4_bin",
        mysql_engine="InnoDB",
    )
    with op.batch_alter_table("base_info_issue", schema=None) as batch_op:
        batch_op.create_index("ix_base_info_issue_due", ["state", "effective_on"], unique=False)

    op.create_table(
        "base_info_issue_line",
        sa.Column("issue_no", sa.String(length=30), nullable=False),
        sa.Column("code", sa.String(length=50), nullable=False),
        sa.Column("begndate", sa.Date(), nullable=True),
        sa.Column("before", JsonText(length=16777215), nullable=False),
        sa.PrimaryKeyConstraint("issue_no", "code"),
        mysql_charset="utf8mb4",
        mysql_collate="utf8mb4_bin",
        mysql_engine="InnoDB",
    )
    op.create_table(
        "base_info_local_value",
        sa.Column("type", sa.String(length=60), nullable=False),
        sa.Column("value", sa.String(length=60), nullable=False),
        sa.Column("label", sa.String(length=300), nullable=False),
        sa.Column("sort", sa.Integer(), nullable=False),
        sa.Column("parent_value", sa.String(length=60), nullable=False),
        sa.Column("added", sa.Boolean(), nullable=False),
        sa.Column("disabled", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("opter", sa.String(length=50), nullable=False),
        sa.Column("updt_time", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("type", "value"),
        mysql_charset="utf8mb4",
        mysql_collate="utf8mb4_bin",
        mysql_engine="InnoDB",
    )
    op.create_table(
        "base_info_national",
        sa.Column("standard", sa.String(length=30), nullable=False),
        sa.Column("code", sa.String(length=50), nullable=False),
        sa.Column("name", sa.String(length=500), nullable=False),
        sa.Column("ver", sa.String(length=30), nullable=False),
        sa.Column("detail", JsonText(length=16777215), nullable=False),
        sa.PrimaryKeyConstraint("standard", "code"),
        mysql_charset="utf8mb4",
        mysql_collate="utf8mb4_bin",
        mysql_engine="InnoDB",
    )
    with op.batch_alter_table("base_info_national", schema=None) as batch_op:
        batch_op.create_index("ix_base_info_national_ver", ["standard", "ver"], unique=False)

    op.create_table(
        "base_info_settled_disease",
        sa.Column("bydise_setl_list_code", sa.String(length=30), nullable=False),
        sa.Column("begndate", sa.Date(), nullable=False),
        sa.Column("enddate", sa.Date(), nullable=True),
        sa.Column("bydise_setl_dise_name", sa.String(length=300), nullable=False),
        sa.Column("qua_oprn_oprt_code", sa.String(length=200), nullable=False),
        sa.Column("qua_oprn_oprt_name", sa.String(length=500), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("updt_time", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("bydise_setl_list_code", "begndate"),
        mysql_charset="utf8mb4",
        mysql_collate="utf8mb4_bin",
        mysql_engine="InnoDB",
    )
    with op.batch_alter_table("base_info_catalog", schema=None) as batch_op:
        batch_op.add_column(sa.Column("prodentp_name", sa.String(length=200), nullable=True))
        batch_op.add_column(sa.Column("aprvno", sa.String(length=100), nullable=True))

    with op.batch_alter_table("base_info_diagnosis", schema=None) as batch_op:
        batch_op.add_column(sa.Column("begndate", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("enddate", sa.Date(), nullable=True))

    with op.batch_alter_table("base_info_expert", schema=None) as batch_op:
        batch_op.add_column(sa.Column("account", sa.String(length=50), nullable=False, server_default=""))
    with op.batch_alter_table("base_info_expert") as batch_op:
        batch_op.alter_column(
            "account", existing_type=sa.String(length=50), existing_nullable=False, server_default=None
        )
        batch_op.create_index("ix_base_info_expert_account", ["account", "id", "pool", "admdvs", "state"], unique=False)


def downgrade() -> None:  # noqa: PLR0915 -- one statement a table and index
    with op.batch_alter_table("base_info_expert", schema=None) as batch_op:
        batch_op.drop_index("ix_base_info_expert_account")
        batch_op.drop_column("account")

    with op.batch_alter_table("base_info_diagnosis", schema=None) as batch_op:
        batch_op.drop_column("enddate")
        batch_op.drop_column("begndate")

    with op.batch_alter_table("base_info_catalog", schema=None) as batch_op:
        batch_op.drop_column("aprvno")
        batch_op.drop_column("prodentp_name")

    op.drop_table("base_info_settled_disease")
    with op.batch_alter_table("base_info_national", schema=None) as batch_op:
        batch_op.drop_index("ix_base_info_national_ver")

    op.drop_table("base_info_national")
    op.drop_table("base_info_local_value")
    op.drop_table("base_info_issue_line")
    with op.batch_alter_table("base_info_issue", schema=None) as batch_op:
        batch_op.drop_index("ix_base_info_issue_due")

    op.drop_table("base_info_issue")
    with op.batch_alter_table("base_info_indicator", schema=None) as batch_op:
        batch_op.drop_index("ix_base_info_indicator_updated_at")
        batch_op.drop_index("ix_base_info_indicator_state")
        batch_op.drop_index("ix_base_info_indicator_stat_cycle")
        batch_op.drop_index("ix_base_info_indicator_pool")
        batch_op.drop_index("ix_base_info_indicator_pending_state")
        batch_op.drop_index("ix_base_info_indicator_idx_name")
        batch_op.drop_index("ix_base_info_indicator_idx_code")
        batch_op.drop_index("ix_base_info_indicator_created_by")
        batch_op.drop_index("ix_base_info_indicator_busi_type")
        batch_op.drop_index("ix_base_info_indicator_admdvs")

    op.drop_table("base_info_indicator")
    with op.batch_alter_table("base_info_expert_message", schema=None) as batch_op:
        batch_op.drop_index("ix_base_info_expert_message_list")
        batch_op.drop_index("ix_base_info_expert_message_expert")

    op.drop_table("base_info_expert_message")
    with op.batch_alter_table("base_info_expert_leaving", schema=None) as batch_op:
        batch_op.drop_index("ix_base_info_expert_leaving_updated_at")
        batch_op.drop_index("ix_base_info_expert_leaving_state")
        batch_op.drop_index("ix_base_info_expert_leaving_pool")
        batch_op.drop_index("ix_base_info_expert_leaving_pending_state")
        batch_op.drop_index("ix_base_info_expert_leaving_leave_type")
        batch_op.drop_index("ix_base_info_expert_leaving_leave_date")
        batch_op.drop_index("ix_base_info_expert_leaving_expt_no")
        batch_op.drop_index("ix_base_info_expert_leaving_created_by")
        batch_op.drop_index("ix_base_info_expert_leaving_admdvs")

    op.drop_table("base_info_expert_leaving")
    with op.batch_alter_table("base_info_expert_application", schema=None) as batch_op:
        batch_op.drop_index("ix_base_info_expert_application_updated_at")
        batch_op.drop_index("ix_base_info_expert_application_title_lv")
        batch_op.drop_index("ix_base_info_expert_application_state")
        batch_op.drop_index("ix_base_info_expert_application_specialty")
        batch_op.drop_index("ix_base_info_expert_application_psn_cert_type")
        batch_op.drop_index("ix_base_info_expert_application_pool")
        batch_op.drop_index("ix_base_info_expert_application_pending_state")
        batch_op.drop_index("ix_base_info_expert_application_expt_name")
        batch_op.drop_index("ix_base_info_expert_application_emp_name")
        batch_op.drop_index("ix_base_info_expert_application_created_by")
        batch_op.drop_index("ix_base_info_expert_application_certno_digest")
        batch_op.drop_index("ix_base_info_expert_application_appy_date")
        batch_op.drop_index("ix_base_info_expert_application_admdvs")

    op.drop_table("base_info_expert_application")
    with op.batch_alter_table("base_info_draw_candidate", schema=None) as batch_op:
        batch_op.drop_index("ix_base_info_draw_candidate_expert")
        batch_op.drop_index("ix_base_info_draw_candidate_account")

    op.drop_table("base_info_draw_candidate")
    with op.batch_alter_table("base_info_draw", schema=None) as batch_op:
        batch_op.drop_index("ix_base_info_draw_list")

    op.drop_table("base_info_draw")
    op.drop_table("base_info_day_surgery")
    with op.batch_alter_table("base_info_data_set", schema=None) as batch_op:
        batch_op.drop_index("ix_base_info_data_set_updt_cycle")
        batch_op.drop_index("ix_base_info_data_set_updated_at")
        batch_op.drop_index("ix_base_info_data_set_state")
        batch_op.drop_index("ix_base_info_data_set_set_name")
        batch_op.drop_index("ix_base_info_data_set_set_code")
        batch_op.drop_index("ix_base_info_data_set_pool")
        batch_op.drop_index("ix_base_info_data_set_pending_state")
        batch_op.drop_index("ix_base_info_data_set_created_by")
        batch_op.drop_index("ix_base_info_data_set_busi_type")
        batch_op.drop_index("ix_base_info_data_set_admdvs")

    op.drop_table("base_info_data_set")
    with op.batch_alter_table("base_info_code_mapping", schema=None) as batch_op:
        batch_op.drop_index("ix_base_info_code_mapping_updated_at")
        batch_op.drop_index("ix_base_info_code_mapping_state")
        batch_op.drop_index("ix_base_info_code_mapping_standard")
        batch_op.drop_index("ix_base_info_code_mapping_pending_state")
        batch_op.drop_index("ix_base_info_code_mapping_natl_code")
        batch_op.drop_index("ix_base_info_code_mapping_loc_code")
        batch_op.drop_index("ix_base_info_code_mapping_enddate")
        batch_op.drop_index("ix_base_info_code_mapping_created_by")
        batch_op.drop_index("ix_base_info_code_mapping_begndate")

    op.drop_table("base_info_code_mapping")
