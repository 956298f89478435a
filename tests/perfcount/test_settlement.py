"""Statements per transaction of the settlement center, against the checked-in file."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from hsaf.data.pipeline import RequestKey
from hsaf.testing.harness import Harness, mariadb_absent
from tests.centers.settlement.desk import METADATA, PHARMACY, RETIRED, Desk, line
from tests.perfcount.counting import counting

ALLOWED = tomllib.loads(Path(__file__).with_name("settlement.toml").read_text("utf-8"))
HOT = {"2207", "2304", "2304 mid-stay", "2102"}
BUDGET = 12
"""Statements of a settlement, whatever the number of lines."""


@pytest.fixture
def desk() -> Iterator[Desk]:
    reason = mariadb_absent()
    if reason:
        pytest.skip(reason)
    with Harness.mariadb(*METADATA) as harness:
        made = Desk(harness).open()
        made.stay(RETIRED, "1000.00", acct_used_flag="1")  # the person is known, the snapshots are loaded
        yield made


def statements(desk: Desk, work: Callable[[], Any]) -> int:
    """Of one write with a request key, as the gateway sends it."""
    key = RequestKey(desk.institution, desk.message(), "digest")
    with counting(desk.harness.database) as seen:
        desk.send(RETIRED, work, key=key, encode=lambda _: b"answer")
    return len(seen)


def measure(desk: Desk, count: int) -> dict[str, int]:
    """Every transaction once, with the same bill in ``count`` lines a visit."""
    center, found = desk.center, {}
    total, each = "600.00", f"{600 // count}.00"
    lines = [line(sn, each) for sn in range(1, count + 1)]

    visit = desk.register(RETIRED, "310")
    found["2204"] = statements(desk, lambda: center.upload_lines(RETIRED, visit, lines))
    order = desk.order(RETIRED, visit, total, "2207", acct_used_flag="1")
    with counting(desk.harness.database) as seen:
        desk.read(lambda: center.preview(order))
    found["2206"] = len(seen)
    found["2207"] = statements(desk, lambda: center.settle(order))

    stay = desk.admit(RETIRED, "310")
    found["2301"] = statements(desk, lambda: center.upload_lines(RETIRED, stay, lines))
    mid = desk.order(RETIRED, stay, total, mid_setl=True, acct_used_flag="1")
    found["2304 mid-stay"] = statements(desk, lambda: center.settle(mid))
    desk.upload(RETIRED, stay, *(line(sn + count, each) for sn in range(1, count + 1)))
    desk.discharge(RETIRED, stay)
    last = desk.order(RETIRED, stay, total, acct_used_flag="1")
    done = []
    found["2304"] = statements(desk, lambda: done.append(center.settle(last)))
    found["2305"] = statements(desk, lambda: center.reverse(RETIRED, stay, done[0].setl_id, "2305"))

    shop = desk.elsewhere(PHARMACY)
    bought = shop.purchase(RETIRED, *lines, total=total)
    found["2102"] = statements(shop, lambda: center.settle_purchase(bought))
    return found


def test_statements_do_not_grow_with_the_lines_and_are_those_written_down(desk: Desk) -> None:
    assert measure(desk, 3) == measure(desk, 300) == ALLOWED


def test_a_settlement_stays_within_its_budget() -> None:
    assert max(ALLOWED[name] for name in HOT) <= BUDGET
