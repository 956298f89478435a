"""Rounds of load, each struck by something, and what must hold after every one of them."""

from __future__ import annotations

import json
from collections import Counter as Tally
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import cycle, islice
from typing import Any, Final

from tests.acceptance import cast as c
from tests.acceptance.cast import Cast
from tests.acceptance.counter import Counter
from tests.acceptance.crowd import EIGHT, assert_books_are_sound
from tests.acceptance.sendings import Sending, find_out, told, under_load, waiting
from tests.chaos.deployment import Deployment
from tests.chaos.strikes import Strike
from tests.oracle import region

PEOPLE: Final = 24
VISITS: Final = 12
STRIKE_AFTER: Final = 3
"""Answers that come before the strike."""


@dataclass
class Campaign:
    """People who come again and again, and the settlements the platform said it made."""

    deployment: Deployment
    people: list[Counter]
    ledger: dict[str, str] = field(default_factory=dict)
    """The clients' own books: settlement id by visit."""
    outcomes: Tally[str] = field(default_factory=Tally)
    """What senders were told, by strike: for the report of a long run."""

    @classmethod
    def begin(cls, deployment: Deployment) -> Campaign:
        cast = Cast(region.load())
        people = [Counter(deployment.client, cast, c.in_force, c.single, c.no_family) for _ in range(PEOPLE)]
        return cls(deployment, people)

    def round(self, number: int, strike: Strike) -> None:
        """Everything is settled exactly once in the end, whatever the senders were told at first."""
        client = self.deployment.client
        sendings = self._waiting(number)
        under_load(client, sendings, lambda: strike.hit(self.deployment), after=STRIKE_AFTER)
        strike.mend(self.deployment)
        self._tally(strike, sendings)
        if strike.hidden:
            assert not any(one.open for one in sendings), f"{strike.name}: a sender noticed"
        find_out(client, sendings)
        self._keep(sendings)

    def _waiting(self, number: int) -> list[Sending]:
        """A new visit of each of the people whose turn it is."""
        turn = islice(cycle(self.people), number * VISITS, (number + 1) * VISITS)
        with ThreadPoolExecutor(EIGHT) as pool:
            return list(pool.map(lambda counter: waiting(self.deployment.client, counter), turn))

    def _tally(self, strike: Strike, sendings: list[Sending]) -> None:
        for one in sendings:
            what = "no answer" if one.answer is None else told(one.answer) or "settled"
            self.outcomes[f"{strike.name}: {what}"] += 1

    def _keep(self, sendings: list[Sending]) -> None:
        """Enter the answers in the clients' books; the platform has each of them once, and no other."""
        for one in sendings:
            assert one.answer is not None
            self.ledger[one.visit.mdtrt_id] = one.answer.output["setlinfo"]["setl_id"]
        assert len(set(self.ledger.values())) == len(self.ledger), "an identifier was given twice"
        assert self.deployment.settled() == {visit: [setl_id] for visit, setl_id in self.ledger.items()}

    def audit(self) -> None:
        """The platform's own proof: chains, trial balance, balances, and accumulators computed from history."""
        with ThreadPoolExecutor() as pool:
            chains = pool.submit(assert_books_are_sound, self.deployment.server)
            found = self._self_check()
            chains.result()
        assert found["ok"], found["findings"]

    def _self_check(self) -> dict[str, Any]:
        done = self.deployment.server.hsaf("settlement", "check", "--json")
        assert done.stdout, done.stderr
        found: dict[str, Any] = json.loads(done.stdout)
        return found
