"""The last day of a month: discharges pile up, and the load climbs to a peak and falls again.

``HSAF_PERF_USERS`` (40) clerks at the peak, ``HSAF_PERF_MINUTES`` (10) in all.
"""

from __future__ import annotations

import os

from locust import LoadTestShape, task

from perf.users import Clerk

USERS = int(os.environ.get("HSAF_PERF_USERS", "40"))
SECONDS = 60 * float(os.environ.get("HSAF_PERF_MINUTES", "10"))
COURSE = ((0.2, 0.3), (0.4, 0.6), (0.7, 1.0), (0.9, 0.6), (1.0, 0.3))
"""Until this share of the time, this share of the clerks."""


class MonthEndClerk(Clerk):
    @task(6)
    def visit(self) -> None:
        self.outpatient()

    @task(3)
    def stay(self) -> None:
        self.inpatient()

    @task(3)
    def buy(self) -> None:
        self.purchase()


class MonthEnd(LoadTestShape):
    def tick(self) -> tuple[int, float] | None:
        """Clerks now and how many to add or remove a second; ``None`` ends the run."""
        passed = self.get_run_time() / SECONDS
        clerks = next((share for until, share in COURSE if passed < until), None)
        return None if clerks is None else (max(1, round(USERS * clerks)), max(1.0, USERS / 10))
