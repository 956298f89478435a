"""Reviewed records: 维护 → 初审 → 复审, four eyes, and the row in force until both have passed."""

from __future__ import annotations

from typing import Any

import pytest

from hsaf.contract.errors import HsafError
from hsaf.contract.paging import Paging
from tests.records.office import Office, expert


def refused(code: str):
    return pytest.raises(HsafError, match=code)


def test_a_new_record_comes_into_force_after_two_reviews(office: Office):
    id = office.add("clerk", "expert", expert(1))
    states = [office.row("clerk", "expert", id)["state"]]
    for who, event, *args in (
        ("clerk", "submit"),
        ("first", "review", "review1", "pass", "材料齐全"),
        ("second", "review", "review2", "pass", "同意"),
    ):
        office.act(who, "expert", id, event, *args)
        states.append(office.row("clerk", "expert", id)["state"])

    assert states == ["draft", "review1", "review2", "effective"]
    (change,) = office.history("clerk", "expert", id)
    assert [(one.action, one.account, one.text) for one in change.opinions] == [
        ("submit", "clerk", ""),
        ("review1", "first", "材料齐全"),
        ("review2", "second", "同意"),
    ]
    assert (change.state, change.version_no, change.maintainer_name) == ("effective", 1, "经办")


def test_an_edit_waits_while_the_row_in_force_stays(office: Office):
    id = office.effective("expert", expert(1))

    office.edit("clerk", "expert", id, {"specialty": "02"})
    office.act("clerk", "expert", id, "submit")
    office.act("first", "expert", id, "review", "review1", "pass")

    detail = office.detail("clerk", "expert", id)
    assert (detail.row["state"], detail.row["specialty"]) == ("effective", "01")
    assert (detail.row["pending_action"], detail.row["pending_state"]) == ("edit", "review2")
    assert (detail.change.before, detail.change.after) == ({"specialty": "01"}, {"specialty": "02"})

    office.act("second", "expert", id, "review", "review2", "pass")

    detail = office.detail("clerk", "expert", id)
    assert (detail.row["specialty"], detail.row["version_no"], detail.row["pending"]) == ("02", 2, "")
    assert detail.change is None


@pytest.mark.parametrize(
    ("who", "step", "did"), [("clerk", "review1", "维护"), ("clerk", "review2", "维护"), ("first", "review2", "初审")]
)
def test_nobody_judges_what_they_did_themselves(office: Office, who: str, step: str, did: str):
    id = office.add("clerk", "expert", expert(1))
    office.act("clerk", "expert", id, "submit")
    if step == "review2":
        office.act("first", "expert", id, "review", "review1", "pass")

    with refused(f"您已{did}"):
        office.act(who, "expert", id, "review", step, "pass")
    with refused(f"您已{did}"):
        office.act(who, "expert", id, "give_back", "不妥")


def test_a_review_happens_at_its_own_step(office: Office):
    id = office.add("clerk", "expert", expert(1))

    with refused("当前为“草稿”，不能初审"):
        office.act("first", "expert", id, "review", "review1", "pass")
    office.act("clerk", "expert", id, "submit")
    with refused("当前为“待初审”，不能复审"):
        office.act("second", "expert", id, "review", "review2", "pass")


def test_a_returned_change_is_corrected_and_reviewed_anew(office: Office):
    id = office.add("clerk", "expert", expert(1))
    office.act("clerk", "expert", id, "submit")
    office.act("first", "expert", id, "review", "review1", "pass")
    with refused("退回须填写意见"):
        office.act("second", "expert", id, "review", "review2", "return")
    office.act("second", "expert", id, "review", "review2", "return", "聘期有误")
    assert office.row("clerk", "expert", id)["state"] == "returned"

    with refused("只有维护人 经办 本人可以保存"):
        office.edit("first", "expert", id, {"specialty": "02"})
    office.edit("clerk", "expert", id, {"specialty": "02"})
    office.act("clerk", "expert", id, "submit")
    office.act("second", "expert", id, "review", "review1", "pass")  # who returned it may pass it first
    office.act("first", "expert", id, "review", "review2", "pass")

    row = office.row("clerk", "expert", id)
    assert (row["state"], row["specialty"]) == ("effective", "02")


def test_only_the_maintainer_withdraws(office: Office):
    id = office.add("clerk", "expert", expert(1))
    office.act("clerk", "expert", id, "submit")

    with refused("records.not_maintainer"):
        office.act("first", "expert", id, "withdraw")
    office.act("clerk", "expert", id, "withdraw")

    assert office.row("clerk", "expert", id)["state"] == "draft"


def test_a_reviewer_judges_what_they_saw(office: Office):
    id = office.add("clerk", "expert", expert(1))
    office.act("clerk", "expert", id, "submit")
    seen = office.row("first", "expert", id)["version"]
    office.act("clerk", "expert", id, "withdraw")
    office.edit("clerk", "expert", id, {"specialty": "03"})
    office.act("clerk", "expert", id, "submit")

    with refused("records.changed"):
        office.act("first", "expert", id, "review", "review1", "pass", version=seen)


def test_one_change_at_a_time(office: Office):
    id = office.effective("expert", expert(1))
    office.edit("clerk", "expert", id, {"specialty": "02"})

    with refused("有一项变更正在办理（草稿）"):
        office.act("clerk", "expert", id, "void", "重复")
    office.act("clerk", "expert", id, "submit")
    with refused("当前为“待初审”，不能保存"):
        office.edit("clerk", "expert", id, {"specialty": "03"})


