"""Reading requests of the portal's own routes: the JSON body, the session cookie, the CSRF header."""

from __future__ import annotations

import hmac
from collections.abc import Mapping, Sequence
from typing import Any, Final

import msgspec
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.wrappers import Request

from hsaf.functions.inputs import read_input
from hsaf.functions.refusals import BODY_LARGE, BODY_WRONG, CSRF_WRONG
from hsaf.functions.session import COOKIE, CSRF_HEADER
from hsaf.records.model import Field

BODY_LIMIT: Final = 64 << 10


def values(request: Request, fields: Sequence[Field]) -> dict[str, Any]:
    """The JSON body as typed values. Raises ``BODY_WRONG``, ``BODY_LARGE`` or ``INPUT_WRONG``.

    Other content types are refused: a form of a foreign site cannot send JSON.
    """
    request.max_content_length = BODY_LIMIT
    try:
        content = request.get_data()
    except RequestEntityTooLarge:
        raise BODY_LARGE(limit=1) from None
    if request.mimetype != "application/json":
        raise BODY_WRONG()
    return read_input(fields, _object(content))


def _object(content: bytes) -> Mapping[str, Any]:
    try:
        body = msgspec.json.decode(content)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise BODY_WRONG() from None
    if type(body) is not dict:
        raise BODY_WRONG()
    return body


def token(request: Request) -> str:
    """Of the session cookie; empty without one."""
    return str(request.cookies.get(COOKIE, ""))


def require_csrf(request: Request, wanted: str) -> None:
    """Raises ``CSRF_WRONG``."""
    sent = request.headers.get(CSRF_HEADER, "")
    if not hmac.compare_digest(sent.encode(), wanted.encode()):
        raise CSRF_WRONG()


def address(request: Request) -> str:
    """Where the request came from, for the log."""
    return request.remote_addr or ""
