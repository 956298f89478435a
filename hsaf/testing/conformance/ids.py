"""What every ``spi.ids`` adapter must do."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from hsaf.spi.ids import Ids
from hsaf.testing.threads import at_once


class IdsSuite:
    """Give the fixture ``another``: a function that makes the generator of one more worker."""

    @pytest.fixture
    def another(self) -> Callable[[], Ids]:
        raise NotImplementedError

    @pytest.fixture
    def ids(self, another: Callable[[], Ids]) -> Ids:
        return another()

    def test_an_identifier_is_short_and_plain(self, ids: Ids) -> None:
        assert re.fullmatch(r"[0-9A-Z]{10,30}", ids.new())
        assert re.fullmatch(r"SETL[0-9A-Z]{6,26}", ids.new("SETL"))
        assert len(ids.new("A" * 10)) <= 30

    def test_identifiers_sort_by_time(self, ids: Ids) -> None:
        made = [ids.new("V") for _ in range(5000)]
        assert made == sorted(made)

    def test_a_later_identifier_of_another_worker_sorts_later(
        self, another: Callable[[], Ids], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        first, second = another(), another()
        earlier = first.new()
        while second.new()[:9] <= earlier[:9]:
            pass
        assert second.new() > earlier

    def test_threads_and_workers_never_make_the_same_one(self, another: Callable[[], Ids]) -> None:
        workers = [another() for _ in range(4)]
        made = at_once(8, lambda number: [workers[number % 4].new() for _ in range(2000)])
        assert len({one for several in made for one in several}) == 16_000

    def test_serials_are_ten_digits_and_differ_over_all_workers(self, another: Callable[[], Ids]) -> None:
        workers = [another() for _ in range(4)]
        made = [
            serial for several in at_once(4, lambda n: [workers[n].serial() for _ in range(2000)]) for serial in several
        ]
        assert len(set(made)) == 8000
        assert all(re.fullmatch(r"[0-9]{10}", serial) for serial in made)

    def test_trace_ids_are_32_hex_digits_and_differ(self, ids: Ids) -> None:
        made = {ids.trace_id() for _ in range(1000)}
        assert len(made) == 1000
        assert all(re.fullmatch(r"[0-9a-f]{32}", one) for one in made)
