"""What a province adds to the national dictionaries: values of its own, and values out of use."""

from __future__ import annotations

import sqlalchemy as sa

from centers.base_info.data.tables import metadata
from hsaf.data.table import table

local_value = table(
    "base_info_local_value",
    metadata,
    sa.Column("type", sa.String(60), primary_key=True),
    sa.Column("value", sa.String(60), primary_key=True),
    sa.Column("label", sa.String(300), nullable=False),
    sa.Column("sort", sa.Integer, nullable=False),
    sa.Column("parent_value", sa.String(60), nullable=False),
    sa.Column("added", sa.Boolean, nullable=False),
    sa.Column("disabled", sa.Boolean, nullable=False),
    sa.Column("reason", sa.String(300), nullable=False),
    sa.Column("opter", sa.String(50), nullable=False),
    sa.Column("updt_time", sa.DateTime, nullable=False),
)
"""``added``: a value of the province's own; a row without it only says that a national value is out of use."""
