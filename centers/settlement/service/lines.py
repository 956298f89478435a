"""Upload and withdrawal of fee lines (2204, 2205, 2301, 2302)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from centers.settlement.contract.v1 import LINE_REFUNDED, LINE_UNKNOWN, MED_TYPE_WRONG, LineSplit, NewLine
from centers.settlement.data.lines import LineRepository
from centers.settlement.data.visits import VisitRepository
from centers.settlement.domain import visit as rules
from centers.settlement.domain.lines import FeeLine, require_serial
from centers.settlement.domain.upload import Upload, with_plain_serials
from centers.settlement.domain.visit import Kind, Visit
from centers.settlement.service.access import owned_visit
from centers.settlement.service.pricing import Pricing
from hsaf.contract import context
from hsaf.data import current_uow

ALL: Final = "0000"
"""In place of a batch or line number: every unsettled line."""


class Lines:
    def __init__(self, visits: VisitRepository, lines: LineRepository, pricing: Pricing) -> None:
        self._visits = visits
        self._lines = lines
        self._pricing = pricing

    def upload(self, psn_no: str, mdtrt_id: str, lines: Sequence[NewLine], med_type: str) -> list[LineSplit]:
        visit = owned_visit(self._visits, psn_no, mdtrt_id)
        if visit.kind is Kind.PURCHASE:
            raise MED_TYPE_WRONG(med_type=visit.med_type, business="费用明细上传")
        rules.require_unsettled(visit)
        rules.require_same_med_type(visit, med_type)
        checked = self._check(visit, with_plain_serials(lines))
        self._lines.add(visit, checked, context.current().business_time)
        splits = [line.split for line in checked]
        self._note("lines_uploaded", visit, [s.feedetl_sn for s in splits], sum(s.det_item_fee_sumamt for s in splits))
        return splits

    def _check(self, visit: Visit, lines: Sequence[NewLine]) -> list[FeeLine]:
        serials = [sn for line in lines for sn in (line.feedetl_sn, line.init_feedetl_sn) if sn]
        standing = self._lines.standing(visit, serials, (line.chrg_bchno for line in lines))
        upload = Upload(self._pricing.terms_for_institution(), standing)
        return [upload.add(line) for line in lines]

    def withdraw(self, psn_no: str, mdtrt_id: str, chrg_bchno: str, feedetl_sn: str) -> int:
        """Settled lines cannot be withdrawn, nor a line that a remaining refund points at."""
        visit = owned_visit(self._visits, psn_no, mdtrt_id)
        batch = "" if chrg_bchno == ALL else chrg_bchno
        serial = "" if feedetl_sn in ("", ALL) else require_serial(feedetl_sn)
        found = self._lines.unsettled(visit, chrg_bchno=batch, feedetl_sn=serial)
        if not found:
            raise LINE_UNKNOWN(feedetl_sn=feedetl_sn or f"（批次 {chrg_bchno}）")
        serials = [row["feedetl_sn"] for row in found]
        if batch or serial:
            self._require_unrefunded(visit, serials)
        self._lines.remove(visit, serials)
        self._note("lines_withdrawn", visit, serials, sum(row["det_item_fee_sumamt"] for row in found))
        return len(serials)

    def _require_unrefunded(self, visit: Visit, serials: Sequence[str]) -> None:
        for original, refund in self._lines.refunds_of(visit, serials):
            if refund not in serials:
                raise LINE_REFUNDED(feedetl_sn=original, refund=refund)

    def _note(self, what: str, visit: Visit, serials: Sequence[str], amount: int) -> None:
        facts = {"mdtrt_id": visit.mdtrt_id, "feedetl_sn": list(serials), "count": len(serials), "amount": amount}
        current_uow().audit(f"settlement.{what}", facts)
