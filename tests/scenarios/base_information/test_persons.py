"""HB-10.3.1, .3 and .4: persons, their identity attributes and certificates, from the page to the settlement."""

from __future__ import annotations

import itertools
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from typing import Any

import pytest

from hsaf.edge.fsi_client import over_wsgi
from hsaf.jobs import Worker
from hsaf.testing.spec import spec
from tests.scenarios.base_information.reviewed import MAINTAINING, Desk
from tests.scenarios.base_information.test_bodies import sound_certno
from tests.scenarios.core_business.test_settlement_desk import bill
from tests.support.days import today
from tests.support.gateway import Gateway
from tests.support.portal import Answer, Portal

_numbers = itertools.count(401, 2)
PATH = "/api/f/base_information/psn_base"


def person(**changes: Any) -> dict[str, Any]:
    number = next(_numbers)
    return {
        "psn_no": f"99900000{number:08d}",
        "psn_name": "测试新人",
        "psn_cert_type": "01",
        "certno": sound_certno(number),
        "gend": "1",
        "naty": "1",
        "brdy": "1990-03-07",
        "admdvs": "990101",
        **changes,
    }


def attribute(psn_no: str, **changes: Any) -> dict[str, Any]:
    return {
        "psn_no": psn_no,
        "psn_idet_type": "2303",
        "begndate": "2026-03-01",
        "enddate": "2026-08-31",
        "admdvs": "990101",
        **changes,
    }


def registered(portal: Portal) -> dict[str, Any]:
    """A person in force."""
    desk, values = Desk.of(portal, "psn_base"), person()
    desk.approve(desk.add(values))
    return values


def identities_on(portal: Portal, psn_no: str, day: date) -> frozenset[str]:
    """What a settlement dated on this day reads."""
    enrollment = portal.kernel.contract("enrollment.v1")
    facts = portal.kernel.pipeline.read("test.read", lambda: enrollment.benefit_facts(psn_no))
    found: frozenset[str] = facts.result.identities_on(day)
    return found


def insure(portal: Portal, *, identity: str = "", **changes: str) -> dict[str, str]:
    """Somebody who came by a bulk load, without a record."""
    row = {name: str(value) for name, value in person(**changes).items() if name != "admdvs"}
    enrolled = {"insutype": "390", "psn_type": "14", "cvlserv_flag": "0", "emp_no": "", "insuplc_admdvs": "990101"}
    dates = dict.fromkeys(("paus_insu_date", "arrs_begndate", "arrs_enddate"), "")
    row |= enrolled | dates | {"psn_insu_stas": "1", "psn_insu_date": "2020-01-01"}
    held = {"psn_no": row["psn_no"], "psn_idet_type": identity, "memo": ""}
    held |= {"begntime": "2025-01-01 08:30:00", "endtime": "2026-12-31 23:59:59"}
    enrollment = portal.kernel.contract("enrollment.v1")

    def load() -> None:
        enrollment.load("persons", [row])
        if identity:
            enrollment.load("identities", [held])

    with portal.kernel.system("test.load"):
        portal.kernel.pipeline.write("test.load", load, subject="test:load")
    return row


def adopt_all(portal: Portal) -> dict[str, Any]:
    """What the hourly job says it did."""
    queue = portal.kernel.jobs
    with portal.kernel.system("test.submit"):
        job = portal.kernel.pipeline.write(
            "test.submit", lambda: queue.submit("enrollment.adopt", {}), subject="test:job"
        ).result
    Worker.of(portal.kernel).run_once(job)
    done = queue.get(job)
    assert done.state == "done", done
    return dict(done.result)


def adopt(portal: Portal, psn_no: str, admdvs: str = "990000") -> Answer:
    clerk = portal.staff("base_information.psn_base.adopt", admdvs=admdvs)
    return clerk.post(f"{PATH}/adopt", {"psn_no": psn_no})


