"""A year of settlements with everything in it, and jobs run by hand over a desk's platform."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from centers.settlement.data.history import HistoryReader
from hsaf.contract.context import entered
from hsaf.jobs import Queue, Worker
from tests.centers.settlement.desk import (
    AWAY_HOSPITAL,
    CITY_CLINIC,
    CLINIC,
    FAMILY,
    OMEPRAZOLE,
    PENSIONER,
    PHARMACY,
    RESIDENT,
    RETIRED,
    SPECIAL,
    WORKER,
    Desk,
    line,
)

YEAR = (date(2026, 1, 1), date(2026, 12, 31))


def busy_year(desk: Desk) -> None:
    """A year with everything in it: stays in parts, reversals, accounts of a family, purchases, diseases."""
    clinic, city = desk.elsewhere(CLINIC), desk.elsewhere(CITY_CLINIC)
    away, shop = desk.elsewhere(AWAY_HOSPITAL), desk.elsewhere(PHARMACY)
    desk.stay(RETIRED, "9000.00", acct_used_flag="1")
    taken_back = desk.stay(RETIRED, "20000.00")
    clinic.clinic(WORKER, "900.00", acct_used_flag="1")
    desk.reverse(taken_back)
    desk.settle(RETIRED, taken_back.mdtrt_id, "20000.00", acct_used_flag="1")
    in_parts = desk.admit(WORKER, "310")
    for number, total in enumerate(("300.00", "400.00", "90000.00"), 1):
        desk.upload(WORKER, in_parts, line(number, total))
        if number < 3:
            desk.settle(WORKER, in_parts, total, mid_setl=True)
    desk.discharge(WORKER, in_parts)
    desk.settle(WORKER, in_parts, "90000.00", acct_used_flag="1")
    desk.stay(RESIDENT, "60000.00")
    desk.clinic(RESIDENT, "500.00")
    away.stay(RESIDENT, "40000.00")
    city.clinic(FAMILY, "300.00", acct_used_flag="1")
    shop.buy(FAMILY, line(1, "40.00", code=OMEPRAZOLE, cnt="2", pric="20.00"), total="40.00")
    shop.buy(WORKER, line(1, "100.00", code=SPECIAL), total="100.00")
    clinic.clinic(WORKER, "900.00", med_type="14", dise_codg="M03900")
    city.clinic(PENSIONER, "7000.00", acct_used_flag="1")


class MassWork:
    """A kind of mass work on a desk's platform; ``persons`` is the size of its chunks."""

    def __init__(self, desk: Desk, kind: str, center: Callable[..., Any], persons: int = 1000) -> None:
        self.desk = desk
        self.kind = kind
        self.queue = Queue(desk.harness.database, desk.harness.clock, desk.harness.ids)
        self.center = center(desk.policy, HistoryReader(), self.queue, persons)

    def worker(self, **options: Any) -> Worker:
        harness = self.desk.harness
        return Worker(
            harness.database,
            harness.clock,
            harness.pipeline,
            {self.kind: self.center.run},
            lambda operation, actor: entered(harness.context(operation=operation, actor=actor)),
            lease=timedelta(seconds=60),
            **options,
        )

    def run(self, job_id: str) -> Any:
        """The result of a job, run to its end."""
        assert self.worker().run_once(job_id) == 1
        return self.result(job_id)

    def result(self, job_id: str) -> Any:
        done = self.queue.get(job_id)
        assert done.error == ""
        return done.result
