"""Kills, cuts and clock steps in the middle of load, again and again, on one deployment.

``HSAF_CHAOS_ROUNDS`` says how many rounds (the full proof is 200); the strikes take turns.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from itertools import cycle, islice

import pytest

from tests.chaos.campaign import VISITS, Campaign
from tests.chaos.deployment import Deployment, deployed
from tests.chaos.mariadb import absent
from tests.chaos.strikes import STRIKES

ROUNDS = int(os.environ.get("HSAF_CHAOS_ROUNDS", "4"))
AUDIT_EVERY = max(1, ROUNDS // 20)
"""The platform's own proof reads everything; in a long run it is asked for every few rounds and at the end."""

pytestmark = [pytest.mark.slow, pytest.mark.timeout(120 + 30 * ROUNDS)]


@pytest.fixture
def deployment() -> Iterator[Deployment]:
    if reason := absent():
        pytest.skip(reason)
    with deployed() as running:
        yield running


def test_no_settlement_is_lost_or_doubled_whatever_breaks(deployment: Deployment) -> None:
    """After each strike every visit is settled exactly once, and the books are whole."""
    campaign = Campaign.begin(deployment)

    for number, strike in enumerate(islice(cycle(STRIKES), ROUNDS)):
        campaign.round(number, strike)
        if (number + 1) % AUDIT_EVERY == 0:
            campaign.audit()
        print(f"{number + 1}/{ROUNDS} {strike.name}", flush=True)

    campaign.audit()
    print(*(f"{count:6} {what}" for what, count in sorted(campaign.outcomes.items())), sep="\n")
    assert len(campaign.ledger) == ROUNDS * VISITS
