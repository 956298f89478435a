"""3101, 3102, 3103: orders checked, decisions kept; without the center everything passes."""

from __future__ import annotations

import itertools
from pathlib import Path
from typing import Any

import httpx
import pytest

from centers.risk.contract import v1 as risk
from hsaf.kernel.running import RunningKernel
from subsystems.gateway.control.errors import INPUT_WRONG
from tests.acceptance.client import Client
from tests.api.refusing import assert_refused, row_counts
from tests.oracle.region import Institution, Region
from tests.support.fsi_inputs import valid_input
from tests.support.gateway import running

BED = "001109000060000-110900006"
CAESAREAN = "003312001060000-331200106"
_patients = itertools.count(1)


@pytest.fixture
def hospital(demo: Region) -> Institution:
    return demo.institutions["H99010100001"]


def order(code: str, **changes: Any) -> dict[str, Any]:
    row = valid_input("3101")["data"]["patient_dtos"][0]["fsi_encounter_dtos"][0]["fsi_order_dtos"][0]
    row |= {"rx_id": f"RX-{code[-6:]}", "hilist_code": code, "hilist_name": "项目", "cnt": "1", "sumamt": "46.00"}
    row |= {"drord_begn_date": "2026-06-01 08:00:00", "curr_drord_flag": "1", "o_prdDays": "1"}
    return row | changes


def asked(*orders: dict[str, Any], **changes: Any) -> dict[str, Any]:
    """A man of 40 years in hospital since yesterday; ``changes`` are fields of ``data``."""
    data = valid_input("3101")["data"]
    patient = data["patient_dtos"][0]
    patient |= {"patn_id": f"PN{next(_patients)}", "gend": "1", "brdy": "1986-01-01", "curr_mdtrt_id": "V1"}
    encounter = patient["fsi_encounter_dtos"][0]
    encounter |= {"mdtrt_id": "V1", "med_mdtrt_type": "2", "med_type": "2101", "fsi_order_dtos": list(orders)}
    encounter |= {"adm_date": "2026-05-31 08:00:00", "dscg_date": "2026-06-01 08:00:00"}
    return {"data": data | {"rule_ids": None, "trig_scen": ""} | changes}


def judged(client: Client, hospital: Institution, infno: str, message: dict[str, Any]) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = client.call(infno, hospital, message).output["result"]
    return rows


def test_a_sound_order_passes(client: Client, hospital: Institution) -> None:
    assert judged(client, hospital, "3101", asked(order(BED))) == []
    assert judged(client, hospital, "3102", asked(order(BED))) == []


def test_a_violation_has_the_shape_of_the_table(client: Client, hospital: Institution) -> None:
    (found,) = judged(client, hospital, "3101", asked(order(BED, cnt="3", sumamt="138.00")))
    assert {name: found[name] for name in ("rule_id", "rule_name", "vola_amt", "sev_deg", "vola_bhvr_type")} == {
        "rule_id": "R01",
        "rule_name": "同日重复收费",
        "vola_amt": "92.00",
        "sev_deg": "1",
        "vola_bhvr_type": "2",
    }
    assert found["vola_amt_stas"] == "1"
    assert "每日最多 1 次" in found["vola_cont"]
    (item,) = found["judge_result_detail_dtos"]
    assert (item["rx_id"], item["vola_item_type"], item["vola_amt"]) == ("RX-900006", "1", "92.00")


def test_rules_are_chosen_by_id(client: Client, hospital: Institution) -> None:
    orders = (order(BED, cnt="2"), order(CAESAREAN))
    assert {row["rule_id"] for row in judged(client, hospital, "3102", asked(*orders))} == {"R01", "R02"}
    assert {row["rule_id"] for row in judged(client, hospital, "3102", asked(*orders, rule_ids=["R02"]))} == {"R02"}


def test_a_decision_is_taken_once(platform: RunningKernel, client: Client, hospital: Institution) -> None:
    (found,) = judged(client, hospital, "3101", asked(order(CAESAREAN)))
    warn = {"warn_rslt_id": found["jr_id"], "dspo_way": "1", "dspo_way_rea": "性别登记有误"}
    message = {"data": {"warn_type": "1", "warns": [warn]}}
    assert client.call("3103", hospital, message).output == {}
    assert_refused(platform, lambda: client.call("3103", hospital, message), "3103", risk.WARNING_ANSWERED)


@pytest.mark.parametrize(
    ("changes", "warn_type", "error"),
    [
        ({"dspo_way": "1"}, "1", INPUT_WRONG),
        ({"dspo_way": "5"}, "1", risk.DECISION_WRONG),
        ({"warn_rslt_id": "JR404"}, "1", risk.WARNING_UNKNOWN),
        ({}, "2", risk.WARNING_UNKNOWN),
        ({}, "4", risk.STAGE_WRONG),
    ],
)
def test_a_wrong_decision_is_refused(
    platform: RunningKernel, client: Client, hospital: Institution, changes: dict[str, str], warn_type: str, error: Any
) -> None:
    (found,) = judged(client, hospital, "3101", asked(order(CAESAREAN)))
    warn = {"warn_rslt_id": found["jr_id"], "dspo_way": "2"} | changes
    message = {"data": {"warn_type": warn_type, "warns": [warn]}}
    assert_refused(platform, lambda: client.call("3103", hospital, message), "3103", error)


@pytest.mark.parametrize("infno", ["3101", "3102"])
def test_a_wrong_check_is_refused(platform: RunningKernel, client: Client, hospital: Institution, infno: str) -> None:
    unknown = asked(order(BED), rule_ids=["R404"])
    assert_refused(platform, lambda: client.call(infno, hospital, unknown), infno, risk.RULE_UNKNOWN)
    undated = asked(order(BED, drord_begn_date="gestern"))
    assert_refused(platform, lambda: client.call(infno, hospital, undated), infno, INPUT_WRONG)


def test_without_the_risk_center_everything_passes_but_the_form_is_checked(tmp_path: Path, demo: Region) -> None:
    hospital = demo.institutions["H99010100001"]
    with (
        running(tmp_path, disabled=["risk"]) as gateway,
        httpx.Client(transport=httpx.WSGITransport(gateway.application)) as http,
    ):
        client = Client("http://gateway", http)
        for infno in ("3101", "3102"):
            assert judged(client, hospital, infno, asked(order(CAESAREAN))) == []
            assert "[E3101-905]" in client.call("3101", hospital, asked(order(BED, cnt="x"))).error
        warn = {"warn_rslt_id": "JR404", "dspo_way": "2"}
        assert client.call("3103", hospital, {"data": {"warn_type": "1", "warns": [warn]}}).output == {}
        assert "risk_warning" not in row_counts(gateway.kernel)
