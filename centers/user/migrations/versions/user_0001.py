"""Staff"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from hsaf.data.types import JsonText

revision = "user_0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "user_account",
        sa.Column("account", sa.String(length=50), nullable=False),
        sa.Column("name", sa.String(length=50), nullable=False),
        sa.Column("org_no", sa.String(length=30), nullable=False),
        sa.Column("admdvs", sa.String(length=6), nullable=False),
        sa.Column("state", sa.String(length=1), nullable=False),
        sa.Column("person_digest", sa.String(length=64), nullable=False),
        sa.Column("certno_sealed", sa.String(length=136), nullable=False),
        sa.Column("phone_sealed", sa.String(length=144), nullable=False),
        sa.Column("email", sa.String(length=100), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("updated_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("account"),
        mysql_charset="utf8mb4",
        mysql_collate="utf8mb4_bin",
        mysql_engine="InnoDB",
    )
    op.create_index(op.f("ix_user_account_name"), "user_account", ["name"], unique=False)
    op.create_index(op.f("ix_user_account_org_no"), "user_account", ["org_no"], unique=False)
    op.create_index(op.f("ix_user_account_person_digest"), "user_account", ["person_digest"], unique=False)
    op.create_table(
        "user_account_post",
        sa.Column("account", sa.String(length=50), nullable=False),
        sa.Column("post_code", sa.String(length=30), nullable=False),
        sa.PrimaryKeyConstraint("account", "post_code"),
        mysql_charset="utf8mb4",
        mysql_collate="utf8mb4_bin",
        mysql_engine="InnoDB",
    )
    op.create_table(
        "user_account_role",
        sa.Column("account", sa.String(length=50), nullable=False),
        sa.Column("role_code", sa.String(length=50), nullable=False),
        sa.PrimaryKeyConstraint("account", "role_code"),
        mysql_charset="utf8mb4",
        mysql_collate="utf8mb4_bin",
        mysql_engine="InnoDB",
    )
    op.create_index(op.f("ix_user_account_role_role_code"), "user_account_role", ["role_code"], unique=False)
    op.create_table(
        "user_favourite",
        sa.Column("account", sa.String(length=50), nullable=False),
        sa.Column("page", sa.String(length=100), nullable=False),
        sa.Column("title", sa.String(length=100), nullable=False),
        sa.Column("sort", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("account", "page"),
        mysql_charset="utf8mb4",
        mysql_collate="utf8mb4_bin",
        mysql_engine="InnoDB",
    )
    op.create_table(
        "user_key",
        sa.Column("name", sa.String(length=30), nullable=False),
        sa.Column("key_sealed", sa.String(length=200), nullable=False),
        sa.PrimaryKeyConstraint("name"),
        mysql_charset="utf8mb4",
        mysql_collate="utf8mb4_bin",
        mysql_engine="InnoDB",
    )
    op.create_table(
        "user_log",
        sa.Column("log_id", sa.String(length=30), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("actor", sa.String(length=50), nullable=False),
        sa.Column("actor_name", sa.String(length=50), nullable=False),
        sa.Column("target", sa.String(length=100), nullable=False),
        sa.Column("action", sa.String(length=20), nullable=False),
        sa.Column("detail", JsonText(length=16777215), nullable=False),
        sa.Column("org_path", sa.String(length=255), nullable=False),
        sa.PrimaryKeyConstraint("log_id"),
        mysql_charset="utf8mb4",
        mysql_collate="utf8mb4_bin",
        mysql_engine="InnoDB",
    )
    op.create_index("ix_user_log_kind", "user_log", ["kind", "at"], unique=False)
    op.create_index("ix_user_log_target", "user_log", ["target", "at"], unique=False)
    op.create_table(
        "user_org",
        sa.Column("org_no", sa.String(length=30), nullable=False),
        sa.Column("org_name", sa.String(length=100), nullable=False),
        sa.Column("prnt_org_no", sa.String(length=30), nullable=False),
        sa.Column("admdvs", sa.String(length=6), nullable=False),
        sa.Column("org_type", sa.String(length=10), nullable=False),
        sa.Column("path", sa.String(length=255), nullable=False),
        sa.Column("sort", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("org_no"),
        mysql_charset="utf8mb4",
        mysql_collate="utf8mb4_bin",
        mysql_engine="InnoDB",
    )
    op.create_index(op.f("ix_user_org_path"), "user_org", ["path"], unique=False)
    op.create_index(op.f("ix_user_org_prnt_org_no"), "user_org", ["prnt_org_no"], unique=False)
    op.create_table(
        "user_post",
        sa.Column("post_code", sa.String(length=30), nullable=False),
        sa.Column("post_name", sa.String(length=50), nullable=False),
        sa.PrimaryKeyConstraint("post_code"),
        mysql_charset="utf8mb4",
        mysql_collate="utf8mb4_bin",
        mysql_engine="InnoDB",
    )
    op.create_table(
        "user_resource",
        sa.Column("resource_id", sa.String(length=30), nullable=False),
        sa.Column("subsystem", sa.String(length=50), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("parent_id", sa.String(length=30), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("permission", sa.String(length=150), nullable=False),
        sa.Column("path", sa.String(length=200), nullable=False),
        sa.Column("sort", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("resource_id"),
        mysql_charset="utf8mb4",
        mysql_collate="utf8mb4_bin",
        mysql_engine="InnoDB",
    )
    op.create_index("ix_user_resource_place", "user_resource", ["subsystem", "parent_id", "sort"], unique=False)
    op.create_table(
        "user_role",
        sa.Column("role_code", sa.String(length=50), nullable=False),
        sa.Column("role_name", sa.String(length=50), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("org_no", sa.String(length=30), nullable=False),
        sa.Column("descr", sa.String(length=200), nullable=False),
        sa.Column("created_by", sa.String(length=50), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("role_code"),
        mysql_charset="utf8mb4",
        mysql_collate="utf8mb4_bin",
        mysql_engine="InnoDB",
    )
    op.create_table(
        "user_role_org",
        sa.Column("role_code", sa.String(length=50), nullable=False),
        sa.Column("org_no", sa.String(length=30), nullable=False),
        sa.PrimaryKeyConstraint("role_code", "org_no"),
        mysql_charset="utf8mb4",
        mysql_collate="utf8mb4_bin",
        mysql_engine="InnoDB",
    )
    op.create_table(
        "user_role_permission",
        sa.Column("role_code", sa.String(length=50), nullable=False),
        sa.Column("use", sa.String(length=10), nullable=False),
        sa.Column("permission", sa.String(length=150), nullable=False),
        sa.PrimaryKeyConstraint("role_code", "use", "permission"),
        mysql_charset="utf8mb4",
        mysql_collate="utf8mb4_bin",
        mysql_engine="InnoDB",
    )
    op.create_table(
        "user_role_role",
        sa.Column("role_code", sa.String(length=50), nullable=False),
        sa.Column("business_role", sa.String(length=50), nullable=False),
        sa.PrimaryKeyConstraint("role_code", "business_role"),
        mysql_charset="utf8mb4",
        mysql_collate="utf8mb4_bin",
        mysql_engine="InnoDB",
    )
    op.create_table(
        "user_subsystem",
        sa.Column("subsystem", sa.String(length=50), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("url", sa.String(length=200), nullable=False),
        sa.Column("sort", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("subsystem"),
        mysql_charset="utf8mb4",
        mysql_collate="utf8mb4_bin",
        mysql_engine="InnoDB",
    )
    op.create_table(
        "user_workbench",
        sa.Column("account", sa.String(length=50), nullable=False),
        sa.Column("sort", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("code", sa.String(length=100), nullable=False),
        sa.PrimaryKeyConstraint("account", "sort"),
        mysql_charset="utf8mb4",
        mysql_collate="utf8mb4_bin",
        mysql_engine="InnoDB",
    )


def downgrade() -> None:
    op.drop_table("user_workbench")
    op.drop_table("user_subsystem")
    op.drop_table("user_role_role")
    op.drop_table("user_role_permission")
    op.drop_table("user_role_org")
    op.drop_table("user_role")
    op.drop_index("ix_user_resource_place", table_name="user_resource")
    op.drop_table("user_resource")
    op.drop_table("user_post")
    op.drop_index(op.f("ix_user_org_prnt_org_no"), table_name="user_org")
    op.drop_index(op.f("ix_user_org_path"), table_name="user_org")
    op.drop_table("user_org")
    op.drop_index("ix_user_log_target", table_name="user_log")
    op.drop_index("ix_user_log_kind", table_name="user_log")
    op.drop_table("user_log")
    op.drop_table("user_key")
    op.drop_table("user_favourite")
    op.drop_index(op.f("ix_user_account_role_role_code"), table_name="user_account_role")
    op.drop_table("user_account_role")
    op.drop_table("user_account_post")
    op.drop_index(op.f("ix_user_account_person_digest"), table_name="user_account")
    op.drop_index(op.f("ix_user_account_org_no"), table_name="user_account")
    op.drop_index(op.f("ix_user_account_name"), table_name="user_account")
    op.drop_table("user_account")
