"""2203A: outpatient care at a pharmacy that is open for it, served by a hospital's prescription."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import httpx
import pytest

from centers.base_info.contract.v1 import INSTITUTION_UNKNOWN, SERVICE_NOT_OPENED
from centers.enrollment.contract.v1 import FILING_DISEASE_UNKNOWN
from hsaf.contract.errors import ErrorCode
from plugins.demo_region import files
from subsystems.gateway.control.errors import INPUT_WRONG
from tests.acceptance import cast as c
from tests.acceptance import messages
from tests.acceptance.cast import Cast, at, charge, own_cost
from tests.acceptance.client import Client
from tests.acceptance.desk import Desk
from tests.api.conftest import watched
from tests.api.refusing import assert_refused
from tests.oracle.region import Institution
from tests.oracle.world import Visit, World
from tests.support.gateway import Gateway

DAY = at(5, 6)
PRESCRIPTION = b"%PDF-1.7 made up"


@dataclass
class Shop:
    """A pharmacy that was opened for outpatient care, and a person at its counter."""

    gateway: Gateway
    desk: Desk
    visit: Visit
    hospital: Institution

    def described(self, **changes: Any) -> dict[str, Any]:
        message = messages.visit_2203(self.visit, DAY)
        prescription = {
            "rxfixmedinsCode": self.hospital.code,
            "rxfixmedinsName": self.hospital.name,
            "rxIn": base64.b64encode(PRESCRIPTION).decode(),
            "rxfilename": "处方.pdf",
        }
        info = message["mdtrtinfo"] | prescription | changes
        return message | {"mdtrtinfo": {name: value for name, value in info.items() if value is not None}}


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    with watched(tmp_path_factory.mktemp("shop")) as gateway:
        world = World()
        cast = Cast(world.region)
        person = cast.person(c.plain, c.employee())
        pool = person.enrollment().pool
        pharmacy = cast.pharmacy(pool)
        _open(gateway, pharmacy.code)
        with httpx.Client(transport=httpx.WSGITransport(gateway.application)) as http:
            desk = Desk(Client("http://gateway", http), world)
            visit = Visit(person, pharmacy, "310", "11", DAY)
            visit.mdtrt_id = desk.call("2201", visit, messages.register_2201(visit, "M1"), DAY).find("mdtrt_id")
            yield Shop(gateway, desk, visit, cast.hospital(3, pool))


def _open(gateway: Gateway, code: str) -> None:
    rows = [row | {"otp_flag": "1"} for row in files.rows("institutions.csv") if row["fixmedins_code"] == code]
    base_info = gateway.kernel.contract("base_info.v1")
    with gateway.kernel.system("test.open"):
        gateway.kernel.pipeline.write("test.open", lambda: base_info.load("institutions", rows), subject="base_info")


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"rxIn": None}, INPUT_WRONG),
        ({"rxIn": "不是文件"}, INPUT_WRONG),
        ({"rxIn": base64.b64encode(b"PK\x03\x04 zipped").decode()}, INPUT_WRONG),
        ({"rxfixmedinsCode": None}, INPUT_WRONG),
        ({"rxfixmedinsCode": "H99999999999"}, INSTITUTION_UNKNOWN),
        ({"med_type": "14", "dise_codg": None}, FILING_DISEASE_UNKNOWN),
    ],
)
def test_a_visit_without_a_readable_prescription_is_refused(
    shop: Shop, changes: dict[str, Any], error: ErrorCode
) -> None:
    call = lambda: shop.desk.call("2203A", shop.visit, shop.described(**changes), DAY)  # noqa: E731
    assert_refused(shop.gateway.kernel, call, "2203A", error)


def test_a_hospital_does_not_send_it(shop: Shop) -> None:
    there = Visit(shop.visit.person, shop.hospital, "310", "11", DAY, mdtrt_id=shop.visit.mdtrt_id)
    call = lambda: shop.desk.call("2203A", there, shop.described(), DAY)  # noqa: E731
    assert_refused(shop.gateway.kernel, call, "2203A", SERVICE_NOT_OPENED)


@pytest.mark.parametrize("sent", [base64.b64encode(PRESCRIPTION).decode(), list(PRESCRIPTION)], ids=["base64", "bytes"])
def test_the_visit_settles_as_outpatient_care_and_its_prescription_is_kept(shop: Shop, sent: Any) -> None:
    first = shop.visit
    visit = Visit(first.person, first.institution, "310", "11", DAY)
    visit.mdtrt_id = shop.desk.call("2201", visit, messages.register_2201(visit, "M2"), DAY).find("mdtrt_id")
    described = shop.described(rxIn=sent) | {}
    described["mdtrtinfo"] |= {"mdtrt_id": visit.mdtrt_id}
    assert shop.desk.call("2203A", visit, described, DAY).ok
    shop.desk.upload(visit, [charge("800", DAY), own_cost("9.9", DAY)])
    shop.desk.preview(visit, at(5, 6, 10))
    shop.desk.settle(visit, at(5, 6, 10))
    shop.desk.check(visit.person)
    archive = shop.gateway.kernel.contract("archive.v1")
    with shop.gateway.kernel.system("test.read"):
        read = shop.gateway.kernel.pipeline.read("test.read", lambda: archive.documents(visit.person.psn_no))
    kept = [one for one in read.result if one.mdtrt_id == visit.mdtrt_id]
    assert [(one.infno, one.kind, one.fixmedins_code) for one in kept] == [
        ("2203A", "prescription", visit.institution.code)
    ]
