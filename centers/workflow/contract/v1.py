"""Contract of the workflow center (工作流引擎中心), version 1: who has to say yes, in which order, and what they said.

**Definitions** are data: a process has numbered versions, each with the day it begins; a version in force is never
altered, and an instance keeps the version it began with. Up to :data:`MOST_STEPS` steps follow one another; in each,
one of the candidates (``any``, 或签) or every one (``all``, 会签) approves.

**Instances** carry a business object as its owner gave it (``payload``, JSON, sealed at rest). The owner registers a
:class:`hsaf.contract.applications.Business`; what it does on approval, rejection and rollback runs in the same unit of work as the decision that
caused it, so that a refusal of the owner leaves the decision undone.

**Writes** run inside ``pipeline.write`` under :func:`hsaf.contract.applications.subject` of the instance; definitions under ``workflow:definitions``
and standing delegations under ``workflow:delegations``. The caller is ``context.current().principal``.
Every transition is a statement that also names the state it leaves: of two people at once one is refused.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final, Protocol

import msgspec

from hsaf.contract.applications import Business
from hsaf.contract.paging import Page, Paging

MOST_STEPS: Final = 4
MOST_CANDIDATES: Final = 200
REMIND_MINUTES: Final = 60

ANY, ALL = "any", "all"
"""How a step is passed."""

MODES: Final = {ANY: "或签（一人通过即可）", ALL: "会签（全部通过）"}

ROLE, POST, ORG, ACCOUNT = "role", "post", "org", "account"
"""What a candidate may be: everybody with a role or post, everybody of an organisation, one account."""

KINDS: Final = {ROLE: "角色", POST: "岗位", ORG: "机构", ACCOUNT: "人员"}

ANYWHERE, SAME_ORG, UPPER_ORG, COVERING = "", "same_org", "upper_org", "area"
"""Where candidates must stand: anywhere; in the applicant's organisation; in one above it; with a region that covers
the applicant's."""

WITHIN: Final = {
    ANYWHERE: "不限",
    SAME_ORG: "申请人所在机构",
    UPPER_ORG: "申请人的上级机构",
    COVERING: "辖区包含申请人",
}

DRAFT, PUBLISHED, RETIRED = "draft", "published", "retired"
DEFINITION_STATES: Final = {DRAFT: "草稿", PUBLISHED: "已发布", RETIRED: "已停用"}

RUNNING, RETURNED, WITHDRAWN, APPROVED, REJECTED, TERMINATED, ROLLED_BACK = (
    "running",
    "returned",
    "withdrawn",
    "approved",
    "rejected",
    "terminated",
    "rolled_back",
)
STATES: Final = {
    RUNNING: "审批中",
    RETURNED: "退回待修改",
    WITHDRAWN: "已撤回",
    APPROVED: "已通过",
    REJECTED: "未通过",
    TERMINATED: "已终止",
    ROLLED_BACK: "已回退",
}

ACTIONS: Final = {
    "apply": "提交申请",
    "resubmit": "修改后重新提交",
    "approve": "通过",
    "reject": "不予通过",
    "return": "退回",
    "withdraw": "撤回申请",
    "take_back": "撤回审批",
    "claim": "签收",
    "release": "退签",
    "delegate": "委托",
    "transfer": "转办",
    "remind": "催办",
    "terminate": "终止",
    "rollback": "业务回退",
}

TODO, DONE, MINE, EVERY = "todo", "done", "mine", "all"
"""Boxes: waiting for the caller, handled by him, applied for by him, everything of his region."""

WAITING: Final = "workflow.waiting.v1"
"""Somebody has something to do: ``instance_id, accounts, title, page, why`` (``opened, returned, reminded, ended``)."""


class Candidate(msgspec.Struct, frozen=True):
    """Who may handle a step: ``kind`` of :data:`KINDS`, its code, and ``within`` of :data:`WITHIN`."""

    kind: str
    code: str
    within: str = ANYWHERE


class Step(msgspec.Struct, frozen=True):
    """One step. ``self_too``: the applicant himself may be among those who handle it."""

    name: str
    mode: str
    candidates: tuple[Candidate, ...]
    self_too: bool = False


class Definition(msgspec.Struct, frozen=True, kw_only=True):
    """A version of a process. ``distinct``: who approved one step handles no later one of the same application."""

    process: str
    version: int
    name: str
    begin_date: date
    end_date: date | None = None
    state: str
    distinct: bool = True
    steps: tuple[Step, ...]


