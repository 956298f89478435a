"""Expert draws: activities, their pools, and what experts were told."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

import sqlalchemy as sa

from centers.base_info.data.draw_tables import candidate, draw, expert_message
from centers.base_info.data.records import RECORDS
from hsaf.contract.paging import Paging
from hsaf.contract.principal import Principal, area_prefix
from hsaf.data import execute
from hsaf.data.bulk import chunks

Row = Mapping[str, Any]

ENGAGED = ("invited", "accepted")
RUNNING = ("open", "running", "submitted")


class DrawRepository:
    def experts(self, admdvs: str) -> list[Row]:
        """Experts in force of a region and those below it, by number."""
        table = RECORDS.rows["expert"]
        within = table.c.admdvs.startswith(area_prefix(admdvs), autoescape=True)
        return _rows(sa.select(table).where(table.c.state == "effective", within).order_by(table.c.expt_no))

    def expert(self, expt_no: str) -> Row | None:
        table = RECORDS.rows["expert"]
        return _first(sa.select(table).where(table.c.state == "effective", table.c.expt_no == expt_no))

    def engaged(self, meeting_on: date) -> dict[str, str]:
        """Experts invited to or taking part in an activity of a day, with its number."""
        query = (
            sa.select(candidate.c.expt_no, candidate.c.draw_no)
            .join(draw, draw.c.draw_no == candidate.c.draw_no)
            .where(candidate.c.state.in_(ENGAGED), draw.c.meeting_on == meeting_on, draw.c.state != "cancelled")
        )
        return {row.expt_no: row.draw_no for row in execute(query)}

    def running_with(self, expt_no: str) -> str:
        """Number of an activity under way that the expert was invited to or takes part in; empty without one."""
        query = (
            sa.select(candidate.c.draw_no)
            .join(draw, draw.c.draw_no == candidate.c.draw_no)
            .where(candidate.c.expt_no == expt_no, candidate.c.state.in_(ENGAGED), draw.c.state.in_(RUNNING))
        )
        return execute(query).scalar() or ""

    def add(self, activity: Row, pool: Iterable[Row]) -> None:
        execute(sa.insert(draw), dict(activity))
        for chunk in chunks(pool):
            execute(sa.insert(candidate), chunk)

    def find(self, draw_no: str, who: Principal | None) -> Row | None:
        return _first(sa.select(draw).where(draw.c.draw_no == draw_no, *_seen(draw, who)))

    def page(self, asked: Row, who: Principal | None, paging: Paging) -> tuple[list[Row], int]:
        wanted = _seen(draw, who)
        if asked.get("state"):
            wanted.append(draw.c.state == asked["state"])
        if asked.get("title"):
            wanted.append(draw.c.title.icontains(asked["title"], autoescape=True))
        return _page(draw, wanted, (draw.c.created_at.desc(), draw.c.draw_no.desc()), paging)

    def renew(self, draw_no: str, **values: Any) -> None:
        execute(sa.update(draw).where(draw.c.draw_no == draw_no).values(**values))

    def candidates(self, draw_no: str) -> list[Row]:
        """In the order of their ranks; excluded ones last."""
        query = sa.select(candidate).where(candidate.c.draw_no == draw_no)
        last = sa.case((candidate.c.state == "excluded", 1), else_=0)
        return _rows(query.order_by(last, candidate.c.rank_hex, candidate.c.expt_no))

    def candidate(self, draw_no: str, expt_no: str) -> Row | None:
        return _first(sa.select(candidate).where(candidate.c.draw_no == draw_no, candidate.c.expt_no == expt_no))

    def invitation_of(self, draw_no: str, account: str) -> Row | None:
        wanted = (candidate.c.draw_no == draw_no, candidate.c.account == account, candidate.c.state == "invited")
        return _first(sa.select(candidate).where(*wanted))

    def move(self, draw_no: str, expt_no: str, **values: Any) -> None:
        key = (candidate.c.draw_no == draw_no, candidate.c.expt_no == expt_no)
        execute(sa.update(candidate).where(*key).values(**values))

    def invitations(self, account: str, paging: Paging) -> tuple[list[Row], int]:
        """Of an account, with the activity's name and day."""
        told = ("invited", "accepted", "declined", "overdue", "released")
        query = (
            sa.select(candidate, draw.c.title, draw.c.meeting_on)
            .join(draw, draw.c.draw_no == candidate.c.draw_no)
            .where(candidate.c.account == account, candidate.c.state.in_(told))
        )
        total = execute(sa.select(sa.func.count()).select_from(query.subquery())).scalar_one()
        ordered = query.order_by(candidate.c.invited_at.desc(), candidate.c.draw_no)
        return _rows(ordered.limit(paging.page_size).offset(paging.offset)), int(total)

    def keep_message(self, row: Row) -> None:
        execute(sa.insert(expert_message), dict(row))

    def messages(self, asked: Row, who: Principal | None, paging: Paging) -> tuple[list[Row], int]:
        wanted = _seen(expert_message, who)
        wanted += [expert_message.c[name] == asked[name] for name in ("expt_no", "draw_no", "kind") if asked.get(name)]
        order = (expert_message.c.sent_at.desc(), expert_message.c.message_no.desc())
        return _page(expert_message, wanted, order, paging)


def _seen(table: sa.Table, who: Principal | None) -> list[sa.ColumnElement[bool]]:
    """Of the caller's region; nothing where he has none, everything to the platform itself."""
    if who is None:
        return []
    return [table.c.admdvs.startswith(who.area_prefix, autoescape=True) if who.admdvs else sa.false()]


def _page(
    table: sa.Table, wanted: Sequence[sa.ColumnElement[bool]], order: Sequence[Any], paging: Paging
) -> tuple[list[Row], int]:
    total = execute(sa.select(sa.func.count()).select_from(table).where(*wanted)).scalar_one()
    query = sa.select(table).where(*wanted).order_by(*order)
    return _rows(query.limit(paging.page_size).offset(paging.offset)), int(total)


def _rows(query: sa.Select[Any]) -> list[Row]:
    return [dict(row) for row in execute(query).mappings()]


def _first(query: sa.Select[Any]) -> Row | None:
    row = execute(query).mappings().first()
    return dict(row) if row else None
