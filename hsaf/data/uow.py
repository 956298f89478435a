"""The unit of work: one transaction, and what business code may ask of it.

Repositories call :func:`execute`; services call :func:`current_uow` to note audit events, publish
events or register invariants. Nobody but the pipeline opens or closes one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa

from hsaf.contract import context, deadline, layers
from hsaf.contract.errors import HsafError
from hsaf.data.audit import PendingEvent, note
from hsaf.data.schema import request
from hsaf.data.statement import Compiled, Execution, Parameters, Statement
from hsaf.spi.database import Call, Database, Trouble

Invariant = Callable[[], str | None]


@dataclass(frozen=True, slots=True)
class Deferred:
    """A write that waits for company; ``expect`` judges how many rows it found, ``twin`` is raised when
    its key exists."""

    compiled: Compiled
    rows: list[Any]
    expect: Callable[[int], None] | None = None
    twin: Callable[[], Exception] | None = None


@dataclass(slots=True)
class UnitOfWork:
    """One transaction under way."""

    database: Database
    connection: sa.Connection
    writable: bool
    subject: str = ""
    statements: int = 0
    events: list[PendingEvent] = field(default_factory=list)
    messages: list[tuple[str, Mapping[str, Any]]] = field(default_factory=list)
    invariants: list[tuple[str, Invariant]] = field(default_factory=list)
    callbacks: list[Callable[[], None]] = field(default_factory=list)
    deferred: list[Deferred] = field(default_factory=list)

    def execute(self, statement: sa.Executable, parameters: Any = None) -> sa.CursorResult[Any]:
        """Run one statement on this transaction, after those deferred. Raises ``TOO_LATE``."""
        self.flush()
        deadline.check()
        if not self.writable and getattr(statement, "is_dml", False):
            self._require_writable()
        self.statements += 1
        return self.connection.execute(statement, parameters)

    def fetch(self, statement: Statement, parameters: Parameters) -> Sequence[Any]:
        """Rows of a reading statement, after those deferred; values in the order of its columns. Raises ``TOO_LATE``."""
        self.flush()
        deadline.check()
        compiled = statement.on(self.database)
        arguments = compiled.arguments(parameters)
        self.statements += 1
        with self._driving():
            execution = Execution(self.connection, compiled, [arguments])
            execution.before()
            cursor = self.connection.connection.cursor()
            cursor.execute(compiled.sql, arguments)
            rows = cursor.fetchall()
            cursor.close()
            execution.after()
        return compiled.results(rows)

    def defer(
        self,
        statement: Statement,
        *rows: Parameters,
        expect: Callable[[int], None] | None = None,
        twin: Callable[[], Exception] | None = None,
    ) -> None:
        """Note a write. It runs with the others before the next statement that cannot wait or the commit,
        in the order noted; several ``rows`` are one insert."""
        self._require_writable()
        compiled = statement.on(self.database)
        self.deferred.append(Deferred(compiled, [compiled.arguments(row) for row in rows], expect, twin))

    def flush(self) -> None:
        """Run what was deferred. Raises what a write's ``expect`` or ``twin`` raises, and ``TOO_LATE``."""
        if not self.deferred:
            return
        deadline.check()
        writes, self.deferred = self.deferred, []
        self.statements += len(writes)
        counts: list[int] = []
        with self._driving():
            try:
                self._send(writes, counts)
            except Exception as error:
                twin = writes[len(counts)].twin
                if twin is not None and self.database.trouble(error) is Trouble.DUPLICATE:
                    raise twin() from error
                raise
        for write, count in zip(writes, counts, strict=True):
            if write.expect is not None:
                write.expect(count)

    def _send(self, writes: Sequence[Deferred], counts: list[int]) -> None:
        """Run writes; ``counts`` grows with each that succeeded."""
        executions = [Execution(self.connection, one.compiled, one.rows) for one in writes]
        executions[0].before()
        for count in self.database.batch(self.connection, [Call(one.compiled.sql, one.rows) for one in writes]):
            executions[len(counts)].after()
            counts.append(count)
            if len(counts) < len(writes):
                executions[len(counts)].before()

    @contextmanager
    def _driving(self) -> Iterator[None]:
        """Beside SQLAlchemy: a connection that broke is given up, as it would do itself."""
        try:
            yield
        except Exception as error:
            if self.database.trouble(error) is Trouble.GONE:
                self.connection.invalidate(error)
            raise

    def audit(self, event: str, facts: Mapping[str, Any]) -> None:
        """Append an event to the subject's chain at commit. Never put names or ID numbers in facts."""
        self._require_writable()
        self.events.append(note(event, facts))

    def publish(self, event: str, payload: Mapping[str, Any]) -> None:
        """Put an event in the outbox at commit; it is dropped when no enabled plugin wants it."""
        self._require_writable()
        self.messages.append((event, payload))

    def invariant(self, name: str, check: Invariant) -> None:
        """Run ``check`` before commit; a returned text refuses the whole unit of work."""
        self.invariants.append((name, check))

    def after_commit(self, callback: Callable[[], None]) -> None:
        self.callbacks.append(callback)

    def supersede(self, scope: str, key: str) -> None:
        """Mark a stored request as compensated, so that its replay is refused.

        An unknown one gets a tombstone: should the original arrive late, it is refused too.
        """
        self._require_writable()
        row = {
            "scope": scope,
            "request_key": key,
            "digest": "",
            "state": "superseded",
            "answer": b"",
            "created_at": context.current().wall_time.replace(microsecond=0),
        }
        self.execute(self.database.upsert(request, [row], replace=["state"]))

    def noted(self) -> tuple[int, ...]:
        """How much was noted so far; :meth:`forget` goes back to it."""
        return tuple(map(len, self._notes))

    def forget(self, kept: tuple[int, ...]) -> None:
        """Drop the notes beyond ``kept``."""
        for notes, count in zip(self._notes, kept, strict=True):
            del notes[count:]

    @property
    def _notes(self) -> tuple[list[Any], ...]:
        return self.events, self.messages, self.invariants, self.callbacks, self.deferred

    def _require_writable(self) -> None:
        if not self.writable:
            raise RuntimeError("a read scope cannot write; use pipeline.write")


