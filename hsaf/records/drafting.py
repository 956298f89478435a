"""Drafts: what a viewer sends becomes the whole of a record's proposed values, or a list of problems."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from hsaf.records import values
from hsaf.records.checking import Checker, Choices, refuse, without_masked
from hsaf.records.contract import Problem
from hsaf.records.model import RecordType
from hsaf.records.nesting import Nesting
from hsaf.records.scope import own_value, require_inside
from hsaf.records.stored import Typed
from hsaf.records.viewer import Viewer


class Drafter:
    def __init__(self, checker: Checker, nesting: Nesting) -> None:
        self._checker = checker
        self._nesting = nesting

    def fresh(self, record: RecordType, who: Viewer, raw: Mapping[str, Any], source: Typed | None = None) -> Typed:
        """Values of a new record, those left out taken from ``source`` or their default.

        Raises ``RECORD_INVALID`` or ``OUT_OF_SCOPE``.
        """
        sent = raw if source is None or who.unmasked else without_masked(record, raw, source)
        base = starting_values(record, who) if source is None else source
        draft, problems = self._merge(record, sent, base, None, self._checker.choices(record), known={})
        refuse(record, problems or self.misplaced(record, draft))
        require_inside(record, who, draft)
        return draft

    def changed(
        self, record: RecordType, who: Viewer, raw: Mapping[str, Any], base: Typed, current: Typed | None
    ) -> Typed:
        """``base`` with the fields in ``raw`` replaced; ``current`` is what is in force. Raises as :meth:`fresh`."""
        sent = raw if who.unmasked else without_masked(record, raw, base)
        draft, problems = self._merge(record, sent, base, current, self._checker.choices(record), known=base)
        refuse(record, problems or self.misplaced(record, draft))
        require_inside(record, who, draft)
        return draft

    def one_of_many(
        self, record: RecordType, raw: Mapping[str, Any], base: Typed, choices: Choices
    ) -> tuple[Typed, list[Problem]]:
        """A row of an import file: its values and its problems."""
        return self._merge(record, raw, base, None, choices, known={})

    def require_sound(self, record: RecordType, draft: Typed, current: Typed | None) -> None:
        """Raises ``RECORD_INVALID`` when a draft no longer fits the center's rules."""
        refuse(record, list(self._checker.complaints(record, draft, current)) or self.misplaced(record, draft))

    def misplaced(self, record: RecordType, draft: Typed, beside: Mapping[str, str] | None = None) -> list[Problem]:
        """What is wrong with a draft's place in a tree; see :meth:`Nesting.complaints`."""
        found = self._nesting.complaints(record, draft, beside)
        return [Problem(code, record.by_code[code].label, reason) for code, reason in found]

    def choices(self, record: RecordType) -> Choices:
        return self._checker.choices(record)

    def _merge(
        self,
        record: RecordType,
        raw: Mapping[str, Any],
        base: Typed,
        current: Typed | None,
        choices: Choices,
        *,
        known: Typed,
    ) -> tuple[Typed, list[Problem]]:
        """Values in ``known`` were accepted before. A field is named once, and the center's rules are asked only
        about drafts that are sound by themselves."""
        sent, problems = self._checker.read(record, raw)
        draft = {**base, **sent}
        draft |= self._checker.rules(record).complete(draft, current)
        unread = {problem.field for problem in problems}
        judged = self._checker.judge(record, draft, known, current, choices)
        problems += [problem for problem in judged if problem.field not in unread]
        return draft, problems or list(self._checker.complaints(record, draft, current))


def starting_values(record: RecordType, who: Viewer) -> Typed:
    """Defaults, and the viewer's own region or organisation."""
    values_by_code = {
        field.code: values.read(field, field.default) if field.default else values.blank(field)
        for field in record.fields
    }
    return values_by_code | own_value(record, who)
