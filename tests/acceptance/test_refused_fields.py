"""Gateway, envelope: every input is checked against the field tables before any work.

For each transaction that works now, a correct input is broken one field at a time in every way the
tables know; the refusal must name node and field. The visit and settlement named do not exist, so a
check that came after the work would answer something else.
"""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

import pytest

from tests.acceptance import messages
from tests.acceptance.cast import at, charge
from tests.acceptance.client import NOON, Answer, Client
from tests.acceptance.refusals import CODE
from tests.acceptance.server import ROOT
from tests.oracle import region
from tests.oracle.section4 import Bill
from tests.oracle.world import Visit, numbered

TABLES: Final = ROOT / "subsystems" / "gateway" / "presentation" / "tables" / "transactions.json"
REGION = region.shared()
PERSON = REGION.persons["9900000000000549"]
HOSPITAL = REGION.institutions["H99010100001"]
PHARMACY = REGION.institutions["P99010100001"]
LINES = numbered([charge("12.34", NOON), charge("5", NOON, 10)])
BILL = Bill(1734, 0, 0, 50, 1684, 1734)
STAY = Visit(PERSON, HOSPITAL, "310", "2101", at(5, 1), mdtrt_id="MD00000000000001")
VISIT = Visit(PERSON, HOSPITAL, "310", "11", at(5, 1), mdtrt_id="MD00000000000001")
SHOP = Visit(PERSON, PHARMACY, "310", "41", at(5, 1))
QUERY = {"psn_no": PERSON.psn_no, "setl_id": "SE01", "mdtrt_id": "MD01"}
SETTLED = messages.visit_only(VISIT, setl_id="SE01")
PERIOD = {"begntime": "2026-05-01 00:00:00", "endtime": "2026-05-31 23:59:59"}

INPUTS: Final[dict[str, dict[str, Any]]] = {
    "1101": messages.person_1101(PERSON, NOON),
    "1201": {"medinsinfo": {"fixmedins_type": "1", "fixmedins_name": "", "fixmedins_code": HOSPITAL.code}},
    "1901": {"data": {"type": "insutype", "parent_value": "0", "admdvs": "990000", "date": "2026-05-01", "Vali_Flag": "1"}},
    "2001": {"data": {"psn_no": PERSON.psn_no, "insutype": "310", "fixmedins_code": HOSPITAL.code, "med_type": "11", **PERIOD}},
    "2101": messages.purchase(SHOP, LINES, "1", dry=True),
    "2102": messages.purchase(SHOP, LINES, "1", dry=False),
    "2103": SETTLED,
    "2201": messages.register_2201(VISIT, "MZ1"),
    "2202": messages.visit_only(VISIT, ipt_otp_no="MZ1"),
    "2203": messages.visit_2203(VISIT, NOON),
    "2204": messages.lines_2204_2301(VISIT, LINES, "B1"),
    "2205": messages.visit_only(VISIT, chrg_bchno="0000"),
    "2206": messages.settle_outpatient(VISIT, BILL, "1", "B1", dry=True),
    "2207": messages.settle_outpatient(VISIT, BILL, "1", "B1", dry=False),
    "2208": SETTLED,
    "2301": messages.lines_2204_2301(STAY, LINES),
    "2302": messages.visit_only(STAY, feedetl_sn="0000"),
    "2303": messages.settle_inpatient(STAY, BILL, "1", mid=False),
    "2304": messages.settle_inpatient(STAY, BILL, "1", mid=False),
    "2305": SETTLED,
    "2401": messages.admit_2401(STAY, "ZY1"),
    "2402": messages.discharge_2402(STAY, NOON),
    "2403": messages.change_2403(STAY, "ZY1"),
    "2404": messages.visit_only(STAY),
    "2405": messages.visit_only(STAY),
    "2501": messages.referral_2501(PERSON, HOSPITAL, "2026-05-01", "2026-08-01"),
    "2502": {"data": {"trt_dcla_detl_sn": "TD1", "psn_no": PERSON.psn_no, "memo": "录入错误"}},
    "2503": messages.chronic_2503(PERSON, "M03900", "高血压", HOSPITAL, "2026-05-01", "2026-12-31"),
    "2504": {"data": {"trt_dcla_detl_sn": "TD1", "psn_no": PERSON.psn_no, "memo": "录入错误"}},
    "2505": {"data": {"psn_no": PERSON.psn_no, "biz_appy_type": "03", "begndate": "2026-05-01", "fix_srt_no": "1",
                      "fixmedins_code": HOSPITAL.code, "fixmedins_name": HOSPITAL.name}},
    "2601": {"data": {"psn_no": PERSON.psn_no, "omsgid": "H99010100001202605010000000001", "oinfno": "2207"}},
    "5201": {"data": {"psn_no": PERSON.psn_no, "med_type": "11", "mdtrt_id": "", **PERIOD}},
    "5203": {"data": QUERY},
    "5204": {"data": QUERY},
    "5206": {"data": {"psn_no": PERSON.psn_no, "cum_ym": "202605"}},
    "9001": {"signIn": {"opter_no": "acc01", "mac": "00-00-00-00-00-01", "ip": "127.0.0.1"}},
    "9002": {"signOut": {"sign_no": "SN1", "opter_no": "acc01"}},
}  # fmt: skip

