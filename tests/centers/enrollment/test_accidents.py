"""2506, 2507 and what is asked about filings (5301, 5302, 5304), on both databases."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import Any

import msgspec
import pytest

from centers.enrollment.contract import v1
from centers.enrollment.service.enrollment import EnrollmentService
from hsaf.contract.errors import HsafError
from hsaf.testing.harness import Harness
from tests.centers.enrollment.conftest import CERTNO, NAME, PERSON, PSN, Load, Write
from tests.centers.enrollment.test_filings import CHRONIC, DESIGNATION, REFERRAL

ACCIDENT = v1.NewAccident(
    psn_no=PSN,
    insutype="310",
    dcla_souc="01",
    chk_pay_flag="1",
    fixmedins_code="H99020200018",
    mdtrtarea_admvs="990202",
    adm_time=date(2026, 3, 2),
    trum_time=date(2026, 3, 1),
    trum_site="工地",
    trum_rea="高处坠落",
    begndate=date(2026, 3, 1),
    enddate=date(2026, 3, 31),
    memo="无第三方责任",
)


@pytest.fixture(autouse=True)
def _insured(load: Load) -> None:
    load("persons", PERSON)


def changed(**fields: Any) -> v1.NewAccident:
    return msgspec.structs.replace(ACCIDENT, **fields)


def records(harness: Harness, center: EnrollmentService, kind: str) -> list[v1.FilingRecord]:
    found: list[v1.FilingRecord] = harness.read(lambda: center.filing_records(PSN, kind))
    return found


def test_an_accident_keeps_what_was_said_about_it(harness: Harness, center: EnrollmentService, write: Write) -> None:
    number = write(lambda: center.file_accident(ACCIDENT))
    (record,) = records(harness, center, v1.ACCIDENT)
    assert record.filing.trt_dcla_detl_sn == number
    assert (record.memo, record.filed_at) == ("无第三方责任", harness.clock.now())
    assert record.detail["trum_time"] == "2026-03-01"
    assert (record.detail["trum_site"], record.detail["trum_rea"]) == ("工地", "高处坠落")


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"begndate": date(2026, 3, 31), "enddate": None}, "enrollment.filing_overlap"),
        ({"insutype": ""}, "enrollment.filing_overlap"),
        ({"enddate": date(2026, 2, 28)}, "enrollment.filing_dates"),
        ({"trum_time": date(2026, 3, 3)}, "enrollment.accident_after_admission"),
        ({"insutype": "390"}, "enrollment.not_enrolled"),
        ({"fixmedins_code": "H0"}, "base_info.institution_unknown"),
        ({"psn_no": "0"}, "enrollment.person_unknown"),
    ],
)
def test_an_accident_that_cannot_be_is_refused_and_leaves_nothing(
    harness: Harness, center: EnrollmentService, write: Write, fields: dict[str, Any], code: str
) -> None:
    write(lambda: center.file_accident(ACCIDENT))
    with pytest.raises(HsafError) as refused:
        write(lambda: center.file_accident(changed(**fields)))
    assert refused.value.code == code
    assert len(records(harness, center, v1.ACCIDENT)) == 1


def test_an_accident_on_other_days_or_elsewhere_is_another_one(
    harness: Harness, center: EnrollmentService, write: Write
) -> None:
    write(lambda: center.file_accident(ACCIDENT))
    write(lambda: center.file_accident(changed(begndate=date(2026, 4, 1), enddate=None)))
    write(lambda: center.file_accident(changed(fixmedins_code="H99020200019")))
    assert len(records(harness, center, v1.ACCIDENT)) == 3


def test_of_accidents_filed_at_once_one_is_kept(center: EnrollmentService, harness: Harness, write: Write) -> None:
    def attempt(_: int) -> bool:
        try:
            write(lambda: center.file_accident(ACCIDENT))
        except HsafError:
            return False
        return True

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(attempt, range(4))) == 1
    assert len(records(harness, center, v1.ACCIDENT)) == 1


def test_a_designation_is_revoked_whatever_it_is_for(harness: Harness, center: EnrollmentService, write: Write) -> None:
    number = write(lambda: center.file_designation(msgspec.structs.replace(DESIGNATION, biz_appy_type="10")))
    write(lambda: center.revoke_designation(PSN, number, "迁居"))
    assert records(harness, center, "10") == []
    with pytest.raises(HsafError) as refused:
        write(lambda: center.revoke_designation(PSN, number, "迁居"))
    assert refused.value.error is v1.FILING_REVOKED


def test_no_other_filing_is_revoked_as_a_designation(harness: Harness, center: EnrollmentService, write: Write) -> None:
    numbers = [
        write(lambda: center.file_accident(ACCIDENT)),
        write(lambda: center.file_chronic(CHRONIC)),
        write(lambda: center.file_referral(REFERRAL)),
        "TD0",
    ]
    for number in numbers:
        with pytest.raises(HsafError) as refused:
            write(lambda number=number: center.revoke_designation(PSN, number, "迁居"))
        assert refused.value.error is v1.FILING_UNKNOWN
    facts = harness.read(lambda: center.benefit_facts(PSN))
    assert len(facts.filings) == 3


def test_records_come_by_begin_day_without_revoked_ones(
    harness: Harness, center: EnrollmentService, write: Write
) -> None:
    later = write(
        lambda: center.file_chronic(msgspec.structs.replace(CHRONIC, begndate=date(2027, 1, 1), enddate=None))
    )
    first = write(lambda: center.file_chronic(CHRONIC))
    gone = write(lambda: center.file_chronic(msgspec.structs.replace(CHRONIC, opsp_dise_code="M01600")))
    write(lambda: center.revoke_filing(PSN, gone, "01", "填报有误"))
    found = [record.filing.trt_dcla_detl_sn for record in records(harness, center, v1.CHRONIC)]
    assert found == [first, later]


def test_persons_are_found_by_number_and_unknown_ones_left_out(harness: Harness, center: EnrollmentService) -> None:
    found = harness.read(lambda: center.persons([PSN, "0"]))
    assert found.keys() == {PSN}
    assert (found[PSN].psn_name, found[PSN].certno) == (NAME, CERTNO)
    assert harness.read(lambda: center.persons([])) == {}
