"""Filings: 2501 and 2502, 2503 and 2504, 2505."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import Any

import msgspec
import pytest

from centers.enrollment.contract.v1 import BenefitFacts, NewChronicFiling, NewDesignation, NewReferral
from centers.enrollment.data.tables import filing as filing_table
from centers.enrollment.service.enrollment import EnrollmentService
from hsaf.contract.errors import HsafError
from hsaf.testing.harness import Harness
from tests.centers.enrollment.conftest import PERSON, PSN, Load, Write

CHRONIC = NewChronicFiling(
    psn_no=PSN,
    insutype="310",
    opsp_dise_code="M03900",
    opsp_dise_name="高血压病（机构所报名称）",
    begndate=date(2026, 3, 1),
    enddate=date(2026, 12, 31),
    ide_fixmedins_no="H99020200018",
    diag_dr_codg="D990101000001",
    hosp_ide_date=date(2026, 2, 28),
    memo="首次备案",
)
REFERRAL = NewReferral(
    psn_no=PSN,
    insutype="310",
    reflin_medins_no="H99020200018",
    reflin_medins_name="乙市第一人民医院",
    mdtrtarea_admvs="990202",
    diag_code="I71.000",
    diag_name="主动脉夹层",
    refl_type="2",
    refl_date=date(2026, 3, 1),
    enddate=date(2026, 5, 31),
)
DESIGNATION = NewDesignation(
    psn_no=PSN,
    biz_appy_type="03",
    fixmedins_code="H99020200018",
    fixmedins_name="乙市第一人民医院",
    fix_srt_no="1",
    begndate=date(2026, 1, 1),
)


def changed(new: Any, **fields: Any) -> Any:
    return msgspec.structs.replace(new, **fields)


@pytest.fixture(autouse=True)
def _insured(load: Load) -> None:
    load("persons", PERSON)


def facts_of(harness: Harness, center: EnrollmentService) -> BenefitFacts:
    found: BenefitFacts = harness.read(lambda: center.benefit_facts(PSN))
    return found


def test_a_chronic_filing_is_valid_from_its_first_to_its_last_day(
    harness: Harness, center: EnrollmentService, write: Write
) -> None:
    number = write(lambda: center.file_chronic(CHRONIC))
    facts = facts_of(harness, center)
    assert number.startswith("TD")
    assert len(number) <= 30
    days = [date(2026, 2, 28), date(2026, 3, 1), date(2026, 12, 31), date(2027, 1, 1)]
    assert [bool(facts.filing_on(day, "01", "310", dise_codg="M03900")) for day in days] == [False, True, True, False]
    filing = facts.filings[0]
    assert (filing.trt_dcla_detl_sn, filing.dise_name, filing.insutype) == (number, "高血压", "310")


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"begndate": date(2026, 12, 31), "enddate": None}, "enrollment.filing_overlap"),
        ({"begndate": date(2026, 1, 1), "enddate": date(2026, 3, 1)}, "enrollment.filing_overlap"),
        ({"begndate": date(2027, 1, 1), "enddate": date(2026, 12, 31)}, "enrollment.filing_dates"),
        ({"opsp_dise_code": "M99999"}, "enrollment.filing_disease_unknown"),
        ({"insutype": "390"}, "enrollment.not_enrolled"),
        ({"psn_no": "9900000000009999"}, "enrollment.person_unknown"),
    ],
)
def test_a_chronic_filing_that_cannot_be_is_refused_and_leaves_nothing(
    harness: Harness, center: EnrollmentService, write: Write, fields: dict[str, Any], code: str
) -> None:
    first = write(lambda: center.file_chronic(CHRONIC))
    with pytest.raises(HsafError) as refused:
        write(lambda: center.file_chronic(changed(CHRONIC, **fields)))
    assert refused.value.code == code
    if code == "enrollment.filing_overlap":
        assert f"高血压 备案 {first}" in refused.value.message
    assert len(facts_of(harness, center).filings) == 1


@pytest.mark.parametrize(
    "fields",
    [
        {"begndate": date(2027, 1, 1), "enddate": None},
        {"begndate": date(2026, 1, 1), "enddate": date(2026, 2, 28)},
        {"opsp_dise_code": "M01600"},
    ],
)
def test_a_filing_for_other_days_or_another_disease_is_accepted(
    harness: Harness, center: EnrollmentService, write: Write, fields: dict[str, Any]
) -> None:
    write(lambda: center.file_chronic(CHRONIC))
    write(lambda: center.file_chronic(changed(CHRONIC, **fields)))
    assert len(facts_of(harness, center).filings) == 2


def test_a_revoked_filing_stays_on_record_and_may_be_made_anew(
    harness: Harness, center: EnrollmentService, write: Write
) -> None:
    number = write(lambda: center.file_chronic(CHRONIC))
    write(lambda: center.revoke_filing(PSN, number, "01", "填报有误"))
    assert facts_of(harness, center).filings == ()
    with harness.database.read() as connection:
        kept = connection.execute(filing_table.select()).mappings().one()
    assert (kept["trt_dcla_detl_sn"], kept["revoke_memo"], kept["memo"]) == (number, "填报有误", "首次备案")
    assert kept["revoked_at"] == harness.clock.now()
    assert kept["detail"]["diag_dr_codg"] == "D990101000001"
    assert write(lambda: center.file_chronic(CHRONIC)) != number


def test_a_second_revocation_says_that_it_was_done(center: EnrollmentService, write: Write) -> None:
    number = write(lambda: center.file_chronic(CHRONIC))
    write(lambda: center.revoke_filing(PSN, number, "01", "填报有误"))
    with pytest.raises(HsafError, match=f"备案 {number} 已撤销，无需重复办理"):
        write(lambda: center.revoke_filing(PSN, number, "01", "填报有误"))


@pytest.mark.parametrize(
    ("psn_no", "number", "kind"), [("9900000000000002", "", "01"), (PSN, "TD-OTHER", "01"), (PSN, "", "06")]
)
def test_only_the_persons_own_filing_of_that_kind_is_revoked(
    harness: Harness, center: EnrollmentService, write: Write, psn_no: str, number: str, kind: str
) -> None:
    filed = write(lambda: center.file_chronic(CHRONIC))
    with pytest.raises(HsafError) as refused:
        write(lambda: center.revoke_filing(psn_no, number or filed, kind, "填报有误"))
    assert refused.value.code == "enrollment.filing_unknown"
    assert len(facts_of(harness, center).filings) == 1


def test_importing_again_does_not_revive_a_revoked_filing(
    harness: Harness, center: EnrollmentService, load: Load, write: Write
) -> None:
    row = {
        "trt_dcla_detl_sn": "TD0000000001",
        "psn_no": PSN,
        "insutype": "310",
        "biz_appy_type": "01",
        "dise_codg": "M03900",
        "begndate": "2026-01-01",
        "enddate": "",
    }
    load("filings", row)
    write(lambda: center.revoke_filing(PSN, "TD0000000001", "01", "停药"))
    load("filings", row)
    assert facts_of(harness, center).filings == ()


def test_an_imported_away_filing_covers_the_pooling_area_of_its_district(
    harness: Harness, center: EnrollmentService, load: Load
) -> None:
    load(
        "filings",
        {
            "trt_dcla_detl_sn": "TD0000000001",
            "psn_no": PSN,
            "insutype": "310",
            "biz_appy_type": "08",
            "mdtrtarea_admvs": "990202",
            "begndate": "2026-01-01",
        },
    )
    assert facts_of(harness, center).filing_on(date(2026, 3, 1), "08", "310", mdtrtarea_admvs="990200") is not None


def test_a_referral_begins_on_its_day_and_covers_the_hospitals_pooling_area(
    harness: Harness, center: EnrollmentService, write: Write
) -> None:
    number = write(lambda: center.file_referral(REFERRAL))
    filing = facts_of(harness, center).filing_on(date(2026, 3, 1), "06", "310", mdtrtarea_admvs="990200")
    assert filing is not None
    assert (filing.trt_dcla_detl_sn, filing.reflin_medins_no) == (number, "H99020200018")
    assert filing.enddate == date(2026, 5, 31)


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({}, "enrollment.filing_overlap"),
        ({"insutype": ""}, "enrollment.filing_overlap"),
        ({"begndate": date(2026, 6, 1)}, "enrollment.filing_dates"),
        ({"insutype": "390"}, "enrollment.not_enrolled"),
        ({"mdtrtarea_admvs": "990299"}, "base_info.area_unknown"),
        ({"reflin_medins_no": "H00000000000"}, "base_info.institution_unknown"),
    ],
)
def test_a_referral_that_cannot_be_is_refused_and_leaves_nothing(
    harness: Harness, center: EnrollmentService, write: Write, fields: dict[str, Any], code: str
) -> None:
    write(lambda: center.file_referral(REFERRAL))
    with pytest.raises(HsafError) as refused:
        write(lambda: center.file_referral(changed(REFERRAL, **fields)))
    assert refused.value.code == code
    assert len(facts_of(harness, center).filings) == 1


def test_a_referral_out_of_the_province_needs_no_hospital_of_ours(
    harness: Harness, center: EnrollmentService, write: Write
) -> None:
    away = changed(REFERRAL, refl_type="3", mdtrtarea_admvs="110108", reflin_medins_no="H11010800001")
    write(lambda: center.file_referral(away))
    assert facts_of(harness, center).filings[0].mdtrtarea_admvs == "110100"


def test_a_referral_is_revoked_by_its_number(harness: Harness, center: EnrollmentService, write: Write) -> None:
    number = write(lambda: center.file_referral(REFERRAL))
    write(lambda: center.revoke_filing(PSN, number, "06", ""))
    assert facts_of(harness, center).filings == ()


def test_a_designation_keeps_institution_and_order(harness: Harness, center: EnrollmentService, write: Write) -> None:
    write(lambda: center.file_designation(DESIGNATION))
    write(lambda: center.file_designation(changed(DESIGNATION, fixmedins_code="H99020200019", fix_srt_no="2")))
    designated = facts_of(harness, center).filings
    assert {(f.fixmedins_code, f.fix_srt_no) for f in designated} == {("H99020200018", "1"), ("H99020200019", "2")}


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"fix_srt_no": "2"}, "enrollment.filing_overlap"),
        ({"fixmedins_code": "H99020200019"}, "enrollment.filing_overlap"),
        ({"fixmedins_code": "H00000000000"}, "base_info.institution_unknown"),
        ({"enddate": date(2025, 12, 31)}, "enrollment.filing_dates"),
    ],
)
def test_a_designation_that_cannot_be_is_refused_and_leaves_nothing(
    harness: Harness, center: EnrollmentService, write: Write, fields: dict[str, Any], code: str
) -> None:
    write(lambda: center.file_designation(DESIGNATION))
    with pytest.raises(HsafError) as refused:
        write(lambda: center.file_designation(changed(DESIGNATION, **fields)))
    assert refused.value.code == code
    assert len(facts_of(harness, center).filings) == 1


def test_a_filing_is_audited_without_names(harness: Harness, center: EnrollmentService, write: Write) -> None:
    number = write(lambda: center.file_chronic(CHRONIC))
    write(lambda: center.revoke_filing(PSN, number, "01", "孟雯兰本人申请"))
    with harness.database.read() as connection:
        rows = connection.exec_driver_sql(
            f"SELECT event, facts FROM hsaf_audit_event WHERE subject = 'psn:{PSN}' ORDER BY seq"
        ).all()
    assert [row.event for row in rows] == ["enrollment.filing_made", "enrollment.filing_revoked"]
    assert all(number in row.facts and "孟雯兰" not in row.facts for row in rows)


def test_a_double_click_files_once(harness: Harness, center: EnrollmentService, write: Write) -> None:
    def click(_: int) -> str:
        try:
            write(lambda: center.file_chronic(CHRONIC))
        except HsafError as refused:
            return refused.code
        return "filed"

    with ThreadPoolExecutor(4) as clerks:
        results = sorted(clerks.map(click, range(4)))
    assert results == ["enrollment.filing_overlap"] * 3 + ["filed"]
    assert len(facts_of(harness, center).filings) == 1
