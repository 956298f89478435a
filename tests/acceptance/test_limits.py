"""Load and limits: a server that has too much to do says so at once, and a stopping one cuts nobody off."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from http.client import HTTPConnection
from typing import Any

import httpx
import pytest
import sqlalchemy as sa

from hsaf.data.schema import request as stored
from tests.acceptance import messages
from tests.acceptance.cast import Cast, at, charge
from tests.acceptance.client import Answer, Client, connected
from tests.acceptance.counter import Counter
from tests.acceptance.crowd import assert_books_are_sound, at_once
from tests.acceptance.refusals import CODE
from tests.acceptance.server import ROOT, Server, serving
from tests.oracle import region

CROWD = 24
OVERLOADED = 465


@pytest.fixture(scope="module")
def narrow(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One worker that does one request at a time, lets one wait, and keeps few connections."""
    folder = tmp_path_factory.mktemp("config")
    shipped = (ROOT / "plugins" / "demo_region" / "region.toml").read_text("utf-8")
    (folder / "regions").mkdir()
    (folder / "regions" / "990000.toml").write_text(f"{shipped}\n[server]\nqueue = 1\nconnections = 64\n", "utf-8")
    with serving("sqlite", workers=1, HSAF_THREADS="1", HSAF_CONFIG_DIR=str(folder)) as server:
        yield server


@pytest.fixture
def client(narrow: Server) -> Iterator[Client]:
    with connected(narrow) as made:
        yield made


def settling(client: Client, count: int) -> list[tuple[Counter, dict[str, Any]]]:
    """Settlements of different people, ready to be sent."""
    cast = Cast(region.load())
    made = []
    for _ in range(count):
        counter = Counter(client, cast)
        visit = counter.visit(at(5, 1), charge("300", at(5, 1)))
        data = messages.settle_outpatient(visit, visit.bill, "1", counter.desk.batch(visit), dry=False)
        made.append((counter, client.envelope("2207", visit.institution, data, at=at(5, 2))))
    return made


def told_to_come_again(answer: Answer) -> bool:
    found = CODE.match(answer.error)
    assert found, answer.error
    return int(found["number"]) == OVERLOADED


def test_everybody_in_a_crowd_is_answered_and_everybody_sent_away_succeeds_later(
    narrow: Server, client: Client
) -> None:
    """Each answer is a settlement or the request to come again; sent again unchanged, each is settled once."""
    waiting = settling(client, CROWD)
    for _ in range(CROWD * 10):
        answers = at_once([lambda message=message: client.send(message) for _, message in waiting])  # type: ignore[misc]
        assert all(answer.ok or told_to_come_again(answer) for answer in answers)
        waiting = [one for one, answer in zip(waiting, answers, strict=True) if not answer.ok]
        if not waiting:
            break
    assert not waiting
    assert_books_are_sound(narrow)


def test_idle_connections_do_not_keep_others_out(narrow: Server, client: Client) -> None:
    """Hospitals keep their connections open; there is room for as many as ``server.connections`` says."""
    idle = [socket.create_connection(("127.0.0.1", narrow.port)) for _ in range(40)]
    try:
        assert httpx.get(f"{narrow.url}/health", timeout=30).status_code == 200
    finally:
        for one in idle:
            one.close()


@pytest.mark.parametrize("size", [10, 3_000, 500_000])
def test_a_refused_message_leaves_its_connection_to_the_next(narrow: Server, size: int) -> None:
    """The body comes after the headers and nobody looks at it; the connection must still be usable."""
    for _ in range(10):
        with closing(HTTPConnection("127.0.0.1", narrow.port, timeout=30)) as one:
            one.connect()
            one.auto_open = 0
            one.putrequest("POST", "/fsi")
            one.putheader("Content-Length", str(size))
            one.endheaders()
            one.send(b"x" * size)
            refused = one.getresponse()
            assert (refused.status, bool(refused.read())) == (401, True)
            one.request("GET", "/health")
            assert one.getresponse().status == 200


@pytest.mark.slow
def test_a_stop_under_load_answers_everything_it_did() -> None:
    """Whoever got no answer was not served: nothing is done whose answer was cut off."""
    with serving("sqlite", workers=2) as server:
        with connected(server) as client:
            waiting = settling(client, 40)
            answered: list[str] = []

            def send(message: dict[str, Any]) -> None:
                try:
                    answer = client.send(message)
                except httpx.TransportError:
                    return
                if answer.status == 200 and answer.ok:
                    answered.append(message["msgid"])

            with ThreadPoolExecutor(8) as pool:
                running = [pool.submit(send, message) for _, message in waiting]
                running[5].result()
                server.stop()
                for one in running:
                    one.result()
        done = {message["msgid"] for _, message in waiting} & _stored(server)
        assert done == set(answered)
        assert done, "the stop came too early to show anything"


def _stored(server: Server) -> set[str]:
    engine = sa.create_engine(f"sqlite:///{server.folder / 'data' / 'hsaf.db'}")
    with engine.connect() as connection:
        keys = set(connection.execute(sa.select(stored.c.request_key)).scalars())
    engine.dispose()
    return keys
