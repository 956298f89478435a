from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
import sqlalchemy as sa

from centers.base_info.contract.v1 import Area, Institution
from centers.base_info.service.base_info import BaseInfo
from hsaf.contract.errors import HsafError
from hsaf.testing.harness import Harness
from tests.centers.base_info.conftest import DRUG, INSTITUTION, Load

MARCH = date(2026, 3, 2)


def test_an_area_is_found_by_code_and_knows_its_pooling_area(harness: Harness, center: BaseInfo, load: Load) -> None:
    row = {
        "admdvs": "990101",
        "admdvs_name": "甲城区",
        "prnt_admdvs": "990100",
        "admdvs_lv": "3",
        "poolarea_no": "990100",
    }
    assert load("areas", row) == 1
    assert harness.read(lambda: center.area("990101")) == Area("990101", "甲城区", "990100", "3", "990100")
    assert harness.read(lambda: center.area("990199")) is None
    assert center.pool_area("990101") == "990100"


def test_an_institution_is_found_only_while_designated(center: BaseInfo, load: Load) -> None:
    load("institutions", INSTITUTION | {"enddate": "2026-03-02"})
    found = center.require_institution("H99010100001", MARCH)
    assert (found.fixmedins_name, found.hosp_lv, found.hosp_grade) == ("甲市第一人民医院", 3, "2")
    assert (found.otp_flag, found.ipt_flag, found.phar_flag) == (True, True, False)
    with pytest.raises(HsafError, match="H99010100001 不存在或已停用"):
        center.require_institution("H99010100001", date(2026, 3, 3))


def test_an_unlevelled_institution_counts_as_level_1(center: BaseInfo, load: Load) -> None:
    load("institutions", INSTITUTION | {"hosp_lv": ""})
    found = center.institution("H99010100001", MARCH)
    assert found is not None
    assert found.hosp_lv == 1


def test_institutions_are_searched_by_type_part_of_the_name_and_code(
    harness: Harness, center: BaseInfo, load: Load
) -> None:
    load(
        "institutions",
        INSTITUTION,
        INSTITUTION | {"fixmedins_code": "H99010100002", "fixmedins_name": "甲市中心医院"},
        INSTITUTION | {"fixmedins_code": "H99010100003", "fixmedins_name": "已停业医院", "enddate": "2025-12-31"},
        INSTITUTION | {"fixmedins_code": "P99010100001", "fixmedins_name": "中心药店", "fixmedins_type": "2"},
    )

    def codes(*args: str) -> list[str]:
        found: list[Institution] = harness.read(lambda: center.search_institutions(*args))
        return [one.fixmedins_code for one in found]

    assert codes("1") == ["H99010100001", "H99010100002"]
    assert codes("1", "中心") == ["H99010100002"]
    assert codes("2", "", "P99010100001") == ["P99010100001"]
    assert codes("2", "", "H99010100001") == []


def test_two_versions_of_a_catalog_line_apply_on_their_own_days(center: BaseInfo, load: Load) -> None:
    second = {"begndate": "2026-07-01", "enddate": "", "chrgitm_lv": "01", "selfpay_prop": "0"}
    load("catalog", DRUG, DRUG | second)
    levels = {
        day: item.chrgitm_lv if (item := center.catalog_item("XA02BCB001", day)) else None
        for day in (date(2023, 12, 31), date(2024, 1, 1), date(2026, 6, 30), date(2026, 7, 1), date(2099, 1, 1))
    }
    assert list(levels.values()) == [None, "02", "02", "01", "01"]


def test_ceilings_and_ratios_are_exact_and_an_absent_ceiling_is_none(center: BaseInfo, load: Load) -> None:
    load("catalog", DRUG)
    item = center.catalog_item("XA02BCB001", MARCH)
    assert item is not None
    assert item.ceilings == {3: Decimal("13.445678"), 2: Decimal(12)}
    assert item.selfpay_prop == Decimal("0.1234")
    assert item.lmt_used_flag == "0"


def test_a_level_c_line_has_no_ratio(center: BaseInfo, load: Load) -> None:
    load("catalog", DRUG | {"chrgitm_lv": "03", "selfpay_prop": ""})
    item = center.catalog_item("XA02BCB001", MARCH)
    assert item is not None
    assert item.selfpay_prop is None


