"""The five request headers (gateway.md, Transport)."""

from __future__ import annotations

import base64
import hashlib
import hmac
from datetime import datetime, timedelta

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from centers.auth.contract.v1 import Caller, GatewayHeaders
from centers.auth.domain.gateway import fresh, same, signature
from centers.auth.service.auth import Auth
from hsaf.contract.errors import HsafError
from hsaf.testing.harness import Harness
from tests.centers.auth.conftest import HOSPITAL, Register

EPOCH = datetime(1970, 1, 1, 8)
"""The Unix epoch on a Chinese clock."""


def signed(now: datetime, *, access_key: str = "AK", secret: str = "secret", **changes: str) -> GatewayHeaders:
    """Headers as an institution makes them, independently of the code under test."""
    stamp = str((now - EPOCH) // timedelta(milliseconds=1))
    text = f"_api_access_key={access_key}&_api_name=2207&_api_timestamp={stamp}&_api_version=1.0.0"
    mac = hmac.new(secret.encode(), text.encode(), hashlib.sha1).digest()
    headers = GatewayHeaders("2207", "1.0.0", stamp, access_key, base64.b64encode(mac).decode())
    return msgspec.structs.replace(headers, **changes)


def test_well_signed_headers_name_their_institution(harness: Harness, center: Auth, register: Register) -> None:
    register()
    now = harness.clock.now()
    assert center.verify_headers(signed(now), now) == Caller(HOSPITAL, "AK")


@pytest.mark.parametrize("header", GatewayHeaders.__struct_fields__)
def test_a_missing_header_is_refused(harness: Harness, center: Auth, register: Register, header: str) -> None:
    register()
    now = harness.clock.now()
    with pytest.raises(HsafError, match="缺少服务网关的请求头!"):
        center.verify_headers(signed(now, **{header: ""}), now)


@pytest.mark.parametrize("off", [timedelta(minutes=30), -timedelta(minutes=30), timedelta(0)])
def test_half_an_hour_either_way_is_accepted(
    harness: Harness, center: Auth, register: Register, off: timedelta
) -> None:
    register()
    now = harness.clock.now()
    assert center.verify_headers(signed(now + off), now).fixmedins_code == HOSPITAL


@pytest.mark.parametrize("off", [timedelta(minutes=30, milliseconds=1), -timedelta(minutes=30, milliseconds=1)])
def test_more_than_half_an_hour_is_refused(harness: Harness, center: Auth, register: Register, off: timedelta) -> None:
    register()
    now = harness.clock.now()
    with pytest.raises(HsafError, match="签名时间戳超时!"):
        center.verify_headers(signed(now + off), now)


@pytest.mark.parametrize(
    "stamp", ["1772409600", "abcdefghijklm", "17724096000001", "-772409600000", "１７７２４０９６０００００"]
)
def test_a_timestamp_that_is_not_13_digits_is_refused(
    harness: Harness, center: Auth, register: Register, stamp: str
) -> None:
    register()
    with pytest.raises(HsafError, match="签名时间戳超时!"):
        center.verify_headers(signed(harness.clock.now(), api_timestamp=stamp), harness.clock.now())


def test_an_unknown_access_key_is_refused(harness: Harness, center: Auth, register: Register) -> None:
    register()
    now = harness.clock.now()
    with pytest.raises(HsafError, match="非法用户!"):
        center.verify_headers(signed(now, access_key="AK-OTHER"), now)


@pytest.mark.parametrize("changes", [{"api_name": "2208"}, {"api_version": "2"}, {"api_signature": "签名"}])
def test_headers_changed_after_signing_are_refused(
    harness: Harness, center: Auth, register: Register, changes: dict[str, str]
) -> None:
    register()
    now = harness.clock.now()
    with pytest.raises(HsafError, match="签名不一致!"):
        center.verify_headers(signed(now, **changes), now)


def test_checks_run_in_order_presence_time_key_signature(harness: Harness, center: Auth, register: Register) -> None:
    register()
    now = harness.clock.now()
    late = signed(now + timedelta(hours=1), access_key="AK-OTHER", api_signature="wrong")
    faults = [msgspec.structs.replace(late, api_name=""), late, signed(now, access_key="X", api_signature="wrong")]
    refused = []
    for headers in faults:
        with pytest.raises(HsafError) as error:
            center.verify_headers(headers, now)
        refused.append(error.value.code)
    assert refused == ["auth.header_missing", "auth.timestamp_expired", "auth.user_illegal"]


def test_a_changed_secret_holds_at_once(harness: Harness, center: Auth, register: Register) -> None:
    register()
    now = harness.clock.now()
    center.verify_headers(signed(now), now)
    register(secret_key="fresh")
    assert center.verify_headers(signed(now, secret="fresh"), now)
    with pytest.raises(HsafError, match="签名不一致!"):
        center.verify_headers(signed(now), now)


def test_secrets_are_not_readable_in_the_database(harness: Harness, register: Register) -> None:
    register(secret_key="SK-very-secret", sm3_key="very-secret-too")
    with harness.database.read() as connection:
        stored = repr(connection.exec_driver_sql("SELECT * FROM auth_access_key").all())
        stored += repr(connection.exec_driver_sql("SELECT facts FROM hsaf_audit_event").all())
    assert "very-secret" not in stored


texts = st.text(st.characters(codec="utf-8"), max_size=20)


@given(st.builds(GatewayHeaders, texts, texts, texts, texts, texts), texts, texts)
def test_a_signature_is_equal_to_itself_and_to_no_other_text(headers: GatewayHeaders, secret: str, other: str) -> None:
    expected = signature(secret, headers)
    assert same(expected, signature(secret, msgspec.structs.replace(headers, api_signature=other)))
    assert same(expected, other) == (expected == other)


@given(st.integers(-40 * 60_000, 40 * 60_000))
def test_freshness_depends_on_the_distance_only(off: int) -> None:
    now = datetime(2026, 3, 2, 8)
    stamp = (now - EPOCH) // timedelta(milliseconds=1) + off
    assert fresh(str(stamp), now) == (abs(off) <= 30 * 60_000)
