"""Standing delegations in the database."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final

import sqlalchemy as sa

from centers.workflow.data.tables import delegation
from hsaf.data import execute

VALID, ENDED = "1", "0"
_C: Final = delegation.c


class DelegationRepository:
    def add(self, row: Mapping[str, Any]) -> None:
        execute(sa.insert(delegation), [row])

    def end(self, delegation_id: str, account: str) -> bool:
        """Whether it was the account's and valid."""
        which = (_C.delegation_id == delegation_id, _C.from_account == account, _C.state == VALID)
        return execute(sa.update(delegation).where(*which).values(state=ENDED)).rowcount == 1

    def of(self, account: str, since: date | None = None) -> Sequence[dict[str, Any]]:
        """Given and taken, the newest first; ``since`` leaves out those that are over."""
        which = [sa.or_(_C.from_account == account, _C.to_account == account)]
        if since is not None:
            which += [_C.state == VALID, _C.end_date >= since]
        query = sa.select(delegation).where(*which).order_by(_C.created_at.desc(), _C.delegation_id.desc())
        return [dict(row) for row in execute(query).mappings()]

    def to(self, account: str, day: date) -> Sequence[tuple[str, str]]:
        """Accounts and processes that the account stands in for on a day."""
        query = sa.select(_C.from_account, _C.process).where(_C.to_account == account, *_on(day))
        return [(row.from_account, row.process) for row in execute(query)]

    def standing_in(self, accounts: Sequence[str], process: str, day: date) -> Sequence[str]:
        """Who stands in for one of the accounts on a day."""
        which = (_C.from_account.in_(list(accounts)), _C.process.in_(["", process]), *_on(day))
        return list(execute(sa.select(_C.to_account).where(*which).distinct()).scalars())

    def overlapping(self, account: str, process: str, begin: date, end: date) -> bool:
        """Whether the account gave one away that meets this one."""
        meets = (_C.begin_date <= end, _C.end_date >= begin, _C.state == VALID)
        same = sa.true() if not process else _C.process.in_(["", process])
        query = sa.select(_C.delegation_id).where(_C.from_account == account, same, *meets).limit(1)
        return execute(query).first() is not None


def _on(day: date) -> tuple[sa.ColumnElement[bool], ...]:
    return (_C.begin_date <= day, _C.end_date >= day, _C.state == VALID)
