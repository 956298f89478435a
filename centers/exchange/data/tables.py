"""Tables of the exchange center, keyed by the owner of a file."""

from __future__ import annotations

import sqlalchemy as sa

from hsaf.data.table import table

metadata = sa.MetaData()

file = table(
    "exchange_file",
    metadata,
    sa.Column("fixmedins_code", sa.String(30), primary_key=True),
    sa.Column("file_qury_no", sa.String(30), primary_key=True),
    sa.Column("filename", sa.String(200), nullable=False),
    sa.Column("digest", sa.String(64), nullable=False),
    sa.Column("object_key", sa.String(200), nullable=False),
    sa.Column("size", sa.BigInteger, nullable=False),
    sa.Column("data_cnt", sa.BigInteger, nullable=False),
    sa.Column("uploaded", sa.Boolean, nullable=False),
    sa.Column("made_at", sa.DateTime, nullable=False),
    sa.Column("dld_endtime", sa.DateTime, nullable=False),
    sa.Index("ix_exchange_file_name", "fixmedins_code", "filename"),
)
"""``uploaded`` by the owner itself, so that it counts in its quota; ``object_key`` in the object store."""
