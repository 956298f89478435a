"""A record of any declared type that its own checks accept."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from hsaf.records.model import Field, FieldType, RecordType

KNOWN = {
    "base_info.unit": {"uscc": "919900000000000018"},
    "base_info.distributor": {"uscc": "919900000000000018", "lic_enddate": "2099-12-31"},
    "base_info.expert": {"psn_cert_type": "01", "certno": "990101199001010019"},
    "base_info.expert_application": {"psn_cert_type": "01", "certno": "990101199001010019"},
    "base_info.grass_area": {"area_code": "990101002"},
    "base_info.grass_body": {"area_code": "990101001"},
    "base_info.unit_cert": {"emp_no": "BASE0001"},
    "base_info.agreement": {"agmt_no": "SAMPLE01", "fixmedins_code": "H99010100001", "agmt_type": "9"},
    "base_info.technician": {
        "certno": "990101199001010019",
        "gend": "1",
        "brdy": "1990-01-01",
        "fixmedins_code": "H99010100001",
    },
    "enrollment.psn_base": {
        "psn_no": "SAMPLE0001",
        "psn_cert_type": "01",
        "certno": "990101199001010019",
        "gend": "1",
        "brdy": "1990-01-01",
    },
    "enrollment.psn_cert": {"psn_cert_type": "16", "certno": "E00000001"},
    "base_info.division": {"admdvs": "990188", "mng_admdvs": "990100"},
    "enrollment.aid_category": {"psn_idet_type": "2303", "rev_months": 12},
    "enrollment.aid_person": {"psn_idet_type": "2301"},
    "base_info.bank": {"bank_code": "102000000001"},
    "base_info.data_set": {"set_code": "SAMPLE", "elements": "cnt 人次"},
    "base_info.indicator": {"idx_code": "SAMPLE", "formula": "BASE.cnt * 100"},
    "base_info.expert_leaving": {"expt_no": "BASE0001", "admdvs": "990101"},
    "base_info.code_mapping": {"standard": "day_surgery", "natl_code": "RJSS0001", "loc_code": "RJ001"},
    "policy.pay_method": {
        "method_code": "SAMPLE",
        "pay_type": "item",
        "model_code": "M-ITEM",
        "params": "pay_ratio = 1",
    },
}
"""Values that no rule of the declaration would lead to."""

BEFORE: dict[str, dict[str, Any]] = {
    "base_information.unit": {
        "emp_no": "BASE0001",
        "emp_name": "示例单位",
        "uscc": "91990000000000002B",
        "emp_type": "1",
        "admdvs": "990101",
        "legrep_name": "测试法人",
    },
    "base_information.grass_area": {"area_code": "990101001", "area_name": "示例镇", "admdvs": "990101"},
    "base_information.expert": {
        "expt_no": "BASE0001",
        "expt_name": "测试专家",
        "psn_cert_type": "01",
        "certno": "990101197001010001",
        "tel": "13900000000",
        "emp_name": "示例医院",
        "specialty": "1",
        "title_lv": "1",
        "admdvs": "990101",
        "begndate": "2026-01-01",
    },
    "base_information.aid_category": {
        "psn_idet_type": "2301",
        "admdvs": "990101",
        "rec_dept": "1",
        "rev_months": 12,
        "basis": "示例",
        "begndate": "2026-01-01",
    },
    "base_information.data_set": {
        "set_code": "BASE",
        "set_name": "示例",
        "busi_type": "1",
        "elements": "cnt 人次",
        "updt_cycle": "M",
        "admdvs": "990101",
    },
}
"""Records that must be in force before samples of others are sound, by function."""

MAINTAINED_BY = {"base_information.division_record": "990100"}
"""Regions of functions whose records a district has none of; the others are made in the district 990101."""

VALUES: dict[FieldType, Any] = {
    FieldType.TEXT: "A001",
    FieldType.LONGTEXT: "A001",
    FieldType.INT: 1,
    FieldType.MONEY: "1.00",
    FieldType.DECIMAL: "1",
    FieldType.RATIO: "0.5",
    FieldType.DATE: "2026-01-01",
    FieldType.DATETIME: "2026-01-01 08:00:00",
    FieldType.AREA: "990101",
    FieldType.ORG: "ORG1",
    FieldType.FLAG: True,
    FieldType.FILE: "0" * 64,
    FieldType.PERSON: "9900000000000001",
}


def sample(record: RecordType, first: Callable[[str], str]) -> dict[str, Any]:
    """Every required field; ``first`` is the first value of a dictionary."""
    return {one.code: _value(one, first) for one in record.fields if one.required} | KNOWN.get(record.full_code, {})


def _value(field: Field, first: Callable[[str], str]) -> Any:
    if field.type is FieldType.DICT:
        return field.options[0][0] if field.options else first(field.dict)
    if field.pattern:
        return "13900000000"
    return VALUES[field.type]
