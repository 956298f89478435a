"""The state machine of records, as one table.

A *change* moves through the states; the record follows: one that was never in force carries the state of
the change that adds it, one in force stays as it is until its change comes into force. The table drives
the service, the reference page ``docs/reference/record-states.md`` and the generated test.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from enum import StrEnum
from typing import Final, NamedTuple

from hsaf.records.model import RecordType


class State(StrEnum):
    """States of a change; a record has the same, and keeps the last one it came into force with."""

    NONE = ""
    """Of a change: it is not made yet."""
    DRAFT = "draft"
    REVIEW1 = "review1"
    REVIEW2 = "review2"
    APPROVED = "approved"
    RETURNED = "returned"
    EFFECTIVE = "effective"
    PUBLISHED = "published"
    ROLLED_BACK = "rolled_back"
    DISCARDED = "discarded"
    VOID = "void"


class Event(StrEnum):
    ADD = "add"
    EDIT = "edit"
    VOID = "void"
    SAVE = "save"
    SUBMIT = "submit"
    REVIEW1 = "review1"
    REVIEW2 = "review2"
    RETURN = "return"
    WITHDRAW = "withdraw"
    DISCARD = "discard"
    PUBLISH = "publish"
    ROLL_BACK = "rollback"


class Who(StrEnum):
    """Whom the four-eyes rule lets do it; permissions are checked before."""

    ANYONE = "anyone"
    MAINTAINER = "maintainer"
    """Who made the change."""
    OTHER = "other"
    """Not the maintainer."""
    THIRD = "third"
    """Neither the maintainer nor the first reviewer."""


class Kind(StrEnum):
    """Record types by how their changes come into force."""

    MAINTAINED = "maintained"
    REVIEWED = "reviewed"
    VERSIONED = "versioned"

    @classmethod
    def of(cls, record: RecordType) -> Kind:
        if record.versioned:
            return cls.VERSIONED
        return cls.REVIEWED if record.reviewed else cls.MAINTAINED


STATE_NAMES: Final = {
    State.NONE: "无",
    State.DRAFT: "草稿",
    State.REVIEW1: "待初审",
    State.REVIEW2: "待复审",
    State.APPROVED: "待发布",
    State.RETURNED: "退回",
    State.EFFECTIVE: "生效",
    State.PUBLISHED: "已发布",
    State.ROLLED_BACK: "已回退",
    State.DISCARDED: "已取消",
    State.VOID: "作废",
}

EVENT_NAMES: Final = {
    Event.ADD: "新增",
    Event.EDIT: "变更",
    Event.VOID: "作废",
    Event.SAVE: "保存",
    Event.SUBMIT: "提交",
    Event.REVIEW1: "初审",
    Event.REVIEW2: "复审",
    Event.RETURN: "退回",
    Event.WITHDRAW: "撤回",
    Event.DISCARD: "取消变更",
    Event.PUBLISH: "发布",
    Event.ROLL_BACK: "回退",
}

WHO_NAMES: Final = {
    Who.ANYONE: "有权限的人员",
    Who.MAINTAINER: "维护人本人",
    Who.OTHER: "维护人以外的人员",
    Who.THIRD: "维护人、初审人以外的人员",
}


class Transition(NamedTuple):
    """A change in state ``source`` goes to ``target`` on ``event``, in record types of ``kinds``."""

    event: Event
    source: State
    target: State
    who: Who
    kinds: tuple[Kind, ...]
    effect: str


IN_FORCE: Final = frozenset({State.EFFECTIVE, State.PUBLISHED})
"""Of a change: it came into force. Of a record: business may use it."""

CHANGEABLE: Final = IN_FORCE | {State.ROLLED_BACK}
"""Records that a new change may be made for."""

UNDER_WAY: Final = frozenset({State.DRAFT, State.REVIEW1, State.REVIEW2, State.APPROVED, State.RETURNED})
"""Changes that are not done; a record has at most one."""

_ALL: Final = tuple(Kind)
_REVIEWED: Final = (Kind.REVIEWED, Kind.VERSIONED)
_PLAIN: Final = (Kind.MAINTAINED,)
_VERSIONED: Final = (Kind.VERSIONED,)

TRANSITIONS: Final = (
    Transition(Event.ADD, State.NONE, State.EFFECTIVE, Who.ANYONE, _PLAIN, "记录生效"),
    Transition(Event.ADD, State.NONE, State.DRAFT, Who.ANYONE, _REVIEWED, "记录为草稿"),
    Transition(Event.EDIT, State.NONE, State.EFFECTIVE, Who.ANYONE, _PLAIN, "记录按新内容生效"),
    Transition(Event.EDIT, State.NONE, State.DRAFT, Who.ANYONE, _REVIEWED, "在用内容不变"),
    Transition(Event.VOID, State.NONE, State.EFFECTIVE, Who.ANYONE, _PLAIN, "记录作废"),
    Transition(Event.VOID, State.NONE, State.REVIEW1, Who.ANYONE, _REVIEWED, "在用内容不变"),
    Transition(Event.SAVE, State.DRAFT, State.DRAFT, Who.MAINTAINER, _REVIEWED, "修改拟变更内容"),
    Transition(Event.SAVE, State.RETURNED, State.DRAFT, Who.MAINTAINER, _REVIEWED, "修改拟变更内容"),
    Transition(Event.SUBMIT, State.DRAFT, State.REVIEW1, Who.MAINTAINER, _REVIEWED, ""),
    Transition(Event.SUBMIT, State.RETURNED, State.REVIEW1, Who.MAINTAINER, _REVIEWED, ""),
    Transition(Event.REVIEW1, State.REVIEW1, State.REVIEW2, Who.OTHER, _REVIEWED, "记下初审人"),
    Transition(Event.REVIEW2, State.REVIEW2, State.EFFECTIVE, Who.THIRD, (Kind.REVIEWED,), "变更生效"),
    Transition(Event.REVIEW2, State.REVIEW2, State.APPROVED, Who.THIRD, _VERSIONED, "在用内容不变"),
    Transition(Event.RETURN, State.REVIEW1, State.RETURNED, Who.OTHER, _REVIEWED, "须填写意见"),
    Transition(Event.RETURN, State.REVIEW2, State.RETURNED, Who.THIRD, _REVIEWED, "须填写意见"),
    Transition(Event.RETURN, State.APPROVED, State.RETURNED, Who.OTHER, _VERSIONED, "须填写意见"),
    Transition(Event.WITHDRAW, State.REVIEW1, State.DRAFT, Who.MAINTAINER, _REVIEWED, ""),
    Transition(Event.WITHDRAW, State.REVIEW2, State.DRAFT, Who.MAINTAINER, _REVIEWED, ""),
    Transition(Event.DISCARD, State.DRAFT, State.DISCARDED, Who.MAINTAINER, _REVIEWED, "未生效过的记录作废"),
    Transition(Event.DISCARD, State.RETURNED, State.DISCARDED, Who.MAINTAINER, _REVIEWED, "未生效过的记录作废"),
    Transition(Event.PUBLISH, State.APPROVED, State.PUBLISHED, Who.ANYONE, _VERSIONED, "变更生效，成为新版本"),
    Transition(Event.ROLL_BACK, State.PUBLISHED, State.ROLLED_BACK, Who.ANYONE, _VERSIONED, "恢复上一版本"),
)
"""Guards beside the table: one change of a record at a time; a new change needs a record in
:data:`CHANGEABLE`; only the version in force is rolled back."""

_BY_STEP: Final = {(kind, one.source, one.event): one for one in TRANSITIONS for kind in one.kinds}


def transition(kind: Kind, source: State, event: Event) -> Transition | None:
    """Where an event leads, or ``None`` when the table does not have it."""
    return _BY_STEP.get((kind, source, event))


def allowed(who: Who, account: str, maintainer: str, first_reviewer: str) -> bool:
    """Whether the four-eyes rule lets an account do it."""
    match who:
        case Who.MAINTAINER:
            return account == maintainer
        case Who.OTHER:
            return account != maintainer
        case Who.THIRD:
            return account not in (maintainer, first_reviewer)
    return True


def open_events(
    kind: Kind, state: State, pending: State, people: Sequence[str], *, voiding: bool = False
) -> Iterator[Event]:
    """What may happen next to a record in ``state`` with a change in ``pending`` (``NONE``: none under way).

    ``people`` are the viewer's account, the maintainer's and the first reviewer's; a change that is ``voiding`` has
    nothing to be saved.
    """
    account, maintainer, reviewer = people
    if pending is State.NONE:
        if state in CHANGEABLE:
            yield Event.EDIT
            yield Event.VOID
        if kind is Kind.VERSIONED and state is State.PUBLISHED:
            yield Event.ROLL_BACK
        return
    for event in Event:
        step = transition(kind, pending, event)
        if step is None or (voiding and event is Event.SAVE):
            continue
        if allowed(step.who, account, maintainer, reviewer):
            yield event
