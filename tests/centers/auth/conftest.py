from __future__ import annotations

from collections.abc import Callable

import pytest

from centers.auth.data.repository import Repository
from centers.auth.service.auth import Auth
from hsaf.testing.harness import Harness

HOSPITAL = "H99010100001"


@pytest.fixture
def center(harness: Harness) -> Auth:
    return Auth(Repository(harness.crypto), harness.database, harness.crypto, harness.ids)


Register = Callable[..., None]


@pytest.fixture
def register(harness: Harness, center: Auth) -> Register:
    """``register(sm3_key=..., ...)`` registers the hospital's key ``AK`` with secret ``secret``."""

    def register(**fields: str) -> None:
        row = {"fixmedins_code": HOSPITAL, "access_key": "AK", "secret_key": "secret"} | fields
        harness.write(lambda: center.load_keys([row]))

    return register
