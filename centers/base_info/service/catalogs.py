"""Catalogs as institutions fetch them: whole files by version, or page by page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from centers.base_info.contract.v1 import CATALOG_NEWEST, CATALOG_VERSION_UNKNOWN
from centers.base_info.data.catalogs import CatalogRepository
from centers.base_info.domain.downloads import DOWNLOADS, FIRST, file_row, version_number, version_text
from centers.base_info.domain.views import VIEWS
from hsaf.contract import context
from hsaf.contract.paging import Page, Paging


class Catalogs:
    def __init__(self, repository: CatalogRepository) -> None:
        self._repository = repository

    def newer(self, catalog: str, ver: str) -> str:
        """The newest version, newer than ``ver``; the first download of an empty catalog is no refusal."""
        newest = self._repository.newest(DOWNLOADS[catalog])
        have = version_number(ver)
        if have is None or have > newest:
            raise CATALOG_VERSION_UNKNOWN(ver=ver, newest=version_text(newest), where="ver")
        if have == newest and ver.lower() != FIRST:
            raise CATALOG_NEWEST(newest=version_text(newest))
        return version_text(newest)

    def changes(self, catalog: str, ver: str, newest: str) -> list[tuple[Any, ...]]:
        """Lines of the file that leads from one version to another."""
        download = DOWNLOADS[catalog]
        after, up_to = version_number(ver), version_number(newest)
        if after is None or up_to is None:
            raise CATALOG_VERSION_UNKNOWN(ver=ver, newest=newest, where="ver")
        today = context.current().business_time.date()
        return [file_row(download, row, today) for row in self._repository.changes(download, after, up_to)]

    def page(self, catalog: str, asked: Mapping[str, Any], paging: Paging) -> Page:
        """One page of a query."""
        paging.require_sound()
        view, region = VIEWS[catalog], context.current().region
        rows, total = self._repository.page(view, asked, region, paging)
        return Page([view.show(row, region) for row in rows], total, paging)
