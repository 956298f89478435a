"""HB-10.5.1 单位基础信息."""

from __future__ import annotations

import itertools
from concurrent.futures import ThreadPoolExecutor
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


@pytest.fixture
def bank(portal: Portal) -> tuple[Desk, str, str]:
    """The desk of banks, and the id and number of one in force."""
    desk, code = Desk.of(portal, "bank"), f"99{next(_numbers):010d}"
    values = {"bank_code": code, "bank_name": "示范银行", "bank_type_code": "102", "admdvs": "990100"}
    id = desk.add(values)
    desk.approve(id)
    return desk, id, code


@spec("HB-10.5.1")
def test_a_unit_banks_only_where_there_is_a_bank(desk: Desk, bank: tuple[Desk, str, str]) -> None:
    _, _, code = bank
    unknown = desk.clerk.post(desk.path, unit(bank_code="990000000000", bank_acct="622200000000000001"))
    assert (unknown.status, unknown.body["field"]) == (422, "bank_code")
    assert "请先在“银行信息管理”中维护" in unknown.body["message"]
    desk.add(unit(bank_code=code, bank_acct="622200000000000001"))


@spec("HB-10.9.1")
def test_a_bank_of_units_in_force_is_not_voided(desk: Desk, bank: tuple[Desk, str, str]) -> None:
    banks, id, code = bank
    desk.approve(owner := desk.add(unit(emp_name="示范储户公司", bank_code=code, bank_acct="622200000000000002")))
    kept = banks.do(banks.clerk, id, "void", reason="网点撤并")
    assert (kept.status, kept.body["code"]) == (409, "base_info.bank_used")
    assert "示范储户公司" in kept.body["message"]
    assert banks.row(id)["state"] == "effective"
    assert desk.change(owner, bank_code="", bank_acct="").status == 200
    desk.approve(owner)
    assert banks.do(banks.clerk, id, "void", reason="网点撤并").status == 200


@spec("HB-10.5.1", "HB-10.5.5")
def test_a_unit_with_certificates_in_force_neither_goes_nor_moves(portal: Portal, desk: Desk) -> None:
    values = unit()
    id = desk.add(values)
    desk.approve(id)
    certificates = Desk.of(portal, "unit_cert")
    number = f"YZ{next(_numbers):08d}"
    certificate = {"emp_no": values["emp_no"], "cert_type": "1", "cert_no": number, "iss_org": "示范登记机关"}
    made = certificates.add({**certificate, "begndate": "2026-01-01", "admdvs": "990101"})
    certificates.approve(made)
    kept = desk.do(desk.clerk, id, "void", reason="注销")
    assert (kept.status, kept.body["code"]) == (409, "base_info.unit_used")
    assert number in kept.body["message"]
    moved = desk.change(id, admdvs="990102")
    assert (moved.status, moved.body["field"]) == (422, "admdvs")
    for who, operation, said in (
        (certificates.clerk, "void", {"reason": "注销"}),
        (certificates.first, "review1", {"decision": "pass"}),
        (certificates.second, "review2", {"decision": "pass"}),
    ):
        assert certificates.do(who, made, operation, **said).status == 200
    assert desk.do(desk.clerk, id, "void", reason="注销").status == 200


@spec("HB-10.5.1", "HB-10.5.5")
def test_a_unit_and_its_first_certificate_do_not_miss_each_other(portal: Portal, desk: Desk) -> None:
    values = unit()
    id = desk.add(values)
    desk.approve(id)
    certificates = Desk.of(portal, "unit_cert")
    number = f"YZ{next(_numbers):08d}"
    certificate = {"emp_no": values["emp_no"], "cert_type": "1", "cert_no": number, "iss_org": "示范登记机关"}
    made = certificates.add({**certificate, "begndate": "2026-01-01", "admdvs": "990101"})
    assert certificates.do(certificates.clerk, made, "submit").status == 200
    assert desk.do(desk.clerk, id, "void", reason="注销").status == 200
    for at, which in ((certificates, made), (desk, id)):
        assert at.do(at.first, which, "review1", decision="pass").status == 200
    with ThreadPoolExecutor(2) as threads:
        last = ((certificates, made), (desk, id))
        done = list(threads.map(lambda one: one[0].do(one[0].second, one[1], "review2", decision="pass"), last))
    assert sorted(one.status for one in done) in ([200, 409], [200, 422])
    held, gone = certificates.row(made)["state"] == "effective", desk.row(id)["state"] == "void"
    assert held != gone