WIDENED: Final = {"psn_type": 6, "psn_cert_type": 6, "cert_type": 6, "certno": 50, "psn_name": 50, "diag_code": 30,
                  "dscg_maindiag_code": 30, "dise_codg": 30}  # fmt: skip
"""Gateway: where the tables contradict themselves, the wider reading wins."""


def tables() -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(Path(TABLES).read_text(encoding="utf-8"))
    return loaded


def fields(infno: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Node and field of everything the table of a transaction lists."""
    for node in tables()[infno]["input"]:
        for field in node["fields"]:
            if not field["code"].endswith(":") and "_trac_" not in field["code"] and field["code"] != "trdn_flag":
                yield node["node"], field


def broken(infno: str, node: str, change: Callable[[dict[str, Any]], None]) -> dict[str, Any] | None:
    """The correct input with one row of one node changed; ``None`` when the input has no such node."""
    input = copy.deepcopy(INPUTS[infno])
    if node not in input:
        return None
    rows = input[node]
    change(rows[-1] if isinstance(rows, list) else rows)
    return input


def refused(client: Client, infno: str, input: dict[str, Any]) -> str:
    institution = PHARMACY if infno in ("2101", "2102", "2103") else HOSPITAL
    answer: Answer = client.call(infno, institution, input)
    matched = CODE.match(answer.error)
    assert matched, answer.error
    assert matched["infno"] == infno
    return matched["text"]


def names(text: str, node: str, field: str) -> bool:
    return re.search(rf"input\.{re.escape(node)}(\[\d+\])?\.{re.escape(field)}(?![A-Za-z_])", text) is not None


def test_the_correct_inputs_pass_the_tables(client: Client) -> None:
    """The inputs broken below are refused, if at all, for business reasons."""
    for infno, input in INPUTS.items():
        institution = PHARMACY if infno in ("2101", "2102", "2103") else HOSPITAL
        answer = client.call(infno, institution, input)
        assert answer.status == 200
        if answer.body["infcode"] != 0:
            assert "input." not in answer.error, (infno, answer.error)


@pytest.mark.parametrize("infno", INPUTS)
def test_missing_required_field_is_named(client: Client, infno: str) -> None:
    """A missing, null or empty required field is refused: ``input.data.psn_no 必填``."""
    for node, field in fields(infno):
        code = field["code"]
        if not field["required"]:
            continue
        for change in (
            lambda row, c=code: row.pop(c, None),
            lambda row, c=code: row.update({c: ""}),
            lambda row, c=code: row.update({c: None}),
        ):
            input = broken(infno, node, change)
            if input is None:
                continue
            text = refused(client, infno, input)
            assert names(text, node, code), (infno, node, code, text)
            assert "必填" in text, text


@pytest.mark.parametrize("infno", INPUTS)
def test_over_length_text_is_named(client: Client, infno: str) -> None:
    """One character too many is refused; where the tables differ the wider length counts."""
    for node, field in fields(infno):
        code, length = field["code"], field["length"]
        if field["type"] != "str" or not length.isdigit() or (field["dict"] and len(length) < 2):
            continue
        limit = max(int(length), WIDENED.get(code, 0))
        input = broken(infno, node, lambda row, c=code, n=limit: row.update({c: "x" * (n + 1)}))
        if input is not None:
            text = refused(client, infno, input)
            assert names(text, node, code), (infno, node, code, text)


@pytest.mark.parametrize("infno", INPUTS)
def test_value_outside_the_dictionary_is_named(client: Client, infno: str) -> None:
    """A code that is not in the field's dictionary is refused."""
    known = json.loads(TABLES.with_name("dictionaries.json").read_text(encoding="utf-8"))
    for node, field in fields(infno):
        code = field["code"]
        if not field["dict"] or code not in known:
            continue
        input = broken(infno, node, lambda row, c=code: row.update({c: "Z"}))
        if input is not None:
            text = refused(client, infno, input)
            assert names(text, node, code), (infno, node, code, text)
            assert "字典" in text, text


WRONG: Final[dict[str, list[Any]]] = {
    "num": ["abc", "1,000.00", True, [1], {"a": 1}, "NaN", "Infinity", "1e400"],
    "date": ["2026-13-01", "2026-02-30", "20260501", "明天", 20260501],
    "datetime": ["2026-05-01 25:00:00", "2026-02-30 00:00:00", "20260501120000", 0],
    "str": [12, True, ["x"], {"a": "b"}],
}


@pytest.mark.parametrize("infno", INPUTS)
def test_wrong_type_or_date_is_named(client: Client, infno: str) -> None:
    """Text for a number, a number for text, a day that does not exist: refused."""
    for node, field in fields(infno):
        code = field["code"]
        if code in ("feedetl_sn", "fetts", "fetus_cnt", "geso_val", "diag_srt_no", "init_feedetl_sn"):
            continue
        for value in WRONG.get(field["type"], []):
            input = broken(infno, node, lambda row, c=code, v=value: row.update({c: v}))
            if input is not None:
                text = refused(client, infno, input)
                assert names(text, node, code), (infno, node, code, value, text)


@pytest.mark.parametrize("infno", ["2207", "2304", "2301"])
@pytest.mark.parametrize("value", [Decimal("12.345"), Decimal("123456789012345.00"), "12.3456"])
def test_amount_with_too_many_digits_is_named(client: Client, infno: str, value: Any) -> None:
    """N(16,2): more decimals or more digits than the table allows are refused, never rounded."""
    node, code = ("feedetail", "det_item_fee_sumamt") if infno == "2301" else ("data", "medfee_sumamt")
    input = broken(infno, node, lambda row: row.update({code: value}))
    assert input is not None
    assert names(refused(client, infno, input), node, code)


@pytest.mark.parametrize("infno", INPUTS)
def test_missing_node_is_named(client: Client, infno: str) -> None:
    """An input without its node is refused, naming the node."""
    for node in INPUTS[infno]:
        rest = {key: value for key, value in INPUTS[infno].items() if key != node}
        text = refused(client, infno, rest)
        assert f"input.{node}" in text, text


@pytest.mark.parametrize("input", [[], "x", 7, None, {"data": "x"}, {"data": [1, 2]}, {"data": []}, {}])
def test_input_of_another_shape(client: Client, input: Any) -> None:
    """An input that is no object, or a node of another shape, is refused and not a fault of the server."""
    message = client.envelope("2207", HOSPITAL, {}) | {"input": input}
    assert "input" in client.send(message).error


@pytest.mark.parametrize("psn_type", ["11", "1402", "116003"])
def test_six_character_person_types_pass(client: Client, psn_type: str) -> None:
    """psn_type is read as 6 characters, or children could never settle."""
    input = broken("2304", "data", lambda row: row.update(psn_type=psn_type))
    assert input is not None
    assert "psn_type" not in refused(client, "2304", input)


@pytest.mark.parametrize("med_type", ["21", "24"])
def test_med_type_also_takes_21_and_24(client: Client, med_type: str) -> None:
    person = REGION.persons["9900000000000770"]
    stay = Visit(person, REGION.institutions["H99020400024"], "310", med_type, at(5, 1))
    assert client.call("2401", stay.institution, messages.admit_2401(stay, "ZY9")).ok


# -- the envelope -------------------------------------------------------------------------------------

ENVELOPE_REQUIRED = ["msgid", "mdtrtarea_admvs", "recer_sys_code", "infver", "opter_type", "opter", "opter_name",
                     "inf_time", "fixmedins_code", "fixmedins_name"]  # fmt: skip
ENVELOPE_LENGTHS = {"msgid": 30, "mdtrtarea_admvs": 6, "insuplc_admdvs": 6, "recer_sys_code": 10, "dev_no": 100,
                    "dev_safe_info": 2000, "cainfo": 1024, "signtype": 10, "infver": 6, "opter": 30, "opter_name": 50,
                    "fixmedins_name": 200, "sign_no": 30}  # fmt: skip


@pytest.mark.parametrize("field", ENVELOPE_REQUIRED)
@pytest.mark.parametrize("value", [None, ""], ids=["absent", "empty"])
def test_envelope_field_is_required(client: Client, field: str, value: Any) -> None:
    text = client.call("1101", HOSPITAL, INPUTS["1101"], **{field: value})
    if field == "fixmedins_code" and text.status == 401:
        return
    assert field in text.error
    assert "必填" in text.error


@pytest.mark.parametrize("field", ENVELOPE_LENGTHS)
def test_envelope_field_is_limited(client: Client, field: str) -> None:
    value = "9" * (ENVELOPE_LENGTHS[field] + 1)
    assert field in client.call("1101", HOSPITAL, INPUTS["1101"], **{field: value}).error


@pytest.mark.parametrize(
    ("field", "value"),
    [("opter_type", "4"), ("opter_type", "x"), ("inf_time", "2026-13-01 00:00:00"), ("inf_time", "20260101000000"),
     ("msgid", 5), ("opter", {"a": 1})],
)  # fmt: skip
def test_envelope_field_of_a_wrong_kind(client: Client, field: str, value: Any) -> None:
    assert field in client.call("1101", HOSPITAL, INPUTS["1101"], **{field: value}).error


@pytest.mark.parametrize("opter_type", ["1", "2", "3"])
def test_all_three_operator_types_pass(client: Client, opter_type: str) -> None:
    assert client.call("1101", HOSPITAL, INPUTS["1101"], opter_type=opter_type).ok


def test_optional_envelope_fields_may_be_absent(client: Client) -> None:
    absent = dict.fromkeys(("insuplc_admdvs", "dev_no", "dev_safe_info", "cainfo", "signtype", "sign_no"))
    assert client.call("1101", HOSPITAL, INPUTS["1101"], **absent).ok


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b'"x"', b"\xff\xfe", b"null", b'{"infno":'])
def test_body_that_is_no_message(client: Client, body: bytes) -> None:
    """A body that is no JSON object is refused in the answer's own shape, never a server fault."""
    from tests.acceptance.client import signed_headers

    answer = client.post(body, signed_headers("1101", f"AK-{HOSPITAL.code}", f"SK-{HOSPITAL.code}"))
    assert answer.status in (200, 400)
    assert answer.body.get("infcode", -1) == -1


