"""List settlements by time"""

from __future__ import annotations

from alembic import op

revision = "settlement_0004"
down_revision = "settlement_0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("settlement_settlement", schema=None) as batch_op:
        batch_op.create_index("ix_settlement_settlement_time", ["setl_time"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("settlement_settlement", schema=None) as batch_op:
        batch_op.drop_index("ix_settlement_settlement_time")
