"""say what posts answer for"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "user_0002"
down_revision = "user_0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("user_post", schema=None) as batch_op:
        batch_op.add_column(sa.Column("duty", sa.String(length=500), server_default="", nullable=False))


def downgrade() -> None:
    with op.batch_alter_table("user_post", schema=None) as batch_op:
        batch_op.drop_column("duty")
