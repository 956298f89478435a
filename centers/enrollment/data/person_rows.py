"""What records of persons look up, and the tables that benefits read, which follow the records in force."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager
from datetime import date, datetime, time
from typing import Final

import sqlalchemy as sa

from centers.enrollment.contract.v1 import Person
from centers.enrollment.data.held import held, holding, identities_of, insured_in
from centers.enrollment.data.records import RECORDS
from centers.enrollment.data.repository import Repository
from centers.enrollment.data.tables import identity, insured, person
from hsaf.data import execute
from hsaf.records.stored import Typed

IN_FORCE: Final = "effective"
_END_OF_DAY: Final = time(23, 59, 59)


class PersonRows:
    def __init__(self, repository: Repository) -> None:
        self._repository = repository

    def holding(self, psn_nos: Iterable[str]) -> AbstractContextManager[object]:
        """Read what is asked of these persons in the block at once."""
        return holding(self._repository, psn_nos)

    def person(self, psn_no: str) -> Person | None:
        known = held(psn_no)
        return (known.persons if known else self._repository.persons([psn_no])).get(psn_no)

    def holders(self, psn_cert_type: str, certno: str) -> list[str]:
        """Numbers of the persons registered with a certificate."""
        return self._repository.persons_by_certificate(psn_cert_type, certno)

    def regions(self, psn_no: str) -> list[str]:
        """Where a person is insured, the insurance in force first; where none, the region of the record."""
        known = held(psn_no)
        found = (known.regions if known else insured_in([psn_no])).get(psn_no)
        if found:
            return list(found)
        base = RECORDS.rows["psn_base"]
        kept = sa.select(base.c.admdvs).where(base.c.psn_no == psn_no, base.c.state == IN_FORCE)
        return list(execute(kept).scalars())

    def is_insured(self, psn_no: str) -> bool:
        return execute(sa.select(insured.c.psn_no).where(insured.c.psn_no == psn_no).limit(1)).first() is not None

    def save(self, known: Person) -> None:
        """The person as it is from now on."""
        names = Person.__struct_fields__
        self._repository.save_persons([{name: getattr(known, name) for name in names}])

    def drop(self, psn_no: str) -> None:
        execute(sa.delete(person).where(person.c.psn_no == psn_no))

    # -- identities ---------------------------------------------------------------------------------

    def periods(self, psn_no: str, psn_idet_type: str) -> list[tuple[date, date | None]]:
        """First and last day of every identity of a category."""
        of_person = self.identities(psn_no)
        return [(one["begndate"], one["enddate"]) for one in of_person if one["psn_idet_type"] == psn_idet_type]

    def identities(self, psn_no: str) -> Sequence[Typed]:
        """As records say them, by first day."""
        known = held(psn_no)
        return (known.identities if known else identities_of([psn_no])).get(psn_no, [])

    def put_identity(self, values: Typed) -> None:
        ends = values["enddate"]
        self._repository.save(
            "identity",
            [
                {
                    "psn_no": values["psn_no"],
                    "psn_idet_type": values["psn_idet_type"],
                    "begntime": datetime.combine(values["begndate"], time()),
                    "endtime": ends and datetime.combine(ends, _END_OF_DAY),
                    "memo": values["memo"],
                }
            ],
        )

    def drop_identity(self, values: Typed) -> None:
        """The identity of a category that begins on a day, at whatever time of it."""
        day = values["begndate"]
        execute(
            sa.delete(identity).where(
                identity.c.psn_no == values["psn_no"],
                identity.c.psn_idet_type == values["psn_idet_type"],
                identity.c.begntime.between(datetime.combine(day, time()), datetime.combine(day, time.max)),
            )
        )

    # -- certificates -------------------------------------------------------------------------------

    def certificate_periods(self, psn_no: str, psn_cert_type: str) -> list[tuple[date, date | None]]:
        """First and last day of every certificate of a type in force."""
        cert = RECORDS.rows["psn_cert"]
        query = sa.select(cert.c.begndate, cert.c.enddate).where(
            cert.c.psn_no == psn_no, cert.c.psn_cert_type == psn_cert_type, cert.c.state == IN_FORCE
        )
        return [(row.begndate, row.enddate) for row in execute(query)]
