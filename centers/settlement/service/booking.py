"""Booking a journal that is no settlement: a payment, a claim between areas; sealed in the audit chain."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from centers.settlement.contract.v1 import JournalEntry
from centers.settlement.data.ledger import LedgerRepository
from centers.settlement.domain.journal import balances
from centers.settlement.service.sealing import seal_of
from hsaf.contract import context
from hsaf.data import current_uow
from hsaf.spi.crypto import Crypto


class Booking:
    def __init__(self, ledger: LedgerRepository, crypto: Crypto) -> None:
        self._ledger = ledger
        self._crypto = crypto

    def book(
        self, event: str, holder: str, journal: str, entries: Sequence[JournalEntry], facts: dict[str, Any]
    ) -> None:
        """Append a journal on ``holder`` (a person, or a subject) and note ``event`` with its seal.

        The unit of work holds the holder's lock, so that the event goes into the holder's chain.
        """
        self._ledger.post(holder, journal, entries, context.current().business_time.date())
        uow = current_uow()
        uow.invariant("借贷平衡", lambda: balances(entries))
        uow.audit(event, facts | {"payment_id": journal, "journal": seal_of(self._crypto, entries)})
