"""Jobs act as who ordered them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import msgspec
from msgspec.structs import replace

from hsaf.contract import context
from hsaf.contract.principal import Principal


class Orderer(msgspec.Struct, frozen=True):
    """Who ordered the job, and for which function: the job sees and masks as they would."""

    principal: Principal
    operation: str


@contextmanager
def acting(by: Orderer) -> Iterator[None]:
    """Run a block of a job as who ordered it."""
    principal = by.principal
    ctx = replace(
        context.current(),
        principal=principal,
        actor=principal.account,
        actor_name=principal.name,
        operation=by.operation,
    )
    with context.entered(ctx):
        yield
