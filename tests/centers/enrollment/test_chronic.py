"""Registration of chronic diseases at the agency: what it needs, what a change keeps, what it must not undo."""

from __future__ import annotations

from datetime import date
from typing import Any

import msgspec
import pytest

from centers.base_info.service.base_info import BaseInfo
from centers.enrollment.contract.chronic import EXPIRING, ChronicChange
from centers.enrollment.contract.v1 import CHRONIC, NewChronicFiling
from centers.enrollment.data.certificates import Certificates
from centers.enrollment.data.changes import ChangeRepository
from centers.enrollment.data.facts import FactsReader
from centers.enrollment.data.repository import Repository
from centers.enrollment.service.center import EnrollmentCenter
from centers.enrollment.service.chronic import Chronic
from centers.enrollment.service.filings import Filings
from centers.enrollment.service.picking import Picking
from hsaf.contract.errors import HsafError
from hsaf.data import audit
from hsaf.data.schema import outbox
from hsaf.testing.harness import Harness
from tests.centers.enrollment.conftest import EMPLOYER, PERSON, PSN, Write

BEGIN, END = date(2026, 1, 1), date(2026, 12, 31)


class OnlyHypertension:
    """A policy with a benefit for one disease."""

    def knows_disease(self, dise_codg: str, insutype: str, on: date) -> bool:
        return (dise_codg, insutype) == ("M03900", "310")


def made(harness: Harness, base_info: BaseInfo, policy: Any) -> EnrollmentCenter:
    certificates = Certificates(harness.database, harness.crypto)
    repository = Repository(certificates)
    filings = Filings(repository, base_info, harness.ids)
    chronic = Chronic(filings, repository, ChangeRepository(), base_info, policy)
    facts = FactsReader(harness.database, certificates)
    center = EnrollmentCenter(
        chronic=chronic,
        picking=Picking(repository),
        repository=repository,
        facts=facts,
        filings=filings,
        base_info=base_info,
    )
    harness.write(lambda: center.load("employers", [EMPLOYER]))
    harness.write(lambda: center.load("persons", [PERSON]))
    return center


@pytest.fixture
def center(harness: Harness, base_info: BaseInfo) -> EnrollmentCenter:
    """Without a policy center."""
    return made(harness, base_info, None)


def registration(**changes: Any) -> NewChronicFiling:
    known = {"psn_no": PSN, "insutype": "310", "opsp_dise_code": "M03900", "opsp_dise_name": ""}
    return NewChronicFiling(**{**known, "begndate": BEGIN, "enddate": END, **changes})


def change(serial: str, **changes: Any) -> ChronicChange:
    return ChronicChange(psn_no=PSN, trt_dcla_detl_sn=serial, **{"reason": "复查", **changes})


@pytest.fixture
def serial(center: EnrollmentCenter, write: Write) -> str:
    return write(lambda: center.register_chronic(registration(ide_fixmedins_no="H99020200018"), ["诊断证明-1"]))


def refusal(write: Write, call: Any) -> HsafError:
    with pytest.raises(HsafError) as caught:
        write(call)
    return caught.value


def standing(harness: Harness, center: EnrollmentCenter, day: date, disease: str = "M03900") -> bool:
    facts = harness.read(lambda: center.benefit_facts(PSN))
    return facts.filing_on(day, CHRONIC, "310", dise_codg=disease) is not None


def test_a_registration_needs_its_materials_and_keeps_them(
    harness: Harness, center: EnrollmentCenter, write: Write
) -> None:
    refused = refusal(write, lambda: center.register_chronic(registration(), [" "]))
    assert refused.code == "enrollment.materials_missing"
    write(lambda: center.register_chronic(registration(), ["诊断证明-1", "检查报告-2"]))
    (kept,) = harness.read(lambda: center.chronic_registrations(PSN))
    assert kept.record.detail["materials"] == ["诊断证明-1", "检查报告-2"]
    assert (kept.record.filing.dise_name, kept.changes) == ("高血压", ())


def test_a_disease_without_a_benefit_is_not_registered(harness: Harness, base_info: BaseInfo, write: Write) -> None:
    center = made(harness, base_info, OnlyHypertension())
    refused = refusal(write, lambda: center.register_chronic(registration(opsp_dise_code="M01600"), ["1"]))
    assert refused.code == "enrollment.disease_without_benefit"
    serial = write(lambda: center.register_chronic(registration(), ["1"]))
    switched = refusal(write, lambda: center.change_chronic(change(serial, opsp_dise_code="M01600"), []))
    assert switched.code == "enrollment.disease_without_benefit"


