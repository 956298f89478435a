"""Documents, their versions, authorisations"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "archive_0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "archive_authorisation",
        sa.Column("psn_no", sa.String(length=30), nullable=False),
        sa.Column("fixmedins_code", sa.String(length=30), nullable=False),
        sa.Column("given_at", sa.DateTime(), nullable=False),
        sa.Column("until", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("psn_no", "fixmedins_code"),
        mysql_charset="utf8mb4",
        mysql_collate="utf8mb4_bin",
        mysql_engine="InnoDB",
    )
    op.create_table(
        "archive_document",
        sa.Column("fixmedins_code", sa.String(length=30), nullable=False),
        sa.Column("doc_id", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("infno", sa.String(length=6), nullable=False),
        sa.Column("psn_no", sa.String(length=30), nullable=False),
        sa.Column("mdtrt_sn", sa.String(length=30), nullable=False),
        sa.Column("mdtrt_id", sa.String(length=30), nullable=False),
        sa.Column("doc_date", sa.Date(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("vali_flag", sa.String(length=3), nullable=False),
        sa.Column("stored_at", sa.DateTime(), nullable=False),
        sa.Column("changed_at", sa.DateTime(), nullable=False),
        sa.Column("opter", sa.String(length=50), nullable=False),
        sa.Column("keep_until", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("fixmedins_code", "doc_id"),
        mysql_charset="utf8mb4",
        mysql_collate="utf8mb4_bin",
        mysql_engine="InnoDB",
    )
    op.create_index("ix_archive_document_kept", "archive_document", ["keep_until"], unique=False)
    op.create_index("ix_archive_document_person", "archive_document", ["psn_no", "kind"], unique=False)
    op.create_table(
        "archive_version",
        sa.Column("fixmedins_code", sa.String(length=30), nullable=False),
        sa.Column("doc_id", sa.String(length=32), nullable=False),
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("vali_flag", sa.String(length=3), nullable=False),
        sa.Column("infno", sa.String(length=6), nullable=False),
        sa.Column("content", sa.LargeBinary(length=16777215), nullable=False),
        sa.Column("stored_at", sa.DateTime(), nullable=False),
        sa.Column("opter", sa.String(length=50), nullable=False),
        sa.PrimaryKeyConstraint("fixmedins_code", "doc_id", "version"),
        mysql_charset="utf8mb4",
        mysql_collate="utf8mb4_bin",
        mysql_engine="InnoDB",
    )


def downgrade() -> None:
    op.drop_table("archive_version")
    op.drop_index("ix_archive_document_person", table_name="archive_document")
    op.drop_index("ix_archive_document_kept", table_name="archive_document")
    op.drop_table("archive_document")
    op.drop_table("archive_authorisation")
