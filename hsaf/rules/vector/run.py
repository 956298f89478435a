"""Run a vectorised program over columns."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np

from hsaf.money.columns import Array
from hsaf.rules.policy import Policy
from hsaf.rules.vector.columns import Columns, Slot
from hsaf.rules.vector.primitives import Draws, choose
from hsaf.rules.vector.scenes import Scenes
from hsaf.rules.vector.writer import Variant, VectorProgram


@dataclass(slots=True)
class Outcome:
    """What the cases come to, by column, in fen.

    ``amounts`` and ``deltas`` (accumulators by full name) have a column for each name; ``draws`` one for
    each account slot. ``refused`` is 0, or the number (from 1) of the reason in ``reasons``: rule and
    parameter without a value. A refused case has nothing but zeros.
    """

    amounts: dict[str, Array]
    deltas: dict[str, Array]
    draws: tuple[Array, ...]
    refused: Array
    reasons: list[tuple[str, str]] = field(default_factory=list)


def run(program: VectorProgram, policy: Policy, columns: Columns, amounts: tuple[str, ...]) -> Outcome:
    """Run the items in order; in each, every case takes the first variant whose condition holds."""
    batch = _Batch(columns, Scenes(policy, columns), amounts)
    for variants in program.items:
        waiting = np.flatnonzero(batch.outcome.refused == 0)
        for variant in variants:
            if not waiting.size:
                break
            holds = np.broadcast_to(variant.when(View(batch, waiting, variant.rule)), waiting.shape)
            rows = batch.with_parameters(waiting[holds], variant)
            waiting = waiting[~holds]
            if rows.size:
                variant.settle(View(batch, rows, variant.rule))
    batch.void_refused()
    return batch.outcome


class _Batch:
    """The run's state."""

    def __init__(self, columns: Columns, scenes: Scenes, amounts: tuple[str, ...]) -> None:
        self.columns = columns
        self.scenes = scenes
        self.outcome = Outcome(
            amounts={name: self.zeros() for name in amounts},
            deltas={},
            draws=tuple(self.zeros() for _ in columns.accounts),
            refused=self.zeros(),
        )

    def zeros(self) -> Array:
        return np.zeros(self.columns.size, np.int64)

    def delta(self, name: str) -> Array:
        return self.outcome.deltas.setdefault(name, self.zeros())

    def with_parameters(self, rows: Array, variant: Variant) -> Array:
        """The rows whose scene has every parameter the variant needs; the others are refused."""
        for name in variant.required:
            has = self.scenes.parameter(name).has[self.scenes.of_case[rows]]
            if not has.all():
                self.refuse(rows[~has], variant.rule, name)
                rows = rows[has]
        return rows

    def refuse(self, rows: Array, rule: str, element: str) -> None:
        """The first reason counts."""
        outcome = self.outcome
        if (rule, element) not in outcome.reasons:
            outcome.reasons.append((rule, element))
        fresh = rows[outcome.refused[rows] == 0]
        outcome.refused[fresh] = outcome.reasons.index((rule, element)) + 1

    def void_refused(self) -> None:
        refused = np.flatnonzero(self.outcome.refused)
        if refused.size:
            for column in (*self.outcome.amounts.values(), *self.outcome.deltas.values(), *self.outcome.draws):
                column[refused] = 0


class View:
    """Some rows of a batch, as the generated functions see them: each name is a column of these rows."""

    def __init__(self, batch: _Batch, rows: Array, rule: str) -> None:
        self._batch = batch
        self._columns = batch.columns
        self._rows = rows
        self._rule = rule
        self._scenes = batch.scenes.of_case[rows]

    # -- reading ------------------------------------------------------------------------------------

    def element(self, name: str) -> Any:
        if name not in self._columns.elements:
            return tuple(Slot(*(column[self._rows] for column in slot)) for slot in self._columns.accounts)
        return self._columns.elements[name][self._rows]

    def parameter(self, name: str) -> Any:
        return self._batch.scenes.parameter(name).gather(self._scenes)

    def has(self, name: str) -> Array:
        return self._batch.scenes.parameter(name).has[self._scenes]

    def amount(self, name: str) -> Array:
        return self._batch.outcome.amounts[name][self._rows]

    def accumulator(self, name: str) -> Any:
        column = self._columns.accumulators.get(name)
        return np.zeros(len(self._rows), np.int64) if column is None else column[self._rows]

    def keyed(self, name: str, key: Any) -> Any:
        """A keyed accumulator, each row with its own key."""
        value: Any = np.zeros(len(self._rows), np.int64)
        for code, text in self._keys(key):
            if f"{name}:{text}" in self._columns.accumulators:
                value = np.where(np.equal(key, code), self.accumulator(f"{name}:{text}"), value)
        return value

    def code(self, text: str) -> int:
        return self._columns.texts.code(text)

    def member(self, text: Any, sets: Any) -> Any:
        """Whether a text is in the row's set."""
        held: Any = np.zeros(len(self._rows), bool)
        values = self._columns.sets.values()
        for code, wanted in self._keys(text):
            holding = np.array([wanted in value for value in values], bool)
            held = np.where(np.equal(text, code), holding[sets], held)
        return held

    def best_of(self, name: str) -> Array:
        return self._batch.scenes.best_of(name)[self._scenes]

    def chosen(self, name: str, category: Any, guard: Any = True) -> Any:
        """A parameter for the category of each row; where there is none, and the value is wanted
        (``guard``), the row is refused."""
        missing, value = np.broadcast_to(np.asarray(guard, bool), self._rows.shape), None
        for code, text in self._keys(category):
            parameter, here = self._batch.scenes.chosen(name, text), np.equal(category, code)
            gathered = parameter.gather(self._scenes)
            value = gathered if value is None else choose(here, gathered, value)
            missing = missing & ~(here & parameter.has[self._scenes])
        if missing.any():
            self._batch.refuse(self._rows[missing], self._rule, name)
        return value

    def _keys(self, column: Any) -> list[tuple[int, str]]:
        """The distinct texts of a column, with their codes."""
        texts = self._columns.texts.values()
        return [(code, texts[code]) for code in np.unique(column).tolist()]

    # -- writing ------------------------------------------------------------------------------------

    def put(self, name: str, value: Any) -> Array:
        column = np.broadcast_to(np.asarray(value, np.int64), self._rows.shape)
        self._batch.outcome.amounts[name][self._rows] = column
        return column

    def add(self, name: str, amount: Any) -> None:
        self._batch.delta(name)[self._rows] += amount

    def add_keyed(self, name: str, key: Any, amount: Any) -> None:
        for code, text in self._keys(key):
            self.add(f"{name}:{text}", np.where(np.equal(key, code), amount, 0))

    def draw(self, drawn: Draws) -> None:
        for column, part in zip(self._batch.outcome.draws, drawn.by_account, strict=True):
            column[self._rows] = part
