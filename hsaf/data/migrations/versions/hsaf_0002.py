"""Background jobs"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from hsaf.data.types import JsonText

revision = "hsaf_0002"
down_revision = "hsaf_0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "hsaf_job",
        sa.Column("job_id", sa.String(length=30), nullable=False),
        sa.Column("kind", sa.String(length=60), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("parameters", JsonText(length=16777215), nullable=False),
        sa.Column("checkpoint", JsonText(length=16777215), nullable=True),
        sa.Column("step", sa.String(length=200), nullable=False),
        sa.Column("done", sa.BigInteger(), nullable=False),
        sa.Column("total", sa.BigInteger(), nullable=False),
        sa.Column("result", JsonText(length=16777215), nullable=True),
        sa.Column("error", sa.String(length=2000), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("cancel_asked", sa.Boolean(), nullable=False),
        sa.Column("worker", sa.String(length=60), nullable=False),
        sa.Column("lease_until", sa.DateTime(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("created_by", sa.String(length=50), nullable=False),
        sa.Column("started_at", sa.DateTime(), nullable=True),
        sa.Column("finished_at", sa.DateTime(), nullable=True),
        sa.PrimaryKeyConstraint("job_id"),
        mysql_charset="utf8mb4",
        mysql_collate="utf8mb4_bin",
        mysql_engine="InnoDB",
    )
    op.create_index("ix_hsaf_job_created_at", "hsaf_job", ["created_at"])
    op.create_index("ix_hsaf_job_due", "hsaf_job", ["state", "lease_until"])


def downgrade() -> None:
    op.drop_table("hsaf_job")
