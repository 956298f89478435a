"""Clearing between pooling areas: details, confirmation, two reviews, payment; three parties compared."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import msgspec
import pytest
import sqlalchemy as sa

from centers.settlement.contract.clearing import AREAS, Bill, Payment
from centers.settlement.contract.v1 import Settlement
from centers.settlement.data.tables import entry, fee_line, settlement
from hsaf.contract.errors import HsafError
from hsaf.contract.textfile import pack
from hsaf.money import yuan
from tests.centers.settlement.desk import AWAY_HOSPITAL, CITY_CLINIC, HOSPITAL, PENSIONER, RETIRED, WORKER, Desk
from tests.centers.settlement.test_races import at_once
from tests.centers.settlement.test_sheets import generate, move

MARCH = "202603"


def on(day: int, month: int = 4) -> datetime:
    return datetime(2026, month, day, 9, 0)


def office(desk: Desk, work: Any, at: datetime) -> Any:
    """What the province or a city does between areas on a day."""
    return desk.harness.write(work, subject=AREAS, at=at, actor="city1")


def billed(desk: Desk, at: datetime | None = None) -> list[Bill]:
    return office(desk, lambda: desk.center.generate_bills(MARCH), at or on(16))


def step(desk: Desk, bill: Bill, action: str, at: datetime, reason: str = "") -> Bill:
    return office(desk, lambda: desk.center.move_bill(bill.bill_id, action, reason), at)


def approved(desk: Desk, bill: Bill) -> Bill:
    for action in ("confirm", "first_review", "second_review"):
        bill = step(desk, bill, action, on(18))
    return bill


def pay(desk: Desk, bill: Bill, number: str = "A1", amount: int | None = None) -> Payment:
    return office(desk, lambda: desk.center.pay_bill(bill.bill_id, number, amount), on(20))


def balances(desk: Desk, prefix: str) -> dict[str, int]:
    net = sa.func.sum(entry.c.debit - entry.c.credit)
    query = sa.select(entry.c.account, net).where(entry.c.account.like(f"{prefix}%")).group_by(entry.c.account)
    with desk.harness.database.read() as connection:
        return {row[0]: int(row[1]) for row in connection.execute(query) if row[1]}


def refused(code: str) -> Any:
    return pytest.raises(HsafError, match=f"settlement.{code}")


def travel(desk: Desk) -> list[Settlement]:
    """People of 甲市 treated in 乙市 and the other way, and one at home; all sheets confirmed."""
    city = desk.elsewhere(AWAY_HOSPITAL)
    done = [desk.stay(PENSIONER, "3000.00"), desk.stay(RETIRED, "8000.00"), city.stay(WORKER, "9000.00")]
    for place in (desk, city):
        for sheet in generate(place, MARCH, on(2)):
            move(place, sheet, "confirm")
    return done


def test_each_area_is_owed_what_it_treated_for_the_other(desk: Desk) -> None:
    out, _, back = travel(desk)
    bills = {(one.mdtrt_poolarea, one.clr_optins): one for one in billed(desk)}
    assert {pair: one.payable for pair, one in bills.items()} == {
        ("990200", "990100"): out.info["fund_pay_sumamt"],
        ("990100", "990200"): back.info["fund_pay_sumamt"],
    }
    assert {(one.sheets, one.psntime, one.state) for one in bills.values()} == {(1, 1, "generated")}
    assert len(desk.read(lambda: desk.center.bills(MARCH, "990100"))) == 2
    assert desk.read(lambda: desk.center.bills(MARCH, "990100", "paid")) == []


def test_receivable_and_payable_are_equal_and_gone_when_paid(desk: Desk) -> None:
    travel(desk)
    bill = approved(desk, billed(desk)[1])
    pair = f"{bill.mdtrt_poolarea}:{bill.clr_optins}"
    assert balances(desk, "due_from:") == {f"due_from:{pair}": bill.payable}
    assert balances(desk, "due_to:") == {f"due_to:{pair}": -bill.payable}
    part = pay(desk, bill, "A1", 1)
    assert balances(desk, "due_from:") == {f"due_from:{pair}": bill.payable - 1}
    pay(desk, bill, "A2")
    assert balances(desk, "due_") == {}
    assert balances(desk, "bank:") == {
        f"bank:{bill.clr_optins}": -bill.payable,
        f"bank:{bill.mdtrt_poolarea}": bill.payable,
    }
    assert (part.payer, part.payee) == (bill.clr_optins, bill.mdtrt_poolarea)
    assert desk.read(lambda: desk.center.bills(MARCH, state="paid"))[0].left == 0
    trial = desk.trial()
    assert (trial.debit, trial.broken) == (trial.credit, ())


def test_the_calendar_is_kept(desk: Desk) -> None:
    travel(desk)
    with refused("too_early"):
        billed(desk, on(15))
    first, second = billed(desk)
    assert step(desk, first, "confirm", on(17)).confirmed_by == "city1"
    assert office(desk, desk.center.confirm_overdue, on(17)) == []
    (late,) = office(desk, desk.center.confirm_overdue, on(18))
    assert (late.bill_id, late.state, late.confirmed_by) == (second.bill_id, "confirmed", "auto")
    with refused("too_early"):
        step(desk, first, "first_review", on(17))
    assert step(desk, first, "first_review", on(18)).state == "reviewed"


def test_only_what_passed_the_second_review_is_paid(quick: Desk) -> None:
    travel(quick)
    bill = billed(quick)[0]
    for action, at in (("confirm", on(17)), ("first_review", on(18))):
        with refused("step_wrong"):
            pay(quick, bill)
        step(quick, bill, action, at)
    with refused("step_wrong"):
        pay(quick, bill)
    with refused("reason_missing"):
        step(quick, bill, "return", on(18))
    returned = step(quick, bill, "return", on(18), "金额待核")
    assert (returned.state, returned.reason) == ("confirmed", "金额待核")
    again = step(quick, bill, "return", on(18), "重新生成")
    assert (again.state, again.confirmed_by) == ("generated", "")
    assert step(quick, bill, "regenerate", on(18)).version == 2
    with refused("bill_unknown"):
        pay(quick, msgspec.structs.replace(bill, bill_id="AB0"))


def test_a_double_clicked_payment_between_areas_pays_once(desk: Desk) -> None:
    travel(desk)
    bill = approved(desk, billed(desk)[0])
    answers = at_once([lambda: pay(desk, bill)] * 8)
    assert len({one.payment_id for one in answers}) == 1
    assert balances(desk, "due_") == {}


def test_a_sheet_in_a_bill_can_no_longer_change(quick: Desk) -> None:
    travel(quick)
    billed(quick)
    (away,) = (one for one in quick.read(lambda: quick.center.sheets(MARCH, HOSPITAL)) if one.pay_loc == "3")
    with refused("sheet_cleared"):
        move(quick, away, "revoke")
    assert move(quick, away, "approve").state == "approved"


def test_sheets_nobody_confirmed_wait_for_the_next_bill(quick: Desk) -> None:
    quick.stay(PENSIONER, "3000.00")
    (sheet,) = generate(quick, MARCH, on(2))
    assert billed(quick) == []
    move(quick, sheet, "confirm")
    (bill,) = office(quick, lambda: quick.center.generate_bills("202604"), on(16, 5))
    assert (bill.setlym, bill.payable) == ("202604", sheet.payable)


# -- three parties --------------------------------------------------------------------------------------


def national(*done: Settlement, **changes: int) -> bytes:
    """The national platform's file of these settlements."""
    names = ("medfee_sumamt", "detail_sumamt", "fund_pay_sumamt", "acct_pay")
    amounts = (one.info | {"detail_sumamt": one.info["medfee_sumamt"]} for one in done)
    return pack(
        "三方.txt",
        [[row["setl_id"], *(yuan(row[name] + changes.get(name, 0)) for name in names)] for row in amounts],
    )


