"""The state table: sound by itself, documented, and followed by the service whatever happens in which order."""

from __future__ import annotations

import tempfile
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from hsaf.contract.errors import HsafError
from hsaf.records.contract import FOUR_EYES, NOT_MAINTAINER, NOT_VERSIONED, RECORD_PENDING, RECORD_STATE
from hsaf.records.reference import states_page
from hsaf.records.states import (
    CHANGEABLE,
    EVENT_NAMES,
    IN_FORCE,
    STATE_NAMES,
    TRANSITIONS,
    UNDER_WAY,
    WHO_NAMES,
    Event,
    Kind,
    State,
    Who,
    allowed,
    open_events,
    transition,
)
from hsaf.testing.harness import Harness
from tests.records.office import METADATA, Office, agency, expert, tariff

PAGE = Path(__file__).parents[2] / "docs/reference/record-states.md"
PEOPLE = ("clerk", "first", "second")


def test_everything_has_a_chinese_name():
    assert (set(STATE_NAMES), set(EVENT_NAMES), set(WHO_NAMES)) == (set(State), set(Event), set(Who))


@pytest.mark.parametrize("kind", Kind)
def test_an_event_leads_from_a_state_to_one_other(kind: Kind):
    steps = [(one.source, one.event) for one in TRANSITIONS if kind in one.kinds]

    assert len(steps) == len(set(steps))


@pytest.mark.parametrize("kind", Kind)
def test_every_state_is_reached_and_nobody_is_stuck_under_way(kind: Kind):
    steps = [one for one in TRANSITIONS if kind in one.kinds]
    reached = {State.NONE} | {one.target for one in steps}

    assert {one.source for one in steps} <= reached
    assert reached & UNDER_WAY <= {one.source for one in steps}


@pytest.mark.parametrize("kind", [Kind.REVIEWED, Kind.VERSIONED])
def test_nothing_comes_into_force_without_two_reviews_by_others(kind: Kind):
    """Every way from nothing to a state in force passes both reviews, by whom the maintainer is not."""
    steps = [one for one in TRANSITIONS if kind in one.kinds]

    def ways(state: State, way: tuple[Event, ...]) -> list[tuple[Event, ...]]:
        if state in IN_FORCE:
            return [way]
        onward = [one for one in steps if one.source is state and one.event not in way]
        return [found for one in onward for found in ways(one.target, (*way, one.event))]

    found = ways(State.NONE, ())
    assert found
    assert all({Event.REVIEW1, Event.REVIEW2} <= set(way) for way in found)
    assert {one.who for one in steps if one.event is Event.REVIEW1} == {Who.OTHER}
    assert {one.who for one in steps if one.event is Event.REVIEW2} == {Who.THIRD}


def test_the_reference_page_is_the_table():
    assert states_page() in PAGE.read_text("utf-8")


class Model:
    """What the table says about one record."""

    def __init__(self, kind: Kind) -> None:
        self.kind = kind
        self.state = State.NONE
        self.change = State.NONE
        self.adding = True
        self.voiding = False
        self.maintainer = ""
        self.reviewer = ""
        self.published = 0

    def step(self, event: Event, who: str) -> tuple[Any, State | None]:
        """The refusal to expect, or the state the change goes to."""
        if event in (Event.EDIT, Event.VOID) and self.change is State.NONE:
            if self.state not in CHANGEABLE:
                return RECORD_STATE, None
            found = transition(self.kind, State.NONE, event)
            return None, found.target if found else None
        if event is Event.EDIT:
            if self.voiding:
                return RECORD_PENDING, None
            event = Event.SAVE
        elif event is Event.VOID:
            if not self.adding or transition(self.kind, self.change, Event.DISCARD) is None:
                return RECORD_PENDING, None
            event = Event.DISCARD
        return self._move(event, who)

    def _move(self, event: Event, who: str) -> tuple[Any, State | None]:
        if event in (Event.PUBLISH, Event.ROLL_BACK) and self.kind is not Kind.VERSIONED:
            return NOT_VERSIONED, None
        if event is Event.ROLL_BACK:
            if self.change is not State.NONE:
                return RECORD_PENDING, None
            found = transition(self.kind, self.state, event)
            return (None, found.target) if found else (RECORD_STATE, None)
        found = transition(self.kind, self.change, event) if self.change is not State.NONE else None
        if found is None:
            return RECORD_STATE, None
        if not allowed(found.who, who, self.maintainer, self.reviewer):
            return NOT_MAINTAINER if found.who is Who.MAINTAINER else FOUR_EYES, None
        return None, found.target

    def follow(self, event: Event, who: str, target: State) -> None:
        if event is Event.ROLL_BACK:
            self.published -= 1
            self.state = State.PUBLISHED if self.published else State.ROLLED_BACK
            return
        if self.change is State.NONE:
            self.maintainer, self.adding, self.voiding = who, event is Event.ADD, event is Event.VOID
        self.reviewer = (
            who if event is Event.REVIEW1 else "" if target in (State.DRAFT, State.RETURNED) else self.reviewer
        )
        self.change = target if target in UNDER_WAY else State.NONE
        if target in IN_FORCE:
            self.state = State.VOID if self.voiding else target
            self.published += 1
        elif target is State.DISCARDED:
            self.state = State.VOID if self.adding else self.state
        elif self.adding:
            self.state = target
        if self.change is State.NONE:
            self.maintainer = self.reviewer = ""


