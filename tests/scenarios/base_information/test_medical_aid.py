"""HB-10.3.7 医疗救助对象和目录管理: the catalogue decides who can be recognised, the record what is paid."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from hsaf.testing.spec import spec
from tests.scenarios.base_information.reviewed import Desk
from tests.scenarios.base_information.test_persons import attribute, identities_on, registered
from tests.support.portal import Portal

RECIPIENTS = "/api/f/base_information/aid_recipient"


def line(**changes: Any) -> dict[str, Any]:
    return {
        "psn_idet_type": "2301",
        "admdvs": "990101",
        "rec_dept": "1",
        "rev_months": 12,
        "basis": "示范医保〔2026〕1号",
        "begndate": "2026-01-01",
        "enddate": "2026-12-31",
        **changes,
    }


def recipient(psn_no: str, **changes: Any) -> dict[str, Any]:
    return {
        "psn_no": psn_no,
        "psn_idet_type": "2301",
        "rec_no": "甲民救〔2026〕7号",
        "rec_date": "2026-02-20",
        "begndate": "2026-03-01",
        "enddate": "2026-08-31",
        "admdvs": "990101",
        **changes,
    }


@pytest.fixture(scope="module")
def catalogue(portal: Portal) -> tuple[Desk, str]:
    """The catalogue's desk and the id of a line in force."""
    desk = Desk.of(portal, "aid_category")
    id = desk.add(line())
    desk.approve(id)
    return desk, id


@spec("HB-10.3.7")
def test_a_recognised_recipient_has_the_identity_within_its_days(portal: Portal, catalogue: tuple[Desk, str]) -> None:
    psn_no, desk = registered(portal)["psn_no"], Desk.of(portal, "aid_person")
    id = desk.add(recipient(psn_no))
    assert not identities_on(portal, psn_no, date(2026, 6, 1))
    desk.approve(id)
    days = (date(2026, 2, 28), date(2026, 3, 1), date(2026, 8, 31), date(2026, 9, 1))
    assert [sorted(identities_on(portal, psn_no, day)) for day in days] == [[], ["2301"], ["2301"], []]
    assert desk.row(id)["rec_dept"] == "1"
    desk.do(desk.clerk, id, "void", reason="复核不再符合")
    desk.do(desk.first, id, "review1", decision="pass")
    desk.do(desk.second, id, "review2", decision="pass")
    assert not identities_on(portal, psn_no, date(2026, 6, 1))


@spec("HB-10.3.7")
def test_a_recognition_left_open_ends_with_the_period_of_review(portal: Portal, catalogue: tuple[Desk, str]) -> None:
    psn_no, desk = registered(portal)["psn_no"], Desk.of(portal, "aid_person")
    id = desk.add(recipient(psn_no, enddate=""))
    assert desk.row(id)["enddate"] == "2027-02-28"


@spec("HB-10.3.7")
@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"psn_idet_type": "2308"}, "psn_idet_type"),
        ({"begndate": "2027-01-01", "enddate": "2027-02-01"}, "psn_idet_type"),
        ({"enddate": "2027-03-01"}, "enddate"),
        ({"rec_date": "2026-03-02"}, "rec_date"),
        ({"admdvs": "990102"}, "admdvs"),
        ({"psn_no": "NOBODY"}, "psn_no"),
    ],
)
def test_who_is_not_in_the_catalogue_or_too_long_is_refused(
    portal: Portal, catalogue: tuple[Desk, str], changes: dict[str, str], field: str
) -> None:
    psn_no, desk = registered(portal)["psn_no"], Desk.of(portal, "aid_person")
    refused = desk.clerk.post(desk.path, recipient(psn_no) | changes)
    assert refused.status == 422
    assert field in {problem["field"] for problem in refused.body["problems"]}


@spec("HB-10.3.7")
def test_a_recipient_already_known_as_an_attribute_is_not_entered_twice(
    portal: Portal, catalogue: tuple[Desk, str]
) -> None:
    psn_no, attributes = registered(portal)["psn_no"], Desk.of(portal, "psn_idet")
    attributes.approve(attributes.add(attribute(psn_no, psn_idet_type="2301")))
    desk = Desk.of(portal, "aid_person")
    refused = desk.clerk.post(desk.path, recipient(psn_no))
    assert (refused.status, refused.body["field"]) == (422, "begndate")


@spec("HB-10.3.7")
@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"psn_idet_type": "2101"}, "psn_idet_type"),
        ({"rev_months": 0}, "rev_months"),
        ({"enddate": "2025-12-31"}, "enddate"),
        ({"begndate": "2026-06-01"}, "begndate"),
        ({"admdvs": "990201"}, "admdvs"),
    ],
)
def test_a_line_of_the_catalogue_that_contradicts_itself_or_others_is_refused(
    portal: Portal, catalogue: tuple[Desk, str], changes: dict[str, Any], field: str
) -> None:
    desk, _ = catalogue
    refused = desk.clerk.post(desk.path, line() | changes)
    assert refused.status == 422
    assert field in {refused.body["field"], *(one["field"] for one in refused.body.get("problems", ()))}


@spec("HB-10.3.7")
def test_a_line_that_somebody_is_helped_by_cannot_be_voided(portal: Portal, catalogue: tuple[Desk, str]) -> None:
    desk = Desk.of(portal, "aid_category")
    id = desk.add(line(psn_idet_type="2307"))
    desk.approve(id)
    people = Desk.of(portal, "aid_person")
    later = {"begndate": "2026-11-01", "enddate": ""}
    people.approve(people.add(recipient(registered(portal)["psn_no"], psn_idet_type="2307", **later)))
    refused = desk.do(desk.clerk, id, "void", reason="取消")
    assert (refused.status, refused.body["code"]) == (409, "enrollment.aid_category_used")


@spec("HB-10.3.7")
def test_all_recipients_of_a_day_are_found_in_ones_own_region(portal: Portal, catalogue: tuple[Desk, str]) -> None:
    here = portal.staff("base_information.aid_recipient.query", admdvs="990101")
    loaded = here.get(RECIPIENTS, on="2026-06-01", psn_idet_type="2306", size="1000").body
    assert loaded["total"] > 0
    assert {row["admdvs"] for row in loaded["rows"]} == {"990101"}
    assert {row["rec_stas"] for row in loaded["rows"]} == {"0"}
    assert here.get(RECIPIENTS, on="2026-06-01", admdvs="990202").body["total"] == 0
    psn_no, desk = "9900000000000039", Desk.of(portal, "aid_person")
    desk.approve(desk.add(recipient(psn_no)))
    (row,) = here.get(RECIPIENTS, on="2026-06-01", psn_no=psn_no).body["rows"]
    assert (row["psn_idet_type"], row["rec_stas"], row["enddate"]) == ("2301", "1", "2026-08-31")
