"""Which transactions were answered, and how, while tests ran."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from hsaf.edge.http import HttpApplication

OK, REFUSED = "ok", "refused"


class Seen:
    """Outcomes by transaction; HTTP 401 counts as none, because the transaction was not looked at."""

    def __init__(self) -> None:
        self._outcomes: defaultdict[str, set[str]] = defaultdict(set)

    def outcomes(self) -> dict[str, list[str]]:
        """As plain data, for another process."""
        return {infno: sorted(outcomes) for infno, outcomes in self._outcomes.items()}

    def add(self, outcomes: Mapping[str, Iterable[str]]) -> None:
        """What another process saw."""
        for infno, some in outcomes.items():
            self._outcomes[infno].update(some)

    def note(self, infno: str, body: bytes) -> None:
        self._outcomes[infno].add(OK if json.loads(body)["infcode"] == 0 else REFUSED)

    def lacking(self, infnos: Iterable[str]) -> list[str]:
        """What never went through, and what was never refused."""
        wanted = [(infno, outcome) for infno in sorted(infnos) for outcome in (OK, REFUSED)]
        return [f"{infno} {outcome}" for infno, outcome in wanted if outcome not in self._outcomes[infno]]


SEEN = Seen()
"""By the tests of ``tests/api`` in this process, and at the end of a run in all that it was spread over."""


class Watched:
    """A WSGI application that behaves like the one it hides, and notes what it answers."""

    def __init__(self, application: HttpApplication, seen: Seen) -> None:
        self._application = application
        self._seen = seen

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        status = []

        def start(line: str, headers: list[tuple[str, str]], *more: Any) -> Any:
            status.append(line)
            return start_response(line, headers, *more)

        body = list(self._application(environ, start))
        if environ["PATH_INFO"].startswith("/fsi") and environ["REQUEST_METHOD"] == "POST" and status[0][:3] == "200":
            self._seen.note(environ.get("HTTP__API_NAME", ""), b"".join(body))
        return body
