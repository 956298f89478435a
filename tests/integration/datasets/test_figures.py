"""Figures are those of the rows behind them: of any rows, by any dimension, for any viewer, on both databases."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hsaf.contract.errors import HsafError
from hsaf.contract.principal import area_prefix
from hsaf.datasets.contract import Asked
from tests.integration.datasets.clinic import AREAS, DIMENSIONS, MEASURES, PLACES, Clinic, Visit

VISITS = st.lists(
    st.builds(
        Visit,
        psn_no=st.sampled_from(("P1", "P2", "P3")),
        admdvs=st.sampled_from(AREAS),
        kind=st.sampled_from(("1", "2", "")),
        place=st.sampled_from(PLACES),
        on=st.sampled_from((date(2025, 2, 28), date(2025, 12, 31), date(2026, 1, 1), date(2026, 2, 28), date(2026, 12, 31))),
        fee=st.integers(-5000, 5000),
        paid=st.integers(-5000, 5000),
    ),
    max_size=12,
)  # fmt: skip
VIEWERS = ("990000", "990100", "990102", "990200")


def measured(rows: Sequence[Any]) -> dict[str, Any]:
    """The measures of some rows, by hand."""
    fee, paid = sum(one["fee"] for one in rows), sum(one["paid"] for one in rows)
    return {
        "visits": len(rows),
        "persons": len({one["psn_no"] for one in rows}),
        "fee": fee,
        "paid_ratio": (Decimal(paid) / fee).quantize(Decimal("0.0001"), ROUND_HALF_UP) if fee else None,
        "fee_avg": int((Decimal(fee) / len(rows)).quantize(Decimal(1), ROUND_HALF_UP)) if rows else None,
    }


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    visits=VISITS,
    viewer=st.sampled_from(VIEWERS),
    group=st.lists(st.sampled_from(DIMENSIONS), min_size=1, max_size=2, unique=True),
    kind=st.sampled_from(("", "1", "1,2")),
)
def test_every_figure_is_that_of_its_rows(
    clinic: Clinic, visits: list[Visit], viewer: str, group: list[str], kind: str
) -> None:
    clinic.keep(visits)
    filters = {"kind": kind}
    found = clinic.figures(Asked(group=group, measures=MEASURES, filters=filters), viewer)
    behind = clinic.rows(Asked(filters=filters), viewer)
    mine = [
        one
        for one in visits
        if one.admdvs.startswith(area_prefix(viewer)) and (not kind or one.kind in kind.split(","))
    ]
    assert sorted(one["fee"] for one in behind) == sorted(one.fee for one in mine), "nothing of elsewhere"
    assert found.total == measured(behind)
    assert sum(row["visits"] for row in found.rows) == len(behind)
    for row in found.rows:
        drilled = clinic.rows(Asked(filters=filters, within={code: row[code] for code in group}), viewer)
        assert {code: row[code] for code in MEASURES} == measured(drilled)


VISIT = Visit("P1", "990101", "1", "H1", date(2026, 2, 28), 1000, 700)


def test_regions_are_told_apart_one_level_below_the_one_looked_at(clinic: Clinic) -> None:
    clinic.keep([VISIT._replace(admdvs=one) for one in AREAS])
    by_area = Asked(group=("admdvs",), measures=("visits",))
    names = {one["admdvs"]: (one["admdvs__name"], one["visits"]) for one in clinic.figures(by_area).rows}
    assert names == {"990100": ("区990100", 3), "990200": ("区990200", 2)}
    city = {one["admdvs"]: one["admdvs__name"] for one in clinic.figures(by_area, "990100").rows}
    assert city == {"990100=": "区990100本级", "990101": "区990101", "990102": "区990102"}
    own = Asked(within={"admdvs": "990100="})
    assert [one["admdvs"] for one in clinic.rows(own)] == ["990100"]


def test_an_institution_sees_itself_alone_and_who_has_no_region_sees_nothing(clinic: Clinic) -> None:
    clinic.keep([VISIT, VISIT._replace(place="H2"), VISIT._replace(place="H2", admdvs="990201")])
    everything = Asked(group=("place",), measures=("visits",))
    assert [(one["place"], one["visits"]) for one in clinic.figures(everything, "990101", "H2").rows] == [("H2", 2)]
    assert clinic.figures(everything, "").rows == []
    assert clinic.rows(Asked(), "") == []


def test_the_year_before_is_beside_each_figure(clinic: Clinic) -> None:
    clinic.keep(
        [
            VISIT,
            VISIT._replace(on=date(2025, 2, 28), fee=400),
            VISIT._replace(on=date(2026, 1, 1)),
            VISIT._replace(on=date(2024, 12, 31), fee=9),
        ]
    )
    year = {"stat_date_from": "2026-01-01", "stat_date_to": "2026-12-31"}
    asked = Asked(group=("stat_month",), measures=("fee",), filters=year, compare="year")
    found = [(one["stat_month"], one["fee"], one["fee__before"]) for one in clinic.figures(asked).rows]
    assert found == [("2026-01", 1000, None), ("2026-02", 1000, 400)]
    whole = clinic.figures(Asked(measures=("fee",), filters=year, compare="year"))
    assert (whole.rows[0]["fee"], whole.rows[0]["fee__before"]) == (2000, 400)


def test_all_the_time_there_was_has_no_year_before_it(clinic: Clinic) -> None:
    clinic.keep([VISIT, VISIT._replace(on=date(2025, 2, 28), fee=400)])
    whole = clinic.figures(Asked(measures=("fee",), filters={"stat_date_from": ""}, compare="year"))
    assert (whole.rows[0]["fee"], whole.rows[0]["fee__before"]) == (1400, None)
    month = clinic.figures(Asked(measures=("fee",), within={"stat_month": "2026-02"}, compare="year"))
    assert (month.rows[0]["fee"], month.rows[0]["fee__before"]) == (1000, 400)


def test_the_largest_come_first_and_top_keeps_so_many(clinic: Clinic) -> None:
    clinic.keep([VISIT, VISIT._replace(place="H2", fee=5000), VISIT._replace(place="H3", fee=3000, kind="")])
    asked = Asked(group=("place",), measures=("fee",), top=2)
    found = clinic.figures(asked)
    assert [one["place__name"] for one in found.rows] == ["院H2", "H3"]
    assert found.total == {"fee": 9000}, "of all of them"
    ascending = clinic.figures(Asked(group=("place",), measures=("fee",), sort="fee"))
    assert [one["fee"] for one in ascending.rows] == [1000, 3000, 5000]
    blank = clinic.figures(Asked(group=("kind",), measures=("visits",)))
    assert {one["kind__name"] for one in blank.rows} == {"门诊", "（未填）"}
    assert len(clinic.rows(Asked(within={"kind": ""}))) == 1


@pytest.mark.parametrize(
    ("asked", "code", "field"),
    [
        (Asked(group=("psn_no",), measures=("fee",)), "datasets.dimension_unknown", "psn_no"),
        (Asked(measures=("fee",), within={"fee": "1"}), "datasets.dimension_unknown", "fee"),
        (Asked(measures=("fee",), filters={"kind_from": "1"}), "datasets.filter_unknown", "kind_from"),
        (Asked(measures=("fee",), filters={"stat_date_from": "2026-02-30"}), "datasets.value_malformed", "stat_date"),
        (Asked(measures=("fee",), filters={"stat_month": "0000-12"}), "datasets.value_malformed", "stat_month"),
        (Asked(measures=("fee",), filters={"stat_month": "9999-12"}), "datasets.value_malformed", "stat_month"),
        (Asked(measures=("fee",), filters={"admdvs": "99"}), "datasets.value_malformed", "admdvs"),
        (Asked(measures=("fee",), filters={"kind": ",".join("1" * 101)}), "datasets.value_malformed", "kind"),
    ],
)
def test_what_cannot_be_asked_is_refused(clinic: Clinic, asked: Asked, code: str, field: str) -> None:
    with pytest.raises(HsafError) as refused:
        clinic.figures(asked)
    assert (refused.value.code, refused.value.params["field"]) == (code, field)
