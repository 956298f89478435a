"""SM2 and SM3 signatures of the body (docs/reference/body-signature.md)."""

from __future__ import annotations

import base64
import json
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from centers.auth.domain.canonical import canonical
from centers.auth.domain.keys import signature_bytes
from centers.auth.service.auth import Auth
from hsaf.contract.errors import HsafError
from hsaf.testing.harness import Harness
from tests.centers.auth.conftest import HOSPITAL, Register

BODY: dict[str, Any] = {
    "infno": "2207",
    "cainfo": "",
    "signtype": "",
    "opter_name": "演示经办人",
    "input": {"data": {"psn_no": "9900000000000001", "medfee_sumamt": Decimal("414.50"), "acct_used_flag": "1"}},
}
SM3_KEY = "institution-sm3-key"


def sm3_signed(harness: Harness, body: dict[str, Any] = BODY, key: str = SM3_KEY) -> dict[str, Any]:
    mac = harness.crypto.hmac_sm3(key.encode(), canonical(body))
    return body | {"cainfo": mac.hex(), "signtype": "SM3"}


def code_of(center: Auth, body: dict[str, Any]) -> str:
    """The refusal of a body, empty when it is accepted."""
    try:
        center.verify_body(HOSPITAL, body)
    except HsafError as refused:
        return refused.code
    return ""


def test_an_hmac_sm3_by_the_registered_key_is_accepted(harness: Harness, center: Auth, register: Register) -> None:
    register(sm3_key=SM3_KEY)
    body = sm3_signed(harness)
    assert code_of(center, body) == ""
    assert code_of(center, body | {"cainfo": base64.b64encode(bytes.fromhex(body["cainfo"])).decode()}) == ""


def test_an_sm2_signature_by_the_registered_key_is_accepted_as_base64_and_hex(
    harness: Harness, center: Auth, register: Register
) -> None:
    private, public = harness.crypto.sm2_keypair()
    register(sm2_public_key=public)
    der = harness.crypto.sm2_sign(private, canonical(BODY))
    for cainfo in (base64.b64encode(der).decode(), der.hex(), der.hex().upper()):
        assert code_of(center, BODY | {"cainfo": cainfo, "signtype": "SM2"}) == ""


@pytest.mark.parametrize(
    "changes",
    [
        {"infno": "2208"},
        {"input": {"data": {"medfee_sumamt": Decimal("414.51")}}},
        {"cainfo": "00" * 32},
        {"cainfo": "不是签名"},
        {"signtype": "SM2"},
        {"signtype": "RSA"},
        {"signtype": ""},
    ],
)
def test_a_body_that_was_not_signed_so_is_refused(
    harness: Harness, center: Auth, register: Register, changes: dict[str, Any]
) -> None:
    _, public = harness.crypto.sm2_keypair()
    register(sm3_key=SM3_KEY, sm2_public_key=public)
    assert code_of(center, sm3_signed(harness) | changes) == "auth.body_signature_wrong"


def test_another_institutions_key_does_not_sign_for_this_one(
    harness: Harness, center: Auth, register: Register
) -> None:
    register(sm3_key=SM3_KEY)
    register(access_key="AK2", fixmedins_code="H99010100002", sm3_key="other")
    assert code_of(center, sm3_signed(harness, key="other")) == "auth.body_signature_wrong"


def test_any_of_an_institutions_keys_may_sign(harness: Harness, center: Auth, register: Register) -> None:
    register(sm3_key=SM3_KEY)
    register(access_key="AK2", sm3_key="next-key")
    assert code_of(center, sm3_signed(harness)) == code_of(center, sm3_signed(harness, key="next-key")) == ""


