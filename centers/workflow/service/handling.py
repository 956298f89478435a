"""What reviewers do with the step they are asked about."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from centers.workflow.contract.errors import (
    CLAIMED,
    INSTANCE_UNKNOWN,
    RECEIVER_WRONG,
    STEP_WRONG,
    TASK_GONE,
    TOO_LATE_TO_WITHDRAW,
)
from centers.workflow.contract.v1 import ANY, REJECTED, RETURNED, RUNNING, Step
from centers.workflow.contract.v1 import APPROVED as PASSED
from centers.workflow.data.tasks import APPROVED, CANCELLED, OPEN, SKIPPED, SUPERSEDED, Person
from centers.workflow.service import desk as tools
from centers.workflow.service.caller import now, person, require_words
from centers.workflow.service.desk import NOBODY, Desk, Row, answer, stood_for


class Handling:
    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def claim(self, instance_id: str) -> Mapping[str, Any]:
        return self._claim(instance_id, "claim", claimed=True)

    def release(self, instance_id: str) -> Mapping[str, Any]:
        return self._claim(instance_id, "release", claimed=False)

    def approve(self, instance_id: str, opinion: str = "") -> Mapping[str, Any]:
        row, tasks, task = self._asked(instance_id)
        self._finish(row, task, APPROVED, "approve", opinion)
        step = self._desk.step(row)
        others = [one for one in tasks if one["state"] == OPEN and one["task_id"] != task["task_id"]]
        if step.mode == ANY:
            self._desk.tasks.sweep(instance_id, (OPEN, SKIPPED), [row["step_no"]])
        elif others:
            return answer(self._desk.move(row, "approve"))
        return answer(self._advance(row))

    def reject(self, instance_id: str, opinion: str) -> Mapping[str, Any]:
        opinion = require_words("reject", opinion)
        row, _, task = self._asked(instance_id)
        self._finish(row, task, REJECTED, "reject", opinion)
        self._desk.tasks.sweep(instance_id, (OPEN, CANCELLED), [row["step_no"]])
        moved = self._desk.move(row, "reject", state=REJECTED)
        owner = self._desk.business(row["business"])
        if owner.rejected is not None:
            owner.rejected(self._desk.application(moved))
        self._desk.tell(moved, [row["applicant"]], "ended")
        return answer(moved)

    def send_back(self, instance_id: str, opinion: str, step: int = 0) -> Mapping[str, Any]:
        opinion = require_words("return", opinion)
        row, tasks, task = self._asked(instance_id)
        if not 0 <= step < row["step_no"]:
            raise STEP_WRONG(step=step, field="step")
        self._finish(row, task, tools.RETURNED, "return", opinion)
        self._desk.tasks.sweep(instance_id, (OPEN, CANCELLED), [row["step_no"]])
        if step == 0:
            moved = self._desk.move(row, "return", state=RETURNED, step_no=0)
            self._desk.tell(moved, [row["applicant"]], "returned")
            return answer(moved)
        again = range(step, row["step_no"] + 1)
        for state in (APPROVED, SKIPPED):
            self._desk.tasks.sweep(instance_id, (state, SUPERSEDED), again)
        moved = self._desk.move(row, "return", step_no=step)
        self._desk.open_step(moved, step, tasks)
        return answer(moved)

    def take_back(self, instance_id: str) -> Mapping[str, Any]:
        row = self._desk.require(instance_id)
        tasks = self._desk.tasks.of(instance_id)
        mine = [one for one in tasks if one["done_by"] == person().account and one["state"] == APPROVED]
        if not mine:
            raise INSTANCE_UNKNOWN()
        self._desk.require_state(row, (RUNNING,), "take_back")
        task, step_no = mine[-1], mine[-1]["step_no"]
        self._require_unfollowed(row, tasks, step_no)
        if row["step_no"] > step_no:
            self._desk.tasks.sweep(instance_id, (OPEN, CANCELLED), [row["step_no"]])
            self._desk.tasks.drop_cancelled(instance_id, row["step_no"])
        self._desk.tasks.sweep(instance_id, (SKIPPED, OPEN), [step_no])
        if not self._desk.tasks.reopen(task["task_id"]):
            raise TASK_GONE(who="他人", did="变更")
        moved = self._desk.move(row, "take_back", step_no=step_no)
        self._desk.note(moved, "take_back")
        return answer(moved)

    def delegate(self, instance_id: str, account: str, opinion: str = "") -> Mapping[str, Any]:
        row, tasks, task = self._asked(instance_id)
        principal = Person(task["principal"] or task["assignee"], task["principal_name"] or task["assignee_name"])
        return self.pass_on(row, tasks, task, account, ("delegate", opinion, principal))

    def transfer(self, instance_id: str, account: str, opinion: str = "") -> Mapping[str, Any]:
        row, tasks, task = self._asked(instance_id)
        return self.pass_on(row, tasks, task, account, ("transfer", opinion, NOBODY))

    def pass_on(
        self, row: Row, tasks: Sequence[Row], task: Row, account: str, said: tuple[str, str, Person]
    ) -> Mapping[str, Any]:
        """Give an open task to somebody else; ``said`` is action, opinion and in whose name he will act."""
        action, opinion, principal = said
        receiver = self._receiver(row, tasks, account)
        if not self._desk.tasks.pass_on(task["task_id"], receiver, principal):
            raise TASK_GONE(who="他人", did="办理")
        self._desk.note(row, action, f"交给 {receiver.name}（{account}）{'：' if opinion.strip() else ''}{opinion}")
        self._desk.tell(row, [receiver.account], "opened")
        return answer(self._desk.move(row, action))

    # -- inside -------------------------------------------------------------------------------------

    def _asked(self, instance_id: str) -> tuple[Row, Sequence[Row], Row]:
        """The instance, its tasks, and the caller's."""
        row = self._desk.require(instance_id)
        tasks = self._desk.tasks.of(instance_id)
        return row, tasks, self._desk.mine(row, tasks)

    def _claim(self, instance_id: str, action: str, *, claimed: bool) -> Mapping[str, Any]:
        row, _, task = self._asked(instance_id)
        if not self._desk.tasks.claim(task["task_id"], claimed=claimed):
            raise CLAIMED(who="您本人") if claimed else TASK_GONE(who="您本人", did="退签")
        self._desk.note(row, action)
        return answer(self._desk.move(row, action))

    def _finish(self, row: Row, task: Row, state: str, action: str, opinion: str) -> None:
        """Raises ``TASK_GONE`` when somebody was faster."""
        who = person()
        if not self._desk.tasks.finish(task["task_id"], state, who, now()):
            raise TASK_GONE(who="他人", did="办理")
        self._desk.note(row, action, opinion, stood_for(task, who))

    def _advance(self, row: Row) -> Row:
        """To the next step, or into force."""
        if row["step_no"] < len(self._desk.version_of(row).steps):
            moved = self._desk.move(row, "approve", step_no=row["step_no"] + 1)
            self._desk.open_step(moved, moved["step_no"], self._desk.tasks.of(row["instance_id"]))
            return moved
        moved = self._desk.move(row, "approve", state=PASSED)
        self._desk.business(row["business"]).approved(self._desk.application(moved))
        self._desk.tell(moved, [row["applicant"]], "ended")
        return moved

    def _receiver(self, row: Row, tasks: Sequence[Row], account: str) -> Person:
        """Raises ``RECEIVER_WRONG``."""
        step: Step = self._desk.step(row)
        found = self._desk.people.receiver(account, step, row, self._desk.business(row["business"]).permission)
        if any(one["state"] == OPEN and one["assignee"] == account for one in tasks):
            raise RECEIVER_WRONG(account=account, reason="已是本步骤的办理人", field="account")
        if self._desk.version_of(row).distinct and account in self._desk.judged(row, tasks, row["step_no"]):
            raise RECEIVER_WRONG(account=account, reason="已审过本申请前面的步骤", field="account")
        return found

    def _require_unfollowed(self, row: Row, tasks: Sequence[Row], step_no: int) -> None:
        """Raises ``TOO_LATE_TO_WITHDRAW``."""
        for one in tasks:
            later = one["step_no"] > step_no
            if later and (one["state"] in (APPROVED, tools.RETURNED) or (one["state"] == OPEN and one["claimed"])):
                step = self._desk.version_of(row).steps[one["step_no"] - 1]
                name, did = (one["done_name"], "办理") if one["done_by"] else (one["assignee_name"], "签收")
                raise TOO_LATE_TO_WITHDRAW(who=name, step=step.name, did=did)