# -- which transactions there are ---------------------------------------------------------------------


@pytest.mark.parametrize("infno", ["9999", "0000", "ABCDEF"])
def test_unknown_transaction_is_refused_by_name(client: Client, infno: str) -> None:
    """Unknown infno: refused by name."""
    assert infno in client.call(infno, HOSPITAL, {"data": {}}).error


def test_every_known_transaction_is_offered_or_names_its_center(client: Client) -> None:
    """Any other known transaction answers that it is not yet offered, naming the center that will own it."""
    for infno in tables():
        if infno not in INPUTS:
            text = client.call(infno, HOSPITAL, {}).error
            offered = "input." in text and "暂未提供" not in text
            assert offered or (infno in text and "中心" in text), text


@pytest.mark.parametrize("infno", ["2161", "2181", "4261"])
def test_transaction_without_a_field_table_is_known(client: Client, infno: str) -> None:
    assert "中心" in client.call(infno, HOSPITAL, {"data": {}}).error


def test_answer_has_every_response_field(client: Client) -> None:
    """infcode, inf_refmsgid (30), refmsg_time and respond_time (17 digits), err_msg, output."""
    for input in (INPUTS["1101"], {"data": {}}):
        body = client.call("1101", HOSPITAL, input).body
        assert body["infcode"] in (0, -1)
        assert isinstance(body["infcode"], int)
        assert re.fullmatch(r"\d{30}", body["inf_refmsgid"]), body["inf_refmsgid"]
        assert re.fullmatch(r"\d{17}", body["refmsg_time"])
        assert re.fullmatch(r"\d{17}", body["respond_time"])
        assert (body["err_msg"] == "") == (body["infcode"] == 0)
