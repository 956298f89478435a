"""Queries over the code standards of the platform."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from datetime import date
from io import StringIO
from itertools import count
from typing import Any

from centers.base_info.contract.v1 import STANDARD_LINE_UNKNOWN, STANDARD_UNKNOWN
from centers.base_info.data.standards import StandardRepository
from centers.base_info.domain.chapters import chapter_of
from centers.base_info.domain.standards import STANDARDS, Standard
from hsaf.contract import context
from hsaf.contract.files import Stored
from hsaf.contract.paging import MOST_ROWS, Page, Paging
from hsaf.spi.object_store import ObjectStore


class Standards:
    def __init__(self, repository: StandardRepository, objects: ObjectStore | None) -> None:
        self._repository = repository
        self._objects = objects

    def page(self, standard: str, asked: Mapping[str, Any], paging: Paging) -> Page:
        paging.require_sound()
        one = _standard(standard)
        rows, total = self._repository.page(one, asked, _today(), paging)
        return Page([_shown(one, row) for row in rows], total, paging)

    def file(self, standard: str, asked: Mapping[str, Any]) -> Stored:
        """Lines and headings by national field code."""
        assert self._objects is not None
        one, today = _standard(standard), _today()
        text = StringIO()
        writer: Any = None
        for number in count(1):
            rows, _ = self._repository.page(one, asked, today, Paging(number, MOST_ROWS))
            if writer is None:
                writer = csv.DictWriter(text, [*(rows[0] if rows else (one.code, one.name))])
                writer.writeheader()
            writer.writerows(rows)
            if len(rows) < MOST_ROWS:
                break
        key = self._objects.put(text.getvalue().encode("utf-8-sig")).key
        return Stored(key, f"{one.title}_{today:%Y%m%d}.csv")

    def search(self, text: str, paging: Paging, group: str = "", standard: str = "") -> Page:
        paging.require_sound()
        if standard:
            _standard(standard)
        among = [name for name, one in STANDARDS.items() if group in ("", one.group) and standard in ("", name)]
        if not among:
            return Page([], 0, paging)
        rows, total = self._repository.search(text.strip(), among, paging)
        return Page([{**row, "title": STANDARDS[row["standard"]].title} for row in rows], total, paging)

    def companies(self, name: str, paging: Paging) -> Page:
        paging.require_sound()
        rows, total = self._repository.companies(name.strip(), paging)
        return Page(rows, total, paging)

    def overview(self) -> Sequence[Mapping[str, Any]]:
        counts = self._repository.counts()
        return [
            {"standard": name, "title": standard.title, "group": standard.group, "lines": counts[name]}
            for name, standard in STANDARDS.items()
        ]

    def versions(self, standard: str, code: str) -> Sequence[Mapping[str, Any]]:
        one = _standard(standard)
        found = self._repository.versions(one, code)
        if not found:
            raise STANDARD_LINE_UNKNOWN(code=code, where="code")
        return [_shown(one, row) for row in found]


def _shown(standard: Standard, row: Mapping[str, Any]) -> Mapping[str, Any]:
    """A line with the class its code stands in."""
    if not standard.chapters:
        return row
    return {**row, "chapter": chapter_of(standard.chapters, row[standard.code])}


def _today() -> date:
    return context.current().business_time.date()


def _standard(name: str) -> Standard:
    if name not in STANDARDS:
        raise STANDARD_UNKNOWN(standard=name)
    return STANDARDS[name]
