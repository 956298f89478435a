"""All settlements of some days computed again, by column: whatever was altered is found."""

from __future__ import annotations

from datetime import date
from typing import Any

import msgspec
import pytest
import sqlalchemy as sa

from centers.settlement.contract.explanation import RECHECK, Rechecked
from centers.settlement.data.tables import fee_line, reversed_line, settlement
from centers.settlement.service.rechecking import Rechecking
from hsaf.data import execute
from plugins.demo_region import files
from tests.centers.settlement.desk import CITY_CLINIC, PENSIONER, RESIDENT, RETIRED, WORKER, Desk, csv
from tests.centers.settlement.history import YEAR, MassWork, busy_year


def recheck(desk: Desk, begin: date = YEAR[0], end: date = YEAR[1], persons: int = 1000) -> Rechecked:
    work = MassWork(desk, RECHECK, Rechecking, persons)
    return msgspec.convert(work.run(desk.harness.write(lambda: work.center.order(begin, end))), Rechecked)


def alter(desk: Desk, table: sa.Table, psn_no: str, **values: Any) -> None:
    """Change stored rows of a person behind the platform's back."""
    desk.harness.write(lambda: execute(table.update().where(table.c.psn_no == psn_no).values(values)))


def test_an_untouched_year_comes_to_the_same_fen(desk: Desk) -> None:
    busy_year(desk)
    found = recheck(desk)
    assert (found.settlements, found.lines, found.differences) == (15, 15, 0)
    assert recheck(desk, persons=1) == found


@pytest.mark.parametrize(
    ("table", "person", "change"),
    [
        (settlement, RESIDENT, {"maf_pay": settlement.c.maf_pay + 1}),
        (settlement, WORKER, {"deltas": {"hifp": 1}}),
        (settlement, PENSIONER, {"draws": []}),
        (settlement, WORKER, {"medfee_sumamt": settlement.c.medfee_sumamt + 1}),
        (fee_line, RETIRED, {"inscp_scp_amt": fee_line.c.inscp_scp_amt - 1, "preselfpay_amt": 1}),
        (fee_line, RESIDENT, {"own_pay": True}),
        (reversed_line, RETIRED, {"det_item_fee_sumamt": 1}),
    ],
    ids=["fund", "accumulators", "accounts", "bill", "split", "terms", "reversed"],
)
def test_an_alteration_is_found_in_its_settlements_and_nowhere_else(
    quick: Desk, table: sa.Table, person: str, change: dict[str, Any]
) -> None:
    busy_year(quick)
    alter(quick, table, person, **change)
    found = recheck(quick)
    assert 0 < found.differences == len(found.differing) < found.settlements
    owners = quick.harness.read(
        lambda: execute(sa.select(settlement.c.psn_no).where(settlement.c.setl_id.in_(found.differing))).scalars().all()
    )
    assert set(owners) == {person}
    for setl_id in found.differing:
        assert not quick.read(lambda setl_id=setl_id: quick.center.recompute(setl_id)).same


def test_a_line_that_vanished_is_found(quick: Desk) -> None:
    busy_year(quick)
    quick.harness.write(lambda: execute(fee_line.delete().where(fee_line.c.psn_no == PENSIONER)))
    assert recheck(quick).differences == 1


def test_each_settlement_meets_the_version_it_was_booked_under(quick: Desk) -> None:
    clinic = quick.elsewhere(CITY_CLINIC)
    clinic.clinic(PENSIONER, "1000.00")
    rows = [row | ({"value": "0.10"} if row["elem"] == "otp_ratio" else {}) for row in csv("policy-2026.csv")]
    quick.harness.write(lambda: quick.policy.publish(files.policy() | {"version": "2026.2"}, rows))
    clinic.clinic(PENSIONER, "1000.00")
    assert (recheck(quick).settlements, recheck(quick).differences) == (2, 0)


def test_only_the_days_asked_for_are_computed(quick: Desk) -> None:
    quick.stay(RETIRED, "9000.00")
    assert recheck(quick, begin=date(2026, 4, 1)).settlements == 0
