"""Killed without warning, in the middle of load: afterwards nothing is doubled, nothing is lost."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from hsaf.testing.harness import mariadb_absent
from tests.acceptance import cast as c
from tests.acceptance.cast import Cast
from tests.acceptance.client import Client, connected
from tests.acceptance.counter import Counter
from tests.acceptance.crowd import assert_books_are_sound
from tests.acceptance.sendings import Sending, find_out, under_load, waiting
from tests.acceptance.server import Server, serving
from tests.oracle import region

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]
VISITS = 48
KILL_AFTER = 12


@pytest.fixture(params=["sqlite", "mariadb"])
def server(request: pytest.FixtureRequest) -> Iterator[Server]:
    """A server of its own for each crash; the books are sound after it."""
    if request.param == "mariadb" and (reason := mariadb_absent()):
        pytest.skip(reason)
    with serving(request.param, workers=2) as running:
        yield running
        assert_books_are_sound(running)


@pytest.fixture
def client(server: Server) -> Iterator[Client]:
    with connected(server) as made:
        yield made


def until(holds: Callable[[], bool], seconds: float = 60) -> None:
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline, "it did not come to this"
        time.sleep(0.05)


def waiting_visits(client: Client) -> list[Sending]:
    """Visits of different people."""
    cast = Cast(region.load())
    return [waiting(client, Counter(client, cast, c.in_force, c.single, c.no_family)) for _ in range(VISITS)]


def test_a_worker_is_killed_in_the_middle_of_load(server: Server, client: Client) -> None:
    """5: the other worker goes on, a new one takes the place; every visit is settled exactly once."""
    sendings = waiting_visits(client)

    under_load(client, sendings, lambda: os.kill(server.worker_pids()[0], signal.SIGKILL), after=KILL_AFTER)

    find_out(client, sendings)
    assert server.process is not None
    assert server.process.poll() is None, "one dead worker must not end the server"
    assert client.http.get(f"{server.url}/health").status_code == 200


def test_workers_that_die_again_and_again_are_brought_back(server: Server, client: Client) -> None:
    """What kills workers passes; the server does not give up meanwhile."""
    for _ in range(4):
        before = set(server.worker_pids())
        for pid in before:
            os.kill(pid, signal.SIGKILL)
        until(lambda killed=before: len(set(server.worker_pids()) - killed) == 2)

    until(server.healthy)
    sending = waiting(client, Counter(client, Cast(region.load()), c.in_force, c.single, c.no_family))
    find_out(client, [sending])
    assert sending.answer is not None
    assert sending.answer.ok


def test_workers_end_when_their_parent_is_killed(server: Server, client: Client) -> None:
    """Otherwise they would answer beside the server that is started next."""
    assert server.process is not None
    workers = server.worker_pids()
    os.kill(server.process.pid, signal.SIGKILL)
    server.process.wait()
    until(lambda: not any(Path(f"/proc/{pid}").exists() for pid in workers))
    assert not server.healthy()

    server.start()
    assert client.http.get(f"{server.url}/health").status_code == 200


def test_the_whole_server_is_killed_in_the_middle_of_load(server: Server, client: Client) -> None:
    """5: after a restart on the same data every visit is settled exactly once."""
    sendings = waiting_visits(client)

    under_load(client, sendings, server.kill, after=KILL_AFTER)

    assert any(sending.answer is None for sending in sendings), "nothing was on the way"
    assert_books_are_sound(server)
    server.start()
    find_out(client, sendings)


def test_an_orderly_stop_answers_what_it_accepted(server: Server, client: Client) -> None:
    """Release at any hour: stopping drains; an answer given is kept, a message cut off was not half done."""
    sendings = waiting_visits(client)

    under_load(client, sendings, server.stop, after=KILL_AFTER)

    assert_books_are_sound(server)
    server.start()
    find_out(client, sendings)
