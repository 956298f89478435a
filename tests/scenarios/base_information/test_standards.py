"""HB-10.1, HB-10.2, HB-10.10: code standards found by code, name, class and day, with their versions."""

from __future__ import annotations

import pytest

from hsaf.testing.spec import spec
from tests.support.portal import Portal

BASE = "/api/f/base_information"


@spec("HB-10.2.3", "HB-10.10.2")
def test_a_diagnosis_is_found_by_the_beginning_of_its_code_and_part_of_its_name(portal: Portal) -> None:
    clerk = portal.staff("base_information.diagnosis.query")
    found = clerk.get(f"{BASE}/diagnosis", code="A09", name="肠炎").body
    assert found["total"] > 0
    assert all(row["diag_code"].startswith("A09") and "肠炎" in row["diag_name"] for row in found["rows"])


@spec("HB-10.2.3", "HB-10.10.2")
def test_an_operation_is_found_by_its_name(portal: Portal) -> None:
    clerk = portal.staff("base_information.operation.query")
    found = clerk.get(f"{BASE}/operation", name="洗脱支架").body
    assert found["total"] > 0
    assert all("洗脱支架" in row["oprn_oprt_name"] for row in found["rows"])


@spec("HB-10.1.2", "HB-10.2.4", "HB-10.10.4")
def test_drugs_are_narrowed_by_class_and_show_their_terms(portal: Portal) -> None:
    clerk = portal.staff("base_information.drug.query", "base_information.drug.versions")
    slices = clerk.get(f"{BASE}/drug", list_type="102", size=100).body
    assert 0 < slices["total"] < clerk.get(f"{BASE}/drug").body["total"]
    assert {row["list_type"] for row in slices["rows"]} == {"102"}
    code = slices["rows"][0]["med_list_codg"]
    versions = clerk.get(f"{BASE}/drug/versions", code=code).body["rows"]
    assert versions[-1] == slices["rows"][0]


@spec("HB-10.2.2", "HB-10.10.3")
def test_service_items_never_show_drugs(portal: Portal) -> None:
    clerk = portal.staff("base_information.service_item.query")
    found = clerk.get(f"{BASE}/service_item", size=200).body
    assert found["total"] > 0
    assert {row["list_type"] for row in found["rows"]} == {"201"}


@spec("HB-10.2.5", "HB-10.10.5")
def test_consumables_show_ceilings_in_yuan(portal: Portal) -> None:
    clerk = portal.staff("base_information.consumable.query")
    rows = clerk.get(f"{BASE}/consumable", size=100).body["rows"]
    assert {row["list_type"] for row in rows} == {"301"}
    assert any(row["pric_uplmt_amt_lv3"] for row in rows)


@spec("HB-10.2.9", "HB-10.10.9")
def test_chronic_diseases_valid_on_a_day(portal: Portal) -> None:
    clerk = portal.staff("base_information.chronic_disease.query")
    assert clerk.get(f"{BASE}/chronic_disease", valid_on="2026-03-01", name="高血压").body["total"] == 1
    assert clerk.get(f"{BASE}/chronic_disease", valid_on="2000-01-01").body["total"] == 0


@spec("HB-10.1.4", "HB-10.2.8", "HB-10.10.7")
def test_hospitals_are_found_by_region_and_grade(portal: Portal) -> None:
    clerk = portal.staff("base_information.hospital.query")
    found = clerk.get(f"{BASE}/hospital", admdvs="990101", hosp_grade="2").body
    assert [row["fixmedins_name"] for row in found["rows"]] == ["甲市第一人民医院"]


@spec("HB-10.1.4", "HB-10.2.7", "HB-10.10.8")
def test_pharmacies_are_found_apart_from_hospitals(portal: Portal) -> None:
    clerk = portal.staff("base_information.pharmacy.query")
    rows = clerk.get(f"{BASE}/pharmacy", size=100).body["rows"]
    assert rows
    assert {row["fixmedins_type"] for row in rows} == {"2"}


@spec("HB-10.1.3", "HB-10.2.8", "HB-10.10.7")
def test_doctors_of_a_hospital(portal: Portal) -> None:
    clerk = portal.staff("base_information.doctor.query")
    rows = clerk.get(f"{BASE}/doctor", fixmedins_code="H99010100001", size=100).body["rows"]
    assert rows
    assert {(row["fixmedins_code"], row["prac_psn_type"]) for row in rows} == {("H99010100001", "1")}


