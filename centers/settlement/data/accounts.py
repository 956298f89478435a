"""Personal accounts: read under lock, changed by one guarded statement."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache, partial
from typing import Any

import sqlalchemy as sa

from centers.settlement.contract.v1 import SETTLEMENT_BUSY
from centers.settlement.data.tables import account
from hsaf.data import Statement, defer, execute, fetch
from hsaf.data.types import Fen
from hsaf.spi.database import Database


class AccountRepository:
    def __init__(self, database: Database) -> None:
        self._database = database
        self._select = cache(self._selection)

    def balances(self, psn_nos: Iterable[str], *, lock: bool = False) -> dict[str, int]:
        """Balances in fen of the accounts that exist; locked in order of ``psn_no`` if asked."""
        wanted = sorted(set(psn_nos))
        if not wanted:
            return {}
        rows = fetch(self._select(len(wanted), lock), {f"psn_no_{n}": psn_no for n, psn_no in enumerate(wanted)})
        return dict(rows)

    def _selection(self, count: int, lock: bool) -> Statement:
        wanted = [sa.bindparam(f"psn_no_{n}", type_=sa.String) for n in range(count)]
        query = sa.select(account.c.psn_no, account.c.balc).where(account.c.psn_no.in_(wanted))
        query = query.order_by(account.c.psn_no)
        return Statement(self._database.locking(query) if lock else query)

    def move(self, changes: Mapping[str, int]) -> None:
        """Add to several accounts at once; none may fall below zero.

        The unit of work raises ``SETTLEMENT_BUSY`` when one would: its balance changed since it was read.
        """
        parameters: dict[str, Any] = {}
        for n, (psn_no, change) in enumerate(changes.items()):
            parameters |= {f"psn_no_{n}": psn_no, f"change_{n}": change}
        defer(_moving(len(changes)), parameters, expect=partial(_require_all, len(changes)))

    def open(self, rows: Sequence[tuple[str, int]]) -> None:
        """New accounts with their opening balance in fen."""
        execute(account.insert(), [{"psn_no": psn_no, "balc": balc} for psn_no, balc in rows])


def _require_all(wanted: int, found: int) -> None:
    if found != wanted:
        raise SETTLEMENT_BUSY()


@cache
def _moving(count: int) -> Statement:
    """One update of ``count`` accounts, each guarded by its own balance."""
    pairs = [(_bound("psn_no", n, sa.String), _bound("change", n, Fen)) for n in range(count)]
    guard = [sa.and_(account.c.psn_no == psn_no, account.c.balc >= -change) for psn_no, change in pairs]
    change = sa.case(*((account.c.psn_no == psn_no, change) for psn_no, change in pairs), else_=0)
    return Statement(account.update().where(sa.or_(*guard)).values(balc=account.c.balc + change))


def _bound(name: str, number: int, kind: Any) -> sa.BindParameter[Any]:
    return sa.bindparam(f"{name}_{number}", type_=kind)
