"""Taking back, claiming, delegating, transferring, reminding."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from centers.workflow.contract.v1 import DELEGATIONS
from hsaf.contract.errors import HsafError
from tests.centers.workflow.office import Office


def test_withdrawn_only_while_nobody_acted(office: Office) -> None:
    office.define()
    made = office.apply()
    with pytest.raises(HsafError, match="只有申请人本人"):
        office.do("ben", "withdraw", made)
    office.do("ann", "withdraw", made)
    assert office.box("ben") == []
    assert office.see("ann", made)["state"] == "withdrawn"
    office.do("ann", "resubmit", made, "休假", {"days": 1})
    office.do("ben", "claim", made)
    with pytest.raises(HsafError, match="本已在“初审”签收"):
        office.do("ann", "withdraw", made)
    office.do("ben", "approve", made)
    with pytest.raises(HsafError, match="本已在“初审”办理"):
        office.do("ann", "withdraw", made)


def test_an_approval_is_taken_back_while_nobody_followed(office: Office) -> None:
    office.define()
    made = office.apply()
    office.do("ben", "approve", made)
    assert "take_back" in office.see("ben", made)["may"]
    office.do("ben", "take_back", made)
    assert office.box("ben") == office.box("cat") == [made]
    assert office.box("dan") == []
    office.do("cat", "approve", made)
    office.do("dan", "approve", made)
    assert office.see("cat", made)["may"] == []
    with pytest.raises(HsafError, match="丹已在“会签”办理，不能再撤回"):
        office.do("cat", "take_back", made)
    office.do("dan", "take_back", made)
    office.do("eve", "approve", made)
    office.do("dan", "approve", made)
    assert office.done == [("approved", made, 3)]


def test_claimed_by_one_and_closed_to_the_others(office: Office) -> None:
    office.define()
    made = office.apply()
    office.do("ben", "claim", made)
    assert office.box("cat") == []
    assert office.box("ben") == [made]
    with pytest.raises(HsafError, match="已由本签收"):
        office.do("cat", "approve", made)
    office.do("ben", "release", made)
    office.do("cat", "approve", made)


def test_a_task_is_delegated_in_ones_own_name(office: Office) -> None:
    office.define("审批 | any | account:ben")
    made = office.apply()
    for account, why in (
        ("ann", "申请人本人"),
        ("ann2", "申请人本人"),
        ("out", "没有审批"),
        ("nobody", "不存在"),
        ("ben", "已是本步骤"),
    ):
        with pytest.raises(HsafError, match=why):
            office.do("ben", "delegate", made, account)
    office.do("ben", "delegate", made, "cat", "出差")
    assert office.box("ben") == []
    assert office.box("cat") == [made]
    office.do("cat", "approve", made)
    last = office.see("ann", made)["history"][-1]
    assert (last["actor"], last["for_account"], last["for_name"]) == ("cat", "ben", "本")


def test_a_task_is_transferred_for_good(office: Office) -> None:
    office.define("审批 | any | account:ben")
    made = office.apply()
    office.do("ben", "transfer", made, "cat")
    office.do("cat", "approve", made)
    assert office.see("ann", made)["history"][-1]["for_account"] == ""


def test_a_standing_delegation_holds_for_its_days(office: Office) -> None:
    office.define("审批 | any | account:ben")
    today = office.harness.clock.now().date()

    def give(to: str, begin: date, end: date) -> Any:
        return office.as_("ben", lambda: office.center.add_delegation(to, begin, end, "leave", "休假"), DELEGATIONS)

    made = office.apply()
    with pytest.raises(HsafError, match="终止日期"):
        give("cat", today, today - timedelta(days=1))
    with pytest.raises(HsafError, match="就是您本人"):
        give("ben", today, today)
    with pytest.raises(HsafError, match="没有流程 nothing"):
        office.as_("ben", lambda: office.center.add_delegation("cat", today, today, "nothing"), DELEGATIONS)
    kept = give("cat", today, today)["delegation_id"]
    with pytest.raises(HsafError, match="已有一项委托"):
        give("dan", today, today)
    assert office.box("cat") == [made] == office.box("ben"), "the delegate and who delegated"
    assert office.see("cat", made)["may"][0] == "approve"
    with pytest.raises(HsafError, match="没有这项委托"):
        office.as_("cat", lambda: office.center.end_delegation(kept), DELEGATIONS)
    office.as_("ben", lambda: office.center.end_delegation(kept), DELEGATIONS)
    assert office.box("cat") == []
    with pytest.raises(HsafError, match="申请不存在"):
        office.do("cat", "approve", made)
    give("cat", today, today)
    office.do("cat", "approve", made)
    assert office.see("ann", made)["history"][-1]["for_account"] == "ben"


def test_a_delegation_never_lets_the_applicant_judge_himself(office: Office) -> None:
    office.define("审批 | any | account:ben")
    today = office.harness.clock.now().date()
    office.as_("ben", lambda: office.center.add_delegation("cat", today, today), DELEGATIONS)
    made = office.apply("cat")
    assert office.box("cat") == []
    with pytest.raises(HsafError, match="不由您办理"):
        office.do("cat", "approve", made)


def test_nor_under_another_account_of_the_same_person(office: Office) -> None:
    office.define("审批 | any | account:ben")
    today = office.harness.clock.now().date()
    office.as_("ben", lambda: office.center.add_delegation("ann2", today, today), DELEGATIONS)
    made = office.apply("ann")
    with pytest.raises(HsafError, match="申请不存在"):
        office.do("ann2", "approve", made)


def test_more_candidates_than_can_be_asked_are_refused(office: Office) -> None:
    def crowd() -> None:
        names = [f"crowd{number}" for number in range(201)]
        columns = {"org_no": "C1", "admdvs": "990100", "certno": ""}
        office.worker.user.load("accounts", [{"account": name, "name": name, **columns} for name in names])
        office.worker.user.load("grants", [{"account": name, "role_code": "judge"} for name in names])

    office.harness.write(crowd)
    office.define()
    with pytest.raises(HsafError, match="有 203 名候选人，最多 200 名"):
        office.apply()


def test_reminded_now_and_then(office: Office) -> None:
    office.define()
    made = office.apply()
    office.do("ann", "remind", made)
    with pytest.raises(HsafError, match="每 60 分钟"):
        office.do("ann", "remind", made)
    office.harness.clock.advance(timedelta(minutes=61))
    office.do("ann", "remind", made)
    with pytest.raises(HsafError, match="只有申请人本人"):
        office.do("ben", "remind", made)


def test_reassigned_and_terminated_from_above(office: Office) -> None:
    office.define("审批 | any | account:ben")
    made = office.apply()
    with pytest.raises(HsafError, match="申请不存在"):
        office.do("fay", "reassign", made, "ben", "cat", "离职")
    with pytest.raises(HsafError, match="没有这项待办"):
        office.do("dan", "reassign", made, "cat", "cat", "离职")
    office.do("dan", "reassign", made, "ben", "cat", "离职")
    assert office.box("cat") == [made]
    office.do("dan", "terminate", made, "作废")
    assert office.box("cat") == []
    assert office.see("ann", made)["state"] == "terminated"


def test_an_application_is_nobody_elses_business(office: Office) -> None:
    office.define()
    made = office.apply()
    for who in ("fay", "out", "ann2"):
        with pytest.raises(HsafError, match="申请不存在"):
            office.see(who, made)
        with pytest.raises(HsafError, match="申请不存在"):
            office.do(who, "approve", made)
    with pytest.raises(HsafError, match="申请不存在"):
        office.see("fay", made, every=True)
    assert office.see("dan", made, every=True)["may"] == ["reassign", "terminate"]
    assert office.box("dan", "all") == [made]
    assert office.box("fay", "all") == []
