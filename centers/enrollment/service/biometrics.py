"""Biometric features of persons (HB-10.3.2)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

import msgspec

from centers.enrollment.contract.biometrics import (
    BIOMETRIC_MISSING,
    BIOMETRIC_TAKEN,
    BIOMETRIC_WRONG,
    KINDS,
    NewBiometric,
)
from centers.enrollment.contract.v1 import PERSON_UNKNOWN, Person
from centers.enrollment.data.biometrics import Templates
from centers.enrollment.data.person_rows import PersonRows
from centers.enrollment.domain.biometrics import FORM, complaints, octets
from hsaf.contract import context
from hsaf.contract.rows import read_rows
from hsaf.data import current_uow

Row = Mapping[str, Any]
KIND: Final = "biometrics"


class Biometrics:
    """Implements :class:`centers.enrollment.contract.biometrics.BiometricsContract`."""

    def __init__(self, rows: PersonRows, templates: Templates) -> None:
        self._rows = rows
        self._templates = templates

    def look(self, psn_no: str, reason: str, basis: str) -> Sequence[Row]:
        person = self._person(psn_no)
        kept = self._templates.of(psn_no)
        facts = {"reason": reason, "basis": basis, "bio_types": sorted(kept)}
        current_uow().audit("enrollment.biometric_looked", facts)
        known = {"psn_no": psn_no, "psn_name": person.psn_name}
        return [{**known, "bio_type": kind, "bio_stas": str(int(kind in kept)), **kept.get(kind, {})} for kind in KINDS]

    def enter(self, new: NewBiometric) -> None:
        self._person(new.psn_no)
        self._put(new)
        facts = {"bio_type": new.bio_type, "bio_souc": new.bio_souc, "quality": new.quality}
        current_uow().audit("enrollment.biometric_entered", facts | {"consent_no": new.consent_no})

    def withdraw(self, psn_no: str, bio_type: str, basis: str) -> None:
        self._person(psn_no)
        if not self._templates.drop(psn_no, bio_type):
            raise BIOMETRIC_MISSING(field="bio_type")
        current_uow().audit("enrollment.biometric_withdrawn", {"bio_type": bio_type, "basis": basis})

    def load(self, kind: str, rows: Iterable[Mapping[str, str]]) -> int:
        if kind != KIND:
            raise ValueError(f"unknown kind of biometric data: {kind}; known is {KIND}")
        typed = [msgspec.convert(row, NewBiometric) for row in read_rows(kind, FORM, rows)]
        for one in typed:
            self._person(one.psn_no)
            self._put(one)
        current_uow().audit("enrollment.loaded", {"kind": kind, "rows": len(typed)})
        return len(typed)

    def _person(self, psn_no: str) -> Person:
        """Somebody of the caller's region; whoever is elsewhere is as unknown as nobody."""
        person, principal = self._rows.person(psn_no), context.current().principal
        seen = principal is None or any(principal.sees_area(one) for one in self._rows.regions(psn_no))
        if person is None or not seen:
            raise PERSON_UNKNOWN(psn=psn_no, field="psn_no")
        return person

    def _put(self, new: NewBiometric) -> None:
        now = context.current().wall_time.replace(microsecond=0)
        wrong = next(complaints(new, now.date()), None)
        if wrong is not None:
            raise BIOMETRIC_WRONG(reason=wrong[1], field=wrong[0])
        template = octets(new.template)
        if self._templates.holders(new.bio_type, template) - {new.psn_no}:
            raise BIOMETRIC_TAKEN(field="template")
        said = {name: value for name, value in msgspec.structs.asdict(new).items() if name != "template"}
        self._templates.put({**said, "opter_name": context.current().actor_name, "updt_time": now}, template)
