"""Servers that acceptance modules share, and the people in them."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from typing import Final

import pytest

from tests.acceptance.cast import Cast
from tests.acceptance.client import Client, connected
from tests.acceptance.counter import Counter
from tests.acceptance.crowd import assert_books_are_sound
from tests.acceptance.server import Server, serving
from tests.oracle import region

ID_NUMBER: Final = re.compile(r"(?<!\d)99\d{15}[\dX](?!\d)")


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    """One server with one worker, fresh for the module; on SQLite, or on what ``HSAF_ACCEPTANCE_DATABASE`` says.

    Whatever its tests did, the books are sound afterwards and no log line carries an ID number.
    """
    with serving(os.environ.get("HSAF_ACCEPTANCE_DATABASE", "sqlite"), workers=1) as running:
        yield running
        assert_books_are_sound(running)
        assert not ID_NUMBER.findall(running.log.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def client(server: Server) -> Iterator[Client]:
    with connected(server) as made:
        yield made


@pytest.fixture(scope="module")
def cast() -> Cast:
    """Hands out each person once for the module, so that its tests never meet."""
    return Cast(region.load())


@pytest.fixture
def counter(client: Client, cast: Cast) -> Counter:
    """An employee with one settled visit behind them."""
    made = Counter(client, cast)
    made.settle_something()
    return made
