"""TCM diseases and syndromes, tumour morphology"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "base_info_0007"
down_revision = "base_info_0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "base_info_morphology",
        sa.Column("mpy_type_code", sa.String(length=30), nullable=False),
        sa.Column("mpy_type", sa.String(length=500), nullable=False),
        sa.Column("tmor_cell_type_code", sa.String(length=30), nullable=False),
        sa.Column("tmor_cell_type", sa.String(length=300), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("updt_time", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("mpy_type_code"),
        mysql_charset="utf8mb4",
        mysql_collate="utf8mb4_bin",
        mysql_engine="InnoDB",
    )
    op.create_table(
        "base_info_tcm_disease",
        sa.Column("dise_type_code", sa.String(length=30), nullable=False),
        sa.Column("dise_type_name", sa.String(length=300), nullable=False),
        sa.Column("caty_cgy_code", sa.String(length=30), nullable=False),
        sa.Column("caty_cgy_name", sa.String(length=300), nullable=False),
        sa.Column("spcy_sys_taxa_code", sa.String(length=30), nullable=False),
        sa.Column("spcy_sys_taxa_name", sa.String(length=300), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("updt_time", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("dise_type_code"),
        mysql_charset="utf8mb4",
        mysql_collate="utf8mb4_bin",
        mysql_engine="InnoDB",
    )
    op.create_table(
        "base_info_tcm_syndrome",
        sa.Column("sds_type_code", sa.String(length=30), nullable=False),
        sa.Column("sds_type_name", sa.String(length=300), nullable=False),
        sa.Column("sds_cgy_code", sa.String(length=30), nullable=False),
        sa.Column("sds_cgy_name", sa.String(length=300), nullable=False),
        sa.Column("sds_attr_code", sa.String(length=30), nullable=False),
        sa.Column("sds_attr", sa.String(length=300), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("updt_time", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("sds_type_code"),
        mysql_charset="utf8mb4",
        mysql_collate="utf8mb4_bin",
        mysql_engine="InnoDB",
    )


def downgrade() -> None:
    op.drop_table("base_info_tcm_syndrome")
    op.drop_table("base_info_tcm_disease")
    op.drop_table("base_info_morphology")