@spec("HB-10.1.3", "HB-10.2.7", "HB-10.10.8")
def test_pharmacists_are_found_by_name(portal: Portal) -> None:
    clerk = portal.staff("base_information.pharmacist.query")
    first = clerk.get(f"{BASE}/pharmacist").body["rows"][0]
    found = clerk.get(f"{BASE}/pharmacist", name=first["prac_psn_name"]).body["rows"]
    assert first in found


@spec("HB-10.1.1", "HB-10.2.1", "HB-10.10.1")
def test_one_search_finds_diseases_medicines_people_and_institutions(portal: Portal) -> None:
    clerk = portal.staff("base_information.standard.query", "base_information.standard.overview")
    found = clerk.get(f"{BASE}/standard", text="高血压", size=200).body["rows"]
    assert {"疾病诊断", "门诊慢特病病种"} <= {row["title"] for row in found}
    hospital = clerk.get(f"{BASE}/standard", text="H99010100001").body["rows"]
    assert [(row["title"], row["name"]) for row in hospital] == [("定点医疗机构", "甲市第一人民医院")]
    counts = {row["title"]: row["lines"] for row in clerk.get(f"{BASE}/standard/overview").body["rows"]}
    assert len(counts) == 16
    assert counts["医用耗材"] == portal.staff("*").get(f"{BASE}/consumable").body["total"]


@spec("HB-10.1.1", "HB-10.2.1")
def test_a_search_keeps_to_catalogues_people_institutions_or_one_standard(portal: Portal) -> None:
    clerk = portal.staff("base_information.standard.query")
    path = f"{BASE}/standard"
    catalogues = clerk.get(path, text="甲市", group="catalogue").body
    institutions = clerk.get(path, text="甲市", group="institution", size=200).body
    assert (catalogues["total"], {row["standard"] for row in institutions["rows"]}) == (0, {"hospital", "pharmacy"})
    alone = clerk.get(path, text="甲市", standard="pharmacy", size=200).body["rows"]
    assert {row["title"] for row in alone} == {"定点零售药店"}
    assert clerk.get(path, text="甲市", group="person", standard="pharmacy").body["total"] == 0
    assert clerk.get(path, text="甲市", standard="nothing").status == 422


@spec("HB-10.1.2", "HB-10.2.3", "HB-10.10.2")
def test_diagnoses_and_operations_are_found_by_their_chapter(portal: Portal) -> None:
    clerk = portal.staff("base_information.diagnosis.query", "base_information.operation.query")
    tumours = clerk.get(f"{BASE}/diagnosis", chapter="02", size=1000).body
    assert tumours["total"] == len(tumours["rows"]) > 0
    assert all("C00" <= row["diag_code"][:3] <= "D48" for row in tumours["rows"])
    chapters = [clerk.get(f"{BASE}/diagnosis", chapter=f"{number:02d}").body["total"] for number in range(1, 23)]
    assert sum(chapters) == clerk.get(f"{BASE}/diagnosis").body["total"]
    eyes = clerk.get(f"{BASE}/operation", chapter="04", size=1000).body["rows"]
    assert {row["chapter"] for row in eyes} == {"04"}
    assert all("08" <= row["oprn_oprt_code"][:2] <= "16" for row in eyes)


@spec("HB-10.2.3", "HB-10.10.2")
@pytest.mark.parametrize(
    ("function", "asked", "name", "field"),
    [
        ("tcm_disease", {"caty_cgy_name": "妇科"}, "月经先期病", "dise_type_name"),
        ("tcm_syndrome", {"sds_attr": "肝系"}, "肝阳上亢证", "sds_type_name"),
        ("morphology", {"code": "M8041"}, "小细胞癌", "mpy_type"),
    ],
)
def test_chinese_medicine_and_tumours_have_catalogues_of_their_own(
    portal: Portal, function: str, asked: dict[str, str], name: str, field: str
) -> None:
    clerk = portal.staff(f"base_information.{function}.query")
    every = clerk.get(f"{BASE}/{function}").body
    found = clerk.get(f"{BASE}/{function}", **asked).body
    assert [row[field] for row in found["rows"]] == [name]
    assert every["total"] > found["total"]


