"""Bills settled by people at a screen: the same steps as an institution's messages, in one unit of work."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, time
from typing import Any, Final

import msgspec

from centers.base_info.contract.v1 import DIAGNOSIS_UNKNOWN, BaseInfoContract, Institution
from centers.policy.contract.v1 import PolicyContract
from centers.settlement.contract.clearing import REASON_MISSING
from centers.settlement.contract.desk import BILL_TWICE, BILL_WRONG, NOT_AT_DESK, Bill
from centers.settlement.contract.v1 import Diagnosis, NewLine, NewVisit, PharmacyOrder, Settlement, SettleOrder
from centers.settlement.data.lines import LineRepository
from centers.settlement.data.settlements import SettlementRepository
from centers.settlement.data.visits import VisitRepository
from centers.settlement.domain import desk as reading
from centers.settlement.domain.visit import Kind, State, Visit
from centers.settlement.service.access import owned_visit
from centers.settlement.service.desk_scope import DeskScope, acting_for
from centers.settlement.service.lines import Lines
from centers.settlement.service.reversing import Reversing
from centers.settlement.service.settling import Settling
from centers.settlement.service.visits import Visits
from hsaf.contract import context
from hsaf.data import current_uow
from hsaf.spi.ids import Ids

STAYS: Final = frozenset({"inpatient", "maternity"})
PURCHASE: Final = "pharmacy"
ID_CARD: Final = "02"
"""``mdtrt_cert_type`` 居民身份证: the clerk looked at it."""
BY_ITEM: Final = "01"
INFNOS: Final = {Kind.OUTPATIENT: "2207", Kind.STAY: "2304"}
REVERSALS: Final = {Kind.OUTPATIENT: "2208", Kind.STAY: "2305", Kind.PURCHASE: "2103"}


class DeskBills:
    def __init__(
        self,
        scope: DeskScope,
        registering: Visits,
        uploading: Lines,
        settling: Settling,
        reversing: Reversing,
        *,
        visits: VisitRepository,
        lines: LineRepository,
        settlements: SettlementRepository,
        base_info: BaseInfoContract,
        policy: PolicyContract,
        ids: Ids,
    ) -> None:
        self._scope = scope
        self._registering = registering
        self._uploading = uploading
        self._settling = settling
        self._reversing = reversing
        self._visits = visits
        self._lines = lines
        self._settlements = settlements
        self._base_info = base_info
        self._policy = policy
        self._ids = ids

    def settle(self, bill: Bill) -> Settlement:
        """Raises ``BILL_WRONG``, ``BILL_TWICE``, ``PLACE_UNKNOWN`` and what the steps refuse."""
        place = self._scope.institution(bill.fixmedins_code)
        self._scope.facts(bill.psn_no)
        now = context.current().business_time.replace(microsecond=0)
        bill = msgspec.structs.replace(bill, begntime=bill.begntime or now)
        _require_times(bill, now)
        with acting_for(place.fixmedins_code):
            if self._policy.scene_kind(bill.med_type, now.date()) == PURCHASE:
                return self._settling.settle_purchase(self._purchase(bill, place))
            visit = self._visit(bill, place)
            self._upload(bill, visit)
            return self._settling.settle(self._order(bill, visit, place))

    def take_back(self, psn_no: str, setl_id: str, reason: str) -> Settlement:
        """Raises ``REASON_MISSING``, ``NOT_AT_DESK`` and what reversing refuses."""
        why = reason.strip()
        if not why:
            raise REASON_MISSING(action="撤销结算", where="reason")
        record = self._scope.require_seen(self._settlements.find(psn_no, setl_id), setl_id)
        if record.kind == Kind.COUNTER:
            raise NOT_AT_DESK(setl_id=setl_id)
        self._scope.institution(record.fixmedins_code)
        with acting_for(record.fixmedins_code):
            taken = self._reversing.reverse(psn_no, record.mdtrt_id, setl_id, REVERSALS[Kind(record.kind)])
            current_uow().audit(
                "settlement.taken_back",
                {"mdtrt_id": record.mdtrt_id, "reverses": setl_id, "reversal": taken.setl_id, "reason": why[:200]},
            )
        return taken

    # -- the visit ----------------------------------------------------------------------------------

    def _visit(self, bill: Bill, place: Institution) -> Visit:
        """The open visit that was chosen, or a new one; a stay ends with the bill."""
        mdtrt_id = bill.mdtrt_id or self._register(bill, place)
        visit = owned_visit(self._visits, bill.psn_no, mdtrt_id)
        if visit.kind is Kind.OUTPATIENT and visit.state is State.OPEN:
            changes = {"med_type": bill.med_type, "dise_codg": bill.dise_codg, "matn_type": bill.matn_type}
            self._registering.update(bill.psn_no, mdtrt_id, changes, self._diagnoses(bill, inout="1"))
        if visit.kind is Kind.STAY and visit.state is State.OPEN:
            end = bill.endtime or context.current().business_time.replace(microsecond=0)
            self._registering.discharge(bill.psn_no, mdtrt_id, end, {}, self._diagnoses(bill, inout="2"))
        return owned_visit(self._visits, bill.psn_no, mdtrt_id)

    def _register(self, bill: Bill, place: Institution) -> str:
        if not bill.ipt_otp_no:
            raise BILL_WRONG(place="", reason="门诊/住院号必须填写", field="ipt_otp_no")
        assert bill.begntime is not None
        day = bill.begntime.date()
        same_day = datetime.combine(day, time.min), datetime.combine(day, time.max.replace(microsecond=0))
        for other in self._visits.search(place.fixmedins_code, bill.psn_no, *same_day, "", ""):
            if other.ipt_otp_no == bill.ipt_otp_no and other.state is not State.VOID:
                raise BILL_TWICE(ipt_otp_no=bill.ipt_otp_no, mdtrt_id=other.mdtrt_id, where="ipt_otp_no")
        return self._registering.register(self._new_visit(bill, place), self._diagnoses(bill, inout="1"))

    def _new_visit(self, bill: Bill, place: Institution) -> NewVisit:
        stay = self._policy.scene_kind(bill.med_type, context.current().business_time.date()) in STAYS
        assert bill.begntime is not None
        return NewVisit(
            psn_no=bill.psn_no,
            insutype=bill.insutype,
            begntime=bill.begntime,
            ipt_otp_no=bill.ipt_otp_no,
            mdtrt_cert_type=ID_CARD,
            mdtrtarea_admvs=place.admdvs,
            insuplc_admdvs=self._insured_at(bill),
            med_type=bill.med_type if stay else "",
            dise_codg=bill.dise_codg if stay else "",
            matn_type=bill.matn_type if stay else "",
        )

    def _insured_at(self, bill: Bill) -> str:
        found = self._scope.facts(bill.psn_no).enrollment(bill.insutype)
        return found.insuplc_admdvs if found else ""

    def _diagnoses(self, bill: Bill, *, inout: str) -> Sequence[Diagnosis]:
        """Raises ``DIAGNOSIS_UNKNOWN``."""
        made = []
        for number, code in enumerate(reading.bill_diagnoses(bill.diagnoses)):
            name = self._base_info.diagnosis(code)
            if name is None:
                raise DIAGNOSIS_UNKNOWN(diag_code=code, where=f"diagnoses[{number}].diag_code")
            made.append(reading.diagnosis(number, code, name, inout=inout))
        return made

    # -- lines and order ----------------------------------------------------------------------------

    def _new_lines(self, bill: Bill, serial: int) -> list[NewLine]:
        assert bill.begntime is not None
        return reading.bill_lines(bill.lines, bill.begntime, serial)

    def _upload(self, bill: Bill, visit: Visit) -> None:
        lines = self._new_lines(bill, self._lines.highest(visit) + 1)
        if lines:
            self._uploading.upload(bill.psn_no, visit.mdtrt_id, lines, "")

    def _order(self, bill: Bill, visit: Visit, place: Institution) -> SettleOrder:
        billed = sum(row["det_item_fee_sumamt"] for row in self._lines.unsettled(visit))
        return SettleOrder(
            psn_no=bill.psn_no,
            mdtrt_id=visit.mdtrt_id,
            insutype=bill.insutype,
            medfee_sumamt=billed if bill.medfee_sumamt is None else bill.medfee_sumamt,
            acct_used_flag=bill.acct_used_flag,
            mdtrtarea_admvs=place.admdvs,
            msgid=self._ids.new("DK"),
            infno=INFNOS.get(visit.kind, ""),
            med_type=bill.med_type,
            mdtrt_cert_type=ID_CARD,
            psn_setlway=BY_ITEM,
            invono=bill.invono,
        )

    def _purchase(self, bill: Bill, place: Institution) -> PharmacyOrder:
        lines = self._new_lines(bill, 1)
        billed = sum(line.det_item_fee_sumamt for line in lines)
        assert bill.begntime is not None
        return PharmacyOrder(
            psn_no=bill.psn_no,
            insutype=bill.insutype,
            med_type=bill.med_type,
            begntime=bill.begntime,
            medfee_sumamt=billed if bill.medfee_sumamt is None else bill.medfee_sumamt,
            acct_used_flag=bill.acct_used_flag,
            mdtrtarea_admvs=place.admdvs,
            insuplc_admdvs=self._insured_at(bill),
            msgid=self._ids.new("DK"),
            infno="2102",
            lines=lines,
            mdtrt_cert_type=ID_CARD,
            dise_codg=bill.dise_codg,
            invono=bill.invono,
        )


def _require_times(bill: Bill, now: datetime) -> None:
    """Nothing is settled before it happened. Raises ``BILL_WRONG``."""
    for field, label in (("begntime", "就诊时间"), ("endtime", "出院时间")):
        at: Any = getattr(bill, field)
        if at is not None and at > now:
            raise BILL_WRONG(place=label, reason="不能晚于现在", field=field)


def named(base_info: BaseInfoContract, rows: Sequence[Mapping[str, Any]], day: Any) -> dict[str, str]:
    """Names of what lines bill, by catalog code."""
    codes = {row["med_list_codg"] for row in rows}
    found = {code: base_info.catalog_item(code, day) for code in codes}
    return {code: item.med_list_name for code, item in found.items() if item}
