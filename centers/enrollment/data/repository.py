"""Writes of the enrollment center, and the look-ups besides the benefit facts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, Final

import msgspec
import sqlalchemy as sa

from centers.enrollment.contract.v1 import Filing, FilingRecord, Person
from centers.enrollment.data.certificates import Certificates
from centers.enrollment.data.records import RECORDS
from centers.enrollment.data.tables import TABLES, employer_base, filing, insured, person
from hsaf.data import execute
from hsaf.data.bulk import chunks, save_rows

Columns = Mapping[str, Any]

_IN_FORCE: Final[Columns] = {"revoked_at": None, "revoke_memo": ""}

MOST_FOUND: Final = 20
"""Persons that a search names: more than that need a better question."""


class Repository:
    """Rows are mappings of column to typed value."""

    def __init__(self, certificates: Certificates) -> None:
        self._certificates = certificates

    def save(self, name: str, rows: Iterable[Columns]) -> None:
        """Insert, or replace the rows with the same key."""
        save_rows(TABLES[name], rows)

    def save_persons(self, rows: Iterable[Columns]) -> None:
        """As :meth:`save`, with ``certno`` sealed and digested."""
        key = self._certificates.ensure_key()
        self.save("person", (self._sealed(row, key) for row in rows))

    def save_filings(self, rows: Iterable[Columns]) -> None:
        """As :meth:`save`; a filing revoked meanwhile stays revoked."""
        imported = {"detail": {}, "memo": "", "filed_at": None, **_IN_FORCE}
        save_rows(filing, ({**imported, **row} for row in rows), keep=_IN_FORCE.keys())

    def _sealed(self, row: Columns, key: bytes) -> Columns:
        others = {name: value for name, value in row.items() if name != "certno"}
        certno = row["certno"]
        return {
            **others,
            "certno_sealed": self._certificates.seal(certno),
            "certno_digest": self._certificates.digest(certno, key),
        }

    def persons_by_certificate(self, psn_cert_type: str, certno: str) -> list[str]:
        """Person numbers registered with a certificate, normally at most one."""
        key = self._certificates.key()
        if key is None:
            return []
        query = sa.select(person.c.psn_no).where(
            person.c.certno_digest == self._certificates.digest(certno, key),
            person.c.psn_cert_type == psn_cert_type,
        )
        return list(execute(query.order_by(person.c.psn_no)).scalars())

    def search(self, *, certno: str, psn_name: str, area: str) -> list[str]:
        """Numbers of the persons with a certificate or a whole name whose insured place begins with ``area``."""
        query = sa.select(person.c.psn_no).order_by(person.c.psn_no).limit(MOST_FOUND)
        if certno:
            key = self._certificates.key()
            query = query.where(person.c.certno_digest == (self._certificates.digest(certno, key) if key else ""))
        if psn_name:
            query = query.where(person.c.psn_name == psn_name)
        if area:
            here = sa.select(insured.c.psn_no).where(insured.c.insuplc_admdvs.startswith(area, autoescape=True))
            query = query.where(person.c.psn_no.in_(here.where(insured.c.psn_no == person.c.psn_no)))
        return list(execute(query).scalars()) if certno or psn_name else []

    def numbered(self, text: str, area: str) -> list[str]:
        """Numbers of the persons of a region whose number begins so, or who have this certificate; a few."""
        key = self._certificates.key()
        begins = person.c.psn_no.startswith(text, autoescape=True)
        certified = person.c.certno_digest == (self._certificates.digest(text, key) if key else "")
        found = (execute(_some(area).where(one)).scalars() for one in (certified, begins))
        return list(dict.fromkeys(psn_no for some in found for psn_no in some))[:MOST_FOUND]

    def called(self, psn_name: str, area: str) -> list[str]:
        """Numbers of the persons of a region whose name begins so; a few."""
        begins = person.c.psn_name.startswith(psn_name, autoescape=True)
        return list(execute(_some(area).where(begins)).scalars())

    def persons(self, psn_nos: Iterable[str]) -> dict[str, Person]:
        """The known ones of these persons, by number."""
        found = {}
        for chunk in chunks(psn_nos):
            for row in execute(sa.select(person).where(person.c.psn_no.in_(chunk))).mappings():
                certno = self._certificates.unseal(row["certno_sealed"])
                known = {name: row[name] for name in Person.__struct_fields__ if name != "certno"}
                found[row["psn_no"]] = Person(certno=certno, **known)
        return found

    def employer_base(self, emp_no: str, year: int) -> int | None:
        """Monthly average contribution base of an employer in a year, fen; ``None`` where none is known."""
        mine = (employer_base.c.emp_no == emp_no, employer_base.c.year == year)
        found = execute(sa.select(employer_base.c.avg_clctstd).where(*mine)).scalar()
        return None if found is None else int(found)

    def add_filing(self, new: Filing, *, detail: Columns, memo: str, filed_at: datetime) -> None:
        """``detail`` is what the application said beyond what the rules read."""
        state = {"detail": detail, "memo": memo, "filed_at": filed_at, **_IN_FORCE}
        execute(sa.insert(filing), [{**msgspec.structs.asdict(new), **state}])

    def filing(self, psn_no: str, trt_dcla_detl_sn: str) -> FilingRecord | None:
        """A filing, revoked or not."""
        query = sa.select(filing).where(*which(psn_no, trt_dcla_detl_sn))
        row = execute(query).mappings().first()
        return None if row is None else record_of(row)

    def filings(self, psn_no: str, biz_appy_type: str) -> list[FilingRecord]:
        """Filings of a kind that were not revoked, by begin day."""
        query = sa.select(filing).where(
            filing.c.psn_no == psn_no, filing.c.biz_appy_type == biz_appy_type, filing.c.revoked_at.is_(None)
        )
        query = query.order_by(filing.c.begndate, filing.c.trt_dcla_detl_sn)
        return [record_of(row) for row in execute(query).mappings()]

    def revoke_filing(self, psn_no: str, trt_dcla_detl_sn: str, *, at: datetime, memo: str) -> None:
        """The row stays, marked with time and reason."""
        execute(sa.update(filing).where(*which(psn_no, trt_dcla_detl_sn)).values(revoked_at=at, revoke_memo=memo))


def _some(area: str) -> sa.Select[Any]:
    """Persons insured in a region, or with a record there."""
    here = insured.c.insuplc_admdvs.startswith(area, autoescape=True)
    kept = RECORDS.rows["psn_base"]
    recorded = sa.exists().where(
        kept.c.psn_no == person.c.psn_no, kept.c.state == "effective", kept.c.admdvs.startswith(area, autoescape=True)
    )
    anywhere = sa.or_(sa.exists().where(insured.c.psn_no == person.c.psn_no, here), recorded)
    return sa.select(person.c.psn_no).where(anywhere).order_by(person.c.psn_no).limit(MOST_FOUND)


def which(psn_no: str, trt_dcla_detl_sn: str) -> tuple[sa.ColumnElement[bool], ...]:
    return (filing.c.psn_no == psn_no, filing.c.trt_dcla_detl_sn == trt_dcla_detl_sn)


def record_of(row: Any) -> FilingRecord:
    return FilingRecord(
        filing=Filing(**{name: row[name] for name in Filing.__struct_fields__}),
        detail=row["detail"],
        memo=row["memo"],
        filed_at=row["filed_at"],
        revoked_at=row["revoked_at"],
    )
