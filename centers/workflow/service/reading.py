"""What people see of applications: boxes, counts, and one with its steps and history."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from centers.workflow.contract.errors import INSTANCE_UNKNOWN
from centers.workflow.contract.v1 import (
    ANY,
    APPROVED,
    RETURNED,
    RUNNING,
    TODO,
    WITHDRAWN,
    Definition,
)
from centers.workflow.data.boxes import Asked, BoxRepository, Stands, as_row
from centers.workflow.data.tasks import APPROVED as DONE
from centers.workflow.data.tasks import CANCELLED, OPEN, SUPERSEDED, Person
from centers.workflow.service import desk as tools
from centers.workflow.service.caller import person, principal, today
from centers.workflow.service.desk import Desk, Row
from hsaf.contract.paging import Page, Paging


class Reading:
    def __init__(self, desk: Desk, boxes: BoxRepository) -> None:
        self._desk = desk
        self._boxes = boxes

    def box(self, paging: Paging, box: str = TODO, business: str = "", state: str = "", text: str = "") -> Page:
        paging.require_sound()
        asked = Asked(box or TODO, business, state, text.strip(), principal().admdvs)
        page = self._boxes.page(asked, self._stands(), paging)
        claims = self._boxes.claims([one["instance_id"] for one in page.rows])
        return Page([self._listed(one, claims) for one in page.rows], page.total, paging)

    def todo_count(self) -> int:
        return self._boxes.todo_count(self._stands())

    def instance(self, instance_id: str, every: bool = False) -> Mapping[str, Any]:
        row = self._desk.require(instance_id)
        tasks = self._desk.tasks.seen(instance_id)
        who = person()
        open_task = self._desk.open_to(row, [one for one in tasks if one["state"] == OPEN], who)
        supervised = every and principal().sees_area(row["admdvs"])
        if not (supervised or open_task or self._desk.related(row, tasks, who)):
            raise INSTANCE_UNKNOWN()
        definition = self._desk.version_of(row)
        return {
            **self._listed(as_row(dict(row)), _claims(tasks)),
            "payload": row["payload"],
            "steps": [_step(definition, number, row, tasks) for number in range(1, len(definition.steps) + 1)],
            "history": self._desk.instances.history(instance_id),
            "may": [
                *_may_applicant(row, tasks, who),
                *self._may_reviewer(row, tasks, open_task),
                *_may_watch(row, supervised),
            ],
        }

    def _may_reviewer(self, row: Row, tasks: Sequence[Row], task: Row | None) -> list[str]:
        if task is None:
            return ["take_back"] if _may_take_back(row, tasks, person()) else []
        taken = any(one["claimed"] for one in tasks if one["state"] == OPEN and one["task_id"] != task["task_id"])
        any_of = self._desk.step(row).mode == ANY
        if taken and any_of:
            return []
        claims = [] if not any_of else ["release" if task["claimed"] else "claim"]
        return ["approve", "return", "reject", *claims, "delegate", "transfer"]

    def _listed(self, row: Mapping[str, Any], claims: Mapping[str, str]) -> dict[str, Any]:
        steps = self._desk.version_of(row).steps
        shown = {name: value for name, value in row.items() if name != "instance_id"}
        number = row["step_no"]
        return {
            "id": row["instance_id"],
            **shown,
            "step_name": steps[number - 1].name if number else "申请人",
            "claimed_by": claims.get(row["instance_id"], ""),
        }

    def _stands(self) -> Stands:
        account = principal().account
        return Stands(account, self._desk.delegations.to(account, today()))


def _claims(tasks: Sequence[Row]) -> dict[str, str]:
    return {one["instance_id"]: one["assignee_name"] for one in tasks if one["state"] == OPEN and one["claimed"]}


def _step(definition: Definition, number: int, row: Row, tasks: Sequence[Row]) -> dict[str, Any]:
    step = definition.steps[number - 1]
    hidden = (SUPERSEDED, CANCELLED)
    mine = [one for one in tasks if one["step_no"] == number and one["state"] not in hidden]
    done = row["step_no"] > number or row["state"] == APPROVED
    current = row["step_no"] == number and row["state"] == RUNNING
    return {
        "no": number,
        "name": step.name,
        "mode": step.mode,
        "state": "current" if current else "done" if done else "waiting",
        "people": [_task(one) for one in mine],
    }


def _task(one: Row) -> dict[str, Any]:
    return {
        "account": one["done_by"] or one["assignee"],
        "name": one["done_name"] or one["assignee_name"],
        "for_name": one["principal_name"]
        if one["principal"]
        else one["assignee_name"]
        if one["done_by"] not in ("", one["assignee"])
        else "",
        "state": one["state"],
        "claimed": one["claimed"],
        "done_at": one["done_at"],
    }


def _may_applicant(row: Row, tasks: Sequence[Row], who: Person) -> list[str]:
    if row["applicant"] != who.account:
        return []
    if row["state"] in (RETURNED, WITHDRAWN):
        return ["resubmit", *(["withdraw"] if row["state"] == RETURNED else [])]
    if row["state"] != RUNNING:
        return []
    touched = any(one["state"] in (DONE, tools.RETURNED) or (one["state"] == OPEN and one["claimed"]) for one in tasks)
    return ["remind", *([] if touched else ["withdraw"])]


def _may_take_back(row: Row, tasks: Sequence[Row], who: Person) -> bool:
    mine = [one["step_no"] for one in tasks if one["done_by"] == who.account and one["state"] == DONE]
    if not mine or row["state"] != RUNNING:
        return False
    later = [one for one in tasks if one["step_no"] > mine[-1]]
    return not any(one["state"] in (DONE, tools.RETURNED) or (one["state"] == OPEN and one["claimed"]) for one in later)


def _may_watch(row: Row, supervised: bool) -> list[str]:
    if not supervised:
        return []
    ends = {
        RUNNING: ["reassign", "terminate"],
        RETURNED: ["terminate"],
        WITHDRAWN: ["terminate"],
        APPROVED: ["rollback"],
    }
    return ends.get(row["state"], [])
