"""Questions about what is stored (5201-5206, 5303), and the auditor's story of a settlement."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final

import msgspec

from centers.enrollment.contract.v1 import EnrollmentContract
from centers.settlement.contract.explanation import PolicyItem
from centers.settlement.contract.v1 import VISIT_NOT_SETTLED, LineSplit, Settlement, SettlementStory, VisitFacts
from centers.settlement.data.accounts import AccountRepository
from centers.settlement.data.accumulators import AccumulatorRepository
from centers.settlement.data.events import events_about
from centers.settlement.data.ledger import LedgerRepository
from centers.settlement.data.lines import LineRepository
from centers.settlement.data.settlements import SettlementRepository
from centers.settlement.data.visits import VisitRepository
from centers.settlement.domain.record import SettlementRecord
from centers.settlement.domain.visit import Kind, Visit
from centers.settlement.service.access import owned_visit
from centers.settlement.service.drafting import present
from centers.settlement.service.explaining import policy_items
from hsaf.contract import context

COUNTS: Final = frozenset({"inpatient_count"})
"""Accumulators that count stays; all others are fen."""

CHRONIC_CARE: Final = "14"
"""``med_type`` 门诊慢特病."""

VOIDED: Final = "0"
"""``vali_flag`` of a diagnosis sent again to take it back."""

LINE_AMOUNTS: Final = (
    "det_item_fee_sumamt",
    "fulamt_ownpay_amt",
    "overlmt_amt",
    "preselfpay_amt",
    "inscp_scp_amt",
)


class Queries:
    def __init__(
        self,
        enrollment: EnrollmentContract,
        *,
        visits: VisitRepository,
        lines: LineRepository,
        settlements: SettlementRepository,
        accumulators: AccumulatorRepository,
        accounts: AccountRepository,
        ledger: LedgerRepository,
    ) -> None:
        self._enrollment = enrollment
        self._visits = visits
        self._lines = lines
        self._settlements = settlements
        self._accumulators = accumulators
        self._accounts = accounts
        self._ledger = ledger

    def visits(
        self, psn_no: str, begntime: datetime, endtime: datetime, med_type: str, mdtrt_id: str
    ) -> list[Mapping[str, Any]]:
        """5201: this institution's visits of a person; who the person is, the enrollment center knows."""
        found = self._visits.search(context.current().institution, psn_no, begntime, endtime, med_type, mdtrt_id)
        return [_visit_row(visit) for visit in found]

    def require_visit(self, psn_no: str, mdtrt_id: str) -> VisitFacts:
        visit = owned_visit(self._visits, psn_no, mdtrt_id)
        return VisitFacts(**{name: getattr(visit, name) for name in VisitFacts.__struct_fields__})

    def settled_between(
        self, begntime: datetime, endtime: datetime, med_types: Sequence[str], *, reversals: bool
    ) -> list[str]:
        own = context.current().institution
        return self._settlements.between(own, begntime, endtime, med_types, reversals=reversals)

    def settlement(self, psn_no: str, mdtrt_id: str, setl_id: str) -> Settlement:
        """5203."""
        record = self._record(psn_no, mdtrt_id, setl_id)
        return present(record, self._enrollment.benefit_facts(psn_no).person)

    def lines(self, psn_no: str, mdtrt_id: str, setl_id: str) -> list[Mapping[str, Any]]:
        """5204; the lines of a reversal are those of its settlement, negated."""
        record = self._record(psn_no, mdtrt_id, setl_id)
        known = {"setl_id": setl_id, "med_type": record.med_type}
        return [_line_row(row) | known for row in self._rows(record)]

    def diagnoses(self, psn_no: str, mdtrt_id: str) -> list[Mapping[str, Any]]:
        """5202."""
        owned_visit(self._visits, psn_no, mdtrt_id)
        return [row for row in self._visits.diagnoses(psn_no, mdtrt_id) if row["vali_flag"] != VOIDED]

    def inpatients(self, begntime: datetime, endtime: datetime, psn_no: str) -> list[Mapping[str, Any]]:
        """5303."""
        found = self._visits.in_hospital(context.current().institution, begntime, endtime, psn_no)
        areas = ("mdtrtarea_admvs", "insuplc_admdvs")
        return [_visit_row(visit) | {name: getattr(visit, name) for name in areas} for visit in found]

    def chronic_lines(self, psn_no: str, begntime: datetime, endtime: datetime) -> list[Mapping[str, Any]]:
        """5205."""
        own = context.current().institution
        found = self._lines.of_visits(psn_no, own, CHRONIC_CARE, begntime, endtime)
        return [_line_row(row) for row in found]

    def _rows(self, record: SettlementRecord) -> Sequence[Mapping[str, Any]]:
        rows = self._lines.of_record(record)
        return [_negated(row) for row in rows] if record.reverses else rows

    def policy_items(self, psn_no: str, mdtrt_id: str, setl_id: str) -> list[PolicyItem]:
        """100001."""
        return policy_items(self._record(psn_no, mdtrt_id, setl_id))

    def settled_under(self, psn_no: str, insutype: str, dise_codg: str) -> list[tuple[str, date]]:
        """What the calculation read tells whether it needed the filing."""
        found = self._settlements.in_force(psn_no, insutype)
        return [
            (one.setl_id, one.setl_date)
            for one in found
            if one.inputs["chronic_filing"] and one.inputs["dise_codg"] == dise_codg
        ]

    def accumulators(self, psn_no: str, cum_ym: str) -> list[Mapping[str, Any]]:
        """5206: yearly values as they stand; ``cum_ym`` chooses the year and is given back."""
        now = context.current().business_time
        rows = self._accumulators.of(psn_no, int(cum_ym[:4]) if cum_ym else None)
        return [
            {
                "insutype": row["insutype"],
                "year": str(row["year"]),
                "cum_ym": cum_ym or (f"{now:%Y%m}" if row["year"] == now.year else f"{row['year']}12"),
                "cum_type_code": row["cum_type_code"],
                "cum": Decimal(row["value"]) if row["cum_type_code"] in COUNTS else row["value"],
            }
            for row in rows
        ]

    def balance(self, psn_no: str) -> int:
        return self._accounts.balances([psn_no]).get(psn_no, 0)

    def story(self, setl_id: str) -> SettlementStory:
        """Raises ``VISIT_NOT_SETTLED``."""
        record = self._settlements.by_id(setl_id)
        if record is None:
            raise VISIT_NOT_SETTLED(setl_id=setl_id)
        person = self._enrollment.benefit_facts(record.psn_no).person
        rows = self._accumulators.of(record.psn_no, record.year)
        lines = tuple(_split(row) for row in self._rows(record))
        return SettlementStory(
            settlement=msgspec.structs.replace(present(record, person), lines=lines),
            trace=record.trace,
            entries=self._ledger.journal(record.psn_no, setl_id),
            accumulators={r["cum_type_code"]: r["value"] for r in rows if r["insutype"] == record.insutype},
            events=events_about(record.psn_no, mdtrt_id=record.mdtrt_id),
        )

    def _record(self, psn_no: str, mdtrt_id: str, setl_id: str) -> SettlementRecord:
        """A settlement of the calling institution."""
        record = self._settlements.find(psn_no, setl_id)
        mine = record is not None and record.fixmedins_code == context.current().institution
        if record is None or not mine or mdtrt_id not in ("", record.mdtrt_id):
            raise VISIT_NOT_SETTLED(setl_id=setl_id)
        return record


