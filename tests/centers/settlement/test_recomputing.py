"""A settlement computed again from what was stored with it, years later, gives the same fen."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa

from centers.settlement.contract.explanation import Recomputed
from centers.settlement.contract.v1 import Settlement
from centers.settlement.data.tables import fee_line, settlement
from hsaf.contract.errors import HsafError
from hsaf.data import execute
from plugins.demo_region import files
from tests.centers.settlement.desk import OMEPRAZOLE, PHARMACY, RESIDENT, RETIRED, SELF_PAID, WORKER, Desk, csv, line


def recompute(desk: Desk, done: Settlement) -> Recomputed:
    return desk.read(lambda: desk.center.recompute(done.setl_id))


def a_stay(desk: Desk) -> Settlement:
    mdtrt_id = desk.admit(RETIRED, "310")
    desk.upload(RETIRED, mdtrt_id, line(1, "7983.06"), line(2, "38.60", code=SELF_PAID))
    desk.discharge(RETIRED, mdtrt_id)
    return desk.settle(RETIRED, mdtrt_id, "8021.66", acct_used_flag="1")


def publish_a_meaner_policy(desk: Desk) -> None:
    """The same days, everything paid at half the ratio."""
    document = files.policy() | {"version": "2026.2"}
    rows = [row | ({"value": "0.4"} if row["elem"] == "hifp_ratio" else {}) for row in csv("policy-2026.csv")]
    desk.harness.write(lambda: desk.policy.publish(document, rows))


def alter(desk: Desk, table: sa.Table, done: Settlement, **values: Any) -> None:
    """Change stored rows of a settlement behind the platform's back."""
    statement = table.update().where(table.c.psn_no == done.psn_no, table.c.mdtrt_id == done.mdtrt_id).values(values)
    desk.harness.write(lambda: execute(statement))


def test_a_settlement_gives_the_same_fen_after_a_new_policy_was_published(desk: Desk) -> None:
    done = a_stay(desk)
    publish_a_meaner_policy(desk)
    again = recompute(desk, done)
    assert (again.same, again.policy, again.lines) == (True, "990000-2026@2026.1", 2)
    later = desk.clinic(WORKER, "1000.00")
    assert recompute(desk, later).policy == "990000-2026@2026.2"
    assert recompute(desk, later).same


@pytest.mark.parametrize(
    "settled",
    [
        pytest.param(lambda desk: desk.stay(RESIDENT, "60000.00"), id="serious illness and assistance"),
        pytest.param(lambda desk: desk.clinic(WORKER, "900.00", acct_used_flag="1"), id="outpatient with account"),
        pytest.param(lambda desk: desk.clinic(WORKER, "900.00", med_type="14", dise_codg="M03900"), id="chronic"),
    ],
)
def test_every_kind_of_settlement_can_be_computed_again(quick: Desk, settled: Callable[[Desk], Settlement]) -> None:
    assert recompute(quick, settled(quick)).differences == ()


def test_a_purchase_can_be_computed_again(quick: Desk) -> None:
    shop = quick.elsewhere(PHARMACY)
    bought = shop.buy(WORKER, line(1, "40.00", code=OMEPRAZOLE, cnt="2", pric="20.00"), total="40.00")
    assert recompute(shop, bought).differences == ()


def test_a_reversal_and_what_it_took_back_can_be_computed_again(desk: Desk) -> None:
    done = a_stay(desk)
    taken_back = desk.reverse(done)
    again = desk.settle(RETIRED, done.mdtrt_id, "8021.66")
    for one in (done, taken_back, again):
        assert recompute(desk, one).differences == ()


@pytest.mark.parametrize(
    ("table", "change", "found"),
    [
        (settlement, {"hifp_pay": settlement.c.hifp_pay + 1}, {"hifp_pay", "审计事件.hifp_pay"}),
        (settlement, {"deltas": {"hifp": 1}}, {"累计.hifp", "累计.base", "累计.inpatient_count"}),
        (settlement, {"draws": []}, {f"账户.{RETIRED}"}),
        (fee_line, {"inscp_scp_amt": 1}, {"明细 1.inscp_scp_amt", "明细 2.inscp_scp_amt"}),
        (fee_line, {"own_pay": True}, {"输入.inscp_scp_amt"}),
    ],
    ids=["fund", "accumulators", "accounts", "line", "terms"],
)
def test_an_alteration_is_found_and_named(desk: Desk, table: sa.Table, change: dict[str, Any], found: set[str]) -> None:
    done = a_stay(desk)
    alter(desk, table, done, **change)
    again = recompute(desk, done)
    assert not again.same
    assert {one.field for one in again.differences} >= found


def test_an_alteration_that_fits_together_is_betrayed_by_the_audit_chain(desk: Desk) -> None:
    """Amounts and inputs altered alike still differ from what the chain sealed."""
    done = a_stay(desk)
    bill = {"medfee_sumamt": settlement.c.medfee_sumamt + 100, "psn_part_amt": settlement.c.psn_part_amt + 100}
    alter(desk, settlement, done, **bill)
    fields = {one.field for one in recompute(desk, done).differences}
    assert "审计事件.medfee_sumamt" in fields


def test_an_unknown_settlement_is_refused(quick: Desk) -> None:
    with pytest.raises(HsafError, match="SE0"):
        quick.read(lambda: quick.center.recompute("SE0"))