@spec("HB-10.3.1")
def test_a_reviewed_person_is_known_at_the_counter_and_never_shown_in_full(portal: Portal) -> None:
    desk, values = Desk.of(portal, "psn_base"), person()
    id = desk.add(values)
    gateway = Gateway(portal.kernel, portal.application, over_wsgi(portal.application))
    card = {"mdtrt_cert_type": "02", "mdtrt_cert_no": values["certno"], "psn_cert_type": "01"}
    who = {"data": {**card, "certno": values["certno"], "psn_name": values["psn_name"]}}
    assert "未找到参保人员" in gateway.ask("1101", who)["err_msg"]
    desk.approve(id)
    assert gateway.ask("1101", who)["output"]["baseinfo"]["psn_no"] == values["psn_no"]
    assert values["certno"] not in str(desk.row(id))
    assert desk.clerk.get(desk.path, certno=values["certno"]).body["rows"][0]["id"] == id
    assert desk.elsewhere.get(f"{desk.path}/{id}").status == 404


@spec("HB-10.3.1")
@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"certno": "990101199003070000"}, "certno"),
        ({"brdy": "1990-03-08"}, "brdy"),
        ({"gend": "2"}, "gend"),
        ({"psn_cert_type": "98"}, "psn_cert_type"),
        ({"psn_no": "9900000000000009"}, "psn_no"),
        ({"psn_cert_type": "99", "certno": ""}, "certno"),
    ],
)
def test_a_person_contradicting_card_or_register_is_refused(
    portal: Portal, changes: dict[str, str], field: str
) -> None:
    desk = Desk.of(portal, "psn_base")
    refused = desk.clerk.post(desk.path, person(**changes))
    assert (refused.status, refused.body["field"]) == (422, field)


@spec("HB-10.3.1")
def test_somebody_insured_long_ago_is_taken_over_once_and_then_changed(portal: Portal) -> None:
    values = insure(portal)
    psn_no = values["psn_no"]
    assert adopt(portal, psn_no, "990200").status in {404, 409, 422}
    assert adopt(portal, "NOBODY").body["code"] == "enrollment.person_unknown"
    assert adopt(portal, psn_no).status == 200
    assert adopt(portal, psn_no).body["code"] == "records.key_taken"
    desk = Desk.of(portal, "psn_base")
    (row,) = desk.clerk.get(desk.path, psn_no=psn_no).body["rows"]
    assert row["state"] == "effective"
    assert desk.change(row["id"], psn_name="测试改名").status == 200
    desk.approve(row["id"])
    enrollment = portal.kernel.contract("enrollment.v1")
    kept = portal.kernel.pipeline.read("test.read", lambda: enrollment.persons([psn_no])).result[psn_no]
    assert (kept.psn_name, kept.certno) == ("测试改名", values["certno"])
    refused = desk.do(desk.clerk, row["id"], "void", reason="误登")
    assert (refused.status, refused.body["code"]) == (409, "enrollment.person_insured")


@spec("HB-10.3.1")
@spec("HB-10.3.3")
def test_everybody_insured_long_ago_is_found_by_certificate_name_and_number(portal: Portal) -> None:
    whole = portal.staff("base_information.psn_base.query", "base_information.psn_idet.query")
    assert whole.get(PATH, psn_no="9900000000000001").body["rows"][0]["psn_name"] == "孟**"
    assert whole.get("/api/f/base_information/psn_idet", psn_no="9900000000000070").body["rows"]


@spec("HB-10.3.1")
@spec("HB-10.3.3")
def test_the_hourly_job_makes_records_of_whoever_has_none_and_of_nobody_twice(portal: Portal) -> None:
    adopt_all(portal)
    lettered = next(one for one in map(sound_certno, _numbers) if one.endswith("X"))
    first, second = insure(portal, identity="2303"), insure(portal, certno=lettered.lower())
    before = identities_on(portal, first["psn_no"], date(2026, 6, 1))
    assert adopt_all(portal)["adopted"] == 3
    clerk = portal.staff("base_information.psn_base.query", "base_information.psn_idet.query", admdvs="990101")
    for one in (first, second):
        (row,) = clerk.get(PATH, certno=one["certno"].upper()).body["rows"]
        assert (row["psn_no"], row["state"], row["admdvs"]) == (one["psn_no"], "effective", "990101")
    (held,) = clerk.get("/api/f/base_information/psn_idet", psn_no=first["psn_no"]).body["rows"]
    assert (held["psn_idet_type"], held["begndate"], held["enddate"]) == ("2303", "2025-01-01", "2026-12-31")
    assert identities_on(portal, first["psn_no"], date(2026, 6, 1)) == before == {"2303"}
    assert adopt_all(portal)["adopted"] == 0


