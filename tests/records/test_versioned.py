"""Versioned records: in force by publishing, back by rolling back."""

from __future__ import annotations

import pytest

from hsaf.contract.errors import HsafError
from tests.records.office import Office, tariff


def refused(code: str):
    return pytest.raises(HsafError, match=code)


def published(office: Office, price: str) -> str:
    id = office.add("clerk", "tariff", tariff(1, price))
    office.pass_both("tariff", id)
    office.act("clerk", "tariff", id, "publish")
    return id


def repriced(office: Office, id: str, price: str) -> None:
    office.edit("clerk", "tariff", id, {"price": price})
    office.pass_both("tariff", id)
    office.act("clerk", "tariff", id, "publish")


def now(office: Office, id: str) -> tuple[str, str, int]:
    row = office.row("clerk", "tariff", id)
    return row["state"], row["price"], row["version_no"]


def test_a_passed_change_waits_for_its_publication(office: Office):
    id = published(office, "10")
    office.edit("clerk", "tariff", id, {"price": "12"})
    office.pass_both("tariff", id)

    row = office.row("clerk", "tariff", id)
    assert (row["price"], row["pending_state"]) == ("10.00", "approved")
    office.act("first", "tariff", id, "publish")
    assert now(office, id) == ("published", "12.00", 2)


def test_an_approved_change_can_still_be_returned(office: Office):
    id = office.add("clerk", "tariff", tariff(1, "10"))
    office.pass_both("tariff", id)

    office.act("second", "tariff", id, "give_back", "暂缓")

    assert office.row("clerk", "tariff", id)["state"] == "returned"


def test_rolling_back_restores_the_version_before(office: Office):
    id = published(office, "10")
    repriced(office, id, "12")
    repriced(office, id, "15")

    with refused("回退须填写原因"):
        office.act("first", "tariff", id, "roll_back", "")
    office.act("first", "tariff", id, "roll_back", "定价有误")
    assert now(office, id) == ("published", "12.00", 2)
    office.act("first", "tariff", id, "roll_back", "再退")
    assert now(office, id) == ("published", "10.00", 1)
    assert [one.state for one in office.history("clerk", "tariff", id)] == ["rolled_back", "rolled_back", "published"]


def test_a_version_after_a_roll_back_has_a_number_of_its_own(office: Office):
    id = published(office, "10")
    repriced(office, id, "12")
    office.act("first", "tariff", id, "roll_back", "有误")

    repriced(office, id, "13")
    assert now(office, id) == ("published", "13.00", 3)

    office.act("first", "tariff", id, "roll_back", "仍有误")
    assert now(office, id) == ("published", "10.00", 1)


def test_the_first_version_rolled_back_leaves_none_in_force_until_another_is_published(office: Office):
    id = published(office, "10")
    office.act("first", "tariff", id, "roll_back", "误发布")

    assert now(office, id) == ("rolled_back", "10.00", 0)
    with refused("records.state"):
        office.act("first", "tariff", id, "roll_back", "再退")

    repriced(office, id, "11")
    assert now(office, id) == ("published", "11.00", 2)


def test_nothing_is_rolled_back_under_a_pending_change(office: Office):
    id = published(office, "10")
    office.edit("clerk", "tariff", id, {"price": "12"})

    with refused("records.pending"):
        office.act("first", "tariff", id, "roll_back", "有误")


def test_a_key_taken_meanwhile_stops_the_roll_back(office: Office):
    id = published(office, "10")
    office.edit("clerk", "tariff", id, {"tariff_no": "T2"})
    office.pass_both("tariff", id)
    office.act("clerk", "tariff", id, "publish")
    office.add("clerk", "tariff", tariff(1, "9"))

    with refused("records.key_taken"):
        office.act("first", "tariff", id, "roll_back", "有误")
    assert office.row("clerk", "tariff", id)["tariff_no"] == "T2"
