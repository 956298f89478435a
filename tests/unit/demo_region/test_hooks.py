"""The demo region's hooks."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import click
import pytest

from plugins.demo_region.commands import choose
from plugins.demo_region.plugin import hsaf_business_time


def test_business_time_is_the_message_s_own() -> None:
    assert hsaf_business_time({"inf_time": "2026-03-11 09:31:00"}) == datetime(2026, 3, 11, 9, 31)


@pytest.mark.parametrize("message", [{}, {"inf_time": ""}, {"inf_time": None}, {"inf_time": "11.3.2026"}])
def test_a_message_without_readable_time_leaves_the_real_clock(message: dict[str, Any]) -> None:
    assert hsaf_business_time(message) is None


def test_exchanges_are_chosen_by_their_number() -> None:
    assert choose(("06", "01")) == ["06-pharmacy", "01-employee-inpatient"]


def test_without_a_number_all_are_chosen() -> None:
    assert len(choose(())) == 8


def test_an_unknown_exchange_is_named_with_those_that_exist() -> None:
    with pytest.raises(click.BadParameter, match="没有示例 09；可用：01-employee-inpatient"):
        choose(("09",))
