"""Section 5: reversals in and out of order; a person with two insurance types."""

from __future__ import annotations

from datetime import date

from tests.acceptance import cast as c
from tests.acceptance.cast import at, charge
from tests.acceptance.plays.stage import Stage, refuse_reversal


def reversals_in_order(stage: Stage) -> None:
    """5: reversals from the latest backwards restore accumulators and balances to the fen; lines settle again."""
    first = stage.stay(at(2, 6), charge("22000.22", at(2, 6)))
    second = stage.stay(at(3, 6), charge("95000.11", at(3, 6)), level=2)
    third = stage.stay(at(4, 6), charge("7000", at(4, 6)), level=1)
    refuse_reversal(stage, first, at(5, 1))
    refuse_reversal(stage, second, at(5, 1))
    for done, day in ((third, at(5, 2)), (second, at(5, 3)), (first, at(5, 4))):
        stage.desk.reverse(done, day)
        stage.desk.check(stage.person)
        stage.desk.check_stored(done)
        refuse_reversal(stage, done, c.later(day, hours=1), "already_reversed")
    again = stage.close(first.visit, at(5, 5), "0")
    assert again.bill == first.bill
    stage.finish()


def reversal_of_what_shares_nothing(stage: Stage) -> None:
    """5: only settlements that touched the same accumulators stand in the way of a reversal."""
    stay = stage.stay(at(2, 7), charge("3000", at(2, 7)))
    clinic = stage.visit(at(3, 7), charge("500", at(3, 7)), level=2)
    shop = stage.desk.buy(stage.person, stage.cast.pharmacy(stage.home), at(4, 7), [charge(20, at(4, 7))])
    if stage.person.identities_on(date(2026, 3, 7)):
        refuse_reversal(stage, stay, at(5, 7))
        stage.desk.reverse(clinic, at(5, 8))
    stage.desk.reverse(stay, at(5, 9))
    if not clinic.reversed:
        stage.desk.reverse(clinic, at(5, 10))
    stage.desk.reverse(shop, at(5, 11))
    stage.finish()


def mid_stay_reversals(stage: Stage) -> None:
    """5: after the reversal of a stay's settlements its deductible is fixed anew."""
    other = stage.desk.admit(stage.person, stage.hospital(3), at(2, 1))
    visit = stage.desk.admit(stage.person, stage.hospital(3), at(2, 2))
    stage.desk.upload(visit, [charge("500", at(2, 3))])
    mid = stage.close(visit, at(2, 4), mid=True)
    stage.desk.upload(visit, [charge("700", at(2, 5))])
    stage.desk.discharge(visit, at(2, 6))
    final = stage.close(visit, at(2, 7))
    refuse_reversal(stage, mid, at(2, 8))
    stage.desk.reverse(final, at(2, 8))
    stage.desk.check(stage.person)
    stage.desk.reverse(mid, at(2, 9))
    stage.desk.check(stage.person)
    stage.desk.upload(other, [charge("100", at(2, 9))])
    stage.close(other, at(2, 10), mid=True)
    again = stage.close(visit, at(2, 11))
    assert again.bill.medfee == 1200_00
    stage.finish()


def both_insurance_types(stage: Stage) -> None:
    """5: a person with both types settles under the type the message names; years are kept apart."""
    first = stage.stay(at(3, 3), charge("5000", at(3, 3)), insutype="310")
    stage.stay(at(4, 3), charge("5000", at(4, 3)), insutype="390")
    stage.visit(at(5, 3), charge("700", at(5, 3)), insutype="390", level=1)
    stage.visit(at(6, 3), charge("700", at(6, 3)), insutype="310", level=1)
    stage.desk.reverse(first, at(7, 3))
    stage.finish()
