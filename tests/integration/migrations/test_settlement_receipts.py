"""Receipts of settlements made before they could be looked up are found after the upgrade."""

from __future__ import annotations

import json
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest
import sqlalchemy as sa
from pytest_alembic.config import Config
from pytest_alembic.runner import runner

from hsaf.data.migrate import Branch, alembic_config
from hsaf.spi.database import Database
from tests.integration.migrations.conftest import BRANCHES

STATED = {"SE1": {"invono": " inv-7 "}, "SE2": {"invono": ""}, "SE3": {}, "SE4": {"invono": "甲-8"}}


def filler(column: sa.Column[Any], number: int) -> Any:
    """Any value of a column's type."""
    kind = column.type
    known = {sa.DateTime: datetime(2026, 3, 1), sa.Date: date(2026, 3, 1), sa.Boolean: False, sa.Numeric: Decimal(0)}
    for one, value in known.items():
        if isinstance(kind, one):
            return value
    return number if isinstance(kind, sa.Integer) else ""


@pytest.fixture
def settlement() -> Branch:
    return next(branch for branch in BRANCHES if branch.code == "settlement")


def test_an_upgrade_finds_the_receipts_of_earlier_settlements(database: Database, settlement: Branch) -> None:
    with runner(config=Config.from_raw_config(alembic_config(settlement)), engine=database.engine) as migrations:
        migrations.migrate_up_to("settlement_0001")
        table = sa.Table("settlement_settlement", sa.MetaData(), autoload_with=database.engine)
        with database.write() as connection:
            for number, (setl_id, stated) in enumerate(STATED.items(), start=1):
                row = {column.name: filler(column, number) for column in table.columns}
                row |= {"psn_no": "1", "setl_id": setl_id, "stated": json.dumps(stated, ensure_ascii=False)}
                connection.execute(table.insert(), row)
        migrations.migrate_up_to("settlement_0002")
        with database.read() as connection:
            found = connection.execute(sa.text("SELECT setl_id, invono FROM settlement_settlement")).all()
    assert {row.setl_id: row.invono for row in found} == {"SE1": "INV-7", "SE2": "", "SE3": "", "SE4": "甲-8"}
