"""Who gets an application, in which order, and what happens at the end."""

from __future__ import annotations

from datetime import timedelta

import pytest

from hsaf.contract.errors import HsafError
from tests.centers.workflow.office import BEGIN, Office


def test_two_levels_bring_an_application_into_force(office: Office) -> None:
    office.define()
    made = office.apply()
    assert office.box("ben") == office.box("cat") == [made], "any of the city's reviewers"
    assert office.box("fay") == [], "another city's reviewer"
    assert office.box("ann2") == [], "the applicant under another account"
    assert office.box("dan") == [], "not the second level's turn"

    office.do("ben", "approve", made, "同意")
    assert office.box("cat") == []
    assert office.box("ben", "done") == [made]
    assert office.box("dan") == office.box("eve") == [made]
    office.do("dan", "approve", made)
    assert office.done == [], "every one of the second level has to agree"
    office.do("eve", "approve", made)

    assert office.done == [("approved", made, 3)]
    shown = office.see("ann", made)
    assert shown["state"] == "approved"
    assert shown["payload"] == {"days": 3}
    assert [(one["action"], one["actor"], one["step_name"]) for one in shown["history"]] == [
        ("apply", "ann", "申请"),
        ("approve", "ben", "初审"),
        ("approve", "dan", "会签"),
        ("approve", "eve", "会签"),
    ]
    assert [[person["state"] for person in step["people"]] for step in shown["steps"]] == [
        ["approved", "skipped"],
        ["approved", "approved"],
    ]


def test_returned_corrected_and_approved(office: Office) -> None:
    office.define()
    made = office.apply(days=20)
    with pytest.raises(HsafError, match="退回须填写意见"):
        office.do("ben", "send_back", made, "  ")
    office.do("ben", "send_back", made, "天数过多")
    assert office.box("cat") == []
    assert office.see("ann", made)["may"] == ["resubmit", "withdraw"]

    office.do("ann", "resubmit", made, "休假 2 天", {"days": 2})
    for who in ("cat", "dan", "eve"):
        office.do(who, "approve", made)
    assert office.done == [("approved", made, 2)]


def test_sent_back_to_an_earlier_step(office: Office) -> None:
    office.define()
    made = office.apply()
    office.do("ben", "approve", made)
    office.do("dan", "approve", made)
    with pytest.raises(HsafError, match="不能退回到第 2 步"):
        office.do("eve", "send_back", made, "再看看", 2)
    office.do("eve", "send_back", made, "再看看", 1)
    assert office.box("dan") == []
    assert office.box("ben") == [made]
    office.do("ben", "approve", made)
    office.do("eve", "approve", made)
    assert office.done == [], "the second level is asked anew, whoever agreed before"
    office.do("dan", "approve", made)
    assert office.done == [("approved", made, 3)]


def test_rejected_for_good(office: Office) -> None:
    office.define()
    made = office.apply()
    office.do("ben", "reject", made, "不符合规定")
    assert office.done == [("rejected", made, 3)]
    assert office.see("ann", made)["state"] == "rejected"
    with pytest.raises(HsafError, match="未通过"):
        office.do("ann", "resubmit", made, "再来", {"days": 1})


def test_nobody_judges_twice(office: Office) -> None:
    office.define("初审 | any | account:ben\n复审 | any | account:ben, account:cat")
    made = office.apply()
    office.do("ben", "approve", made)
    assert office.box("ben") == []
    assert office.box("cat") == [made]


def test_four_levels_and_not_a_fifth(office: Office) -> None:
    lines = [f"第{number}级 | any | account:{who}" for number, who in enumerate(("ben", "cat", "dan", "eve"), start=1)]
    office.define("\n".join(lines))
    made = office.apply()
    for who in ("ben", "cat", "dan", "eve"):
        office.do(who, "approve", made)
    assert office.done == [("approved", made, 3)]
    with pytest.raises(HsafError, match="1 至 4 级，现有 5 级"):
        office.define("\n".join([*lines, lines[0]]))


def test_what_can_never_be_is_refused_at_once(office: Office) -> None:
    with pytest.raises(HsafError, match="没有已发布且在有效期内的定义"):
        office.apply()
    office.define("自审 | any | account:ann")
    with pytest.raises(HsafError, match="没有可办理的人员"):
        office.apply()
    office.define("无权 | any | account:out")
    with pytest.raises(HsafError, match="没有可办理的人员"):
        office.apply()
    office.define()
    with pytest.raises(HsafError, match="超过 30 天"):
        office.apply(days=31)
    assert office.box("ann", "mine") == []


def test_a_refusal_of_the_owner_leaves_the_last_approval_undone(office: Office) -> None:
    office.define("审批 | any | account:ben")
    made = office.apply()
    office.refuse = "额度已满"
    with pytest.raises(HsafError, match="额度已满"):
        office.do("ben", "approve", made)
    assert office.box("ben") == [made]
    assert len(office.see("ann", made)["history"]) == 1
    office.refuse = ""
    office.do("ben", "approve", made)
    assert office.done == [("approved", made, 3)]


def test_rolled_back_by_the_owners_compensation(office: Office) -> None:
    office.define("审批 | any | account:ben")
    made = office.apply()
    with pytest.raises(HsafError, match="审批中"):
        office.do("dan", "roll_back", made, "误批")
    office.do("ben", "approve", made)
    with pytest.raises(HsafError, match="申请不存在"):
        office.do("fay", "roll_back", made, "误批")
    office.do("dan", "roll_back", made, "误批")
    assert [word for word, *_ in office.done] == ["approved", "rolled_back"]
    with pytest.raises(HsafError, match="已回退"):
        office.do("dan", "roll_back", made, "误批")


def test_a_version_holds_for_the_applications_that_began_with_it(office: Office) -> None:
    first = office.define("审批 | any | account:ben")
    made = office.apply()
    office.define("审批 | any | account:cat")
    later = office.apply()
    assert (office.box("ben"), office.box("cat")) == ([made], [later])
    with pytest.raises(HsafError, match=f"第 {first} 版为“已发布”，不能修改"):
        office.as_(
            "dan", lambda: office.center.save_definition("leave", "休假", BEGIN, "a | any | account:ben", version=first)
        )
    tomorrow = office.harness.clock.now().date() + timedelta(days=1)
    office.define("审批 | any | account:dan", begin=tomorrow)
    office.apply()
    assert office.box("dan") == [], "not in force before its day"


@pytest.mark.parametrize(
    ("steps", "told"),
    [
        ("审批 | some | account:ben", "应为 any（或签）或 all（会签）"),
        ("审批 | any", "应写成"),
        ("审批 | any | ben", "应写成 role:编码"),
        ("审批 | any | account:nobody", "人员 nobody 不存在"),
        ("审批 | any | role:nobody", "角色 nobody 不存在"),
        ("审批 | any | role:judge@mars", "应写成"),
        ("", "1 至 4 级，现有 0 级"),
    ],
)
def test_a_wrong_definition_is_named(office: Office, steps: str, told: str) -> None:
    with pytest.raises(HsafError) as refused:
        office.define(steps)
    assert told in refused.value.message
    assert refused.value.params["field"] == "steps"
