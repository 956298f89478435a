from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.permissions.samples import BEFORE, MAINTAINED_BY, sample
from tests.support.counting import Counting
from tests.support.portal import Portal, opened


@pytest.fixture(scope="session")
def portal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Portal]:
    """Every function point of the demo region, with its dictionaries and regions."""
    with opened(tmp_path_factory.mktemp("permissions")) as running:
        yield running


@pytest.fixture(scope="session")
def counting(portal: Portal) -> Iterator[Counting]:
    made = Counting(portal.kernel)
    yield made
    made.close()


@pytest.fixture(scope="session")
def ours(portal: Portal) -> dict[str, str]:
    """A record of the demo region's first city for every function that shows records of a region, by function."""

    def first(dictionary: str) -> str:
        value: str = portal.staff().get(f"/api/dictionaries/{dictionary}").body["rows"][0]["value"]
        return value

    for code, values in BEFORE.items():
        _bring_into_force(portal, code, values)
    made: dict[str, str] = {}
    records: dict[str, str] = {}
    for code, function in portal.registry.functions.items():
        add = next((one for one in function.operations if one.code == "add"), None)
        if function.record is None or add is None or not function.record.scope:
            continue
        answer = portal.staff("*", admdvs=MAINTAINED_BY.get(code, "990101")).post(
            add.path, sample(function.record, first)
        )
        assert answer.status == 200, (code, answer.body)
        made[code] = records[function.record.full_code] = answer.body["id"]
    others = portal.registry.functions.items()
    shown = {code: one.record.full_code for code, one in others if one.record is not None}
    return {code: records[record] for code, record in shown.items() if record in records} | made


def _bring_into_force(portal: Portal, function: str, values: dict[str, Any]) -> None:
    """A record that a clerk added and two others passed."""
    path = f"/api/f/{function.replace('.', '/')}"
    clerk, first, second = (portal.staff("*", admdvs="990101") for _ in range(3))
    id = clerk.post(path, values).body["id"]
    clerk.post(f"{path}/{id}/submit")
    first.post(f"{path}/{id}/review1", {"decision": "pass"})
    done = second.post(f"{path}/{id}/review2", {"decision": "pass"})
    assert done.status == 200, (function, done.body)
