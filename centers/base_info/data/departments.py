"""Departments of institutions."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

import msgspec
import sqlalchemy as sa

from centers.base_info.contract.v1 import Department
from centers.base_info.data.tables import department
from hsaf.data import execute
from hsaf.data.bulk import chunks, save_rows


class DepartmentRepository:
    """Rows of one institution at a time."""

    def save(self, fixmedins_code: str, departments: Iterable[Department], now: datetime) -> None:
        """Insert, or replace the rows with the same code; they are in force."""
        key = {"fixmedins_code": fixmedins_code, "vali_flag": "1", "updt_time": now}
        save_rows(
            department,
            (
                {**key, "hosp_dept_codg": one.hosp_dept_codg, "detail": msgspec.structs.asdict(one)}
                for one in departments
            ),
        )

    def named(self, fixmedins_code: str, codes: Iterable[str]) -> dict[str, Department]:
        """Departments in force with these codes."""
        found: dict[str, Department] = {}
        for chunk in chunks(codes):
            query = _in_force(fixmedins_code).where(department.c.hosp_dept_codg.in_(chunk))
            found |= {one.hosp_dept_codg: one for one in _read(query)}
        return found

    def all(self, fixmedins_code: str) -> list[Department]:
        """Departments in force, by code."""
        return _read(_in_force(fixmedins_code).order_by(department.c.hosp_dept_codg))

    def revoke(self, fixmedins_code: str, hosp_dept_codg: str, now: datetime) -> None:
        which = (department.c.fixmedins_code == fixmedins_code, department.c.hosp_dept_codg == hosp_dept_codg)
        execute(sa.update(department).where(*which).values(vali_flag="0", updt_time=now))


def _in_force(fixmedins_code: str) -> sa.Select[str]:
    return sa.select(department.c.detail).where(
        department.c.fixmedins_code == fixmedins_code, department.c.vali_flag == "1"
    )


def _read(query: sa.Select[str]) -> list[Department]:
    return [msgspec.convert(detail, Department) for detail in execute(query).scalars()]
