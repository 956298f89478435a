"""The authentication service: who sent a message, and whether it arrived as it was sent."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Final

from centers.auth.contract.v1 import (
    ALREADY_SIGNED_OUT,
    BODY_SIGNATURE_MISSING,
    BODY_SIGNATURE_WRONG,
    HEADER_MISSING,
    NOT_SIGNED_IN,
    SIGNATURE_WRONG,
    TIMESTAMP_EXPIRED,
    USER_ILLEGAL,
    Caller,
    GatewayHeaders,
)
from centers.auth.data.repository import Repository
from centers.auth.domain import gateway
from centers.auth.domain.canonical import canonical
from centers.auth.domain.keys import KEY_FORM, Key, KeyRing
from hsaf.contract import context
from hsaf.contract.rows import read_rows
from hsaf.data import current_uow
from hsaf.data.snapshot import Snapshot, bump
from hsaf.spi.crypto import Crypto
from hsaf.spi.database import Database
from hsaf.spi.ids import Ids

TOPIC: Final = "auth.keys"
PREFIX: Final = "QD"
"""Sign-in numbers (签到编号) begin with it."""


class Auth:
    """Implements :class:`centers.auth.contract.v1.AuthContract`."""

    def __init__(self, repository: Repository, database: Database, crypto: Crypto, ids: Ids) -> None:
        self._repository = repository
        self._crypto = crypto
        self._ids = ids
        self._ring: Snapshot[KeyRing] = Snapshot(database, TOPIC, self._load_ring)

    def _load_ring(self) -> KeyRing:
        return KeyRing(Key(**row) for row in self._repository.all_keys())

    # -- messages -----------------------------------------------------------------------------------

    def verify_headers(self, headers: GatewayHeaders, now: datetime) -> Caller:
        if not gateway.complete(headers):
            raise HEADER_MISSING()
        if not gateway.fresh(headers.api_timestamp, now):
            raise TIMESTAMP_EXPIRED()
        key = self._ring.get().find(headers.api_access_key)
        if key is None:
            raise USER_ILLEGAL()
        if not gateway.same(gateway.signature(key.secret, headers), headers.api_signature):
            raise SIGNATURE_WRONG()
        return Caller(key.fixmedins_code, key.access_key)

    def verify_body(self, fixmedins_code: str, body: Mapping[str, object]) -> None:
        ring = self._ring.get()
        required = ring.must_sign(fixmedins_code)
        if required and not (body.get("cainfo") and body.get("signtype")):
            raise BODY_SIGNATURE_MISSING()
        if not body.get("cainfo") or not (required or ring.can_verify(fixmedins_code)):
            return
        if not ring.verifies(self._crypto, fixmedins_code, canonical(body), body):
            raise BODY_SIGNATURE_WRONG()

    # -- operators ----------------------------------------------------------------------------------

    def sign_in(self, fixmedins_code: str, opter_no: str, mac: str, ip: str) -> tuple[str, datetime]:
        sign_no, now = self._ids.new(PREFIX), _now()
        self._repository.add_sign_in(
            {
                "fixmedins_code": fixmedins_code,
                "sign_no": sign_no,
                "opter_no": opter_no,
                "mac": mac,
                "ip": ip,
                "sign_time": now,
                "sign_out_time": None,
            }
        )
        _audit("auth.signed_in", fixmedins_code, opter_no, sign_no)
        return sign_no, now

    def sign_out(self, fixmedins_code: str, opter_no: str, sign_no: str) -> datetime:
        found, now = self._repository.sign_in(fixmedins_code, sign_no), _now()
        if found is None or found.opter_no != opter_no or found.sign_time.date() != now.date():
            raise NOT_SIGNED_IN(sign_no=sign_no)
        if found.sign_out_time is not None:
            raise ALREADY_SIGNED_OUT(sign_no=sign_no, time=found.sign_out_time)
        self._repository.sign_out(fixmedins_code, sign_no, now)
        _audit("auth.signed_out", fixmedins_code, opter_no, sign_no)
        return now

    # -- keys ---------------------------------------------------------------------------------------

    def load_keys(self, rows: Iterable[Mapping[str, str]]) -> int:
        typed = read_rows("keys", KEY_FORM, rows)
        self._repository.save_keys(typed)
        bump(TOPIC)
        current_uow().audit("auth.keys_loaded", {"rows": len(typed)})
        return len(typed)


def _now() -> datetime:
    return context.current().business_time.replace(microsecond=0)


def _audit(event: str, fixmedins_code: str, opter_no: str, sign_no: str) -> None:
    facts = {"fixmedins_code": fixmedins_code, "opter_no": opter_no, "sign_no": sign_no}
    current_uow().audit(event, facts)
