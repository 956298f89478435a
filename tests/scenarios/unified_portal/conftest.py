from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator

import pytest

from hsaf.kernel.running import RunningKernel
from tests.support.gateway import Gateway, running
from tests.support.signed import Person

_numbers = itertools.count(1)


@pytest.fixture(scope="session")
def region(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Gateway]:
    """The demo region with its accounts; scenarios make people of their own and leave those of others alone."""
    with running(tmp_path_factory.mktemp("portal")) as made:
        yield made


@pytest.fixture(scope="session")
def kernel(region: Gateway) -> RunningKernel:
    return region.kernel


@pytest.fixture
def browser(region: Gateway) -> Callable[[], Person]:
    """A browser nobody signed in with."""
    return lambda: Person(region.application)


Who = Callable[..., Person]


@pytest.fixture
def who(browser: Callable[[], Person]) -> Who:
    """``who("admin")``: somebody signed in."""

    def sign_in(account: str, **how: str) -> Person:
        person = browser()
        answer = person.sign_in(account, **how)
        assert answer.status == 200, answer.body
        return person

    return sign_in


@pytest.fixture
def somebody(who: Who) -> Callable[..., tuple[str, str]]:
    """``somebody("handler")``: account and password of a new person of 甲市 with these roles."""

    def make(*roles: str, org_no: str = "YB990100", **fields: str) -> tuple[str, str]:
        admin, account = who("admin"), f"person{next(_numbers)}"
        admin.done("user", "add", account=account, name="某人", org_no=org_no, **fields)
        for role in roles:
            admin.done("user_grant", "grant", account=account, role_code=role)
        given = admin.done("password_reset", "reset", account=account)["row"]["password"]
        person = who(account, password=given, identity=account)
        password = "Fresh@Morning7"
        changed = person.post("/api/session/password", {"old_password": given, "new_password": password})
        assert changed.status == 200, changed.body
        return account, password

    return make
