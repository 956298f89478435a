"""The counter: one HTTP request in, one answer out.

Order of checks: headers (401), body, sender against headers (401), envelope, transaction, center,
input, and then the desk. Every refusal but the 401s is HTTP 200 with ``infcode`` -1.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

import structlog
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.wrappers import Request, Response

from hsaf.contract.context import TRACE_KEY, Context, entered
from hsaf.contract.errors import HsafError
from hsaf.contract.layers import entering
from hsaf.contract.refusals import INTERNAL
from hsaf.data.pipeline import Refused
from hsaf.observe import metrics
from hsaf.spi.clock import Clock
from hsaf.spi.ids import Ids
from subsystems.gateway.control.business import Output
from subsystems.gateway.control.desk import HEADER_REFUSALS, Desk
from subsystems.gateway.control.errors import MESSAGE_TOO_LARGE, TRANSACTION_UNKNOWN
from subsystems.gateway.control.message import Message
from subsystems.gateway.presentation import envelope, replies
from subsystems.gateway.presentation.rendering import render
from subsystems.gateway.presentation.replies import Replies
from subsystems.gateway.presentation.tables.compiler import InputRefused, validator
from subsystems.gateway.presentation.tables.source import transactions

BODY_LIMIT_MB: Final = 8
"""Room for the largest pictures the tables allow (2 MB of Base64) and a long bill."""

HEADERS: Final = ("api_name", "api_version", "api_timestamp", "api_access_key", "api_signature")
"""Sent with an underscore in front."""

UNKNOWN: Final = "fsi.unknown"
"""Metrics of calls whose transaction is not of the national tables."""

JSON: Final = "application/json;charset=UTF-8"

BusinessTime = Callable[[Mapping[str, Any], datetime], datetime]

log: Final = structlog.get_logger("hsaf.gateway")


@dataclass(slots=True)
class Call:
    """What is known so far about the request being answered, for its log line and metrics."""

    received: datetime
    trace_id: str
    infno: str = replies.UNKNOWN_INFNO
    institution: str = ""
    msgid: str = ""
    result: str = "ok"
    code: str = ""
    replayed: bool = False


class Counter:
    """Serves ``POST /fsi``. Keeps nothing between requests."""

    def __init__(self, desk: Desk, clock: Clock, ids: Ids, region: str, zone: str, business_time: BusinessTime) -> None:
        self._desk = desk
        self._clock = clock
        self._ids = ids
        self._region = region
        self._zone = zone
        self._business_time = business_time
        self._replies = Replies(clock, ids, region)

    def serve(self, request: Request) -> Response:
        """Answer one request; never raises for anything a sender can do."""
        started, received = time.perf_counter(), self._clock.now()
        call = Call(received, request.environ.get(TRACE_KEY) or self._ids.trace_id())
        with entering("presentation", "gateway"):
            response = self._answer(request, call)
        seconds = time.perf_counter() - started
        metrics.operation(f"fsi.{call.infno}" if call.infno in transactions() else UNKNOWN).done(call.result, seconds)
        log.info(
            "fsi.answered",
            trace_id=call.trace_id,
            infno=call.infno,
            institution=call.institution,
            request_id=call.msgid,
            result=call.result,
            code=call.code,
            replayed=call.replayed,
            ms=round(seconds * 1000, 1),
        )
        return response

    def refuse(self, request: Request, refusal: HsafError) -> Response:
        """The answer to a request that was not let in; neither its signature nor its body is looked at."""
        infno = replies.shown_infno(request.headers.get("_api_name", ""))
        return Response(self._replies.refused(self._clock.now(), infno, refusal), content_type=JSON)

    def _answer(self, request: Request, call: Call) -> Response:
        try:
            sender = self._desk.admit(_headers(request), call.received)
            call.infno, call.institution = replies.shown_infno(sender.infno), sender.fixmedins_code
            message = envelope.decode(_body(request))
            self._desk.require_vouched(sender, message.get("infno"), message.get("fixmedins_code"))
            return Response(self._process(message, call), content_type=JSON)
        except HsafError as refusal:
            call.code = refusal.code
            call.result = "failed" if refusal.error is INTERNAL else "refused"
            if refusal.error in HEADER_REFUSALS:
                return Response(replies.denied(refusal), status=401, content_type=JSON)
            return Response(self._replies.refused(call.received, call.infno, refusal), content_type=JSON)

    def _process(self, raw: Mapping[str, Any], call: Call) -> bytes:
        """The answer to an authenticated message. Raises every refusal."""
        fields = envelope.check(raw)
        call.msgid = fields["msgid"]
        checked = self._checked_input(fields["infno"], fields["input"])
        message = Message(**fields | {"input": checked})
        with entered(self._context(message, raw, call)):
            return self._run(message, raw, call)

    def _checked_input(self, infno: str, raw_input: Mapping[str, Any]) -> Mapping[str, Any]:
        table = transactions().get(infno)
        if table is None:
            raise TRANSACTION_UNKNOWN(infno=infno)
        self._desk.require_center(infno)
        try:
            checked, problems = validator(infno)(raw_input), ""
        except InputRefused as refused:
            checked, problems = {}, str(refused)
        self._desk.require_offered(infno, table.name, problems)
        return checked

    def _run(self, message: Message, raw: Mapping[str, Any], call: Call) -> bytes:
        def encode(result: Output | Refused) -> bytes:
            if isinstance(result, Refused):
                return self._replies.refused(call.received, message.infno, result.error)
            return self._replies.succeeded(call.received, render(message.infno, result))

        try:
            outcome = self._desk.run(message, raw, envelope.digest(raw), encode)
        except HsafError:
            raise
        except Exception as error:
            log.exception("transaction.failed")
            raise INTERNAL(trace_id=call.trace_id) from error
        call.replayed = outcome.replayed
        if isinstance(outcome.result, Refused):
            call.result, call.code = "refused", outcome.result.error.code
        return outcome.answer or b""

    def _context(self, message: Message, raw: Mapping[str, Any], call: Call) -> Context:
        stated = {**raw, "inf_time": f"{message.inf_time:%Y-%m-%d %H:%M:%S}"}
        return Context(
            trace_id=call.trace_id,
            business_time=self._business_time(stated, call.received),
            wall_time=call.received,
            actor=message.opter,
            actor_name=message.opter_name,
            institution=message.fixmedins_code,
            region=self._region,
            zone=self._zone,
            operation=f"fsi.{message.infno}",
            request_id=message.msgid,
        )


def _headers(request: Request) -> dict[str, str]:
    """The five gateway headers; an absent one is empty."""
    return {name: request.headers.get(f"_{name}", "") for name in HEADERS}


def _body(request: Request) -> bytes:
    """Raises ``MESSAGE_TOO_LARGE``."""
    request.max_content_length = BODY_LIMIT_MB << 20
    try:
        return request.get_data(cache=False)
    except RequestEntityTooLarge:
        raise MESSAGE_TOO_LARGE(limit=BODY_LIMIT_MB) from None
