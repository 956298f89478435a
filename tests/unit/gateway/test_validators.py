"""Every transaction's validator: a synthesised valid input passes, and each single mutation of it is
refused with a sentence that names node and field."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest

from subsystems.gateway.presentation.tables.compiler import InputRefused, validator
from subsystems.gateway.presentation.tables.shapes import Kind, codes_of, shape_of
from subsystems.gateway.presentation.tables.source import Field, transactions
from tests.support.fsi_inputs import changed, places, valid_input

ALL = sorted(transactions())


def refusal(infno: str, message_input: dict[str, Any]) -> str:
    with pytest.raises(InputRefused) as caught:
        validator(infno)(message_input)
    return str(caught.value)


def test_all_212_transactions_have_a_validator():
    assert len(ALL) == 212


@pytest.mark.parametrize("infno", ALL)
def test_a_valid_input_passes_and_keeps_every_field(infno):
    accepted = validator(infno)(valid_input(infno))
    for place in places(infno):
        value: Any = accepted
        for step in place.path:
            value = value[step]
        assert value is not None


@pytest.mark.parametrize("infno", ALL)
def test_a_missing_required_field_is_refused_by_name(infno):
    whole = valid_input(infno)
    for place in places(infno):
        for nothing in (..., None, ""):
            without = changed(whole, place.path, nothing)
            if place.field.required:
                assert refusal(infno, without) == f"{place.shown} 必填"
            else:
                validator(infno)(without)


@pytest.mark.parametrize("infno", ALL)
def test_a_value_of_the_wrong_type_is_refused_by_name(infno):
    whole = valid_input(infno)
    for place in places(infno):
        for wrong in wrong_types(place.field):
            assert f"{place.shown} " in refusal(infno, changed(whole, place.path, wrong))


def wrong_types(field: Field) -> list[Any]:
    match shape_of(field).kind:
        case Kind.TEXT:
            return [7, Decimal("1.5"), True, ["x"], {"k": "v"}]
        case Kind.NUMBER | Kind.DIGITS:
            return ["abc", True, ["x"], {"k": 1}, "１２"]
        case Kind.DATE | Kind.DATETIME | Kind.RANGE_END:
            return [20260301, True, ["2026-03-01"], {"k": 1}]
        case Kind.BOOLEAN:
            return ["yes", 2, ["x"]]
        case Kind.LIST:
            return ["x", {"k": 1}]
        case Kind.OBJECT:
            return ["x", ["x"]]
        case _:
            return []


@pytest.mark.parametrize("infno", ALL)
def test_an_over_long_text_is_refused_by_name(infno):
    whole = valid_input(infno)
    for place in places(infno):
        shape = shape_of(place.field)
        if shape.kind is Kind.TEXT and shape.length is not None:
            reason = refusal(infno, changed(whole, place.path, "长" * (shape.length + 1)))
            assert reason.startswith(f"{place.shown} 超长：最多 {shape.length} 个字符")


@pytest.mark.parametrize("infno", ALL)
def test_a_code_outside_its_dictionary_is_refused_by_name(infno):
    whole = valid_input(infno)
    for place in places(infno):
        if codes_of(place.field):
            assert f"{place.shown} 不在字典" in refusal(infno, changed(whole, place.path, "?"))


@pytest.mark.parametrize("infno", ALL)
def test_a_bad_date_is_refused_by_name(infno):
    whole = valid_input(infno)
    for place in places(infno):
        if shape_of(place.field).kind in (Kind.DATE, Kind.DATETIME, Kind.RANGE_END):
            for bad in (
                "2026-02-30",
                "2026/03/01",
                "20260301",
                "2026-03-01T08:00:00",
                "2026-03-01 25:00:00",
                "0000-01-01",
            ):
                assert f"{place.shown} 不是合法" in refusal(infno, changed(whole, place.path, bad))


@pytest.mark.parametrize("infno", ALL)
def test_a_number_with_too_many_digits_is_refused_by_name(infno):
    whole = valid_input(infno)
    for place in places(infno):
        shape = shape_of(place.field)
        if shape.kind is Kind.NUMBER and shape.length is not None:
            too_big = 10 ** (shape.length - (shape.scale or 0))
            too_fine = Decimal(1).scaleb(-(shape.scale or 0) - 1)
            assert f"{place.shown} 数值过大" in refusal(infno, changed(whole, place.path, too_big))
            assert place.shown in refusal(infno, changed(whole, place.path, too_fine))


@pytest.mark.parametrize("infno", [infno for infno in ALL if transactions()[infno].input])
def test_a_missing_node_is_refused_by_name(infno):
    needed = {place.path[0] for place in places(infno) if place.field.required}
    if needed:
        assert "input." in refusal(infno, {})


# -- conversion ------------------------------------------------------------------------------------


def row(**changes: Any) -> dict[str, Any]:
    message_input = valid_input("2204")
    message_input["feedetail"][0] |= changes
    return validator("2204")(message_input)["feedetail"][0]


def test_amounts_become_exact_decimals_from_numbers_and_from_text():
    assert row(det_item_fee_sumamt=Decimal("38.4"))["det_item_fee_sumamt"] == Decimal("38.40")
    assert row(det_item_fee_sumamt="38.40")["det_item_fee_sumamt"] == Decimal("38.40")
    assert isinstance(row(det_item_fee_sumamt=38)["det_item_fee_sumamt"], Decimal)


def test_serial_numbers_are_taken_as_number_or_text_and_become_text():
    assert row(feedetl_sn=12)["feedetl_sn"] == row(feedetl_sn="12")["feedetl_sn"] == "12"


def test_dates_and_times_accept_each_others_form():
    assert row(fee_ocur_time="2026-03-01")["fee_ocur_time"] == datetime(2026, 3, 1)
    accepted = validator("2402")(valid_input("2402") | {"dscginfo": dscginfo(die_date="2026-03-01 09:00:00")})
    assert accepted["dscginfo"]["die_date"] == date(2026, 3, 1)


def dscginfo(**changes: Any) -> dict[str, Any]:
    return valid_input("2402")["dscginfo"] | changes


def test_empty_optional_fields_are_absent_and_unknown_fields_are_left_out():
    accepted = row(memo="", comb_no=None, invented="x")
    assert not {"memo", "comb_no", "invented"} & accepted.keys()


def test_absurd_numbers_do_no_harm():
    for absurd in (
        Decimal("1E+999999999"),
        Decimal("1E-999999999"),
        Decimal("9" * 5000),
        10**4000,
        "1e5",
        "NaN",
        Decimal("NaN"),
    ):
        message_input = valid_input("2204")
        message_input["feedetail"][0]["cnt"] = absurd
        assert "input.feedetail[0].cnt " in refusal("2204", message_input)


def test_a_zero_with_an_absurd_exponent_is_zero():
    assert row(prd_days=Decimal("0E+999999"))["prd_days"] == 0


def test_control_characters_in_text_are_refused():
    assert "控制字符" in refusal("2204", changed(valid_input("2204"), ("feedetail", 0, "memo"), "a\x00b"))


# -- nodes -----------------------------------------------------------------------------------------


def test_rows_are_named_by_their_place():
    message_input = valid_input("2204")
    message_input["feedetail"] = [dict(message_input["feedetail"][0]) for _ in range(3)]
    del message_input["feedetail"][2]["cnt"]
    assert refusal("2204", message_input) == "input.feedetail[2].cnt 必填"


def test_a_repeating_node_takes_a_single_object_and_a_single_node_a_list_of_one():
    message_input = valid_input("2203")
    message_input["diseinfo"] = message_input["diseinfo"][0]
    message_input["mdtrtinfo"] = [message_input["mdtrtinfo"]]
    accepted = validator("2203")(message_input)
    assert isinstance(accepted["diseinfo"], list)
    assert isinstance(accepted["mdtrtinfo"], dict)


@pytest.mark.parametrize("wrong", [[], None, ""])
def test_a_required_repeating_node_may_not_be_empty(wrong):
    assert refusal("2204", {"feedetail": wrong}).startswith("input.feedetail 必填")


def test_an_empty_required_object_is_refused_by_its_fields():
    assert refusal("1301", {"data": {}}) == "input.data.ver 必填"


@pytest.mark.parametrize(
    ("infno", "node", "wrong"), [("2206", "data", "x"), ("2204", "feedetail", 3), ("2204", "feedetail", [1])]
)
def test_a_node_of_the_wrong_kind_is_refused_by_name(infno, node, wrong):
    assert f"input.{node}" in refusal(infno, valid_input(infno) | {node: wrong})


def test_a_single_node_with_two_rows_is_refused():
    data = valid_input("2206")["data"]
    assert refusal("2206", {"data": [data, data]}) == "input.data 只能有一行"


def test_nested_nodes_are_named_with_their_whole_path():
    path = ("data", "patient_dtos", 0, "fsi_encounter_dtos", 0, "fsi_order_dtos", 0, "rxno")
    shown = "input.data.patient_dtos[0].fsi_encounter_dtos[0].fsi_order_dtos[0].rxno 必填"
    assert refusal("3101", changed(valid_input("3101"), path, ...)) == shown


def test_a_node_without_a_name_is_read_from_the_input_itself_or_from_data():
    fields = valid_input("3302")["data"]
    assert validator("3302")(fields) == validator("3302")({"data": fields})


def test_at_most_three_problems_are_reported():
    assert refusal("2206", {"data": {"psn_no": "1"}}).count("必填") == 3


# -- conditional rules -----------------------------------------------------------------------------


@pytest.mark.parametrize("infno", ["1101", "2101", "2201", "2206", "2207", "2303", "2304", "2401"])
def test_a_social_card_needs_its_serial_number(infno):
    node = next(name for name, value in valid_input(infno).items() if "mdtrt_cert_type" in value)
    message_input = changed(valid_input(infno), (node, "card_sn"), ...)
    validator(infno)(message_input)
    message_input[node]["mdtrt_cert_type"] = "03"
    assert refusal(infno, message_input).startswith(f"input.{node}.card_sn 必填")
