"""``hsaf counter`` as clerks run it, on a platform of its own; the files are those of the how-to page."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
from click.testing import CliRunner, Result

from hsaf.contract.layers import Guard
from hsaf.edge.cli import main
from hsaf.kernel.boot import boot
from hsaf.kernel.config import load_settings
from plugins.demo_region import seeding
from plugins.demo_region.commands import Silent
from tests.support.days import today

PAGE = Path(__file__).parents[3] / "docs/how-to/reimburse-at-the-counter.zh-CN.md"
PATIENT = "9900000000000770"  # employee, retired, 乙市

Hsaf = Callable[..., Result]


@pytest.fixture(scope="module")
def seeded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with the demo region in it, copied for each test."""
    folder = tmp_path_factory.mktemp("counter")
    settings = load_settings({}, overrides={"region": "990000", "data_dir": str(folder), "log": {"level": "warning"}})
    with boot(settings, migrations="upgrade") as kernel, kernel.system("test.seed"):
        seeding.seed(kernel, Silent())
    return folder


@pytest.fixture
def hsaf(seeded: Path, tmp_path: Path) -> Iterator[Hsaf]:
    """Run a command; ``ok`` is the expected outcome."""
    for file in seeded.iterdir():
        if file.is_file():
            (tmp_path / file.name).write_bytes(file.read_bytes())
    strict = Guard.strict

    def run(*arguments: str, given: Any = None, ok: bool = True) -> Result:
        text = given if given is None or isinstance(given, str) else msgspec.json.encode(given).decode()
        environ = {"HSAF_DATA_DIR": str(tmp_path), "HSAF_DATABASE_URL": "", "HSAF_REGION": "990000", "COLUMNS": "200"}
        done = CliRunner().invoke(main, arguments, input=text, env=environ)
        assert (done.exit_code == 0) is ok, done.output
        return done

    yield run
    Guard.strict = strict


def examples() -> list[Any]:
    """The JSON files of the page, in order: claim, category total, registration."""
    return [
        msgspec.json.decode(block) for block in re.findall(r"```json\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)
    ]


def claim(**changes: Any) -> dict[str, Any]:
    return {**examples()[0], **changes}


def answered(done: Result) -> Any:
    return msgspec.json.decode(done.stdout)


def entered(hsaf: Hsaf, content: dict[str, Any]) -> dict[str, Any]:
    return answered(hsaf("counter", "reimburse", "-", "--clerk", "1001", "--json", given=content))


def test_a_claim_is_entered_reviewed_and_paid_by_different_clerks(hsaf: Hsaf) -> None:
    one = entered(hsaf, claim())
    assert (one["state"], one["settlement"]["info"]["fund_pay_sumamt"]) == ("entered", 799_380)
    refused = hsaf("counter", "review", one["reim_id"], "--clerk", "1001", ok=False)
    assert "请由另一人办理" in refused.output
    reviewed = answered(hsaf("counter", "review", one["reim_id"], "--clerk", "1002", "--json"))
    hsaf("counter", "pay", one["reim_id"], "--payment-no", "PZ0001", "--clerk", "1001")
    shown = hsaf("counter", "show", one["reim_id"]).output
    assert "已支付" in shown
    assert "7,993.80" in shown
    assert "PZ0001" in shown
    for check in (("show", reviewed["setl_id"]), ("recompute", reviewed["setl_id"]), ("verify",)):
        hsaf("audit", *check)


def test_a_dry_run_keeps_nothing(hsaf: Hsaf) -> None:
    tried = answered(hsaf("counter", "reimburse", "-", "--dry-run", "--clerk", "1001", "--json", given=claim()))
    assert tried["settlement"]["info"]["fund_pay_sumamt"] == 799_380
    assert answered(hsaf("counter", "list", "--json")) == []
    entered(hsaf, claim())


def test_the_category_total_of_the_page_is_reimbursed(hsaf: Hsaf) -> None:
    content = claim(totals=[examples()[1]], receipts=[{"invono": "7", "amount": "800.00"}])
    del content["lines"]
    one = entered(hsaf, content)
    info = one["settlement"]["info"]
    assert (info["medfee_sumamt"], info["inscp_scp_amt"], info["act_pay_dedc"]) == (80_000, 62_000, 35_000)


def test_every_way_back(hsaf: Hsaf) -> None:
    one = entered(hsaf, claim())["reim_id"]
    hsaf("counter", "return", one, "--reason", "缺费用清单", "--clerk", "1002")
    hsaf("counter", "amend", one, "-", "--clerk", "1001", given=claim(bankacct=""))
    hsaf("counter", "review", one, "--clerk", "1002")
    hsaf("counter", "pay", one, "--payment-no", "PZ1", "--clerk", "1001")
    assert "已冲销待追回" in hsaf("counter", "reverse", one, "--reason", "重复享受", "--clerk", "1001").output
    hsaf("counter", "recover", one, "--payment-no", "SK1", "--clerk", "1003")
    two = entered(hsaf, claim())["reim_id"]
    hsaf("counter", "withdraw", two, "--reason", "改为联网结算", "--clerk", "1001")
    listed = answered(hsaf("counter", "list", "--person", PATIENT, "--json"))
    assert {one["reim_id"]: one["state"] for one in listed} == {one: "reversed", two: "withdrawn"}


def test_programs_and_clerks_see_the_account_number_masked(hsaf: Hsaf) -> None:
    one = entered(hsaf, claim())
    assert one["bankacct"] == "************2222"
    assert one["settlement"]["info"]["psn_name"] == "***"
    assert "6222000011112222" not in hsaf("counter", "show", one["reim_id"]).output


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ("[]", "应为一个 JSON 对象"),
        ("{", "不是合法的 JSON"),
        (claim(recipts=[]), "recipts 没有这个键"),
        (claim(lines=[{"feedetl_no": "1"}]), "lines[0].feedetl_no 没有这个键"),
        (claim(lines={}), "lines 应为对象的列表"),
        (claim(receipts=[{"invono": "1", "amount": "1.005"}]), "receipts[0].amount 应为元"),
        (claim(begndate="昨天"), "begndate"),
        ({}, "缺少必填项 psn_no"),
    ],
)
def test_a_file_that_cannot_be_read_says_where(hsaf: Hsaf, wrong: Any, told: str) -> None:
    assert told in hsaf("counter", "reimburse", "-", "--clerk", "1001", given=wrong, ok=False).output


