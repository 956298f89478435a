"""What rules of local records look up: lines of code standards on a day, records in force beside a draft."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

import sqlalchemy as sa

from centers.base_info.data.records import RECORDS
from centers.base_info.data.tables import KINDS, national
from centers.base_info.domain.standards import STANDARDS
from hsaf.data import execute

IN_FORCE: Final = "effective"

Row = Mapping[str, Any]


class LocalRows:
    def national_name(self, standard: str, code: str) -> str:
        """Name of a line of the national library; empty for an unknown one."""
        query = sa.select(national.c.name).where(national.c.standard == standard, national.c.code == code)
        return execute(query).scalar() or ""

    def local_name(self, standard: str, code: str, on: date) -> str:
        """Name of a provincial line valid on a day; empty when there is none."""
        one = STANDARDS[standard]
        table = KINDS[one.kind]
        wanted = [table.c[one.code] == code, *(table.c[name].in_(values) for name, values in one.fixed.items())]
        wanted.append(sa.or_(table.c.begndate.is_(None), table.c.begndate <= on))
        wanted.append(sa.or_(table.c.enddate.is_(None), table.c.enddate >= on))
        return execute(sa.select(table.c[one.name]).where(*wanted)).scalar() or ""

    def mappings(self, standard: str, natl_code: str) -> list[Row]:
        table = RECORDS.rows["code_mapping"]
        return self._rows(table, table.c.standard == standard, table.c.natl_code == natl_code)

    def data_sets(self, codes: list[str]) -> dict[str, Row]:
        table = RECORDS.rows["data_set"]
        return {row["set_code"]: row for row in self._rows(table, table.c.set_code.in_(codes))}

    def formulas(self) -> list[Row]:
        return self._rows(RECORDS.rows["indicator"])

    def _rows(self, table: sa.Table, *wanted: sa.ColumnElement[bool]) -> list[Row]:
        return [dict(row) for row in execute(sa.select(table).where(table.c.state == IN_FORCE, *wanted)).mappings()]
