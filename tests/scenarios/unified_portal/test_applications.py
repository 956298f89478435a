"""Applying for a role and what waits for whom, over HTTP with the demo region's people (HB-01.4.17, HB-01.2.2)."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from hsaf.testing.spec import spec
from tests.scenarios.unified_portal.conftest import Who
from tests.support.portal import Answer
from tests.support.signed import Person

FUNCTION = "/api/f/unified_portal/role_application"


def apply(person: Person, role: str = "handler", **more: str) -> str:
    answer = person.post(FUNCTION, {"role_code": role, "reason": "工作需要", **more})
    assert answer.status == 200, answer.body
    return str(answer.body["row"]["id"])


def act(person: Person, made: str, action: str, **said: Any) -> Answer:
    return person.post(f"{FUNCTION}/{made}/{action}", said)


def state(person: Person, made: str) -> str:
    return str(person.get(f"{FUNCTION}/{made}").body["row"]["state"])


def waiting(person: Person, **asked: Any) -> list[str]:
    return [row["ref"] for row in person.get("/api/todos", size=200, **asked).body["rows"]]


@spec("HB-01.4.17", "HB-01.2.2", "HN-00.6.12")
def test_a_role_applied_for_is_had_after_the_last_approval(who: Who, somebody: Any) -> None:
    account, password = somebody("portal_user")
    person = who(account, password=password, identity=account)
    assert "handler" in [row["role_code"] for row in person.ask("role_application", "roles")["rows"]]
    assert person.get("/api/f/base_information/bank").status == 403

    made = apply(person)
    first, second, admin, auditor = who("reviewer1"), who("reviewer2"), who("admin"), who("auditor")
    assert made in waiting(first, kind="task")
    assert made in waiting(second)
    assert act(first, made, "return", opinion="").status == 422
    assert act(first, made, "return", opinion="请写明岗位").status == 200
    assert made not in waiting(second)
    corrected = {"role_code": "handler", "reason": "调到经办岗"}
    assert person.put(f"{FUNCTION}/{made}", corrected).status == 200

    assert act(second, made, "approve", opinion="同意").status == 200
    lost = act(first, made, "approve")
    assert (lost.status, lost.body["code"]) == (409, "workflow.task_gone")
    assert act(auditor, made, "approve").status == 200
    assert state(person, made) == "running"
    assert person.get("/api/f/base_information/bank").status == 403
    assert act(admin, made, "approve").status == 200
    assert state(person, made) == "approved"
    assert person.get("/api/f/base_information/bank").status == 200, "in force at once"
    assert made in waiting(admin, state="done")


@spec("HN-08.28", "XA-18.7")
def test_an_approved_application_is_rolled_back(who: Who, somebody: Any) -> None:
    account, password = somebody("portal_user")
    person = who(account, password=password, identity=account)
    made = apply(person)
    for one in ("reviewer1", "auditor", "admin"):
        assert act(who(one), made, "approve").status == 200
    assert act(who("reviewer1"), made, "rollback", opinion="误批").status == 403
    assert act(who("admin"), made, "rollback").status == 422
    assert act(who("admin"), made, "rollback", opinion="误批").status == 200
    assert state(person, made) == "rolled_back"
    assert person.get("/api/f/base_information/bank").status == 403
    history = person.get(f"{FUNCTION}/{made}").body["row"]["history"]
    assert (history[-1]["action"], history[-1]["opinion"]) == ("rollback", "误批")


@spec("HB-01.4.17")
def test_what_cannot_be_had_is_not_applied_for(who: Who) -> None:
    clerk = who("clerk")
    for role, code, status in (
        ("province_admin", "user.role_kind", 422),
        ("nothing", "user.role_unknown", 404),
        ("handler", "user.grant_twice", 409),
    ):
        answer = clerk.post(FUNCTION, {"role_code": role, "reason": "试试"})
        assert (answer.status, answer.body["code"], answer.body["field"]) == (status, code, "role_code")
    answer = clerk.post(FUNCTION, {"role_code": "auditor"})
    assert (answer.status, answer.body["field"]) == (422, "reason")


@spec("HB-01.4.17")
def test_strangers_see_nothing_of_it(who: Who) -> None:
    made = apply(who("clerk"), "auditor")
    for stranger in ("county", "hospital"):
        assert who(stranger).get(f"{FUNCTION}/{made}").status == 404
        assert made not in [row["id"] for row in who(stranger).ask("role_application", box="mine")["rows"]]
    assert act(who("county"), made, "withdraw").status == 404
    assert act(who("clerk"), made, "withdraw").status == 200
    assert made not in waiting(who("reviewer1"))


@spec("HN-00.6.12")
def test_processes_and_delegations_are_maintained(who: Who) -> None:
    admin = who("admin")
    body = {"process": "try_out", "name": "试用", "begin_date": "2026-01-01", "steps": "审批 | any | role:nothing"}
    answer = admin.do("process", "add", **body)
    assert (answer.status, answer.body["field"]) == (422, "steps")
    row = admin.done("process", "add", **body | {"steps": "审批 | 或签 | role:first_reviewer@area"})["row"]
    made = {"process": row["process"], "version": row["version"]}
    assert admin.do("process", "publish", **made).status == 200
    assert admin.do("process", "publish", **made).status == 409
    (row,) = admin.ask("process", process="try_out")["rows"]
    assert (row["state"], row["steps"]) == ("published", "审批 | any | role:first_reviewer@area")
    assert admin.do("process", "retire", **made).status == 200

    clerk = who("clerk")
    day = {"begin_date": "2026-01-01", "end_date": "2020-01-01"}
    assert clerk.do("delegation", "add", to_account="reviewer1", **day).status == 422


@spec("HB-01.2.2", "HB-01.3.1")
def test_reviews_of_records_are_among_the_to_dos(who: Who) -> None:
    clerk, reviewer = who("clerk"), who("reviewer1")
    bank = {"bank_code": "102990000077", "bank_name": "待办银行", "bank_type_code": "102", "admdvs": "990100"}
    added = clerk.post("/api/f/base_information/bank", bank)
    assert added.status == 200, added.body
    made = added.body["id"]
    assert made not in waiting(reviewer)
    assert clerk.post(f"/api/f/base_information/bank/{made}/submit", {}).status == 200
    before = reviewer.get("/api/todos").body["counts"]["review"]
    (row,) = [row for row in reviewer.get("/api/todos", kind="review", size=200).body["rows"] if row["ref"] == made]
    assert (row["page"], row["step"], row["from_name"]) == ("base_information.bank", "待初审", "周经办")
    assert "102990000077" in row["title"]
    assert made not in waiting(clerk), "not his own"
    assert made not in waiting(who("reviewer2")), "not yet"
    assert made not in waiting(who("county"))

    path = f"/api/f/base_information/bank/{made}/review1"
    assert reviewer.post(path, {"decision": "return", "opinion": "名称有误"}).status == 200
    assert reviewer.get("/api/todos").body["counts"]["review"] == before - 1
    (row,) = [row for row in clerk.get("/api/todos", size=200).body["rows"] if row["ref"] == made]
    assert row["step"] == "退回"
    done = reviewer.get("/api/todos", state="done", kind="review", size=200).body["rows"]
    (row,) = [row for row in done if row["ref"] == made]
    assert row["title"] == "银行退回：102990000077"
    assert row["page"] == "base_information.bank"
    assert made not in waiting(clerk, state="done")

    for step, who_does in (("submit", clerk), ("review1", reviewer), ("review2", who("reviewer2"))):
        said = {} if step == "submit" else {"decision": "pass"}
        assert who_does.post(f"/api/f/base_information/bank/{made}/{step}", said).status == 200
    version = clerk.get(f"/api/f/base_information/bank/{made}").body["row"]["version"]
    changed = {"version": version, "bank_name": "待办银行新名"}
    assert clerk.put(f"/api/f/base_information/bank/{made}", changed).status == 200
    assert clerk.post(f"/api/f/base_information/bank/{made}/submit", {}).status == 200
    (row,) = [row for row in reviewer.get("/api/todos", kind="review", size=200).body["rows"] if row["ref"] == made]
    assert row["title"] == "银行变更：102990000077", "named by its key, though the change leaves that alone"


@spec("HB-01.2.2")
def test_to_dos_by_page_and_kind(who: Who) -> None:
    made = [apply(who("county"), "first_reviewer"), apply(who("hospital"), "first_reviewer")]
    reviewer = who("reviewer1")
    found = reviewer.get("/api/todos", kind="task", size=1, page=1).body
    assert len(found["rows"]) == 1
    assert found["total"] == found["counts"]["task"] >= 2
    assert set(made) <= set(waiting(reviewer, page_code="unified_portal.role_application"))
    assert reviewer.get("/api/todos", kind="nothing").status == 422
    assert reviewer.get("/api/todos", page=0).status == 422


def test_what_an_application_came_with_is_given_to_who_sees_it(who: Who, somebody: Any) -> None:
    account, password = somebody("portal_user")
    person = who(account, password=password, identity=account)
    form = {"data": {"file": (BytesIO("证明".encode()), "a.pdf")}, "content_type": "multipart/form-data"}
    key = person.call("POST", "/api/files", **form).body["key"]
    made = apply(person, attachment=key)
    assert who("reviewer1").get(f"{FUNCTION}/{made}/files/{key}").content.decode() == "证明"
    assert who("reviewer1").get(f"{FUNCTION}/{made}/files/{'0' * 64}").status == 404
    other, secret = somebody("portal_user")
    assert who(other, password=secret, identity=other).get(f"{FUNCTION}/{made}/files/{key}").status == 404
