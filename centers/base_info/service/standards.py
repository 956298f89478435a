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
        rows, total = self._repository.page(_standard(standard), asked, _today(), paging)
        return Page(rows, total, paging)

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

    def search(self, text: str, paging: Paging) -> Page:
        paging.require_sound()
        rows, total = self._repository.search(text, paging)
        return Page([{**row, "title": STANDARDS[row["standard"]].title} for row in rows], total, paging)

    def overview(self) -> Sequence[Mapping[str, Any]]:
        counts = self._repository.counts()
        return [
            {"standard": name, "title": standard.title, "lines": counts[name]} for name, standard in STANDARDS.items()
        ]

    def versions(self, standard: str, code: str) -> Sequence[Mapping[str, Any]]:
        found = self._repository.versions(_standard(standard), code)
        if not found:
            raise STANDARD_LINE_UNKNOWN(code=code, where="code")
        return found


def _today() -> date:
    return context.current().business_time.date()


def _standard(name: str) -> Standard:
    if name not in STANDARDS:
        raise STANDARD_UNKNOWN(standard=name)
    return STANDARDS[name]
