"""The base information service: look-ups from the reference book, bulk load into the tables."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, Final

from centers.base_info.contract.issues import DIAGNOSIS_NOT_ENABLED
from centers.base_info.contract.v1 import (
    DIAGNOSIS_UNKNOWN,
    INSTITUTION_UNKNOWN,
    PERIODS_OVERLAP,
    Area,
    CatalogItem,
    DictionaryEntry,
    Institution,
    Practitioner,
)
from centers.base_info.data.repository import Repository
from centers.base_info.data.tables import VERSIONED
from centers.base_info.domain import rows as forms
from centers.base_info.domain.book import Division, ReferenceBook, build
from centers.base_info.domain.timeline import first_overlap
from centers.base_info.service.divisions import Divisions
from hsaf.contract import context
from hsaf.data import current_uow
from hsaf.data.snapshot import Snapshot, bump
from hsaf.spi.database import Database

TOPIC: Final = "base_info"


class BaseInfo(Divisions):
    """Implements :class:`centers.base_info.contract.v1.BaseInfoContract`."""

    def __init__(self, repository: Repository, database: Database) -> None:
        self._repository = repository
        self._snapshot: Snapshot[ReferenceBook] = Snapshot(database, TOPIC, lambda: build(repository.all))

    @property
    def _book(self) -> ReferenceBook:
        return self._snapshot.get()

    def area(self, admdvs: str) -> Area | None:
        found = self._book.areas.on(admdvs, _today())
        return found.area if found else None

    def areas(self) -> list[Area]:
        return [one.area for one in self.divisions(_today())]

    def divisions(self, on: date) -> list[Division]:
        return sorted(self._book.areas.all_on(on), key=lambda one: one.area.admdvs)

    def pool_area(self, admdvs: str) -> str:
        return f"{admdvs[:4]}00"

    def institution(self, fixmedins_code: str, on: date) -> Institution | None:
        return self._book.institutions.on(fixmedins_code, on)

    def require_institution(self, fixmedins_code: str, on: date) -> Institution:
        found = self.institution(fixmedins_code, on)
        if found is None:
            raise INSTITUTION_UNKNOWN(fixmedins_code=fixmedins_code)
        return found

    def known_institution(self, fixmedins_code: str, on: date) -> Institution:
        last = self._book.institutions.last_before(fixmedins_code, on)
        return self.institution(fixmedins_code, on) or last or self.require_institution(fixmedins_code, on)

    def search_institutions(self, fixmedins_type: str, name: str = "", code: str = "") -> list[Institution]:
        """Institutions of a type valid today: name contains ``name``, code is ``code`` (1201)."""
        return [
            found
            for found in self.institutions_today()
            if found.fixmedins_type == fixmedins_type
            and name in found.fixmedins_name
            and code in ("", found.fixmedins_code)
        ]

    def institutions_today(self) -> Iterable[Institution]:
        return self._book.institutions.all_on(_today())

    def practitioner(self, prac_psn_code: str, on: date) -> Practitioner | None:
        return self._book.practitioners.on(prac_psn_code, on)

    def practitioners_of(self, fixmedins_code: str, on: date) -> list[Practitioner]:
        return [found for found in self._book.practitioners.all_on(on) if found.fixmedins_code == fixmedins_code]

    def catalog_item(self, med_list_codg: str, on: date) -> CatalogItem | None:
        return self._book.catalog.on(med_list_codg, on)

    def diagnosis(self, diag_code: str, on: date | None = None) -> str | None:
        found = self._book.diagnoses.get(diag_code)
        return found.diag_name if found and found.on(on or _today()) else None

    def require_diagnosis(self, diag_code: str, on: date | None = None, where: str = "") -> str:
        found, day = self._book.diagnoses.get(diag_code), on or _today()
        if found is None:
            raise DIAGNOSIS_UNKNOWN(diag_code=diag_code, where=where)
        if not found.on(day):
            reason = (
                f"已于 {found.enddate} 停用" if found.enddate and found.enddate < day else f"自 {found.begndate} 起启用"
            )
            raise DIAGNOSIS_NOT_ENABLED(diag_code=diag_code, day=day, reason=reason, where=where)
        return found.diag_name

    def operation(self, oprn_oprt_code: str) -> str | None:
        return self._book.operations.get(oprn_oprt_code)

    def chronic_disease(self, opsp_dise_code: str, on: date) -> str | None:
        disease = self._book.chronic_diseases.on(opsp_dise_code, on)
        return disease.opsp_dise_name if disease else None

    def dictionary(self, type: str) -> list[DictionaryEntry] | None:
        found = self._book.dictionaries.get(type)
        return list(found.entries) if found else None

    def label(self, type: str, value: str) -> str | None:
        found = self._book.dictionaries.get(type)
        return found.labels.get(value) if found else None

    def load(self, kind: str, rows: Iterable[Mapping[str, str]]) -> int:
        typed = forms.read(kind, rows)
        bump(TOPIC)  # first: it makes loads queue, so that each finds the version before its own
        self._save(kind, typed)
        code = forms.FORMS[kind][0].column
        clash = first_overlap(self._repository.periods(kind, (row[code] for row in typed)))
        if clash is not None:
            raise PERIODS_OVERLAP(kind=kind, code=clash[0], day=clash[1])
        current_uow().audit("base_info.loaded", {"kind": kind, "rows": len(typed)})
        return len(typed)

    def _save(self, kind: str, typed: Sequence[Mapping[str, Any]]) -> None:
        """Of a versioned kind only lines that differ are written, all under one new version."""
        if kind not in VERSIONED:
            self._repository.save(kind, typed)
            return
        changed = self._repository.changed(kind, typed)
        if changed:
            now = context.current().wall_time.replace(microsecond=0)
            seq = self._repository.next_version(kind, now, len(changed))
            self._repository.save(kind, [{**row, "seq": seq, "updt_time": now} for row in changed])


def _today() -> date:
    return context.current().business_time.date()
