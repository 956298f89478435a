"""What those who watch over applications do: reassign, terminate, roll back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from centers.workflow.contract.errors import INSTANCE_UNKNOWN, NO_ROLLBACK, RECEIVER_WRONG
from centers.workflow.contract.v1 import APPROVED, RETURNED, ROLLED_BACK, RUNNING, TERMINATED, WITHDRAWN
from centers.workflow.data.tasks import CANCELLED, OPEN
from centers.workflow.service.caller import principal, require_words
from centers.workflow.service.desk import NOBODY, Desk, Row, answer
from centers.workflow.service.handling import Handling


class Supervising:
    """Reaches the applications of the caller's region."""

    def __init__(self, desk: Desk, handling: Handling) -> None:
        self._desk = desk
        self._handling = handling

    def reassign(self, instance_id: str, sender: str, account: str, opinion: str) -> Mapping[str, Any]:
        opinion = require_words("transfer", opinion, "原因")
        row = self._seen(instance_id)
        self._desk.require_state(row, (RUNNING,), "transfer")
        tasks = self._desk.tasks.of(instance_id)
        task = next((one for one in tasks if one["state"] == OPEN and one["assignee"] == sender), None)
        if task is None:
            raise RECEIVER_WRONG(account=sender, reason="原办理人没有这项待办", field="sender")
        return self._handling.pass_on(row, tasks, task, account, ("transfer", opinion, NOBODY))

    def terminate(self, instance_id: str, opinion: str) -> Mapping[str, Any]:
        opinion = require_words("terminate", opinion, "原因")
        row = self._seen(instance_id)
        self._desk.require_state(row, (RUNNING, RETURNED, WITHDRAWN), "terminate")
        self._desk.tasks.sweep(instance_id, (OPEN, CANCELLED), [row["step_no"]])
        moved = self._desk.move(row, "terminate", state=TERMINATED)
        self._desk.note(moved, "terminate", opinion)
        self._desk.tell(moved, [row["applicant"]], "ended")
        return answer(moved)

    def roll_back(self, instance_id: str, opinion: str) -> Mapping[str, Any]:
        opinion = require_words("rollback", opinion, "原因")
        row = self._seen(instance_id)
        self._desk.require_state(row, (APPROVED,), "rollback")
        owner = self._desk.business(row["business"])
        if owner.rolled_back is None:
            raise NO_ROLLBACK(business=owner.name)
        moved = self._desk.move(row, "rollback", state=ROLLED_BACK)
        self._desk.note(moved, "rollback", opinion)
        owner.rolled_back(self._desk.application(moved))
        self._desk.tell(moved, [row["applicant"]], "ended")
        return answer(moved)

    def _seen(self, instance_id: str) -> Row:
        """Raises ``INSTANCE_UNKNOWN`` outside the caller's region."""
        row = self._desk.require(instance_id)
        if not principal().sees_area(row["admdvs"]):
            raise INSTANCE_UNKNOWN()
        return row
