"""The ledger: append-only entries, and the sums that prove it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, Final

import sqlalchemy as sa

from centers.settlement.contract.v1 import JournalEntry, TrialBalance
from centers.settlement.data.tables import account, entry
from centers.settlement.domain.journal import ACCOUNT_PREFIX, personal_account
from hsaf.data import Statement, defer, execute

_POST: Final = Statement(entry.insert())


class LedgerRepository:
    def post(self, psn_no: str, journal: str, entries: Sequence[JournalEntry], on: date) -> None:
        """Append one journal in one statement; an empty one posts nothing."""
        if entries:
            defer(_POST, *_rows(psn_no, journal, entries, on))

    def post_many(self, journals: Sequence[tuple[str, str, Sequence[JournalEntry]]], on: date) -> None:
        """Append journals of many persons (person, journal, entries) in one batch."""
        rows = [row for psn_no, journal, entries in journals for row in _rows(psn_no, journal, entries, on)]
        if rows:
            execute(entry.insert(), rows)

    def journal(self, psn_no: str, journal: str) -> tuple[JournalEntry, ...]:
        query = sa.select(entry.c.account, entry.c.account_name, entry.c.debit, entry.c.credit)
        query = query.where(entry.c.psn_no == psn_no, entry.c.journal == journal).order_by(entry.c.entry_no)
        return tuple(JournalEntry(row.account, row.account_name, row.debit, row.credit) for row in execute(query))

    def balances(self, prefix: str) -> dict[str, int]:
        """Debits less credits of the accounts whose names begin so."""
        query = sa.select(entry.c.account, sa.func.sum(entry.c.debit - entry.c.credit).label("net"))
        query = query.where(entry.c.account.startswith(prefix, autoescape=True)).group_by(entry.c.account)
        return {row.account: int(row.net) for row in execute(query)}

    def trial_balance(self) -> TrialBalance:
        """Sums of the whole ledger; reads every entry, so it is for checks, not for counters."""
        sums = sa.select(sa.func.sum(entry.c.debit).label("debit"), sa.func.sum(entry.c.credit).label("credit"))
        total = execute(sums).one()
        broken = (*self._wrong_journals(), *self._wrong_accounts())
        return TrialBalance(int(total.debit or 0), int(total.credit or 0), broken)

    def _wrong_journals(self) -> list[str]:
        query = (
            sa.select(entry.c.psn_no, entry.c.journal)
            .group_by(entry.c.psn_no, entry.c.journal)
            .having(sa.func.sum(entry.c.debit) != sa.func.sum(entry.c.credit))
        )
        return [f"journal:{row.psn_no}:{row.journal}" for row in execute(query)]

    def _wrong_accounts(self) -> list[str]:
        """Personal accounts whose stored balance is not the sum of their entries, or which have none."""
        posted = sa.func.sum(entry.c.credit - entry.c.debit).label("posted")
        of_accounts = entry.c.account.startswith(ACCOUNT_PREFIX, autoescape=True)
        sums = execute(sa.select(entry.c.account, posted).where(of_accounts).group_by(entry.c.account))
        booked = {row.account: int(row.posted) for row in sums}
        stored = {personal_account(row.psn_no): row.balc for row in execute(sa.select(account))}
        names = booked.keys() | stored.keys()
        return sorted(name for name in names if booked.get(name, 0) != stored.get(name, 0))


def _rows(psn_no: str, journal: str, entries: Sequence[JournalEntry], on: date) -> list[dict[str, Any]]:
    return [
        {
            "psn_no": psn_no,
            "journal": journal,
            "entry_no": number,
            "account": one.account,
            "account_name": one.account_name,
            "debit": one.debit,
            "credit": one.credit,
            "posted_on": on,
        }
        for number, one in enumerate(entries, start=1)
    ]
