"""Records of persons that came by a bulk load (HB-10.3.1)."""

from __future__ import annotations

from typing import Any

from msgspec.structs import asdict

from centers.enrollment.contract.v1 import PERSON_UNKNOWN
from centers.enrollment.data.person_rows import PersonRows
from hsaf.contract import context
from hsaf.records.contract import Sheet, unrestricted
from hsaf.records.service import Records


class People:
    """Implements :class:`centers.enrollment.contract.people.PeopleContract`."""

    def __init__(self, rows: PersonRows, records: Records) -> None:
        self._rows = rows
        self._records = records

    def adopt(self, psn_no: str) -> None:
        person, region = self._rows.person(psn_no), self._region(psn_no)
        if person is None or not region:
            raise PERSON_UNKNOWN(psn=psn_no)
        with unrestricted():
            self._install("psn_base", asdict(person) | {"admdvs": region})
            for one in self._rows.identities(psn_no):
                self._install("psn_idet", {**one, "admdvs": region})

    def _region(self, psn_no: str) -> str:
        """The first of the person's regions that the caller sees."""
        principal = context.current().principal
        seen = (one for one in self._rows.regions(psn_no) if principal is None or principal.sees_area(one))
        return next(seen, "")

    def _install(self, kind: str, values: dict[str, Any]) -> None:
        given = {code: "" if value is None else str(value) for code, value in values.items()}
        self._records.install(kind, self._records.new_id(), Sheet([(1, given)]))
