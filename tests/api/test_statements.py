"""3201 and 3202: an institution reconciles with the center, by totals and by file."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

import pytest

from centers.exchange.contract.v1 import FILE_UNKNOWN
from centers.settlement.contract.reconciliation import STATEMENT_PERIOD_WRONG
from hsaf.contract.rows import ROW_INVALID
from hsaf.contract.textfile import TEXTFILE_WRONG, pack, unpack
from hsaf.kernel.running import RunningKernel
from hsaf.money import fen_from_yuan, yuan
from subsystems.gateway.control.errors import INPUT_WRONG
from tests.acceptance.cast import at, charge
from tests.acceptance.client import Client
from tests.acceptance.desk import Desk
from tests.api.refusing import assert_refused
from tests.oracle.region import Institution, Region
from tests.oracle.world import Settlement, World

AMOUNTS = ("medfee_sumamt", "fund_pay_sumamt", "acct_pay")
UPLOADED = ("setl_id", "mdtrt_id", "psn_no", *AMOUNTS, "refd_setl_flag")
RESULT = ("psn_no", "mdtrt_id", "setl_id", "msgid", "stmt_rslt", "refd_setl_flag", "memo", *AMOUNTS)
DAY, EVENING = at(6, 9), at(6, 9, 20)


class Books:
    """A hospital of 乙市 and what its own system remembers of the day's visits."""

    def __init__(self, client: Client, hospital: Institution, demo: Region) -> None:
        self.client = client
        self.hospital = hospital
        self.people = [one for one in demo.persons.values() if _sound(one)]
        self.desk = Desk(client, World())
        self.rows: list[dict[str, Any]] = []

    def visit(self, index: int, amount: str, day: datetime = DAY) -> Settlement:
        """An outpatient visit, settled."""
        person = self.desk.world.region.persons[self.people[index].psn_no]
        visit = self.desk.register(person, self.hospital, day)
        self.desk.upload(visit, [charge(amount, day)])
        done = self.desk.settle(visit, day)
        self._remember()
        return done

    def take_back(self, done: Settlement) -> None:
        self.desk.reverse(done, at(6, 9, 15))
        self._remember()

    def _remember(self) -> None:
        message, answer = self.desk.answers[-1]
        info = answer.output["setlinfo"]
        row = {name: info[name] for name in ("setl_id", "mdtrt_id", *AMOUNTS)}
        person = message["input"]["data"]["psn_no"]
        flag = "1" if message["infno"] == "2208" else "0"
        self.rows.append(row | {"psn_no": person, "refd_setl_flag": flag, "msgid": message["msgid"]})

    # -- messages -----------------------------------------------------------------------------------

    def stated(self, **changes: Any) -> dict[str, Any]:
        """Input of 3201 as the hospital's books have it."""
        sums = {name: sum(fen_from_yuan(row[name]) for row in self.rows) for name in AMOUNTS}
        data = {"insutype": "310", "clr_type": "11", "setl_optins": "990200"}
        data |= {"stmt_begndate": "2026-06-09", "stmt_enddate": "2026-06-09"}
        data |= {name: Decimal(yuan(value)) for name, value in sums.items()}
        flags = {"fixmedins_setl_cnt": len(self.rows), "refd_setl_flag": "1", "fixmedins_refd_setl_flag": "1"}
        return {"data": data | flags | changes}

    def totals(self, **changes: Any) -> dict[str, Any]:
        answer = self.client.call("3201", self.hospital, self.stated(**changes), at=EVENING)
        return answer.output["stmtinfo"]

    def upload(self, rows: Sequence[Sequence[str]]) -> str:
        """9101; the number to name in 3202."""
        return self.upload_raw(pack("明细.txt", rows))

    def upload_raw(self, content: bytes) -> str:
        node = {"in": base64.b64encode(content).decode(), "filename": "明细.zip", "fixmedins_code": self.hospital.code}
        return self.client.call("9101", self.hospital, {"fsUploadIn": node}, at=EVENING).output["file_qury_no"]

    def asking(self, file_qury_no: str, **changes: Any) -> dict[str, Any]:
        """Input of 3202."""
        data = self.stated()["data"] | {"cash_payamt": 0, "file_qury_no": file_qury_no}
        del data["insutype"], data["acct_pay"]
        return {"data": data | changes}

    def details(self, rows: Sequence[dict[str, Any]], **changes: Any) -> list[dict[str, str]]:
        """9101, 3202, 9102: the rows of the result file."""
        number = self.upload([[row[name] for name in UPLOADED] for row in rows])
        ticket = self.client.call("3202", self.hospital, self.asking(number, **changes), at=EVENING).output["fileinfo"]
        asked = {"file_qury_no": ticket["file_qury_no"], "filename": ticket["filename"], "fixmedins_code": "plc"}
        answer = self.client.call("9102", self.hospital, {"fsDownloadIn": asked}, at=EVENING).output["fsDownloadOut"]
        content = unpack(base64.b64decode(answer["out"]), len(RESULT))
        return [dict(zip(RESULT, row, strict=True)) for row in content]


def _sound(person: Any) -> bool:
    enrolled = person.enrollments.get("310")
    return bool(enrolled) and enrolled.pool == "990200" and enrolled.stas == "1" and len(person.enrollments) == 1 and (
        not enrolled.arrears
    )  # fmt: skip


