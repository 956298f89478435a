"""Every function point × {anonymous, other region, no permission, permitted}, generated from the declarations."""

from __future__ import annotations

import pytest

from tests.permissions.table import ask, find, is_list, operations, permissions, rows, says_nothing
from tests.support.counting import Counting
from tests.support.portal import OTHER, Portal

each_operation = pytest.mark.parametrize("full", operations())
each_write = pytest.mark.parametrize("full", [row.full for row in rows() if row.writes])
each_of_a_region = pytest.mark.parametrize("full", [row.full for row in rows() if row.scoped])


def test_the_table_has_every_operation_that_is_served(portal: Portal) -> None:
    assert sorted(operations()) == sorted(one.full for _, one in portal.registry.operations())


@each_operation
def test_nobody_may_do_it_without_signing_in(portal: Portal, counting: Counting, full: str) -> None:
    before = counting.rows()
    answer = ask(portal.nobody(), find(portal, full))
    assert (answer.status, answer.body["code"]) == (401, "functions.not_signed_in")
    assert says_nothing(answer)
    assert counting.rows() == before


@each_operation
def test_who_may_do_everything_else_may_not_do_it(portal: Portal, counting: Counting, full: str) -> None:
    operation, before = find(portal, full), counting.rows()
    answer = ask(portal.staff(*(permissions(portal.registry) - {operation.permission})), operation)
    assert (answer.status, answer.body["code"]) == (403, "functions.no_permission")
    assert says_nothing(answer)
    assert counting.rows() == before


@each_write
def test_a_change_from_another_site_is_refused(portal: Portal, counting: Counting, full: str) -> None:
    operation, before = find(portal, full), counting.rows()
    answer = portal.staff(operation.permission).call(
        operation.method, operation.path.replace("{id}", "R1"), body={}, csrf="guessed"
    )
    assert (answer.status, answer.body["code"]) == (403, "functions.csrf_wrong")
    assert counting.rows() == before


@each_operation
def test_who_has_just_this_permission_is_let_in(portal: Portal, full: str) -> None:
    operation = find(portal, full)
    answer = ask(portal.staff(operation.permission), operation)
    assert answer.status in (200, 404, 409, 422), answer.body
    if "{id}" in operation.path:
        assert answer.status in (404, 422)


@each_of_a_region
def test_another_region_finds_and_changes_nothing_of_ours(
    portal: Portal, counting: Counting, full: str, ours: dict[str, str]
) -> None:
    operation, id = find(portal, full), ours[full.rpartition(".")[0]]
    elsewhere, before = portal.staff(operation.permission, admdvs=OTHER), counting.rows()
    if is_list(operation):
        assert id not in {row["id"] for row in elsewhere.get(operation.path).body["rows"]}
    elif "{id}" in operation.path:
        body = {"version": 1, "decision": "pass", "opinion": "无", "reason": "无"}
        accepted = {field.code for field in operation.input} | {"version"}
        said = {name: value for name, value in body.items() if name in accepted}
        path = operation.path.replace("{id}", id)
        answer = elsewhere.get(path) if operation.method == "GET" else elsewhere.call(operation.method, path, body=said)
        assert answer.status == 404, answer.body
        assert says_nothing(answer)
        assert counting.rows() == before