def _split(row: Mapping[str, Any]) -> LineSplit:
    """How a stored line divides."""
    return LineSplit(**{name: row[name] for name in LineSplit.__struct_fields__})


def _visit_row(visit: Visit) -> dict[str, Any]:
    """National fields of 5201. A visit that is no stay ends when it begins; the table wants an end."""
    return {
        **visit.detail,
        "mdtrt_id": visit.mdtrt_id,
        "psn_no": visit.psn_no,
        "insutype": visit.insutype,
        "begntime": visit.begntime,
        "endtime": visit.endtime if visit.kind is Kind.STAY else visit.begntime,
        "mdtrt_cert_type": visit.mdtrt_cert_type,
        "med_type": visit.med_type,
        "ipt_otp_no": visit.ipt_otp_no,
        "dise_codg": visit.dise_codg,
        "dise_name": visit.dise_name,
        "matn_type": visit.matn_type,
        "inhosp_stas": "1" if visit.kind is Kind.STAY and visit.endtime is None else "0",
    }


def _line_row(row: Mapping[str, Any]) -> dict[str, Any]:
    """National fields of a line; the institution's own note (also 2306) goes before what the catalog says."""
    return {**row["detail"], **row, "memo": row["detail"].get("memo") or row["memo"]}


def _negated(row: Mapping[str, Any]) -> dict[str, Any]:
    return {**row, "cnt": -row["cnt"]} | {name: -row[name] for name in LINE_AMOUNTS}
