"""The tables of the procurement center are defined beside the part they belong to, on one metadata."""

from __future__ import annotations

import sqlalchemy as sa

metadata = sa.MetaData()
