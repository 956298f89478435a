"""HB-10.11 医保业务信息编码标准下发: what is enabled from a day is used from that day on, and not before."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from msgspec.structs import replace

from hsaf.contract import context
from hsaf.edge.fsi_client import over_wsgi
from hsaf.testing.spec import spec
from tests.support.days import today
from tests.support.gateway import PERSON, Gateway, diagnosis, registration
from tests.support.portal import Portal, Staff, opened

LATER = today() + timedelta(days=10)


@pytest.fixture(scope="module")
def portal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Portal]:
    """A region of its own: what is enabled here changes what others would download."""
    with opened(tmp_path_factory.mktemp("issues")) as running:
        yield running


@pytest.fixture(scope="module")
def gateway(portal: Portal) -> Gateway:
    return Gateway(portal.kernel, portal.application, over_wsgi(portal.application))


class Desk:
    """Somebody who enables codes of one standard."""

    def __init__(self, portal: Portal, standard: str) -> None:
        self.path = f"/api/f/base_information/enable_{standard}"
        self.orders = f"/api/f/base_information/issue_{standard}"
        pages = [f"base_information.enable_{standard}.{one}" for one in ("query", "enable", "stop")]
        orders = [f"base_information.issue_{standard}.{one}" for one in ("query", "lines", "withdraw")]
        self.clerk: Staff = portal.staff(*pages, *orders)
        self.looker: Staff = portal.staff(pages[0], orders[0])

    def free(self) -> list[str]:
        """Codes of the national library that were never enabled."""
        return [row["code"] for row in self.clerk.get(self.path, state="0", size=100).body["rows"]]

    def standing(self, code: str) -> dict[str, Any]:
        (row,) = self.clerk.get(self.path, code=code).body["rows"]
        found: dict[str, Any] = row
        return found

    def enable(self, code: str, day: date) -> Any:
        done = self.clerk.post(f"{self.path}/enable", {"codes": code, "begndate": f"{day}"})
        assert done.status == 200, done.body
        return done.body["row"]

    def stop(self, code: str, last: date) -> Any:
        return self.clerk.post(f"{self.path}/stop", {"codes": code, "enddate": f"{last}", "reason": "国家停用"})


@pytest.fixture
def diagnoses(portal: Portal) -> Desk:
    return Desk(portal, "diagnosis")


@pytest.fixture
def drugs(portal: Portal) -> Desk:
    return Desk(portal, "drug")


@pytest.fixture
def consumables(portal: Portal) -> Desk:
    return Desk(portal, "consumable")


def publish(portal: Portal, day: date) -> None:
    """The nightly job, as it runs on a day."""
    moment = datetime.combine(day, datetime.min.time())
    issues = portal.kernel.container("base_info").issues()
    with portal.kernel.system("base_info.publish_due") as here, context.entered(replace(here, business_time=moment)):
        portal.kernel.pipeline.write("base_info.publish_due", issues.publish_due, subject="base_info.issue")


def item(portal: Portal, code: str, day: date) -> Any:
    with portal.kernel.system("test"):
        return portal.kernel.contract("base_info.v1").catalog_item(code, day)


def downloaded(portal: Portal, catalog: str) -> Mapping[str, Any]:
    """Lines of a download file from the beginning, by code."""
    base_info = portal.kernel.contract("base_info.v1")

    def lines() -> dict[str, Any]:
        newest = base_info.catalog_newer(catalog, "v0000")
        return {row[0]: row for row in base_info.catalog_changes(catalog, "v0000", newest)}

    with portal.kernel.system("test"):
        found: Mapping[str, Any] = portal.kernel.pipeline.read("test", lines).result
        return found


@spec("HB-10.11.2")
def test_a_drug_enabled_for_later_is_neither_settled_nor_downloaded_before_its_day(portal: Portal, drugs: Desk) -> None:
    code = drugs.free()[0]
    made = drugs.enable(code, LATER)
    assert (made["state"], made["line_cnt"]) == ("waiting", 1)
    assert drugs.standing(code)["state"] == "2"
    assert item(portal, code, LATER - timedelta(days=1)) is None
    assert item(portal, code, LATER).med_list_codg == code
    assert code not in downloaded(portal, "1301")
    publish(portal, LATER - timedelta(days=1))
    assert code not in downloaded(portal, "1301")
    publish(portal, LATER)
    assert code in downloaded(portal, "1301")


@spec("HB-10.11.1")
def test_institutions_may_use_a_diagnosis_from_the_day_it_is_enabled_for(
    portal: Portal, gateway: Gateway, diagnoses: Desk
) -> None:
    code = diagnoses.free()[0]
    unknown = diagnose(gateway, code, today())
    assert unknown["infcode"] == -1
    assert "不在医保疾病诊断目录中" in unknown["err_msg"]
    diagnoses.enable(code, LATER)
    early = diagnose(gateway, code, today())
    assert early["infcode"] == -1
    assert f"自 {LATER} 起启用" in early["err_msg"]
    assert diagnose(gateway, code, LATER)["infcode"] == 0


@spec("HB-10.11.1")
def test_a_stopped_diagnosis_is_refused_after_its_last_day_and_told_by_the_download(
    portal: Portal, gateway: Gateway, diagnoses: Desk
) -> None:
    code = diagnoses.free()[0]
    assert diagnoses.enable(code, today())["state"] == "in_force"
    assert diagnoses.stop(code, LATER).status == 200
    assert diagnose(gateway, code, LATER)["infcode"] == 0
    late = diagnose(gateway, code, LATER + timedelta(days=1))
    assert f"已于 {LATER} 停用" in late["err_msg"]
    assert downloaded(portal, "1307")[code][2] == "1"


@spec("HB-10.11.3")
def test_an_order_before_its_day_is_withdrawn_without_a_trace_in_the_catalogs(
    portal: Portal, consumables: Desk
) -> None:
    code = consumables.free()[0]
    made = consumables.enable(code, LATER)
    withdraw = {"issue_no": made["issue_no"]}
    assert consumables.clerk.get(f"{consumables.orders}/lines", **withdraw).body["rows"][0]["code"] == code
    assert consumables.clerk.post(f"{consumables.orders}/withdraw", withdraw).status == 200
    assert consumables.standing(code)["state"] == "0"
    assert item(portal, code, LATER) is None
    again = consumables.clerk.post(f"{consumables.orders}/withdraw", withdraw)
    assert (again.status, again.body["code"]) == (409, "base_info.issue_done")
    states = {row["issue_no"]: row["state"] for row in consumables.clerk.get(consumables.orders).body["rows"]}
    assert states[made["issue_no"]] == "withdrawn"


@spec("HB-10.11.3")
def test_withdrawing_a_stop_keeps_the_code_in_use(portal: Portal, consumables: Desk) -> None:
    code = consumables.free()[-1]
    consumables.enable(code, today())
    stopped = consumables.stop(code, LATER).body["row"]
    assert item(portal, code, LATER + timedelta(days=1)) is None
    assert consumables.stop(code, LATER + timedelta(days=3)).body["code"] == "base_info.codes_not_in_use"
    consumables.clerk.post(f"{consumables.orders}/withdraw", {"issue_no": stopped["issue_no"]})
    assert item(portal, code, LATER + timedelta(days=1)) is not None


@spec("HB-10.11.2")
def test_a_whole_national_version_is_enabled_less_what_is_in_use(portal: Portal, drugs: Desk) -> None:
    waiting = drugs.free()
    made = drugs.clerk.post(f"{drugs.path}/enable", {"ver": "2026-2", "begndate": f"{LATER}"})
    assert made.body["row"]["line_cnt"] == len(waiting)
    nothing = drugs.clerk.post(f"{drugs.path}/enable", {"ver": "2026-2", "begndate": f"{LATER}"})
    assert (nothing.status, nothing.body["code"]) == (404, "base_info.version_unknown")
    drugs.clerk.post(f"{drugs.orders}/withdraw", {"issue_no": made.body["row"]["issue_no"]})


@pytest.mark.parametrize(
    ("said", "status", "code", "field"),
    [
        ({"codes": "NO-SUCH-CODE"}, 404, "base_info.national_unknown", "codes"),
        ({"codes": " "}, 422, "base_info.codes_missing", "codes"),
        ({"codes": "X", "begndate": f"{today() - timedelta(days=1)}"}, 422, "base_info.day_past", "begndate"),
        ({"codes": "X", "begndate": "明天"}, 422, "functions.input_wrong", "begndate"),
        ({"codes": " ".join(f"X{n}" for n in range(501))}, 422, "base_info.codes_many", "codes"),
    ],
)
def test_wrong_orders_are_refused_naming_the_field(
    drugs: Desk, said: dict[str, Any], status: int, code: str, field: str
) -> None:
    refused = drugs.clerk.post(f"{drugs.path}/enable", {"begndate": f"{LATER}", **said})
    assert (refused.status, refused.body["code"], refused.body["field"]) == (status, code, field)


def test_one_bad_code_leaves_the_others_as_they_were(drugs: Desk) -> None:
    good = drugs.free()[0]
    in_use = drugs.clerk.get(drugs.path, state="1").body["rows"][0]["code"]
    refused = drugs.clerk.post(f"{drugs.path}/enable", {"codes": f"{good},{in_use}", "begndate": f"{LATER}"})
    assert (refused.status, refused.body["code"]) == (409, "base_info.codes_in_use")
    assert in_use in refused.body["message"]
    assert drugs.standing(good)["state"] == "0"


@spec("HB-10.11.2")
def test_of_two_clerks_who_enable_a_code_at_once_one_is_refused(portal: Portal, drugs: Desk) -> None:
    code = drugs.free()[-1]
    said = {"codes": code, "begndate": f"{LATER}"}
    other = Desk(portal, "drug").clerk
    with ThreadPoolExecutor(2) as pool:
        done = list(pool.map(lambda who: who.post(f"{drugs.path}/enable", said), (drugs.clerk, other)))
    assert sorted(one.status for one in done) == [200, 409]


def test_who_may_only_look_cannot_enable(drugs: Desk) -> None:
    assert drugs.looker.get(drugs.path).status == 200
    assert drugs.looker.post(f"{drugs.path}/enable", {"codes": "X", "begndate": f"{LATER}"}).status == 403


def diagnose(gateway: Gateway, code: str, day: date) -> Mapping[str, Any]:
    """An outpatient visit of a day that is diagnosed with the code."""
    time, begin = {"inf_time": f"{day} 10:00:00"}, f"{day} 09:00:00"
    visit = gateway.ask("2201", registration(f"MZ{code}{day:%d}", begntime=begin), **time)
    info = {
        "mdtrt_id": visit["output"]["data"]["mdtrt_id"],
        "psn_no": PERSON["psn_no"],
        "med_type": "11",
        "begntime": begin,
        "dise_codg": code,
        "dise_name": "示范诊断",
    }
    row = diagnosis(diag_code=code, diag_name="示范诊断", diag_time=begin)
    return gateway.ask("2203", {"mdtrtinfo": info, "diseinfo": [row]}, **time)
