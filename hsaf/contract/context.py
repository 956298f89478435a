"""Who is calling, from where, and at what business time.

One frozen :class:`Context` travels with each request in a ``ContextVar``. Code reads it with
:func:`current`; only the edges (HTTP, gRPC, command line, jobs) enter one.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from typing import Final

import msgspec

from hsaf.contract.principal import Principal

TRACE_KEY: Final = "hsaf.trace_id"
"""Where the HTTP edge leaves a request's trace id for handlers (WSGI environment)."""

PATH_KEY: Final = "hsaf.path"
"""Where the HTTP edge leaves the values of a route's ``{name}`` segments (WSGI environment)."""


class Context(msgspec.Struct, frozen=True, kw_only=True):
    """The circumstances of one request.

    ``business_time`` is the moment the rules see (in demo mode a message's ``inf_time``);
    ``wall_time`` is the real clock, used for audit, signatures and answers.
    """

    trace_id: str
    business_time: datetime
    wall_time: datetime
    actor: str = "system"
    actor_name: str = ""
    institution: str = ""
    """``fixmedins_code`` of the calling institution, empty for agency staff and jobs."""
    region: str = ""
    """The deployment's region code (province), e.g. ``990000``."""
    zone: str = "core"
    operation: str = ""
    """Function point or transaction code, e.g. ``fsi.2207``."""
    request_id: str = ""
    """The sender's own id of the request, e.g. ``msgid``."""
    principal: Principal | None = None
    """The signed-in member of staff; ``None`` for institutions, jobs and the command line."""


_current: ContextVar[Context] = ContextVar("hsaf_context")


def current() -> Context:
    """The running request's context.

    Raises ``LookupError`` outside a request: an edge forgot to enter one.
    """
    return _current.get()


@contextmanager
def entered(context: Context) -> Iterator[Context]:
    """Run a block as this request."""
    token = _current.set(context)
    try:
        yield context
    finally:
        _current.reset(token)
