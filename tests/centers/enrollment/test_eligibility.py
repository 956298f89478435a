"""Eligibility on a day (benefit-settlement section 5)."""

from __future__ import annotations

from datetime import date

import pytest

from centers.enrollment.service.enrollment import EnrollmentService
from hsaf.contract.errors import HsafError
from hsaf.testing.harness import Harness
from tests.centers.enrollment.conftest import PERSON, PSN, RESIDENT, Load


def check(harness: Harness, center: EnrollmentService, on: date, insutype: str = "310") -> None:
    def work() -> None:
        center.require_eligible(center.benefit_facts(PSN), insutype, on)

    harness.read(work)


def test_an_insurance_in_force_is_eligible(harness: Harness, center: EnrollmentService, load: Load) -> None:
    load("persons", PERSON)
    check(harness, center, date(2026, 3, 2))


def test_an_insurance_the_person_does_not_have_is_refused(
    harness: Harness, center: EnrollmentService, load: Load
) -> None:
    load("persons", PERSON)
    with pytest.raises(HsafError, match="没有城乡居民基本医疗保险参保关系"):
        check(harness, center, date(2026, 3, 2), "390")


def test_a_person_with_both_types_is_eligible_under_the_one_in_force(
    harness: Harness, center: EnrollmentService, load: Load
) -> None:
    load("persons", PERSON | {"psn_insu_stas": "2", "paus_insu_date": "2025-11-30"}, RESIDENT)
    check(harness, center, date(2026, 3, 2), "390")
    with pytest.raises(HsafError) as refused:
        check(harness, center, date(2026, 3, 2), "310")
    assert refused.value.code == "enrollment.insurance_paused"
    assert "职工基本医疗保险参保状态为“暂停参保”（自 2025-11-30 起），2026-03-02不能享受待遇" in refused.value.message


def test_a_terminated_insurance_is_refused(harness: Harness, center: EnrollmentService, load: Load) -> None:
    load("persons", PERSON | {"psn_insu_stas": "4"})
    with pytest.raises(HsafError, match="“终止参保”"):
        check(harness, center, date(2026, 3, 2))


@pytest.mark.parametrize(("day", "eligible"), [("2026-04-30", False), ("2026-05-01", True)])
def test_an_insurance_is_in_force_from_its_first_day(
    harness: Harness, center: EnrollmentService, load: Load, day: str, eligible: bool
) -> None:
    load("persons", PERSON | {"psn_insu_date": "2026-05-01"})
    if eligible:
        check(harness, center, date.fromisoformat(day))
        return
    with pytest.raises(HsafError, match=r"尚未生效.*2026-05-01"):
        check(harness, center, date.fromisoformat(day))


@pytest.mark.parametrize(
    ("day", "eligible"), [("2026-01-31", True), ("2026-02-01", False), ("2026-03-31", False), ("2026-04-01", True)]
)
def test_arrears_suspend_on_both_end_days_and_between(
    harness: Harness, center: EnrollmentService, load: Load, day: str, eligible: bool
) -> None:
    load("persons", PERSON | {"arrs_begndate": "2026-02-01", "arrs_enddate": "2026-03-31"})
    if eligible:
        check(harness, center, date.fromisoformat(day))
        return
    with pytest.raises(HsafError) as refused:
        check(harness, center, date.fromisoformat(day))
    assert refused.value.code == "enrollment.in_arrears"
    assert "因欠费自 2026-02-01 起暂停待遇至 2026-03-31" in refused.value.message


def test_arrears_without_an_end_go_on(harness: Harness, center: EnrollmentService, load: Load) -> None:
    load("persons", PERSON | {"arrs_begndate": "2026-02-01"})
    with pytest.raises(HsafError, match="因欠费自 2026-02-01 起暂停待遇，"):
        check(harness, center, date(2030, 1, 1))
