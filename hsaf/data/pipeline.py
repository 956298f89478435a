"""The one write pipeline, and its reading twin.

lock and idempotency -> run -> invariants -> audit -> outbox -> answer -> commit. Every command of the
platform takes this road; a dry run takes it too and rolls back at its end.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Sequence
from functools import partial
from typing import Any, Final

import msgspec
import sqlalchemy as sa
import structlog

from hsaf.contract import context
from hsaf.contract.errors import HsafError
from hsaf.contract.refusals import BUSY, INVARIANT_BROKEN, OUTCOME_UNKNOWN, REQUEST_KEY_REUSED, REQUEST_SUPERSEDED
from hsaf.data.audit import GENESIS, chain
from hsaf.data.schema import audit_event, lock, outbox, request
from hsaf.data.statement import Statement
from hsaf.data.uow import UnitOfWork, scope
from hsaf.spi.clock import Clock
from hsaf.spi.crypto import Crypto
from hsaf.spi.database import Database, Trouble
from hsaf.spi.ids import Ids

ATTEMPTS: Final = 5
"""How often a unit of work is run when the database asks for it (deadlock, lost connection)."""

log = structlog.get_logger("hsaf.data")


class RequestKey(msgspec.Struct, frozen=True):
    """Identity of a request: the sender (``fixmedins_code``), its id (``msgid``) and what it says."""

    scope: str
    key: str
    digest: str


class Refused(msgspec.Struct, frozen=True):
    """A result that is a refusal, although its effects are to be kept (a tombstone, a counter)."""

    error: HsafError


class Outcome(msgspec.Struct, frozen=True):
    """``answer`` encoded bytes (the stored ones on a replay, when ``result`` is ``None``)."""

    answer: bytes | None
    result: Any = None
    replayed: bool = False


Work = Callable[[], Any]
Encode = Callable[[Any], bytes]


class _LookAgain(Exception):
    """A twin took the request key between our look and our insert: what the key holds now decides."""


class _Unsure(_LookAgain):
    """The connection broke during commit: only what the key holds tells whether it was done."""


class _DryRun(Exception):
    def __init__(self, outcome: Outcome) -> None:
        self.outcome = outcome


class Pipeline:
    """Runs commands and queries. ``subscribed`` are the event names some enabled plugin wants."""

    def __init__(
        self, database: Database, clock: Clock, ids: Ids, crypto: Crypto, subscribed: Collection[str] = ()
    ) -> None:
        self._database = database
        self._clock = clock
        self._ids = ids
        self._crypto = crypto
        self.subscribed = frozenset(subscribed)

    # -- commands ---------------------------------------------------------------------------------

    def write(
        self,
        operation: str,
        work: Work,
        *,
        subject: str,
        key: RequestKey | None = None,
        encode: Encode | None = None,
        dry_run: bool = False,
    ) -> Outcome:
        """Run ``work`` once in a transaction that holds ``subject``'s lock.

        With a ``key`` a replay returns the stored answer unchanged. Raises what ``work`` raises (and
        keeps nothing), ``REQUEST_KEY_REUSED``, ``REQUEST_SUPERSEDED``, ``INVARIANT_BROKEN``, ``BUSY``
        or, when the connection broke during commit and no second look at the key was possible,
        ``OUTCOME_UNKNOWN``.
        """
        try:
            return self._insist(operation, partial(self._run, operation, work, subject, key, encode, dry_run))
        except _DryRun as dry:
            return dry.outcome

    def _run(
        self, operation: str, work: Work, subject: str, key: RequestKey | None, encode: Encode | None, dry_run: bool
    ) -> Outcome:
        committing = False
        try:
            with self._database.write() as connection:
                uow = UnitOfWork(self._database, connection, writable=True, subject=subject)
                with scope(uow):
                    seq, head, stored = self._take(uow, subject, key)
                    if stored is not None:
                        return stored
                    result = work()
                    outcome = Outcome(encode(result) if encode else None, result)
                    _hold(uow)
                    if dry_run:
                        uow.flush()
                        raise _DryRun(outcome)
                    self._close(uow, seq, head, key, outcome)
                    uow.flush()
                committing = True
        except Exception as error:
            if committing and self._database.trouble(error) is Trouble.GONE:
                raise (OUTCOME_UNKNOWN() if key is None else _Unsure()) from error
            raise
        for callback in uow.callbacks:
            callback()
        log.debug("unit_of_work.done", operation=operation, subject=subject, statements=uow.statements)
        return outcome

    def _take(self, uow: UnitOfWork, subject: str, key: RequestKey | None) -> tuple[int, str, Outcome | None]:
        """Lock the subject and look for a stored answer, in one statement."""
        parameters = {
            "subject_": subject,
            "scope_": key.scope if key else "",
            "key_": key.key if key else "",
        }
        rows = uow.fetch(_TAKE, parameters)
        if not rows:
            fresh = {"subject": subject, "seq": 0, "head": GENESIS}
            uow.execute(self._database.insert_missing(lock, [fresh]))
            rows = uow.fetch(_TAKE, parameters)
        seq, head, *answered = rows[0]
        return seq, head, self._stored(answered, key) if key else None

    def _stored(self, row: Sequence[Any], key: RequestKey) -> Outcome | None:
        """What the key's row (digest, state, answer) answers; ``None`` where the request is new."""
        digest, state, answer = row
        if state is None:
            return None
        if state == "superseded":
            raise REQUEST_SUPERSEDED(key=key.key)
        if digest != key.digest:
            raise REQUEST_KEY_REUSED(key=key.key)
        return Outcome(self._crypto.unseal(answer), replayed=True)

    def _close(self, uow: UnitOfWork, seq: int, head: str, key: RequestKey | None, outcome: Outcome) -> None:
        """Write what belongs to the commit: audit chain, outbox, answer."""
        if uow.events:
            rows, seq, head = chain(self._crypto, uow.subject, seq, head, uow.events)
            uow.defer(_INSERT_EVENTS, *rows)
            uow.defer(_ADVANCE, {"subject_": uow.subject, "seq_": seq, "head_": head})
        wanted = [message for message in uow.messages if message[0] in self.subscribed]
        if wanted:
            uow.defer(_INSERT_OUTBOX, *(self._message(*message) for message in wanted))
        if key is not None:
            self._remember(uow, key, outcome.answer or b"")

    def _message(self, event: str, payload: Any) -> dict[str, Any]:
        now = context.current().wall_time.replace(microsecond=0)
        return {
            "event_id": self._ids.new("EV"),
            "event": event,
            "payload": payload,
            "created_at": now,
            "state": "due",
            "attempts": 0,
            "due_at": now,
            "reason": "",
        }

    def _remember(self, uow: UnitOfWork, key: RequestKey, answer: bytes) -> None:
        row = {
            "scope": key.scope,
            "request_key": key.key,
            "digest": key.digest,
            "state": "done",
            "answer": self._crypto.seal(answer),
            "created_at": context.current().wall_time.replace(microsecond=0),
        }
        uow.defer(_INSERT_REQUEST, row, twin=_LookAgain)

    # -- both -------------------------------------------------------------------------------------

    def _insist(self, operation: str, run: Callable[[], Outcome]) -> Outcome:
        """Run until it goes through: what the database asks to repeat is repeated, a few times."""
        unsure = False
        try:
            for attempt in range(1, ATTEMPTS + 1):
                try:
                    return run()
                except _LookAgain as again:
                    unsure = unsure or isinstance(again, _Unsure)
                except HsafError:
                    raise
                except Exception as error:  # noqa: BLE001 -- classified, then raised again or repeated
                    self._require_repeatable(error, last=attempt == ATTEMPTS)
                    log.info("unit_of_work.again", operation=operation, attempt=attempt, error=type(error).__name__)
                    time.sleep(0.01 * attempt)
            raise BUSY()
        except HsafError as refusal:
            if unsure and refusal.error.retryable:  # it says that nothing was changed, which nobody knows
                raise OUTCOME_UNKNOWN() from refusal
            raise

    def _require_repeatable(self, error: Exception, *, last: bool) -> None:
        """Raises ``BUSY`` when waiting longer is no use, and the error itself when it is none to repeat."""
        trouble = self._database.trouble(error)
        if trouble is Trouble.BUSY or (last and trouble in (Trouble.RETRY, Trouble.GONE)):
            raise BUSY() from error
        if trouble not in (Trouble.RETRY, Trouble.GONE):
            raise error

    # -- queries ----------------------------------------------------------------------------------

    def read(
        self, operation: str, work: Work, *, key: RequestKey | None = None, encode: Encode | None = None
    ) -> Outcome:
        """Run ``work`` on one consistent snapshot.

        With a ``key`` the answer is kept in a short write afterwards, so that a replay answers the
        same; nothing else is stored. Raises as :meth:`write`.
        """
        return self._insist(operation, partial(self._query, work, key, encode))

    def _query(self, work: Work, key: RequestKey | None, encode: Encode | None) -> Outcome:
        with self._database.read() as connection:
            uow = UnitOfWork(self._database, connection, writable=False)
            with scope(uow):
                if key is not None:
                    for row in uow.fetch(_LOOK, {"scope_": key.scope, "key_": key.key}):
                        stored = self._stored(row, key)
                        if stored is not None:
                            return stored
                result = work()
        outcome = Outcome(encode(result) if encode else None, result)
        if key is not None:
            with self._database.write() as connection:
                uow = UnitOfWork(self._database, connection, writable=True)
                self._remember(uow, key, outcome.answer or b"")
                uow.flush()
        return outcome


