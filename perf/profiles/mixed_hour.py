"""A working hour of a province: of twenty visits thirteen to a doctor, six to a pharmacy, one into hospital."""

from __future__ import annotations

from locust import task

from perf.users import Clerk


class MixedClerk(Clerk):
    @task(13)
    def visit(self) -> None:
        self.outpatient()

    @task(6)
    def buy(self) -> None:
        self.purchase()

    @task(1)
    def stay(self) -> None:
        self.inpatient()
