"""The desk: admits a sender, refuses what cannot be done here, runs the rest through the pipeline."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from functools import partial
from typing import Any, Final, NamedTuple

from centers.auth.contract.v1 import (
    HEADER_MISSING,
    SIGNATURE_WRONG,
    TIMESTAMP_EXPIRED,
    USER_ILLEGAL,
    GatewayHeaders,
)
from centers.base_info.contract.v1 import Institution
from hsaf.contract import context
from hsaf.contract.errors import HsafError
from hsaf.contract.layers import entering
from hsaf.data.pipeline import Outcome, Pipeline, Refused, RequestKey
from hsaf.observe import metrics
from subsystems.gateway.control import known, owners
from subsystems.gateway.control.business import Business, Output
from subsystems.gateway.control.centers import Centers
from subsystems.gateway.control.errors import INPUT_WRONG, NOT_OFFERED, NOT_SPECIFIED
from subsystems.gateway.control.message import Message
from subsystems.gateway.control.offered import OFFERED
from subsystems.gateway.control.owners import CENTERS, owner_of

HEADER_REFUSALS: Final = frozenset({HEADER_MISSING, TIMESTAMP_EXPIRED, USER_ILLEGAL, SIGNATURE_WRONG})
"""Refusals that answer HTTP 401 instead of an envelope."""

Encode = Callable[[Output | Refused], bytes]


class Sender(NamedTuple):
    """The transaction and the institution that the signed headers name."""

    infno: str
    fixmedins_code: str


class Desk:
    """Control of the gateway. Keeps nothing between messages."""

    def __init__(self, centers: Centers, pipeline: Pipeline) -> None:
        self._centers = centers
        self._pipeline = pipeline

    def admit(self, headers: Mapping[str, str], now: datetime) -> Sender:
        """Who the request headers vouch for. Raises one of :data:`HEADER_REFUSALS`.

        ``headers`` has the fields of ``GatewayHeaders``; an absent header is empty.
        """
        with entering("control", "gateway"):
            caller = self._centers.auth.verify_headers(GatewayHeaders(**headers), now)
        return Sender(headers["api_name"], caller.fixmedins_code)

    def require_vouched(self, sender: Sender, infno: object, fixmedins_code: object) -> None:
        """The envelope must be what the headers vouch for, as far as it says anything.

        Raises ``SIGNATURE_WRONG`` for another transaction, ``USER_ILLEGAL`` for another institution.
        """
        if infno and infno != sender.infno:
            raise SIGNATURE_WRONG()
        if fixmedins_code and fixmedins_code != sender.fixmedins_code:
            raise USER_ILLEGAL()

    def require_center(self, infno: str) -> None:
        """Raises ``CENTER_DISABLED`` when the center behind a transaction is not running here; one that
        passes without its center goes on."""
        if infno not in OFFERED or not OFFERED[infno].passes:
            self._centers.require(owner_of(infno))

    def require_offered(self, infno: str, name: str, problems: str) -> None:
        """Raises ``NOT_SPECIFIED``, ``NOT_OFFERED``, naming the center to come, or ``INPUT_WRONG`` for ``problems``."""
        owner = owner_of(infno)
        if infno in owners.NOT_SPECIFIED:
            reason = owners.NOT_SPECIFIED[infno]
            raise NOT_SPECIFIED(infno=infno, name=name, center_name=CENTERS[owner], center=owner, reason=reason)
        if infno not in OFFERED:
            also = f"；另外，{problems}" if problems else ""
            raise NOT_OFFERED(infno=infno, name=name, center_name=CENTERS[owner], center=owner, problems=also)
        if problems:
            raise INPUT_WRONG(problems=problems)

    def run(self, message: Message, envelope: Mapping[str, Any], digest: str, encode: Encode) -> Outcome:
        """Do what a message asks, once however often it is sent.

        Raises what the centers refuse, and the pipeline's refusals.
        """
        with entering("control", "gateway"):
            self._centers.auth.verify_body(message.fixmedins_code, envelope)
            business = OFFERED[message.infno]
            institution = self._institution(business, message)
            with self._timed(business, institution), _located(message):
                return self._through_pipeline(business, message, digest, encode)

    def _through_pipeline(self, business: Business, message: Message, digest: str, encode: Encode) -> Outcome:
        work = partial(business.handler, self._centers, message)
        key = RequestKey(message.fixmedins_code, message.msgid, digest)
        operation = context.current().operation
        if business.writes:
            return self._pipeline.write(operation, work, subject=business.subject(message), key=key, encode=encode)
        return self._pipeline.read(operation, work, key=key, encode=encode)

    def _institution(self, business: Business, message: Message) -> Institution:
        """The sender, open for what it begins; what it began while its agreement lasted it may finish.

        Raises ``INSTITUTION_UNKNOWN``, ``SERVICE_NOT_OPENED``.
        """
        on, base_info = context.current().business_time.date(), self._centers.base_info
        if business.service is None:
            return base_info.known_institution(message.fixmedins_code, on)
        institution = base_info.require_institution(message.fixmedins_code, on)
        known.require_open(institution, business.service)
        return institution

    @contextmanager
    def _timed(self, business: Business, institution: Institution) -> Iterator[None]:
        """Time settlements and pre-settlements by the institution's pooling area.

        The area is read first: once something is settled, nothing may refuse any more.
        """
        area = self._centers.base_info.pool_area(institution.admdvs) if business.measured_as else ""
        started = time.perf_counter()
        yield
        if business.measured_as:
            metrics.settlement(business.measured_as, area).observe(time.perf_counter() - started)


@contextmanager
def _located(message: Message) -> Iterator[None]:
    """Complete the place of a refusal: centers name the field, the message knows its node."""
    try:
        yield
    except HsafError as refusal:
        if refusal.where and "." not in refusal.where:
            refusal.where = message.place_of(refusal.where)
        raise
