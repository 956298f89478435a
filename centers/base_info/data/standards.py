"""Lines of a code standard, a page at a time, and every version of one line.

Codes and names are found whatever their letters' case: nobody types ``XA02BCB001E001010190000`` in capitals.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, Final

import sqlalchemy as sa

from centers.base_info.data.tables import KINDS
from centers.base_info.domain.chapters import Chapter
from centers.base_info.domain.standards import AHEAD, ENDED, IN_USE, SINGLE_PIECE, STANDARDS, Standard
from hsaf.contract.paging import Paging
from hsaf.data import execute

Row = Mapping[str, Any]

LAST_CHARACTER: Final = "\U0010ffff"
"""Sorts behind every other, on every database."""


class StandardRepository:
    def page(self, standard: Standard, asked: Row, today: date, paging: Paging) -> tuple[list[Row], int]:
        """Lines by code, newest version first, and how many there are in all."""
        table = KINDS[standard.kind]
        conditions = _conditions(standard, asked, today)
        total = execute(sa.select(sa.func.count()).select_from(table).where(*conditions)).scalar_one()
        query = sa.select(table).where(*conditions).order_by(*table.primary_key.columns)
        rows = execute(query.limit(paging.page_size).offset(paging.offset)).mappings()
        return [dict(row) for row in rows], int(total)

    def versions(self, standard: Standard, code: str) -> list[Row]:
        """Every dated version of a line, oldest first."""
        table = KINDS[standard.kind]
        conditions = [*_fixed(standard), table.c[standard.code] == code]
        rows = execute(sa.select(table).where(*conditions).order_by(*table.primary_key.columns)).mappings()
        return [dict(row) for row in rows]

    def search(self, text: str, among: Iterable[str], paging: Paging) -> tuple[list[Row], int]:
        """Lines of these standards whose code begins with or whose name contains the text, each code once."""
        found = sa.union(*(_named(name, STANDARDS[name], text) for name in among)).subquery()
        total = execute(sa.select(sa.func.count()).select_from(found)).scalar_one()
        query = sa.select(found).order_by(found.c.standard, found.c.code)
        rows = execute(query.limit(paging.page_size).offset(paging.offset)).mappings()
        return [dict(row) for row in rows], int(total)

    def companies(self, name: str, paging: Paging) -> tuple[list[Row], int]:
        """Companies whose name contains the text, with how many drugs and consumables (codes) each has."""
        table = KINDS[STANDARDS["drug"].kind]
        company = table.c.prodentp_name
        query = (
            sa.select(
                company,
                *(_count_of(each).label(f"{each}_cnt") for each in ("drug", "consumable")),
                sa.func.count(sa.distinct(sa.case((table.c.aprvno != "", table.c.aprvno)))).label("aprv_cnt"),
            )
            .where(company.is_not(None), company != "", company.icontains(name, autoescape=True))
            .group_by(company)
        )
        total = execute(sa.select(sa.func.count()).select_from(query.subquery())).scalar_one()
        rows = execute(query.order_by(company).limit(paging.page_size).offset(paging.offset)).mappings()
        return [dict(row) for row in rows], int(total)

    def counts(self) -> dict[str, int]:
        """Codes of every standard, whatever the number of their versions."""
        counted = (_counted(name, standard) for name, standard in STANDARDS.items())
        return {row.standard: row.lines for row in execute(sa.union_all(*counted))}


def _named(name: str, standard: Standard, text: str) -> sa.Select[Any]:
    table = KINDS[standard.kind]
    code, title = table.c[standard.code], table.c[standard.name]
    fits = sa.or_(code.istartswith(text, autoescape=True), title.icontains(text, autoescape=True))
    columns = (sa.literal(name).label("standard"), code.label("code"), title.label("name"))
    return sa.select(*columns).where(*_fixed(standard), fits)


def _counted(name: str, standard: Standard) -> sa.Select[str, int]:
    table = KINDS[standard.kind]
    lines = sa.func.count(sa.distinct(table.c[standard.code])).label("lines")
    return sa.select(sa.literal(name).label("standard"), lines).where(*_fixed(standard))


def _count_of(standard: str) -> sa.ColumnElement[int]:
    """Codes of a standard among grouped lines."""
    one = STANDARDS[standard]
    return sa.func.count(sa.distinct(sa.case((sa.and_(*_fixed(one)), KINDS[one.kind].c[one.code]))))


def _fixed(standard: Standard) -> list[sa.ColumnElement[bool]]:
    table = KINDS[standard.kind]
    return [table.c[name].in_(values) for name, values in standard.fixed.items()]


def _conditions(standard: Standard, asked: Row, today: date) -> list[sa.ColumnElement[bool]]:
    """Codes by their beginning, names by any part, the others by value; ``valid_on`` is a day of validity,
    ``state`` where a line stands today."""
    table = KINDS[standard.kind]
    found = _fixed(standard)
    if code := asked.get("code"):
        found.append(table.c[standard.code].istartswith(code, autoescape=True))
    if name := asked.get("name"):
        found.append(table.c[standard.name].icontains(name, autoescape=True))
    found += [table.c[one] == asked[one] for one in standard.equal if one in asked]
    found += [table.c[one].icontains(asked[one], autoescape=True) for one in standard.parts if asked.get(one)]
    if chapter := next((one for one in standard.chapters if one.number == asked.get("chapter")), None):
        found.append(_in_chapter(table.c[standard.code], chapter))
    if grain := asked.get("grain"):
        single = sa.func.length(table.c[standard.code]) >= SINGLE_PIECE
        found.append(single if grain == "2" else sa.not_(single))
    if day := asked.get("valid_on"):
        found.append(sa.or_(table.c.begndate.is_(None), table.c.begndate <= day))
        found.append(sa.or_(table.c.enddate.is_(None), table.c.enddate >= day))
    if state := asked.get("state"):
        found.append(_standing(table, state, today))
    return found


def _in_chapter(code: sa.ColumnElement[str], chapter: Chapter) -> sa.ColumnElement[bool]:
    return sa.and_(code >= chapter.first, code < chapter.last + LAST_CHARACTER)


def _standing(table: sa.Table, state: str, today: date) -> sa.ColumnElement[bool]:
    begun = sa.or_(table.c.begndate.is_(None), table.c.begndate <= today)
    ended = sa.and_(table.c.enddate.is_not(None), table.c.enddate < today)
    return {IN_USE: sa.and_(begun, sa.not_(ended)), AHEAD: sa.not_(begun), ENDED: ended}[state]
