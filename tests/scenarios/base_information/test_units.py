"""HB-10.5.1 单位基础信息."""

from __future__ import annotations

import itertools
from typing import Any

import pytest

from centers.base_info.domain.uscc import ALPHABET
from hsaf.testing.spec import spec
from tests.scenarios.base_information.reviewed import Desk
from tests.support.portal import Portal

_numbers = itertools.count(1)


def sound_uscc(number: int) -> str:
    """A made-up code with its right check character (GB 32100-2015)."""
    body = f"91990000{number:09d}"
    total = sum(ALPHABET.index(one) * pow(3, place, 31) for place, one in enumerate(body))
    return body + ALPHABET[-total % 31]


def unit(**changes: Any) -> dict[str, Any]:
    number = next(_numbers)
    return {
        "emp_no": f"E{number:08d}",
        "emp_name": "示范制造有限公司",
        "uscc": sound_uscc(number),
        "emp_type": "1",
        "admdvs": "990101",
        "legrep_name": "测试法人",
        **changes,
    }


@pytest.fixture
def desk(portal: Portal) -> Desk:
    return Desk.of(portal, "unit")


@spec("HB-10.5.1")
def test_a_unit_is_added_reviewed_and_found_by_its_credit_code(desk: Desk) -> None:
    values = unit()
    id = desk.add(values)
    desk.approve(id)
    found = desk.clerk.get(desk.path, uscc=values["uscc"]).body
    assert [(row["id"], row["state"]) for row in found["rows"]] == [(id, "effective")]


@spec("HB-10.5.1")
def test_a_credit_code_with_a_wrong_check_character_is_refused(desk: Desk) -> None:
    right = sound_uscc(999)
    wrong = right[:-1] + ("0" if right[-1] != "0" else "1")
    refused = desk.clerk.post(desk.path, unit(uscc=wrong))
    assert (refused.status, refused.body["field"]) == (422, "uscc")


@spec("HB-10.5.1")
def test_a_change_of_a_unit_is_reviewed_too(desk: Desk) -> None:
    id = desk.add(unit())
    desk.approve(id)
    desk.change(id, emp_name="示范制造集团有限公司")
    assert desk.row(id)["emp_name"] == "示范制造有限公司"
    desk.approve(id)
    assert desk.row(id)["emp_name"] == "示范制造集团有限公司"


def test_a_bank_account_goes_with_its_bank(desk: Desk) -> None:
    refused = desk.clerk.post(desk.path, unit(bank_acct="622200000000000001"))
    assert (refused.status, refused.body["field"]) == (422, "bank_code")
