"""The job ``report.export``: figures or rows as an Excel file, as who ordered it would see them."""

from __future__ import annotations

import tempfile
from typing import Any, Final

import msgspec

from centers.report.service.panels import Panels
from hsaf.datasets.export import ExportOrder, asked_of, watched, write
from hsaf.datasets.panel import Panel
from hsaf.functions.refusals import NOT_FOUND
from hsaf.jobs import JobRun
from hsaf.records.acting import acting
from hsaf.records.transfer import Exported
from hsaf.spi.object_store import ObjectStore

WATCHED: Final = 5000
"""Rows between two saves of the progress."""


class Exporting:
    """``export`` runs the job; ``made`` writes one file for others that need one."""

    def __init__(self, panels: Panels, objects: ObjectStore) -> None:
        self._panels = panels
        self._objects = objects

    def export(self, run: JobRun) -> dict[str, Any]:
        order = msgspec.convert(run.parameters, ExportOrder)
        built: dict[str, Any] = msgspec.to_builtins(self.made(run, order))
        return built

    def made(self, run: JobRun, order: ExportOrder) -> Exported:
        """Raises ``NOT_FOUND`` for a panel that is not declared any more."""
        panel = self._panels.find(order.function, order.panel)
        if panel is None:
            raise NOT_FOUND()
        with acting(order.by), tempfile.TemporaryFile() as file:
            count = run.read(lambda: self._write(run, panel, order, file))
            file.seek(0)
            key = self._objects.put(file).key
        return Exported(key, f"{panel.function_name}-{panel.title}{'明细' if order.rows else ''}.xlsx", count)

    def _write(self, run: JobRun, panel: Panel, order: ExportOrder, file: Any) -> int:
        asked = asked_of(panel, order)
        total = panel.count(asked) if order.rows else 0
        headings, rows = panel.detail_sheet(asked) if order.rows else panel.sheet(asked)

        def tell(count: int) -> None:
            run.save(None, step="导出", done=count, total=max(count, total))

        return write(file, panel.title, headings, watched(rows, WATCHED, tell))
