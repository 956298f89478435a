"""Special attributes of visits (2406, 2407)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import sqlalchemy as sa

from centers.settlement.contract.special import FlagQuery
from centers.settlement.data.tables import special_flag, visit
from centers.settlement.domain.visit import State
from hsaf.contract.paging import Page, Paging
from hsaf.data import execute
from hsaf.spi.database import Database

_CHANGES: Final = ("ipt_psn_sp_flag", "ipt_otp_no", "admdvs", "memo", "opt_time")


class FlagRepository:
    def __init__(self, database: Database) -> None:
        self._database = database

    def find(self, psn_no: str, mdtrt_id: str, flag_type: str) -> Mapping[str, Any] | None:
        key = (special_flag.c.psn_no == psn_no, special_flag.c.mdtrt_id == mdtrt_id)
        query = sa.select(special_flag).where(*key, special_flag.c.ipt_psn_sp_flag_type == flag_type)
        row = execute(query).mappings().first()
        return None if row is None else dict(row)

    def put(self, row: Mapping[str, Any]) -> None:
        """Store an attribute, or what is new about it."""
        execute(self._database.upsert(special_flag, [dict(row)], replace=_CHANGES))

    def page(self, fixmedins_code: str, query: FlagQuery, paging: Paging) -> Page:
        """An institution's attributes, the latest first."""
        found = _found(sa.select(special_flag), fixmedins_code, query)
        total = execute(sa.select(sa.func.count()).select_from(found.subquery())).scalar_one()
        order = (special_flag.c.opt_time.desc(), special_flag.c.ipt_psn_sp_flag_detl_id.desc())
        rows = execute(found.order_by(*order).limit(paging.page_size).offset(paging.offset)).mappings()
        return Page([dict(row) for row in rows], total, paging)

    def persons(self, fixmedins_code: str, query: FlagQuery) -> list[str]:
        return list(execute(_found(sa.select(special_flag.c.psn_no), fixmedins_code, query).distinct()).scalars())


def _found(query: sa.Select[Any], fixmedins_code: str, wanted: FlagQuery) -> sa.Select[Any]:
    """Attributes of an institution's visits that were not voided."""
    same = sa.and_(visit.c.psn_no == special_flag.c.psn_no, visit.c.mdtrt_id == special_flag.c.mdtrt_id)
    query = query.join(visit, same).where(visit.c.state != State.VOID, special_flag.c.fixmedins_code == fixmedins_code)
    for name, value in wanted.match.items():
        query = query.where(special_flag.c[name] == value)
    return query if wanted.persons is None else query.where(special_flag.c.psn_no.in_(wanted.persons))
