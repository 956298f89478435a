"""The double-entry journal of a settlement.

Funds and personal accounts are debited, the institution's payable (at the agency's counter what is owed
to the person) is credited; what the person pays in cash never enters. A reversal posts the mirror.
Account names are stable text, so that sums of entries by account are balances. Source:
benefit-settlement section 5.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from centers.settlement.contract.v1 import JournalEntry
from centers.settlement.domain.amounts import Amounts
from centers.settlement.domain.funds import PERSONAL_ACCOUNT, payers

OPENING: Final = "opening"
"""Journal of opening balances."""

OPENING_CAPITAL = "opening"
"""Counter-account of balances that existed before the platform."""

ACCOUNT_PREFIX = "acct:"


def fund_account(fund_pay_type: str, pool_area: str) -> str:
    """A fund is kept by its pooling area."""
    return f"fund:{fund_pay_type}:{pool_area}"


def personal_account(psn_no: str) -> str:
    return f"{ACCOUNT_PREFIX}{psn_no}"


def payable_account(fixmedins_code: str) -> str:
    return f"payable:{fixmedins_code}"


class Side(NamedTuple):
    """An account and its name."""

    account: str
    name: str


def payable(fixmedins_code: str) -> Side:
    return Side(payable_account(fixmedins_code), "应付定点医药机构款")


def claim(psn_no: str) -> Side:
    """What the funds owe a person who paid in cash and is reimbursed at the counter."""
    return Side(f"claim:{psn_no}", "应付参保人员报销款")


def settlement_journal(
    amounts: Amounts,
    draws: Iterable[tuple[str, int]],
    *,
    insutype: str,
    maternity: bool,
    pool_area: str,
    creditor: Side,
) -> tuple[JournalEntry, ...]:
    """Entries of a settlement; none when funds and accounts paid nothing."""
    debits = [
        JournalEntry(fund_account(fund.code, pool_area), fund.name, amounts[name], 0)
        for name, fund in payers(amounts, insutype, maternity=maternity)
    ]
    debits += [JournalEntry(personal_account(psn_no), PERSONAL_ACCOUNT.name, paid, 0) for psn_no, paid in draws if paid]
    if not debits:
        return ()
    return (*debits, JournalEntry(*creditor, 0, sum(entry.debit for entry in debits)))


def mirrored(entries: Sequence[JournalEntry]) -> tuple[JournalEntry, ...]:
    """The entries that take a journal back."""
    return tuple(JournalEntry(e.account, e.account_name, e.credit, e.debit) for e in entries)


def opening_journal(psn_no: str, balc: int) -> tuple[JournalEntry, ...]:
    """A personal account that starts with a balance."""
    if not balc:
        return ()
    return (
        JournalEntry(OPENING_CAPITAL, "期初余额", balc, 0),
        JournalEntry(personal_account(psn_no), PERSONAL_ACCOUNT.name, 0, balc),
    )


def balances(entries: Iterable[JournalEntry]) -> str | None:
    """Debits equal credits; the text says by how much they do not."""
    difference = sum(entry.debit - entry.credit for entry in entries)
    return f"借贷相差 {difference} 分" if difference else None
