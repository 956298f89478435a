"""How a settlement came about, on one sheet: items with their rules, identities, ledger, accumulators, audit chain."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from centers.base_info.contract.v1 import BaseInfoContract
from centers.enrollment.contract.v1 import EnrollmentContract
from centers.settlement.contract.v1 import VISIT_NOT_SETTLED, Settlement
from centers.settlement.data.events import chain_of, events_about
from centers.settlement.data.ledger import LedgerRepository
from centers.settlement.data.lines import LineRepository
from centers.settlement.data.settlements import SettlementRepository
from centers.settlement.domain.amounts import FEE_FIELDS, FUND_FIELDS, bill_divides, bill_is_paid, person_part_divides
from centers.settlement.domain.desk import split_rows
from centers.settlement.domain.record import SettlementRecord
from centers.settlement.service.desk import named
from centers.settlement.service.desk_scope import DeskScope
from centers.settlement.service.drafting import present
from centers.settlement.service.explaining import Explaining
from hsaf.money import yuan_grouped
from hsaf.records.masking import mask
from hsaf.records.model import Mask
from hsaf.rules.telling import COUNTS, LABELS
from hsaf.rules.telling import named as told
from hsaf.spi.crypto import Crypto

PRIVATE: Final = frozenset({"accounts"})
"""Inputs that name other people's accounts."""

IDENTITIES: Final = (
    ("A", "总费用 = 全自费 + 超限价 + 先自付 + 政策范围内", "medfee_sumamt", FEE_FIELDS[1:], bill_divides),
    (
        "B",
        "总费用 = 基金支付合计 + 医院负担 + 个人负担",
        "medfee_sumamt",
        ("fund_pay_sumamt", "hosp_part_amt", "psn_part_amt"),
        bill_is_paid,
    ),
    ("C", "个人负担 = 个人账户支付 + 现金支付", "psn_part_amt", ("acct_pay", "psn_cash_pay"), person_part_divides),
)


class Tracing:
    def __init__(
        self,
        scope: DeskScope,
        explaining: Explaining,
        *,
        settlements: SettlementRepository,
        lines: LineRepository,
        ledger: LedgerRepository,
        base_info: BaseInfoContract,
        enrollment: EnrollmentContract,
        crypto: Crypto,
    ) -> None:
        self._scope = scope
        self._explaining = explaining
        self._settlements = settlements
        self._lines = lines
        self._ledger = ledger
        self._base_info = base_info
        self._enrollment = enrollment
        self._crypto = crypto

    def trace(self, setl_id: str) -> dict[str, Any]:
        """Raises ``VISIT_NOT_SETTLED``."""
        record = self._scope.require_seen(self._settlements.by_id(setl_id), setl_id)
        person = self._enrollment.benefit_facts(record.psn_no).person
        settlement = self.settled(present(record, person), record)
        entries = self._ledger.journal(record.psn_no, setl_id)
        return {
            "settlement": settlement,
            "policy": {"policy_id": record.policy_id, "policy_version": record.policy_version},
            "items": [self._item(item) for item in record.trace],
            "identities": _identities(record.amounts),
            "funds_sum": [
                {"code": name, "name": LABELS.get(name, name), "amount": record.amounts[name]} for name in FUND_FIELDS
            ],
            "entries": entries,
            "debit": sum(entry.debit for entry in entries),
            "credit": sum(entry.credit for entry in entries),
            "accumulators": _accumulators(record),
            "events": [_event(event) for event in events_about(record.psn_no, mdtrt_id=record.mdtrt_id)],
            "chain": self._chain(record),
            "recomputed": self._recomputed(setl_id),
        }

    def settled(self, settlement: Settlement, record: SettlementRecord | None = None) -> dict[str, Any]:
        """A settlement for a screen: with its lines and their names, the person masked."""
        record = record or self._settlements.find(settlement.psn_no, settlement.setl_id)
        if record is None:
            raise VISIT_NOT_SETTLED(setl_id=settlement.setl_id)
        rows = self._lines.of_record(record)
        info = {name: value for name, value in settlement.info.items() if name != "brdy"}
        return {
            **info,
            "psn_name": mask(Mask.NAME, info["psn_name"]),
            "certno": mask(Mask.CERTNO, info["certno"]),
            "refd_setl_flag": settlement.refd_setl_flag,
            "reverses": settlement.reverses,
            "reversed_by": settlement.reversed_by,
            "kind": record.kind,
            "funds": settlement.funds,
            "lines": split_rows(rows, named(self._base_info, rows, record.setl_date)),
        }

    def _item(self, item: Mapping[str, Any]) -> dict[str, Any]:
        return {
            **{name: item[name] for name in ("item", "name", "rule_id", "version", "source", "rows")},
            "inputs": _told(item["inputs"]),
            "steps": [f"{LABELS.get(name, name)} {_step(value)}" for name, value in item.get("steps", {}).items()],
            "yields": [
                {"code": name, "name": LABELS.get(name, name), "amount": value}
                for name, value in item["yields"].items()
            ],
        }

    def _chain(self, record: SettlementRecord) -> dict[str, Any]:
        found = chain_of(record.psn_no, self._crypto)
        return {
            "ok": found.ok,
            "events": found.events,
            "faults": [f"第 {one.seq} 条：{one.what}" for one in found.faults],
        }

    def _recomputed(self, setl_id: str) -> dict[str, Any]:
        found = self._explaining.recompute(setl_id)
        return {"same": found.same, "items": found.items, "lines": found.lines, "differences": found.differences}


def _told(values: Mapping[str, Any]) -> list[str]:
    """As people read them; numbers that carried ratios come as text."""
    return [told(name, value) for name, value in values.items() if name not in PRIVATE and value is not None]


def _step(value: Any) -> str:
    """An intermediate result: an amount, some of them, or a ratio as text."""
    if isinstance(value, list | tuple):
        return "、".join(map(_step, value)) or "无"
    return yuan_grouped(value) if isinstance(value, int) and not isinstance(value, bool) else str(value)


def _identities(amounts: Mapping[str, int]) -> list[dict[str, Any]]:
    return [
        {
            "code": code,
            "text": text,
            "whole": amounts[whole],
            "parts": [{"name": LABELS.get(name, name), "amount": amounts[name]} for name in parts],
            "holds": check(amounts) is None,
        }
        for code, text, whole, parts, check in IDENTITIES
    ]


def _accumulators(record: SettlementRecord) -> list[dict[str, Any]]:
    """Before, change and after. A reversal keeps what its settlement read; what it found is what that left behind,
    because nothing later may have touched it (benefit-settlement section 5)."""
    before = dict(record.inputs["accumulators"])
    if record.reverses:
        moved = {*before, *record.deltas}
        before = {name: before.get(name, 0) - record.deltas.get(name, 0) for name in moved}
    found = []
    for name in sorted({*record.touched, *record.deltas}):
        was, delta = before.get(name, 0), record.deltas.get(name, 0)
        head = name.partition(":")[0]
        count = head in COUNTS
        label = LABELS.get(head, head)
        found.append({"code": name, "name": label, "before": was, "delta": delta, "after": was + delta, "count": count})
    return found


def _event(event: Mapping[str, Any]) -> dict[str, Any]:
    wanted = ("seq", "event", "at", "business_time", "actor", "institution", "operation", "trace_id", "digest")
    facts = event["facts"]
    told_of = {name: facts[name] for name in ("setl_id", "reason", "count", "amount", "reverses") if name in facts}
    return {name: event[name] for name in wanted} | {"facts": told_of}
