from __future__ import annotations

from datetime import date, datetime

import pytest
import sqlalchemy as sa

from centers.enrollment.contract.v1 import BenefitFacts, Binding, Identity
from centers.enrollment.data.tables import person
from centers.enrollment.service.enrollment import EnrollmentService
from hsaf.contract.errors import HsafError
from hsaf.data import current_uow
from hsaf.testing.harness import Harness
from tests.centers.enrollment.conftest import CERTNO, EMPLOYER, NAME, PERSON, PSN, RESIDENT, Load


def facts_of(harness: Harness, center: EnrollmentService, psn_no: str = PSN) -> BenefitFacts:
    found: BenefitFacts = harness.read(lambda: center.benefit_facts(psn_no))
    return found


def test_all_facts_of_a_person_come_in_one_statement(harness: Harness, center: EnrollmentService, load: Load) -> None:
    load("employers", EMPLOYER)
    load("persons", PERSON, RESIDENT, PERSON | {"psn_no": "9900000000000002", "certno": "990101198001010000"})
    load(
        "identities", identity("2303", "2025-01-01 00:00:00", "2026-12-31 23:59:59"), identity("2304", "2026-07-01", "")
    )
    load("filings", filing("TD0000000002", "2026-01-01"), filing("TD0000000001", "2025-01-01", "2025-12-31"))
    load("mutual_aid", binding("2", "9900000000000003"), binding("1", "9900000000000002"))

    def counted() -> tuple[BenefitFacts, int]:
        before = current_uow().statements
        return center.benefit_facts(PSN), current_uow().statements - before

    facts, statements = harness.read(counted)
    assert statements == 1
    assert (facts.person.certno, facts.person.psn_name, facts.person.brdy) == (CERTNO, NAME, date(1979, 8, 13))
    assert [(e.insutype, e.emp_name, e.psn_insu_date) for e in facts.enrollments] == [
        ("310", "示范制造有限公司42", date(2018, 1, 1)),
        ("390", "", date(2018, 1, 1)),
    ]
    assert facts.identities == (
        Identity("2303", datetime(2025, 1, 1), datetime(2026, 12, 31, 23, 59, 59), "低保"),
        Identity("2304", datetime(2026, 7, 1), None, "低保"),
    )
    assert [f.trt_dcla_detl_sn for f in facts.filings] == ["TD0000000001", "TD0000000002"]
    assert facts.bindings == (
        Binding(1, "9900000000000002", "1", datetime(2025, 1, 15, 10)),
        Binding(2, "9900000000000003", "1", datetime(2025, 1, 15, 10)),
    )


def identity(kind: str, begin: str, end: str) -> dict[str, str]:
    return {"psn_no": PSN, "psn_idet_type": kind, "begntime": begin, "endtime": end, "memo": "低保"}


def filing(number: str, begin: str, end: str = "") -> dict[str, str]:
    return {
        "trt_dcla_detl_sn": number,
        "psn_no": PSN,
        "insutype": "310",
        "biz_appy_type": "01",
        "dise_codg": "M03900",
        "dise_name": "高血压",
        "mdtrtarea_admvs": "",
        "reflin_medins_no": "",
        "begndate": begin,
        "enddate": end,
    }


def binding(order: str, account: str) -> dict[str, str]:
    return {
        "psn_no": PSN,
        "bind_srt_no": order,
        "acct_psn_no": account,
        "patn_rlts": "1",
        "bind_time": "2025-01-15 10:00:00",
    }


def test_an_unknown_person_is_refused(harness: Harness, center: EnrollmentService) -> None:
    with pytest.raises(HsafError, match="未找到参保人员 9900000000009999"):
        facts_of(harness, center, "9900000000009999")


@pytest.mark.parametrize(("certno", "name"), [(CERTNO, NAME), (CERTNO.lower(), NAME), (f" {CERTNO} ", f"{NAME} ")])
def test_a_person_is_found_by_certificate_and_name(
    harness: Harness, center: EnrollmentService, load: Load, certno: str, name: str
) -> None:
    load("persons", PERSON)
    found = harness.read(lambda: center.find_person("01", certno, name))
    assert found.person.psn_no == PSN


