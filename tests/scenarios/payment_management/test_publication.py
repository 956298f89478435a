"""HB-03.10.6: what is published settles what is dated in its validity, and nothing before; what is taken back does no more.

Played on both databases, with institutions that settle through the gateway and a second worker over the same data.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from hsaf.edge.fsi_client import over_wsgi
from hsaf.jobs import Worker
from hsaf.testing.harness import mariadb_absent, scratch_mariadb
from hsaf.testing.spec import spec
from plugins.demo_region import files
from plugins.demo_region.playback import Playback, demo_client
from tests.scenarios.payment_management.people import ROOT, SCHEME, People
from tests.support.portal import Portal, Staff, opened

FIRST = f"{SCHEME}@2026.1"
SECOND = f"{SCHEME}@2026.2"


@dataclass
class Town:
    """A region of its own, a second worker over its database, and who publishes."""

    portal: Portal
    worker: Portal
    publisher: Staff
    settled: int = 0

    def settle(self, day: str, portal: Portal | None = None) -> tuple[str, str]:
        """An outpatient visit of a day through the gateway: number of the settlement, policy it was made by."""
        self.settled += 1
        text = json.dumps(files.exchange("04-outpatient")[:5], default=float, ensure_ascii=False)
        text = text.replace("2026-05-12", day).replace("20260512", day.replace("-", ""))
        text = text.replace("MZE04001", f"MZ{self.settled:06}").replace("BE04001", f"B{self.settled:06}")
        text = text.replace("00009001", f"{self.settled:04}9001")
        steps = [step | {"expect": {"infcode": 0}} for step in json.loads(text, parse_float=Decimal)]
        for number, step in enumerate(steps):
            step["request"]["msgid"] = f"{step['request']['msgid'][:-6]}{self.settled:03}{number:03}"
        post = over_wsgi((portal or self.portal).application)
        played = list(Playback(post, demo_client).play(steps))
        assert [one.differences for one in played] == [()] * len(steps), played[-1].reply.answer
        setl_id: str = played[-1].output["setlinfo"]["setl_id"]
        return setl_id, self.policy_of(setl_id)

    def policy_of(self, setl_id: str) -> str:
        """The version a settlement is recomputed by; it comes to the same to the fen."""
        kernel = self.portal.kernel
        found = kernel.pipeline.read("test", lambda: kernel.contract("settlement.v1").recompute(setl_id)).result
        assert not found.differences
        policy: str = found.policy
        return policy

    def change(self, elem: str, value: str, **scene: str) -> None:
        """Another value of a dynamic element in a scene, in force after two reviews."""
        people = People.at(self.portal, "local_value")
        (row,) = (
            one for one in people.find(elem_code=elem) if all(one[name] == wanted for name, wanted in scene.items())
        )
        assert people.change(row["id"], value=value).status == 200
        passed = people.approve(row["id"])
        assert passed.status == 200, passed.body

    def publish(self, **said: str) -> Any:
        return self.publisher.post(f"{ROOT}/publication/publish", {"scheme_id": SCHEME, **said})

    def paid_by(self, who: Staff, day: str) -> str:
        """What the fund pays of an outpatient bill of 1000 yuan on a day, as published."""
        case = {"med_type": "11", "insutype": "310", "psn_type": "11", "hosp_lv": "2", "medfee_sumamt": "1000.00"}
        answer = who.get(f"{ROOT}/benefit_case/calculate", setl_date=day, target="published", **case)
        assert answer.status == 200, answer.body
        amount: str = answer.body["row"]["fund_pay_sumamt"]
        return amount

    def ask(self, page: str, **query: str) -> list[dict[str, Any]]:
        rows: list[dict[str, Any]] = self.publisher.get(f"{ROOT}/{page}", scheme_id=SCHEME, **query).body["rows"]
        return rows


@contextmanager
def town(folder: Path, url: str) -> Iterator[Town]:
    with opened(folder, url=url) as portal, opened(folder, url=url, seeded=False) as worker:
        functions = ("publication", "draft_findings", "draft_differences", "policy_builder", "benefit_case", "case_run")
        operations = ("query", "publish", "rollback", "draft", "calculate", "add")
        permissions = [f"payment_management.{one}.{operation}" for one in functions for operation in operations]
        yield Town(portal, worker, portal.staff(*permissions))


@pytest.fixture(params=["sqlite", "mariadb"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Town]:
    with ExitStack() as stack:
        url = ""
        if request.param == "mariadb":
            if reason := mariadb_absent():
                pytest.skip(reason)
            url = stack.enter_context(scratch_mariadb())
        yield stack.enter_context(town(tmp_path, url))


@spec("HB-03.10.6", "HB-03.9.1")
def test_a_published_change_settles_what_is_dated_in_its_validity_and_a_taken_back_one_nothing_more(
    place: Town,
) -> None:
    scene = {"insutype": "310", "hosp_lv": "2", "psn_type": ""}
    before, made_by = place.settle("2026-05-12")
    assert made_by == FIRST
    place.change("otp_ratio", "0.70", **scene)
    assert place.settle("2026-05-13")[1] == FIRST, "reviewed is not yet published"
    (difference,) = place.ask("draft_differences")
    assert (difference["kind"], difference["before"], difference["after"]) == ("changed", "0.65", "0.70")
    assert "门诊统筹比例" in difference["place"]

    tester = place.worker.staff("payment_management.benefit_case.calculate")
    before_that = place.paid_by(tester, "2026-06-02")
    published = place.publish(begndate="2026-06-01")
    after_that = place.paid_by(tester, "2026-06-02")
    assert published.status == 200, published.body
    assert published.body["row"]["version_id"] == SECOND
    assert (before_that, after_that) == ("455.00", "490.00"), "once it is answered no worker is behind"
    assert place.paid_by(tester, "2026-05-31") == "455.00"
    assert place.settle("2026-05-31")[1] == FIRST
    after, made_by = place.settle("2026-06-01")
    assert made_by == SECOND
    assert place.settle("2026-06-02", place.worker)[1] == SECOND, "every worker follows"

    again = place.publish(begndate="2026-06-01")
    assert (again.status, again.body["code"]) == (422, "policy.nothing_changed")
    back = place.publisher.post(f"{ROOT}/publication/rollback", {"version_id": FIRST, "reason": "有误"})
    assert back.body["code"] == "policy.not_newest"
    unsaid = place.publisher.post(f"{ROOT}/publication/rollback", {"version_id": SECOND, "reason": " "})
    assert unsaid.status == 422
    back = place.publisher.post(f"{ROOT}/publication/rollback", {"version_id": SECOND, "reason": "比例有误"})
    assert place.paid_by(tester, "2026-06-02") == "455.00", "nor after it was taken back"
    assert (back.status, back.body["row"]["state"]) == (200, "rolled_back"), back.body
    assert place.settle("2026-06-03")[1] == FIRST
    assert place.settle("2026-06-04", place.worker)[1] == FIRST
    assert (place.policy_of(before), place.policy_of(after)) == (FIRST, SECOND)

    twice = place.publisher.post(f"{ROOT}/publication/rollback", {"version_id": SECOND, "reason": "再次"})
    assert twice.body["code"] == "policy.not_published"
    last = place.publisher.post(f"{ROOT}/publication/rollback", {"version_id": FIRST, "reason": "全部收回"})
    assert (last.status, last.body["code"]) == (422, "policy.left_uncovered")
    assert [one["state"] for one in place.ask("publication")] == ["rolled_back", "published"]


@spec("HB-03.10.7")
def test_a_draft_is_simulated_over_past_settlements_in_the_background(place: Town) -> None:
    place.settle("2026-05-12")
    place.settle("2026-05-13")
    place.change("otp_ratio", "0.75", insutype="310", hosp_lv="2", psn_type="")
    who = place.portal.staff("payment_management.simulation.start", "payment_management.simulation_report.query")
    ordered = who.post(f"{ROOT}/simulation/start", {"scheme_id": SCHEME, "begin": "2026-05-01", "end": "2026-05-31"})
    assert ordered.status == 200, ordered.body
    job = ordered.body["job"]
    assert who.get(f"{ROOT}/simulation_report", job=job).body["rows"] == []
    Worker.of(place.portal.kernel).run_once()
    assert who.get(f"/api/jobs/{job}").body["state"] == "done"
    *rows, total = who.get(f"{ROOT}/simulation_report", job=job).body["rows"]
    assert [(row["insutype"], row["hosp_lv"], row["count"]) for row in rows] == [("310", 2, 2)]
    assert Decimal(total["fund_difference"]) == Decimal(total["fund_after"]) - Decimal(total["fund_before"]) > 0
    assert Decimal(total["person_difference"]) == -Decimal(total["fund_difference"])
    stranger = place.portal.staff("payment_management.simulation_report.query")
    assert stranger.get(f"{ROOT}/simulation_report", job=job).status == 404
    assert [one["version_id"] for one in place.ask("publication")] == [FIRST], "a simulation publishes nothing"


@spec("HB-03.10.6")
def test_of_two_who_publish_at_once_one_wins(place: Town) -> None:
    place.change("otp_ratio", "0.71", insutype="310", hosp_lv="2", psn_type="")
    seen = place.publisher.get(f"{ROOT}/policy_builder/draft", scheme_id=SCHEME).body["row"]["digest"]
    answers: list[Any] = []
    ready = threading.Barrier(2)

    def press() -> None:
        ready.wait()
        answers.append(place.publish(begndate="2026-06-01", seen=seen))

    threads = [threading.Thread(target=press) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(one.status for one in answers) == [200, 422]
    assert {one.body["code"] for one in answers if one.status != 200} == {"policy.nothing_changed"}
    assert [one["version_id"] for one in place.ask("publication")] == [SECOND, FIRST]


@pytest.fixture(scope="module")
def quiet(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """One region for the tests that publish nothing."""
    with town(tmp_path_factory.mktemp("policies"), "") as made:
        yield made


@spec("HB-03.10.6")
def test_a_draft_that_is_not_whole_is_not_published_and_every_finding_names_its_record(quiet: Town) -> None:
    people = People.at(quiet.portal, "local_value")
    rows = people.find(elem_code="hifmi_ratio")
    (middle,) = (one for one in rows if one["seg_lower"] == "50000.00" and not one["psn_idet_type"])
    assert people.change(middle["id"], seg_lower="60000.00").status == 200
    assert people.approve(middle["id"]).status == 200
    findings = quiet.ask("draft_findings")
    assert [(one["level"], one["record"], one["field"]) for one in findings] == [("error", "local_value", "seg_lower")]
    assert "首尾相接" in findings[0]["reason"]
    refused = quiet.publish(begndate="2026-06-01")
    assert (refused.status, refused.body["code"]) == (422, "policy.publish_refused")
    assert refused.body["problems"][0]["field"] == "seg_lower"
    assert people.change(middle["id"], seg_lower="50000.00").status == 200
    assert quiet.ask("draft_findings", proposed="false") != []
    assert people.approve(middle["id"]).status == 200
    assert quiet.ask("draft_findings") == []


@spec("HB-03.8.1", "HB-03.9.1")
def test_a_dynamic_element_without_a_value_on_some_days_is_a_finding(quiet: Town) -> None:
    people = People.at(quiet.portal, "local_value")
    (row,) = people.find(elem_code="cvlserv_ratio")
    assert people.change(row["id"], enddate="2026-10-31").status == 200
    (finding,) = quiet.ask("draft_findings", proposed="true")
    assert (finding["record"], finding["id"], finding["code"]) == ("local_value", row["id"], "cvlserv_ratio")
    assert (finding["name"], finding["field_label"]) == ("公务员补助比例", "结束日期")
    assert "2026-11-01 至 2026-12-31" in finding["reason"]
    assert people.do(row["id"], "discard").status == 200


@spec("HB-03.10.6")
def test_days_outside_the_scheme_and_a_stale_draft_are_refused(quiet: Town) -> None:
    assert quiet.publish(begndate="2027-01-01").body["code"] == "policy.days_outside"
    assert quiet.publish(begndate="2026-06-01", enddate="2026-05-01").body["code"] == "policy.days_outside"
    assert quiet.publish(begndate="2026-06-01", seen="0" * 64).body["code"] == "policy.draft_changed"
    nothing = quiet.publisher.post(f"{ROOT}/publication/publish", {"scheme_id": "nothing"})
    assert nothing.body["code"] == "policy.scheme_unknown"
    stranger = quiet.portal.staff("payment_management.publication.query")
    assert stranger.post(f"{ROOT}/publication/publish", {"scheme_id": SCHEME}).status == 403


@spec("HB-03.7.1", "HB-03.10.1")
def test_the_ratio_of_a_condition_is_what_its_policy_pays_by(quiet: Town) -> None:
    condition = People.at(quiet.portal, "condition")
    condition.bring(
        {
            "cond_code": "RATIO",
            "cond_name": "居民普通门诊",
            "terms": "scene = outpatient\ninsutype = 390",
            "ratio": "0.5",
        }
    )
    benefit = People.at(quiet.portal, "benefit")
    values = {"rule_code": "HIFP-RATIO", "rule_name": "按条件比例", "scheme_id": SCHEME, "item_code": "hifp_pay", "sort": 1,
              "cond_code": "RATIO", "yields": "hifp_pay = round(ratio_base * condition_ratio)", "source": "示例"}  # fmt: skip
    id = benefit.add(values)
    asked = {"setl_date": "2026-06-01", "med_type": "11", "insutype": "390", "psn_type": "15", "hosp_lv": "1",
             "medfee_sumamt": "100.00", "scheme_id": SCHEME}  # fmt: skip

    def paid(target: str) -> str:
        answer = quiet.publisher.get(f"{ROOT}/benefit_case/calculate", target=target, **asked)
        assert answer.status == 200, answer.body
        amount: str = answer.body["row"]["fund_pay_sumamt"]
        return amount

    assert (paid("published"), paid("draft"), paid("proposed")) == ("60.00", "60.00", "50.00")
    benefit.approve(id)
    assert (paid("published"), paid("draft")) == ("60.00", "50.00")
