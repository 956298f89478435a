"""Outpatient visits: 1101, 2201, 2203, 2204, 2206, 2207."""

from __future__ import annotations

from locust import task

from perf.users import Clerk


class OutpatientClerk(Clerk):
    @task
    def visit(self) -> None:
        self.outpatient()
