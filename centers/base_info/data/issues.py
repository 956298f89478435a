"""The national library, the lines enabled from it, and the orders that enabled and stopped them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, Final

import sqlalchemy as sa

from centers.base_info.data.issue_tables import issue, issue_line
from centers.base_info.data.tables import KINDS, national
from centers.base_info.domain.standards import STANDARDS
from hsaf.contract.paging import Paging
from hsaf.data import execute
from hsaf.data.bulk import chunks, save_rows

Row = Mapping[str, Any]

ALWAYS: Final = date(1900, 1, 1)
FOREVER: Final = date(9999, 12, 31)


class IssueRepository:
    def national_page(self, asked: Row, today: date, paging: Paging) -> tuple[list[Row], int]:
        """Lines by standard and code, with where they stand in the province."""
        query = _national(asked, today)
        total = execute(sa.select(sa.func.count()).select_from(query.subquery())).scalar_one()
        rows = execute(
            query.order_by(national.c.standard, national.c.code).limit(paging.page_size).offset(paging.offset)
        )
        return [dict(row) for row in rows.mappings()], int(total)

    def national(self, standard: str, codes: Collection[str]) -> dict[str, Row]:
        """Lines of the national library by code; unknown ones are not there."""
        found: dict[str, Row] = {}
        for chunk in chunks(sorted(codes)):
            query = sa.select(national).where(national.c.standard == standard, national.c.code.in_(chunk))
            found |= {row["code"]: dict(row) for row in execute(query).mappings()}
        return found

    def codes_of(self, standard: str, ver: str) -> list[str]:
        query = sa.select(national.c.code).where(national.c.standard == standard, national.c.ver == ver)
        return list(execute(query.order_by(national.c.code)).scalars())

    def versions(self, standard: str, codes: Collection[str]) -> dict[str, list[Row]]:
        """Every local version of these codes."""
        table, code = _local(standard)
        found: dict[str, list[Row]] = {}
        for chunk in chunks(sorted(codes)):
            for row in execute(sa.select(table).where(code.in_(chunk)).order_by(*table.primary_key.columns)).mappings():
                found.setdefault(row[str(code.name)], []).append(dict(row))
        return found

    def save(self, standard: str, rows: Sequence[Row]) -> None:
        save_rows(_local(standard)[0], rows)

    def renew(self, standard: str, key: Row, values: Row) -> None:
        """Set columns of one local version."""
        table, _ = _local(standard)
        execute(sa.update(table).where(*(table.c[name] == value for name, value in key.items())).values(**values))

    def remove(self, standard: str, key: Row) -> None:
        table, _ = _local(standard)
        execute(sa.delete(table).where(*(table.c[name] == value for name, value in key.items())))

    # -- orders -------------------------------------------------------------------------------------

    def add(self, order: Row, lines: Iterable[Row]) -> None:
        execute(sa.insert(issue), dict(order))
        for chunk in chunks(lines):
            execute(sa.insert(issue_line), chunk)

    def order(self, standard: str, issue_no: str) -> Row | None:
        query = sa.select(issue).where(issue.c.issue_no == issue_no, issue.c.standard == standard)
        row = execute(query).mappings().first()
        return dict(row) if row else None

    def due(self, today: date) -> list[Row]:
        query = sa.select(issue).where(issue.c.state == "waiting", issue.c.effective_on <= today)
        rows = execute(query.order_by(issue.c.effective_on, issue.c.made_at, issue.c.issue_no)).mappings()
        return [dict(row) for row in rows]

    def lines(self, issue_no: str) -> list[Row]:
        query = sa.select(issue_line).where(issue_line.c.issue_no == issue_no).order_by(issue_line.c.code)
        return [dict(row) for row in execute(query).mappings()]

    def waiting(self, standard: str, codes: Collection[str]) -> set[str]:
        """Codes that an order waiting for its day names."""
        found: set[str] = set()
        for chunk in chunks(sorted(codes)):
            query = (
                sa.select(issue_line.c.code)
                .join(issue, issue.c.issue_no == issue_line.c.issue_no)
                .where(issue.c.standard == standard, issue.c.state == "waiting", issue_line.c.code.in_(chunk))
            )
            found.update(execute(query).scalars())
        return found

    def move(self, issue_no: str, state: str) -> None:
        execute(sa.update(issue).where(issue.c.issue_no == issue_no).values(state=state))

    def page(self, standard: str, asked: Row, paging: Paging) -> tuple[list[Row], int]:
        wanted = [issue.c.standard == standard, *(issue.c[name] == value for name, value in asked.items())]
        total = execute(sa.select(sa.func.count()).select_from(issue).where(*wanted)).scalar_one()
        query = sa.select(issue).where(*wanted).order_by(issue.c.made_at.desc(), issue.c.issue_no.desc())
        rows = execute(query.limit(paging.page_size).offset(paging.offset)).mappings()
        return [dict(row) for row in rows], int(total)

    def publish(self, standard: str, codes: Collection[str], seq: int, now: datetime) -> None:
        """Lines of these codes changed in version ``seq``."""
        table, code = _local(standard)
        for chunk in chunks(sorted(codes)):
            execute(sa.update(table).where(code.in_(chunk)).values(seq=seq, updt_time=now))


def _local(standard: str) -> tuple[sa.Table, sa.Column[Any]]:
    one = STANDARDS[standard]
    return KINDS[one.kind], KINDS[one.kind].c[one.code]


def _national(asked: Row, today: date) -> sa.Select[Any]:
    """The lines asked for, with their standing; of several local versions the latest tells the days."""
    standing = _standings(asked.get("standard", ""), today)
    columns = [national.c[name] for name in ("standard", "code", "name", "ver")]
    state = sa.func.coalesce(standing.c.state, "0").label("state")
    found = sa.select(*columns, state, standing.c.begndate, standing.c.enddate).outerjoin(
        standing, sa.and_(standing.c.standard == national.c.standard, standing.c.code == national.c.code)
    )
    wanted = [national.c[name] == asked[name] for name in ("standard", "ver") if asked.get(name)]
    if asked.get("code"):
        wanted.append(national.c.code.istartswith(asked["code"], autoescape=True))
    if asked.get("name"):
        wanted.append(national.c.name.icontains(asked["name"], autoescape=True))
    if asked.get("state"):
        wanted.append(state == asked["state"])
    return found.where(*wanted)


def _standings(standard: str, today: date) -> sa.Subquery:
    """``standard, code, state, begndate, enddate`` of every local code of the library's standards."""
    names = [name for name in ([standard] if standard else STANDARDS) if "begndate" in KINDS[STANDARDS[name].kind].c]
    return sa.union_all(*(_standing(name, today) for name in names)).subquery() if names else _nothing()


def _nothing() -> sa.Subquery:
    names = ("standard", "code", "state", "begndate", "enddate")
    return sa.select(*(sa.null().label(name) for name in names)).where(sa.false()).subquery()


def _standing(name: str, today: date) -> sa.Select[Any]:
    table, code = _local(name)
    begins = sa.func.coalesce(table.c.begndate, ALWAYS)
    ends = sa.func.coalesce(table.c.enddate, FOREVER)
    valid = sa.func.max(sa.case((sa.and_(begins <= today, ends >= today), 1), else_=0))
    state = sa.case((valid == 1, "1"), (sa.func.max(begins) > today, "2"), else_="3")
    ending = sa.case((sa.func.max(ends) == FOREVER, None), else_=sa.func.max(table.c.enddate))
    return (
        sa.select(
            sa.literal(name).label("standard"),
            code.label("code"),
            state.label("state"),
            sa.func.max(table.c.begndate).label("begndate"),
            ending.label("enddate"),
        )
        .where(*(table.c[column].in_(values) for column, values in STANDARDS[name].fixed.items()))
        .group_by(code)
    )
