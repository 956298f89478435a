"""Tables of the record types in ``centers/enrollment/records``; they join the center's other tables."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from centers.enrollment.data.tables import metadata
from hsaf.records.declaration import read
from hsaf.records.schema import record_tables

RECORDS: Final = record_tables("enrollment", read("enrollment", Path(__file__).parents[1]), metadata)
