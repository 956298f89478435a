"""An institution's system as the national interface describes it: envelope, headers, signature, HTTP.

Written from ``gateway.md`` alone, so that a mistake in the product's own client cannot hide one in its
server.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import itertools
import json
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

import httpx

from tests.acceptance.server import Server
from tests.oracle.region import Institution

NOON = datetime(2026, 6, 1, 12, 0, 0)


@dataclass(frozen=True)
class Answer:
    """What came back, with the body as received."""

    status: int
    raw: bytes

    @property
    def body(self) -> dict[str, Any]:
        decoded: dict[str, Any] = json.loads(self.raw, parse_float=Decimal)
        return decoded

    @property
    def ok(self) -> bool:
        return self.status == 200 and self.body["infcode"] == 0

    @property
    def output(self) -> dict[str, Any]:
        assert self.ok, self.raw.decode()
        output: dict[str, Any] = self.body["output"]
        return output

    @property
    def error(self) -> str:
        """``err_msg`` of a business refusal."""
        assert self.status == 200, self.raw.decode()
        assert self.body["infcode"] == -1, self.raw.decode()
        message: str = self.body["err_msg"]
        return message

    def find(self, name: str) -> Any:
        """The first value of that name anywhere in the answer."""
        return _find(self.body, name)


def _find(node: Any, name: str) -> Any:
    if isinstance(node, Mapping):
        if name in node:
            return node[name]
        node = list(node.values())
    if isinstance(node, list):
        for child in node:
            found = _find(child, name)
            if found is not None:
                return found
    return None


def encode(message: Any) -> bytes:
    """JSON whose decimals are numbers with exactly their digits."""
    return _dumps(message).encode()


def _dumps(node: Any) -> str:
    if isinstance(node, Mapping):
        return "{" + ",".join(f"{json.dumps(str(k))}:{_dumps(v)}" for k, v in node.items()) + "}"
    if isinstance(node, list | tuple):
        return "[" + ",".join(_dumps(v) for v in node) + "]"
    if isinstance(node, Decimal):
        return f"{node:f}"
    return json.dumps(node, ensure_ascii=False)


def signed_headers(
    infno: str, access_key: str, secret_key: str, *, version: str = "V1.0", now_ms: int | None = None
) -> dict[str, str]:
    """base64(HMAC-SHA1(secret, the other four headers as key=value, sorted, joined by &))."""
    headers = {
        "_api_name": infno,
        "_api_version": version,
        "_api_timestamp": str(now_ms if now_ms is not None else int(time.time() * 1000)),
        "_api_access_key": access_key,
    }
    text = "&".join(f"{key}={headers[key]}" for key in sorted(headers))
    digest = hmac.new(secret_key.encode(), text.encode(), hashlib.sha1).digest()
    return {**headers, "_api_signature": base64.b64encode(digest).decode()}


@dataclass
class Client:
    """Sends messages of any institution to one server; safe to share between threads."""

    url: str
    http: httpx.Client
    sequence: itertools.count[int] = field(default_factory=itertools.count)

    def msgid(self, institution: Institution) -> str:
        """Institution code, time of sending and a sequence that never repeats within a second."""
        return f"{institution.code}{datetime.now():%Y%m%d%H%M%S}{next(self.sequence) % 10_000:04d}"

    def envelope(
        self,
        infno: str,
        institution: Institution,
        input: Mapping[str, Any],
        *,
        at: datetime = NOON,
        insuplc: str = "",
        **changes: Any,
    ) -> dict[str, Any]:
        """The request; ``changes`` overrides envelope fields, ``None`` leaves one out."""
        message = {
            "infno": infno,
            "msgid": self.msgid(institution),
            "mdtrtarea_admvs": institution.admdvs,
            "insuplc_admdvs": insuplc or institution.admdvs,
            "recer_sys_code": "HSAF",
            "dev_no": "",
            "dev_safe_info": "",
            "cainfo": "",
            "signtype": "",
            "infver": "V1.0",
            "opter_type": "1",
            "opter": "acc01",
            "opter_name": "验收经办人",
            "inf_time": f"{at:%Y-%m-%d %H:%M:%S}",
            "fixmedins_code": institution.code,
            "fixmedins_name": institution.name,
            "sign_no": "",
            "input": dict(input),
        }
        return {key: value for key, value in (message | changes).items() if value is not None}

    def send(
        self, message: Mapping[str, Any], *, path: str = "/fsi", headers: Mapping[str, str] | None = None
    ) -> Answer:
        """Post a complete envelope, signed with the demo keys of its institution unless ``headers`` are given."""
        code = str(message.get("fixmedins_code", ""))
        if headers is None:
            headers = signed_headers(str(message.get("infno", "")), f"AK-{code}", f"SK-{code}")
        return self.post(encode(message), headers, path=path)

    def post(self, body: bytes, headers: Mapping[str, str], *, path: str = "/fsi") -> Answer:
        reply = self.http.post(
            f"{self.url}{path}", content=body, headers={"Content-Type": "application/json", **headers}
        )
        return Answer(reply.status_code, reply.content)

    def call(self, infno: str, institution: Institution, input: Mapping[str, Any], **envelope: Any) -> Answer:
        return self.send(self.envelope(infno, institution, input, **envelope))


@contextmanager
def connected(server: Server) -> Iterator[Client]:
    """A client whose connections are closed afterwards."""
    with httpx.Client(timeout=60, limits=httpx.Limits(max_connections=64)) as http:
        yield Client(server.url, http)
