from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from centers.base_info.data.repository import Repository as BaseInfoRepository
from centers.base_info.service.base_info import BaseInfo
from centers.enrollment.data.certificates import Certificates
from centers.enrollment.data.facts import FactsReader
from centers.enrollment.data.repository import Repository
from centers.enrollment.service.enrollment import EnrollmentService
from centers.enrollment.service.filings import Filings
from hsaf.testing.harness import Harness

PSN = "9900000000000001"
CERTNO = "99010119790813292X"
NAME = "孟雯兰"

PERSON = {
    "psn_no": PSN,
    "psn_cert_type": "01",
    "certno": CERTNO,
    "psn_name": NAME,
    "gend": "2",
    "naty": "1",
    "brdy": "1979-08-13",
    "insutype": "310",
    "psn_type": "11",
    "cvlserv_flag": "0",
    "emp_no": "E99000042",
    "insuplc_admdvs": "990101",
    "psn_insu_stas": "1",
    "psn_insu_date": "2018-01-01",
    "paus_insu_date": "",
    "arrs_begndate": "",
    "arrs_enddate": "",
    "balc": "5380.31",
}
RESIDENT = PERSON | {"insutype": "390", "psn_type": "15", "emp_no": ""}
EMPLOYER = {
    "emp_no": "E99000042",
    "emp_name": "示范制造有限公司42",
    "uscc": "929900000000000042",
    "insuplc_admdvs": "990101",
    "emp_type": "企业",
    "begndate": "2015-01-01",
    "vali_flag": "1",
}
HOSPITAL = {
    "fixmedins_code": "H99020200018",
    "fixmedins_name": "乙市第一人民医院",
    "uscc": "919900000000000018",
    "fixmedins_type": "1",
    "hosp_lv": "3",
    "hosp_grade": "2",
    "admdvs": "990202",
    "otp_flag": "1",
    "ipt_flag": "1",
    "phar_flag": "0",
    "begndate": "2020-01-01",
    "enddate": "",
}


def labels(type: str, **values: str) -> list[dict[str, str]]:
    return [
        {"type": type, "value": value.strip("_"), "label": label, "sort": str(sort)}
        for sort, (value, label) in enumerate(values.items())
    ]


@pytest.fixture
def base_info(harness: Harness) -> BaseInfo:
    center = BaseInfo(BaseInfoRepository(), harness.database)

    def seed() -> None:
        center.load("areas", [_area("990202", "乙东县", "990200"), _area("990101", "甲城区", "990100")])
        center.load("institutions", [HOSPITAL, HOSPITAL | {"fixmedins_code": "H99020200019"}])
        center.load("opsp_diseases", [_disease("M03900", "高血压"), _disease("M01600", "糖尿病")])
        center.load("dictionaries", labels("insutype", _310="职工基本医疗保险", _390="城乡居民基本医疗保险"))
        center.load("dictionaries", labels("psn_insu_stas", _1="正常参保", _2="暂停参保", _4="终止参保"))

    harness.write(seed)
    return center


def _area(admdvs: str, name: str, pool: str) -> dict[str, str]:
    return {"admdvs": admdvs, "admdvs_name": name, "prnt_admdvs": pool, "admdvs_lv": "3", "poolarea_no": pool}


def _disease(code: str, name: str) -> dict[str, str]:
    return {"opsp_dise_code": code, "opsp_dise_name": name, "begndate": "2024-01-01", "enddate": ""}


@pytest.fixture
def center(harness: Harness, base_info: BaseInfo) -> EnrollmentService:
    certificates = Certificates(harness.database, harness.crypto)
    repository = Repository(certificates)
    facts = FactsReader(harness.database, certificates)
    return EnrollmentService(repository, facts, Filings(repository, base_info, harness.ids), base_info)


Load = Callable[..., int]


@pytest.fixture
def load(harness: Harness, center: EnrollmentService) -> Load:
    """``load(kind, row, row, ...)`` through the write pipeline."""
    return lambda kind, *rows: harness.write(lambda: center.load(kind, rows))


Write = Callable[[Callable[[], Any]], Any]


@pytest.fixture
def write(harness: Harness) -> Write:
    """Run a call in a unit of work that holds the person's lock, as the gateway does."""
    return lambda work: harness.write(work, subject=f"psn:{PSN}")
