"""Personal accounts: who pays, in which order, and how much is left (benefit-settlement 4.6)."""

from __future__ import annotations

from datetime import date, datetime

from tests.centers.settlement.desk import (
    AUNT,
    CITY_CLINIC,
    FAMILY,
    PENSIONER,
    PHARMACY,
    RETIRED,
    SELF_PAID,
    UNCLE,
    WORKER,
    Desk,
    line,
    of_people,
)


def balances(desk: Desk) -> tuple[int, int]:
    return desk.balance(AUNT), desk.balance(UNCLE)


def test_the_own_account_pays_what_is_in_scope_and_cash_the_rest(desk: Desk) -> None:
    mdtrt_id = desk.register(WORKER, "310")
    desk.upload(WORKER, mdtrt_id, line(1, "400.00"), line(2, "38.60", code=SELF_PAID))
    info = desk.settle(WORKER, mdtrt_id, "438.60", "2207", acct_used_flag="1").info
    assert (info["acct_pay"], info["psn_cash_pay"]) == (info["psn_part_amt"] - 3860, 3860)
    assert info["balc"] == desk.balance(WORKER) == 51234 - info["acct_pay"]


def test_without_the_flag_the_account_is_left_alone_but_shown(desk: Desk) -> None:
    info = desk.clinic(WORKER, "400.00").info
    assert (info["acct_pay"], info["balc"]) == (0, 51234)


def test_an_exhausted_account_leaves_the_rest_to_cash(desk: Desk) -> None:
    shop = desk.elsewhere(PHARMACY)
    info = shop.buy(PENSIONER, line(1, "45.36"), total="45.36").info
    assert (info["acct_pay"], info["psn_cash_pay"], info["balc"]) == (3550, 986, 0)


def test_family_accounts_pay_in_order_of_binding(desk: Desk) -> None:
    clinic = desk.elsewhere(CITY_CLINIC)
    aunt, uncle = balances(desk)
    bill = aunt + 10_000  # residents: level 1 pays 0.60 up to 400 yuan
    info = clinic.clinic(FAMILY, f"{(bill + 40_000) // 100}.{(bill + 40_000) % 100:02d}", acct_used_flag="1").info
    assert info["acct_mulaid_pay"] == info["acct_pay"] > 0
    assert info["balc"] == 0
    assert balances(desk) == (0, uncle - (info["acct_pay"] - aunt))


def test_flag_two_spares_the_own_account(quick: Desk) -> None:
    """An employee bound to the aunt's account pays from there only."""
    binding = {
        "psn_no": WORKER,
        "bind_srt_no": "1",
        "acct_psn_no": AUNT,
        "patn_rlts": "1",
        "bind_time": "2026-02-01 08:00:00",
    }
    quick.harness.write(lambda: quick.enrollment.load("mutual_aid", [binding]))
    info = quick.clinic(WORKER, "100.00", acct_used_flag="2").info
    assert (info["acct_pay"], info["acct_mulaid_pay"], info["balc"]) == (10000, 10000, 51234)
    info = quick.clinic(WORKER, "100.00", acct_used_flag="1").info
    assert (info["acct_pay"], info["acct_mulaid_pay"]) == (10000, 0)


def test_a_binding_counts_from_the_day_it_was_made(quick: Desk) -> None:
    binding = {
        "psn_no": WORKER,
        "bind_srt_no": "1",
        "acct_psn_no": AUNT,
        "patn_rlts": "1",
        "bind_time": "2026-03-03 23:00:00",
    }
    quick.harness.write(lambda: quick.enrollment.load("mutual_aid", [binding]))
    assert quick.clinic(WORKER, "100.00", acct_used_flag="2").info["acct_pay"] == 0
    quick.at = datetime(2026, 3, 3, 8, 0)
    assert quick.clinic(WORKER, "100.00", acct_used_flag="2").info["acct_pay"] == 10000


def test_family_may_pay_for_medicines_too(quick: Desk) -> None:
    shop = quick.elsewhere(PHARMACY)
    assert shop.buy(FAMILY, line(1, "20.00"), total="20.00").info["acct_mulaid_pay"] == 2000


def test_accounts_are_opened_once_and_balanced_by_opening_capital(quick: Desk) -> None:
    assert quick.balance(RETIRED) == 480010
    again = lambda: quick.center.load_accounts(of_people("persons.csv"), date(2026, 1, 1))  # noqa: E731
    assert quick.harness.write(again) == 0
    trial = quick.trial()
    assert (trial.debit == trial.credit > 0, trial.broken) == (True, ())
