"""Personal accounts: who may pay a bill and in which order, and the opening of accounts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Final, NamedTuple

from centers.enrollment.contract.v1 import BenefitFacts
from centers.policy.contract.v1 import Account
from centers.settlement.data.accounts import AccountRepository
from centers.settlement.data.ledger import LedgerRepository
from centers.settlement.domain.journal import OPENING, opening_journal
from hsaf.data import current_uow
from hsaf.data.bulk import chunks
from hsaf.money import fen_from_yuan

EMPLOYEE: Final = "310"
"""The only insurance type with an own account."""

OWN: Final = "1"
FAMILY_ONLY: Final = "2"
"""``acct_used_flag``: 1 the own account first, then the family's; 2 the family's only."""

ACCOUNT_FLAGS: Final = (OWN, FAMILY_ONLY)


class Purse(NamedTuple):
    """``accounts`` in the order they are asked; ``own_balc`` the own balance in fen, 0 without one."""

    accounts: tuple[Account, ...]
    own_balc: int


class Accounts:
    def __init__(self, accounts: AccountRepository, ledger: LedgerRepository) -> None:
        self._accounts = accounts
        self._ledger = ledger

    def purse(
        self, facts: BenefitFacts, insutype: str, acct_used_flag: str, day: date, own_balc: int, *, lock: bool
    ) -> Purse:
        """The accounts that may pay: own (employees only), then the family's in order of binding."""
        psn_no = facts.person.psn_no
        own_balc = own_balc if insutype == EMPLOYEE else 0
        asked = [psn_no] if insutype == EMPLOYEE and acct_used_flag == OWN else []
        if acct_used_flag in ACCOUNT_FLAGS:
            asked += _family(facts, day)
        if not asked:
            return Purse((), own_balc)
        balances = self._accounts.balances(asked, lock=lock)
        accounts = tuple(Account(who, balances[who], who == psn_no) for who in asked if who in balances)
        if insutype == EMPLOYEE:
            own_balc = balances.get(psn_no, own_balc)
        return Purse(accounts, own_balc)

    def load(self, rows: Iterable[Mapping[str, str]], on: date) -> int:
        """Open the accounts of insurance type 310 with their balance (yuan); existing ones stay as they are."""
        wanted = {row["psn_no"]: fen_from_yuan(row["balc"]) for row in rows if row["insutype"] == EMPLOYEE}
        opened = amount = 0
        for chunk in chunks(sorted(wanted)):
            present = self._accounts.balances(chunk)
            fresh = [(psn_no, wanted[psn_no]) for psn_no in chunk if psn_no not in present]
            if fresh:
                self._accounts.open(fresh)
                self._ledger.post_many([(who, OPENING, opening_journal(who, balc)) for who, balc in fresh], on)
            opened += len(fresh)
            amount += sum(balc for _, balc in fresh)
        current_uow().audit("settlement.accounts_opened", {"accounts": opened, "amount": amount})
        return opened


def _family(facts: BenefitFacts, day: date) -> list[str]:
    bound = sorted(facts.bindings, key=lambda binding: binding.bind_srt_no)
    others = (b.acct_psn_no for b in bound if b.bind_time.date() <= day and b.acct_psn_no != facts.person.psn_no)
    return list(dict.fromkeys(others))