@spec("HB-10.3.1")
def test_one_whose_certificate_another_has_is_named_and_the_others_get_records(portal: Portal) -> None:
    known = registered(portal)
    adopt_all(portal)
    good, twin = insure(portal), insure(portal, certno=known["certno"])
    done = adopt_all(portal)
    assert done["adopted"] == 1
    assert any(one.startswith(twin["psn_no"]) for one in done["reasons"])
    assert known["certno"] not in str(done)
    whole = portal.staff("base_information.psn_base.query")
    assert whole.get(PATH, psn_no=good["psn_no"]).body["rows"]


@spec("HB-10.3.3")
def test_an_identity_in_force_counts_from_its_first_to_its_last_day(portal: Portal) -> None:
    psn_no = registered(portal)["psn_no"]
    desk = Desk.of(portal, "psn_idet")
    id = desk.add(attribute(psn_no))
    assert not identities_on(portal, psn_no, date(2026, 6, 1))
    desk.approve(id)
    days = (date(2026, 2, 28), date(2026, 3, 1), date(2026, 8, 31), date(2026, 9, 1))
    assert [len(identities_on(portal, psn_no, day)) for day in days] == [0, 1, 1, 0]
    assert desk.change(id, enddate="2026-05-31").status == 200
    desk.approve(id)
    assert [bool(identities_on(portal, psn_no, date(2026, month, 1))) for month in (5, 6)] == [True, False]
    desk.do(desk.clerk, id, "void", reason="登记有误")
    desk.do(desk.first, id, "review1", decision="pass")
    desk.do(desk.second, id, "review2", decision="pass")
    assert not identities_on(portal, psn_no, date(2026, 5, 1))


@spec("HB-10.3.3")
@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"psn_no": "NOBODY"}, "psn_no"),
        ({"enddate": "2026-08-31"}, "enddate"),
        ({"begndate": "2026-08-31"}, "begndate"),
        ({"admdvs": "990102"}, "admdvs"),
        ({"psn_idet_type": "9999"}, "psn_idet_type"),
    ],
)
def test_an_identity_that_overlaps_or_belongs_elsewhere_is_refused(
    portal: Portal, changes: dict[str, str], field: str
) -> None:
    psn_no, desk = registered(portal)["psn_no"], Desk.of(portal, "psn_idet")
    desk.approve(desk.add(attribute(psn_no)))
    later = {"begndate": "2026-09-01", "enddate": ""}
    refused = desk.clerk.post(desk.path, attribute(psn_no) | later | changes)
    assert (refused.status, refused.body["field"]) == (422, field)


@spec("HB-10.3.3")
def test_two_overlapping_identities_do_not_both_come_into_force(portal: Portal) -> None:
    psn_no, desk = registered(portal)["psn_no"], Desk.of(portal, "psn_idet")
    first, second = desk.add(attribute(psn_no)), desk.add(attribute(psn_no, begndate="2026-04-01"))
    desk.approve(first)
    desk.do(desk.clerk, second, "submit")
    desk.do(desk.first, second, "review1", decision="pass")
    refused = desk.do(desk.second, second, "review2", decision="pass")
    assert (refused.status, refused.body["field"]) == (422, "begndate")


