"""What the rules of agreements look up: institutions on a day, agreements in force."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

import sqlalchemy as sa

from centers.base_info.data.records import RECORDS
from centers.base_info.data.tables import institution
from hsaf.data import execute

IN_FORCE: Final = "effective"

Row = Mapping[str, Any]


class AgreementRows:
    def institution(self, fixmedins_code: str, on: date) -> Row | None:
        query = sa.select(institution).where(
            institution.c.fixmedins_code == fixmedins_code,
            institution.c.begndate <= on,
            sa.or_(institution.c.enddate.is_(None), institution.c.enddate >= on),
        )
        found = execute(query).mappings().first()
        return None if found is None else dict(found)

    def of(self, fixmedins_code: str, agmt_type: str) -> list[Row]:
        """Agreements of a kind in force with an institution."""
        table = RECORDS.rows["agreement"]
        wanted = (table.c.fixmedins_code == fixmedins_code, table.c.agmt_type == agmt_type, table.c.state == IN_FORCE)
        columns = (table.c.agmt_no, table.c.begndate, table.c.enddate)
        return [dict(row) for row in execute(sa.select(*columns).where(*wanted)).mappings()]
