"""The page ``docs/reference/record-states.md``, written from the state table."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from hsaf.records.states import EVENT_NAMES, STATE_NAMES, TRANSITIONS, WHO_NAMES, Kind, State

KIND_NAMES: Final = {
    Kind.MAINTAINED: "Maintained records",
    Kind.REVIEWED: "Reviewed records (`reviewed = true`)",
    Kind.VERSIONED: "Versioned records (`versioned = true`)",
}

INTRO: Final = """A *change* moves through these states; its record follows. A record that was never in force carries the
state of the change that adds it; one in force stays as it is until its change comes into force. A record has at most
one change under way, and a new one needs a record that is in force or rolled back.

Written from `hsaf/records/states.py`, which the service and the generated test run on."""


def states_page() -> str:
    """Markdown with one diagram and one table for each kind of record type."""
    parts = ["# States of records\n", INTRO, ""]
    for kind, title in KIND_NAMES.items():
        parts += [f"## {title}\n", *_diagram(kind), "", *_table(kind), ""]
    return "\n".join(parts)


def _diagram(kind: Kind) -> Iterator[str]:
    yield "```mermaid"
    yield "stateDiagram-v2"
    used = {state for one in TRANSITIONS if kind in one.kinds for state in (one.source, one.target)}
    for state in State:
        if state in used and state is not State.NONE:
            yield f"    {state} : {STATE_NAMES[state]}"
    for one in TRANSITIONS:
        if kind in one.kinds:
            yield f"    {one.source or '[*]'} --> {one.target} : {EVENT_NAMES[one.event]}"
    yield "```"


def _table(kind: Kind) -> Iterator[str]:
    yield "| event | from | to | who | effect |"
    yield "|---|---|---|---|---|"
    for one in TRANSITIONS:
        if kind in one.kinds:
            source = f"`{one.source}` {STATE_NAMES[one.source]}" if one.source else "no change yet"
            target = f"`{one.target}` {STATE_NAMES[one.target]}"
            yield (
                f"| `{one.event}` {EVENT_NAMES[one.event]} | {source} | {target} | {WHO_NAMES[one.who]} | {one.effect} |"
            )
