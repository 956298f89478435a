"""The institution's client signs as the national interface says."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Mapping

import pytest

from hsaf.edge.fsi_client import FsiClient, Reply, over_http
from hsaf.security.signature import sign

HEADERS = {
    "_api_version": "V1.0",
    "_api_name": "1101",
    "_api_timestamp": "1764000000000",
    "_api_access_key": "AK-H99010100001",
}


def test_headers_are_signed_in_the_order_of_their_names() -> None:
    shuffled = dict(reversed(HEADERS.items()))

    assert sign("SK-H99010100001", HEADERS) == sign("SK-H99010100001", shuffled)


@pytest.mark.skipif(not shutil.which("openssl"), reason="openssl is not installed")
def test_signature_is_what_openssl_makes_of_the_documented_text() -> None:
    text = "_api_access_key=AK-H99010100001&_api_name=1101&_api_timestamp=1764000000000&_api_version=V1.0"
    command = 'printf %s "$0" | openssl dgst -sha1 -hmac SK-H99010100001 -binary | openssl base64'

    made = subprocess.run(["sh", "-c", command, text], capture_output=True, text=True, check=True)

    assert sign("SK-H99010100001", HEADERS) == made.stdout.strip()


def test_call_sends_all_five_headers() -> None:
    sent: dict[str, str] = {}

    def post(headers: Mapping[str, str], body: bytes) -> Reply:
        sent.update(headers)
        return Reply(200, b"{}")

    FsiClient(post, "AK-H99010100001", "SK-H99010100001", lambda: 1764000000000).call(
        {"infno": "1101", "infver": "V1.0"}
    )

    assert sent == {**HEADERS, "_api_signature": sign("SK-H99010100001", HEADERS), "Content-Type": "application/json"}


def test_only_http_addresses_are_accepted() -> None:
    with pytest.raises(ValueError, match="file:///etc/passwd"):
        over_http("file:///etc/passwd")
