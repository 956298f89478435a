"""Several hundred settlements, to the fen, against the independent model.

By default the first scenario of each kind runs; ``HSAF_ACCEPTANCE_FULL=1`` runs them all, and
``HSAF_ACCEPTANCE_SEED`` gives every one of them other luck.
"""

from __future__ import annotations

import os
from random import Random

import pytest

from tests.acceptance.cast import Cast
from tests.acceptance.client import Client
from tests.acceptance.desk import Desk
from tests.acceptance.plays.stage import Stage
from tests.acceptance.scenarios import Scenario, programme
from tests.oracle import region
from tests.oracle.world import World

pytestmark = pytest.mark.slow
FULL = os.environ.get("HSAF_ACCEPTANCE_FULL") == "1"
SEED = int(os.environ.get("HSAF_ACCEPTANCE_SEED", "0"))
SCENARIOS = list(programme(Cast(region.load()), full=FULL))


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda scenario: scenario.name)
def test_settles_to_the_fen(client: Client, scenario: Scenario) -> None:
    world = World()
    stage = Stage(
        Desk(client, world),
        world.region.persons[scenario.person.psn_no],
        Random(scenario.seed + SEED),
        Cast(world.region),
    )
    scenario.play(stage)
