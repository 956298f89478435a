"""What the portal's own routes answer, from what the centers say."""

from __future__ import annotations

from typing import Any

import msgspec

from hsaf.contract.principal import Principal
from hsaf.records.masking import mask
from hsaf.records.model import Mask


def identities(decided: Any) -> list[dict[str, Any]] | None:
    """Accounts to choose from; ``None`` when the person is signed in already."""
    offered = getattr(decided, "identities", None)
    return None if offered is None else [msgspec.to_builtins(one) for one in offered]


def before_change(who: Principal) -> Principal:
    """Somebody who must change the password first may do nothing else."""
    return msgspec.structs.replace(who, permissions=frozenset())


def profile(account: Any) -> dict[str, Any]:
    """One's own data; the identity number masked even so, for whoever looks over the shoulder."""
    content: dict[str, Any] = msgspec.to_builtins(account)
    return {**content, "certno": mask(Mask.CERTNO, account.certno)}


def ticket_holder(who: Principal) -> dict[str, Any]:
    """The identity another subsystem gets for a ticket."""
    content: dict[str, Any] = msgspec.to_builtins(who)
    return {**content, "permissions": sorted(who.permissions), "orgs": sorted(who.orgs)}
