"""An institution whose agreement has ended begins nothing new and finishes what it began."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

import httpx
import pytest

from centers.base_info.contract.v1 import INSTITUTION_UNKNOWN
from plugins.demo_region import files
from tests.acceptance import cast as c
from tests.acceptance import messages
from tests.acceptance.cast import Cast, at, charge
from tests.acceptance.client import Client
from tests.acceptance.desk import Desk
from tests.api.refusing import assert_refused
from tests.oracle.region import Institution, Person
from tests.oracle.world import Visit, World
from tests.support.gateway import Gateway, running

LAST = at(6, 30)
AFTER = at(7, 3)


@dataclass
class Ended:
    """A platform on which one hospital's agreement ended on 30 June."""

    gateway: Gateway
    desk: Desk
    person: Person
    hospital: Institution


@pytest.fixture
def ended(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ended]:
    with running(tmp_path_factory.mktemp("ended")) as gateway:
        world = World()
        cast = Cast(world.region)
        person = cast.person(c.plain, c.employee())
        hospital = cast.hospital(3, person.enrollment().pool)
        _end(gateway, hospital.code)
        with httpx.Client(transport=httpx.WSGITransport(gateway.application)) as http:
            yield Ended(gateway, Desk(Client("http://gateway", http), world), person, hospital)


def _end(gateway: Gateway, code: str) -> None:
    rows = [row | {"enddate": "2026-06-30"} for row in files.rows("institutions.csv") if row["fixmedins_code"] == code]
    base_info = gateway.kernel.contract("base_info.v1")
    with gateway.kernel.system("test.end"):
        gateway.kernel.pipeline.write("test.end", lambda: base_info.load("institutions", rows), subject="base_info")


def test_a_stay_goes_on_to_its_settlement_and_reversal(ended: Ended) -> None:
    stay = ended.desk.admit(ended.person, ended.hospital, LAST)
    ended.desk.upload(stay, [charge("5000", LAST)])
    ended.desk.upload(stay, [charge("70", AFTER)])
    ended.desk.discharge(stay, AFTER)
    done = ended.desk.settle(stay, AFTER + timedelta(days=1))
    ended.desk.reverse(done, AFTER + timedelta(days=2))
    ended.desk.settle(stay, AFTER + timedelta(days=3))
    ended.desk.check(ended.person)


@pytest.mark.parametrize("infno", ["2201", "2401"])
def test_nothing_new_is_begun(ended: Ended, infno: str) -> None:
    visit = Visit(ended.person, ended.hospital, "310", "2101" if infno == "2401" else "11", AFTER)
    make = messages.admit_2401 if infno == "2401" else messages.register_2201
    call = lambda: ended.desk.call(infno, visit, make(visit, "N1"), AFTER)  # noqa: E731
    assert_refused(ended.gateway.kernel, call, infno, INSTITUTION_UNKNOWN)
    assert ended.desk.call(infno, visit, make(visit, "N1"), LAST).ok
