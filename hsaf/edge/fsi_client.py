"""The institution's side of the gateway: sign a message, send it, read the answer.

For ``hsaf fsi call``, demonstrations, tests and load generators; a hospital's own system does the same
in its own language (``docs/how-to/send-a-message.md``).
"""

from __future__ import annotations

import time
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

import msgspec

from hsaf.security.signature import sign

_encoder = msgspec.json.Encoder(decimal_format="number")


class Reply(msgspec.Struct, frozen=True):
    """HTTP status and body as received; ``body`` is kept so that replays can be compared byte by byte."""

    status: int
    body: bytes

    @property
    def answer(self) -> dict[str, Any]:
        """The decoded body. Raises ``msgspec.DecodeError`` when it is no JSON object."""
        return msgspec.json.decode(self.body, type=dict[str, Any])


class Post(Protocol):
    """A way to reach a gateway: post ``body`` with ``headers``, return what came back."""

    def __call__(self, headers: Mapping[str, str], body: bytes) -> Reply: ...


@dataclass(frozen=True, slots=True)
class FsiClient:
    """Signs with one institution's keys. ``now_ms`` is the real clock in milliseconds."""

    post: Post
    access_key: str
    secret_key: str
    now_ms: Callable[[], int] = lambda: time.time_ns() // 1_000_000

    def headers(self, infno: str, infver: str) -> dict[str, str]:
        """The five gateway headers of one call."""
        named = {
            "_api_name": infno,
            "_api_version": infver,
            "_api_timestamp": str(self.now_ms()),
            "_api_access_key": self.access_key,
        }
        return {**named, "_api_signature": sign(self.secret_key, named)}

    def signed(self, message: Mapping[str, Any]) -> tuple[dict[str, str], bytes]:
        """Headers and body of one message, given as its envelope. ``Decimal`` values become JSON numbers."""
        headers = self.headers(message["infno"], message.get("infver", ""))
        return {**headers, "Content-Type": "application/json"}, _encoder.encode(message)

    def call(self, message: Mapping[str, Any]) -> Reply:
        """Sign and send one message."""
        return self.post(*self.signed(message))


def over_http(url: str, timeout: float = 60.0) -> Post:
    """Post to a gateway's address, e.g. ``http://127.0.0.1:8080/fsi``.

    Raises ``OSError`` when nobody answers there.
    """
    if not url.startswith(("http://", "https://")):
        raise ValueError(f"not an HTTP address: {url}")

    def post(headers: Mapping[str, str], body: bytes) -> Reply:
        request = urllib.request.Request(url, data=body, headers=dict(headers), method="POST")  # noqa: S310 - checked above
        try:
            with urllib.request.urlopen(request, timeout=timeout) as response:  # noqa: S310
                return Reply(response.status, response.read())
        except urllib.error.HTTPError as refusal:
            with refusal:
                return Reply(refusal.code, refusal.read())

    return post


def over_wsgi(application: Any, path: str = "/fsi") -> Post:
    """Post to a WSGI application in this process."""
    from werkzeug.test import Client

    browser = Client(application)

    def post(headers: Mapping[str, str], body: bytes) -> Reply:
        with browser.post(path, data=body, headers=dict(headers)) as response:
            return Reply(response.status_code, response.get_data())

    return post