def _hold(uow: UnitOfWork) -> None:
    for name, check in uow.invariants:
        complaint = check()
        if complaint:
            raise INVARIANT_BROKEN(name=name, detail=complaint)


_TAKEN = (
    sa.select(lock.c.seq, lock.c.head, request.c.digest, request.c.state, request.c.answer)
    .select_from(
        lock.outerjoin(
            request,
            sa.and_(request.c.scope == sa.bindparam("scope_"), request.c.request_key == sa.bindparam("key_")),
        )
    )
    .where(lock.c.subject == sa.bindparam("subject_"))
)
_TAKE = Statement(lambda database: database.locking(_TAKEN))
_LOOK = Statement(
    sa.select(request.c.digest, request.c.state, request.c.answer).where(
        request.c.scope == sa.bindparam("scope_"), request.c.request_key == sa.bindparam("key_")
    )
)
_ADVANCE = Statement(
    sa.update(lock)
    .where(lock.c.subject == sa.bindparam("subject_"))
    .values(seq=sa.bindparam("seq_"), head=sa.bindparam("head_"))
)
_INSERT_EVENTS = Statement(sa.insert(audit_event))
_INSERT_OUTBOX = Statement(sa.insert(outbox))
_INSERT_REQUEST = Statement(sa.insert(request))