def test_voiding_is_reviewed_too(office: Office):
    id = office.effective("expert", expert(1))
    office.act("clerk", "expert", id, "void", "调离")

    assert office.row("clerk", "expert", id)["state"] == "effective"
    office.act("first", "expert", id, "review", "review1", "pass")
    with refused("有一项变更正在办理"):
        office.edit("clerk", "expert", id, {"specialty": "02"})
    office.act("second", "expert", id, "review", "review2", "pass")

    assert office.row("clerk", "expert", id)["state"] == "void"
    assert office.rules.void == [id]
    office.effective("expert", expert(1))  # the key is free again


def test_a_change_given_up_leaves_the_row_as_it_was(office: Office):
    id = office.effective("expert", expert(1))
    office.edit("clerk", "expert", id, {"certno": expert(2)["certno"]})

    office.act("clerk", "expert", id, "discard")

    row = office.row("clerk", "expert", id)
    assert (row["state"], row["pending"], row["version_no"]) == ("effective", "", 1)
    assert office.history("clerk", "expert", id)[0].state == "discarded"
    office.add("clerk", "expert", expert(2))
    with refused("records.key_taken"):
        office.add("clerk", "expert", expert(1))


@pytest.mark.parametrize(("event", "args"), [("discard", ()), ("void", ("录错",))])
def test_a_record_that_never_was_in_force_becomes_void_at_once(office: Office, event: str, args: tuple[Any, ...]):
    id = office.add("clerk", "expert", expert(1))

    office.act("clerk", "expert", id, event, *args)

    assert office.row("clerk", "expert", id)["state"] == "void"
    assert office.rules.void == []
    office.add("clerk", "expert", expert(1))


def test_keys_are_unique_also_against_pending_changes(office: Office):
    id = office.effective("expert", expert(1))
    office.add("clerk", "expert", expert(2))

    with refused("records.key_taken"):
        office.edit("clerk", "expert", id, {"certno": expert(2)["certno"]})
    office.edit("clerk", "expert", id, {"certno": expert(3)["certno"]})
    for number in (1, 3):
        with refused("records.key_taken") as caught:
            office.add("first", "expert", expert(number))
        assert expert(number)["certno"] not in caught.value.message


def test_a_passed_change_gives_up_the_key_it_left(office: Office):
    id = office.effective("expert", expert(1))
    office.edit("clerk", "expert", id, {"certno": expert(2)["certno"]})
    office.pass_both("expert", id)

    office.add("clerk", "expert", expert(1))


def test_rules_of_the_center_are_asked_and_told(office: Office):
    with refused("到期日期：不能早于聘任日期"):
        office.add("clerk", "expert", expert(1, end_on="2025-01-01"))

    id = office.effective("expert", expert(1))
    office.edit("clerk", "expert", id, {"specialty": "02"})
    office.pass_both("expert", id)

    (first, before), (second, changed) = office.rules.effective
    assert (first, before, second) == (id, None, id)
    assert changed is not None
    assert changed["specialty"] == "01"


def test_a_rule_is_asked_again_when_a_change_comes_into_force(office: Office):
    id = office.add("clerk", "expert", expert(1))
    office.act("clerk", "expert", id, "submit")
    office.act("first", "expert", id, "review", "review1", "pass")
    office.rules.validate = lambda draft, current: [("specialty", "已停止聘任")]

    with refused("专业：已停止聘任"):
        office.act("second", "expert", id, "review", "review2", "pass")

    assert office.row("clerk", "expert", id)["state"] == "review2"


def waiting(office: Office, who: str, *steps: str) -> list[str]:
    todo = office.read(who, "expert", lambda records: records.pending("expert", steps, Paging(1, 20)))
    assert todo.total == len(todo.changes)
    return [change.record_id for change in todo.changes]


def test_everyone_finds_what_waits_for_them(office: Office):
    first, second, back = (office.add("clerk", "expert", expert(number)) for number in (1, 2, 3))
    for id in (first, second, back):
        office.act("clerk", "expert", id, "submit")
    office.act("first", "expert", second, "review", "review1", "pass")
    office.act("first", "expert", back, "give_back", "补材料")

    assert waiting(office, "first", "review1", "review2") == [first]
    assert waiting(office, "second", "review1", "review2") == [first, second]
    assert waiting(office, "second", "review1") == [first]
    assert waiting(office, "clerk", "review1", "review2", "returned") == [back]
    assert waiting(office, "district", "review1") == [first]
    assert waiting(office, "stranger", "review1", "review2", "returned") == []
    assert waiting(office, "clerk") == []


def test_the_buttons_of_a_row_fit_its_state_and_its_viewer(office: Office):
    id = office.add("clerk", "expert", expert(1))
    assert office.row("clerk", "expert", id)["may"] == ["save", "submit", "discard"]
    assert office.row("first", "expert", id)["may"] == []

    office.act("clerk", "expert", id, "submit")
    assert office.row("clerk", "expert", id)["may"] == ["withdraw"]
    assert office.row("first", "expert", id)["may"] == ["review1", "return"]

    office.act("first", "expert", id, "review", "review1", "pass")
    assert office.row("first", "expert", id)["may"] == []
    assert office.row("second", "expert", id)["may"] == ["review2", "return"]
