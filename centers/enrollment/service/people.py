"""Records of persons that came by a bulk load (HB-10.3.1)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from msgspec.structs import asdict

from centers.enrollment.contract.people import IDENTITIES, PERSONS, Key
from centers.enrollment.contract.v1 import PERSON_UNKNOWN
from centers.enrollment.data.person_rows import PersonRows
from centers.enrollment.data.unrecorded import Unrecorded
from centers.enrollment.service.person_rules import queue_up
from hsaf.contract import context
from hsaf.records.contract import Sheet, unrestricted
from hsaf.records.service import Records


class People:
    """Implements :class:`centers.enrollment.contract.people.PeopleContract`."""

    def __init__(self, rows: PersonRows, records: Records, unrecorded: Unrecorded) -> None:
        self._rows = rows
        self._records = records
        self._unrecorded = unrecorded

    def adopt(self, psn_no: str) -> None:
        queue_up()
        person, region = self._rows.person(psn_no), self._region(psn_no)
        if person is None or not region:
            raise PERSON_UNKNOWN(psn=psn_no)
        with unrestricted():
            self._install(PERSONS, [asdict(person) | {"admdvs": region}])
            self._install(IDENTITIES, [{**one, "admdvs": region} for one in self._rows.identities(psn_no)])

    def person(self, psn_no: str) -> Mapping[str, Any]:
        person, region = self._rows.person(psn_no), self._region(psn_no)
        if person is None or not region:
            raise PERSON_UNKNOWN(psn=psn_no)
        return asdict(person) | {"admdvs": region}

    def missing(self, kind: str, after: Key, most: int) -> Sequence[Key]:
        return self._unrecorded.after(kind, after, most)

    def adopt_each(self, kind: str, keys: Sequence[Key]) -> int:
        """Whoever adopts waits here for the others, so that what is missing stays so until the commit."""
        queue_up()
        still = self._unrecorded.of(kind, keys)
        with unrestricted(), self._rows.holding(key[0] for key in still):
            self._install(kind, [self._values(kind, key) | {"admdvs": self._rows.regions(key[0])[0]} for key in still])
        return len(still)

    def _values(self, kind: str, key: Key) -> dict[str, Any]:
        if kind == PERSONS:
            person = self._rows.person(key[0])
            assert person is not None  # it is missing among the records because it is in the table
            return asdict(person)
        of_person = self._rows.identities(key[0])
        return next({**one} for one in of_person if (one["psn_idet_type"], str(one["begndate"])) == key[1:])

    def _region(self, psn_no: str) -> str:
        """The first of the person's regions that the caller sees."""
        principal = context.current().principal
        seen = (one for one in self._rows.regions(psn_no) if principal is None or principal.sees_area(one))
        return next(seen, "")

    def _install(self, kind: str, rows: Sequence[Mapping[str, Any]]) -> None:
        given = [{code: "" if value is None else str(value) for code, value in row.items()} for row in rows]
        if given:
            self._records.install(kind, self._records.new_id(), Sheet(list(enumerate(given, start=1))))
