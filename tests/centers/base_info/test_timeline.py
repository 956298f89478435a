from __future__ import annotations

from datetime import date, timedelta

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from centers.base_info.domain.timeline import Timeline, first_overlap
from hsaf.contract.periods import covers, overlap

DAYS = st.dates(date(2024, 1, 1), date(2024, 3, 1))


class Version(msgspec.Struct, frozen=True):
    begndate: date
    enddate: date | None


@st.composite
def periods(draw: st.DrawFn) -> tuple[date, date | None]:
    begin = draw(DAYS)
    length = draw(st.none() | st.integers(0, 30))
    return begin, None if length is None else begin + timedelta(days=length)


def every_day(begin: date, end: date | None) -> set[date]:
    """The days of a period up to a horizon beyond all generated days."""
    horizon = date(2024, 6, 1)
    return {begin + timedelta(days=n) for n in range(((end or horizon) - begin).days + 1)}


@given(periods(), periods())
def test_periods_overlap_exactly_when_they_share_a_day(
    a: tuple[date, date | None], b: tuple[date, date | None]
) -> None:
    assert overlap(*a, *b) == overlap(*b, *a) == bool(every_day(*a) & every_day(*b))


@given(periods(), DAYS)
def test_a_period_covers_its_first_and_last_day_and_those_between(period: tuple[date, date | None], day: date) -> None:
    assert covers(*period, day) == (day in every_day(*period))


@given(st.lists(st.tuples(st.sampled_from("AB"), periods()), max_size=6))
def test_overlapping_versions_of_one_code_are_found(versions: list[tuple[str, tuple[date, date | None]]]) -> None:
    clash = any(
        code == other and overlap(*mine, *its)
        for n, (code, mine) in enumerate(versions)
        for other, its in versions[n + 1 :]
    )
    assert (first_overlap((code, *period) for code, period in versions) is not None) == clash


@given(st.lists(DAYS, min_size=1, max_size=5, unique=True), DAYS)
def test_a_timeline_answers_the_one_version_valid_on_a_day(begins: list[date], day: date) -> None:
    begins.sort()
    ends = [begin - timedelta(days=1) for begin in begins[1:]]
    versions = [Version(begin, end) for begin, end in zip(begins, [*ends, None], strict=True)]
    timeline = Timeline(("X", version) for version in versions)
    valid = [version for version in versions if covers(version.begndate, version.enddate, day)]
    assert timeline.on("X", day) == (valid[0] if valid else None)
    assert timeline.on("Y", day) is None
    assert list(timeline.all_on(day)) == valid