def test_a_change_keeps_what_was_before(harness: Harness, center: EnrollmentCenter, write: Write, serial: str) -> None:
    write(lambda: center.change_chronic(change(serial, opsp_dise_code="M01600", enddate=None), []))
    write(lambda: center.change_chronic(change(serial, ide_fixmedins_no="H99020200019", reason="转院"), []))
    (kept,) = harness.read(lambda: center.chronic_registrations(PSN))
    assert (kept.record.filing.dise_codg, kept.record.filing.enddate) == ("M01600", None)
    assert kept.record.detail["ide_fixmedins_no"] == "H99020200019"
    assert [(one.change_no, one.changed_by, one.reason, one.before) for one in kept.changes] == [
        (1, "tester", "复查", {"dise_codg": "M03900", "dise_name": "高血压", "enddate": "2026-12-31"}),
        (2, "tester", "转院", {"ide_fixmedins_no": "H99020200018"}),
    ]
    assert standing(harness, center, date(2030, 1, 1), "M01600")
    assert not standing(harness, center, BEGIN)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({}, "filing_unchanged"),
        ({"opsp_dise_code": "M03900"}, "filing_unchanged"),
        ({"reason": "  ", "enddate": None}, "change_reason_missing"),
        ({"begndate": date(2027, 1, 1)}, "filing_dates"),
        ({"opsp_dise_code": "M99999"}, "filing_disease_unknown"),
        ({"trt_dcla_detl_sn": "TD0"}, "filing_unknown"),
    ],
)
def test_a_change_that_says_nothing_sensible_is_refused(
    harness: Harness, center: EnrollmentCenter, write: Write, serial: str, changes: dict[str, Any], code: str
) -> None:
    asked = msgspec.structs.replace(change(serial), **changes)
    assert refusal(write, lambda: center.change_chronic(asked, [])).code == f"enrollment.{code}"
    assert harness.read(lambda: center.chronic_registrations(PSN))[0].changes == ()


def test_a_change_does_not_take_the_ground_from_a_settlement(
    harness: Harness, center: EnrollmentCenter, write: Write, serial: str
) -> None:
    relied_on = [("SE1", date(2026, 3, 1)), ("SE2", date(2026, 6, 30))]
    for losing in ({"enddate": date(2026, 6, 29)}, {"begndate": date(2026, 3, 2)}, {"opsp_dise_code": "M01600"}):
        refused = refusal(write, lambda losing=losing: center.change_chronic(change(serial, **losing), relied_on))
        assert refused.code == "enrollment.filing_relied_on"
    assert "SE1" in refused.message
    write(lambda: center.change_chronic(change(serial, begndate=date(2026, 3, 1)), relied_on))
    write(lambda: center.end_chronic(PSN, serial, date(2026, 6, 30), "转归良好", relied_on))
    assert standing(harness, center, date(2026, 6, 30))
    assert not standing(harness, center, date(2026, 7, 1))


def test_an_end_is_earlier_than_the_present_one(center: EnrollmentCenter, write: Write, serial: str) -> None:
    refused = refusal(write, lambda: center.end_chronic(PSN, serial, END, "误", []))
    assert refused.code == "enrollment.end_not_earlier"


def test_a_change_may_not_run_into_another_registration(center: EnrollmentCenter, write: Write, serial: str) -> None:
    write(lambda: center.register_chronic(registration(begndate=date(2027, 1, 1), enddate=None), ["2"]))
    assert refusal(write, lambda: center.change_chronic(change(serial, enddate=None), [])).code == (
        "enrollment.filing_overlap"
    )


def test_a_revoked_registration_is_not_changed(center: EnrollmentCenter, write: Write, serial: str) -> None:
    write(lambda: center.revoke_filing(PSN, serial, CHRONIC, "误报"))
    assert refusal(write, lambda: center.change_chronic(change(serial, enddate=None), [])).code == (
        "enrollment.filing_revoked"
    )


def test_what_ends_soon_is_listed_the_earliest_first(
    harness: Harness, center: EnrollmentCenter, write: Write, serial: str
) -> None:
    sooner = registration(opsp_dise_code="M01600", enddate=date(2026, 12, 11))
    second = write(lambda: center.register_chronic(sooner, ["1"]))

    def listed(on: date, days: int) -> list[str]:
        found = harness.read(lambda: center.expiring_chronic(on, days))
        return [one.filing.trt_dcla_detl_sn for one in found]

    assert listed(date(2026, 12, 1), 30) == [second, serial]
    assert listed(date(2026, 12, 1), 29) == [second]
    assert listed(date(2026, 12, 12), 30) == [serial]
    assert listed(date(2027, 1, 1), 30) == []


def test_an_ending_is_told_once_on_the_chain_and_to_subscribers(
    harness: Harness, center: EnrollmentCenter, write: Write, serial: str
) -> None:
    harness.pipeline.subscribed = frozenset({EXPIRING})
    write(lambda: center.announce_expiry(PSN, serial))
    with harness.database.read() as connection:
        (row,) = connection.execute(outbox.select()).mappings()
        told = audit.events_of(connection, f"psn:{PSN}")[-1]
    assert (row["event"], row["payload"]["enddate"]) == (EXPIRING, "2026-12-31")
    assert (told["event"], told["facts"]["trt_dcla_detl_sn"]) == ("enrollment.chronic_expiring", serial)