@spec("HB-10.1.2", "HB-10.2.5", "HB-10.10.5")
def test_consumables_are_found_by_model_company_and_registration_certificate(portal: Portal) -> None:
    clerk = portal.staff("base_information.consumable.query")
    path = f"{BASE}/consumable"
    first = clerk.get(path).body["rows"][0]
    for field in ("spec", "prodentp_name", "aprvno"):
        assert first[field]
        found = clerk.get(path, size=200, **{field: first[field][1:]}).body["rows"]
        assert first in found
        assert all(first[field][1:] in row[field] for row in found)
    classes, pieces = (clerk.get(path, grain=grain).body["total"] for grain in "12")
    assert (classes + pieces, pieces) == (clerk.get(path).body["total"], 0)


@spec("HB-10.2.4", "HB-10.2.5", "HB-10.10.4")
def test_companies_are_listed_with_how_much_of_theirs_is_in_the_catalogue(portal: Portal) -> None:
    clerk = portal.staff("base_information.company.query", "base_information.drug.query")
    found = clerk.get(f"{BASE}/company", prodentp_name="示范三药业").body
    assert (found["total"], found["rows"][0]["consumable_cnt"]) == (1, 0)
    versions = clerk.get(f"{BASE}/drug", prodentp_name="示范三药业", size=200).body["rows"]
    assert found["rows"][0]["drug_cnt"] == len({row["med_list_codg"] for row in versions}) > 0
    assert found["rows"][0]["aprv_cnt"] == len({row["aprvno"] for row in versions})
    assert clerk.get(f"{BASE}/company").body["total"] > 1


@spec("HB-10.2.1", "HB-10.2.3", "HB-10.2.4")
def test_codes_and_names_are_found_whatever_the_case_of_their_letters(portal: Portal) -> None:
    functions = ("diagnosis", "drug", "service_item", "standard", "national_library")
    clerk = portal.staff(*(f"base_information.{one}.query" for one in functions))
    for function, large, small in (
        ("diagnosis", {"code": "A09"}, {"code": "a09"}),
        ("drug", {"code": "XA02"}, {"code": "xa02"}),
        ("service_item", {"name": "CTA"}, {"name": "cTa"}),
        ("national_library", {"code": "XA02"}, {"code": "xA02"}),
        ("standard", {"text": "XA02"}, {"text": "xa02"}),
    ):
        found = clerk.get(f"{BASE}/{function}", **large).body
        assert found["total"] > 0
        assert clerk.get(f"{BASE}/{function}", **small).body == found


def test_a_search_for_a_sign_of_the_pattern_finds_the_sign(portal: Portal) -> None:
    clerk = portal.staff("base_information.standard.query")
    assert clerk.get(f"{BASE}/standard", text="100%_").body["total"] == 0


@pytest.mark.parametrize(
    ("query", "field", "said"),
    [
        ({"valid_on": "2026-13-01"}, "valid_on", "有效日期应为日期"),
        ({"size": "0"}, "", "每页须为 1 至 1000 行"),
        ({"page": "x"}, "page", "页码应为整数"),
        ({"colour": "red"}, "colour", "colour不是本功能的输入项"),
        ({"code": "9" * 51}, "code", "目录编码不能超过 50 个字"),
    ],
)
def test_a_wrong_condition_is_refused_naming_the_field(
    portal: Portal, query: dict[str, str], field: str, said: str
) -> None:
    refused = portal.staff("base_information.drug.query").get(f"{BASE}/drug", **query)
    assert (refused.status, refused.body["field"]) == (422, field)
    assert said in refused.body["message"]


def test_an_unknown_code_has_no_versions(portal: Portal) -> None:
    assert portal.staff("base_information.drug.versions").get(f"{BASE}/drug/versions", code="nix").status == 404


@spec("HB-10.10.4")
def test_drugs_are_downloaded_by_company_and_standing(portal: Portal) -> None:
    clerk = portal.staff("base_information.drug.query", "base_information.drug.download")
    path = "/api/f/base_information/drug"
    file = clerk.get(f"{path}/download", state="1")
    assert file.status == 200
    lines = file.content.decode("utf-8-sig").splitlines()
    assert len(lines) - 1 == clerk.get(path, state="1").body["total"]
    assert {"med_list_codg", "prodentp_name", "aprvno"} <= set(lines[0].split(","))
    nothing = clerk.get(f"{path}/download", prodentp_name="没有这家企业")
    assert len(nothing.content.decode("utf-8-sig").splitlines()) == 1
    assert portal.staff("base_information.drug.query").get(f"{path}/download").status == 403
