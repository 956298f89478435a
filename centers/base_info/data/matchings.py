"""Matchings of institutions' own catalog codes to national ones."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

import msgspec
import sqlalchemy as sa

from centers.base_info.contract.v1 import Matching
from centers.base_info.data.catalogs import within
from centers.base_info.data.tables import matching
from hsaf.contract.paging import Paging
from hsaf.data import execute

Row = Mapping[str, Any]

_DETAIL: Final = tuple(name for name in Matching.__struct_fields__ if name not in matching.c)


class MatchingRepository:
    """Rows of one institution at a time."""

    def add(self, fixmedins_code: str, rid: str, new: Matching, now: datetime, opter: tuple[str, str]) -> None:
        """A matching in force; ``opter`` is the operator's number and name."""
        columns = {name: value for name, value in msgspec.structs.asdict(new).items() if name not in _DETAIL}
        state = {"vali_flag": "1", "crte_time": now, "updt_time": now, "opter_id": opter[0], "opter_name": opter[1]}
        detail = {name: getattr(new, name) for name in _DETAIL}
        execute(sa.insert(matching), {"fixmedins_code": fixmedins_code, "rid": rid, "detail": detail} | columns | state)

    def in_force(self, fixmedins_code: str, fixmedins_hilist_id: str) -> list[Row]:
        """What an own code is matched to, by begin day."""
        query = sa.select(matching).where(_of(fixmedins_code, fixmedins_hilist_id), matching.c.vali_flag == "1")
        return [dict(row) for row in execute(query.order_by(matching.c.begndate)).mappings()]

    def withdraw(
        self, fixmedins_code: str, fixmedins_hilist_id: str, list_type: str, med_list_codg: str, now: datetime
    ) -> int:
        """Mark matchings withdrawn; how many there were."""
        which = (
            _of(fixmedins_code, fixmedins_hilist_id),
            matching.c.list_type == list_type,
            matching.c.med_list_codg == med_list_codg,
            matching.c.vali_flag == "1",
        )
        return execute(sa.update(matching).where(*which).values(vali_flag="0", updt_time=now)).rowcount

    def page(self, fixmedins_code: str, asked: Row, paging: Paging) -> tuple[list[Row], int]:
        """Rows of one page, and how many there are in all."""
        found = sa.and_(matching.c.fixmedins_code == fixmedins_code, *_asked(asked))
        total = execute(sa.select(sa.func.count()).select_from(matching).where(found)).scalar_one()
        query = (
            sa.select(matching)
            .where(found)
            .order_by(matching.c.fixmedins_hilist_id, matching.c.begndate, matching.c.rid)
        )
        rows = execute(query.limit(paging.page_size).offset(paging.offset)).mappings()
        return [dict(row) for row in rows], int(total)


def _of(fixmedins_code: str, fixmedins_hilist_id: str) -> sa.ColumnElement[bool]:
    return sa.and_(matching.c.fixmedins_code == fixmedins_code, matching.c.fixmedins_hilist_id == fixmedins_hilist_id)


def _asked(asked: Row) -> list[sa.ColumnElement[bool]]:
    """What 1317 narrows by; it calls the own code ``medins_list_codg``."""
    columns = {
        "medins_list_codg": matching.c.fixmedins_hilist_id,
        "list_type": matching.c.list_type,
        "med_list_codg": matching.c.med_list_codg,
        "vali_flag": matching.c.vali_flag,
    }
    conditions = [column == asked[name] for name, column in columns.items() if name in asked]
    if "medins_list_name" in asked:
        conditions.append(sa.func.instr(matching.c.fixmedins_hilist_name, asked["medins_list_name"]) > 0)
    return conditions + within(matching.c, asked)