def test_versions_that_share_a_day_are_refused_and_leave_nothing(center: BaseInfo, load: Load) -> None:
    load("catalog", DRUG)
    with pytest.raises(HsafError) as refused:
        load("catalog", DRUG | {"med_list_codg": "OTHER"}, DRUG | {"begndate": "2026-06-30", "enddate": ""})
    assert refused.value.code == "base_info.periods_overlap"
    assert "XA02BCB001" in refused.value.message
    assert center.catalog_item("XA02BCB001", date(2026, 7, 1)) is None
    assert center.catalog_item("OTHER", MARCH) is None


def test_loading_a_version_again_replaces_it(center: BaseInfo, load: Load) -> None:
    load("catalog", DRUG)
    load("catalog", DRUG | {"med_list_name": "奥美拉唑肠溶片"})
    item = center.catalog_item("XA02BCB001", MARCH)
    assert item is not None
    assert item.med_list_name == "奥美拉唑肠溶片"


@pytest.mark.parametrize(
    ("column", "text"),
    [
        ("med_list_codg", ""),
        ("begndate", "2026-02-30"),
        ("selfpay_prop", "1.5"),
        ("pric_uplmt_amt_lv3", "-1"),
        ("pric_uplmt_amt_lv2", "NaN"),
        ("pric_uplmt_amt_lv1", "一元"),
    ],
)
def test_a_bad_row_is_refused_by_line_and_column(center: BaseInfo, load: Load, column: str, text: str) -> None:
    with pytest.raises(HsafError, match=f"catalog 第 2 行 {column} 有误"):
        load("catalog", DRUG, DRUG | {"med_list_codg": "OTHER", column: text})
    assert center.catalog_item("XA02BCB001", MARCH) is None


def test_an_unknown_kind_is_a_programming_error(load: Load) -> None:
    with pytest.raises(ValueError, match="unknown kind"):
        load("planets")


def test_a_practitioner_is_found_while_registered(center: BaseInfo, load: Load) -> None:
    row = {
        "prac_psn_code": "D990101000001",
        "prac_psn_name": "唐民芳",
        "prac_psn_type": "1",
        "fixmedins_code": "H99010100001",
        "dept_code": "A04",
        "dept_name": "外科",
        "hi_dr_flag": "1",
        "begntime": "2020-01-01 00:00:00",
        "endtime": "",
    }
    load("practitioners", row)
    found = center.practitioner("D990101000001", MARCH)
    assert found is not None
    assert (found.dept_code, found.hi_dr_flag, found.begndate) == ("A04", True, date(2020, 1, 1))
    assert center.practitioner("D990101000001", date(2019, 12, 31)) is None
    assert center.practitioner("D000000000000", MARCH) is None


def test_diagnoses_operations_and_chronic_diseases_answer_their_names(center: BaseInfo, load: Load) -> None:
    load("diseases", {"diag_code": "I71.000", "diag_name": "主动脉夹层"})
    load("operations", {"oprn_oprt_code": "00.0100", "oprn_oprt_name": "头和颈部血管治疗性超声"})
    load(
        "opsp_diseases",
        {"opsp_dise_code": "M03900", "opsp_dise_name": "高血压", "begndate": "2024-01-01", "enddate": ""},
    )
    assert center.diagnosis("I71.000", MARCH) == "主动脉夹层"
    assert center.operation("00.0100") == "头和颈部血管治疗性超声"
    assert center.chronic_disease("M03900", MARCH) == "高血压"
    assert center.chronic_disease("M03900", date(2023, 12, 31)) is None
    assert center.diagnosis("X", MARCH) is center.operation("X") is center.chronic_disease("X", MARCH) is None


def test_a_dictionary_lists_its_values_in_display_order(center: BaseInfo, load: Load) -> None:
    gend = {"type": "gend", "parent_value": ""}
    load(
        "dictionaries",
        gend | {"value": "9", "label": "未说明性别", "sort": "10"},
        gend | {"value": "2", "label": "女", "sort": "2"},
        gend | {"value": "1", "label": "男", "sort": "1"},
    )
    assert [entry.value for entry in center.dictionary("gend") or []] == ["1", "2", "9"]
    assert center.label("gend", "2") == "女"
    assert center.label("gend", "7") is center.label("planet", "1") is center.dictionary("planet") is None


def test_look_ups_take_no_statement_but_a_version_check_a_second(
    harness: Harness, center: BaseInfo, load: Load
) -> None:
    load("catalog", DRUG)
    center.catalog_item("XA02BCB001", MARCH)
    statements: list[str] = []
    with harness.database.read() as connection:
        sa.event.listen(connection.engine, "before_cursor_execute", lambda *args: statements.append(args[2]))
        for _ in range(100):
            center.catalog_item("XA02BCB001", MARCH)
    assert len(statements) <= 1