def test_a_signature_is_required_where_the_configuration_says_so(
    harness: Harness, center: Auth, register: Register
) -> None:
    register(sm3_key=SM3_KEY, body_signature="required")
    assert code_of(center, BODY) == "auth.body_signature_missing"
    assert code_of(center, sm3_signed(harness) | {"signtype": ""}) == "auth.body_signature_missing"
    assert code_of(center, {"infno": "2207"}) == "auth.body_signature_missing"
    assert code_of(center, sm3_signed(harness)) == ""


def test_a_required_signature_that_no_key_can_verify_is_refused(
    harness: Harness, center: Auth, register: Register
) -> None:
    register(body_signature="required")
    assert code_of(center, sm3_signed(harness)) == "auth.body_signature_wrong"


def test_without_a_registered_key_nothing_is_verified(center: Auth, register: Register) -> None:
    register()
    assert code_of(center, BODY) == ""
    assert code_of(center, BODY | {"cainfo": "whatever", "signtype": "SM2"}) == ""


def test_an_unsigned_body_is_accepted_where_signing_is_optional(center: Auth, register: Register) -> None:
    register(sm3_key=SM3_KEY)
    assert code_of(center, BODY) == ""


def test_a_requirement_spelt_wrongly_is_refused_at_registration(register: Register) -> None:
    with pytest.raises(HsafError, match="keys 第 1 行 body_signature 有误"):
        register(body_signature="yes")


# -- the signed text --------------------------------------------------------------------------------


def test_the_signed_text_of_the_reference_page() -> None:
    body = {
        "infno": "2207",
        "msgid": "H99010100001202603020800000001",
        "signtype": "SM3",
        "cainfo": "…",
        "input": {"data": {"psn_no": "9900000000000001", "medfee_sumamt": Decimal("414.50"), "card_sn": None}},
    }
    assert canonical(body).decode() == (
        '{"infno":"2207","input":{"data":{"card_sn":null,"medfee_sumamt":414.5,"psn_no":"9900000000000001"}},'
        '"msgid":"H99010100001202603020800000001"}'
    )


@pytest.mark.parametrize(
    ("number", "spelt"),
    [
        (100, "100"),
        (Decimal("100.00"), "100"),
        (Decimal("1E+2"), "100"),
        (Decimal("-0.0"), "0"),
        (Decimal("0.10"), "0.1"),
        (Decimal("1E-7"), "0.0000001"),
        (-5, "-5"),
        (True, "true"),
    ],
)
def test_equal_numbers_are_spelt_alike(number: object, spelt: str) -> None:
    assert canonical({"n": number}).decode() == f'{{"n":{spelt}}}'


values = st.recursive(
    st.none() | st.booleans() | st.text(max_size=8) | st.integers() | st.decimals(-1000, 1000, places=4),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=10,
)


def exact(text: str) -> Any:
    return json.loads(text, parse_float=Decimal)


@given(st.dictionaries(st.text(max_size=4), values, max_size=4))
def test_the_signed_text_is_json_saying_the_same_and_survives_transport(body: dict[str, Any]) -> None:
    text = canonical(body).decode()
    assert exact(text) == {name: value for name, value in body.items() if name not in ("cainfo", "signtype")}
    assert canonical(exact(text)) == text.encode()
    assert canonical(dict(reversed(list(body.items())))) == text.encode()


@given(st.binary(max_size=80).map(b"\x30".__add__) | st.binary(min_size=32, max_size=32))
def test_a_signature_is_read_from_hex_and_from_base64(signature: bytes) -> None:
    assert signature_bytes(signature.hex()) == signature
    assert signature_bytes(base64.b64encode(signature).decode()) == signature


@pytest.mark.parametrize("number", ["414.50", "414.5", "4.145e2"])
def test_the_spelling_of_numbers_on_the_wire_does_not_matter(
    harness: Harness, center: Auth, register: Register, number: str
) -> None:
    register(sm3_key=SM3_KEY)
    signed = sm3_signed(harness)
    wire = json.dumps(signed, default=str).replace('"414.50"', number)
    assert code_of(center, exact(wire)) == code_of(center, json.loads(wire)) == ""
