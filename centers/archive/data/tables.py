"""Tables of the archive center, keyed by the institution that owns a document.

Content is sealed (SM4-GCM); what stands in plain is what an index needs.
"""

from __future__ import annotations

import sqlalchemy as sa

from hsaf.data.table import table

metadata = sa.MetaData()

document = table(
    "archive_document",
    metadata,
    sa.Column("fixmedins_code", sa.String(30), primary_key=True),
    sa.Column("doc_id", sa.String(32), primary_key=True),
    sa.Column("kind", sa.String(20), nullable=False),
    sa.Column("infno", sa.String(6), nullable=False),
    sa.Column("psn_no", sa.String(30), nullable=False),
    sa.Column("mdtrt_sn", sa.String(30), nullable=False),
    sa.Column("mdtrt_id", sa.String(30), nullable=False),
    sa.Column("doc_date", sa.Date, nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("digest", sa.String(64), nullable=False),
    sa.Column("vali_flag", sa.String(3), nullable=False),
    sa.Column("stored_at", sa.DateTime, nullable=False),
    sa.Column("changed_at", sa.DateTime, nullable=False),
    sa.Column("opter", sa.String(50), nullable=False),
    sa.Column("keep_until", sa.Date, nullable=False),
    sa.Index("ix_archive_document_person", "psn_no", "kind"),
    sa.Index("ix_archive_document_kept", "keep_until"),
)
"""``doc_id`` follows from kind, visit and the document's own number, so that sending it again finds it."""

version = table(
    "archive_version",
    metadata,
    sa.Column("fixmedins_code", sa.String(30), primary_key=True),
    sa.Column("doc_id", sa.String(32), primary_key=True),
    sa.Column("version", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("digest", sa.String(64), nullable=False),
    sa.Column("vali_flag", sa.String(3), nullable=False),
    sa.Column("infno", sa.String(6), nullable=False),
    sa.Column("content", sa.LargeBinary(2**24 - 1), nullable=False),
    sa.Column("stored_at", sa.DateTime, nullable=False),
    sa.Column("opter", sa.String(50), nullable=False),
)
"""Every version ever sent, append-only; ``digest`` is the SM3 of the canonical JSON in ``content``."""

authorisation = table(
    "archive_authorisation",
    metadata,
    sa.Column("psn_no", sa.String(30), primary_key=True),
    sa.Column("fixmedins_code", sa.String(30), primary_key=True),
    sa.Column("given_at", sa.DateTime, nullable=False),
    sa.Column("until", sa.DateTime, nullable=False),
)
