"""The seal of a ledger journal: its SM3 digest, kept in the audit chain."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from centers.settlement.contract.reconciliation import Finding, SealCheck
from centers.settlement.contract.v1 import JournalEntry
from centers.settlement.data.books import BookReader
from centers.settlement.data.payments import PaymentRepository
from centers.settlement.domain.journal import OPENING
from hsaf.data.bulk import chunks
from hsaf.data.types import to_json
from hsaf.spi.crypto import Crypto


def seal_of(crypto: Crypto, entries: Sequence[JournalEntry]) -> str:
    """Hex SM3 over the entries in their order."""
    return crypto.sm3(to_json(entries).encode()).hex()


class Seals:
    """Every journal of the ledger against the digest its event sealed, so that an edit is found even
    when it balances."""

    def __init__(self, books: BookReader, payments: PaymentRepository, crypto: Crypto) -> None:
        self._books = books
        self._payments = payments
        self._crypto = crypto

    def verify(self) -> SealCheck:
        """Holder by holder; opening balances have no seal of their own."""
        findings: list[Finding] = []
        count = 0
        for holders in chunks(sorted({*self._books.holders(), *self._books.persons(None), *self._payments.holders()})):
            journals, events = self._books.journals(holders), self._books.sealed(holders)
            count += sum(journal != OPENING for _, journal in journals)
            for key in sorted(journals.keys() | events.keys()):
                event = events.get(key)
                findings.extend(self._broken(key, journals.get(key, []), event.journal if event else ""))
        return SealCheck(count, tuple(findings))

    def _broken(self, key: tuple[str, str], entries: Sequence[JournalEntry], sealed: str) -> Iterator[Finding]:
        if key[1] == OPENING or sealed == seal_of(self._crypto, entries):
            return
        text = "分录与审计链中封存的摘要不符" if sealed else "审计链中没有该分录的摘要"
        yield Finding(check="seal", fixmedins_code="", key=f"{key[0]}:{key[1]}", difference=0, text=text)
