"""9101 and 9102: files of institutions."""

from __future__ import annotations

import base64
from datetime import timedelta
from typing import Any

import pytest

from centers.exchange.contract import v1 as exchange
from hsaf.kernel.running import RunningKernel
from subsystems.gateway.control.errors import INPUT_WRONG, NOT_OWN
from tests.acceptance.client import NOON, Client
from tests.api.refusing import assert_refused
from tests.oracle.region import Region

CONTENT = "门诊对账明细".encode()


def upload(code: str, **changes: Any) -> dict[str, Any]:
    text = base64.b64encode(CONTENT).decode()
    return {"fsUploadIn": {"in": text, "filename": "对账.zip", "fixmedins_code": code} | changes}


def fetch(ticket: dict[str, Any], **changes: Any) -> dict[str, Any]:
    asked = {"file_qury_no": ticket["file_qury_no"], "filename": ticket["filename"], "fixmedins_code": "plc"}
    return {"fsDownloadIn": asked | changes}


@pytest.mark.parametrize(
    "content",
    [base64.b64encode(CONTENT).decode(), list(CONTENT), [byte - 256 if byte > 127 else byte for byte in CONTENT]],
    ids=["base64", "bytes", "signed bytes"],
)
def test_a_file_comes_back_as_it_was_sent(client: Client, demo: Region, content: Any) -> None:
    hospital = demo.institutions["H99010100001"]
    ticket = client.call("9101", hospital, upload(hospital.code, **{"in": content})).output
    assert ticket["fixmedins_code"] == hospital.code
    for named in ("plc", hospital.code):
        answer = client.call("9102", hospital, fetch(ticket, fixmedins_code=named)).output["fsDownloadOut"]
        assert base64.b64decode(answer["out"]) == CONTENT
        assert answer["filename"] == "对账.zip"


def test_a_repeated_upload_keeps_one_file(client: Client, demo: Region) -> None:
    hospital = demo.institutions["H99010100001"]
    message = client.envelope("9101", hospital, upload(hospital.code))
    assert client.send(message).raw == client.send(message).raw


def test_another_institution_cannot_fetch_it(platform: RunningKernel, client: Client, demo: Region) -> None:
    hospital, other = demo.institutions["H99010100001"], demo.institutions["H99010200002"]
    ticket = client.call("9101", hospital, upload(hospital.code)).output
    assert_refused(platform, lambda: client.call("9102", other, fetch(ticket)), "9102", exchange.FILE_UNKNOWN)
    asked = fetch(ticket, fixmedins_code=hospital.code)
    assert_refused(platform, lambda: client.call("9102", other, asked), "9102", NOT_OWN)


def test_after_its_last_day_it_is_gone(platform: RunningKernel, client: Client, demo: Region) -> None:
    hospital = demo.institutions["H99010100001"]
    ticket = client.call("9101", hospital, upload(hospital.code)).output
    assert ticket["dld_endtime"] == "2026-07-01 12:00:00"
    late = NOON + timedelta(days=31)
    assert_refused(
        platform, lambda: client.call("9102", hospital, fetch(ticket), at=late), "9102", exchange.FILE_EXPIRED
    )


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"in": "不是 Base64"}, INPUT_WRONG),
        ({"in": [1, 256]}, INPUT_WRONG),
        ({"in": {"a": 1}}, INPUT_WRONG),
        ({"filename": "../a.zip"}, exchange.FILENAME_WRONG),
        ({"fixmedins_code": "H99010200002"}, NOT_OWN),
        ({"filename": ""}, INPUT_WRONG),
    ],
)
def test_a_wrong_upload_is_refused(
    platform: RunningKernel, client: Client, demo: Region, changes: dict[str, Any], error: Any
) -> None:
    hospital = demo.institutions["H99010100001"]
    assert_refused(platform, lambda: client.call("9101", hospital, upload(hospital.code, **changes)), "9101", error)
