"""Settlements sent into trouble, and how a sender finds out what became of them.

As the national interface tells senders whose connection broke: send the same msgid again, or 2601 and
then a new message.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from threading import Semaphore
from typing import Any, Final

import httpx

from tests.acceptance import messages
from tests.acceptance.cast import at, charge
from tests.acceptance.client import Answer, Client
from tests.acceptance.counter import Counter
from tests.acceptance.crowd import EIGHT
from tests.acceptance.refusals import CODE, NUMBERS, assert_refusal
from tests.oracle.world import Visit

BUSY: Final = 453
AGAIN: Final = {BUSY, 459, 460, 465, 466}
"""Refusals after which the same message may be sent again: busy, stopping, outcome unknown, overloaded, too late."""
OUTCOME_UNKNOWN: Final = 460


@dataclass
class Sending:
    """One settlement on its way, and what is known of its outcome."""

    counter: Counter
    visit: Visit
    message: dict[str, Any]
    answer: Answer | None = None

    @property
    def open(self) -> bool:
        """The sender does not know whether it is settled, or was told to try again."""
        return self.answer is None or told(self.answer) in AGAIN

    @property
    def promised_nothing(self) -> bool:
        """The platform said that it changed nothing."""
        return self.answer is not None and told(self.answer) in AGAIN - {OUTCOME_UNKNOWN}


def told(answer: Answer) -> int | None:
    """The number of a refusal, ``None`` of a success."""
    if answer.ok:
        return None
    found = CODE.match(answer.error)
    assert found, answer.error
    return int(found["number"])


def waiting(client: Client, counter: Counter) -> Sending:
    """A visit with two lines, ready to settle with the person's own account."""
    visit = counter.visit(at(5, 1), charge("456.78", at(5, 1)), charge("33.3", at(5, 1), 10))
    input = messages.settle_outpatient(visit, visit.bill, "1", counter.desk.batch(visit), dry=False)
    return Sending(counter, visit, client.envelope("2207", visit.institution, input, at=at(5, 2)))


def under_load(client: Client, sendings: Sequence[Sending], crash: Callable[[], None], *, after: int) -> None:
    """Send everything, eight at a time; crash ``after`` some answers came, with others on the way."""
    answered = Semaphore(0)

    def send(sending: Sending) -> None:
        sending.answer = attempt(client, sending.message)
        answered.release()

    with ThreadPoolExecutor(EIGHT) as pool:
        running = [pool.submit(send, sending) for sending in sendings]
        for _ in range(after):
            assert answered.acquire(timeout=60)
        crash()
        for one in running:
            one.result()


def attempt(client: Client, message: dict[str, Any]) -> Answer | None:
    """The answer, or ``None`` when the connection broke and the outcome is unknown."""
    try:
        return client.send(message)
    except httpx.TransportError:
        return None


def until_answered(client: Client, message: dict[str, Any], seconds: float = 60) -> Answer:
    """Send again until somebody answers for good: what a sender does while the server comes back."""
    deadline = time.monotonic() + seconds
    answer = None
    while time.monotonic() < deadline:
        answer = attempt(client, message)
        if answer is not None and told(answer) not in AGAIN:
            return answer
        time.sleep(0.1)
    raise AssertionError(f"the server did not come back; its last answer: {answer}")


def find_out(client: Client, sendings: Iterable[Sending]) -> None:
    """Resolve every open outcome, one by replaying, the next by compensating; then all are settled once."""
    by_replay = True
    for sending in sendings:
        if sending.open:
            (replayed if by_replay else compensated)(client, sending)
            by_replay = not by_replay
        else:
            assert sending.answer is not None
            assert sending.answer.ok, sending.answer.raw.decode()
            assert until_answered(client, sending.message).raw == sending.answer.raw, "a stored answer stays"
        sending.counter.world.settle(sending.visit, at(5, 2))
        sending.counter.desk.check(sending.counter.person)


def replayed(client: Client, sending: Sending) -> None:
    """The same message again: settled now, or answered as it was."""
    sending.answer = until_answered(client, sending.message)
    assert sending.answer.ok, sending.answer.raw.decode()
    assert until_answered(client, sending.message).raw == sending.answer.raw


def compensated(client: Client, sending: Sending) -> None:
    """2601 undoes what was committed or bars what was not; then a new message settles."""
    institution = sending.visit.institution
    data = {"psn_no": sending.counter.person.psn_no, "omsgid": sending.message["msgid"], "oinfno": "2207"}
    undo = client.envelope("2601", institution, {"data": data}, at=at(5, 2))
    answer = until_answered(client, undo)
    assert told(answer) in (None, NUMBERS["compensation_unknown"], NUMBERS["compensation_done"]), answer.raw.decode()
    assert not (answer.ok and sending.promised_nothing), "settled, although the sender was told that nothing changed"
    late = until_answered(client, sending.message)
    assert_refusal(late.error, "2207", "request_superseded")
    sending.message = sending.message | {"msgid": client.msgid(institution)}
    sending.answer = until_answered(client, sending.message)
    assert sending.answer.ok, sending.answer.raw.decode()
