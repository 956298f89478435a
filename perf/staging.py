"""Outpatient visits ready to be settled: uploaded through the platform once per person, then copied by SQL.

Preparing ten thousand visits by messages would take longer than measuring them. The copies differ in
their number alone, so a settlement cannot tell.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from random import Random
from typing import Any

import sqlalchemy as sa

from centers.settlement.data.tables import diagnosis, fee_line, visit
from perf import scripts
from perf.cast import NOON, Cast
from tests.oracle.region import Person
from tests.oracle.world import Item, Visit

Send = Callable[[Mapping[str, Any]], Mapping[str, Any]]
"""Sends a message, gives the decoded answer."""

LINES = 10
"""Fee lines of the settlement everything is compared by."""


@dataclass(frozen=True)
class Ready:
    """A visit with uploaded lines."""

    visit: Visit
    items: Sequence[Item]

    def message(self) -> dict[str, Any]:
        """Its 2207."""
        return scripts.envelope("2207", self.visit, scripts.settling_outpatient(self.visit, self.items))


def play(send: Send, visit: Visit, script: scripts.Script) -> None:
    """Drive a script to its end. Raises ``RuntimeError`` at the first refusal."""
    output: dict[str, Any] | None = None
    while True:
        try:
            infno, message_input = script.send(output) if output is not None else next(script)  # type: ignore[arg-type]
        except StopIteration:
            return
        answer = send(scripts.envelope(infno, visit, message_input))
        if answer.get("infcode") != 0:
            raise RuntimeError(f"{infno} refused: {answer.get('err_msg') or answer}")
        output = answer["output"]


def stage(
    send: Send,
    engine: sa.Engine,
    cast: Cast,
    people: Sequence[Person],
    *,
    copies: int,
    lines: int = LINES,
    seed: int = 1,
) -> list[Ready]:
    """``copies`` visits of each person, in an order that keeps a person's visits apart."""
    rng = Random(seed)
    originals = []
    for number, person in enumerate(people):
        place = cast.hospitals[number % len(cast.hospitals)]
        one = Ready(scripts.visit_of(person, place, "11"), cast.bill(rng, lines, NOON, place.level))
        play(send, one.visit, scripts.until_uploaded(one.visit, one.items))
        originals.append(one)
    for copy in range(1, copies):
        _copy(engine, [one.visit.mdtrt_id for one in originals], _suffix(copy))
    return [_copied(one, copy) for copy in range(copies) for one in originals]


def _copied(original: Ready, copy: int) -> Ready:
    if not copy:
        return original
    return Ready(replace(original.visit, mdtrt_id=original.visit.mdtrt_id + _suffix(copy)), original.items)


def _suffix(copy: int) -> str:
    return f"C{copy:04d}"


def _copy(engine: sa.Engine, mdtrt_ids: Sequence[str], suffix: str) -> None:
    with engine.begin() as connection:
        for table in (visit, diagnosis, fee_line):
            columns = [column.name for column in table.columns]
            source = [table.c[name] + suffix if name == "mdtrt_id" else table.c[name] for name in columns]
            rows = sa.select(*source).where(table.c.mdtrt_id.in_(mdtrt_ids))
            connection.execute(table.insert().from_select(columns, rows))
