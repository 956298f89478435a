"""The ledger, the audit chain and the questions an auditor or a hospital asks."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

import pytest
import sqlalchemy as sa

from centers.settlement.data.tables import account, entry
from centers.settlement.domain.amounts import bill_divides, bill_is_paid, person_part_divides, rows_add_up
from hsaf.contract.errors import HsafError
from hsaf.data.audit import verify
from tests.centers.settlement.desk import CLINIC, HOSPITAL, PENSIONER, RESIDENT, RETIRED, SPECIAL, Desk, line


def entries(desk: Desk, setl_id: str) -> dict[str, tuple[int, int]]:
    story = desk.read(lambda: desk.center.story(setl_id))
    return {one.account: (one.debit, one.credit) for one in story.entries}


def test_a_settlement_debits_funds_and_accounts_and_credits_the_institution(desk: Desk) -> None:
    done = desk.stay(RETIRED, "8000.00", acct_used_flag="1")
    hifp, acct = done.info["hifp_pay"], done.info["acct_pay"]
    assert entries(desk, done.setl_id) == {
        "fund:310100:990200": (hifp, 0),
        f"acct:{RETIRED}": (acct, 0),
        f"payable:{HOSPITAL}": (0, hifp + acct),
    }


def test_a_reversal_posts_the_mirror(desk: Desk) -> None:
    done = desk.stay(RETIRED, "8000.00", acct_used_flag="1")
    back = desk.reverse(done)
    assert entries(desk, back.setl_id) == {
        name: (credit, debit) for name, (debit, credit) in entries(desk, done.setl_id).items()
    }


def test_a_visit_paid_in_cash_books_nothing(quick: Desk) -> None:
    done = quick.clinic(RETIRED, "10.00")
    assert entries(quick, done.setl_id) == {}


def test_the_trial_balance_names_an_account_that_was_tampered_with(desk: Desk) -> None:
    done = desk.stay(RETIRED, "8000.00")
    with desk.harness.database.write() as connection:
        connection.execute(account.update().where(account.c.psn_no == PENSIONER).values(balc=999))
        connection.execute(entry.update().where(entry.c.journal == done.setl_id, entry.c.entry_no == 1).values(debit=1))
    assert set(desk.trial().broken) == {f"acct:{PENSIONER}", f"journal:{RETIRED}:{done.setl_id}"}


def test_the_story_of_a_settlement_is_complete_and_its_chain_holds(desk: Desk) -> None:
    done = desk.stay(RETIRED, "8000.00", acct_used_flag="1")
    story = desk.read(lambda: desk.center.story(done.setl_id))
    assert [event["event"].removeprefix("settlement.") for event in story.events] == [
        "visit_registered",
        "lines_uploaded",
        "visit_discharged",
        "settled",
    ]
    facts = story.events[-1]["facts"]
    assert facts["accumulators"]["inpatient_count"] == [0, 1]
    assert facts["balc"] == [480010, 480010 - done.info["acct_pay"]]
    assert len(facts["journal"]) == 64
    assert any("@2026.1" in rule for rule in facts["rules"])
    assert story.accumulators["hifp"] == done.info["hifp_pay"]
    assert {item["item"] for item in story.trace} >= {"act_pay_dedc", "hifp_pay"}
    with desk.harness.database.read() as connection:
        assert verify(connection, desk.harness.crypto).ok


def test_no_event_names_the_person(quick: Desk) -> None:
    done = quick.stay(RETIRED, "8000.00", acct_used_flag="1")
    quick.reverse(done)
    story = quick.read(lambda: quick.center.story(done.setl_id))
    text = repr([event["facts"] for event in story.events])
    assert "秦新泽" not in text
    assert "990204195111150051" not in text


def test_a_story_without_a_settlement_is_refused(quick: Desk) -> None:
    with pytest.raises(HsafError, match="visit_not_settled"):
        quick.read(lambda: quick.center.story("SE-NONE"))


def test_the_lines_of_a_settlement_are_its_own(desk: Desk) -> None:
    mdtrt_id = desk.admit(RETIRED, "310")
    desk.upload(RETIRED, mdtrt_id, line(10, "100.00"), line(9, "50.00", code=SPECIAL))
    first = desk.settle(RETIRED, mdtrt_id, "150.00", mid_setl=True)
    desk.upload(RETIRED, mdtrt_id, line(11, "70.00"))
    rows = desk.read(lambda: desk.center.lines(RETIRED, mdtrt_id, first.setl_id))
    assert [(row["feedetl_sn"], row["det_item_fee_sumamt"], row["setl_id"]) for row in rows] == [
        ("9", 5000, first.setl_id),
        ("10", 10000, first.setl_id),
    ]
    assert (rows[0]["pric"], rows[0]["selfpay_prop"], rows[0]["chrgitm_lv"]) == (50, Decimal("0.1000"), "02")


def test_an_institution_sees_its_own_settlements_only(quick: Desk) -> None:
    done = quick.stay(RETIRED, "1000.00")
    other = quick.elsewhere(CLINIC)
    with pytest.raises(HsafError, match="visit_not_settled"):
        other.read(lambda: other.center.settlement(RETIRED, done.mdtrt_id, done.setl_id))


def test_accumulators_are_asked_by_year(quick: Desk) -> None:
    quick.stay(RESIDENT, "5000.00")
    rows = quick.read(lambda: quick.center.accumulators(RESIDENT, "202603"))
    assert {row["cum_ym"] for row in rows} == {"202603"}
    assert {row["cum_type_code"]: row["cum"] for row in rows}["inpatient_count"] == Decimal(1)
    assert quick.read(lambda: quick.center.accumulators(RESIDENT, "202503")) == []


def test_visits_are_found_by_time_and_type(quick: Desk) -> None:
    quick.register(RETIRED, "310", "13")
    quick.stay(RETIRED, "1000.00")
    begin, end = datetime(2026, 3, 2), datetime(2026, 3, 3)
    found = quick.read(lambda: quick.center.visits(RETIRED, begin, end, "2101"))
    assert [(row["med_type"], row["inhosp_stas"], row["endtime"]) for row in found] == [
        ("2101", "0", quick.at.replace(minute=5))
    ]
    assert quick.read(lambda: quick.center.visits(RETIRED, end, end)) == []


def test_an_amount_that_breaks_an_identity_is_named() -> None:
    amounts = dict.fromkeys(
        [
            "medfee_sumamt",
            "fulamt_ownpay_amt",
            "overlmt_selfpay",
            "preselfpay_amt",
            "inscp_scp_amt",
            "hifp_pay",
            "cvlserv_pay",
            "hifes_pay",
            "hifmi_pay",
            "hifob_pay",
            "maf_pay",
            "oth_pay",
            "fund_pay_sumamt",
            "hosp_part_amt",
            "psn_part_amt",
            "acct_pay",
            "acct_mulaid_pay",
            "psn_cash_pay",
        ],
        0,
    )
    assert bill_divides(amounts | {"medfee_sumamt": 1}) == "medfee_sumamt 1 != 0"
    assert bill_is_paid(amounts | {"psn_part_amt": 1}) == "medfee_sumamt 0 != 1"
    assert bill_is_paid(amounts | {"hifp_pay": 1}) == "fund_pay_sumamt 0 != 1"
    assert person_part_divides(amounts | {"acct_mulaid_pay": 1}) == "acct_mulaid_pay 1 > acct_pay 0"
    assert rows_add_up(amounts, [5]) == "setldetail 5 != 0"


def test_entries_are_only_ever_added(quick: Desk) -> None:
    done = quick.stay(RETIRED, "8000.00")
    count = sa.select(sa.func.count()).select_from(entry)
    with quick.harness.database.read() as connection:
        before = connection.execute(count).scalar_one()
    quick.reverse(done)
    with quick.harness.database.read() as connection:
        assert connection.execute(count).scalar_one() == before + len(entries(quick, done.setl_id))
