"""What every command on an instance does alike: find it, find one's task, move it, note it, open the next step."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from centers.workflow.contract.errors import (
    BUSINESS_UNKNOWN,
    CLAIMED,
    INSTANCE_STATE,
    INSTANCE_UNKNOWN,
    NOT_YOURS,
    RECEIVER_WRONG,
    TASK_GONE,
)
from centers.workflow.contract.v1 import ACTIONS, RUNNING, STATES, WAITING, Definition, Step
from centers.workflow.data.definitions import DefinitionRepository
from centers.workflow.data.delegations import DelegationRepository
from centers.workflow.data.instances import InstanceRepository
from centers.workflow.data.tasks import APPROVED, OPEN, SKIPPED, SUPERSEDED, Person, TaskRepository
from centers.workflow.service.caller import now, person, today
from centers.workflow.service.people import People
from hsaf.contract.applications import Application, Business
from hsaf.contract.errors import HsafError
from hsaf.data import current_uow
from hsaf.spi.ids import Ids

Row = Mapping[str, Any]
NOBODY: Final = Person("", "")
RETURNED: Final = "returned"
"""Of a task: its assignee sent the application back."""


class Desk:
    def __init__(
        self,
        instances: InstanceRepository,
        tasks: TaskRepository,
        definitions: DefinitionRepository,
        delegations: DelegationRepository,
        people: People,
        ids: Ids,
    ) -> None:
        self.instances = instances
        self.tasks = tasks
        self.definitions = definitions
        self.delegations = delegations
        self.people = people
        self.ids = ids
        self._businesses: dict[str, Business] = {}
        self._versions: dict[tuple[str, int], Definition] = {}

    def register(self, business: Business) -> None:
        self._businesses[business.code] = business

    def business(self, code: str) -> Business:
        """Raises ``BUSINESS_UNKNOWN``."""
        found = self._businesses.get(code)
        if found is None:
            raise BUSINESS_UNKNOWN(business=code)
        return found

    def business_name(self, code: str) -> str | None:
        """``None`` for one that no subsystem offers here."""
        found = self._businesses.get(code)
        return found.name if found is not None else None

    # -- finding ------------------------------------------------------------------------------------

    def require(self, instance_id: str) -> Row:
        """Raises ``INSTANCE_UNKNOWN``."""
        row = self.instances.find(instance_id)
        if row is None:
            raise INSTANCE_UNKNOWN()
        return row

    def version_of(self, row: Row) -> Definition:
        """Kept in memory: the steps of a version that was published never change, and none is ever removed."""
        key = (row["process"], row["version"])
        if key not in self._versions:
            found = self.definitions.find(*key)
            assert found is not None
            self._versions[key] = found
        return self._versions[key]

    def related(self, row: Row, tasks: Sequence[Row], who: Person) -> bool:
        """Whether somebody applied, or has or had to act."""
        named = ("assignee", "principal", "done_by")
        return row["applicant"] == who.account or any(who.account in [one[name] for name in named] for one in tasks)

    def mine(self, row: Row, tasks: Sequence[Row]) -> Row:
        """The caller's open task, his own before those he stands in for.

        Raises ``INSTANCE_UNKNOWN``, ``INSTANCE_STATE``, ``TASK_GONE``, ``NOT_YOURS`` or ``CLAIMED``.
        """
        who = person()
        now_open = [one for one in tasks if one["state"] == OPEN]
        found = self.open_to(row, now_open, who)
        if found is None:
            raise self._not_mine(row, tasks, who)
        taken = next((one for one in now_open if one["claimed"] and one["task_id"] != found["task_id"]), None)
        if taken is not None and self.step(row).mode == "any":
            raise CLAIMED(who=taken["assignee_name"])
        self._require_distinct(row, tasks, who)
        return found

    def open_to(self, row: Row, now_open: Sequence[Row], who: Person) -> Row | None:
        """Of the open tasks his own, else that of somebody he stands in for, unless he applied himself."""
        own = next((one for one in now_open if one["assignee"] == who.account), None)
        given = () if own is not None else self.delegations.to(who.account, today())
        standing = {account for account, process in given if process in ("", row["process"])}
        if not standing or who.account in self.people.selves(row["applicant"]):
            return own
        return next((one for one in now_open if one["assignee"] in standing), None)

    def step(self, row: Row) -> Step:
        return self.version_of(row).steps[row["step_no"] - 1]

    def _not_mine(self, row: Row, tasks: Sequence[Row], who: Person) -> HsafError:
        had = [one for one in tasks if who.account in (one["assignee"], one["principal"], one["done_by"])]
        if not self.related(row, tasks, who):
            return INSTANCE_UNKNOWN()
        if had and had[-1]["state"] in (APPROVED, SKIPPED, SUPERSEDED):
            decided = [one for one in tasks if one["step_no"] == had[-1]["step_no"] and one["done_by"]]
            if decided:
                name = "您本人" if decided[-1]["done_by"] == who.account else decided[-1]["done_name"]
                return TASK_GONE(who=name, did="办理")
        if row["state"] != RUNNING:
            return INSTANCE_STATE(state=STATES[row["state"]], action="办理")
        return NOT_YOURS(step=self.step(row).name)

    def _require_distinct(self, row: Row, tasks: Sequence[Row], who: Person) -> None:
        if self.version_of(row).distinct and who.account in self.judged(row, tasks, row["step_no"]):
            raise RECEIVER_WRONG(account=who.account, reason="已审过本申请前面的步骤，须由他人办理本步骤")

    def judged(self, row: Row, tasks: Sequence[Row], step_no: int) -> set[str]:
        """Who approved steps before this one."""
        return {one["done_by"] for one in tasks if one["state"] == APPROVED and one["step_no"] < step_no}

    # -- moving -------------------------------------------------------------------------------------

    def require_state(self, row: Row, states: Iterable[str], action: str) -> None:
        """Raises ``INSTANCE_STATE``."""
        if row["state"] not in states:
            raise INSTANCE_STATE(state=STATES[row["state"]], action=ACTIONS[action])

    def move(self, row: Row, action: str, **changes: Any) -> Row:
        """The row as it is now. Raises ``INSTANCE_STATE`` when somebody else moved it."""
        where = (row["instance_id"], row["state"], row["step_no"])
        if not self.instances.move(where, {**changes, "updated_at": now()}):
            raise INSTANCE_STATE(state=STATES[self.require(row["instance_id"])["state"]], action=ACTIONS[action])
        return {**row, **changes}

    def open_step(self, row: Row, step_no: int, tasks: Sequence[Row]) -> None:
        """Give the step to its candidates, who are told. Raises ``CANDIDATE_MISSING``."""
        definition = self.version_of(row)
        step = definition.steps[step_no - 1]
        judged = self.judged(row, tasks, step_no) if definition.distinct else set()
        found = self.people.of(step, row, self.business(row["business"]).permission, judged)
        self.tasks.sweep(row["instance_id"], (RETURNED, SUPERSEDED), [step_no])
        self.tasks.add([self._task(row, step_no, one) for one in found])
        self.tell(row, [one.account for one in found], "opened")

    def _task(self, row: Row, step_no: int, one: Person) -> dict[str, Any]:
        return {
            "task_id": self.ids.new("WT"),
            "instance_id": row["instance_id"],
            "step_no": step_no,
            "process": row["process"],
            "assignee": one.account,
            "assignee_name": one.name,
            "principal": "",
            "principal_name": "",
            "state": OPEN,
            "claimed": False,
            "opened_at": now(),
            "done_at": None,
            "done_by": "",
            "done_name": "",
        }

    # -- telling ------------------------------------------------------------------------------------

    def note(
        self, row: Row, action: str, opinion: str = "", stood_for: Person = NOBODY, step: int | None = None
    ) -> None:
        """Into the history and the audit chain; the chain has no opinions, which may name people."""
        who, step_no = person(), row["step_no"] if step is None else step
        steps = self.version_of(row).steps
        self.instances.note(
            {
                "instance_id": row["instance_id"],
                "at": now(),
                "actor": who.account,
                "actor_name": who.name,
                "for_account": stood_for.account,
                "for_name": stood_for.name,
                "action": action,
                "step_no": step_no,
                "step_name": steps[step_no - 1].name if step_no else "申请",
                "opinion": opinion.strip(),
            }
        )
        facts = {name: row[name] for name in ("instance_id", "business", "process", "version", "state")}
        current_uow().audit(f"workflow.{action}", {**facts, "step_no": step_no, "for": stood_for.account})

    def tell(self, row: Row, accounts: Sequence[str], why: str) -> None:
        """Through the outbox, after the commit; also those who stand in for them."""
        if accounts:
            standing = self.delegations.standing_in(accounts, row["process"], today())
            accounts = list(dict.fromkeys([*accounts, *(one for one in standing if one != row["applicant"])]))
            said = {name: row[name] for name in ("instance_id", "title", "page")}
            current_uow().publish(WAITING, {**said, "accounts": list(accounts), "why": why})

    def application(self, row: Row) -> Application:
        return Application(
            instance_id=row["instance_id"],
            applicant=row["applicant"],
            admdvs=row["admdvs"],
            payload=row["payload"],
        )


def answer(row: Row) -> dict[str, Any]:
    """What a command answers."""
    return {"id": row["instance_id"], "state": row["state"], "step_no": row["step_no"]}


def stood_for(task: Row, who: Person) -> Person:
    """In whose name somebody acts on a task."""
    if task["assignee"] != who.account:
        return Person(task["assignee"], task["assignee_name"])
    return Person(task["principal"], task["principal_name"])