_current: ContextVar[UnitOfWork] = ContextVar("hsaf_uow")


def current_uow() -> UnitOfWork:
    """The running unit of work. Raises ``LookupError`` outside one."""
    return _current.get()


def execute(
    statement: sa.Executable, parameters: Mapping[str, Any] | Sequence[Mapping[str, Any]] | None = None
) -> sa.CursorResult[Any]:
    """Run one statement on the running unit of work; a list of parameters is one batch statement."""
    layers.step("data")
    return _current.get().execute(statement, parameters)


def fetch(statement: Statement, parameters: Parameters) -> Sequence[Any]:
    """Rows of a reading statement of the hot path on the running unit of work; see :meth:`UnitOfWork.fetch`."""
    layers.step("data")
    return _current.get().fetch(statement, parameters)


def defer(statement: Statement, *rows: Parameters, expect: Callable[[int], None] | None = None) -> None:
    """Note a write of the hot path on the running unit of work; see :meth:`UnitOfWork.defer`."""
    layers.step("data")
    _current.get().defer(statement, *rows, expect=expect)


@contextmanager
def scope(uow: UnitOfWork) -> Iterator[UnitOfWork]:
    """Make ``uow`` the running one."""
    token = _current.set(uow)
    try:
        yield uow
    finally:
        _current.reset(token)


@contextmanager
def part() -> Iterator[None]:
    """A part of the running unit of work that may be refused by itself, e.g. one row of a batch.

    A refusal (``HsafError``) undoes what the part wrote and noted, and goes on to the caller, who may
    continue. Any other error is for the whole unit of work.
    """
    uow = _current.get()
    uow.flush()  # what was deferred before belongs to the whole
    savepoint, kept = uow.connection.begin_nested(), uow.noted()
    try:
        yield
        uow.flush()
    except HsafError:
        savepoint.rollback()
        uow.forget(kept)
        raise
    savepoint.commit()


@contextmanager
def read_scope(database: Database) -> Iterator[UnitOfWork]:
    """A read-only unit of work on its own connection."""
    with database.read() as connection, scope(UnitOfWork(database, connection, writable=False)) as uow:
        yield uow


@contextmanager
def reading(database: Database) -> Iterator[None]:
    """The running unit of work, which sees what it wrote, or a read scope of its own."""
    try:
        current_uow()
    except LookupError:
        with read_scope(database):
            yield
    else:
        yield
