"""Experts, banks and units through the contract ``base_info.records.v1``."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pytest

from centers.base_info.data.draws import DrawRepository
from centers.base_info.data.records import RECORDS
from centers.base_info.data.repository import Repository
from centers.base_info.domain.uscc import is_sound
from centers.base_info.service.center import BaseInfoCenter
from centers.base_info.service.experts import PoolRules
from centers.base_info.service.record_rules import RULES
from hsaf.contract.errors import HsafError
from hsaf.contract.principal import Principal
from hsaf.records.contract import Asked, subject
from hsaf.records.service import Records
from hsaf.testing.harness import Harness

AREAS = [
    {"admdvs": admdvs, "admdvs_name": name, "prnt_admdvs": parent, "admdvs_lv": level, "poolarea_no": pool}
    for admdvs, name, parent, level, pool in (
        ("990100", "甲市", "990000", "2", "990100"),
        ("990101", "甲城区", "990100", "3", "990100"),
    )
]
DICTIONARIES = [
    {"type": type, "value": value, "label": label, "sort": "1", "parent_value": ""}
    for type, value, label in (
        ("gend", "1", "男"),
        ("psn_cert_type", "01", "居民身份证"),
        ("bank_type_code", "102", "中国工商银行"),
    )
]
EXPERT = {
    "expt_no": "ZJ0001",
    "expt_name": "欧阳示例",
    "gend": "1",
    "certno": "990101198001011236",
    "tel": "13900000001",
    "emp_name": "甲市第一人民医院",
    "specialty": "1",
    "title_lv": "1",
    "admdvs": "990101",
    "begndate": "2026-01-01",
}
BANK = {"bank_code": "102100000001", "bank_name": "甲城支行", "bank_type_code": "102", "admdvs": "990101"}
UNIT = {
    "emp_no": "D0001",
    "emp_name": "示例机械厂",
    "uscc": "91350100M000100Y43",
    "emp_type": "1",
    "admdvs": "990101",
    "legrep_name": "东方示例",
}

Play = Callable[..., Any]


@pytest.fixture
def play(harness: Harness) -> Play:
    """``play(account, record, id, work)`` runs ``work(records)`` as a clerk of the pooling area."""
    center = BaseInfoCenter(Repository(), harness.database, harness.ids)
    for kind, rows in (("areas", AREAS), ("dictionaries", DICTIONARIES)):
        harness.write(lambda kind=kind, rows=rows: center.load(kind, rows))
    rules = {**RULES, "expert": PoolRules(DrawRepository())}
    records = Records(RECORDS, harness.database, harness.crypto, harness.ids, center, rules)

    def run(account: str, record: str, id: str, work: Callable[[Records], Any]) -> Any:
        principal = Principal(account=account, name=account, org_no="ORG1", admdvs="990100")
        return harness.write(
            lambda: work(records), subject=subject(f"base_info.{record}", id), principal=principal, actor=account
        )

    return run


@pytest.mark.parametrize(("record", "values"), [("expert", EXPERT), ("bank", BANK), ("unit", UNIT)])
def test_a_record_comes_into_force_after_two_reviews(play: Play, record: str, values: Mapping[str, str]):
    play("clerk", record, "R1", lambda records: records.add(record, "R1", values))
    play("clerk", record, "R1", lambda records: records.submit(record, "R1"))
    play("first", record, "R1", lambda records: records.review(record, "R1", "review1", "pass"))
    play("second", record, "R1", lambda records: records.review(record, "R1", "review2", "pass"))

    found = play("clerk", record, "R1", lambda records: records.query(record, Asked({"state": "effective"})))

    assert (found.total, found.rows[0]["admdvs"]) == (1, "990101")


@pytest.mark.parametrize(
    ("record", "values", "said"),
    [
        ("expert", EXPERT | {"enddate": "2025-12-31"}, "聘期截止日期：不能早于入库日期"),
        ("expert", EXPERT | {"gend": "8"}, "性别：不在可选范围内"),
        ("expert", EXPERT | {"admdvs": "990199"}, "医保区划：区划不存在"),
        ("bank", BANK | {"bank_code": "12"}, "联行号：格式不对"),
        ("unit", UNIT | {"uscc": "91350100M000100Y44"}, "统一社会信用代码：校验码不符"),
        ("unit", UNIT | {"bank_code": "102100000001"}, "银行账号：联行号与账号须同时填写"),
    ],
)
def test_what_the_rules_refuse_is_named(play: Play, record: str, values: Mapping[str, str], said: str):
    with pytest.raises(HsafError, match=said):
        play("clerk", record, "R1", lambda records: records.add(record, "R1", values))


@pytest.mark.parametrize("uscc", ["", "9135", "91350100M000100Y4O", "91350100M000100Y34"])
def test_a_credit_code_with_a_wrong_check_character_is_not_sound(uscc: str):
    assert is_sound("91350100M000100Y43")
    assert not is_sound(uscc)
