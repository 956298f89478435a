"""Gateway, transport: a refused header answers HTTP 401 with the national sentence, before any work."""

from __future__ import annotations

import time
from typing import Any

import pytest

from tests.acceptance import messages
from tests.acceptance.client import NOON, Client, encode, signed_headers
from tests.oracle import region

HOSPITAL = region.shared().institutions["H99010100001"]
PERSON = region.shared().persons["9900000000000549"]
NAMES = ("_api_name", "_api_version", "_api_timestamp", "_api_access_key", "_api_signature")
MISSING, EXPIRED, USER, SIGNATURE = (
    "缺少服务网关的请求头!", "签名时间戳超时!", "非法用户!", "签名不一致!",
)  # fmt: skip
AK, SK = f"AK-{HOSPITAL.code}", f"SK-{HOSPITAL.code}"


def minutes_off(minutes: float) -> int:
    return int((time.time() + minutes * 60) * 1000)


def send(client: Client, headers: dict[str, str], **changes: Any) -> tuple[int, dict[str, Any]]:
    message = client.envelope("1101", HOSPITAL, messages.person_1101(PERSON, NOON), **changes)
    answer = client.post(encode(message), headers)
    return answer.status, answer.body


def assert_401(reply: tuple[int, dict[str, Any]], sentence: str) -> None:
    assert reply == (401, {"code": 401, "message": sentence})


def test_correct_headers_are_let_in(client: Client) -> None:
    """The headers of the other tests are refused for their fault alone."""
    status, body = send(client, signed_headers("1101", AK, SK))
    assert (status, body["infcode"]) == (200, 0)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("empty", [False, True], ids=["absent", "empty"])
def test_missing_header(client: Client, name: str, empty: bool) -> None:
    """Each of the five headers is required."""
    headers = signed_headers("1101", AK, SK)
    if empty:
        headers[name] = ""
    else:
        del headers[name]
    assert_401(send(client, headers), MISSING)


@pytest.mark.parametrize("minutes", [-31, 31, -60 * 24, 60 * 24])
def test_timestamp_more_than_30_minutes_off(client: Client, minutes: float) -> None:
    """Timestamps more than 30 minutes off are refused, either way."""
    assert_401(send(client, signed_headers("1101", AK, SK, now_ms=minutes_off(minutes))), EXPIRED)


@pytest.mark.parametrize("minutes", [-29, 29])
def test_timestamp_within_30_minutes(client: Client, minutes: float) -> None:
    status, body = send(client, signed_headers("1101", AK, SK, now_ms=minutes_off(minutes)))
    assert (status, body["infcode"]) == (200, 0)


@pytest.mark.parametrize("text", ["soon", "-1", "1e12", "99999999999999999999", "17e11"])
def test_timestamp_that_is_no_time(client: Client, text: str) -> None:
    """A timestamp is 13 digits of milliseconds; anything else is no time near now."""
    headers = signed_headers("1101", AK, SK)
    headers["_api_timestamp"] = text
    status, body = send(client, headers)
    assert (status, body["code"]) == (401, 401)


def test_unknown_access_key(client: Client) -> None:
    assert_401(send(client, signed_headers("1101", "AK-H99010199999", "SK-H99010199999")), USER)


def test_access_key_of_another_institution(client: Client) -> None:
    """An access key belongs to one institution and must match fixmedins_code."""
    assert_401(send(client, signed_headers("1101", "AK-H99010200002", "SK-H99010200002")), USER)


def test_wrong_secret(client: Client) -> None:
    assert_401(send(client, signed_headers("1101", AK, "SK-H99010200002")), SIGNATURE)


@pytest.mark.parametrize(("name", "value"), [("_api_name", "1201"), ("_api_version", "V9"), ("_api_signature", "AAAA")])
def test_header_changed_after_signing(client: Client, name: str, value: str) -> None:
    """The signature covers the other four headers."""
    assert_401(send(client, signed_headers("1101", AK, SK) | {name: value}), SIGNATURE)


def test_infno_must_be_the_signed_api_name(client: Client) -> None:
    """_api_name = infno: a signature for one transaction does not admit another."""
    headers = signed_headers("1201", AK, SK)
    status, body = send(client, headers)
    assert status == 401 or body["infcode"] == -1


def test_any_path_below_fsi_is_accepted(client: Client) -> None:
    """POST /fsi, any path below it is accepted too."""
    message = client.envelope("1101", HOSPITAL, messages.person_1101(PERSON, NOON))
    assert client.send(message, path="/fsi/api/v1/1101").ok


def test_refused_header_leaves_the_msgid_unused(client: Client) -> None:
    """A message refused at the door can be sent again as it is."""
    message = client.envelope("1101", HOSPITAL, messages.person_1101(PERSON, NOON))
    assert client.post(encode(message), signed_headers("1101", AK, "wrong")).status == 401
    assert client.send(message).ok
