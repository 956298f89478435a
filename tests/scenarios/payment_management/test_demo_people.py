"""The accounts of the demo region play a policy change through: the clerk maintains, two reviewers pass and publish."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from hsaf.testing.spec import spec
from tests.scenarios.payment_management.people import ROOT, SCHEME
from tests.support.gateway import Gateway, running
from tests.support.signed import Person


@pytest.fixture(scope="module")
def region(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Gateway]:
    with running(tmp_path_factory.mktemp("people")) as made:
        yield made


@pytest.fixture
def who(region: Gateway) -> Callable[[str], Person]:
    def sign_in(account: str) -> Person:
        person = Person(region.application)
        assert person.sign_in(account).status == 200
        return person

    return sign_in


@spec("HB-03.9.1", "HB-03.9.2", "HB-03.9.3", "HB-03.10.6")
def test_clerk_and_reviewers_change_publish_and_take_back_a_policy(who: Callable[[str], Person]) -> None:
    clerk, first, second = who("clerk"), who("reviewer1"), who("reviewer2")
    rows = clerk.get(f"{ROOT}/local_value", elem_code="otp_dedc").body["rows"]
    changed = clerk.call(
        "PUT", f"{ROOT}/local_value/{rows[0]['id']}", {"version": rows[0]["version"], "value": "310.00"}
    )
    assert changed.status == 200, changed.body
    assert clerk.post(f"{ROOT}/local_value/{rows[0]['id']}/submit").status == 200
    assert clerk.post(f"{ROOT}/local_value_review1/{rows[0]['id']}/review1", {"decision": "pass"}).status == 403
    assert first.post(f"{ROOT}/local_value_review1/{rows[0]['id']}/review1", {"decision": "pass"}).status == 200
    assert first.post(f"{ROOT}/local_value_review2/{rows[0]['id']}/review2", {"decision": "pass"}).status == 403
    assert second.post(f"{ROOT}/local_value_review2/{rows[0]['id']}/review2", {"decision": "pass"}).status == 200
    assert clerk.post(f"{ROOT}/publication/publish", {"scheme_id": SCHEME}).status == 403
    published = second.post(f"{ROOT}/publication/publish", {"scheme_id": SCHEME, "begndate": "2026-12-01"})
    assert published.status == 200, published.body
    said = {"version_id": published.body["row"]["version_id"], "reason": "演示"}
    assert first.post(f"{ROOT}/publication/rollback", said).status == 403
    assert second.post(f"{ROOT}/publication/rollback", said).status == 200
