"""Files: 9101 upload, 9102 download."""

from __future__ import annotations

import binascii
from base64 import b64decode, b64encode
from typing import Any, Final

from centers.exchange.contract.v1 import PUBLIC
from subsystems.gateway.control.business import BARE, Business, Output, institution
from subsystems.gateway.control.centers import Centers
from subsystems.gateway.control.errors import INPUT_WRONG
from subsystems.gateway.control.known import require_own
from subsystems.gateway.control.message import Message

CONTENT_WRONG: Final = "{where} 须为 Base64 文本或字节数组（每个元素 -128 至 255 的整数）"


def upload(centers: Centers, message: Message) -> Output:
    """9101 文件上传."""
    node = message.node("fsUploadIn")
    require_own(message, node["fixmedins_code"], "input.fsUploadIn.fixmedins_code")
    stored = centers.exchange.upload(node["filename"], content_of(node["in"], "input.fsUploadIn.in"))
    return {
        BARE: {
            "file_qury_no": stored.file_qury_no,
            "filename": stored.filename,
            "fixmedins_code": stored.fixmedins_code,
            "dld_endtime": stored.dld_endtime,
        }
    }


def content_of(raw: Any, where: str) -> bytes:
    """The file's bytes: Base64 text, or a list of bytes, signed as Java prints them or not.

    Raises ``INPUT_WRONG``.
    """
    try:
        if isinstance(raw, str):
            return b64decode("".join(raw.split()), validate=True)
        if isinstance(raw, list) and all(type(one) is int and -128 <= one <= 255 for one in raw):
            return bytes(one & 0xFF for one in raw)
    except (binascii.Error, ValueError):
        pass
    raise INPUT_WRONG(problems=CONTENT_WRONG.format(where=where))


def download(centers: Centers, message: Message) -> Output:
    """9102 文件下载: own files and public ones, whichever of the two ``fixmedins_code`` names."""
    node = message.node("fsDownloadIn")
    if node["fixmedins_code"] != PUBLIC:
        require_own(message, node["fixmedins_code"], "input.fsDownloadIn.fixmedins_code")
    stored, content = centers.exchange.download(node["file_qury_no"], node["filename"])
    return {
        "fsDownloadOut": {
            "file_qury_no": stored.file_qury_no,
            "filename": stored.filename,
            "out": b64encode(content).decode(),
            "size": stored.size,
            "digest": stored.digest,
            "dld_endtime": stored.dld_endtime,
        }
    }


OFFERED: Final = (
    Business("9101", upload, writes=True, subject=institution),
    Business("9102", download),
)
