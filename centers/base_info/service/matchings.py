"""Matching of an institution's own catalog to the national one (3301, 3302, 1317).

The caller's unit of work holds the institution's lock, so what was checked still holds when it is written.
Fee lines keep naming national codes: a matching never changes money.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from centers.base_info.contract.v1 import (
    MATCHING_CODE_UNKNOWN,
    MATCHING_OVERLAP,
    MATCHING_TYPE_WRONG,
    MATCHING_UNKNOWN,
    Institution,
    Matching,
)
from centers.base_info.data.matchings import MatchingRepository
from centers.base_info.domain.periods import require_order
from centers.base_info.service.base_info import BaseInfo
from hsaf.contract import context
from hsaf.contract.paging import Page, Paging
from hsaf.contract.periods import overlap
from hsaf.data import current_uow
from hsaf.spi.ids import Ids

PREFIX: Final = "MT"
"""Unique numbers (rid) of matchings begin with it."""


class Matchings:
    def __init__(self, repository: MatchingRepository, reference: BaseInfo, ids: Ids) -> None:
        self._repository = repository
        self._reference = reference
        self._ids = ids

    def match(self, new: Matching) -> None:
        """3301."""
        require_order(new.begndate, new.enddate, "enddate")
        self._require_national(new)
        here = context.current()
        self._require_free(here.institution, new)
        rid = self._ids.new(PREFIX)
        self._repository.add(here.institution, rid, new, _now(), (here.actor, here.actor_name))
        facts = {
            "rid": rid,
            "fixmedins_hilist_id": new.fixmedins_hilist_id,
            "med_list_codg": new.med_list_codg,
            "begndate": new.begndate,
            "enddate": new.enddate,
        }
        current_uow().audit("base_info.matched", facts)

    def _require_national(self, new: Matching) -> None:
        """The national code is valid when the matching begins, and of the type stated."""
        item = self._reference.catalog_item(new.med_list_codg, new.begndate)
        if item is None:
            raise MATCHING_CODE_UNKNOWN(med_list_codg=new.med_list_codg, begndate=new.begndate, where="med_list_codg")
        if item.list_type != new.list_type:
            raise MATCHING_TYPE_WRONG(med_list_codg=new.med_list_codg, list_type=item.list_type, where="list_type")

    def _require_free(self, fixmedins_code: str, new: Matching) -> None:
        """An own code is matched to one national code at a time."""
        for other in self._repository.in_force(fixmedins_code, new.fixmedins_hilist_id):
            if overlap(new.begndate, new.enddate, other["begndate"], other["enddate"]):
                shown = ("fixmedins_hilist_id", "begndate", "enddate", "med_list_codg")
                raise MATCHING_OVERLAP(**{name: other[name] for name in shown})

    def withdraw(self, fixmedins_hilist_id: str, list_type: str, med_list_codg: str) -> None:
        """3302."""
        own = context.current().institution
        count = self._repository.withdraw(own, fixmedins_hilist_id, list_type, med_list_codg, _now())
        if not count:
            raise MATCHING_UNKNOWN(fixmedins_hilist_id=fixmedins_hilist_id, med_list_codg=med_list_codg)
        facts = {"fixmedins_hilist_id": fixmedins_hilist_id, "med_list_codg": med_list_codg, "count": count}
        current_uow().audit("base_info.matching_withdrawn", facts)

    def page(self, asked: Mapping[str, Any], paging: Paging) -> Page:
        """1317. Raises ``INSTITUTION_UNKNOWN``."""
        paging.require_sound()
        here = context.current()
        own = self._reference.require_institution(here.institution, here.business_time.date())
        area = self._reference.pool_area(own.admdvs)
        if asked.get("insu_admdvs", area)[:2] != area[:2]:
            return Page([], 0, paging)
        rows, total = self._repository.page(own.fixmedins_code, asked, paging)
        return Page([_shown(row, own, area) for row in rows], total, paging)


def _shown(row: Mapping[str, Any], own: Institution, area: str) -> dict[str, Any]:
    return {
        **row["detail"],
        **row,
        "medins_list_codg": row["fixmedins_hilist_id"],
        "medins_list_name": row["fixmedins_hilist_name"],
        "insu_admdvs": area,
        "poolarea_no": area,
        "opt_time": row["updt_time"],
        "crter_id": row["opter_id"],
        "crter_name": row["opter_name"],
        "optins_no": own.fixmedins_code,
        "crte_optins_no": own.fixmedins_code,
    }


def _now() -> datetime:
    return context.current().business_time.replace(microsecond=0)
