from __future__ import annotations

from collections.abc import Callable

import pytest

from centers.base_info.data.repository import Repository
from centers.base_info.service.center import BaseInfoCenter
from hsaf.testing.harness import Harness

INSTITUTION = {
    "fixmedins_code": "H99010100001",
    "fixmedins_name": "甲市第一人民医院",
    "uscc": "919900000000000000",
    "fixmedins_type": "1",
    "hosp_lv": "3",
    "hosp_grade": "2",
    "admdvs": "990101",
    "otp_flag": "1",
    "ipt_flag": "1",
    "phar_flag": "0",
    "begndate": "2020-01-01",
    "enddate": "",
}
DRUG = {
    "med_list_codg": "XA02BCB001",
    "med_list_name": "奥美拉唑",
    "list_type": "101",
    "med_chrgitm_type": "09",
    "chrgitm_lv": "02",
    "selfpay_prop": "0.1234",
    "pric_uplmt_amt_lv3": "13.445678",
    "pric_uplmt_amt_lv2": "12",
    "pric_uplmt_amt_lv1": "",
    "begndate": "2024-01-01",
    "enddate": "2026-06-30",
}

Load = Callable[..., int]


@pytest.fixture
def center(harness: Harness) -> BaseInfoCenter:
    return BaseInfoCenter(Repository(), harness.database, harness.ids)


@pytest.fixture
def load(harness: Harness, center: BaseInfoCenter) -> Load:
    """``load(kind, row, row, ...)`` through the write pipeline."""
    return lambda kind, *rows: harness.write(lambda: center.load(kind, rows))