class Machine(RuleBasedStateMachine):
    """Anybody does anything at any time to a record of any kind; the service answers as the table says."""

    def __init__(self) -> None:
        super().__init__()
        self.opened = ExitStack()
        folder = Path(self.opened.enter_context(tempfile.TemporaryDirectory()))
        self.office = Office(self.opened.enter_context(Harness.sqlite(folder, METADATA)))
        self.serial = 0

    def teardown(self) -> None:
        self.opened.close()

    @initialize(kind=st.sampled_from(Kind), who=st.sampled_from(PEOPLE))
    def begin(self, kind: Kind, who: str) -> None:
        self.record, values = {
            Kind.MAINTAINED: ("agency", agency(1)),
            Kind.REVIEWED: ("expert", expert(1)),
            Kind.VERSIONED: ("tariff", tariff(1, "1")),
        }[kind]
        self.model = Model(kind)
        self.id = self.office.add(who, self.record, values)
        found = transition(kind, State.NONE, Event.ADD)
        assert found is not None
        self.model.follow(Event.ADD, who, found.target)

    @rule(
        event=st.sampled_from([one for one in Event if one not in (Event.ADD, Event.SAVE)]), who=st.sampled_from(PEOPLE)
    )
    def happen(self, event: Event, who: str) -> None:
        error, target = self.model.step(event, who)
        if error is not None:
            with pytest.raises(HsafError) as caught:
                self.do(event, who)
            assert caught.value.error is error
            return
        self.do(event, who)
        assert target is not None
        self.model.follow(event, who, target)

    def do(self, event: Event, who: str) -> None:
        act, record, id = self.office.act, self.record, self.id
        if event is Event.EDIT:
            self.serial += 1
            change = {"agency": {"memo": f"{self.serial}"}, "expert": {"phone": f"139{self.serial:08d}"}}
            self.office.edit(who, record, id, change.get(record, {"price": f"{self.serial}.01"}))
        elif event in (Event.REVIEW1, Event.REVIEW2):
            act(who, record, id, "review", event, "pass")
        elif event is Event.RETURN:
            act(who, record, id, "give_back", "请改正")
        elif event in (Event.VOID, Event.ROLL_BACK):
            act(who, record, id, {Event.VOID: "void", Event.ROLL_BACK: "roll_back"}[event], "有误")
        else:
            act(who, record, id, event)

    @invariant()
    def stands_as_the_table_says(self) -> None:
        row = self.office.row("clerk", self.record, self.id)
        assert (row["state"], row["pending_state"]) == (self.model.state, self.model.change)
        assert (row["pending_by"], row["pending_reviewer"]) == (self.model.maintainer, self.model.reviewer)
        assert bool(row["pending"]) == (self.model.change is not State.NONE)

    @invariant()
    def the_buttons_are_what_would_succeed(self) -> None:
        people = ("clerk", self.model.maintainer, self.model.reviewer)
        state, change = self.model.state, self.model.change
        for event in open_events(self.model.kind, state, change, people, voiding=self.model.voiding):
            error, _ = self.model.step(Event.EDIT if event is Event.SAVE else event, "clerk")
            assert error is None, event


TestMachine = Machine.TestCase
TestMachine.settings = settings(
    max_examples=40,
    stateful_step_count=25,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
