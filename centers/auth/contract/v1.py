"""Contract of the authentication center (统一认证中心), version 1: institution access keys, gateway
signatures, sign-in and sign-out of institution operators; and, in ``staff.py``, everything about staff.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Protocol

import msgspec

from centers.auth.contract.staff import StaffContract
from hsaf.contract.errors import ErrorCode

HEADER_MISSING = ErrorCode("auth.header_missing", 350, "缺少服务网关的请求头!")
TIMESTAMP_EXPIRED = ErrorCode("auth.timestamp_expired", 351, "签名时间戳超时!")
USER_ILLEGAL = ErrorCode("auth.user_illegal", 352, "非法用户!")
SIGNATURE_WRONG = ErrorCode("auth.signature_wrong", 353, "签名不一致!")
BODY_SIGNATURE_MISSING = ErrorCode(
    "auth.body_signature_missing",
    354,
    "该机构要求报文签名，cainfo、signtype 不能为空",
    "请用已登记的密钥对报文签名后重发",
)
BODY_SIGNATURE_WRONG = ErrorCode("auth.body_signature_wrong", 355, "报文签名校验失败", "请核对签名密钥和签名内容")
NOT_SIGNED_IN = ErrorCode("auth.not_signed_in", 356, "签到编号 {sign_no} 当日没有签到记录", "请先签到（9001）")

ALREADY_SIGNED_OUT = ErrorCode("auth.already_signed_out", 357, "签到编号 {sign_no} 已于 {time} 签退，无需重复办理")


class GatewayHeaders(msgspec.Struct, frozen=True):
    """The five request headers of the national interface; an absent one is an empty string."""

    api_name: str
    api_version: str
    api_timestamp: str
    api_access_key: str
    api_signature: str


class Caller(msgspec.Struct, frozen=True):
    """The institution that owns the access key."""

    fixmedins_code: str
    access_key: str


class AuthContract(StaffContract, Protocol):
    """What other parts may ask of the authentication center."""

    def verify_headers(self, headers: GatewayHeaders, now: datetime) -> Caller:
        """Check presence, age (30 minutes either way against the real clock), key and HMAC-SHA1
        signature, in that order. Raises the four 401 errors of the gateway.
        """
        ...

    def verify_body(self, fixmedins_code: str, body: Mapping[str, object]) -> None:
        """SM2 signature or HMAC-SM3 of the body, where the institution registered a key or must sign.

        ``body`` is the decoded request envelope with its numbers exact (``int`` or ``Decimal``); the
        signed text is described in docs/reference/body-signature.md.

        Raises ``BODY_SIGNATURE_MISSING`` or ``BODY_SIGNATURE_WRONG``.
        """
        ...

    def sign_in(self, fixmedins_code: str, opter_no: str, mac: str, ip: str) -> tuple[str, datetime]:
        """9001; returns ``sign_no`` and ``sign_time``."""
        ...

    def sign_out(self, fixmedins_code: str, opter_no: str, sign_no: str) -> datetime:
        """9002; needs a sign-in of the same operator and business day.

        Raises ``NOT_SIGNED_IN`` or, the second time, ``ALREADY_SIGNED_OUT``.
        """
        ...

    def load_keys(self, rows: Iterable[Mapping[str, str]]) -> int:
        """Register access keys: rows of ``fixmedins_code``, ``access_key``, ``secret_key`` and
        optionally ``sm2_public_key``, ``sm3_key``, ``body_signature`` (``required`` or empty).
        Secrets are stored encrypted.
        """
        ...
