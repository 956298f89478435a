"""Whoever has something to do finds a message, once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
import sqlalchemy as sa

from centers.auth.data import tables as auth
from centers.message.data import tables as message
from centers.message.service.center import MessageCenter
from centers.user.data import tables as user
from centers.workflow.contract.v1 import DELEGATIONS, WAITING
from centers.workflow.data import tables as workflow
from centers.workflow.service.telling import Telling
from hsaf.contract.context import entered
from hsaf.contract.paging import Paging
from hsaf.data.schema import outbox
from tests.centers.workflow.office import Office


@pytest.fixture
def metadata() -> Sequence[sa.MetaData]:
    return [user.metadata, auth.metadata, message.metadata, workflow.metadata]


def told(office: Office) -> list[dict[str, Any]]:
    """What went into the outbox."""
    with office.harness.database.read() as connection:
        rows = connection.execute(sa.select(outbox).order_by(outbox.c.event_id)).mappings().all()
    found = [row for row in rows if row["event"] == WAITING]
    return [{"event_id": row["event_id"], **row["payload"]} for row in found]


def test_reviewers_their_substitutes_and_the_applicant_are_told(office: Office) -> None:
    office.harness.pipeline.subscribed = frozenset({WAITING})
    center = MessageCenter(office.worker.user, office.harness.ids)
    telling = Telling(center, office.harness.pipeline)
    office.define("审批 | any | account:ben")
    today = office.harness.clock.now().date()
    office.as_("ben", lambda: office.center.add_delegation("cat", today, today), DELEGATIONS)

    made = office.apply()
    office.do("ben", "send_back", made, "再想想")
    opened, returned = told(office)
    assert (opened["accounts"], opened["why"]) == (["ben", "cat"], "opened")
    assert (returned["accounts"], returned["why"]) == (["ann"], "returned")

    for _ in range(2):
        with entered(office.harness.context()):
            telling.waiting(opened["event_id"], opened)
    for account in ("ben", "cat"):
        letters = office.worker.ask(account, lambda: center.letters("message", "in", Paging(1, 10)))
        assert [row["title"] for row in letters.rows] == ["待您审批：休假 3 天"]
        assert letters.rows[0]["page"] == "desk.leave"


def test_without_a_message_center_nothing_is_missing(office: Office) -> None:
    Telling(None, office.harness.pipeline).waiting(
        "E1", {"accounts": ["ben"], "title": "x", "page": "y", "why": "opened"}
    )
