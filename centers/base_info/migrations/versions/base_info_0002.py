"""Catalog versions, matchings and departments"""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from alembic import op

from hsaf.data.types import JsonText

revision = "base_info_0002"
down_revision = "base_info_0001"
branch_labels = None
depends_on = None

VERSIONED = {
    "catalog": "base_info_catalog",
    "diseases": "base_info_diagnosis",
    "operations": "base_info_operation",
    "opsp_diseases": "base_info_chronic_disease",
}
VERSION = sa.table(
    "base_info_version",
    sa.column("kind", sa.String),
    sa.column("seq", sa.Integer),
    sa.column("made_at", sa.DateTime),
    sa.column("row_cnt", sa.Integer),
)


def upgrade() -> None:
    op.create_table(
        "base_info_department",
        sa.Column("fixmedins_code", sa.String(length=30), nullable=False),
        sa.Column("hosp_dept_codg", sa.String(length=20), nullable=False),
        sa.Column("detail", JsonText(length=16777215), nullable=False),
        sa.Column("vali_flag", sa.String(length=3), nullable=False),
        sa.Column("updt_time", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("fixmedins_code", "hosp_dept_codg"),
        mysql_charset="utf8mb4",
        mysql_collate="utf8mb4_bin",
        mysql_engine="InnoDB",
    )
    op.create_table(
        "base_info_matching",
        sa.Column("fixmedins_code", sa.String(length=30), nullable=False),
        sa.Column("rid", sa.String(length=30), nullable=False),
        sa.Column("fixmedins_hilist_id", sa.String(length=30), nullable=False),
        sa.Column("fixmedins_hilist_name", sa.String(length=200), nullable=False),
        sa.Column("list_type", sa.String(length=30), nullable=False),
        sa.Column("med_list_codg", sa.String(length=50), nullable=False),
        sa.Column("begndate", sa.Date(), nullable=False),
        sa.Column("enddate", sa.Date(), nullable=False),
        sa.Column("detail", JsonText(length=16777215), nullable=False),
        sa.Column("vali_flag", sa.String(length=3), nullable=False),
        sa.Column("crte_time", sa.DateTime(), nullable=False),
        sa.Column("updt_time", sa.DateTime(), nullable=False),
        sa.Column("opter_id", sa.String(length=50), nullable=False),
        sa.Column("opter_name", sa.String(length=50), nullable=False),
        sa.PrimaryKeyConstraint("fixmedins_code", "rid"),
        mysql_charset="utf8mb4",
        mysql_collate="utf8mb4_bin",
        mysql_engine="InnoDB",
    )
    op.create_index("ix_base_info_matching_own", "base_info_matching", ["fixmedins_code", "fixmedins_hilist_id"])
    op.create_table(
        "base_info_version",
        sa.Column("kind", sa.String(length=30), nullable=False),
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("row_cnt", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("kind", "seq"),
        mysql_charset="utf8mb4",
        mysql_collate="utf8mb4_bin",
        mysql_engine="InnoDB",
    )
    for kind, table in VERSIONED.items():
        _add_versions(kind, table)


def _add_versions(kind: str, name: str) -> None:
    """What is there already becomes the first version."""
    now = datetime.now().replace(microsecond=0)
    with op.batch_alter_table(name) as batch_op:
        batch_op.add_column(sa.Column("seq", sa.Integer(), nullable=False, server_default="1"))
        batch_op.add_column(sa.Column("updt_time", sa.DateTime(), nullable=False, server_default=f"{now}"))
    with op.batch_alter_table(name) as batch_op:
        batch_op.alter_column("seq", existing_type=sa.Integer(), existing_nullable=False, server_default=None)
        batch_op.alter_column("updt_time", existing_type=sa.DateTime(), existing_nullable=False, server_default=None)
    count = op.get_bind().execute(sa.select(sa.func.count()).select_from(sa.table(name))).scalar_one()
    if count:
        op.bulk_insert(VERSION, [{"kind": kind, "seq": 1, "made_at": now, "row_cnt": count}])


def downgrade() -> None:
    for table in VERSIONED.values():
        with op.batch_alter_table(table) as batch_op:
            batch_op.drop_column("updt_time")
            batch_op.drop_column("seq")
    op.drop_table("base_info_version")
    op.drop_index("ix_base_info_matching_own", table_name="base_info_matching")
    op.drop_table("base_info_matching")
    op.drop_table("base_info_department")
