"""keep what people chose on pages"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "user_0003"
down_revision = "user_0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "user_setting",
        sa.Column("account", sa.String(length=50), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("account", "name"),
    )


def downgrade() -> None:
    op.drop_table("user_setting")
