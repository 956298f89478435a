"""What the applicant does: apply, correct, take back, remind."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from centers.workflow.contract.errors import (
    INSTANCE_UNKNOWN,
    NOT_APPLICANT,
    PROCESS_MISSING,
    REMINDED,
    TOO_LATE_TO_WITHDRAW,
)
from centers.workflow.contract.v1 import (
    ACTIONS,
    REMIND_MINUTES,
    RETURNED,
    RUNNING,
    WITHDRAWN,
    Definition,
)
from centers.workflow.data.tasks import APPROVED, CANCELLED, OPEN, SKIPPED, SUPERSEDED
from centers.workflow.service import desk as tools
from centers.workflow.service.caller import now, person, principal, today
from centers.workflow.service.desk import Desk, Row, answer
from hsaf.contract.applications import Business


class Applying:
    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def new_id(self) -> str:
        return self._desk.ids.new("WF")

    def apply(
        self, instance_id: str, business: str, process: str, title: str, page: str, payload: Mapping[str, Any]
    ) -> Mapping[str, Any]:
        owner = self._desk.business(business)
        definition = self._desk.definitions.in_force(process, today())
        if definition is None:
            raise PROCESS_MISSING(process=process)
        row = self._row(instance_id, owner, definition, title, page)
        row["payload"] = payload
        self._check(owner, row)
        self._require_people(owner, definition, row)
        self._desk.instances.add({name: value for name, value in row.items() if name != "payload"}, payload)
        self._desk.note(row, "apply", step=0)
        self._desk.open_step(row, 1, [])
        return answer(row)

    def resubmit(self, instance_id: str, title: str, payload: Mapping[str, Any]) -> Mapping[str, Any]:
        row = self._own(instance_id, "resubmit")
        self._desk.require_state(row, (RETURNED, WITHDRAWN), "resubmit")
        self._check(self._desk.business(row["business"]), {**row, "payload": payload})
        for state in (APPROVED, SKIPPED, tools.RETURNED):
            self._desk.tasks.sweep(instance_id, (state, SUPERSEDED), _every_step(self._desk.version_of(row)))
        moved = self._desk.move(row, "resubmit", state=RUNNING, step_no=1, title=title, payload=payload)
        self._desk.note(moved, "resubmit", step=0)
        self._desk.open_step(moved, 1, [])
        return answer(moved)

    def withdraw(self, instance_id: str) -> Mapping[str, Any]:
        row = self._own(instance_id, "withdraw")
        self._desk.require_state(row, (RUNNING, RETURNED), "withdraw")
        tasks = self._desk.tasks.of(instance_id)
        if row["state"] == RUNNING:
            self._require_untouched(row, tasks)
        self._desk.tasks.sweep(instance_id, (OPEN, CANCELLED), _every_step(self._desk.version_of(row)))
        moved = self._desk.move(row, "withdraw", state=WITHDRAWN, step_no=0)
        self._desk.note(moved, "withdraw")
        return answer(moved)

    def remind(self, instance_id: str) -> Mapping[str, Any]:
        row = self._own(instance_id, "remind")
        self._desk.require_state(row, (RUNNING,), "remind")
        if not self._desk.instances.remind(instance_id, now(), now() - timedelta(minutes=REMIND_MINUTES)):
            raise REMINDED(minutes=REMIND_MINUTES)
        waiting = [one["assignee"] for one in self._desk.tasks.of(instance_id) if one["state"] == OPEN]
        self._desk.note(row, "remind")
        self._desk.tell(row, waiting, "reminded")
        return answer(row)

    # -- inside -------------------------------------------------------------------------------------

    def _own(self, instance_id: str, action: str) -> Row:
        """Raises ``INSTANCE_UNKNOWN`` to strangers, ``NOT_APPLICANT`` to others who know of it."""
        row, who = self._desk.require(instance_id), person()
        if row["applicant"] == who.account:
            return row
        if not self._desk.related(row, self._desk.tasks.seen(instance_id), who):
            raise INSTANCE_UNKNOWN()
        raise NOT_APPLICANT(action=ACTIONS[action])

    def _check(self, owner: Business, row: Row) -> None:
        if owner.check is not None:
            owner.check(self._desk.application(row))

    def _require_people(self, owner: Business, definition: Definition, row: Row) -> None:
        """Of every step now, so that nobody applies into a dead end. Raises ``CANDIDATE_MISSING``."""
        for step in definition.steps:
            self._desk.people.of(step, row, owner.permission, ())

    def _require_untouched(self, row: Row, tasks: Sequence[Row]) -> None:
        acted = next((one for one in tasks if one["state"] in (APPROVED, tools.RETURNED)), None)
        claimed = next((one for one in tasks if one["state"] == OPEN and one["claimed"]), None)
        steps = self._desk.version_of(row).steps
        if acted is not None:
            raise TOO_LATE_TO_WITHDRAW(who=acted["done_name"], step=steps[acted["step_no"] - 1].name, did="办理")
        if claimed is not None:
            raise TOO_LATE_TO_WITHDRAW(
                who=claimed["assignee_name"], step=steps[claimed["step_no"] - 1].name, did="签收"
            )

    def _row(self, instance_id: str, owner: Business, definition: Definition, title: str, page: str) -> dict[str, Any]:
        who = principal()
        card = self._desk.people.card(who.account)
        return {
            "instance_id": instance_id,
            "process": definition.process,
            "version": definition.version,
            "business": owner.code,
            "title": title[:200],
            "page": page,
            "applicant": who.account,
            "applicant_name": who.name,
            "org_no": who.org_no,
            "org_name": who.org_name,
            "org_path": card.org_path if card else "",
            "admdvs": who.admdvs,
            "state": RUNNING,
            "step_no": 1,
            "created_at": now(),
            "updated_at": now(),
            "reminded_at": None,
        }


def _every_step(definition: Definition) -> range:
    return range(1, len(definition.steps) + 1)
