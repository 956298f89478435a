"""HB-10.4.2 to .5: how experts come into the pool, are drawn so that all can check it, are told, and leave."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest

from hsaf.testing.spec import spec
from tests.scenarios.base_information.reviewed import Desk
from tests.scenarios.base_information.test_experts import expert
from tests.support.days import today
from tests.support.portal import Answer, Portal, Staff, opened

AT = "/api/f/base_information"
HERE = "990103"
"""A region without experts of the demonstration."""
MEETING = f"{today() + timedelta(days=7)}"
_days = itertools.count(30)
_numbers = itertools.count(1)


@pytest.fixture(scope="module")
def portal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Portal]:
    """A pool of its own."""
    with opened(tmp_path_factory.mktemp("experts")) as running:
        yield running


@pytest.fixture(scope="module")
def pool(portal: Portal) -> Desk:
    """Four pharmacists and two lawyers in the pool, one of the former of the hospital that is judged."""
    desk = Desk.of(portal, "expert")
    for number in range(4):
        place = "甲市第二人民医院" if number else "甲市第一人民医院"
        desk.approve(desk.add(expert(specialty="2", emp_name=place, account=f"expert{number}", admdvs=HERE)))
    for _ in range(2):
        desk.approve(desk.add(expert(specialty="7", emp_name="示范律师事务所", admdvs=HERE)))
    return desk


class Hall:
    """People at a draw: who opens it, who witnesses, who reviews."""

    def __init__(self, portal: Portal) -> None:
        def may(*operations: str) -> list[str]:
            return [f"base_information.expert_draw.{one}" for one in ("query", "candidates", *operations)]

        self.path = f"{AT}/expert_draw"
        self.clerk = portal.staff(
            *may("create", "draw", "answer", "replace", "submit", "cancel", "review", "verify"),
            "base_information.expert_draw.unmask",
            admdvs="990100",
        )
        self.witness = portal.staff(*may("draw", "verify", "review"), admdvs="990100")
        self.reviewer = portal.staff(*may("review", "verify"), admdvs="990100")
        self.elsewhere = portal.staff(*may("draw", "create"), admdvs="990200")

    def create(self, **changes: Any) -> Answer:
        day = today() + timedelta(days=next(_days))  # a day of its own: nobody is engaged elsewhere
        values = {"title": "目录评审", "admdvs": HERE, "meeting_on": f"{day}", "needs": "药学 2", **changes}
        return self.clerk.post(f"{self.path}/create", values)

    def opened(self, **changes: Any) -> str:
        made = self.create(**changes)
        assert made.status == 200, made.body
        number: str = made.body["row"]["draw_no"]
        return number

    def do(self, who: Staff, operation: str, number: str, **said: Any) -> Answer:
        return who.post(f"{self.path}/{operation}", {"draw_no": number, **said})

    def drawn(self, **changes: Any) -> str:
        number = self.opened(**changes)
        done = self.do(self.witness, "draw", number, witness_no="8848")
        assert done.status == 200, done.body
        return number

    def people(self, number: str, *seats: str) -> list[dict[str, Any]]:
        rows = self.clerk.get(f"{self.path}/candidates", draw_no=number).body["rows"]
        return [row for row in rows if row["seat"] in seats]

    def row(self, number: str) -> dict[str, Any]:
        rows = self.clerk.get(self.path, size=100).body["rows"]
        return next(row for row in rows if row["draw_no"] == number)

    def say(self, number: str, expt_no: str, accepted: bool, **said: Any) -> Answer:
        return self.do(self.clerk, "answer", number, expt_no=expt_no, accepted=accepted, **said)

    def all_accept(self, number: str) -> None:
        for one in self.people(number, "invited"):
            assert self.say(number, one["expt_no"], accepted=True).status == 200


@pytest.fixture
def hall(portal: Portal, pool: Desk) -> Hall:
    return Hall(portal)


# -- applying -----------------------------------------------------------------------------------------


def application(**changes: Any) -> dict[str, Any]:
    values = expert()
    names = ("expt_name", "psn_cert_type", "certno", "tel", "emp_name", "specialty", "title_lv", "admdvs")
    return {
        **{name: values[name] for name in names},
        "appy_date": "2026-11-01",
        "appy_reason": "从事临床二十年",
        **changes,
    }


@spec("HB-10.4.2")
def test_whose_application_is_accepted_becomes_an_expert(portal: Portal, pool: Desk) -> None:
    desk = Desk.of(portal, "expert_application")
    values = application(emp_name=f"申报医院{next(_numbers)}")
    id = desk.add(values)
    number = desk.row(id)["expt_no"]
    assert pool.clerk.get(pool.path, expt_no=number).body["total"] == 0
    desk.approve(id)
    (found,) = pool.clerk.get(pool.path, expt_no=number).body["rows"]
    assert (found["state"], found["emp_name"], found["begndate"]) == (
        "effective",
        values["emp_name"],
        f"{today()}",
    )
    again = desk.clerk.post(desk.path, application(certno=values["certno"], appy_date="2026-11-02"))
    assert (again.status, again.body["field"]) == (422, "certno")
    assert "已是在库专家" in again.body["message"]


@spec("HB-10.4.2")
def test_an_application_that_is_returned_makes_nobody_an_expert(portal: Portal, pool: Desk) -> None:
    desk = Desk.of(portal, "expert_application")
    id = desk.add(application())
    number = desk.row(id)["expt_no"]
    desk.do(desk.clerk, id, "submit")
    desk.do(desk.first, id, "review1", decision="return", opinion="材料不全")
    assert pool.clerk.get(pool.path, expt_no=number).body["total"] == 0
    assert desk.clerk.post(desk.path, application(appy_reason="")).status == 422


@spec("HB-10.4.2")
def test_an_application_with_a_wrong_id_number_is_refused(portal: Portal) -> None:
    desk = Desk.of(portal, "expert_application")
    refused = desk.clerk.post(desk.path, application(certno="990101197001010000"))
    assert (refused.status, refused.body["field"]) == (422, "certno")


# -- drawing ------------------------------------------------------------------------------------------


@spec("HB-10.4.3")
def test_a_draw_runs_from_its_opening_to_the_review_and_can_be_checked_afterwards(hall: Hall) -> None:
    made = hall.create(avoid_units="第一人民医院").body["row"]
    number = made["draw_no"]
    assert {one["reason"] for one in hall.people(number, "excluded")} == {"回避单位 第一人民医院"}
    assert hall.do(hall.witness, "draw", number, witness_no="271828").body["row"]["invited"] == 2
    hall.all_accept(number)
    assert hall.do(hall.clerk, "submit", number).status == 200
    assert hall.row(number)["seed"] == ""
    assert hall.do(hall.reviewer, "review", number, passed=True).status == 200
    verified = hall.reviewer.get(f"{hall.path}/verify", draw_no=number).body["row"]
    assert verified["sound"] is True, verified
    shown = hall.row(number)
    assert (shown["state"], shown["seed_digest"]) == ("closed", made["seed_digest"])
    _check_by_hand(hall, number, shown)


def _check_by_hand(hall: Hall, number: str, shown: dict[str, Any]) -> None:
    """What anybody can do with the published seed and an SM3 of their own."""
    from gmssl import func, sm3

    def digest(text: str) -> str:
        return sm3.sm3_hash(func.bytes_to_list(text.encode()))

    assert digest(shown["seed"]) == shown["seed_digest"]
    free = hall.people(number, "accepted", "pool", "declined")
    ranks = {one["expt_no"]: digest(f"{shown['seed']}:{shown['witness_no']}:{one['expt_no']}") for one in free}
    assert all(one["rank_hex"] == ranks[one["expt_no"]] for one in free)
    pharmacists = sorted((one["expt_no"] for one in free if one["specialty"] == "2"), key=lambda no: ranks[no])
    assert {one["expt_no"] for one in free if one["seat"] == "accepted"} == set(pharmacists[:2])


@spec("HB-10.4.3")
def test_who_declines_is_replaced_by_the_next_in_order_until_nobody_is_left(hall: Hall) -> None:
    number = hall.drawn(needs="法律 1")
    (first,) = hall.people(number, "invited")
    assert hall.say(number, first["expt_no"], accepted=False).body["code"] == "base_info.opinion_needed"
    assert hall.say(number, first["expt_no"], accepted=False, reason="出差").status == 200
    (second,) = hall.people(number, "invited")
    assert second["replaces"] == first["expt_no"]
    assert hall.say(number, first["expt_no"], accepted=True).body["code"] == "base_info.invitation_unknown"
    hall.say(number, second["expt_no"], accepted=False, reason="回避")
    assert hall.people(number, "invited") == []
    short = hall.do(hall.clerk, "submit", number)
    assert (short.status, short.body["code"]) == (409, "base_info.draw_state")
    assert hall.do(hall.clerk, "cancel", number, opinion="人数不足").status == 200
    assert hall.row(number)["state"] == "cancelled"


@spec("HB-10.4.3")
def test_who_lets_the_time_pass_is_replaced(portal: Portal, hall: Hall) -> None:
    number = hall.drawn(respond_hours=1)
    first, second = hall.people(number, "invited")
    with portal.later(timedelta(hours=2)):
        late = hall.say(number, first["expt_no"], accepted=True)
        assert (late.status, late.body["code"]) == (409, "base_info.invitation_late")
        done = hall.do(hall.clerk, "replace", number).body["row"]
    assert (done["replaced"], done["vacant"]) == (2, 0)
    assert {one["expt_no"] for one in hall.people(number, "overdue")} == {first["expt_no"], second["expt_no"]}
    hall.do(hall.clerk, "cancel", number, opinion="改期")


@spec("HB-10.4.3")
def test_opening_drawing_and_reviewing_are_three_people(hall: Hall) -> None:
    number = hall.opened()
    own = hall.do(hall.clerk, "draw", number, witness_no="1234")
    assert (own.status, own.body["code"]) == (409, "base_info.witness_same")
    hall.do(hall.witness, "draw", number, witness_no="1234")
    hall.all_accept(number)
    hall.do(hall.clerk, "submit", number)
    for who in (hall.clerk, hall.witness):
        refused = hall.do(who, "review", number, passed=True)
        assert (refused.status, refused.body["code"]) == (409, "base_info.draw_reviewer_same")
    assert hall.do(hall.reviewer, "review", number, passed=False).body["code"] == "base_info.opinion_needed"
    assert hall.do(hall.reviewer, "review", number, passed=False, opinion="名单有误").status == 200
    assert hall.row(number)["state"] == "running"
    hall.do(hall.clerk, "cancel", number, opinion="重新抽取")


@spec("HB-10.4.3")
def test_of_two_draws_at_once_one_counts(portal: Portal, hall: Hall) -> None:
    number = hall.opened()
    other = Hall(portal).witness
    with ThreadPoolExecutor(2) as threads:
        said = zip((hall.witness, other), ("1111", "2222"), strict=True)
        done = list(threads.map(lambda one: hall.do(one[0], "draw", number, witness_no=one[1]), said))
    assert sorted(one.status for one in done) == [200, 409]
    assert len(hall.people(number, "invited")) == 2
    hall.do(hall.clerk, "cancel", number, opinion="测试")


@spec("HB-10.4.3")
def test_an_expert_is_engaged_once_a_day(hall: Hall) -> None:
    number = hall.drawn(needs="法律 2", meeting_on=MEETING)
    refused = hall.create(needs="法律 1", meeting_on=MEETING)
    assert (refused.status, refused.body["code"]) == (422, "base_info.pool_short")
    hall.do(hall.clerk, "cancel", number, opinion="改期")
    again = hall.opened(needs="法律 1", meeting_on=MEETING)
    hall.do(hall.clerk, "cancel", again, opinion="测试")


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"needs": "药学"}, "base_info.need_wrong", "needs"),
        ({"needs": "中医 2"}, "base_info.need_wrong", "needs"),
        ({"needs": "药学 99"}, "base_info.pool_short", "needs"),
        ({"needs": "药学 4", "avoid_units": "甲市第一人民医院"}, "base_info.pool_short", "needs"),
        ({"meeting_on": "2020-01-01"}, "base_info.day_past", "meeting_on"),
        ({"admdvs": "990200"}, "records.out_of_scope", "admdvs"),
        ({"title": ""}, "functions.input_wrong", "title"),
        ({"respond_hours": -1}, "functions.input_wrong", "respond_hours"),
        ({"respond_hours": 721}, "functions.input_wrong", "respond_hours"),
    ],
)
def test_an_activity_that_cannot_be_is_refused(hall: Hall, changes: dict[str, Any], code: str, field: str) -> None:
    refused = hall.create(**changes)
    assert (refused.status, refused.body["code"], refused.body["field"]) == (422, code, field)


def test_another_region_neither_sees_nor_draws(hall: Hall) -> None:
    number = hall.opened()
    assert hall.elsewhere.get(hall.path).body["total"] == 0
    assert hall.do(hall.elsewhere, "draw", number, witness_no="1234").status == 404
    assert hall.row(number)["state"] == "open"


# -- messages -----------------------------------------------------------------------------------------


@spec("HB-10.4.5")
def test_an_expert_with_an_account_is_told_and_answers_himself(portal: Portal, hall: Hall) -> None:
    number = hall.drawn()
    one, other = hall.people(number, "invited")
    account = next(f"expert{n}" for n in range(4) if _invited(portal, f"expert{n}", number))
    expert_ = _expert(portal, account)
    letters = expert_.get("/api/f/unified_portal/message").body["rows"]
    assert any("专家邀请" in letter["title"] for letter in letters)
    assert expert_.post(f"{AT}/expert_invitation/answer", {"draw_no": number, "accepted": True}).status == 200
    twice = expert_.post(f"{AT}/expert_invitation/answer", {"draw_no": number, "accepted": True})
    assert (twice.status, twice.body["code"]) == (404, "base_info.invitation_unknown")
    assert len(hall.people(number, "accepted")) == 1
    desk = portal.staff(
        "base_information.expert_message.query", "base_information.expert_message.send", admdvs="990100"
    )
    sent = desk.get(f"{AT}/expert_message", draw_no=number).body["rows"]
    assert {row["expt_no"] for row in sent} == {one["expt_no"], other["expt_no"]}
    assert {row["kind"] for row in sent} == {"invite"}
    hall.do(hall.clerk, "cancel", number, opinion="改期")
    told = desk.get(f"{AT}/expert_message", draw_no=number, kind="cancel").body
    assert told["total"] == 2


def _expert(portal: Portal, account: str) -> Staff:
    permissions = ("base_information.expert_invitation.query", "base_information.expert_invitation.answer")
    return portal.staff(*permissions, "unified_portal.message.query", account=account, admdvs="990101")


def _invited(portal: Portal, account: str, number: str) -> bool:
    rows = _expert(portal, account).get(f"{AT}/expert_invitation").body["rows"]
    return any(row["draw_no"] == number and row["state"] == "invited" for row in rows)


@spec("HB-10.4.5")
def test_a_message_reaches_experts_of_ones_own_region_only(portal: Portal, pool: Desk) -> None:
    may = ("base_information.expert_message.query", "base_information.expert_message.send")
    desk, elsewhere = portal.staff(*may, admdvs="990100"), portal.staff(*may, admdvs="990200")
    number = pool.clerk.get(pool.path).body["rows"][0]["expt_no"]
    said = {"expt_no": number, "title": "培训通知", "body": "请参加年度培训"}
    assert desk.post(f"{AT}/expert_message/send", said).status == 200
    assert elsewhere.post(f"{AT}/expert_message/send", said).status == 404
    assert elsewhere.get(f"{AT}/expert_message").body["total"] == 0
    assert desk.get(f"{AT}/expert_message", expt_no=number, kind="notice").body["total"] >= 1


# -- leaving ------------------------------------------------------------------------------------------


def leaving(number: str, **changes: Any) -> dict[str, Any]:
    return {
        "expt_no": number,
        "leave_type": "1",
        "leave_reason": "本人申请退出",
        "leave_date": f"{today()}",
        "admdvs": HERE,
        **changes,
    }


@spec("HB-10.4.4")
def test_who_left_is_not_drawn_any_more(portal: Portal, pool: Desk, hall: Hall) -> None:
    values = expert(specialty="6", admdvs=HERE)
    pool.approve(pool.add(values))
    desk = Desk.of(portal, "expert_leaving")
    id = desk.add(leaving(values["expt_no"]))
    other = hall.opened(needs="信息技术 1")
    desk.approve(id)
    assert pool.clerk.get(pool.path, expt_no=values["expt_no"]).body["total"] == 0
    assert pool.clerk.get(pool.path, expt_no=values["expt_no"], state="void").body["total"] == 1
    assert hall.create(needs="信息技术 1").body["code"] == "base_info.pool_short"
    hall.do(hall.witness, "draw", other, witness_no="4321")
    assert hall.people(other, "invited") == []
    assert values["expt_no"] in {one["expt_no"] for one in hall.people(other, "left")}
    assert hall.reviewer.get(f"{hall.path}/verify", draw_no=other).body["row"]["sound"] is True


@spec("HB-10.4.4")
def test_nobody_leaves_from_a_later_day_on(portal: Portal, pool: Desk) -> None:
    values = expert(admdvs=HERE)
    pool.approve(pool.add(values))
    desk = Desk.of(portal, "expert_leaving")
    tomorrow = today() + timedelta(days=2)
    refused = desk.clerk.post(desk.path, leaving(values["expt_no"], leave_date=f"{tomorrow}"))
    assert (refused.status, refused.body["field"]) == (422, "leave_date")


@spec("HB-10.4.4")
def test_nobody_leaves_a_running_activity(portal: Portal, pool: Desk, hall: Hall) -> None:
    values = expert(specialty="5", admdvs=HERE)
    id = pool.add(values)
    pool.approve(id)
    desk = Desk.of(portal, "expert_leaving")
    request = desk.add(leaving(values["expt_no"]))
    number = hall.drawn(needs="财务与审计 1")
    desk.do(desk.clerk, request, "submit")
    desk.do(desk.first, request, "review1", decision="pass")
    refused = desk.do(desk.second, request, "review2", decision="pass")
    assert refused.status == 422
    assert number in refused.body["message"]
    pool.do(pool.clerk, id, "void", reason="出库")
    pool.do(pool.first, id, "review1", decision="pass")
    kept = pool.do(pool.second, id, "review2", decision="pass")
    assert (kept.status, kept.body["code"]) == (409, "base_info.expert_busy")
    assert desk.clerk.post(desk.path, leaving("NOBODY")).status == 422
