"""settlement_0003: settlements booked before say by what they are cleared."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest
import sqlalchemy as sa

from hsaf.data.migrate import Branch
from hsaf.data.types import to_json
from hsaf.spi.database import Database
from tests.integration.migrations.conftest import BRANCHES
from tests.integration.migrations.test_catalog_versions import migrate

ASKED = ("clr_type", "clr_way", "clr_optins", "mdtrt_poolarea", "pay_loc")


@pytest.fixture
def branch() -> Branch:
    return next(one for one in BRANCHES if one.code == "settlement")


def booked(database: Database, setl_id: str, insured: str, treated: str, pay_loc: str) -> None:
    """A settlement as the version before wrote it."""
    stated = {"clr_type": "21", "clr_way": "1", "clr_optins": f"{insured[:4]}00", "pay_loc": pay_loc}
    known = {"setl_id": setl_id, "insuplc_admdvs": insured, "mdtrtarea_admvs": treated, "stated": to_json(stated)}
    with database.write() as connection:
        table = sa.Table("settlement_settlement", sa.MetaData(), autoload_with=connection)
        row = {column.name: _some(column) for column in table.columns} | known
        connection.execute(table.insert(), row | {"psn_no": setl_id})


def _some(column: sa.Column[Any]) -> Any:
    if isinstance(column.type, sa.DateTime):
        return datetime(2026, 3, 1)
    if isinstance(column.type, sa.Date):
        return date(2026, 3, 1)
    return "" if isinstance(column.type, sa.String) else 0


def test_what_was_booked_before_is_cleared_like_the_rest(database: Database, branch: Branch) -> None:
    migrate(database, branch, "settlement_0002")
    booked(database, "SE1", "990103", "990101", "2")
    booked(database, "SE2", "990103", "990201", "2")
    booked(database, "SE3", "990103", "110101", "2")
    booked(database, "SE4", "990103", "990201", "1")
    migrate(database, branch, "settlement_0003")
    query = f"SELECT {', '.join(ASKED)} FROM settlement_settlement ORDER BY setl_id"
    with database.read() as connection:
        rows = [tuple(row) for row in connection.execute(sa.text(query))]
    assert rows == [
        ("21", "1", "990100", "990100", "2"),
        ("21", "1", "990100", "990200", "3"),
        ("21", "1", "990100", "110100", "4"),
        ("21", "1", "990100", "990200", "1"),
    ]
    migrate(database, branch, "-settlement_0002")
