"""Request headers: HTTP 401 and the four messages, in their order."""

from __future__ import annotations

import time
from typing import Any

import msgspec
import pytest

from hsaf.edge.fsi_client import FsiClient, over_wsgi
from hsaf.security.signature import sign
from tests.support.gateway import HOSPITAL, WHO, Gateway


def headers(**changes: str) -> dict[str, str]:
    """Signed headers of 1101; changes come after signing."""
    return FsiClient(over_wsgi(None), f"AK-{HOSPITAL}", f"SK-{HOSPITAL}").headers("1101", "V1.0") | changes


def post(gateway: Gateway, sent: dict[str, str], **changes: Any) -> tuple[int, dict[str, Any]]:
    reply = gateway.post(sent, msgspec.json.encode(gateway.envelope("1101", WHO) | changes))
    return reply.status, reply.answer


def refusal(message: str) -> tuple[int, dict[str, Any]]:
    return 401, {"code": 401, "message": message}


LATE = str(int((time.time() - 31 * 60) * 1000))


@pytest.mark.parametrize("name", ["_api_name", "_api_version", "_api_timestamp", "_api_access_key", "_api_signature"])
def test_a_missing_header_is_the_first_thing_refused(gateway, name):
    sent = headers(_api_timestamp=LATE, _api_access_key="AK-nobody")
    del sent[name]
    assert post(gateway, sent) == refusal("缺少服务网关的请求头!")


def test_then_the_age_of_the_timestamp(gateway):
    assert post(gateway, headers(_api_timestamp=LATE, _api_access_key="AK-nobody")) == refusal("签名时间戳超时!")


def test_then_the_key(gateway):
    assert post(gateway, headers(_api_access_key="AK-nobody")) == refusal("非法用户!")


def test_then_the_signature(gateway):
    assert post(gateway, headers(_api_signature="bm8=")) == refusal("签名不一致!")


def test_the_envelope_must_name_the_signed_transaction(gateway):
    assert post(gateway, headers(), infno="2201") == refusal("签名不一致!")


def test_the_key_must_belong_to_the_sending_institution(gateway):
    assert post(gateway, headers(), fixmedins_code="H99010400004") == refusal("非法用户!")


def test_a_refused_header_stores_nothing_under_the_message_id(gateway):
    msgid = f"{HOSPITAL}202606011200009999"
    assert post(gateway, headers(_api_signature="bm8="), msgid=msgid)[0] == 401
    assert post(gateway, headers(), msgid=msgid)[1]["infcode"] == 0


def test_the_signature_is_hmac_sha1_of_the_sorted_headers():
    named = {"_api_name": "1101", "_api_version": "V1.0", "_api_timestamp": "1", "_api_access_key": "AK"}
    assert sign("SK", named) == "0oD5Qigva/EyflyHb5XZCzY21lo="
