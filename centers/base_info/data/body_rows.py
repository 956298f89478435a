"""What rules of organisations and their people look up: records in force and institutions beside a draft."""

from __future__ import annotations

from datetime import date
from typing import Final

import sqlalchemy as sa

from centers.base_info.data.records import RECORDS
from centers.base_info.data.tables import KINDS
from hsaf.data import execute

IN_FORCE: Final = "effective"
HOSPITAL: Final = "1"
"""``fixmedins_type`` of medical institutions; pharmacies have another."""


class BodyRows:
    def unit(self, emp_no: str) -> tuple[str, str] | None:
        """Name and region of a unit in force."""
        unit = RECORDS.rows["unit"]
        row = execute(
            sa.select(unit.c.emp_name, unit.c.admdvs).where(unit.c.emp_no == emp_no, unit.c.state == IN_FORCE)
        ).first()
        return None if row is None else (str(row.emp_name), str(row.admdvs))

    def certificates_of(self, emp_no: str) -> list[str]:
        """Numbers of the unit's certificates in force; a few are enough to say why."""
        cert = RECORDS.rows["unit_cert"]
        query = sa.select(cert.c.cert_no).where(cert.c.emp_no == emp_no, cert.c.state == IN_FORCE)
        return list(execute(query.order_by(cert.c.cert_no).limit(3)).scalars())

    def has_bank(self, bank_code: str) -> bool:
        bank = RECORDS.rows["bank"]
        query = sa.select(bank.c.id).where(bank.c.bank_code == bank_code, bank.c.state == IN_FORCE)
        return execute(query.limit(1)).first() is not None

    def units_of_bank(self, bank_code: str) -> list[str]:
        """Names of units in force that bank there; a few are enough to say why."""
        unit = RECORDS.rows["unit"]
        query = sa.select(unit.c.emp_name).where(unit.c.bank_code == bank_code, unit.c.state == IN_FORCE)
        return list(execute(query.order_by(unit.c.emp_name).limit(3)).scalars())

    def has_area(self, area_code: str) -> bool:
        area = RECORDS.rows["grass_area"]
        query = sa.select(area.c.id).where(area.c.area_code == area_code, area.c.state == IN_FORCE)
        return execute(query.limit(1)).first() is not None

    def users_of_area(self, area_code: str) -> list[str]:
        """Names of divisions below and bodies in a division, those in force; a few are enough to say why."""
        area, body = RECORDS.rows["grass_area"], RECORDS.rows["grass_body"]
        below = sa.select(area.c.area_name).where(area.c.prnt_code == area_code, area.c.state == IN_FORCE)
        inside = sa.select(body.c.org_name).where(body.c.area_code == area_code, body.c.state == IN_FORCE)
        return [*execute(below.limit(3)).scalars(), *execute(inside.limit(3)).scalars()]

    def has_hospital(self, fixmedins_code: str, on: date) -> bool:
        table = KINDS["institutions"]
        query = sa.select(table.c.fixmedins_code).where(
            table.c.fixmedins_code == fixmedins_code,
            table.c.fixmedins_type == HOSPITAL,
            sa.or_(table.c.begndate.is_(None), table.c.begndate <= on),
            sa.or_(table.c.enddate.is_(None), table.c.enddate >= on),
        )
        return execute(query.limit(1)).first() is not None
