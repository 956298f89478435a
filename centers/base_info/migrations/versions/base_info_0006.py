"""Dated divisions under two reviews, mappings of a region"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "base_info_0006"
down_revision = "base_info_0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "base_info_area_version",
        sa.Column("admdvs", sa.String(length=6), nullable=False),
        sa.Column("begndate", sa.Date(), nullable=False),
        sa.Column("enddate", sa.Date(), nullable=True),
        sa.Column("admdvs_name", sa.String(length=100), nullable=False),
        sa.Column("prnt_admdvs", sa.String(length=6), nullable=False),
        sa.Column("admdvs_lv", sa.String(length=3), nullable=False),
        sa.Column("poolarea_no", sa.String(length=6), nullable=False),
        sa.PrimaryKeyConstraint("admdvs", "begndate"),
        mysql_charset="utf8mb4",
        mysql_collate="utf8mb4_bin",
        mysql_engine="InnoDB",
    )
    op.create_table(
        "base_info_division",
        sa.Column("id", sa.String(length=30), nullable=False),
        sa.Column("admdvs", sa.String(length=6), nullable=False),
        sa.Column("admdvs_name", sa.String(length=50), nullable=False),
        sa.Column("prnt_admdvs", sa.String(length=6), nullable=False),
        sa.Column("admdvs_lv", sa.String(length=60), nullable=False),
        sa.Column("poolarea_no", sa.String(length=6), nullable=False),
        sa.Column("begndate", sa.Date(), nullable=True),
        sa.Column("mng_admdvs", sa.String(length=6), nullable=False),
        sa.Column("basis", sa.String(length=100), nullable=False),
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
    with op.batch_alter_table("base_info_division", schema=None) as batch_op:
        batch_op.create_index(
            "ix_base_info_division_admdvs", ["admdvs", "id", "pool", "mng_admdvs", "state"], unique=False
        )
        batch_op.create_index(
            "ix_base_info_division_admdvs_lv", ["admdvs_lv", "id", "pool", "mng_admdvs", "state"], unique=False
        )
        batch_op.create_index(
            "ix_base_info_division_admdvs_name", ["admdvs_name", "id", "pool", "mng_admdvs", "state"], unique=False
        )
        batch_op.create_index(
            "ix_base_info_division_begndate", ["begndate", "id", "pool", "mng_admdvs", "state"], unique=False
        )
        batch_op.create_index(
            "ix_base_info_division_created_by", ["created_by", "id", "pool", "mng_admdvs", "state"], unique=False
        )
        batch_op.create_index("ix_base_info_division_mng_admdvs", ["mng_admdvs", "id", "pool", "state"], unique=False)
        batch_op.create_index(
            "ix_base_info_division_pending_state", ["pending_state", "id", "pool", "mng_admdvs", "state"], unique=False
        )
        batch_op.create_index("ix_base_info_division_pool", ["pool", "id", "mng_admdvs", "state"], unique=False)
        batch_op.create_index(
            "ix_base_info_division_prnt_admdvs", ["prnt_admdvs", "id", "pool", "mng_admdvs", "state"], unique=False
        )
        batch_op.create_index("ix_base_info_division_state", ["state", "id", "pool", "mng_admdvs"], unique=False)
        batch_op.create_index(
            "ix_base_info_division_updated_at", ["updated_at", "id", "pool", "mng_admdvs", "state"], unique=False
        )

    op.execute(
        "INSERT INTO base_info_area_version"
        " (admdvs, begndate, enddate, admdvs_name, prnt_admdvs, admdvs_lv, poolarea_no)"
        " SELECT admdvs, '2000-01-01', NULL, admdvs_name, prnt_admdvs, admdvs_lv, poolarea_no FROM base_info_area"
    )
    op.drop_table("base_info_area")
    with op.batch_alter_table("base_info_code_mapping", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_base_info_code_mapping_begndate"))
        batch_op.drop_index(batch_op.f("ix_base_info_code_mapping_created_by"))
        batch_op.drop_index(batch_op.f("ix_base_info_code_mapping_enddate"))
        batch_op.drop_index(batch_op.f("ix_base_info_code_mapping_loc_code"))
        batch_op.drop_index(batch_op.f("ix_base_info_code_mapping_natl_code"))
        batch_op.drop_index(batch_op.f("ix_base_info_code_mapping_pending_state"))
        batch_op.drop_index(batch_op.f("ix_base_info_code_mapping_standard"))
        batch_op.drop_index(batch_op.f("ix_base_info_code_mapping_state"))
        batch_op.drop_index(batch_op.f("ix_base_info_code_mapping_updated_at"))
    with op.batch_alter_table("base_info_code_mapping", schema=None) as batch_op:
        batch_op.add_column(sa.Column("admdvs", sa.String(length=6), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("pool", sa.String(length=4), nullable=False, server_default=""))
    with op.batch_alter_table("base_info_code_mapping", schema=None) as batch_op:
        batch_op.create_index(
            "ix_base_info_code_mapping_begndate", ["begndate", "id", "pool", "admdvs", "state"], unique=False
        )
        batch_op.create_index(
            "ix_base_info_code_mapping_created_by", ["created_by", "id", "pool", "admdvs", "state"], unique=False
        )
        batch_op.create_index(
            "ix_base_info_code_mapping_enddate", ["enddate", "id", "pool", "admdvs", "state"], unique=False
        )
        batch_op.create_index(
            "ix_base_info_code_mapping_loc_code", ["loc_code", "id", "pool", "admdvs", "state"], unique=False
        )
        batch_op.create_index(
            "ix_base_info_code_mapping_natl_code", ["natl_code", "id", "pool", "admdvs", "state"], unique=False
        )
        batch_op.create_index(
            "ix_base_info_code_mapping_pending_state", ["pending_state", "id", "pool", "admdvs", "state"], unique=False
        )
        batch_op.create_index(
            "ix_base_info_code_mapping_standard", ["standard", "id", "pool", "admdvs", "state"], unique=False
        )
        batch_op.create_index("ix_base_info_code_mapping_state", ["state", "id", "pool", "admdvs"], unique=False)
        batch_op.create_index(
            "ix_base_info_code_mapping_updated_at", ["updated_at", "id", "pool", "admdvs", "state"], unique=False
        )
        batch_op.create_index("ix_base_info_code_mapping_admdvs", ["admdvs", "id", "pool", "state"], unique=False)
        batch_op.create_index("ix_base_info_code_mapping_pool", ["pool", "id", "admdvs", "state"], unique=False)
    # What was mapped before was mapped for the whole province.
    op.execute(
        "UPDATE base_info_code_mapping SET admdvs ="
        " COALESCE((SELECT MIN(admdvs) FROM base_info_area_version WHERE prnt_admdvs = ''), '')"
    )
    op.execute("UPDATE base_info_code_mapping SET pool = SUBSTR(admdvs, 1, 4)")
    with op.batch_alter_table("base_info_code_mapping", schema=None) as batch_op:
        batch_op.alter_column("admdvs", existing_type=sa.String(length=6), nullable=False, server_default=None)
        batch_op.alter_column("pool", existing_type=sa.String(length=4), nullable=False, server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("base_info_code_mapping", schema=None) as batch_op:
        batch_op.drop_index("ix_base_info_code_mapping_pool")
        batch_op.drop_index("ix_base_info_code_mapping_admdvs")
        batch_op.drop_index("ix_base_info_code_mapping_updated_at")
        batch_op.drop_index("ix_base_info_code_mapping_state")
        batch_op.drop_index("ix_base_info_code_mapping_standard")
        batch_op.drop_index("ix_base_info_code_mapping_pending_state")
        batch_op.drop_index("ix_base_info_code_mapping_natl_code")
        batch_op.drop_index("ix_base_info_code_mapping_loc_code")
        batch_op.drop_index("ix_base_info_code_mapping_enddate")
        batch_op.drop_index("ix_base_info_code_mapping_created_by")
        batch_op.drop_index("ix_base_info_code_mapping_begndate")
    with op.batch_alter_table("base_info_code_mapping", schema=None) as batch_op:
        batch_op.drop_column("pool")
        batch_op.drop_column("admdvs")
    with op.batch_alter_table("base_info_code_mapping", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_base_info_code_mapping_updated_at"), ["updated_at", "id", "state"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_base_info_code_mapping_state"), ["state", "id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_base_info_code_mapping_standard"), ["standard", "id", "state"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_base_info_code_mapping_pending_state"), ["pending_state", "id", "state"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_base_info_code_mapping_natl_code"), ["natl_code", "id", "state"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_base_info_code_mapping_loc_code"), ["loc_code", "id", "state"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_base_info_code_mapping_enddate"), ["enddate", "id", "state"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_base_info_code_mapping_created_by"), ["created_by", "id", "state"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_base_info_code_mapping_begndate"), ["begndate", "id", "state"], unique=False
        )

    op.create_table(
        "base_info_area",
        sa.Column("admdvs", sa.VARCHAR(length=6), nullable=False),
        sa.Column("admdvs_name", sa.VARCHAR(length=100), nullable=False),
        sa.Column("prnt_admdvs", sa.VARCHAR(length=6), nullable=False),
        sa.Column("admdvs_lv", sa.VARCHAR(length=3), nullable=False),
        sa.Column("poolarea_no", sa.VARCHAR(length=6), nullable=False),
        sa.PrimaryKeyConstraint("admdvs"),
        mysql_charset="utf8mb4",
        mysql_collate="utf8mb4_bin",
        mysql_engine="InnoDB",
    )
    op.execute(
        "INSERT INTO base_info_area (admdvs, admdvs_name, prnt_admdvs, admdvs_lv, poolarea_no)"
        " SELECT admdvs, admdvs_name, prnt_admdvs, admdvs_lv, poolarea_no FROM base_info_area_version"
        " WHERE enddate IS NULL"
    )
    with op.batch_alter_table("base_info_division", schema=None) as batch_op:
        batch_op.drop_index("ix_base_info_division_updated_at")
        batch_op.drop_index("ix_base_info_division_state")
        batch_op.drop_index("ix_base_info_division_prnt_admdvs")
        batch_op.drop_index("ix_base_info_division_pool")
        batch_op.drop_index("ix_base_info_division_pending_state")
        batch_op.drop_index("ix_base_info_division_mng_admdvs")
        batch_op.drop_index("ix_base_info_division_created_by")
        batch_op.drop_index("ix_base_info_division_begndate")
        batch_op.drop_index("ix_base_info_division_admdvs_name")
        batch_op.drop_index("ix_base_info_division_admdvs_lv")
        batch_op.drop_index("ix_base_info_division_admdvs")

    op.drop_table("base_info_division")
    op.drop_table("base_info_area_version")
