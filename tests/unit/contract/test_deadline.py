"""A deadline is an absolute moment; the earliest one counts."""

from __future__ import annotations

import math

import pytest

from hsaf.contract import deadline
from hsaf.contract.errors import HsafError
from hsaf.contract.refusals import TOO_LATE


def test_without_a_deadline_there_is_always_time() -> None:
    assert deadline.remaining() == math.inf
    deadline.check()


def test_after_it_nothing_more_is_begun_and_the_sender_may_try_again() -> None:
    with deadline.within(-1), pytest.raises(HsafError) as late:
        deadline.check()
    assert late.value.error is TOO_LATE
    assert late.value.error.retryable
    deadline.check()


def test_work_for_everybody_is_not_hurried_by_one_request() -> None:
    with deadline.within(-1):
        with deadline.lifted():
            deadline.check()
        assert deadline.remaining() < 0


def test_a_later_deadline_inside_an_earlier_one_changes_nothing() -> None:
    with deadline.within(-1), deadline.within(60):
        assert deadline.remaining() < 0
    with deadline.within(60), deadline.within(-1):
        assert deadline.remaining() < 0
