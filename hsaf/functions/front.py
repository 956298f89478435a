"""Presentation: one HTTP request in, one answer out.

Order of checks: session (401), permission (403), CSRF header (403), body and input (422); only then the desk.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import time
from collections.abc import Callable, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any, Final, NamedTuple

import msgspec
import structlog
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.wrappers import Request, Response

from hsaf.contract import context
from hsaf.contract.context import PATH_KEY, TRACE_KEY, Context, entered
from hsaf.contract.errors import HsafError
from hsaf.contract.files import Stored
from hsaf.contract.layers import entering
from hsaf.contract.principal import Principal
from hsaf.contract.refusals import INTERNAL
from hsaf.data.pipeline import Refused, RequestKey
from hsaf.functions import answers
from hsaf.functions.desk import Desk
from hsaf.functions.files import opened
from hsaf.functions.model import File, Given, Operation
from hsaf.functions.refusals import (
    BODY_LARGE,
    BODY_WRONG,
    CSRF_WRONG,
    FILE_MISSING,
    KEY_LONG,
    NO_PERMISSION,
    NOT_SIGNED_IN,
)
from hsaf.functions.session import COOKIE, CSRF_HEADER
from hsaf.observe import metrics
from hsaf.spi.clock import Clock
from hsaf.spi.object_store import ObjectStore

BODY_LIMIT_MB: Final = 2
UPLOAD_LIMIT_MB: Final = 32
KEY_HEADER: Final = "Idempotency-Key"
LONGEST_KEY: Final = 40

_decoder: Final = msgspec.json.Decoder(float_hook=Decimal)
_KEY: Final = re.compile(rf"[\x21-\x7e]{{1,{LONGEST_KEY}}}")

log: Final = structlog.get_logger("hsaf.functions")

Handler = Callable[[Request], Response]
Show = Callable[[Request, Principal], Any]
"""Makes the JSON-ready answer (or a file) of something that belongs to no function."""


class Place(NamedTuple):
    """Where this process stands."""

    region: str
    zone: str


class Front:
    """Makes the handlers of routes. Keeps nothing between requests."""

    def __init__(self, desk: Desk, clock: Clock, objects: ObjectStore, region: str, zone: str) -> None:
        self._desk = desk
        self._objects = objects
        self._clock = clock
        self._place = Place(region, zone)

    def operation(self, operation: Operation) -> Handler:
        """The handler of a compiled operation."""
        subsystem = operation.full.partition(".")[0]

        def answer(request: Request) -> Response:
            who = self._admit(request, operation.permission, operation.name, mutating=operation.writes)
            given = _given(request, operation)
            with entered(self._context(request, who, operation.full)):
                values = operation.read(given)
                return self._run(operation, values, _key(request, who, given), who)

        return self._guarded(operation.full, subsystem, answer)

    def service(self, name: str, show: Show, *, mutating: bool = False) -> Handler:
        """The handler of something every signed-in user may ask for."""
        full = f"functions.{name}"

        def answer(request: Request) -> Response:
            who = self._admit(request, mutating=mutating)
            request.max_content_length = UPLOAD_LIMIT_MB << 20
            with entered(self._context(request, who, full)):
                return self._response(show(request, who))

        return self._guarded(full, "functions", answer)

    def _guarded(self, full: str, subsystem: str, answer: Handler) -> Handler:
        measured = metrics.operation(full)

        def handle(request: Request) -> Response:
            started = time.perf_counter()
            result, code = "ok", ""
            with entering("presentation", subsystem):
                try:
                    response = answer(request)
                except HsafError as refusal:
                    result, code = "refused", refusal.code
                    response = answers.refused(request, refusal)
                except Exception as error:  # noqa: BLE001 -- logged with its trace id, answered as INTERNAL
                    result, code = "failed", INTERNAL.code
                    response = answers.refused(request, answers.failed(request, error, full))
                finally:
                    request.close()  # the temporary files of an upload
            seconds = time.perf_counter() - started
            measured.done(result, seconds)
            log.info(
                "function.answered",
                trace_id=request.environ.get(TRACE_KEY, ""),
                operation=full,
                result=result,
                code=code,
                ms=round(seconds * 1000, 1),
            )
            return response

        return handle

    def _run(self, operation: Operation, values: Any, key: RequestKey | None, who: Principal) -> Response:
        def encode(result: Any) -> bytes:
            if isinstance(result, Refused):
                return answers.kept(result.error, context.current().trace_id)
            answer = operation.render(result, who)
            return b"" if isinstance(answer, File | Stored) else answers.encode(answer)

        outcome = self._desk.run(operation, values, key, encode)
        if isinstance(outcome.result, Refused):
            raise outcome.result.error
        if outcome.answer:
            return answers.stored(outcome.answer)
        return self._response(operation.render(outcome.result, who))

    def _response(self, answer: Any) -> Response:
        """Raises ``FILE_UNKNOWN`` when a stored file is not there any more."""
        if isinstance(answer, Stored):
            answer = opened(self._objects, answer)
        return answers.file(answer) if isinstance(answer, File) else answers.json(answers.encode(answer))

    def _admit(self, request: Request, permission: str = "", name: str = "", *, mutating: bool = False) -> Principal:
        """Raises ``NOT_SIGNED_IN``, ``NO_PERMISSION`` or ``CSRF_WRONG``."""
        token = request.cookies.get(COOKIE, "")
        who = self._desk.principal_of(token)
        if who is None:
            raise NOT_SIGNED_IN()
        if permission and not who.may(permission):
            raise NO_PERMISSION(name=name)
        if mutating:
            sent, wanted = request.headers.get(CSRF_HEADER, ""), self._desk.csrf_of(token)
            if not wanted or not hmac.compare_digest(sent.encode(), wanted.encode()):
                raise CSRF_WRONG()
        return who

    def _context(self, request: Request, who: Principal, operation: str) -> Context:
        now = self._clock.now()
        return Context(
            trace_id=request.environ.get(TRACE_KEY, ""),
            business_time=now,
            wall_time=now,
            actor=who.account,
            actor_name=who.name,
            region=self._place.region,
            zone=self._place.zone,
            operation=operation,
            request_id=request.headers.get(KEY_HEADER, "")[:LONGEST_KEY],
            principal=who,
        )


def _given(request: Request, operation: Operation) -> Given:
    path: Mapping[str, str] = request.environ.get(PATH_KEY, {})
    query = request.args.to_dict()
    if not operation.writes:
        return Given(path, query)
    request.max_content_length = (UPLOAD_LIMIT_MB if operation.uploads else BODY_LIMIT_MB) << 20
    try:
        if operation.uploads and request.mimetype == "multipart/form-data":
            return Given(path, query, _named(request), _upload(request))
        return Given(path, query, _body(request))
    except RequestEntityTooLarge:
        raise BODY_LARGE(limit=request.max_content_length >> 20) from None


def _named(request: Request) -> dict[str, str]:
    """The texts of a form; a part may come without a name."""
    return {name or "": text for name, text in request.form.items()}


def _upload(request: Request) -> bytes:
    """Raises ``FILE_MISSING``."""
    sent = request.files.get("file")
    if sent is None:
        raise FILE_MISSING()
    content: bytes = sent.read()
    return content


def _body(request: Request) -> Mapping[str, Any]:
    """The JSON object of a request; no body is an empty one. Raises ``BODY_WRONG``."""
    content = request.get_data()
    if not content:
        return {}
    try:
        body = _decoder.decode(content)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError, InvalidOperation):
        raise BODY_WRONG() from None
    if type(body) is not dict:
        raise BODY_WRONG()
    return body


def _key(request: Request, who: Principal, given: Given) -> RequestKey | None:
    """Identity of a write that may be sent again, the sender's account being the scope. Raises ``KEY_LONG``."""
    key = request.headers.get(KEY_HEADER)
    if key is None or request.method == "GET":
        return None
    if not _KEY.fullmatch(key):
        raise KEY_LONG(most=LONGEST_KEY)
    said = request.get_data() if given.upload is None else _form(given)
    content = f"{request.method} {request.full_path}\n".encode() + said
    sender = hashlib.sha256(who.account.encode()).hexdigest()[:26]
    return RequestKey(f"web:{sender}", key, hashlib.sha256(content).hexdigest())


def _form(given: Given) -> bytes:
    """A multipart request without its boundary, which browsers make anew."""
    return answers.encode(given.body) + b"\n" + (given.upload or b"")
