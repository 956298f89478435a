"""The platform checks its own books: what is whole is whole, and a planted fen is found and named."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest
import sqlalchemy as sa

from centers.settlement.contract.reconciliation import Finding
from centers.settlement.contract.v1 import Settlement
from centers.settlement.data.clearing_tables import payment
from centers.settlement.data.tables import account, accumulator, entry, fee_line, settlement, visit
from hsaf.data.schema import audit_event
from tests.centers.settlement.counter import Counter, application, category
from tests.centers.settlement.desk import HOSPITAL, PHARMACY, RESIDENT, RETIRED, WORKER, Desk, line
from tests.centers.settlement.test_sheets import generate, move, pay

DAY = date(2026, 3, 2)


def findings(desk: Desk, day: date | None = None) -> tuple[Finding, ...]:
    return desk.read(lambda: desk.center.self_check(day)).findings


def seals(desk: Desk) -> tuple[Finding, ...]:
    return desk.read(desk.center.verify_seals).findings


def alter(desk: Desk, *statements: sa.Executable) -> None:
    """Behind the platform's back."""
    with desk.harness.database.write() as connection:
        for statement in statements:
            connection.execute(statement)


def more(table: sa.Table, column: str, *conditions: Any, by: int = 1) -> sa.Update:
    return table.update().where(*conditions).values({column: table.c[column] + by})


def busy_day(desk: Desk) -> Settlement:
    """A stay, a mid-stay settlement, a visit, a purchase, reversals; the stay is returned."""
    done = desk.stay(RETIRED, "8000.00", acct_used_flag="1")
    mdtrt_id = desk.admit(RESIDENT, "390")
    desk.upload(RESIDENT, mdtrt_id, line(1, "2500.00"))
    desk.settle(RESIDENT, mdtrt_id, "2500.00", mid_setl=True)
    desk.reverse(desk.clinic(WORKER, "600.00", acct_used_flag="1"))
    shop = desk.elsewhere(PHARMACY)
    shop.buy(WORKER, line(1, "30.00"), total="30.00")
    return done


def test_whole_books_have_no_findings(desk: Desk) -> None:
    busy_day(desk)
    checked = desk.read(lambda: desk.center.self_check(DAY))
    assert (checked.ok, checked.persons) == (True, 3)
    assert {(one.fixmedins_code, one.day, one.settlements) for one in checked.books} == {
        (HOSPITAL, DAY, 4),
        (PHARMACY, DAY, 1),
    }
    assert findings(desk) == ()
    assert seals(desk) == ()


def test_what_is_counted_is_what_the_ledger_owes(desk: Desk) -> None:
    busy_day(desk)
    checked = desk.read(lambda: desk.center.self_check(DAY))
    owed = sum(one.payable for one in checked.books)
    credited = sa.func.sum(entry.c.credit - entry.c.debit)
    with desk.harness.database.read() as connection:
        booked = connection.execute(sa.select(credited).where(entry.c.account.like("payable:%"))).scalar_one()
    assert owed == int(booked)


def _of(done: Settlement, table: sa.Table) -> Any:
    return table.c.setl_id == done.setl_id


