"""Tables of the payment method center, keyed by person."""

from __future__ import annotations

import sqlalchemy as sa

from hsaf.data.table import table
from hsaf.data.types import JsonText

metadata = sa.MetaData()

settlement_list = table(
    "payment_method_list",
    metadata,
    sa.Column("psn_no", sa.String(30), primary_key=True),
    sa.Column("setl_id", sa.String(30), primary_key=True),
    sa.Column("setl_list_id", sa.String(9), nullable=False),
    sa.Column("mdtrt_id", sa.String(30), nullable=False),
    sa.Column("fixmedins_code", sa.String(12), nullable=False),
    sa.Column("state", sa.String(10), nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("digest", sa.String(64), nullable=False),
    sa.Column("med_type", sa.String(6), nullable=False),
    sa.Column("insutype", sa.String(6), nullable=False),
    sa.Column("out_flag", sa.String(3), nullable=False),
    sa.Column("setl_time", sa.DateTime, nullable=False),
    sa.Column("uploaded_at", sa.DateTime, nullable=False),
    sa.Column("qltctrl_ver", sa.String(60), nullable=False),
    sa.Column("err_lv", sa.String(3), nullable=False),
    sa.Column("retn_flag", sa.String(3), nullable=False),
    sa.Column("opinion", sa.String(2000), nullable=False),
    sa.Column("reviewer", sa.String(50), nullable=False),
    sa.Column("findings", JsonText, nullable=False),
    sa.Index("ix_payment_method_list_number", "setl_list_id", unique=True),
    sa.Index("ix_payment_method_list_institution", "fixmedins_code", "setl_time"),
)
"""One list for a settlement, as it stands; ``findings`` are those of its version."""

list_version = table(
    "payment_method_list_version",
    metadata,
    sa.Column("psn_no", sa.String(30), primary_key=True),
    sa.Column("setl_id", sa.String(30), primary_key=True),
    sa.Column("version", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("digest", sa.String(64), nullable=False),
    sa.Column("content", sa.LargeBinary(2**24 - 1), nullable=False),
    sa.Column("findings", JsonText, nullable=False),
    sa.Column("uploaded_at", sa.DateTime, nullable=False),
    sa.Column("opter", sa.String(50), nullable=False),
)
"""Every version as uploaded, append-only; the content is sealed, ``digest`` is the SM3 of its canonical JSON."""
