"""Control: asks the session center who is signed in, and runs operations through the pipeline."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, Final

from hsaf.contract import context
from hsaf.contract.errors import HsafError
from hsaf.contract.layers import entering
from hsaf.contract.principal import Principal
from hsaf.data import current_uow
from hsaf.data.pipeline import Outcome, Pipeline, Refused, RequestKey
from hsaf.functions.declaration import Output
from hsaf.functions.model import Operation
from hsaf.functions.session import CONTRACT, SessionContract

AUDIT: Final = "functions.done"

Encode = Callable[[Any], bytes]


class Desk:
    """Keeps nothing between requests. ``contracts`` fills up while the platform starts."""

    def __init__(self, pipeline: Pipeline, contracts: Mapping[str, Any]) -> None:
        self._pipeline = pipeline
        self._contracts = contracts

    def principal_of(self, token: str) -> Principal | None:
        """Nobody where no center keeps sessions."""
        sessions = self._sessions()
        with entering("control", "functions"):
            return sessions.principal_of(token) if sessions and token else None

    def csrf_of(self, token: str) -> str:
        sessions = self._sessions()
        with entering("control", "functions"):
            return sessions.csrf_of(token) if sessions else ""

    def run(self, operation: Operation, values: Any, key: RequestKey | None, encode: Encode) -> Outcome:
        """Do it, once however often a write with this key is sent. Raises what the center refuses; a refusal that the
        center *returns* is the result (:class:`Refused`), and what it did is kept."""
        with entering("control", operation.full.partition(".")[0]):
            values = operation.begin(values)
            work = partial(_work, operation, values)
            if not operation.writes:
                return self._pipeline.read(operation.full, work)
            return self._pipeline.write(
                operation.full,
                work,
                subject=operation.subject(values),
                key=None if operation.dry_run or operation.output is Output.FILE else key,
                encode=encode,
                dry_run=operation.dry_run,
            )

    def _sessions(self) -> SessionContract | None:
        found: SessionContract | None = self._contracts.get(CONTRACT)
        return found


def _work(operation: Operation, values: Any) -> Any:
    result = operation.work(values)
    if isinstance(result, HsafError):
        return Refused(result)
    if operation.audited is not None:
        facts = {"org_no": _org(), **operation.audited(values)}
        current_uow().audit(AUDIT, facts)
    return result


def _org() -> str:
    principal = context.current().principal
    return principal.org_no if principal else ""
