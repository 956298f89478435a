"""Stays: 2401, 2301, 2402, 2303, 2304."""

from __future__ import annotations

from locust import task

from perf.users import Clerk


class InpatientClerk(Clerk):
    @task
    def stay(self) -> None:
        self.inpatient()