@pytest.fixture(scope="module")
def books(client: Client, demo: Region) -> Books:
    """Three visits of one day, one of them taken back."""
    made = Books(client, demo.institutions["H99020400020"], demo)
    made.visit(0, "820.50")
    made.visit(1, "1300")
    made.take_back(made.visit(2, "640.10"))
    return made


# -- 3201 ---------------------------------------------------------------------------------------------


def test_the_days_totals_are_equal(books: Books) -> None:
    assert books.totals() == {"setl_optins": "990200", "stmt_rslt": "0", "stmt_rslt_dscr": "对账一致"}


@pytest.mark.parametrize("name", AMOUNTS)
def test_one_fen_is_found_and_named(books: Books, name: str) -> None:
    wrong = books.stated()["data"][name] + Decimal("0.01")
    answer = books.totals(**{name: wrong})
    assert answer["stmt_rslt"] == "1"
    assert "多报 0.01 元" in answer["stmt_rslt_dscr"]
    assert "；" not in answer["stmt_rslt_dscr"]


def test_without_refunds_neither_row_of_one_counts(books: Books) -> None:
    assert books.totals(fixmedins_setl_cnt=2, refd_setl_flag="0")["stmt_rslt"] == "0"
    assert books.totals(fixmedins_setl_cnt=2, refd_setl_flag="", fixmedins_refd_setl_flag="0")["stmt_rslt"] == "0"
    assert books.totals(fixmedins_setl_cnt=2)["stmt_rslt_dscr"] == "结算笔数少报 2 笔（上报 2，中心 4）"


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"stmt_enddate": "2026-06-08"}, STATEMENT_PERIOD_WRONG),
        ({"refd_setl_flag": "2"}, INPUT_WRONG),
        ({"fixmedins_refd_setl_flag": ""}, INPUT_WRONG),
        ({"clr_type": "ZZ"}, INPUT_WRONG),
        ({"medfee_sumamt": Decimal("1.005")}, INPUT_WRONG),
    ],
)
def test_a_wrong_statement_is_refused(
    platform: RunningKernel, client: Client, books: Books, changes: dict[str, Any], error: Any
) -> None:
    wrong = books.stated(**changes)
    assert_refused(platform, lambda: client.call("3201", books.hospital, wrong, at=EVENING), "3201", error)


# -- 3202 ---------------------------------------------------------------------------------------------


def test_rows_that_agree_are_answered_as_equal(books: Books) -> None:
    found = books.details(books.rows)
    assert [(row["setl_id"], row["stmt_rslt"], row["memo"]) for row in found] == [
        (row["setl_id"], "0", "") for row in books.rows
    ]
    assert [row["msgid"] for row in found] == [row["msgid"] for row in books.rows]


def test_what_differs_or_is_missing_is_named(books: Books) -> None:
    first, second, *refunded = books.rows
    altered = first | {"acct_pay": yuan(fen_from_yuan(first["acct_pay"]) - 1)}
    invented = second | {"setl_id": "SE0", "mdtrt_id": "MD0"}
    found = books.details([altered, invented, *refunded])
    assert found[0]["memo"].startswith("个人账户支付金额少报 0.01 元")
    assert (found[1]["memo"], found[1]["msgid"]) == ("中心没有该笔结算", "")
    lost = found[-1]
    assert (lost["setl_id"], lost["mdtrt_id"], lost["msgid"]) == ("", "", second["msgid"])
    assert lost["medfee_sumamt"] == second["medfee_sumamt"]
    assert [row["stmt_rslt"] for row in found] == ["1", "1", "0", "0", "1"]


@pytest.mark.parametrize(
    ("rows", "error", "text"),
    [
        ([["SE1", "MD1", "9", "1.00", "0"]], TEXTFILE_WRONG, "第 1 行应有 7 列"),
        ([["SE1", "MD1", "9", "1.00", "0", "0", "2"]], ROW_INVALID, "第 1 行 refd_setl_flag"),
        ([["SE1", "MD1", "9", "1.001", "0", "0", "0"]], ROW_INVALID, "第 1 行 medfee_sumamt"),
        ([["", "MD1", "9", "1.00", "0", "0", "0"]], ROW_INVALID, "第 1 行 setl_id"),
    ],
)
def test_a_wrong_file_is_refused_by_line_and_column(
    platform: RunningKernel, client: Client, books: Books, rows: list[list[str]], error: Any, text: str
) -> None:
    asking = books.asking(books.upload(rows))
    message = assert_refused(platform, lambda: client.call("3202", books.hospital, asking, at=EVENING), "3202", error)
    assert text in message


def test_an_unknown_or_foreign_file_is_refused(
    platform: RunningKernel, client: Client, books: Books, demo: Region
) -> None:
    asking = books.asking("FQ0")
    assert_refused(platform, lambda: client.call("3202", books.hospital, asking, at=EVENING), "3202", FILE_UNKNOWN)
    theirs = books.asking(books.upload([]))
    other = demo.institutions["H99020100021"]
    assert_refused(platform, lambda: client.call("3202", other, theirs, at=EVENING), "3202", FILE_UNKNOWN)


def test_a_repeated_comparison_keeps_one_result(client: Client, books: Books) -> None:
    number = books.upload([[row[name] for name in UPLOADED] for row in books.rows])
    message = client.envelope("3202", books.hospital, books.asking(number), at=EVENING)
    assert client.send(message).raw == client.send(message).raw