@pytest.mark.parametrize(
    ("cert_type", "certno", "name"),
    [("01", CERTNO, "孟兰"), ("01", "990101197908132911", NAME), ("90", CERTNO, NAME), ("01", CERTNO, "")],
)
def test_certificate_and_name_must_belong_together(
    harness: Harness, center: EnrollmentService, load: Load, cert_type: str, certno: str, name: str
) -> None:
    load("persons", PERSON)
    with pytest.raises(HsafError) as refused:
        harness.read(lambda: center.find_person(cert_type, certno, name))
    assert refused.value.code == "enrollment.person_unknown"
    assert certno not in refused.value.message


def test_nobody_is_found_before_anybody_was_loaded(harness: Harness, center: EnrollmentService) -> None:
    with pytest.raises(HsafError, match="未找到参保人员"):
        harness.read(lambda: center.find_person("01", CERTNO, NAME))


def test_a_certificate_number_is_not_readable_in_the_database(
    harness: Harness, center: EnrollmentService, load: Load
) -> None:
    load("persons", PERSON)
    with harness.database.read() as connection:
        stored = connection.execute(sa.select(person)).mappings().one()
        trail = connection.exec_driver_sql("SELECT facts FROM hsaf_audit_event").scalars().all()
    assert CERTNO not in repr(dict(stored))
    assert all(CERTNO not in facts and NAME not in facts for facts in trail)


def test_certificates_loaded_later_are_found_with_the_same_key(
    harness: Harness, center: EnrollmentService, load: Load
) -> None:
    load("persons", PERSON)
    load("persons", PERSON | {"psn_no": "9900000000000002", "certno": "990101198001010000", "psn_name": "文鹏恩"})
    for certno, name in ((CERTNO, NAME), ("990101198001010000", "文鹏恩")):
        assert harness.read(lambda certno=certno, name=name: center.find_person("01", certno, name))


@pytest.mark.parametrize(
    ("stated", "field"),
    [
        ({"certno": "990101197908132911"}, "证件号码"),
        ({"psn_name": "孟兰"}, "人员姓名"),
        ({"psn_cert_type": "90"}, "人员证件类型"),
        ({"mdtrt_cert_type": "02", "mdtrt_cert_no": "990101197908132911"}, "就诊凭证编号"),
    ],
)
def test_a_stated_identity_that_is_not_the_persons_is_refused_naming_the_field(
    harness: Harness, center: EnrollmentService, load: Load, stated: dict[str, str], field: str
) -> None:
    load("persons", PERSON)
    registered = facts_of(harness, center).person
    with pytest.raises(HsafError) as refused:
        center.require_identity(registered, **stated)
    assert refused.value.code == "enrollment.person_mismatch"
    assert refused.value.message.startswith(f"{list(stated)[-1]} {field}")
    assert not any(value in refused.value.message for value in stated.values() if len(value) > 2)


@pytest.mark.parametrize(
    "stated",
    [
        {},
        {"psn_cert_type": "01", "certno": CERTNO.lower(), "psn_name": NAME},
        {"mdtrt_cert_type": "02", "mdtrt_cert_no": CERTNO},
        {"mdtrt_cert_type": "01", "mdtrt_cert_no": "TOKEN-OF-AN-E-VOUCHER"},
        {"mdtrt_cert_type": "03", "mdtrt_cert_no": "CARD0001"},
    ],
)
def test_a_matching_identity_and_tokens_that_are_not_id_numbers_pass(
    harness: Harness, center: EnrollmentService, load: Load, stated: dict[str, str]
) -> None:
    load("persons", PERSON)
    center.require_identity(facts_of(harness, center).person, **stated)


def test_a_bad_person_row_leaves_nothing(harness: Harness, center: EnrollmentService, load: Load) -> None:
    with pytest.raises(HsafError, match="persons 第 2 行 brdy 有误"):
        load("persons", PERSON, PERSON | {"psn_no": "9900000000000002", "brdy": "1979-13-01"})
    with pytest.raises(HsafError, match="未找到参保人员"):
        facts_of(harness, center)


def test_an_unknown_kind_is_a_programming_error(load: Load) -> None:
    with pytest.raises(ValueError, match="unknown kind"):
        load("planets")
