"""Questions about settlement lists: 4103, 4104, 3607, 4105."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from centers.base_info.contract.v1 import BaseInfoContract
from centers.payment_method.contract.v1 import (
    LIST_UNKNOWN,
    LIST_UNNAMED,
    MONTH_WRONG,
    ListCounts,
    ListHead,
    SettlementList,
)
from centers.payment_method.data.lists import ListRepository
from centers.payment_method.domain.money import fund_sums, item_charges, personal_parts
from centers.settlement.contract.v1 import SettlementContract
from hsaf.contract import context
from hsaf.contract.paging import Page, Paging

KINDS: Final = ("1", "2")
"""``fixmedins_type`` of hospitals and pharmacies."""


class Querying:
    def __init__(self, lists: ListRepository, settlement: SettlementContract, base_info: BaseInfoContract) -> None:
        self._lists = lists
        self._base_info = base_info
        self._settlement = settlement

    def of(self, psn_no: str, setl_id: str) -> list[SettlementList]:
        if not psn_no and not setl_id:
            raise LIST_UNNAMED()
        found = self._lists.search(context.current().institution, psn_no, setl_id)
        if not found and setl_id:
            raise LIST_UNKNOWN(setl_id=setl_id)
        return [self._whole(head) for head in found]

    def _whole(self, head: ListHead) -> SettlementList:
        settlement = self._settlement.settlement(head.psn_no, head.mdtrt_id, head.setl_id)
        return SettlementList(
            head=head,
            nodes=self._lists.content(head),
            setlinfo=settlement.info,
            funds=fund_sums((row.fund_pay_type, row.fund_payamt) for row in settlement.funds),
            personal=personal_parts(settlement.info),
            items=item_charges(self._settlement.lines(head.psn_no, head.mdtrt_id, head.setl_id)),
        )

    def checked(self, setl_ym: str, wanted: Mapping[str, str], paging: Paging) -> Page:
        paging.require_sound()
        begin, end = _month(setl_ym)
        return self._lists.page(context.current().institution, begin, end, wanted, paging)

    def of_agency(self, setl_ym: str, asked: Mapping[str, str], paging: Paging) -> Page:
        paging.require_sound()
        begin, end = _month(setl_ym)
        page = self._lists.of_region(self._places(), begin, end, asked, paging)
        return Page([self._shown(row["head"]) for row in page.rows], page.total, paging)

    def _places(self) -> list[str] | None:
        """Institutions of the caller's region; ``None`` for all of the province, nothing without a region."""
        here = context.current()
        if here.principal is None or here.principal.sees_area(here.region):
            return None
        every = (one for kind in KINDS for one in self._base_info.search_institutions(kind))
        return [one.fixmedins_code for one in every if here.principal.sees_area(one.admdvs)]

    def _shown(self, head: ListHead) -> Mapping[str, Any]:
        place = self._base_info.institution(head.fixmedins_code, head.setl_time.date())
        found = "；".join(one.message for one in head.findings)
        shown = {name: getattr(head, name) for name in ListHead.__struct_fields__}
        return {**shown, "fixmedins_name": place.fixmedins_name if place else "", "findings": found}

    def counts(self, begntime: datetime, endtime: datetime, med_types: Sequence[str], *, reversals: bool) -> ListCounts:
        due = set(self._settlement.settled_between(begntime, endtime, med_types, reversals=reversals))
        own = context.current().institution
        return ListCounts(len(due), len(due & self._lists.settled_between(own, begntime, endtime, med_types)))


def _month(setl_ym: str) -> tuple[datetime, datetime]:
    """First moment of the month and of the next. Raises ``MONTH_WRONG``."""
    try:
        begin = datetime.strptime(setl_ym, "%Y%m")
    except ValueError:
        raise MONTH_WRONG(setl_ym=setl_ym) from None
    years, month = divmod(begin.month, 12)
    return begin, begin.replace(year=begin.year + years, month=month + 1)
