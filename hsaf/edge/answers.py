"""Responses of the HTTP edge itself."""

from __future__ import annotations

from typing import Any

import msgspec
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response

JSON = "application/json;charset=UTF-8"


def json_response(content: Any, status: int = 200, error: HTTPException | None = None) -> Response:
    """A JSON response; ``error`` contributes headers such as ``Allow``."""
    response = Response(msgspec.json.encode(content), status=status, content_type=JSON)
    for name, value in error.get_headers() if error else ():
        if name.lower() not in ("content-type", "content-length"):
            response.headers[name] = value
    return response
