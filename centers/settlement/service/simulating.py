"""What past settlements would have cost under another policy: a background job over all persons.

Whole calendar years are replayed, person by person in the order of commitment, so that accumulators,
stays and accounts stand as they would have; what lies outside the days asked for is not counted.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import partial
from typing import Any

import msgspec

from centers.policy.contract.simulation import PastSettlement, Simulations
from centers.policy.contract.v1 import BenefitCase, PolicyContract
from centers.settlement.contract.simulation import JOB, SIMULATED, SimulatedRow, SimulationReport
from centers.settlement.data.history import HistoryReader
from centers.settlement.domain.booked import Booked, Span, YearOf
from centers.settlement.domain.simulation import GroupKey, Tally, openings, shown, without_benefit
from centers.settlement.domain.visit import Kind
from centers.settlement.service.mass import add_up
from hsaf.contract import context
from hsaf.contract.refusals import JOB_UNKNOWN
from hsaf.data import current_uow
from hsaf.jobs import JobRun, Queue


class PolicyCenter(PolicyContract, Simulations):
    """The policy center, as a simulation needs it."""


class Order(msgspec.Struct, frozen=True):
    """What the job is to do."""

    policy: str
    span: Span


class Simulating:
    """``persons`` is how many persons a chunk has."""

    def __init__(self, policy: PolicyCenter, history: HistoryReader, jobs: Queue, persons: int) -> None:
        self._policy = policy
        self._history = history
        self._jobs = jobs
        self._persons = persons

    def order(self, policy: str, begin: date, end: date) -> str:
        """Put the job in the queue, in the caller's unit of work."""
        job_id = self._jobs.submit(JOB, msgspec.to_builtins(Order(policy, Span(begin, end))))
        current_uow().audit("settlement.simulation_ordered", {"job_id": job_id, "policy": policy})
        return job_id

    def order_draft(self, scheme_id: str, proposed: bool, begin: date, end: date) -> str:
        """The same for the draft of a scheme as it stands now."""
        return self.order(self._policy.keep_draft(scheme_id, proposed), begin, end)

    def report(self, job: str) -> list[SimulatedRow]:
        """The rows of a finished job; none before. Raises ``JOB_UNKNOWN``, also for somebody else's."""
        found = self._jobs.get(job)
        who = context.current()
        if found.kind != JOB or (who.principal is not None and found.created_by != who.actor):
            raise JOB_UNKNOWN(job_id=job, field="job")
        if not found.result:
            return []
        report = msgspec.convert(found.result, SimulationReport)
        return [shown(row) for row in (*report.rows, report.total)]

    def run(self, run: JobRun) -> Any:
        """The job's handler; it has no effect but its checkpoints."""
        order = msgspec.convert(run.parameters, Order)
        years, chunk = order.span.whole_years(), partial(self._chunk, order)
        tally = add_up(run, self._history, years, self._persons, Tally, chunk)
        return msgspec.to_builtins(tally.report(order.policy, order.span.begin, order.span.end))

    def _chunk(self, order: Order, after: str, last: str) -> Tally:
        """The comparison of some persons."""
        years, tally = order.span.whole_years(), Tally()
        booked = self._history.booked(years, after, last)
        standing = self._history.accumulators(years, after, last)
        replayed = self._policy.replay(order.policy, list(_past(booked, openings(booked, standing))))
        for row, one in enumerate(booked):
            if one.setl_date in order.span:
                reason = replayed.refused.get(row, "")
                amounts = {name: replayed.amounts[name][row] for name in SIMULATED}
                tally.count(self._key(one), one, without_benefit(one) if reason else amounts, reason)
        return tally

    def _key(self, one: Booked) -> GroupKey:
        category = self._policy.scene_kind(one.med_type, one.setl_date) or ""
        return GroupKey(one.insutype, one.inputs["hosp_lv"], category, one.clr_optins)


def _past(booked: Sequence[Booked], opening: Mapping[YearOf, Mapping[str, int]]) -> Iterator[PastSettlement]:
    """The settlements as the policy center replays them."""
    for one in booked:
        case = msgspec.convert({**one.inputs, "accumulators": opening.get(one.year_of, {})}, BenefitCase)
        stay = one.mdtrt_id if one.kind == Kind.STAY else ""
        yield PastSettlement(person=one.psn_no, stay=stay, case=case, draws=one.draws)
