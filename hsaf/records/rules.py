"""What a center adds in Python to a record type: the rules that a declaration cannot say."""

from __future__ import annotations

from collections.abc import Iterable

from hsaf.records.stored import Typed

Complaint = tuple[str, str]
"""Field code (empty: the record as a whole) and the reason in Chinese."""


class RecordRules:
    """Override what a type needs. Values are typed (money in fen, ``date``, ``Decimal``)."""

    def complete(self, draft: Typed, current: Typed | None) -> Typed:
        """Values the system fills in, e.g. a derived code; ``current`` is ``None`` for a new record."""
        return {}

    def validate(self, draft: Typed, current: Typed | None) -> Iterable[Complaint]:
        """What is wrong with a draft, asked when it is saved and again when it comes into force.

        ``current`` is what is in force now, ``None`` for a record that never was.
        """
        return ()

    def queue(self) -> None:
        """Before a change comes into force, and before its draft is validated for the last time: wait here
        (``hsaf.data.snapshot.bump`` of a topic) for changes of others that this one could contradict. What they leave
        is seen from here on, on every database."""

    def on_effective(self, id: str, values: Typed, before: Typed | None) -> None:
        """A change came into force, in the same unit of work; raise a refusal to prevent it."""

    def before_void(self, id: str, values: Typed) -> None:
        """Somebody wants to void a record in force; raise a refusal when others still need it."""

    def on_void(self, id: str, values: Typed) -> None:
        """A record in force became void, in the same unit of work."""


NO_RULES = RecordRules()