@spec("HB-10.3.3")
def test_of_two_overlapping_identities_reviewed_at_once_one_comes_into_force(portal: Portal) -> None:
    psn_no, desk = registered(portal)["psn_no"], Desk.of(portal, "psn_idet")
    ids = [desk.add(attribute(psn_no)), desk.add(attribute(psn_no, begndate="2026-04-01"))]
    for id in ids:
        desk.do(desk.clerk, id, "submit")
        assert desk.do(desk.first, id, "review1", decision="pass").status == 200
    with ThreadPoolExecutor(2) as threads:
        done = list(threads.map(lambda one: desk.do(desk.second, one, "review2", decision="pass"), ids))
    assert sorted(one.status for one in done) == [200, 422]


@spec("HB-10.3.3")
def test_identities_of_the_register_are_taken_over_with_the_person(portal: Portal) -> None:
    psn_no = insure(portal, identity="2303")["psn_no"]
    before = identities_on(portal, psn_no, date(2026, 6, 1))
    assert adopt(portal, psn_no).status == 200
    whole = portal.staff(*(f"base_information.psn_idet.{one}" for one in MAINTAINING))
    (row,) = whole.get("/api/f/base_information/psn_idet", psn_no=psn_no).body["rows"]
    assert {row["psn_idet_type"]} == before == identities_on(portal, psn_no, date(2026, 6, 1))


def passport(psn_no: str, **changes: Any) -> dict[str, Any]:
    return {
        "psn_no": psn_no,
        "psn_cert_type": "16",
        "certno": f"E{next(_numbers):08d}",
        "iss_org": "示范省出入境管理局",
        "begndate": "2026-01-01",
        "enddate": "2035-12-31",
        "admdvs": "990101",
        **changes,
    }


@spec("HB-10.3.4")
def test_a_certificate_is_one_persons_and_shown_masked(portal: Portal) -> None:
    psn_no, desk = registered(portal)["psn_no"], Desk.of(portal, "psn_cert")
    values = passport(psn_no)
    id = desk.add(values)
    desk.approve(id)
    row = desk.row(id)
    assert (row["state"], row["psn_no"]) == ("effective", psn_no)
    assert values["certno"] not in str(row)
    other = registered(portal)["psn_no"]
    taken = desk.clerk.post(desk.path, passport(other, certno=values["certno"]))
    assert taken.body["code"] == "records.key_taken"
    assert desk.elsewhere.get(f"{desk.path}/{id}").status == 404


@spec("HB-10.3.4")
@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"psn_no": "NOBODY"}, "psn_no"),
        ({"psn_cert_type": "01", "certno": "990101199003070000"}, "certno"),
        ({"enddate": "2025-01-01"}, "enddate"),
        ({"begndate": "2027-01-01"}, "begndate"),
    ],
)
def test_a_certificate_against_the_register_is_refused(portal: Portal, changes: dict[str, str], field: str) -> None:
    psn_no, desk = registered(portal)["psn_no"], Desk.of(portal, "psn_cert")
    desk.approve(desk.add(passport(psn_no)))
    refused = desk.clerk.post(desk.path, passport(psn_no) | changes)
    assert (refused.status, refused.body["field"]) == (422, field)


@spec("HB-10.3.3")
def test_the_next_bill_within_an_identitys_days_is_settled_with_it_and_none_outside(portal: Portal) -> None:
    psn_no, day = "9900000000000083", today()
    office = portal.staff("core_business.settlement_desk.presettle", org_no="H99010100001", admdvs="990101")

    def foreseen() -> dict[str, Any]:
        row: dict[str, Any] = office.post("/api/f/core_business/settlement_desk/presettle", bill(psn_no)).body["row"]
        return row

    plain = foreseen()
    desk = Desk.of(portal, "psn_idet")
    past = {"begndate": "2025-01-01", "enddate": str(day - timedelta(days=1))}
    desk.approve(desk.add(attribute(psn_no, psn_idet_type="2304", **past)))
    assert foreseen()["maf_pay"] == plain["maf_pay"] == 0
    desk.approve(desk.add(attribute(psn_no, psn_idet_type="2304", begndate=str(day), enddate=str(day))))
    helped = foreseen()
    assert helped["maf_pay"] > 0
    assert helped["psn_cash_pay"] < plain["psn_cash_pay"]
