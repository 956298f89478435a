"""Departments of an institution (3401-3403, 5101). The caller's unit of work holds its lock."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime

from centers.base_info.contract.v1 import (
    AREA_UNKNOWN,
    DEPARTMENT_BEDS,
    DEPARTMENT_REGISTERED,
    DEPARTMENT_TWICE,
    DEPARTMENT_UNREGISTERED,
    Department,
)
from centers.base_info.data.departments import DepartmentRepository
from centers.base_info.domain.periods import require_order
from centers.base_info.service.base_info import BaseInfo
from hsaf.contract import context
from hsaf.data import current_uow


class Departments:
    def __init__(self, repository: DepartmentRepository, reference: BaseInfo) -> None:
        self._repository = repository
        self._reference = reference

    def register(self, departments: Sequence[Department]) -> None:
        """3401, 3401A."""
        codes = Counter(one.hosp_dept_codg for one in departments)
        twice = next((code for code, count in codes.items() if count > 1), None)
        if twice is not None:
            raise DEPARTMENT_TWICE(hosp_dept_codg=twice)
        for taken in self._repository.named(_own(), codes):
            raise DEPARTMENT_REGISTERED(hosp_dept_codg=taken)
        self._save(departments, "base_info.department_registered")

    def change(self, department: Department) -> None:
        """3402."""
        if not self._repository.named(_own(), [department.hosp_dept_codg]):
            raise DEPARTMENT_UNREGISTERED(hosp_dept_codg=department.hosp_dept_codg)
        self._save([department], "base_info.department_changed")

    def revoke(self, hosp_dept_codg: str, hosp_dept_name: str, begin: date) -> None:
        """3403."""
        found = self._repository.named(_own(), [hosp_dept_codg]).get(hosp_dept_codg)
        if found is None or (found.hosp_dept_name, found.begntime.date()) != (hosp_dept_name, begin):
            raise DEPARTMENT_UNREGISTERED(hosp_dept_codg=hosp_dept_codg)
        self._repository.revoke(_own(), hosp_dept_codg, _now())
        current_uow().audit("base_info.department_revoked", {"hosp_dept_codg": hosp_dept_codg})

    def all(self) -> list[Department]:
        """5101."""
        return self._repository.all(_own())

    def _save(self, departments: Sequence[Department], event: str) -> None:
        for one in departments:
            self._require_sound(one)
        self._repository.save(_own(), departments, _now())
        for one in departments:
            facts = {"hosp_dept_codg": one.hosp_dept_codg, "caty": one.caty, "aprv_bed_cnt": one.aprv_bed_cnt}
            current_uow().audit(event, facts)

    def _require_sound(self, one: Department) -> None:
        """Raises ``PERIOD_REVERSED``, ``DEPARTMENT_BEDS`` or ``AREA_UNKNOWN``."""
        require_order(one.begntime, one.endtime, "endtime")
        if one.hi_crtf_bed_cnt > one.aprv_bed_cnt:
            raise DEPARTMENT_BEDS(hosp_dept_codg=one.hosp_dept_codg, hi_crtf=one.hi_crtf_bed_cnt, aprv=one.aprv_bed_cnt)
        if self._reference.area(one.poolarea_no) is None:
            raise AREA_UNKNOWN(admdvs=one.poolarea_no, where="poolarea_no")


def _own() -> str:
    return context.current().institution


def _now() -> datetime:
    return context.current().business_time.replace(microsecond=0)
