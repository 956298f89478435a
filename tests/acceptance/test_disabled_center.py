"""A region that switched the settlement center off."""

from __future__ import annotations

from pathlib import Path

from tests.acceptance import messages
from tests.acceptance.cast import at
from tests.acceptance.client import connected
from tests.acceptance.server import serving
from tests.oracle.region import Person
from tests.oracle.world import Visit, World


def test_disabled_center_is_given_as_the_reason(tmp_path: Path) -> None:
    """Gateway: a transaction whose center is disabled in this region is refused with that reason."""
    (tmp_path / "regions").mkdir()
    (tmp_path / "regions" / "990000.toml").write_text(
        'region = "990000"\nenabled = ["*", "demo_region"]\ndisabled = ["settlement"]\n', encoding="utf-8"
    )
    world = World()
    person, hospital = world.region.persons["9900000000000549"], world.region.institutions["H99010100001"]
    with serving("sqlite", HSAF_CONFIG_DIR=str(tmp_path)) as server, connected(server) as client:
        visit = Visit(person, hospital, "310", "11", at(5, 1))
        text = client.call("2201", hospital, messages.register_2201(visit, "MZ1")).error
        assert "未启用" in text
        assert "结算中心" in text
        known: Person = person
        assert client.call("1101", hospital, messages.person_1101(known, at(5, 1))).ok