def compare(desk: Desk, file: bytes, equal: bool | None = None) -> list[tuple[str, tuple[str, ...]]]:
    found = desk.read(lambda: desk.center.three_parties(MARCH, "990200", "990100", file, equal))
    return [(one.setl_id, one.problems) for one in found]


def test_three_parties_that_agree_are_equal(desk: Desk) -> None:
    out, _, _ = travel(desk)
    assert compare(desk, national(out)) == [(out.setl_id, ())]
    assert compare(desk, national(out), equal=False) == []


def test_a_difference_of_one_party_is_named(quick: Desk) -> None:
    out, home, _ = travel(quick)
    ((_, problems),) = compare(quick, national(out, fund_pay_sumamt=1, detail_sumamt=-1), equal=False)
    assert problems[0].startswith("基金支付不一致：就医地 ")
    assert problems[1] == "国家平台结算总额与明细合计相差 0.01 元"
    assert compare(quick, national()) == [(out.setl_id, ("国家平台没有该笔结算",))]
    missing = dict(compare(quick, national(out, home)))
    assert missing[home.setl_id][:2] == ("就医地没有该笔结算", "参保地没有该笔结算")


def test_totals_that_are_not_their_details_are_listed_by_side(desk: Desk) -> None:
    out, _, _ = travel(desk)

    def listed(side: str, equal: bool) -> list[str]:
        rows = desk.read(lambda: desk.center.party_rows(MARCH, "990200", "990100", side, equal))
        return [one.setl_id for one in rows]

    assert (listed("treatment", True), listed("home", True)) == ([out.setl_id], [out.setl_id])
    with desk.harness.database.write() as connection:
        wrong = fee_line.update().where(fee_line.c.mdtrt_id == out.mdtrt_id)
        connection.execute(wrong.values(det_item_fee_sumamt=fee_line.c.det_item_fee_sumamt + 1))
    assert (listed("treatment", False), listed("home", False)) == ([out.setl_id], [])
    with desk.harness.database.write() as connection:
        cut = entry.update().where(entry.c.journal == out.setl_id, entry.c.account.like("fund:%"))
        connection.execute(cut.values(debit=entry.c.debit - 1))
    assert listed("home", False) == [out.setl_id]


def test_care_at_home_is_no_ones_bill(quick: Desk) -> None:
    city = quick.elsewhere(CITY_CLINIC)
    city.clinic(PENSIONER, "900.00")
    for sheet in generate(city, MARCH, on(2)):
        assert sheet.pay_loc == "2"
        move(city, sheet, "confirm")
    assert billed(quick) == []


def test_the_place_of_payment_is_answered_and_kept(quick: Desk) -> None:
    away = quick.stay(PENSIONER, "3000.00")
    assert (away.info["pay_loc"], away.info["clr_optins"]) == ("3", "990100")
    with quick.harness.database.read() as connection:
        columns = (settlement.c.pay_loc, settlement.c.mdtrt_poolarea, settlement.c.clr_optins)
        row = connection.execute(sa.select(*columns).where(settlement.c.setl_id == away.setl_id)).one()
    assert tuple(row) == ("3", "990200", "990100")
