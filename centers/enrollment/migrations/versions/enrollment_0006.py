"""The catalogue of medical aid is of a region"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "enrollment_0006"
down_revision = "enrollment_0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("enrollment_aid_category", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_enrollment_aid_category_admdvs"))
        batch_op.drop_index(batch_op.f("ix_enrollment_aid_category_begndate"))
        batch_op.drop_index(batch_op.f("ix_enrollment_aid_category_created_by"))
        batch_op.drop_index(batch_op.f("ix_enrollment_aid_category_enddate"))
        batch_op.drop_index(batch_op.f("ix_enrollment_aid_category_pending_state"))
        batch_op.drop_index(batch_op.f("ix_enrollment_aid_category_psn_idet_type"))
        batch_op.drop_index(batch_op.f("ix_enrollment_aid_category_rec_dept"))
        batch_op.drop_index(batch_op.f("ix_enrollment_aid_category_state"))
        batch_op.drop_index(batch_op.f("ix_enrollment_aid_category_updated_at"))
    with op.batch_alter_table("enrollment_aid_category", schema=None) as batch_op:
        batch_op.add_column(sa.Column("pool", sa.String(length=4), nullable=False, server_default=""))
    with op.batch_alter_table("enrollment_aid_category", schema=None) as batch_op:
        batch_op.create_index("ix_enrollment_aid_category_admdvs", ["admdvs", "id", "pool", "state"], unique=False)
        batch_op.create_index(
            "ix_enrollment_aid_category_begndate", ["begndate", "id", "pool", "admdvs", "state"], unique=False
        )
        batch_op.create_index(
            "ix_enrollment_aid_category_created_by", ["created_by", "id", "pool", "admdvs", "state"], unique=False
        )
        batch_op.create_index(
            "ix_enrollment_aid_category_enddate", ["enddate", "id", "pool", "admdvs", "state"], unique=False
        )
        batch_op.create_index(
            "ix_enrollment_aid_category_pending_state", ["pending_state", "id", "pool", "admdvs", "state"], unique=False
        )
        batch_op.create_index(
            "ix_enrollment_aid_category_psn_idet_type", ["psn_idet_type", "id", "pool", "admdvs", "state"], unique=False
        )
        batch_op.create_index(
            "ix_enrollment_aid_category_rec_dept", ["rec_dept", "id", "pool", "admdvs", "state"], unique=False
        )
        batch_op.create_index("ix_enrollment_aid_category_state", ["state", "id", "pool", "admdvs"], unique=False)
        batch_op.create_index(
            "ix_enrollment_aid_category_updated_at", ["updated_at", "id", "pool", "admdvs", "state"], unique=False
        )
        batch_op.create_index("ix_enrollment_aid_category_pool", ["pool", "id", "admdvs", "state"], unique=False)
    op.execute("UPDATE enrollment_aid_category SET pool = SUBSTR(admdvs, 1, 4)")
    with op.batch_alter_table("enrollment_aid_category", schema=None) as batch_op:
        batch_op.alter_column("pool", existing_type=sa.String(length=4), nullable=False, server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("enrollment_aid_category", schema=None) as batch_op:
        batch_op.drop_index("ix_enrollment_aid_category_pool")
        batch_op.drop_index("ix_enrollment_aid_category_updated_at")
        batch_op.drop_index("ix_enrollment_aid_category_state")
        batch_op.drop_index("ix_enrollment_aid_category_rec_dept")
        batch_op.drop_index("ix_enrollment_aid_category_psn_idet_type")
        batch_op.drop_index("ix_enrollment_aid_category_pending_state")
        batch_op.drop_index("ix_enrollment_aid_category_enddate")
        batch_op.drop_index("ix_enrollment_aid_category_created_by")
        batch_op.drop_index("ix_enrollment_aid_category_begndate")
        batch_op.drop_index("ix_enrollment_aid_category_admdvs")
    with op.batch_alter_table("enrollment_aid_category", schema=None) as batch_op:
        batch_op.drop_column("pool")
    with op.batch_alter_table("enrollment_aid_category", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_enrollment_aid_category_updated_at"), ["updated_at", "id", "state"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_enrollment_aid_category_state"), ["state", "id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_enrollment_aid_category_rec_dept"), ["rec_dept", "id", "state"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_enrollment_aid_category_psn_idet_type"), ["psn_idet_type", "id", "state"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_enrollment_aid_category_pending_state"), ["pending_state", "id", "state"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_enrollment_aid_category_enddate"), ["enddate", "id", "state"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_enrollment_aid_category_created_by"), ["created_by", "id", "state"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_enrollment_aid_category_begndate"), ["begndate", "id", "state"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_enrollment_aid_category_admdvs"), ["admdvs", "id", "state"], unique=False)
