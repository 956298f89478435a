"""The catalogs by version and by page."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, time, timedelta
from typing import Any

import sqlalchemy as sa

from centers.base_info.data.tables import KINDS, catalog
from centers.base_info.domain.downloads import Download, rid_parts
from centers.base_info.domain.views import YES, View
from hsaf.contract.paging import Paging
from hsaf.data import execute

Row = Mapping[str, Any]


class CatalogRepository:
    """Reads what :mod:`..domain.downloads` and :mod:`..domain.views` describe."""

    def newest(self, download: Download) -> int:
        """The version in which a line of the catalog last changed; 0 for an empty one."""
        if not download.kind:
            return 0
        table = KINDS[download.kind]
        return execute(sa.select(sa.func.max(table.c.seq)).where(*_lines(download))).scalar() or 0

    def changes(self, download: Download, after: int, up_to: int) -> list[Row]:
        """Lines whose last change is in these versions, by code."""
        if not download.kind:
            return []
        table = KINDS[download.kind]
        query = sa.select(table).where(*_lines(download), table.c.seq > after, table.c.seq <= up_to)
        return [dict(row) for row in execute(query.order_by(*table.primary_key.columns)).mappings()]

    def page(self, view: View, asked: Row, region: str, paging: Paging) -> tuple[list[Row], int]:
        """Rows of one page, and how many there are in all."""
        found = _found(view, asked, region).subquery()
        total = execute(sa.select(sa.func.count()).select_from(found)).scalar_one()
        query = sa.select(found).order_by(found.c.med_list_codg, found.c.begndate, found.c.side)
        rows = execute(query.limit(paging.page_size).offset(paging.offset)).mappings()
        return [dict(row) for row in rows], int(total)


def _lines(download: Download) -> list[sa.ColumnElement[bool]]:
    table = KINDS[download.kind]
    conditions = []
    if download.list_type:
        conditions.append(table.c.list_type == download.list_type)
    if download.code_length:
        conditions.append(sa.func.length(next(iter(table.primary_key.columns))) == download.code_length)
    return conditions


def _found(view: View, asked: Row, region: str) -> sa.CompoundSelect[Any]:
    """The lines asked for, once for every side asked for."""
    conditions = _asked(view, asked, region)
    wanted = [side for side in view.sides or ("",) if not view.side or asked.get(view.side, side) == side]
    selects = [_side(view, side).where(*conditions) for side in wanted]
    return sa.union_all(*(selects or [_side(view, "").where(sa.false())]))


def _side(view: View, side: str) -> sa.Select[Any]:
    query = sa.select(catalog, sa.literal(side).label("side"))
    if not (view.ceilings and side):
        return query
    limit = catalog.c[f"pric_uplmt_amt_lv{side}"]
    return query.add_columns(limit.label("pric_uplmt_amt")).where(limit.is_not(None))


def _asked(view: View, asked: Row, region: str) -> list[sa.ColumnElement[bool]]:
    """What a message narrows the lines by; what it does not mention narrows nothing."""
    fixed = {**view.fixed, "vali_flag": YES}
    elsewhere = any(asked.get(name, region)[:2] != region[:2] for name in ("insu_admdvs", "poolarea_no"))
    conditions = [catalog.c.seq > 0]  # the day of a line without a version has not come
    conditions += [catalog.c[name] == asked[name] for name in view.equal if name in asked]
    conditions += [catalog.c.med_list_codg == asked[name] for name in ("hilist_code", "med_list_codg") if name in asked]
    conditions += [
        sa.func.instr(catalog.c.med_list_name, asked[name]) > 0
        for name in ("hilist_name", "drug_genname")
        if name in asked
    ]
    if elsewhere or any(asked.get(name, value) != value for name, value in fixed.items()):
        conditions.append(sa.false())
    if view.list_type:
        conditions.append(catalog.c.list_type == view.list_type)
    if "rid" in asked:
        conditions += _named_by(asked["rid"])
    return conditions + within(catalog.c, asked)


def _named_by(rid: str) -> list[sa.ColumnElement[bool]]:
    """The line of a 唯一记录号; the side it may end with is asked for by its own field."""
    parsed = rid_parts(rid)
    if parsed is None:
        return [sa.false()]
    return [catalog.c.med_list_codg == parsed[0], catalog.c.begndate == parsed[1]]


def within(columns: Any, asked: Row) -> list[sa.ColumnElement[bool]]:
    """Days asked for: valid on ``query_date``, begun on or after ``begndate``, ended by ``enddate``,
    changed on or after ``updt_time`` (``opt_begn_time``) and until ``opt_end_time``."""
    conditions: list[sa.ColumnElement[bool]] = []
    if day := asked.get("query_date"):
        conditions += [columns.begndate <= day, sa.or_(columns.enddate.is_(None), columns.enddate >= day)]
    if day := asked.get("begndate"):
        conditions.append(columns.begndate >= day)
    if day := asked.get("enddate"):
        conditions.append(columns.enddate <= day)
    for name in ("updt_time", "opt_begn_time"):
        if day := asked.get(name):
            conditions.append(columns.updt_time >= datetime.combine(day, time()))
    if day := asked.get("opt_end_time"):
        conditions.append(columns.updt_time < datetime.combine(day + timedelta(days=1), time()))
    return conditions
