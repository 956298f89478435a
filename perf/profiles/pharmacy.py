"""Purchases at pharmacies: 2101, 2102."""

from __future__ import annotations

from locust import task

from perf.users import Clerk


class PharmacyClerk(Clerk):
    @task
    def buy(self) -> None:
        self.purchase()
