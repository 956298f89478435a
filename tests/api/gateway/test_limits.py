"""Overload, late requests and a stopping platform are answered at once, in the protocol of the path."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import httpx
import pytest

from hsaf.contract import deadline
from hsaf.edge.http import HttpApplication
from tests.support.gateway import WHO, Gateway, running

THREADS = 2


@pytest.fixture(scope="module")
def narrow(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Gateway]:
    """A platform with two turns and no queue."""
    folder: Path = tmp_path_factory.mktemp("narrow")
    with running(folder, server={"threads": THREADS, "queue": 0}) as gateway:
        yield gateway


@pytest.fixture
def full(narrow: Gateway) -> Iterator[Gateway]:
    """The same while others take both turns."""
    with ExitStack() as others:
        for _ in range(THREADS):
            others.enter_context(narrow.kernel.request())
        yield narrow


def test_an_overloaded_gateway_answers_with_a_code_that_says_try_again(full: Gateway) -> None:
    reply = full.send(full.envelope("1101", WHO))
    assert reply.status == 200
    assert reply.answer["infcode"] == -1
    assert reply.answer["err_msg"].startswith("[E1101-465]")
    assert "稍后" in reply.answer["err_msg"]
    assert reply.answer["output"] == {}


def test_the_refused_message_goes_through_unchanged_when_there_is_room_again(narrow: Gateway) -> None:
    message = narrow.envelope("1101", WHO)
    with narrow.kernel.request(), narrow.kernel.request():
        assert narrow.send(message).answer["infcode"] == -1
    assert narrow.send(message).answer["infcode"] == 0


def test_health_and_metrics_answer_under_overload_and_tell_of_it(full: Gateway) -> None:
    full.send(full.envelope("1101", WHO))
    with httpx.Client(transport=httpx.WSGITransport(full.application), base_url="http://platform") as http:
        assert http.get("/health").status_code == 200
        metrics = http.get("/metrics").text
    assert 'hsaf_turned_away_total{code="kernel.overloaded",route="fsi"}' in metrics


def test_a_request_past_its_deadline_changes_nothing_and_may_come_again(narrow: Gateway) -> None:
    message = narrow.envelope("9001", {"signIn": {"opter_no": "1", "mac": "00-00", "ip": "127.0.0.1"}})
    with deadline.within(-1):
        late = narrow.send(message).answer
    assert late["err_msg"].startswith("[E9001-466]"), late
    assert narrow.send(message).answer["infcode"] == 0


def test_a_stopping_gateway_refuses_in_its_own_protocol(tmp_path: Path) -> None:
    with running(tmp_path, seeded=False) as gateway:
        gateway.kernel.drain()
        reply = gateway.send(gateway.envelope("1101", WHO))
        assert reply.status == 200
        assert reply.answer["err_msg"].startswith("[E1101-459]")


def test_paths_without_a_protocol_of_their_own_answer_503(narrow: Gateway, monkeypatch: pytest.MonkeyPatch) -> None:
    application = HttpApplication(narrow.kernel)
    route, parameters = application._routes.find("POST", "/fsi")
    plain = type(route)("POST", "/fsi", route.handler, "plain")
    monkeypatch.setattr(application._routes, "find", lambda *_: (plain, parameters))
    with ExitStack() as others:
        for _ in range(THREADS):
            others.enter_context(narrow.kernel.request())
        with httpx.Client(transport=httpx.WSGITransport(application), base_url="http://platform") as http:
            answer = http.post("/fsi")
    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "1"
    assert answer.json()["code"] == "kernel.overloaded"
