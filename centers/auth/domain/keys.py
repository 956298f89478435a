"""Registered keys, and the verification of bodies signed with them."""

from __future__ import annotations

import binascii
import hmac
import re
from base64 import b64decode
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from hsaf.contract.rows import Field, Form, code, text
from hsaf.spi.crypto import Crypto

REQUIRED: Final = "required"
"""Value of ``body_signature`` for institutions that must sign their messages."""


def _demand(text: str) -> str:
    if text not in ("", REQUIRED):
        raise ValueError(f"应为 {REQUIRED} 或空")
    return text


KEY_FORM: Final[Form] = (
    Field("access_key", code),
    Field("fixmedins_code", code),
    Field("secret_key", code),
    Field("sm2_public_key", text),
    Field("sm3_key", text),
    Field("body_signature", _demand),
)


@dataclass(frozen=True, slots=True)
class Key:
    """One access key of an institution with its secrets, as held in memory only."""

    access_key: str
    fixmedins_code: str
    secret: str
    sm2_public_key: str
    sm3_key: str
    body_signature: str


class KeyRing:
    """All keys, by access key and by institution."""

    def __init__(self, keys: Iterable[Key]) -> None:
        self._by_access_key: dict[str, Key] = {}
        self._by_institution: defaultdict[str, list[Key]] = defaultdict(list)
        for key in keys:
            self._by_access_key[key.access_key] = key
            self._by_institution[key.fixmedins_code].append(key)

    def find(self, access_key: str) -> Key | None:
        return self._by_access_key.get(access_key)

    def must_sign(self, fixmedins_code: str) -> bool:
        return any(key.body_signature == REQUIRED for key in self._by_institution.get(fixmedins_code, ()))

    def can_verify(self, fixmedins_code: str) -> bool:
        """Whether the institution registered any key for body signatures."""
        return any(key.sm2_public_key or key.sm3_key for key in self._by_institution.get(fixmedins_code, ()))

    def verifies(self, crypto: Crypto, fixmedins_code: str, signed: bytes, body: Mapping[str, object]) -> bool:
        """Whether the envelope's ``cainfo`` is a signature of ``signed`` by one of the institution's keys."""
        given = signature_bytes(str(body.get("cainfo") or ""))
        keys = self._by_institution.get(fixmedins_code, ())
        match str(body.get("signtype") or "").upper():
            case "SM2":
                return any(crypto.sm2_verify(k.sm2_public_key, signed, given) for k in keys if k.sm2_public_key)
            case "SM3":
                return any(
                    hmac.compare_digest(crypto.hmac_sm3(k.sm3_key.encode(), signed), given) for k in keys if k.sm3_key
                )
        return False


def signature_bytes(text: str) -> bytes:
    """A signature written as hex or as base64; empty bytes, which match nothing, for neither.

    The two never collide: in base64 a DER signature begins with ``M`` and 32 bytes end with ``=``.
    """
    if re.fullmatch(r"(?:[0-9a-fA-F]{2})+", text):
        return bytes.fromhex(text)
    try:
        return b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return b""
