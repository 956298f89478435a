"""No list page reads a whole table: the plans of every question that ``perf/lists.py`` asks, on MariaDB."""

from __future__ import annotations

import pytest

from hsaf.testing.harness import mariadb_absent
from perf.lists import ASKED, VIEWERS, measure

ROWS = 20_000
"""Enough that reading everything would be a plan of its own."""


@pytest.mark.mariadb
def test_every_question_of_every_viewer_is_answered_along_an_index() -> None:
    reason = mariadb_absent()
    if reason:
        pytest.skip(reason)
    lines = list(measure(ROWS, count=1))
    assert len(lines) == len(ASKED) * len(VIEWERS)
    assert [(one.viewer, one.asked, one.scans) for one in lines if one.scans] == []
    assert sum(one.rows for one in lines) > 0
