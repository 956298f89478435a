"""Tables of the record types in ``centers/base_info/records``; they join the center's other tables."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from centers.base_info.data import dictionary_tables, draw_tables, issue_tables
from centers.base_info.data.tables import metadata
from hsaf.records.declaration import read
from hsaf.records.schema import record_tables

RECORDS: Final = record_tables("base_info", read("base_info", Path(__file__).parents[1]), metadata)

BESIDE: Final = (dictionary_tables, draw_tables, issue_tables)
"""Tables of the center that are no records, in modules of their own."""
