"""schemathesis over the OpenAPI: whatever is sent, nothing breaks and every answer is a documented one."""

from __future__ import annotations

import itertools
from typing import Any

import hypothesis
import pytest
import schemathesis
from hypothesis import HealthCheck
from schemathesis.checks import CHECKS

from hsaf.functions.session import COOKIE, CSRF_HEADER
from tests.support.portal import CSRF, Portal

EXAMPLES = 2
"""The simplest request of an operation, and one by chance: operations come from few shapes, which all are tried often."""
PARTS = 8
KEPT = frozenset(
    {"not_a_server_error", "status_code_conformance", "content_type_conformance", "response_schema_conformance"}
)
"""Checks of answers. Those of what schemathesis thinks a good or bad request do not know sessions and data scopes."""


@pytest.fixture(scope="module")
def schema(portal: Portal) -> Any:
    loaded = schemathesis.openapi.from_dict(portal.staff().get("/api/openapi.json").body)
    loaded.app = portal.application
    return loaded


@pytest.mark.slow
@pytest.mark.parametrize("part", range(PARTS))
def test_no_request_breaks_the_server_or_is_answered_undocumented(portal: Portal, schema: Any, part: int) -> None:
    every = portal.staff("*", admdvs="990100")
    excluded = [CHECKS.get_one(name) for name in CHECKS.get_all_names() if name not in KEPT]

    def check(case: Any) -> None:
        response = case.call(headers={CSRF_HEADER: CSRF}, cookies={COOKIE: every._token})
        case.validate_response(response, excluded_checks=excluded)

    for found in itertools.islice(schema.get_all_operations(), part, None, PARTS):
        strategy = found.ok().as_strategy()
        _bounded(hypothesis.given(case=strategy)(check))()


def _bounded(test: Any) -> Any:
    checks = list(HealthCheck)
    return hypothesis.settings(
        max_examples=EXAMPLES, deadline=None, suppress_health_check=checks, database=None, derandomize=True
    )(test)
