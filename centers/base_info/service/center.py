"""The base information center's contract: look-ups, and what institutions fetch and register."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from centers.base_info.contract.v1 import Department, Matching
from centers.base_info.data.catalogs import CatalogRepository
from centers.base_info.data.departments import DepartmentRepository
from centers.base_info.data.matchings import MatchingRepository
from centers.base_info.data.repository import Repository
from centers.base_info.data.standards import StandardRepository
from centers.base_info.service.base_info import BaseInfo
from centers.base_info.service.catalogs import Catalogs
from centers.base_info.service.departments import Departments
from centers.base_info.service.matchings import Matchings
from centers.base_info.service.picking import picked
from centers.base_info.service.standards import Standards
from hsaf.contract.files import Stored
from hsaf.contract.paging import Page, Paging
from hsaf.records.contract import Choice
from hsaf.spi.database import Database
from hsaf.spi.ids import Ids
from hsaf.spi.object_store import ObjectStore


class BaseInfoCenter(BaseInfo):
    """Implements :class:`centers.base_info.contract.v1.BaseInfoContract`; see there for the operations."""

    def __init__(
        self, repository: Repository, database: Database, ids: Ids, objects: ObjectStore | None = None
    ) -> None:
        super().__init__(repository, database)
        self._catalogs = Catalogs(CatalogRepository())
        self._standards = Standards(StandardRepository(), objects)
        self._matchings = Matchings(MatchingRepository(), self, ids)
        self._departments = Departments(DepartmentRepository(), self)

    def picked(self, code: str, text: str) -> Sequence[Choice] | None:
        return picked(code, text, self.institutions_today)

    def catalog_newer(self, catalog: str, ver: str) -> str:
        return self._catalogs.newer(catalog, ver)

    def catalog_changes(self, catalog: str, ver: str, newest: str) -> list[tuple[Any, ...]]:
        return self._catalogs.changes(catalog, ver, newest)

    def catalog_page(self, catalog: str, asked: Mapping[str, Any], paging: Paging) -> Page:
        return self._catalogs.page(catalog, asked, paging)

    def standard_page(self, standard: str, asked: Mapping[str, Any], paging: Paging) -> Page:
        return self._standards.page(standard, asked, paging)

    def standard_file(self, standard: str, asked: Mapping[str, Any]) -> Stored:
        return self._standards.file(standard, asked)

    def standard_search(self, text: str, paging: Paging, group: str = "", standard: str = "") -> Page:
        return self._standards.search(text, paging, group, standard)

    def company_page(self, paging: Paging, prodentp_name: str = "") -> Page:
        return self._standards.companies(prodentp_name, paging)

    def standard_overview(self) -> Sequence[Mapping[str, Any]]:
        return self._standards.overview()

    def standard_versions(self, standard: str, code: str) -> Sequence[Mapping[str, Any]]:
        return self._standards.versions(standard, code)

    def standard_line(self, standard: str, code: str) -> Mapping[str, Any]:
        return self._standards.versions(standard, code)[-1]

    def match(self, new: Matching) -> None:
        self._matchings.match(new)

    def withdraw_matching(self, fixmedins_hilist_id: str, list_type: str, med_list_codg: str) -> None:
        self._matchings.withdraw(fixmedins_hilist_id, list_type, med_list_codg)

    def matchings(self, asked: Mapping[str, Any], paging: Paging) -> Page:
        return self._matchings.page(asked, paging)

    def register_departments(self, departments: Sequence[Department]) -> None:
        self._departments.register(departments)

    def change_department(self, department: Department) -> None:
        self._departments.change(department)

    def revoke_department(self, hosp_dept_codg: str, hosp_dept_name: str, begin: date) -> None:
        self._departments.revoke(hosp_dept_codg, hosp_dept_name, begin)

    def departments(self) -> list[Department]:
        return self._departments.all()
