"""The HTTP edge: a WSGI application over the routes of every enabled plugin.

It adds what belongs to no plugin: ``/health``, ``/metrics``, the landing page, the web front end, trace ids,
the request log (never a body), and the promise that a failing handler still answers.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from contextlib import ExitStack, suppress
from typing import Any, Final

import structlog
from werkzeug.exceptions import HTTPException, RequestEntityTooLarge
from werkzeug.wrappers import Request, Response

from hsaf.contract import deadline
from hsaf.contract.context import PATH_KEY, TRACE_KEY
from hsaf.contract.errors import HsafError
from hsaf.contract.layers import entering
from hsaf.contract.refusals import INTERNAL, METHOD_WRONG
from hsaf.edge.answers import json_response
from hsaf.edge.pages import health, landing, metrics_page
from hsaf.edge.routes import Routes, WrongMethod
from hsaf.edge.web import Web
from hsaf.kernel.api import HttpRoute, Kernel
from hsaf.observe import metrics

TRACE_HEADER: Final = "X-Trace-Id"
RETRY_AFTER: Final = "1"
"""Seconds after which a refused request may come again."""

CHUNK: Final = 1 << 16
UNREAD_LIMIT: Final = 8 << 20
"""Bytes of a refused request's body that are read to keep its connection; a longer one loses it."""

Handler = Callable[[Request], Response]

log: Final = structlog.get_logger("hsaf.http")


class HttpApplication:
    """A WSGI application that serves a running kernel."""

    def __init__(self, kernel: Kernel) -> None:
        self._kernel = kernel
        web = Web()
        own = (
            HttpRoute("GET", "/", lambda _: landing(kernel, pages=web.built), "landing"),
            HttpRoute("GET", "/app", web.enter, "web.enter"),
            HttpRoute("GET", "/app/*", web.serve, "web"),
            HttpRoute("GET", "/health", lambda _: health(kernel), "health"),
            HttpRoute("GET", "/metrics", lambda _: metrics_page(), "metrics"),
        )
        self._seconds = kernel.settings.server.request_seconds
        self._unguarded = {route.name for route in own}
        self._routes = Routes([*own, *(route for _, route in kernel.routes())])

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        started = time.perf_counter()
        trace_id = environ[TRACE_KEY] = self._kernel.ids.trace_id()
        request = Request(environ)
        name, response = self._answer(request, trace_id)
        _read_rest(request)
        response.headers[TRACE_HEADER] = trace_id
        tell = log.info if response.status_code >= 400 else log.debug
        tell(
            "http.request",
            trace_id=trace_id,
            route=name,
            method=request.method,
            status=response.status_code,
            ms=round((time.perf_counter() - started) * 1000, 1),
        )
        return response(environ, start_response)

    def _answer(self, request: Request, trace_id: str) -> tuple[str, Response]:
        name = "-"
        try:
            route, request.environ[PATH_KEY] = self._routes.find(request.method, request.path)
            name = route.name
            return name, self._handle(route, request)
        except WrongMethod as error:
            return name, _other_method(request, error)
        except HTTPException as error:
            return name, json_response({"code": error.code, "message": error.name}, error.code or 500, error)
        except HsafError as refusal:
            return name, _refused(refusal)
        except Exception:
            log.exception("http.failed", trace_id=trace_id, route=name)
            broken = INTERNAL(trace_id=trace_id)
            return name, json_response({"code": broken.code, "message": broken.message}, 500)

    def _handle(self, route: HttpRoute, request: Request) -> Response:
        """Own pages answer even while the kernel drains; plugins' routes run inside the gate, and in time."""
        handler: Handler = route.handler
        if route.name in self._unguarded:
            return handler(request)
        with deadline.within(self._seconds), ExitStack() as let_in:
            try:
                let_in.enter_context(self._kernel.request())
            except HsafError as refusal:
                metrics.turned_away(route.name, refusal.code)
                return route.refuse(request, refusal) if route.refuse else _refused(refusal)
            with entering("edge", "http"):
                return handler(request)


def _other_method(request: Request, error: WrongMethod) -> Response:
    """In the protocol of the path, with the methods it has."""
    allowed = "、".join(error.valid_methods or ())
    refusal = METHOD_WRONG(method=request.method, allowed=allowed)
    refuse = error.route.refuse
    if refuse is None:
        return json_response({"code": 405, "message": refusal.message}, 405, error)
    response: Response = refuse(request, refusal)
    response.status_code = 405
    response.headers["Allow"] = ", ".join(error.valid_methods or ())
    return response


def _read_rest(request: Request) -> None:
    """Read what a handler left of the body, up to a limit.

    A server that answers without having read everything closes the connection, and the message that the
    client sends next on it is lost.
    """
    left = UNREAD_LIMIT
    with suppress(RequestEntityTooLarge):
        while left > 0 and (chunk := request.stream.read(min(left, CHUNK))):
            left -= len(chunk)


def _refused(refusal: HsafError) -> Response:
    """503 for what may be tried again after a while, otherwise 500."""
    response = json_response(
        {"code": refusal.code, "message": refusal.message}, 503 if refusal.error.retryable else 500
    )
    if refusal.error.retryable:
        response.headers["Retry-After"] = RETRY_AFTER
    return response
