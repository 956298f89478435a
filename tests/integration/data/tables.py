"""A little business for the data layer to carry: purses with a balance."""

from __future__ import annotations

import sqlalchemy as sa

from hsaf.contract.errors import ErrorCode, HsafError
from hsaf.data import current_uow, execute
from hsaf.data.table import table
from hsaf.data.types import Fen
from hsaf.data.uow import part

NOBODY = ErrorCode("test.nobody", 9002, "没有人")

metadata = sa.MetaData()
purse = table(
    "test_purse",
    metadata,
    sa.Column("owner", sa.String(30), primary_key=True),
    sa.Column("balance", Fen, nullable=False),
)


def put(owner: str, amount: int) -> int:
    """Add to a purse and tell the new balance; audited and published."""
    uow = current_uow()
    execute(uow.database.upsert(purse, [{"owner": owner, "balance": amount}], add=["balance"]))
    uow.audit("purse.put", {"owner": owner, "amount": amount})
    uow.publish("purse.put.v1", {"owner": owner, "amount": amount})
    return balance(owner)


def balance(owner: str) -> int:
    return execute(sa.select(purse.c.balance).where(purse.c.owner == owner)).scalar() or 0


def put_in_parts(owners: list[str]) -> list[str]:
    """One to each owner, each by itself; whoever is called ``nobody`` is refused. Tells who was."""
    refused = []
    for owner in owners:
        try:
            with part():
                put(owner, 1)
                if owner == "nobody":
                    raise NOBODY()
        except HsafError:
            refused.append(owner)
    return refused
