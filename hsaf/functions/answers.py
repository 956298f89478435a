"""Answers of ``/api``: JSON, files, and refusals in one shape."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final
from urllib.parse import quote

import msgspec
import structlog
from werkzeug.wrappers import Request, Response

from hsaf.contract.context import TRACE_KEY
from hsaf.contract.errors import HsafError
from hsaf.contract.refusals import INTERNAL
from hsaf.functions.model import File
from hsaf.functions.refusals import status_of

JSON: Final = "application/json;charset=UTF-8"
RETRY_SECONDS: Final = "1"
REFUSED: Final = b"!"
"""No JSON begins with it."""

log: Final = structlog.get_logger("hsaf.functions")

encode: Final[Callable[[Any], bytes]] = msgspec.json.Encoder(order="deterministic").encode


def json(body: bytes) -> Response:
    """An answer that must not be kept by anything between server and browser."""
    return Response(body, content_type=JSON, headers={"Cache-Control": "no-store"})


def file(answer: File) -> Response:
    """A download with its Chinese file name."""
    headers = {
        "Content-Disposition": f"attachment; filename*=UTF-8''{quote(answer.name)}",
        "Cache-Control": "no-store",
        "X-Content-Type-Options": "nosniff",
    }
    return Response(answer.content, content_type=answer.type, headers=headers)


def refused(request: Request, refusal: HsafError) -> Response:
    """``{"code", "number", "message", "field", "problems", "trace_id"}`` with the status of the refusal."""
    return _refused(_told(refusal, request.environ.get(TRACE_KEY, "")), status_of(refusal))


def kept(refusal: HsafError, trace_id: str) -> bytes:
    """A refusal as a stored answer: its status goes before it."""
    return REFUSED + f"{status_of(refusal)}".encode() + _told(refusal, trace_id)


def stored(answer: bytes) -> Response:
    """A stored answer as it was given first."""
    if not answer.startswith(REFUSED):
        return json(answer)
    said = answer.removeprefix(REFUSED)
    return _refused(said[3:], int(said[:3]))


def _told(refusal: HsafError, trace_id: str) -> bytes:
    problems = [
        {"field": one.field, "label": one.label, "message": one.reason} for one in refusal.params.get("problems", ())
    ]
    return encode(
        {
            "code": refusal.code,
            "number": refusal.number,
            "message": refusal.message,
            "field": str(refusal.params.get("field", "")) or refusal.where,
            "problems": problems,
            "trace_id": trace_id,
        }
    )


def _refused(body: bytes, status: int) -> Response:
    response = Response(body, status=status, content_type=JSON, headers={"Cache-Control": "no-store"})
    if status == 503:
        response.headers["Retry-After"] = RETRY_SECONDS
    return response


def failed(request: Request, error: Exception, operation: str) -> HsafError:
    """What a failure nobody foresaw is answered with; the log has the rest."""
    trace_id = request.environ.get(TRACE_KEY, "")
    log.error("function.failed", trace_id=trace_id, operation=operation, exc_info=error)
    return INTERNAL(trace_id=trace_id)