class WorkflowContract(Protocol):
    """What other parts may ask of the workflow center. Everything about an instance may raise ``INSTANCE_UNKNOWN``,
    every command ``INSTANCE_STATE``, whatever acts on a step also ``NOT_YOURS``, ``TASK_GONE`` and ``CLAIMED``."""

    def register(self, business: Business) -> None:
        """At the start, by the owner of a business object; the same code again replaces it."""
        ...

    def new_id(self) -> str:
        """Identifier of an instance about to be started."""
        ...

    # -- the applicant ------------------------------------------------------------------------------

    def apply(
        self, instance_id: str, business: str, process: str, title: str, page: str, payload: Mapping[str, Any]
    ) -> Mapping[str, Any]:
        """``{"id", "state"}``. Raises ``PROCESS_MISSING``, ``BUSINESS_UNKNOWN``, ``CANDIDATE_MISSING``, and what
        the owner's check refuses."""
        ...

    def resubmit(self, instance_id: str, title: str, payload: Mapping[str, Any]) -> Mapping[str, Any]:
        """A returned or withdrawn application, corrected; every step begins anew. Raises ``NOT_APPLICANT``."""
        ...

    def withdraw(self, instance_id: str) -> Mapping[str, Any]:
        """Take the application back while nobody acted on it. Raises ``NOT_APPLICANT``, ``TOO_LATE_TO_WITHDRAW``."""
        ...

    def remind(self, instance_id: str) -> Mapping[str, Any]:
        """Tell those who have to act. Raises ``NOT_APPLICANT``, ``REMINDED``."""
        ...

    # -- reviewers ----------------------------------------------------------------------------------

    def claim(self, instance_id: str) -> Mapping[str, Any]:
        """Reserve an ``any`` step for oneself (签收)."""
        ...

    def release(self, instance_id: str) -> Mapping[str, Any]: ...

    def approve(self, instance_id: str, opinion: str = "") -> Mapping[str, Any]:
        """Raises what the owner refuses on the last approval; nothing is done then."""
        ...

    def reject(self, instance_id: str, opinion: str) -> Mapping[str, Any]:
        """The end. Raises ``OPINION_MISSING``."""
        ...

    def send_back(self, instance_id: str, opinion: str, step: int = 0) -> Mapping[str, Any]:
        """To the applicant (0) or to an earlier step. Raises ``OPINION_MISSING``, ``STEP_WRONG``."""
        ...

    def take_back(self, instance_id: str) -> Mapping[str, Any]:
        """Undo one's own approval while nobody acted on the next step. Raises ``TOO_LATE_TO_WITHDRAW``."""
        ...

    def delegate(self, instance_id: str, account: str, opinion: str = "") -> Mapping[str, Any]:
        """Give one task away, to be done in the caller's name. Raises ``RECEIVER_WRONG``."""
        ...

    def transfer(self, instance_id: str, account: str, opinion: str = "") -> Mapping[str, Any]:
        """Give one task away for good. Raises ``RECEIVER_WRONG``."""
        ...

    # -- supervision --------------------------------------------------------------------------------

    def reassign(self, instance_id: str, sender: str, account: str, opinion: str) -> Mapping[str, Any]:
        """Somebody's open task to somebody else, e.g. when he left. Raises ``RECEIVER_WRONG``."""
        ...

    def terminate(self, instance_id: str, opinion: str) -> Mapping[str, Any]:
        """End one that is not decided."""
        ...

    def roll_back(self, instance_id: str, opinion: str) -> Mapping[str, Any]:
        """Undo an approved one by the owner's compensation (业务回退). Raises ``NO_ROLLBACK``."""
        ...

    # -- reading ------------------------------------------------------------------------------------

    def box(self, paging: Paging, box: str = TODO, business: str = "", state: str = "", text: str = "") -> Page:
        """Rows ``id, business, title, page, applicant, applicant_name, org_name, state, step_no, step_name,
        created_at, updated_at, claimed_by``: to-do the oldest first, everything else the newest first."""
        ...

    def todo_count(self) -> int: ...

    def instance(self, instance_id: str, every: bool = False) -> Mapping[str, Any]:
        """A row of :meth:`box` with ``payload, steps, history, may``. Seen by the applicant, by everybody who has or
        had to act, and with ``every`` by whoever sees the region.

        ``steps``: ``no, name, mode, state`` (``done, current, waiting``) and ``people`` (``account, name, state, done_at``);
        ``history``: ``at, actor, actor_name, for_name, action, step_name, opinion``; ``may`` lists what the state
        allows the caller.
        """
        ...

    # -- definitions --------------------------------------------------------------------------------

    def definitions(self, process: str = "", state: str = "") -> Sequence[Mapping[str, Any]]:
        """Rows ``process, version, name, begin_date, end_date, state, distinct, steps`` (as text), newest first."""
        ...

    def definition(self, process: str, version: int) -> Definition: ...

    def save_definition(
        self,
        process: str,
        name: str,
        begin_date: date,
        steps: str,
        end_date: date | None = None,
        distinct: bool = True,
        version: int = 0,
    ) -> Mapping[str, Any]:
        """A new version as a draft, or the draft ``version`` anew. ``steps`` in lines:
        ``名称 | any | role:first_reviewer, account:amy@area``. Raises ``DEFINITION_WRONG``."""
        ...

    def publish_definition(self, process: str, version: int) -> None: ...

    def retire_definition(self, process: str, version: int) -> None:
        """New applications take the version published before, if there is one; running ones go on."""
        ...

    # -- standing delegations -----------------------------------------------------------------------

    def delegations(self, active: bool = False) -> Sequence[Mapping[str, Any]]:
        """From and to the caller: ``delegation_id, from_account, from_name, to_account, to_name, process,
        begin_date, end_date, reason, state``."""
        ...

    def add_delegation(
        self, to_account: str, begin_date: date, end_date: date, process: str = "", reason: str = ""
    ) -> Mapping[str, Any]:
        """Who acts in the caller's name from day to day, for one process or all. Raises ``DELEGATION_WRONG``."""
        ...

    def end_delegation(self, delegation_id: str) -> None:
        """By who gave it. Raises ``DELEGATION_UNKNOWN``."""
        ...

    def load(self, rows: Sequence[Mapping[str, str]]) -> int:
        """Seeding: published definitions ``process, name, begin_date, steps``; how many."""
        ...


DEFINITIONS: Final = "workflow:definitions"
DELEGATIONS: Final = "workflow:delegations"
