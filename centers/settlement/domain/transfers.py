"""Journals of institution money: payment of what is owed, and clearing between pooling areas.

Every transfer is two entries of one amount, so that the trial balance stays zero, and what one area has
to get is what the other has to pay. Source: HB-16.8, HB-13.2.
"""

from __future__ import annotations

from typing import Final

from centers.settlement.contract.v1 import JournalEntry
from centers.settlement.domain.journal import Side

BANK: Final = "bank:"
DUE_FROM: Final = "due_from:"
DUE_TO: Final = "due_to:"


def bank(area: str) -> Side:
    """Money of a pooling area's clearing agency."""
    return Side(f"{BANK}{area}", "银行存款")


def due_from(creditor: str, debtor: str) -> Side:
    """What a treatment area has to get from a home area."""
    return Side(f"{DUE_FROM}{creditor}:{debtor}", "应收异地清算款")


def due_to(creditor: str, debtor: str) -> Side:
    """What a home area has to pay a treatment area."""
    return Side(f"{DUE_TO}{creditor}:{debtor}", "应付异地清算款")


def transfer(debit: Side, credit: Side, amount: int) -> tuple[JournalEntry, ...]:
    """``amount`` fen; a negative one goes the other way, and zero books nothing."""
    if amount < 0:
        debit, credit, amount = credit, debit, -amount
    if not amount:
        return ()
    return JournalEntry(*debit, amount, 0), JournalEntry(*credit, 0, amount)


def claim_between_areas(creditor: str, debtor: str, amount: int) -> tuple[JournalEntry, ...]:
    """The home area owes the treatment area what that one pays its institutions."""
    return transfer(due_from(creditor, debtor), due_to(creditor, debtor), amount)


def paid_between_areas(creditor: str, debtor: str, amount: int) -> tuple[JournalEntry, ...]:
    """Out of the home area's bank, into the treatment area's: both claims fall by it."""
    return (
        *transfer(due_to(creditor, debtor), bank(debtor), amount),
        *transfer(bank(creditor), due_from(creditor, debtor), amount),
    )
