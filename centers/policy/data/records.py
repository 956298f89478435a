"""Tables of the record types in ``centers/policy/records``; they join the center's other tables."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from centers.policy.data.tables import metadata
from hsaf.records.declaration import read
from hsaf.records.schema import record_tables

RECORDS: Final = record_tables("policy", read("policy", Path(__file__).parents[1]), metadata)
