"""The identifier port."""

from __future__ import annotations

from typing import Protocol


class Ids(Protocol):
    """Identifiers unique over every worker, without a round trip to the database."""

    def new(self, prefix: str = "") -> str:
        """A time-ordered identifier of at most 30 characters: prefix and digits or base32."""
        ...

    def serial(self) -> str:
        """Ten digits unique for this second over every worker (gateway ``inf_refmsgid``)."""
        ...

    def trace_id(self) -> str:
        """32 lower-case hex digits."""
        ...
