"""SM2 and SM3 signatures of the body over HTTP (docs/reference/body-signature.md)."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from centers.auth.contract.v1 import BODY_SIGNATURE_MISSING, BODY_SIGNATURE_WRONG
from hsaf.kernel.running import RunningKernel
from tests.acceptance.client import Client
from tests.api.refusing import assert_refused
from tests.oracle.region import Institution, Region

SM3_KEY = "机构的SM3密钥"

Sign = Callable[[dict[str, Any]], dict[str, Any]]


def text(message: dict[str, Any]) -> bytes:
    """The signed text, written from the page alone: sorted keys, no blanks, Chinese as it is."""
    said = {name: value for name, value in message.items() if name not in ("cainfo", "signtype")}
    return json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def institution(demo: Region, number: int) -> Institution:
    """One that no other test of this folder sends from."""
    return sorted(demo.institutions.values(), key=lambda one: one.code)[-number]


def register(platform: RunningKernel, code: str, **keys: str) -> None:
    row = {"access_key": f"AK-{code}", "secret_key": f"SK-{code}", "fixmedins_code": code} | keys
    auth = platform.contract("auth.v1")
    with platform.system("test.keys"):
        platform.pipeline.write("test.keys", lambda: auth.load_keys([row]), subject="auth:keys")


@pytest.fixture(params=["SM2", "SM3"])
def signing(request: pytest.FixtureRequest, platform: RunningKernel, demo: Region) -> tuple[Institution, Sign]:
    """An institution that must sign, and how it does."""
    who = institution(demo, {"SM2": 2, "SM3": 3}[request.param])
    private, public = platform.crypto.sm2_keypair()
    keys = {"sm2_public_key": public} if request.param == "SM2" else {"sm3_key": SM3_KEY}
    register(platform, who.code, body_signature="required", **keys)

    def sign(message: dict[str, Any]) -> dict[str, Any]:
        if request.param == "SM2":
            signature = platform.crypto.sm2_sign(private, text(message))
        else:
            signature = platform.crypto.hmac_sm3(SM3_KEY.encode(), text(message))
        return message | {"cainfo": base64.b64encode(signature).decode(), "signtype": request.param}

    return who, sign


def asking(client: Client, who: Institution) -> dict[str, Any]:
    data = {"fixmedins_type": "2" if who.pharmacy else "1", "fixmedins_name": who.name, "fixmedins_code": who.code}
    return client.envelope("1201", who, {"medinsinfo": data})


def test_a_signed_message_is_answered_and_answered_again(client: Client, signing: tuple[Institution, Sign]) -> None:
    who, sign = signing
    message = asking(client, who)
    first = client.send(sign(message))
    assert first.ok
    assert client.send(sign(message)).raw == first.raw


@pytest.mark.parametrize(
    "changes", [{"opter_name": "另一人"}, {"cainfo": "AAAA"}, {"signtype": "RSA"}, {"input": {"medinsinfo": {}}}]
)
def test_what_was_changed_after_signing_is_refused(
    platform: RunningKernel, client: Client, signing: tuple[Institution, Sign], changes: dict[str, Any]
) -> None:
    who, sign = signing
    message = sign(asking(client, who))
    altered = message | changes
    if "input" in changes:
        altered["input"] = {"medinsinfo": message["input"]["medinsinfo"] | {"fixmedins_name": "换名"}}
    assert_refused(platform, lambda: client.send(altered), "1201", BODY_SIGNATURE_WRONG)


@pytest.mark.parametrize("lacking", ["cainfo", "signtype"])
def test_one_that_must_sign_and_does_not_is_refused(
    platform: RunningKernel, client: Client, signing: tuple[Institution, Sign], lacking: str
) -> None:
    who, sign = signing
    message = sign(asking(client, who)) | {lacking: ""}
    assert_refused(platform, lambda: client.send(message), "1201", BODY_SIGNATURE_MISSING)


def test_one_that_need_not_sign_is_verified_when_it_does(platform: RunningKernel, client: Client, demo: Region) -> None:
    who = institution(demo, 4)
    register(platform, who.code, sm3_key=SM3_KEY)
    message = asking(client, who)
    assert client.send(message).ok
    wrong = asking(client, who) | {"cainfo": "00" * 32, "signtype": "SM3"}
    assert_refused(platform, lambda: client.send(wrong), "1201", BODY_SIGNATURE_WRONG)


def test_numbers_are_signed_by_their_value(platform: RunningKernel, client: Client, demo: Region) -> None:
    """``1.50`` on the wire is signed as ``1.5``, so that any JSON library may be used."""
    who = institution(demo, 4)
    register(platform, who.code, sm3_key=SM3_KEY)
    sent, signed = asking(client, who), asking(client, who)
    signed |= {"msgid": sent["msgid"], "input": sent["input"] | {"exp": 1.5}}
    mac = platform.crypto.hmac_sm3(SM3_KEY.encode(), text(signed)).hex()
    message = sent | {"input": sent["input"] | {"exp": Decimal("1.50")}, "cainfo": mac, "signtype": "SM3"}
    assert client.send(message).ok
