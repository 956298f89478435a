"""``hsaf demo-history``: visits that went through the gateway, once however often it runs, with books that agree."""

from __future__ import annotations

from datetime import date

import msgspec

from hsaf.edge.fsi_client import over_wsgi
from hsaf.edge.http import HttpApplication
from plugins.demo_region import history
from plugins.demo_region.commands import Silent
from plugins.demo_region.demonstration import fresh_platform

COUNT = 25


def test_only_months_that_are_over_are_filled() -> None:
    assert history.months(date(2026, 1, 31)) == []
    assert history.months(date(2026, 3, 1)) == [1, 2]
    assert len(history.months(date(2027, 5, 1))) == 12


def test_a_month_is_planned_the_same_every_time() -> None:
    region = history.Region()
    planned = history.plan(region, 3, COUNT)
    assert planned == history.plan(region, 3, COUNT)
    assert {visit.kind for visit in planned} == {"outpatient", "pharmacy", "inpatient"}
    assert all(visit.end.month == 3 for visit in planned)


def test_every_visit_is_settled_and_the_second_run_changes_nothing() -> None:
    with fresh_platform(Silent()) as kernel:
        post, planned = over_wsgi(HttpApplication(kernel)), history.plan(history.Region(), 8, COUNT)
        center = kernel.contract("settlement.v1")

        def books() -> bytes:
            with kernel.system("test.check"):
                return msgspec.json.encode(kernel.pipeline.read("test.check", center.trial_balance).result)

        assert refused(list(history.play(post, planned))) == []
        first = books()
        assert refused(list(history.play(post, planned))) == []
        assert books() == first
        trial = msgspec.json.decode(first)
        assert trial["debit"] == trial["credit"] > 0
        assert not trial["broken"]


def refused(told: list[history.Told]) -> list[str]:
    return [one.refusal for one in told if one.refusal]
