"""Find persons by name"""

from __future__ import annotations

from alembic import op

revision = "enrollment_0003"
down_revision = "enrollment_0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("enrollment_person", schema=None) as batch_op:
        batch_op.create_index("ix_enrollment_person_name", ["psn_name"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("enrollment_person", schema=None) as batch_op:
        batch_op.drop_index("ix_enrollment_person_name")
