"""The example exchanges give exactly the expected amounts, over real HTTP with signatures."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from hsaf.edge.fsi_client import Post, over_http
from hsaf.testing.harness import mariadb_absent
from plugins.demo_region import files
from plugins.demo_region.playback import Playback, demo_client
from tests.acceptance.server import serving

DEPLOYMENTS = [("sqlite", 1), ("sqlite", 2), ("mariadb", 1), ("mariadb", 2)]


@pytest.fixture(scope="module", params=DEPLOYMENTS, ids=lambda one: f"{one[0]}-{one[1]}")
def gateway(request: pytest.FixtureRequest) -> Iterator[Post]:
    """A fresh demo deployment for all exchanges: they are about different people."""
    database, workers = request.param
    if database == "mariadb" and (reason := mariadb_absent()):
        pytest.skip(reason)
    with serving(database, workers) as server:
        yield over_http(f"{server.url}/fsi")


@pytest.mark.parametrize("name", files.exchanges())
def test_every_expected_value_matches(gateway: Post, name: str) -> None:
    played = list(Playback(gateway, demo_client).play(files.exchange(name)))

    assert {step.infno: step.differences for step in played if step.differences} == {}
