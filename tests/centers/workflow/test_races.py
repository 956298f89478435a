"""Two people at once: one wins, the other is told so, and nothing happens twice."""

from __future__ import annotations

from typing import Any

import pytest

from hsaf.contract.errors import HsafError
from hsaf.testing.threads import at_once
from tests.centers.workflow.office import Office

CONFLICTS = {"workflow.task_gone", "workflow.instance_state", "workflow.too_late", "kernel.busy"}


def outcome(office: Office, who: str, action: str, instance_id: str, *args: Any) -> str:
    try:
        office.do(who, action, instance_id, *args)
    except HsafError as refusal:
        return refusal.code
    return "done"


@pytest.mark.parametrize("turn", range(5))
def test_two_reviewers_at_once(office: Office, turn: int) -> None:
    office.define("审批 | any | account:ben, account:cat")
    made = office.apply()
    told = at_once(2, lambda number: outcome(office, ("ben", "cat")[number], "approve", made))
    assert sorted(told) == ["done", "workflow.task_gone"]
    assert office.done == [("approved", made, 3)]
    assert [one["action"] for one in office.see("ann", made)["history"]] == ["apply", "approve"]


def test_everybody_of_an_all_of_step_at_once(office: Office) -> None:
    office.define("会签 | all | account:ben, account:cat, account:dan, account:eve")
    made = office.apply()
    told = at_once(4, lambda number: outcome(office, ("ben", "cat", "dan", "eve")[number], "approve", made))
    assert told == ["done"] * 4
    assert office.done == [("approved", made, 3)], "the last one brings it into force, once"


def test_a_double_click_approves_once(office: Office) -> None:
    office.define("初审 | any | account:ben\n复审 | any | account:cat")
    made = office.apply()
    told = at_once(4, lambda _: outcome(office, "ben", "approve", made))
    assert sorted(told) == ["done"] + ["workflow.task_gone"] * 3
    assert office.see("ann", made)["step_no"] == 2


@pytest.mark.parametrize("turn", range(5))
def test_withdrawn_and_approved_at_once(office: Office, turn: int) -> None:
    office.define("审批 | any | account:ben")
    made = office.apply()
    acts = (("ann", "withdraw"), ("ben", "approve"))
    told = at_once(2, lambda number: outcome(office, *acts[number], made))
    assert told.count("done") == 1
    assert set(told) - {"done"} <= CONFLICTS
    state = office.see("ann", made)["state"]
    assert (state, bool(office.done)) in (("withdrawn", False), ("approved", True))


def test_rolled_back_by_two_at_once(office: Office) -> None:
    office.define("审批 | any | account:ben")
    made = office.apply()
    office.do("ben", "approve", made)
    told = at_once(2, lambda number: outcome(office, ("dan", "eve")[number], "roll_back", made, "误批"))
    assert sorted(told) == ["done", "workflow.instance_state"]
    assert [word for word, *_ in office.done] == ["approved", "rolled_back"]


def test_two_reviewers_under_different_locks(office: Office) -> None:
    """Even a caller who forgot the instance's lock cannot decide twice: the statements name the state they leave."""
    office.define("审批 | any | account:ben, account:cat")
    made = office.apply()

    def approve(number: int) -> str:
        who = ("ben", "cat")[number]
        try:
            office.as_(who, lambda: office.center.approve(made), f"other:{number}")
        except HsafError as refusal:
            return refusal.code
        return "done"

    told = at_once(2, approve)
    assert told.count("done") == 1
    assert set(told) - {"done"} <= CONFLICTS
    assert len([one for one in office.see("ann", made)["history"] if one["action"] == "approve"]) == 1