def test_a_maternity_allowance_is_tried_without_keeping_it(hsaf: Hsaf) -> None:
    """Caesarean, 98 + 15 days on a base of 6,451.85: the file is the one of the how-to page."""
    trying = ("counter", "allowance", "declare", "-", "--clerk", "1001", "--dry-run", "--json")
    tried = answered(hsaf(*trying, given=examples()[3]))
    assert (tried["days"], tried["amount"], tried["bankacct"]) == (113, 2_430_197, "************3333")
    assert answered(hsaf("counter", "allowance", "list", "--json")) == []


def test_a_maternity_allowance_is_declared_reviewed_paid_and_computed_again(hsaf: Hsaf) -> None:
    one = answered(hsaf("counter", "allowance", "declare", "-", "--clerk", "1001", "--json", given=examples()[3]))
    hsaf("counter", "allowance", "review", one["allw_id"], "--clerk", "1002")
    paid = hsaf("counter", "allowance", "pay", one["allw_id"], "--payment-no", "FK001", "--clerk", "1003").output
    assert "已支付" in paid
    assert "24,301.97" in paid
    assert "ALLW-DIFFICULT" in paid
    assert "重算一致" in hsaf("counter", "allowance", "recompute", one["allw_id"]).output


def test_a_registration_cannot_lose_the_days_it_was_used_on(hsaf: Hsaf) -> None:
    content = examples()[2]
    (one,) = answered(hsaf("counter", "chronic", "register", "-", "--clerk", "1001", "--json", given=content))
    serial = one["record"]["filing"]["trt_dcla_detl_sn"]
    used = entered(hsaf, claim(med_type="14", dise_codg="M01600", begndate="2026-03-02"))
    setl_id = answered(hsaf("counter", "review", used["reim_id"], "--clerk", "1002", "--json"))["setl_id"]
    ending = ("counter", "chronic", "end", PATIENT, serial, "--reason", "转归良好", "--clerk", "1001")
    assert setl_id in hsaf(*ending, "--on", "2026-03-08", ok=False).output
    hsaf(*ending, "--on", "2026-03-09")
    switched = {"psn_no": PATIENT, "trt_dcla_detl_sn": serial, "reason": "误报", "opsp_dise_code": "M03900"}
    assert setl_id in hsaf("counter", "chronic", "change", "-", "--clerk", "1", given=switched, ok=False).output
    hsaf("counter", "reverse", used["reim_id"], "--reason", "误报", "--clerk", "1001")
    hsaf("counter", "chronic", "change", "-", "--clerk", "1001", given=switched)
    (kept,) = [
        found
        for found in answered(hsaf("counter", "chronic", "show", PATIENT, "--json"))
        if found["record"]["filing"]["trt_dcla_detl_sn"] == serial
    ]
    assert [change["reason"] for change in kept["changes"]] == ["转归良好", "误报"]
    assert "原 enddate=2026-12-31" in hsaf("counter", "chronic", "show", PATIENT).output


def test_an_expiring_registration_is_told_once_for_each_end(hsaf: Hsaf) -> None:
    from datetime import timedelta

    soon = today() + timedelta(days=20)
    content = {**examples()[2], "enddate": f"{soon}"}
    (one,) = answered(hsaf("counter", "chronic", "register", "-", "--clerk", "1001", "--json", given=content))
    serial = one["record"]["filing"]["trt_dcla_detl_sn"]
    listed = [f["filing"]["trt_dcla_detl_sn"] for f in answered(hsaf("counter", "chronic", "expiring", "--json"))]
    assert serial in listed
    expiring = ("counter", "chronic", "expiring", "--notify")
    assert f"已通知 {len(listed)} 条" in hsaf(*expiring).output
    assert "已通知 0 条" in hsaf(*expiring).output
    later = {"psn_no": PATIENT, "trt_dcla_detl_sn": serial, "reason": "延期", "enddate": f"{soon + timedelta(days=1)}"}
    hsaf("counter", "chronic", "change", "-", "--clerk", "1001", given=later)
    assert "已通知 1 条" in hsaf(*expiring).output


def test_nothing_of_the_counter_is_served_over_http(seeded: Path) -> None:
    settings = load_settings({}, overrides={"region": "990000", "data_dir": str(seeded)})
    with boot(settings) as kernel:
        assert [code for code, _ in kernel.routes() if code == "core_business"] == []
