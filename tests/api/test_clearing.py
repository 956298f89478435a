"""3203 and 3204: an institution applies for clearing and takes the application back."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

import pytest

from centers.settlement.contract import clearing
from hsaf.kernel.running import RunningKernel
from hsaf.money import fen_from_yuan, yuan
from subsystems.gateway.control.errors import INPUT_WRONG
from tests.acceptance.cast import at
from tests.acceptance.client import Client
from tests.api.refusing import assert_refused
from tests.api.test_statements import Books
from tests.oracle.region import Institution, Region

JULY_DAY, AUGUST_2 = at(7, 9), at(8, 2)


class Month(Books):
    """A hospital's July."""

    def asking(self, **changes: Any) -> dict[str, Any]:
        """Input of 3203 as the hospital's books have it."""
        sums = {
            name: sum(fen_from_yuan(row[name]) for row in self.rows)
            for name in ("medfee_sumamt", "fund_pay_sumamt", "acct_pay")
        }
        cash = sums["medfee_sumamt"] - sums["fund_pay_sumamt"] - sums["acct_pay"]
        amounts = {
            "medfee_sumamt": sums["medfee_sumamt"],
            "med_sumfee": sums["medfee_sumamt"],
            "fund_appy_sum": sums["fund_pay_sumamt"],
            "cash_payamt": cash,
            "acct_pay": sums["acct_pay"],
        }
        data: dict[str, Any] = {"clr_type": "11", "clr_way": "1", "setlym": "202607", "psntime": len(self.rows)}
        data |= {"begndate": "2026-07-01", "enddate": "2026-07-31"}
        return {"data": data | {name: Decimal(yuan(value)) for name, value in amounts.items()} | changes}

    def apply(self, when: datetime = AUGUST_2, **changes: Any) -> str:
        answer = self.client.call("3203", self.hospital, self.asking(**changes), at=when)
        return answer.output["result"]["clr_appy_evt_id"]


@pytest.fixture(scope="module")
def month(client: Client, demo: Region) -> Month:
    made = Month(client, demo.institutions["H99020200022"], demo)
    made.visit(10, "910.25", JULY_DAY)
    made.visit(11, "77.70", JULY_DAY)
    return made


def revocation(number: str) -> dict[str, Any]:
    return {"data": {"clr_appy_evt_id": number}}


def test_an_application_stands_until_it_is_revoked(platform: RunningKernel, client: Client, month: Month) -> None:
    number = month.apply()
    again = month.asking()
    assert_refused(
        platform, lambda: client.call("3203", month.hospital, again, at=AUGUST_2), "3203", clearing.CLEARING_NOTHING
    )
    assert client.call("3204", month.hospital, revocation(number), at=AUGUST_2).ok
    gone = revocation(number)
    assert_refused(
        platform, lambda: client.call("3204", month.hospital, gone, at=AUGUST_2), "3204", clearing.APPLICATION_UNKNOWN
    )
    message = client.envelope("3203", month.hospital, month.asking(clr_way=""), at=AUGUST_2)
    assert client.send(message).raw == client.send(message).raw
    assert client.call("3204", month.hospital, revocation(client.send(message).find("clr_appy_evt_id")), at=AUGUST_2).ok


def test_another_institutions_application_is_unknown(
    platform: RunningKernel, client: Client, month: Month, demo: Region
) -> None:
    number = month.apply()
    other: Institution = demo.institutions["H99020100021"]
    theirs = revocation(number)
    assert_refused(
        platform, lambda: client.call("3204", other, theirs, at=AUGUST_2), "3204", clearing.APPLICATION_UNKNOWN
    )
    assert client.call("3204", month.hospital, theirs, at=AUGUST_2).ok


@pytest.mark.parametrize("name", ["medfee_sumamt", "med_sumfee", "fund_appy_sum", "cash_payamt", "acct_pay"])
def test_an_application_a_fen_apart_is_refused_by_figure(
    platform: RunningKernel, client: Client, month: Month, name: str
) -> None:
    wrong = month.asking(**{name: month.asking()["data"][name] - Decimal("0.01")})
    message = assert_refused(
        platform, lambda: client.call("3203", month.hospital, wrong, at=AUGUST_2), "3203", clearing.CLEARING_MISMATCH
    )
    assert "相差 -0.01 元" in message


@pytest.mark.parametrize(
    ("changes", "when", "error"),
    [
        ({"setlym": "202613"}, AUGUST_2, clearing.MONTH_WRONG),
        ({"enddate": "2026-08-01"}, AUGUST_2, clearing.CLEARING_PERIOD_WRONG),
        ({"clr_type": "21"}, AUGUST_2, clearing.CLEARING_NOTHING),
        ({"psntime": 3}, AUGUST_2, clearing.CLEARING_MISMATCH),
        ({"clr_type": "ZZ"}, AUGUST_2, INPUT_WRONG),
        ({"fund_appy_sum": ""}, AUGUST_2, INPUT_WRONG),
    ],
)
def test_a_wrong_application_is_refused(
    platform: RunningKernel, client: Client, month: Month, changes: dict[str, Any], when: datetime, error: Any
) -> None:
    wrong = month.asking(**changes)
    assert_refused(platform, lambda: client.call("3203", month.hospital, wrong, at=when), "3203", error)


def test_a_month_that_goes_on_cannot_be_cleared(platform: RunningKernel, client: Client, demo: Region) -> None:
    early = Month(client, demo.institutions["H99020400024"], demo)
    early.visit(12, "50", JULY_DAY)
    asking = early.asking()
    late_july = at(7, 31)
    assert_refused(
        platform, lambda: client.call("3203", early.hospital, asking, at=late_july), "3203", clearing.MONTH_NOT_OVER
    )


def test_a_revocation_names_an_application(platform: RunningKernel, client: Client, month: Month) -> None:
    for wrong, error in ((revocation(""), INPUT_WRONG), (revocation("CA0"), clearing.APPLICATION_UNKNOWN)):
        assert_refused(
            platform, lambda wrong=wrong: client.call("3204", month.hospital, wrong, at=AUGUST_2), "3204", error
        )
