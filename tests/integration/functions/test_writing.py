"""Writes of declared operations: what is kept, what is answered again, what is audited."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from werkzeug.test import EnvironBuilder

from adapters.object_store_local.client import LocalObjectStore
from hsaf.contract.errors import ErrorCode, HsafError
from hsaf.contract.layers import Guarded, entering
from hsaf.contract.principal import Principal
from hsaf.data import execute
from hsaf.data.schema import audit_event
from hsaf.data.table import table
from hsaf.functions.calls import compile_call
from hsaf.functions.declaration import FunctionDeclared, Kind, OperationDeclared
from hsaf.functions.desk import AUDIT, Desk
from hsaf.functions.front import Front, Handler
from hsaf.functions.session import CONTRACT, COOKIE, CSRF_HEADER
from hsaf.records.model import Field
from hsaf.testing.harness import Harness
from tests.support.portal import CSRF, Sessions

WRONG = ErrorCode("test.guess_wrong", 9901, "猜错了")
metadata = sa.MetaData()
attempts = table("test_attempt", metadata, sa.Column("guess", sa.String(30), primary_key=True))


class Guessing:
    """Counts every guess; a wrong one is returned so that its count is kept, an empty one raised."""

    def guess(self, guess: str) -> HsafError | None:
        execute(attempts.insert(), {"guess": guess})
        if guess == "raise":
            raise WRONG()
        return None if guess == "right" else WRONG()


@pytest.fixture
def harness(tmp_path: Path) -> Iterator[Harness]:
    with Harness.sqlite(tmp_path, metadata) as made:
        yield made


@pytest.fixture
def handler(harness: Harness, tmp_path: Path) -> Handler:
    who = Principal(
        account="clerk", name="甲", org_no="ORG1", admdvs="990000", permissions=frozenset({"sub.game.guess"})
    )
    contracts: dict[str, Any] = {CONTRACT: Guarded(Sessions({"t": who}), "center", "auth")}
    declared = OperationDeclared(
        code="guess", name="猜", contract="game.v1", method="guess", input=(Field(code="guess", label="猜"),)
    )
    function = FunctionDeclared(code="game", name="游戏", kind=Kind.CUSTOM, spec=("HB-10.1.1",), subsystem="sub")
    operation = compile_call(function, declared, Guarded(Guessing(), "center", "game"))
    front = Front(Desk(harness.pipeline, contracts), harness.clock, LocalObjectStore(tmp_path), "990000", "core")
    return front.operation(operation)


def post(handler: Handler, guess: str, key: str = "") -> tuple[int, bytes]:
    headers = {"Cookie": f"{COOKIE}=t", CSRF_HEADER: CSRF} | ({"Idempotency-Key": key} if key else {})
    with entering("edge", "http"):
        response = handler(EnvironBuilder(method="POST", json={"guess": guess}, headers=headers).get_request())
    return response.status_code, response.get_data()


def kept(harness: Harness) -> list[str]:
    with harness.database.read() as connection:
        return list(connection.execute(sa.select(attempts.c.guess)).scalars())


def test_a_raised_refusal_keeps_nothing(harness: Harness, handler: Handler) -> None:
    assert post(handler, "raise")[0] == 422
    assert kept(harness) == []


def test_a_returned_refusal_keeps_what_was_done(harness: Harness, handler: Handler) -> None:
    status, body = post(handler, "wrong")
    assert (status, b"test.guess_wrong" in body) == (422, True)
    assert kept(harness) == ["wrong"]


def test_a_write_sent_again_is_answered_as_before_and_done_once(harness: Harness, handler: Handler) -> None:
    assert post(handler, "wrong", "k1") == post(handler, "wrong", "k1")
    assert post(handler, "right", "k2") == post(handler, "right", "k2") == (200, b"{}")
    assert sorted(kept(harness)) == ["right", "wrong"]
    assert post(handler, "right", "k1")[0] == 409


def test_a_write_is_audited_with_who_and_which_function_but_no_texts(harness: Harness, handler: Handler) -> None:
    post(handler, "right")
    with harness.database.read() as connection:
        (event,) = connection.execute(sa.select(audit_event)).all()
    assert (event.event, event.actor, event.operation) == (AUDIT, "clerk", "sub.game.guess")
    assert event.facts == {"org_no": "ORG1"}
    assert event.layers.startswith("edge:http>presentation:sub>control:sub")
