"""Who is looking: the signed-in principal, or the platform itself when it says so. Pure."""

from __future__ import annotations

import msgspec

from hsaf.contract import context
from hsaf.contract.principal import Principal
from hsaf.records.contract import NO_PRINCIPAL, is_unrestricted
from hsaf.records.model import RecordType


class Viewer(msgspec.Struct, frozen=True):
    """``principal`` is ``None`` for the platform itself, which sees everything unmasked. Who is only ``reading`` also
    sees what is in force elsewhere of a shared type."""

    account: str
    name: str
    principal: Principal | None
    unmasked: bool
    reading: bool = False


def reader(record: RecordType) -> Viewer:
    """Of a running call that changes nothing. Raises ``NO_PRINCIPAL``."""
    return msgspec.structs.replace(viewer(record), reading=True)


def viewer(record: RecordType) -> Viewer:
    """Of the running call. Raises ``NO_PRINCIPAL``."""
    ctx = context.current()
    principal = ctx.principal
    if is_unrestricted():
        return Viewer(ctx.actor, ctx.actor_name, None, unmasked=True)
    if principal is None:
        raise NO_PRINCIPAL(name=record.name)
    function = ctx.operation.rpartition(".")[0]
    return Viewer(principal.account, principal.name, principal, unmasked=principal.may(f"{function}.unmask"))
