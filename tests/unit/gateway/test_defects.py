"""The specification's own defects (national-interface section 9): each is survived."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from subsystems.gateway.presentation.rendering import render
from subsystems.gateway.presentation.tables.compiler import InputRefused, validator
from tests.support.fsi_inputs import changed, valid_input

IDENTIFYING = [
    ("2101", "druginfo"),
    ("2102", "druginfo"),
    ("2201", "data"),
    ("2206", "data"),
    ("2303", "data"),
    ("2304", "data"),
]


def accepted(infno: str, *path_and_value: Any) -> dict[str, Any]:
    *path, value = path_and_value
    return validator(infno)(changed(valid_input(infno), tuple(path), value))


@pytest.mark.parametrize(("infno", "node"), IDENTIFYING)
def test_person_types_of_six_characters_fit(infno, node):
    assert accepted(infno, node, "psn_type", "116003")[node]["psn_type"] == "116003"


@pytest.mark.parametrize(("infno", "node"), [*IDENTIFYING, ("2207", "data")])
def test_certificates_of_six_and_numbers_of_fifty_characters_fit(infno, node):
    assert accepted(infno, node, "psn_cert_type", "990102")
    assert accepted(infno, node, "certno", "9" * 50)
    with pytest.raises(InputRefused, match="certno 超长：最多 50"):
        accepted(infno, node, "certno", "9" * 51)


@pytest.mark.parametrize(("infno", "node"), IDENTIFYING)
def test_names_of_fifty_characters_fit(infno, node):
    assert accepted(infno, node, "psn_name", "名" * 50)


def test_the_certificate_type_of_an_admission_has_six_characters_too():
    assert accepted("2401", "mdtrtinfo", "cert_type", "990102")


@pytest.mark.parametrize(("infno", "node"), [("2203", "diseinfo"), ("2401", "diseinfo"), ("4101", "diseinfo")])
def test_diagnosis_codes_have_thirty_characters_everywhere(infno, node):
    assert accepted(infno, node, 0, "diag_code", "A" * 30)
    with pytest.raises(InputRefused, match="diag_code 超长：最多 30"):
        accepted(infno, node, 0, "diag_code", "A" * 31)


@pytest.mark.parametrize("code", ["21", "24", "2101", "990103"])
def test_med_type_takes_the_types_its_dictionary_lacks_and_its_longest(code):
    assert accepted("2401", "mdtrtinfo", "med_type", code)


def test_2102_takes_tracing_codes_inside_their_node():
    message_input = valid_input("2102")
    trace = message_input["drugdetail"][0]["durg_trac_info"][0]
    row = validator("2102")(message_input)["drugdetail"][0]
    assert row["durg_trac_info"] == [trace | {"feedetl_sn": "1"}]


def test_2102_takes_tracing_codes_beside_the_line():
    message_input = valid_input("2102")
    line = message_input["drugdetail"][0]
    line |= line.pop("durg_trac_info")[0]
    row = validator("2102")(message_input)["drugdetail"][0]
    assert row["durg_trac_info"][0]["drug_trac_codg"] == line["drug_trac_codg"]


def test_2102_needs_the_tracing_code_in_one_of_the_two_places():
    message_input = changed(valid_input("2102"), ("drugdetail", 0, "durg_trac_info"), ...)
    with pytest.raises(InputRefused, match=r"input\.drugdetail\[0\]\.drug_trac_codg 必填"):
        validator("2102")(message_input)


@pytest.mark.parametrize("lacking", ["drug_trac_codg", "trdn_flag"])
def test_2102_that_states_tracing_codes_in_both_places_must_be_right_in_both(lacking):
    message_input = valid_input("2102")
    line = message_input["drugdetail"][0]
    line |= {name: value for name, value in line["durg_trac_info"][0].items() if name != lacking}
    with pytest.raises(InputRefused, match=rf"input\.drugdetail\[0\]\.{lacking} 必填"):
        validator("2102")(message_input)


def test_2206_and_2207_take_the_reform_flag_as_input():
    assert accepted("2207", "data", "pub_hosp_rfom_flag", "1")["data"]["pub_hosp_rfom_flag"] == "1"


def test_camel_case_fields_keep_their_spelling():
    assert "dscgTime" in validator("2304")(valid_input("2304"))["data"]


# -- answers -----------------------------------------------------------------------------------------


def test_2208_spells_the_cash_amount_both_ways():
    cash = {"pdn_cash_pay": 1234, "psn_cash_pay": 1234}
    info = render("2208", {"setlinfo": cash})["setlinfo"]
    assert (info["pdn_cash_pay"], info["psn_cash_pay"]) == ("12.34", "12.34")
    assert "pdn_cash_pay" not in render("2207", {"setlinfo": cash})["setlinfo"]


def test_2305_answers_an_amount_typed_as_text_like_any_other():
    assert render("2305", {"setlinfo": {"hifdm_pay": 0}})["setlinfo"]["hifdm_pay"] == "0.00"


def test_9002_answers_a_field_in_a_node_of_its_own_name():
    assert render("9002", {"sign_time": {"sign_time": "x"}}) == {"sign_time": {"sign_time": "x"}}


def test_1101_answers_insurances_as_a_list():
    assert render("1101", {"insuinfo": [{"balc": 5}]})["insuinfo"][0]["balc"] == "0.05"


def test_5204_answers_its_nameless_rows_under_data():
    assert render("5204", {"data": [{"cnt": Decimal(2)}]})["data"][0]["cnt"] == "2.0000"


# -- forms -------------------------------------------------------------------------------------------


def test_amounts_have_two_decimals_and_ratios_four():
    info = render("2207", {"setlinfo": {"medfee_sumamt": -5, "pool_prop_selfpay": Decimal("0.85")}})["setlinfo"]
    assert info["medfee_sumamt"] == "-0.05"
    assert info["pool_prop_selfpay"] == "0.8500"


def test_required_fields_without_a_value_are_empty_or_zero_and_optional_ones_left_out():
    info = render("2207", {"setlinfo": {}})["setlinfo"]
    assert (info["setl_id"], info["hifp_pay"]) == ("", "0.00")
    assert "clr_way" not in info


def test_ages_are_whole_numbers_and_those_of_babies_tenths():
    assert render("2207", {"setlinfo": {"age": Decimal(34)}})["setlinfo"]["age"] == 34
    assert render("2207", {"setlinfo": {"age": Decimal("0.5")}})["setlinfo"]["age"] == "0.5"


def test_times_kept_as_iso_text_are_answered_in_the_interface_form():
    info = render("5203", {"setlinfo": {"opt_time": "2026-03-01T09:00:00"}})["setlinfo"]
    assert info["opt_time"] == "2026-03-01 09:00:00"
