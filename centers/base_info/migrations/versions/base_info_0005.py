"""Distributors, grass-roots bodies and divisions, certificates of units, technicians"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "base_info_0005"
down_revision = "base_info_0004"
branch_labels = None
depends_on = None


def upgrade() -> None:  # noqa: PLR0915 -- one statement a table and index
    op.create_table(
        "base_info_distributor",
        sa.Column("id", sa.String(length=30), nullable=False),
        sa.Column("entp_code", sa.String(length=30), nullable=False),
        sa.Column("entp_name", sa.String(length=200), nullable=False),
        sa.Column("uscc", sa.String(length=18), nullable=False),
        sa.Column("dstr_type", sa.String(length=60), nullable=False),
        sa.Column("lic_no", sa.String(length=50), nullable=False),
        sa.Column("lic_enddate", sa.Date(), nullable=True),
        sa.Column("admdvs", sa.String(length=6), nullable=False),
        sa.Column("coner_name", sa.String(length=50), nullable=False),
        sa.Column("coner_tel", sa.String(length=144), nullable=False),
        sa.Column("addr", sa.String(length=300), nullable=False),
        sa.Column("begndate", sa.Date(), nullable=True),
        sa.Column("enddate", sa.Date(), nullable=True),
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
    with op.batch_alter_table("base_info_distributor", schema=None) as batch_op:
        batch_op.create_index("ix_base_info_distributor_admdvs", ["admdvs", "id", "pool", "state"], unique=False)
        batch_op.create_index(
            "ix_base_info_distributor_begndate", ["begndate", "id", "pool", "admdvs", "state"], unique=False
        )
        batch_op.create_index(
            "ix_base_info_distributor_created_by", ["created_by", "id", "pool", "admdvs", "state"], unique=False
        )
        batch_op.create_index(
            "ix_base_info_distributor_dstr_type", ["dstr_type", "id", "pool", "admdvs", "state"], unique=False
        )
        batch_op.create_index(
            "ix_base_info_distributor_enddate", ["enddate", "id", "pool", "admdvs", "state"], unique=False
        )
        batch_op.create_index(
            "ix_base_info_distributor_entp_code", ["entp_code", "id", "pool", "admdvs", "state"], unique=False
        )
        batch_op.create_index(
            "ix_base_info_distributor_entp_name", ["entp_name", "id", "pool", "admdvs", "state"], unique=False
        )
        batch_op.create_index(
            "ix_base_info_distributor_lic_enddate", ["lic_enddate", "id", "pool", "admdvs", "state"], unique=False
        )
        batch_op.create_index(
            "ix_base_info_distributor_lic_no", ["lic_no", "id", "pool", "admdvs", "state"], unique=False
        )
        batch_op.create_index(
            "ix_base_info_distributor_pending_state", ["pending_state", "id", "pool", "admdvs", "state"], unique=False
        )
        batch_op.create_index("ix_base_info_distributor_pool", ["pool", "id", "admdvs", "state"], unique=False)
        batch_op.create_index("ix_base_info_distributor_state", ["state", "id", "pool", "admdvs"], unique=False)
        batch_op.create_index(
            "ix_base_info_distributor_updated_at", ["updated_at", "id", "pool", "admdvs", "state"], unique=False
        )
        batch_op.create_index("ix_base_info_distributor_uscc", ["uscc", "id", "pool", "admdvs", "state"], unique=False)

    op.create_table(
        "base_info_grass_area",
        sa.Column("id", sa.String(length=30), nullable=False),
        sa.Column("area_code", sa.String(length=12), nullable=False),
        sa.Column("area_name", sa.String(length=100), nullable=False),
        sa.Column("prnt_code", sa.String(length=12), nullable=False),
        sa.Column("area_lv", sa.String(length=60), nullable=False),
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
    with op.batch_alter_table("base_info_grass_area", schema=None) as batch_op:
        batch_op.create_index("ix_base_info_grass_area_admdvs", ["admdvs", "id", "pool", "state"], unique=False)
        batch_op.create_index(
            "ix_base_info_grass_area_area_code", ["area_code", "id", "pool", "admdvs", "state"], unique=False
        )
        batch_op.create_index(
            "ix_base_info_grass_area_area_lv", ["area_lv", "id", "pool", "admdvs", "state"], unique=False
        )
        batch_op.create_index(
            "ix_base_info_grass_area_area_name", ["area_name", "id", "pool", "admdvs", "state"], unique=False
        )
        batch_op.create_index(
            "ix_base_info_grass_area_created_by", ["created_by", "id", "pool", "admdvs", "state"], unique=False
        )
        batch_op.create_index(
            "ix_base_info_grass_area_pending_state", ["pending_state", "id", "pool", "admdvs", "state"], unique=False
        )
        batch_op.create_index("ix_base_info_grass_area_pool", ["pool", "id", "admdvs", "state"], unique=False)
        batch_op.create_index(
            "ix_base_info_grass_area_prnt_code", ["prnt_code", "id", "pool", "admdvs", "state"], unique=False
        )
        batch_op.create_index("ix_base_info_grass_area_state", ["state", "id", "pool", "admdvs"], unique=False)
        batch_op.create_index(
            "ix_base_info_grass_area_updated_at", ["updated_at", "id", "pool", "admdvs", "state"], unique=False
        )

    op.create_table(
        "base_info_grass_body",
        sa.Column("id", sa.String(length=30), nullable=False),
        sa.Column("org_code", sa.String(length=30), nullable=False),
        sa.Column("org_name", sa.String(length=200), nullable=False),
        sa.Column("org_type", sa.String(length=60), nullable=False),
        sa.Column("area_code", sa.String(length=12), nullable=False),
        sa.Column("admdvs", sa.String(length=6), nullable=False),
        sa.Column("resper_name", sa.String(length=50), nullable=False),
        sa.Column("resper_tel", sa.String(length=144), nullable=False),
        sa.Column("addr", sa.String(length=300), nullable=False),
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
    with op.batch_alter_table("base_info_grass_body", schema=None) as batch_op:
        batch_op.create_index("ix_base_info_grass_body_admdvs", ["admdvs", "id", "pool", "state"], unique=False)
        batch_op.create_index(
            "ix_base_info_grass_body_area_code", ["area_code", "id", "pool", "admdvs", "state"], unique=False
        )
        batch_op.create_index(
            "ix_base_info_grass_body_created_by", ["created_by", "id", "pool", "admdvs", "state"], unique=False
        )
        batch_op.create_index(
            "ix_base_info_grass_body_org_code", ["org_code", "id", "pool", "admdvs", "state"], unique=False
        )
        batch_op.create_index(
            "ix_base_info_grass_body_org_name", ["org_name", "id", "pool", "admdvs", "state"], unique=False
        )
        batch_op.create_index(
            "ix_base_info_grass_body_org_type", ["org_type", "id", "pool", "admdvs", "state"], unique=False
        )
        batch_op.create_index(
            "ix_base_info_grass_body_pending_state", ["pending_state", "id", "pool", "admdvs", "state"], unique=False
        )
        batch_op.create_index("ix_base_info_grass_body_pool", ["pool", "id", "admdvs", "state"], unique=False)
        batch_op.create_index("ix_base_info_grass_body_state", ["state", "id", "pool", "admdvs"], unique=False)
        batch_op.create_index(
            "ix_base_info_grass_body_updated_at", ["updated_at", "id", "pool", "admdvs", "state"], unique=False
        )

    op.create_table(
        "base_info_technician",
        sa.Column("id", sa.String(length=30), nullable=False),
        sa.Column("tech_code", sa.String(length=30), nullable=False),
        sa.Column("psn_name", sa.String(length=50), nullable=False),
        sa.Column("certno", sa.String(length=136), nullable=False),
        sa.Column("certno_digest", sa.String(length=64), nullable=False),
        sa.Column("gend", sa.String(length=60), nullable=False),
        sa.Column("brdy", sa.Date(), nullable=True),
        sa.Column("tel", sa.String(length=144), nullable=False),
        sa.Column("fixmedins_code", sa.String(length=30), nullable=False),
        sa.Column("tech_type", sa.String(length=60), nullable=False),
        sa.Column("prac_certno", sa.String(length=50), nullable=False),
        sa.Column("admdvs", sa.String(length=6), nullable=False),
        sa.Column("begndate", sa.Date(), nullable=True),
        sa.Column("enddate", sa.Date(), nullable=True),
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
    with op.batch_alter_table("base_info_technician", schema=None) as batch_op:
        batch_op.create_index("ix_base_info_technician_admdvs", ["admdvs", "id", "pool", "state"], unique=False)
        batch_op.create_index(
            "ix_base_info_technician_begndate", ["begndate", "id", "pool", "admdvs", "state"], unique=False
        )
        batch_op.create_index(
            "ix_base_info_technician_certno_digest", ["certno_digest", "id", "pool", "admdvs", "state"], unique=False
        )
        batch_op.create_index(
            "ix_base_info_technician_created_by", ["created_by", "id", "pool", "admdvs", "state"], unique=False
        )
        batch_op.create_index(
            "ix_base_info_technician_enddate", ["enddate", "id", "pool", "admdvs", "state"], unique=False
        )
        batch_op.create_index(
            "ix_base_info_technician_fixmedins_code", ["fixmedins_code", "id", "pool", "admdvs", "state"], unique=False
        )
        batch_op.create_index("ix_base_info_technician_gend", ["gend", "id", "pool", "admdvs", "state"], unique=False)
        batch_op.create_index(
            "ix_base_info_technician_pending_state", ["pending_state", "id", "pool", "admdvs", "state"], unique=False
        )
        batch_op.create_index("ix_base_info_technician_pool", ["pool", "id", "admdvs", "state"], unique=False)
        batch_op.create_index(
            "ix_base_info_technician_prac_certno", ["prac_certno", "id", "pool", "admdvs", "state"], unique=False
        )
        batch_op.create_index(
            "ix_base_info_technician_psn_name", ["psn_name", "id", "pool", "admdvs", "state"], unique=False
        )
        batch_op.create_index("ix_base_info_technician_state", ["state", "id", "pool", "admdvs"], unique=False)
        batch_op.create_index(
            "ix_base_info_technician_tech_code", ["tech_code", "id", "pool", "admdvs", "state"], unique=False
        )
        batch_op.create_index(
            "ix_base_info_technician_tech_type", ["tech_type", "id", "pool", "admdvs", "state"], unique=False
        )
        batch_op.create_index(
            "ix_base_info_technician_updated_at", ["updated_at", "id", "pool", "admdvs", "state"], unique=False
        )

    op.create_table(
        "base_info_unit_cert",
        sa.Column("id", sa.String(length=30), nullable=False),
        sa.Column("emp_no", sa.String(length=30), nullable=False),
        sa.Column("emp_name", sa.String(length=200), nullable=False),
        sa.Column("cert_type", sa.String(length=60), nullable=False),
        sa.Column("cert_no", sa.String(length=50), nullable=False),
        sa.Column("iss_org", sa.String(length=200), nullable=False),
        sa.Column("begndate", sa.Date(), nullable=True),
        sa.Column("enddate", sa.Date(), nullable=True),
        sa.Column("cert_file", sa.String(length=100), nullable=False),
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
    with op.batch_alter_table("base_info_unit_cert", schema=None) as batch_op:
        batch_op.create_index("ix_base_info_unit_cert_admdvs", ["admdvs", "id", "pool", "state"], unique=False)
        batch_op.create_index(
            "ix_base_info_unit_cert_begndate", ["begndate", "id", "pool", "admdvs", "state"], unique=False
        )
        batch_op.create_index(
            "ix_base_info_unit_cert_cert_no", ["cert_no", "id", "pool", "admdvs", "state"], unique=False
        )
        batch_op.create_index(
            "ix_base_info_unit_cert_cert_type", ["cert_type", "id", "pool", "admdvs", "state"], unique=False
        )
        batch_op.create_index(
            "ix_base_info_unit_cert_created_by", ["created_by", "id", "pool", "admdvs", "state"], unique=False
        )
        batch_op.create_index(
            "ix_base_info_unit_cert_emp_no", ["emp_no", "id", "pool", "admdvs", "state"], unique=False
        )
        batch_op.create_index(
            "ix_base_info_unit_cert_enddate", ["enddate", "id", "pool", "admdvs", "state"], unique=False
        )
        batch_op.create_index(
            "ix_base_info_unit_cert_pending_state", ["pending_state", "id", "pool", "admdvs", "state"], unique=False
        )
        batch_op.create_index("ix_base_info_unit_cert_pool", ["pool", "id", "admdvs", "state"], unique=False)
        batch_op.create_index("ix_base_info_unit_cert_state", ["state", "id", "pool", "admdvs"], unique=False)
        batch_op.create_index(
            "ix_base_info_unit_cert_updated_at", ["updated_at", "id", "pool", "admdvs", "state"], unique=False
        )


def downgrade() -> None:  # noqa: PLR0915 -- one statement a table and index
    with op.batch_alter_table("base_info_unit_cert", schema=None) as batch_op:
        batch_op.drop_index("ix_base_info_unit_cert_updated_at")
        batch_op.drop_index("ix_base_info_unit_cert_state")
        batch_op.drop_index("ix_base_info_unit_cert_pool")
        batch_op.drop_index("ix_base_info_unit_cert_pending_state")
        batch_op.drop_index("ix_base_info_unit_cert_enddate")
        batch_op.drop_index("ix_base_info_unit_cert_emp_no")
        batch_op.drop_index("ix_base_info_unit_cert_created_by")
        batch_op.drop_index("ix_base_info_unit_cert_cert_type")
        batch_op.drop_index("ix_base_info_unit_cert_cert_no")
        batch_op.drop_index("ix_base_info_unit_cert_begndate")
        batch_op.drop_index("ix_base_info_unit_cert_admdvs")

    op.drop_table("base_info_unit_cert")
    with op.batch_alter_table("base_info_technician", schema=None) as batch_op:
        batch_op.drop_index("ix_base_info_technician_updated_at")
        batch_op.drop_index("ix_base_info_technician_tech_type")
        batch_op.drop_index("ix_base_info_technician_tech_code")
        batch_op.drop_index("ix_base_info_technician_state")
        batch_op.drop_index("ix_base_info_technician_psn_name")
        batch_op.drop_index("ix_base_info_technician_prac_certno")
        batch_op.drop_index("ix_base_info_technician_pool")
        batch_op.drop_index("ix_base_info_technician_pending_state")
        batch_op.drop_index("ix_base_info_technician_gend")
        batch_op.drop_index("ix_base_info_technician_fixmedins_code")
        batch_op.drop_index("ix_base_info_technician_enddate")
        batch_op.drop_index("ix_base_info_technician_created_by")
        batch_op.drop_index("ix_base_info_technician_certno_digest")
        batch_op.drop_index("ix_base_info_technician_begndate")
        batch_op.drop_index("ix_base_info_technician_admdvs")

    op.drop_table("base_info_technician")
    with op.batch_alter_table("base_info_grass_body", schema=None) as batch_op:
        batch_op.drop_index("ix_base_info_grass_body_updated_at")
        batch_op.drop_index("ix_base_info_grass_body_state")
        batch_op.drop_index("ix_base_info_grass_body_pool")
        batch_op.drop_index("ix_base_info_grass_body_pending_state")
        batch_op.drop_index("ix_base_info_grass_body_org_type")
        batch_op.drop_index("ix_base_info_grass_body_org_name")
        batch_op.drop_index("ix_base_info_grass_body_org_code")
        batch_op.drop_index("ix_base_info_grass_body_created_by")
        batch_op.drop_index("ix_base_info_grass_body_area_code")
        batch_op.drop_index("ix_base_info_grass_body_admdvs")

    op.drop_table("base_info_grass_body")
    with op.batch_alter_table("base_info_grass_area", schema=None) as batch_op:
        batch_op.drop_index("ix_base_info_grass_area_updated_at")
        batch_op.drop_index("ix_base_info_grass_area_state")
        batch_op.drop_index("ix_base_info_grass_area_prnt_code")
        batch_op.drop_index("ix_base_info_grass_area_pool")
        batch_op.drop_index("ix_base_info_grass_area_pending_state")
        batch_op.drop_index("ix_base_info_grass_area_created_by")
        batch_op.drop_index("ix_base_info_grass_area_area_name")
        batch_op.drop_index("ix_base_info_grass_area_area_lv")
        batch_op.drop_index("ix_base_info_grass_area_area_code")
        batch_op.drop_index("ix_base_info_grass_area_admdvs")

    op.drop_table("base_info_grass_area")
    with op.batch_alter_table("base_info_distributor", schema=None) as batch_op:
        batch_op.drop_index("ix_base_info_distributor_uscc")
        batch_op.drop_index("ix_base_info_distributor_updated_at")
        batch_op.drop_index("ix_base_info_distributor_state")
        batch_op.drop_index("ix_base_info_distributor_pool")
        batch_op.drop_index("ix_base_info_distributor_pending_state")
        batch_op.drop_index("ix_base_info_distributor_lic_no")
        batch_op.drop_index("ix_base_info_distributor_lic_enddate")
        batch_op.drop_index("ix_base_info_distributor_entp_name")
        batch_op.drop_index("ix_base_info_distributor_entp_code")
        batch_op.drop_index("ix_base_info_distributor_enddate")
        batch_op.drop_index("ix_base_info_distributor_dstr_type")
        batch_op.drop_index("ix_base_info_distributor_created_by")
        batch_op.drop_index("ix_base_info_distributor_begndate")
        batch_op.drop_index("ix_base_info_distributor_admdvs")

    op.drop_table("base_info_distributor")
