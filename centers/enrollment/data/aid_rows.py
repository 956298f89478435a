"""What the rules and the list of medical aid look up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from typing import Any

import sqlalchemy as sa

from centers.enrollment.contract.aid import AID
from centers.enrollment.data.person_rows import IN_FORCE
from centers.enrollment.data.records import RECORDS
from centers.enrollment.data.tables import identity, insured, person
from hsaf.contract.paging import Paging
from hsaf.data import execute


class AidRows:
    def categories(self, psn_idet_type: str, regions: Sequence[str]) -> list[Mapping[str, Any]]:
        """The catalogue's lines in force of a category for any of these regions."""
        table = RECORDS.rows["aid_category"]
        query = sa.select(table).where(
            table.c.psn_idet_type == psn_idet_type, table.c.admdvs.in_(regions), table.c.state == IN_FORCE
        )
        return [dict(row) for row in execute(query.order_by(table.c.admdvs.desc())).mappings()]

    def has_recipient(self, psn_idet_type: str, area: str, on: date) -> bool:
        """Whether somebody in an area (a prefix) has a record in force that a day or a later one belongs to."""
        table = RECORDS.rows["aid_person"]
        query = sa.select(table.c.id).where(
            table.c.psn_idet_type == psn_idet_type,
            table.c.admdvs.startswith(area, autoescape=True),
            table.c.state == IN_FORCE,
            sa.or_(table.c.enddate.is_(None), table.c.enddate >= on),
        )
        return execute(query.limit(1)).first() is not None

    def recipients(
        self, on: date, area: str, psn_no: str, psn_idet_type: str, paging: Paging
    ) -> tuple[list[Mapping[str, Any]], int]:
        """A page of aid identities on a day of persons insured in an area (a prefix), and how many there are."""
        query = _on(on).where(
            identity.c.psn_idet_type == psn_idet_type if psn_idet_type else identity.c.psn_idet_type.startswith(AID)
        )
        if psn_no:
            query = query.where(identity.c.psn_no == psn_no)
        here = sa.select(insured.c.psn_no).where(insured.c.psn_no == identity.c.psn_no)
        query = query.where(here.where(insured.c.insuplc_admdvs.startswith(area, autoescape=True)).exists())
        total = execute(sa.select(sa.func.count()).select_from(query.subquery())).scalar_one()
        query = query.order_by(identity.c.psn_no, identity.c.psn_idet_type, identity.c.begntime)
        rows = execute(query.limit(paging.page_size).offset(paging.offset)).mappings()
        return [dict(row) for row in rows], int(total)

    def regions_of(self, psn_nos: Sequence[str]) -> dict[str, str]:
        """Where persons are insured, the insurance in force first."""
        query = sa.select(insured.c.psn_no, insured.c.insuplc_admdvs).where(insured.c.psn_no.in_(psn_nos))
        rows = execute(query.order_by(insured.c.psn_insu_stas.desc(), insured.c.insutype.desc()))
        return {row.psn_no: row.insuplc_admdvs for row in rows}

    def recorded(self, psn_nos: Sequence[str]) -> set[tuple[str, str, date]]:
        """Person, category and first day of the records in force of these persons."""
        table = RECORDS.rows["aid_person"]
        query = sa.select(table.c.psn_no, table.c.psn_idet_type, table.c.begndate)
        rows = execute(query.where(table.c.psn_no.in_(psn_nos), table.c.state == IN_FORCE))
        return {(row.psn_no, row.psn_idet_type, row.begndate) for row in rows}


def _on(day: date) -> sa.Select[Any]:
    """Identities a day belongs to, with the person's name."""
    first, last = datetime.combine(day, time()), datetime.combine(day, time.max)
    return (
        sa.select(identity, person.c.psn_name)
        .join(person, person.c.psn_no == identity.c.psn_no)
        .where(identity.c.begntime <= last, sa.or_(identity.c.endtime.is_(None), identity.c.endtime >= first))
    )
