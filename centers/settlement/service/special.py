"""Notes on fee lines (2306) and special attributes of visits (2406, 2407)."""

from __future__ import annotations

import msgspec

from centers.settlement.contract.special import IPT_OTP_NO_MISMATCH, LINE_NOT_IN_VISIT, FlagQuery, SpecialFlag
from centers.settlement.contract.v1 import MED_TYPE_WRONG
from centers.settlement.data.flags import FlagRepository
from centers.settlement.data.lines import LineRepository
from centers.settlement.data.visits import VisitRepository
from centers.settlement.domain import visit as rules
from centers.settlement.domain.lines import require_serial
from centers.settlement.domain.visit import Kind, Visit
from centers.settlement.service.access import owned_visit
from hsaf.contract import context
from hsaf.contract.paging import Page, Paging
from hsaf.data import current_uow
from hsaf.spi.ids import Ids


class Special:
    def __init__(self, visits: VisitRepository, lines: LineRepository, flags: FlagRepository, ids: Ids) -> None:
        self._visits = visits
        self._lines = lines
        self._flags = flags
        self._ids = ids

    def note_line(self, psn_no: str, mdtrt_id: str, feedetl_sn: str, med_list_codg: str, memo: str) -> None:
        visit = owned_visit(self._visits, psn_no, mdtrt_id)
        serial = require_serial(feedetl_sn)
        line = self._lines.find(visit, serial)
        if line is None or line["med_list_codg"] != med_list_codg:
            raise LINE_NOT_IN_VISIT(mdtrt_id=mdtrt_id, bkkp_sn=feedetl_sn, med_list_codg=med_list_codg)
        before = line["detail"].get("memo", "")
        if memo == before:
            return
        self._lines.describe(visit, serial, line["detail"] | {"memo": memo})
        facts = {"mdtrt_id": mdtrt_id, "feedetl_sn": serial, "before": before, "after": memo}
        current_uow().audit("settlement.line_noted", facts)

    def flag(self, flag: SpecialFlag) -> str:
        visit = owned_visit(self._visits, flag.psn_no, flag.mdtrt_id)
        _require_flaggable(visit, flag)
        known = self._flags.find(flag.psn_no, flag.mdtrt_id, flag.ipt_psn_sp_flag_type)
        number: str = known["ipt_psn_sp_flag_detl_id"] if known else self._ids.new("SF")
        row = msgspec.structs.asdict(flag) | {
            "ipt_psn_sp_flag_detl_id": number,
            "fixmedins_code": visit.fixmedins_code,
            "opt_time": context.current().business_time,
        }
        self._flags.put(row)
        names = ("mdtrt_id", "ipt_psn_sp_flag_type", "ipt_psn_sp_flag_detl_id")
        change = {"before": known["ipt_psn_sp_flag"] if known else "", "after": flag.ipt_psn_sp_flag}
        current_uow().audit("settlement.visit_flagged", {name: row[name] for name in names} | change)
        return number

    def flags(self, query: FlagQuery, paging: Paging) -> Page:
        paging.require_sound()
        return self._flags.page(context.current().institution, query, paging)

    def persons(self, query: FlagQuery) -> list[str]:
        return self._flags.persons(context.current().institution, query)


def _require_flaggable(visit: Visit, flag: SpecialFlag) -> None:
    """An attribute is stated while the visit goes on, under the number it was registered with."""
    if visit.kind in (Kind.PURCHASE, Kind.COUNTER):
        raise MED_TYPE_WRONG(med_type=visit.med_type or visit.kind, business="就医特殊属性上传")
    rules.require_unsettled(visit)
    if flag.ipt_otp_no != visit.ipt_otp_no:
        raise IPT_OTP_NO_MISMATCH(given=flag.ipt_otp_no, registered=visit.ipt_otp_no)
