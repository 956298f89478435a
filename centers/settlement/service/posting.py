"""Committing a settlement or its reversal: record, accumulators, accounts, journal, audit, event.

The caller holds the person's lock and has changed the visit. Every amount moves by an atomic
statement, and the invariants are proven before the unit of work commits.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final

from centers.settlement.contract.v1 import JournalEntry
from centers.settlement.data.accounts import AccountRepository
from centers.settlement.data.accumulators import AccumulatorRepository
from centers.settlement.data.ledger import LedgerRepository
from centers.settlement.data.settlements import SettlementRepository
from centers.settlement.domain import amounts as identities
from centers.settlement.domain.funds import fund_rows
from centers.settlement.domain.journal import balances
from centers.settlement.domain.record import SettlementRecord
from centers.settlement.domain.visit import Kind
from centers.settlement.service.sealing import seal_of
from hsaf.contract import context
from hsaf.data import current_uow
from hsaf.spi.crypto import Crypto

SETTLED: Final = "settlement.settled.v1"
REVERSED: Final = "settlement.reversed.v1"


class Posting:
    def __init__(
        self,
        settlements: SettlementRepository,
        accumulators: AccumulatorRepository,
        accounts: AccountRepository,
        ledger: LedgerRepository,
        crypto: Crypto,
    ) -> None:
        self._settlements = settlements
        self._accumulators = accumulators
        self._accounts = accounts
        self._ledger = ledger
        self._crypto = crypto

    def post(
        self, record: SettlementRecord, entries: Sequence[JournalEntry], before: Mapping[str, int], balc_before: int
    ) -> None:
        """Write everything a record moves. ``before`` are the accumulators it starts from."""
        self._settlements.add(record)
        self._accumulators.add(record.psn_no, record.insutype, record.year, record.deltas)
        moved = {psn_no: -paid for psn_no, paid in record.draws if paid}
        if moved:
            self._accounts.move(moved)
        self._ledger.post(record.psn_no, record.setl_id, entries, _posting_day(record))
        _guard(record, entries)
        self._tell(record, entries, before, balc_before)

    def _tell(
        self, record: SettlementRecord, entries: Sequence[JournalEntry], before: Mapping[str, int], balc_before: int
    ) -> None:
        uow = current_uow()
        reversal = record.reverses != ""
        facts = _facts(record) | {
            "accumulators": {
                code: [before.get(code, 0), before.get(code, 0) + record.deltas.get(code, 0)] for code in record.touched
            },
            "balc": [balc_before, record.balc],
            "draws": [list(draw) for draw in record.draws],
            "journal": seal_of(self._crypto, entries),
        }
        uow.audit("settlement.reversed" if reversal else "settlement.settled", facts)
        uow.publish(REVERSED if reversal else SETTLED, _facts(record))


def _posting_day(record: SettlementRecord) -> date:
    """The books are kept by the day of settlement; a claim at the counter may come after they closed."""
    return context.current().business_time.date() if record.kind == Kind.COUNTER else record.setl_date


def _facts(record: SettlementRecord) -> dict[str, Any]:
    """What others may know: numbers, amounts and rule versions, never who the person is."""
    return {
        "setl_id": record.setl_id,
        "mdtrt_id": record.mdtrt_id,
        "psn_no": record.psn_no,
        "institution": record.fixmedins_code,
        "infno": record.infno,
        "insutype": record.insutype,
        "med_type": record.med_type,
        "setl_time": record.setl_time,
        "amounts": dict(record.amounts),
        "policy": f"{record.policy_id}@{record.policy_version}",
        "rules": [f"{item['item']}:{item['rule_id']}@{item['version']}" for item in record.trace],
        "reverses": record.reverses,
    }


def _guard(record: SettlementRecord, entries: Sequence[JournalEntry]) -> None:
    """Register the invariants; one that does not hold refuses the whole unit of work."""
    uow, amounts = current_uow(), record.amounts
    uow.invariant("费用恒等式 A", lambda: identities.bill_divides(amounts))
    uow.invariant("支付恒等式 B", lambda: identities.bill_is_paid(amounts))
    uow.invariant("个人恒等式 C", lambda: identities.person_part_divides(amounts))
    uow.invariant("借贷平衡", lambda: balances(entries))
    uow.invariant("基金分项合计", lambda: identities.rows_add_up(amounts, _fund_amounts(record)))


def _fund_amounts(record: SettlementRecord) -> list[int]:
    rows = fund_rows(record.amounts, record.insutype, maternity=record.maternity, limits={}, trace=())
    return [row.fund_payamt for row in rows]
