"""What jobs are about and for whose organisation"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "hsaf_0005"
down_revision = "hsaf_0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for name in ("about", "org_no"):
        op.add_column("hsaf_job", sa.Column(name, sa.String(length=64), nullable=False, server_default=""))
    op.create_index("ix_hsaf_job_about", "hsaf_job", ["about", "created_at"])


def downgrade() -> None:
    op.drop_index("ix_hsaf_job_about", "hsaf_job")
    for name in ("org_no", "about"):
        op.drop_column("hsaf_job", name)
