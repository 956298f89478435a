"""Monthly sheets of institutions: every settlement on one sheet, confirmed or disputed, paid once."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import msgspec
import pytest
import sqlalchemy as sa

from centers.settlement.contract.clearing import ClearingApplication, Payment, Sheet
from centers.settlement.data.tables import entry
from centers.settlement.domain.clearing import recognised_fees
from hsaf.contract.errors import HsafError
from tests.centers.settlement.desk import CLINIC, HOSPITAL, PENSIONER, RESIDENT, RETIRED, WORKER, Desk
from tests.centers.settlement.test_races import at_once

APRIL_1 = datetime(2026, 4, 1, 9, 0)
MAY_1 = datetime(2026, 5, 1, 9, 0)


def office(desk: Desk, work: Any, at: datetime | None = None) -> Any:
    """What the agency does about the institution of this desk."""
    if at is not None:
        desk.at = at
    return desk.harness.write(work, subject=f"org:{desk.institution}", at=desk.at, institution=desk.institution)


def generate(desk: Desk, setlym: str = "202603", at: datetime = APRIL_1) -> list[Sheet]:
    return office(desk, lambda: desk.center.generate_sheets(desk.institution, setlym), at)


def move(desk: Desk, sheet: Sheet, *actions: str, reason: str = "") -> Sheet:
    for action in actions:
        office(desk, lambda action=action: desk.center.move_sheet(sheet.sheet_id, action, reason))
    return desk.read(lambda: desk.center.sheet(sheet.sheet_id))


def pay(desk: Desk, sheet: Sheet, number: str = "P1", amount: int | None = None) -> Payment:
    return office(desk, lambda: desk.center.pay_sheet(sheet.sheet_id, number, amount))


def payable_in_ledger(desk: Desk) -> int:
    """What the ledger says is owed to the institution."""
    owed = sa.func.coalesce(sa.func.sum(entry.c.credit - entry.c.debit), 0)
    with desk.harness.database.read() as connection:
        query = sa.select(owed).where(entry.c.account == f"payable:{desk.institution}")
        return int(connection.execute(query).scalar_one())


def refused(code: str) -> Any:
    return pytest.raises(HsafError, match=f"settlement.{code}")


def test_a_month_is_added_up_by_agency_type_way_and_place(desk: Desk) -> None:
    stays = [desk.stay(RETIRED, "8000.00", acct_used_flag="1"), desk.stay(RESIDENT, "5000.00")]
    visit, away = desk.clinic(WORKER, "1500.00"), desk.stay(PENSIONER, "3000.00")
    sheets = {(one.clr_optins, one.clr_type): one for one in generate(desk)}
    assert set(sheets) == {("990200", "21"), ("990200", "11"), ("990100", "21")}
    inpatient = sheets["990200", "21"]
    assert (inpatient.psntime, inpatient.medfee_sumamt, inpatient.med_sumfee) == (2, 1_300_000, 1_300_000)
    for figure, name in (
        ("fund_appy_sum", "fund_pay_sumamt"),
        ("acct_pay", "acct_pay"),
        ("cash_payamt", "psn_cash_pay"),
    ):
        assert getattr(inpatient, figure) == sum(one.info[name] for one in stays)
    assert sheets["990200", "11"].fund_appy_sum == visit.info["fund_pay_sumamt"]
    assert (sheets["990100", "21"].pay_loc, inpatient.pay_loc) == ("3", "2")
    assert sheets["990100", "21"].payable == away.info["fund_pay_sumamt"]
    assert sum(one.payable for one in sheets.values()) == payable_in_ledger(desk)


def test_a_late_reversal_enters_the_next_month_with_negative_amounts(desk: Desk) -> None:
    done = desk.stay(RETIRED, "8000.00")
    (march,) = generate(desk)
    move(desk, march, "confirm")
    desk.at = datetime(2026, 4, 7, 9, 0)
    desk.reverse(done)
    (april,) = generate(desk, "202604", MAY_1)
    assert (april.psntime, april.medfee_sumamt, april.payable) == (-1, -800_000, -march.payable)
    assert generate(desk, "202603", MAY_1) == [msgspec.structs.replace(march, state="confirmed")]
    assert payable_in_ledger(desk) == 0


def test_what_nobody_confirmed_is_generated_anew(desk: Desk) -> None:
    first = desk.stay(RETIRED, "8000.00")
    (sheet,) = generate(desk)
    disputed = move(desk, sheet, "dispute", reason="少一笔")
    assert (disputed.state, disputed.reason) == ("disputed", "少一笔")
    desk.at = datetime(2026, 3, 20, 9, 0)
    second = desk.stay(RESIDENT, "5000.00")
    desk.at = APRIL_1
    again = move(desk, sheet, "regenerate")
    assert (again.sheet_id, again.state, again.version, again.psntime, again.reason) == (
        sheet.sheet_id, "generated", 2, 2, "",
    )  # fmt: skip
    assert again.fund_appy_sum == first.info["fund_pay_sumamt"] + second.info["fund_pay_sumamt"]


def test_what_came_after_the_confirmation_waits_for_the_next_month(desk: Desk) -> None:
    desk.stay(RETIRED, "8000.00")
    (march,) = generate(desk)
    move(desk, march, "confirm")
    desk.at = datetime(2026, 3, 30, 9, 0)
    late = desk.stay(RESIDENT, "5000.00")
    assert [one.psntime for one in generate(desk)] == [1]
    (april,) = generate(desk, "202604", MAY_1)
    assert (april.psntime, april.fund_appy_sum) == (1, late.info["fund_pay_sumamt"])


def test_months_are_generated_in_order_and_when_they_are_over(quick: Desk) -> None:
    quick.stay(RETIRED, "8000.00")
    quick.at = datetime(2026, 4, 2, 9, 0)
    quick.stay(RESIDENT, "5000.00")
    with refused("month_not_over"):
        generate(quick, "202604", datetime(2026, 4, 30, 9, 0))
    with refused("month_skipped"):
        generate(quick, "202604", MAY_1)
    for wrong in ("2026", "202613", "２０２６０３"):
        with refused("month_wrong"):
            generate(quick, wrong)
    assert len(generate(quick, "202603", MAY_1)) == 1
    assert len(generate(quick, "202604", MAY_1)) == 1
    assert quick.read(lambda: quick.center.uncleared("202604")) == []


def test_steps_out_of_order_are_refused(quick: Desk) -> None:
    quick.stay(RETIRED, "8000.00")
    (sheet,) = generate(quick)
    for action in ("approve", "pay", "revoke", "nonsense"):
        with refused("step_wrong"):
            move(quick, sheet, action)
    with refused("reason_missing"):
        move(quick, sheet, "dispute", reason=" ")
    with refused("step_wrong"):
        pay(quick, sheet)
    assert move(quick, sheet, "confirm", "approve").state == "approved"
    with refused("step_wrong"):
        move(quick, sheet, "dispute", reason="晚了")
    with refused("sheet_unknown"):
        move(quick, msgspec.structs.replace(sheet, sheet_id="MS0"), "confirm")


def test_payments_are_booked_and_never_exceed_what_is_owed(desk: Desk) -> None:
    desk.stay(RETIRED, "8000.00", acct_used_flag="1")
    (sheet,) = generate(desk)
    move(desk, sheet, "confirm", "approve")
    part = pay(desk, sheet, "P1", 100_000)
    assert (part.amount, part.payer, part.payee) == (100_000, "990200", HOSPITAL)
    with refused("payment_too_much"):
        pay(desk, sheet, "P2", sheet.payable - 100_000 + 1)
    for nothing in (0, -1):
        with refused("payment_too_much"):
            pay(desk, sheet, "P2", nothing)
    with refused("payment_reused"):
        pay(desk, sheet, "P1", 100_001)
    rest = pay(desk, sheet, "P2")
    assert part.amount + rest.amount == sheet.payable
    assert pay(desk, sheet, "P2") == rest
    assert desk.read(lambda: desk.center.sheet(sheet.sheet_id)).state == "paid"
    with refused("step_wrong"):
        pay(desk, sheet, "P3")
    assert payable_in_ledger(desk) == 0
    assert (desk.trial().debit, desk.trial().broken) == (desk.trial().credit, ())


def test_a_double_clicked_payment_pays_once(desk: Desk) -> None:
    desk.stay(RETIRED, "8000.00")
    (sheet,) = generate(desk)
    move(desk, sheet, "confirm", "approve")
    answers = at_once([lambda: pay(desk, sheet)] * 8)
    assert len({one.payment_id for one in answers}) == 1
    assert payable_in_ledger(desk) == 0
    assert len(desk.read(lambda: desk.center.payments(sheet.sheet_id))) == 1


def test_of_two_payments_at_once_only_what_is_owed_is_paid(desk: Desk) -> None:
    desk.stay(RETIRED, "8000.00")
    (sheet,) = generate(desk)
    move(desk, sheet, "confirm", "approve")
    answers = at_once([lambda n=n: pay(desk, sheet, f"P{n}", sheet.payable) for n in range(8)])
    assert sum(isinstance(one, Payment) for one in answers) == 1
    assert payable_in_ledger(desk) == 0


def test_a_negative_sheet_is_paid_back(quick: Desk) -> None:
    done = quick.stay(RETIRED, "8000.00")
    (march,) = generate(quick)
    pay(quick, move(quick, march, "confirm", "approve"))
    quick.at = datetime(2026, 4, 7, 9, 0)
    quick.reverse(done)
    (april,) = generate(quick, "202604", MAY_1)
    move(quick, april, "confirm", "approve")
    with refused("payment_too_much"):
        pay(quick, april, "B1", 100)
    assert pay(quick, april, "B1").amount == -march.payable
    assert payable_in_ledger(quick) == 0


def test_a_sheet_of_nothing_is_closed_without_entries(quick: Desk) -> None:
    quick.clinic(RETIRED, "10.00")
    (sheet,) = generate(quick)
    assert sheet.payable == 0
    assert pay(quick, move(quick, sheet, "confirm", "approve")).amount == 0
    assert quick.read(lambda: quick.center.sheet(sheet.sheet_id)).state == "paid"


# -- applications (3203, 3204) --------------------------------------------------------------------------


def application(*sheets: Sheet, **changes: Any) -> ClearingApplication:
    figures = ("psntime", "medfee_sumamt", "med_sumfee", "fund_appy_sum", "cash_payamt", "acct_pay")
    sums = {name: sum(getattr(one, name) for one in sheets) for name in figures}
    fields: dict[str, Any] = {"setlym": "202603", "clr_type": "21", "clr_way": ""} | sums
    fields |= {"begndate": date(2026, 3, 1), "enddate": date(2026, 3, 31)}
    return ClearingApplication(**(fields | changes))


def apply(desk: Desk, asked: ClearingApplication) -> str:
    return office(desk, lambda: desk.center.apply_for_clearing(asked))


def test_an_application_confirms_the_sheets_of_its_type(desk: Desk) -> None:
    desk.stay(RETIRED, "8000.00")
    desk.stay(PENSIONER, "3000.00")
    desk.clinic(WORKER, "1500.00")
    sheets = generate(desk)
    stays = [one for one in sheets if one.clr_type == "21"]
    number = apply(desk, application(*stays))
    states = {one.clr_type: one.state for one in desk.read(lambda: desk.center.sheets("202603", HOSPITAL))}
    assert states == {"21": "confirmed", "11": "generated"}
    with refused("clearing_nothing"):
        apply(desk, application(*stays))
    office(desk, lambda: desk.center.revoke_application(number))
    assert {one.state for one in desk.read(lambda: desk.center.sheets("202603"))} == {"generated"}
    with refused("application_unknown"):
        office(desk, lambda: desk.center.revoke_application(number))


@pytest.mark.parametrize(
    ("name", "change", "text"),
    [
        ("medfee_sumamt", 1, "医疗费总额申请 8000.01，结算单 8000.00，相差 0.01 元"),
        ("fund_appy_sum", -1, "基金申报总额"),
        ("psntime", 1, "清算人次申请 2，结算单 1，相差 1"),
    ],
)
def test_an_application_a_fen_apart_says_in_what(quick: Desk, name: str, change: int, text: str) -> None:
    quick.stay(RETIRED, "8000.00")
    (sheet,) = generate(quick)
    with pytest.raises(HsafError, match="clearing_mismatch") as caught:
        apply(quick, application(sheet, **{name: getattr(sheet, name) + change}))
    assert text in caught.value.message
    assert quick.read(lambda: quick.center.sheet(sheet.sheet_id)).state == "generated"


def test_an_application_generates_the_sheets_that_are_missing(quick: Desk) -> None:
    quick.stay(RETIRED, "8000.00")
    (sheet,) = generate(quick)
    fresh = quick.elsewhere(CLINIC)
    fresh.at = datetime(2026, 3, 9, 9, 0)
    stay = fresh.stay(RESIDENT, "2000.00")
    asked = application(
        clr_type="21", psntime=1, medfee_sumamt=200_000, med_sumfee=200_000,
        fund_appy_sum=stay.info["fund_pay_sumamt"], cash_payamt=stay.info["psn_cash_pay"],
    )  # fmt: skip
    fresh.at = APRIL_1
    assert apply(fresh, asked)
    assert quick.read(lambda: quick.center.sheet(sheet.sheet_id)).state == "generated"


def test_an_approved_application_cannot_be_revoked(quick: Desk) -> None:
    quick.stay(RETIRED, "8000.00")
    (sheet,) = generate(quick)
    number = apply(quick, application(sheet))
    move(quick, sheet, "approve")
    with refused("step_wrong"):
        office(quick, lambda: quick.center.revoke_application(number))


def test_the_period_of_an_application_lies_in_its_month(quick: Desk) -> None:
    quick.stay(RETIRED, "8000.00")
    (sheet,) = generate(quick)
    for changes in (
        {"begndate": date(2026, 2, 28)},
        {"enddate": date(2026, 4, 1)},
        {"begndate": date(2026, 3, 31), "enddate": date(2026, 3, 1)},
    ):
        with refused("clearing_period_wrong"):
            apply(quick, application(sheet, **changes))


def test_under_a_quota_the_recognised_fees_are_what_person_and_funds_pay() -> None:
    amounts = {"medfee_sumamt": 1000, "psn_part_amt": 200, "fund_pay_sumamt": 700}
    assert recognised_fees("1", **amounts) == 1000
    assert [recognised_fees(way, **amounts) for way in ("8", "904", "915")] == [900] * 3