PLANTED: list[tuple[str, Callable[[Settlement], list[sa.Executable]], int, str]] = [
    ("lines", lambda d: [more(fee_line, "det_item_fee_sumamt", fee_line.c.mdtrt_id == d.mdtrt_id)], -1, "medfee_sumamt"),
    ("lines", lambda d: [more(fee_line, "inscp_scp_amt", fee_line.c.mdtrt_id == d.mdtrt_id)], -1, "inscp_scp_amt"),
    ("ledger", lambda d: [more(entry, "debit", entry.c.journal == d.setl_id, entry.c.account.like("fund:%"))], -1, "基金分录"),
    ("ledger", lambda d: [more(entry, "credit", entry.c.journal == d.setl_id, entry.c.account.like("pay%"))], -1, "应付款"),
    ("audit", lambda d: [more(settlement, "hifp_pay", _of(d, settlement))], 1, "hifp_pay"),
    ("accumulators", lambda d: [more(accumulator, "value", accumulator.c.cum_type_code == "base", accumulator.c.psn_no == RETIRED)], 1, "310.2026.base"),
    ("accounts", lambda d: [more(account, "balc", account.c.psn_no == RETIRED)], 1, "相差 0.01 元"),
    ("visits", lambda d: [more(visit, "setl_count", visit.c.mdtrt_id == d.mdtrt_id)], 0, "setl_count"),
    ("visits", lambda d: [more(visit, "dedc_used", visit.c.mdtrt_id == d.mdtrt_id)], 0, "dedc_used"),
    ("visits", lambda d: [visit.update().where(visit.c.mdtrt_id == d.mdtrt_id).values(state="open")], 0, "就诊状态"),
    ("clearing", lambda d: [settlement.update().where(_of(d, settlement)).values(clr_optins="")], 800000, "清算经办机构"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("check", "plant", "difference", "text"), PLANTED, ids=[f"{one[0]}-{one[3]}" for one in PLANTED]
)
def test_a_planted_fen_is_found_and_named(
    quick: Desk, check: str, plant: Callable[[Settlement], list[sa.Executable]], difference: int, text: str
) -> None:
    done = busy_day(quick)
    alter(quick, *plant(done))
    for day in (DAY, None):
        (found,) = findings(quick, day)
        assert (found.check, found.difference) == (check, difference)
        assert text in found.text


def test_lost_settlements_events_and_entries_are_found(desk: Desk) -> None:
    done = busy_day(desk)
    alter(desk, settlement.delete().where(settlement.c.setl_id == done.setl_id))
    lost = [one for one in findings(desk, DAY) if one.key == done.setl_id]
    assert {(one.check, one.difference) for one in lost} == {
        ("audit", 800000),
        ("ledger", done.info["fund_pay_sumamt"] + done.info["acct_pay"]),
    }


def test_a_settlement_without_its_event_is_found(quick: Desk) -> None:
    done = busy_day(quick)
    settled = (audit_event.c.subject == f"psn:{RETIRED}", audit_event.c.event == "settlement.settled")
    alter(quick, audit_event.delete().where(*settled))
    assert [one.text for one in findings(quick, DAY)] == ["审计链中没有该笔结算的事件"]
    assert [(one.key, one.text) for one in seals(quick)] == [(f"{RETIRED}:{done.setl_id}", "审计链中没有该分录的摘要")]


def test_other_days_are_not_looked_at(quick: Desk) -> None:
    done = busy_day(quick)
    alter(quick, more(fee_line, "det_item_fee_sumamt", fee_line.c.mdtrt_id == done.mdtrt_id))
    assert findings(quick, date(2026, 3, 3)) == ()


# -- balanced tampering, payments -------------------------------------------------------------------------


def test_an_edit_of_entries_that_balances_breaks_their_seal(desk: Desk) -> None:
    done = busy_day(desk)
    both = [more(entry, side, entry.c.journal == done.setl_id, entry.c[side] > 0) for side in ("debit", "credit")]
    alter(desk, both[0].where(entry.c.entry_no == 1), both[1])
    trial = desk.trial()
    assert (trial.debit, trial.broken) == (trial.credit, ())
    assert [(one.check, one.key) for one in seals(desk)] == [("seal", f"{RETIRED}:{done.setl_id}")]


@pytest.mark.parametrize("change", ["renamed", "deleted", "invented"])
def test_any_other_change_of_a_journal_breaks_its_seal(quick: Desk, change: str) -> None:
    done = busy_day(quick)
    mine = entry.c.journal == done.setl_id
    alter(
        quick,
        {
            "renamed": entry.update().where(mine, entry.c.entry_no == 1).values(account="fund:390100:990200"),
            "deleted": entry.delete().where(mine),
            "invented": entry.update().where(mine).values(journal="SE-NONE"),
        }[change],
    )
    assert f"{RETIRED}:{done.setl_id}" in {one.key for one in seals(quick)}


def test_payments_are_sealed_and_compared(desk: Desk) -> None:
    busy_day(desk)
    sheet = max(generate(desk), key=lambda one: one.payable)
    made = pay(desk, move(desk, sheet, "confirm", "approve"))
    assert (findings(desk), seals(desk)) == ((), ())
    alter(desk, more(payment, "amount", payment.c.payment_id == made.payment_id))
    assert [(one.check, one.difference) for one in findings(desk, date(2026, 4, 1))] == [("payments", 1)]
    mine = entry.c.journal == made.payment_id
    alter(desk, *(more(entry, side, mine, entry.c[side] > 0) for side in ("debit", "credit")))
    assert [(one.check, one.key) for one in seals(desk)] == [("seal", f"org:{HOSPITAL}:{made.payment_id}")]


@pytest.mark.parametrize("totals", [False, True], ids=["lines", "totals"])
def test_reimbursements_at_the_counter_are_checked_and_sealed_too(quick: Desk, totals: bool) -> None:
    counter = Counter(quick.harness).open()
    fees = {"totals": (category("03", "900.00", own="100.00"),)} if totals else {"lines": (line(1, "900.00"),)}
    paid = counter.paid(application(RETIRED, "900.00", **fees))
    assert (findings(counter), seals(counter)) == ((), ())
    counter.do("reverse", paid, "重复报销")
    assert (findings(counter), seals(counter)) == ((), ())
    assert counter.read(lambda: counter.center.uncleared("202603")) == []


def test_the_books_of_another_day_stay_whole_after_clearing(quick: Desk) -> None:
    busy_day(quick)
    for sheet in generate(quick):
        pay(quick, move(quick, sheet, "confirm", "approve"), sheet.sheet_id)
    quick.at = datetime(2026, 4, 10, 9, 0)
    quick.stay(WORKER, "4000.00")
    assert (findings(quick), seals(quick)) == ((), ())
