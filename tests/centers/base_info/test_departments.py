"""Departments of institutions, on both databases."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import msgspec
import pytest

from centers.base_info.contract import v1
from centers.base_info.service.center import BaseInfoCenter
from hsaf.contract.errors import ErrorCode, HsafError
from hsaf.testing.harness import Harness
from tests.centers.base_info.conftest import Load

OURS, THEIRS = "H99010100001", "H99010100002"
AREA = {"admdvs": "990100", "admdvs_name": "甲市", "prnt_admdvs": "990000", "admdvs_lv": "2", "poolarea_no": "990100"}
DEPARTMENT = v1.Department(
    hosp_dept_codg="D1",
    hosp_dept_name="心血管内科",
    caty="A03",
    begntime=datetime(2020, 1, 1),
    itro="内科",
    dept_resper_name="测试负责人",
    dept_resper_tel="0",
    dept_estbdat=datetime(2019, 1, 1),
    aprv_bed_cnt=40,
    hi_crtf_bed_cnt=40,
    poolarea_no="990100",
    dr_psncnt=12,
    phar_psncnt=1,
    nurs_psncnt=20,
    tecn_psncnt=3,
)

Do = Callable[..., Any]


@pytest.fixture
def do(harness: Harness, load: Load) -> Do:
    load("areas", AREA)
    return lambda work, who=OURS: harness.write(work, subject=f"org:{who}", institution=who)


def department(code: str = "D1", **changes: Any) -> v1.Department:
    return msgspec.structs.replace(DEPARTMENT, hosp_dept_codg=code, **changes)


def refused(work: Callable[[], Any]) -> ErrorCode:
    with pytest.raises(HsafError) as caught:
        work()
    return caught.value.error


def test_what_is_registered_comes_back_whole(do: Do, center: BaseInfoCenter) -> None:
    do(lambda: center.register_departments([department("D2"), department()]))
    assert do(center.departments) == [department(), department("D2")]
    assert do(center.departments, THEIRS) == []


def test_one_bad_department_registers_none(do: Do, center: BaseInfoCenter) -> None:
    for bad, error in (
        (department(), v1.DEPARTMENT_TWICE),
        (department("D2", hi_crtf_bed_cnt=41), v1.DEPARTMENT_BEDS),
        (department("D2", endtime=datetime(2019, 12, 31)), v1.PERIOD_REVERSED),
        (department("D2", poolarea_no="110100"), v1.AREA_UNKNOWN),
    ):
        assert refused(lambda bad=bad: do(lambda: center.register_departments([department(), bad]))) is error
    assert do(center.departments) == []


def test_a_code_is_registered_once_and_by_each_institution(do: Do, center: BaseInfoCenter) -> None:
    do(lambda: center.register_departments([department()]))
    assert refused(lambda: do(lambda: center.register_departments([department()]))) is v1.DEPARTMENT_REGISTERED
    do(lambda: center.register_departments([department()]), THEIRS)


def test_only_what_is_registered_can_be_changed(do: Do, center: BaseInfoCenter) -> None:
    renamed = department(hosp_dept_name="老年病科")
    assert refused(lambda: do(lambda: center.change_department(renamed))) is v1.DEPARTMENT_UNREGISTERED
    do(lambda: center.register_departments([department()]))
    do(lambda: center.change_department(renamed))
    assert do(center.departments) == [renamed]


@pytest.mark.parametrize(
    ("code", "name", "begin"),
    [
        ("D2", "心血管内科", date(2020, 1, 1)),
        ("D1", "外科", date(2020, 1, 1)),
        ("D1", "心血管内科", date(2020, 1, 2)),
    ],
)
def test_a_revocation_must_name_the_department_rightly(
    do: Do, center: BaseInfoCenter, code: str, name: str, begin: date
) -> None:
    do(lambda: center.register_departments([department()]))
    work = lambda: do(lambda: center.revoke_department(code, name, begin))  # noqa: E731
    assert refused(work) is v1.DEPARTMENT_UNREGISTERED
    assert do(center.departments) == [department()]


def test_a_revoked_department_is_gone_and_may_be_registered_anew(do: Do, center: BaseInfoCenter) -> None:
    do(lambda: center.register_departments([department()]))
    do(lambda: center.revoke_department("D1", "心血管内科", date(2020, 1, 1)))
    assert do(center.departments) == []
    assert refused(lambda: do(lambda: center.change_department(department()))) is v1.DEPARTMENT_UNREGISTERED
    do(lambda: center.register_departments([department(hosp_dept_name="新科")]))
    assert [one.hosp_dept_name for one in do(center.departments)] == ["新科"]
