"""2203A: an outpatient visit at a pharmacy, which carries the prescription it is served by.

The visit itself goes the road of 2201, 2204 to 2208; the prescription goes into the archive with the visit.
"""

from __future__ import annotations

from base64 import b64encode
from typing import Any, Final

from hsaf.contract import context
from subsystems.gateway.control.business import Business, Output, Service
from subsystems.gateway.control.centers import Centers
from subsystems.gateway.control.errors import INPUT_WRONG
from subsystems.gateway.control.files import content_of
from subsystems.gateway.control.message import Message
from subsystems.gateway.control.outpatient import describe_visit

INFNO: Final = "2203A"

READABLE: Final = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF8", b"BM", b"%PDF-")
"""How pictures (JPEG, PNG, GIF, BMP) and PDF files begin."""

PRESCRIPTION: Final = (
    "mdtrt_id",
    "psn_no",
    "begntime",
    "rxfixmedinsCode",
    "rxfixmedinsName",
    "rxfilename",
    "rxExpContent",
)


def describe(centers: Centers, message: Message) -> Output:
    """2203A 定点零售药店门诊就诊信息上传. Raises ``INSTITUTION_UNKNOWN``, ``INPUT_WRONG``."""
    info = message.node("mdtrtinfo")
    content = _readable(info["rxIn"])
    centers.base_info.known_institution(info["rxfixmedinsCode"], context.current().business_time.date())
    described = {name: value for name, value in info.items() if name != "rxIn"}
    describe_visit(centers, described, message.rows("diseinfo"))
    prescription = {name: info[name] for name in PRESCRIPTION if name in info}
    sealed = {"mdtrt_sn": info["mdtrt_id"], "rxIn": b64encode(content).decode()}
    centers.archive.store(INFNO, {"rxinfo": prescription | sealed})
    return {}


def _readable(raw: Any) -> bytes:
    """The prescription as people can read it. Raises ``INPUT_WRONG``."""
    content = content_of(raw, "input.mdtrtinfo.rxIn")
    if not content.startswith(READABLE):
        raise INPUT_WRONG(problems="input.mdtrtinfo.rxIn 仅支持图片（JPEG、PNG、GIF、BMP）和 PDF")
    return content


OFFERED: Final = (Business(INFNO, describe, writes=True, service=Service.PHARMACY),)
