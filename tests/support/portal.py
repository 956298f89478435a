"""A whole platform in this process, reached as staff reach it: JSON under ``/api`` over WSGI.

Who is signed in is said by the test: a session center of its own maps tokens to made-up principals.
"""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import werkzeug.test

from hsaf.contract.layers import Guarded
from hsaf.contract.principal import Principal
from hsaf.edge.http import HttpApplication
from hsaf.functions.registry import Registry
from hsaf.functions.session import CONTRACT, COOKIE, CSRF_HEADER
from hsaf.kernel.boot import boot
from hsaf.kernel.config import load_settings
from hsaf.kernel.discovery import BUILT_IN, discover
from hsaf.kernel.running import RunningKernel
from hsaf.observe import logging
from plugins.demo_region.commands import Silent
from tests.support.prepared import put_demo

CSRF = "csrf-of-the-test"
PROVINCE, POOL, DISTRICT, OTHER = "990000", "990100", "990101", "990202"


@dataclass
class Sessions:
    """Fulfils ``auth.session.v1``."""

    people: dict[str, Principal] = field(default_factory=dict)

    def principal_of(self, token: str) -> Principal | None:
        return self.people.get(token)

    def csrf_of(self, token: str) -> str:
        return CSRF


@dataclass(frozen=True)
class Answer:
    status: int
    body: Any
    headers: Mapping[str, str]
    content: bytes


class Staff:
    """One signed-in person (or nobody) at the workbench."""

    def __init__(self, application: HttpApplication, token: str, who: Principal | None) -> None:
        self._client = werkzeug.test.Client(application, use_cookies=False)
        self._token = token
        self.who = who

    def get(self, path: str, **query: Any) -> Answer:
        return self.call("GET", path, query=query)

    def post(self, path: str, body: Mapping[str, Any] | None = None, **options: Any) -> Answer:
        return self.call("POST", path, body=body or {}, **options)

    def put(self, path: str, body: Mapping[str, Any]) -> Answer:
        return self.call("PUT", path, body=body)

    def call(
        self,
        method: str,
        path: str,
        *,
        body: Any = None,
        query: Mapping[str, Any] | None = None,
        upload: bytes | None = None,
        csrf: str = CSRF,
        key: str | None = None,
    ) -> Answer:
        headers = {"Cookie": f"{COOKIE}={self._token}"} if self._token else {}
        if method != "GET":
            headers[CSRF_HEADER] = csrf
        if key is not None:
            headers["Idempotency-Key"] = key
        options: dict[str, Any] = {"headers": headers, "query_string": query or {}}
        if upload is not None:
            from io import BytesIO

            options["data"] = {**(body or {}), "file": (BytesIO(upload), "rows.xlsx")}
        elif body is not None:
            options["data"] = body if isinstance(body, bytes) else json.dumps(body)
            options["content_type"] = "application/json"
        response = self._client.open(path, method=method, **options)
        content = response.get_data()
        shown = json.loads(content) if response.mimetype == "application/json" and content else None
        return Answer(response.status_code, shown, dict(response.headers), content)


@dataclass
class Portal:
    """A running region and its made-up staff."""

    kernel: RunningKernel
    application: HttpApplication
    sessions: Sessions
    registry: Registry
    _serial: Iterator[int] = field(default_factory=itertools.count)

    def staff(self, *permissions: str, admdvs: str = PROVINCE, account: str = "", org_no: str = "ORG1") -> Staff:
        """Somebody with exactly these permissions; ``*`` is every one there is."""
        number = next(self._serial)
        every = [one["code"] for one in self.registry.permissions()] if "*" in permissions else permissions
        name = account or f"staff{number}"
        who = Principal(
            account=name,
            name=f"测试{number}",
            org_no=org_no,
            org_name="测试经办机构",
            admdvs=admdvs,
            permissions=frozenset(every),
            orgs=frozenset({org_no}),
        )
        token = f"token-{number}-{name}"
        self.sessions.people[token] = who
        return Staff(self.application, token, who)

    @contextmanager
    def later(self, step: timedelta) -> Iterator[None]:
        """The platform's clock runs ahead by ``step``."""
        kind = type(self.kernel.clock)
        real = kind.now
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(kind, "now", lambda clock: real(clock) + step)
            yield

    def nobody(self) -> Staff:
        return Staff(self.application, "", None)


@contextmanager
def opened(
    folder: Path, *, seeded: bool = True, roots: Sequence[str] = BUILT_IN, url: str = "", **overrides: Any
) -> Iterator[Portal]:
    """A demo region on the database at ``url``, or a SQLite file of its own; ``roots`` are packages with plugins."""
    logging.configure("warning")
    plain = seeded and not url and not overrides and tuple(roots) == tuple(BUILT_IN)
    if plain:
        put_demo(folder)
    plugins = discover(roots).plugins
    variables = {"HSAF_REGION": "990000", "HSAF_DATA_DIR": str(folder), "HSAF_DATABASE_URL": url}
    settings = load_settings(variables, plugins=plugins, overrides=overrides)
    with boot(settings, roots=roots, migrations="upgrade") as kernel:
        if seeded and not plain:
            kernel.seed(Silent())
        sessions = Sessions()
        kernel._composer.contracts[CONTRACT] = Guarded(sessions, "center", "auth")
        registry = kernel.container("functions").engine().registry
        yield Portal(kernel, HttpApplication(kernel), sessions, registry)
