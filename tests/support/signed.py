"""People of the demo region who really sign in, each with a browser of their own, over WSGI."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import werkzeug.test

from hsaf.functions.session import CSRF_HEADER
from plugins.demo_region.seeding import DEMO_PASSWORD
from tests.support.portal import Answer


class Person:
    """A browser: keeps its cookie and the CSRF value of its session."""

    def __init__(self, application: Any) -> None:
        self._client = werkzeug.test.Client(application)
        self._application = application
        self.csrf = ""

    def sign_in(self, account: str, password: str = DEMO_PASSWORD, identity: str = "") -> Answer:
        body = {"account": account, "password": password} | ({"identity": identity} if identity else {})
        answer = self.post("/api/session", body)
        self.csrf = (answer.body or {}).get("csrf", "")
        return answer

    def get(self, path: str, **query: Any) -> Answer:
        return self.call("GET", path, query=query)

    def post(self, path: str, body: Mapping[str, Any] | None = None) -> Answer:
        return self.call("POST", path, body or {})

    def put(self, path: str, body: Mapping[str, Any]) -> Answer:
        return self.call("PUT", path, body)

    def ask(self, function: str, operation: str = "query", **query: Any) -> Any:
        """The answer of a reading operation of the portal, which must succeed."""
        suffix = "" if operation == "query" else f"/{operation}"
        answer = self.get(f"/api/f/unified_portal/{function}{suffix}", **query)
        assert answer.status == 200, answer.body
        return answer.body

    def do(self, function: str, operation: str, **body: Any) -> Answer:
        return self.post(f"/api/f/unified_portal/{function}/{operation}", body)

    def done(self, function: str, operation: str, **body: Any) -> Any:
        """As :meth:`do`, which must succeed."""
        answer = self.do(function, operation, **body)
        assert answer.status == 200, answer.body
        return answer.body

    def call(
        self,
        method: str,
        path: str,
        body: Mapping[str, Any] | None = None,
        *,
        query: Mapping[str, Any] | None = None,
        csrf: str | None = None,
        **options: Any,
    ) -> Answer:
        headers = {CSRF_HEADER: self.csrf if csrf is None else csrf}
        if body is not None:
            options = {"data": json.dumps(body), "content_type": "application/json"} | options
        response = self._client.open(path, method=method, headers=headers, query_string=query or {}, **options)
        content = response.get_data()
        shown = json.loads(content) if response.mimetype == "application/json" and content else None
        return Answer(response.status_code, shown, dict(response.headers), content)

    def cookie(self) -> Any:
        return self._client.get_cookie("hsaf_session")
