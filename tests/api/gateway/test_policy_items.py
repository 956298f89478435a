"""100001: how a settlement came to its amounts, one row for each policy segment."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from plugins.demo_region import files
from plugins.demo_region.playback import Playback, demo_client, search
from tests.support.gateway import Gateway

HOSPITAL = "H99020400024"
STAY = "02-inpatient-reversal"
"""Settled, reversed, settled again at a hospital of level 2."""


@pytest.fixture(scope="module")
def booked(gateway: Gateway) -> list[dict[str, str]]:
    """Who and what each settlement of the example is: the first, its reversal, the second."""
    played = Playback(gateway.post, demo_client).play(files.exchange(STAY))
    done = [step for step in played if step.infno in {"2304", "2305"}]
    psn_no = search(done[0].output, "psn_no")
    return [
        {"psn_No": psn_no, "mdtrt_Id": search(step.output, "mdtrt_id"), "setl_Id": search(step.output, "setl_id")}
        for step in done
    ]


def ask(gateway: Gateway, data: dict[str, Any], **changes: Any) -> dict[str, Any]:
    return gateway.ask("100001", data, sender=changes.pop("sender", HOSPITAL), **changes)


def test_every_segment_is_explained_in_the_national_shape(gateway, booked):
    first = booked[0]
    answer = ask(gateway, {"data": first})
    assert answer["infcode"] == 0, answer["err_msg"]
    rows = answer["output"]["data"]
    assert [row["polItemCode"] for row in rows] == ["S001", "C001", "101", "102", "103"]
    pooled = next(row for row in rows if row["polItemCode"] == "C001")
    assert pooled == {
        "setlId": first["setl_Id"],
        "mdtrtId": first["mdtrt_Id"],
        "psnNo": first["psn_No"],
        "polItemCode": "C001",
        "polItemName": "统筹第1段",
        "selfPayAmt": "686.98",
        "selfPayProp": "0.0900",
        "fundPayAmt": "6946.08",
        "fundPayProp": "0.9100",
        "polItemPaySum": "7633.06",
    }


def test_a_reversal_takes_each_row_back(gateway, booked):
    rows = [ask(gateway, {"data": one})["output"]["data"] for one in booked[:2]]
    amounts = [[Decimal(row[name]) for row in each for name in ("selfPayAmt", "fundPayAmt")] for each in rows]
    assert amounts[1] == [-amount for amount in amounts[0]]


def test_the_fields_may_stand_in_the_input_itself(gateway, booked):
    assert ask(gateway, booked[2])["output"] == ask(gateway, {"data": booked[2]})["output"]


def test_another_institution_learns_nothing(gateway, booked):
    answer = ask(gateway, {"data": booked[0]}, sender="H99010100001")
    assert answer["infcode"] == -1
    assert booked[0]["setl_Id"] in answer["err_msg"]
    assert not answer.get("output")


@pytest.mark.parametrize("field", ["psn_No", "mdtrt_Id", "setl_Id"])
def test_each_of_the_three_numbers_is_required(gateway, booked, field):
    answer = ask(gateway, {"data": {**booked[0], field: ""}})
    assert answer["infcode"] == -1
    assert f"input.data.{field} 必填" in answer["err_msg"]
