"""Every settlement of some days computed again, by column: a background job.

As :mod:`centers.settlement.service.explaining` for one settlement, but for thousands at once: fee lines are
divided by the terms kept with them and summed, and the policy version of each settlement runs on its stored
inputs. Only which settlements differ is kept; ``recompute`` says in what.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import partial
from typing import Any

import msgspec

from centers.policy.contract.simulation import Evaluated
from centers.policy.contract.v1 import BenefitCase
from centers.settlement.contract.explanation import NAMED, RECHECK, Rechecked
from centers.settlement.data.history import HistoryReader
from centers.settlement.domain.booked import Booked, Span
from centers.settlement.service.mass import add_up
from centers.settlement.service.simulating import PolicyCenter
from hsaf.data import current_uow
from hsaf.jobs import JobRun, Queue

Line = Mapping[str, Any]


class Found(msgspec.Struct):
    """The differences so far, in the form a checkpoint keeps."""

    after: str = ""
    persons: int = 0
    settlements: int = 0
    lines: int = 0
    differences: int = 0
    differing: list[str] = []

    def join(self, chunk: Found) -> None:
        self.after, self.persons = chunk.after, self.persons + chunk.persons
        self.settlements += chunk.settlements
        self.lines += chunk.lines
        self.differences += chunk.differences
        self.differing = [*self.differing, *chunk.differing][:NAMED]


class Rechecking:
    """``persons`` is how many persons a chunk has."""

    def __init__(self, policy: PolicyCenter, history: HistoryReader, jobs: Queue, persons: int) -> None:
        self._policy = policy
        self._history = history
        self._jobs = jobs
        self._persons = persons

    def order(self, begin: date, end: date) -> str:
        """Put the job in the queue, in the caller's unit of work."""
        job_id = self._jobs.submit(RECHECK, msgspec.to_builtins(Span(begin, end, reversed=True)))
        current_uow().audit("settlement.recheck_ordered", {"job_id": job_id, "begin": begin, "end": end})
        return job_id

    def run(self, run: JobRun) -> Any:
        """The job's handler; it has no effect but its checkpoints."""
        span = msgspec.convert(run.parameters, Span)
        found = add_up(run, self._history, span, self._persons, Found, partial(self._chunk, span))
        return msgspec.to_builtins(
            Rechecked(
                begin=span.begin,
                end=span.end,
                settlements=found.settlements,
                lines=found.lines,
                differences=found.differences,
                differing=tuple(found.differing),
            )
        )

    def _chunk(self, span: Span, after: str, last: str) -> Found:
        booked = self._history.booked(span, after, last)
        lines = self._history.lines(span, after, last)
        cases = [msgspec.convert(one.inputs, BenefitCase) for one in booked]
        differing = {*_of_lines(booked, cases, lines), *self._of_results(booked, cases)}
        return Found(
            settlements=len(booked),
            lines=sum(map(len, lines.values())),
            differences=len(differing),
            differing=sorted(differing)[:NAMED],
        )

    def _of_results(self, booked: Sequence[Booked], cases: Sequence[BenefitCase]) -> Iterator[str]:
        """Settlements that do not come to what was booked under their own version."""
        by_version: defaultdict[str, list[int]] = defaultdict(list)
        for row, one in enumerate(booked):
            by_version[one.policy].append(row)
        for version, rows in by_version.items():
            evaluated = self._policy.evaluate_all(version, [cases[row] for row in rows])
            for at, row in enumerate(rows):
                if not _same(booked[row], cases[row], evaluated, at):
                    yield booked[row].setl_id


def _same(booked: Booked, case: BenefitCase, evaluated: Evaluated, at: int) -> bool:
    amounts = {name: getattr(case, name, None) for name in booked.amounts}
    amounts |= {name: evaluated.amounts[name][at] for name in booked.amounts.keys() & evaluated.amounts.keys()}
    deltas = {name: column[at] for name, column in evaluated.deltas.items() if column[at]}
    holders = (account.acct_psn_no for account in case.accounts)
    draws = {holder: part[at] for holder, part in zip(holders, evaluated.draws, strict=False) if part[at]}
    return (
        at not in evaluated.refused
        and amounts == booked.amounts
        and deltas == {name: delta for name, delta in booked.deltas.items() if delta}
        and draws == dict(booked.draws)
    )


def _of_lines(
    booked: Sequence[Booked], cases: Sequence[BenefitCase], lines: Mapping[str, Sequence[Line]]
) -> Iterator[str]:
    """Settlements with a line that divides otherwise, or whose calculation did not start from their sum."""
    from centers.settlement.domain import line_columns  # brings numpy, which no counter needs

    rows = [line for one in booked for line in lines.get(one.setl_id, ())]
    starts = [0]
    for one in booked:
        starts.append(starts[-1] + len(lines.get(one.setl_id, ())))
    columns = line_columns.columns_of(rows)
    split = line_columns.divide(columns)
    parts = {name: column.tolist() for name, column in split._asdict().items()}
    sums = {name: column.tolist() for name, column in line_columns.totals(columns, split, starts).items()}
    for number, one in enumerate(booked):
        mine = range(starts[number], starts[number + 1])
        divided = all(rows[row][name] == column[row] for row in mine for name, column in parts.items())
        if not divided or any(getattr(cases[number], name) != column[number] for name, column in sums.items()):
            yield one.setl_id
