"""Reconciliation with an institution: totals (3201) and rows (3202), equal and a fen apart."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from centers.settlement.contract.reconciliation import DetailResult, DetailRow, StatementScope, StatementTotals
from centers.settlement.contract.v1 import Settlement
from hsaf.contract.errors import HsafError
from tests.centers.settlement.desk import CLINIC, RESIDENT, RETIRED, WORKER, Desk

MARCH = {"begndate": date(2026, 3, 1), "enddate": date(2026, 3, 31)}


def scope(clr_type: str = "21", **changes: Any) -> StatementScope:
    fields: dict[str, Any] = {"clr_type": clr_type, "setl_optins": "990200", "with_refunds": True, **MARCH}
    return StatementScope(**(fields | changes))


def totals(*settlements: Settlement, **changes: int) -> StatementTotals:
    """What the hospital's own books say."""
    sums = {
        name: sum(one.info[name] for one in settlements) for name in ("medfee_sumamt", "fund_pay_sumamt", "acct_pay")
    }
    sums["fixmedins_setl_cnt"] = len(settlements)
    return StatementTotals(**{name: value + changes.get(name, 0) for name, value in sums.items()})


def reconcile(desk: Desk, stated: StatementTotals, **changes: Any) -> tuple[str, str]:
    found = desk.read(lambda: desk.center.reconcile_totals(scope(**changes), stated))
    return found.stmt_rslt, found.stmt_rslt_dscr


def row(one: Settlement, **changes: Any) -> DetailRow:
    """The hospital's row of a settlement."""
    fields = {name: one.info[name] for name in DetailRow.__struct_fields__}
    return DetailRow(**(fields | changes))


def details(desk: Desk, *rows: DetailRow, **changes: Any) -> list[DetailResult]:
    return desk.read(lambda: desk.center.reconcile_details(scope(**changes), rows))


# -- totals -------------------------------------------------------------------------------------------


def test_equal_totals_are_equal(desk: Desk) -> None:
    stays = [desk.stay(RETIRED, "8000.00", acct_used_flag="1"), desk.stay(RESIDENT, "5000.00")]
    assert reconcile(desk, totals(*stays)) == ("0", "对账一致")
    assert reconcile(desk, totals(stays[0]), insutype="310")[0] == "0"
    assert reconcile(desk, totals(stays[1]), insutype="390")[0] == "0"


@pytest.mark.parametrize(
    ("changes", "text"),
    [
        ({"medfee_sumamt": 1}, "医疗费总额多报 0.01 元（上报 8000.01，中心 8000.00）"),
        ({"fund_pay_sumamt": -1}, "基金支付总额少报 0.01 元"),
        ({"acct_pay": 100}, "个人账户支付金额多报 1.00 元"),
        ({"fixmedins_setl_cnt": 1}, "结算笔数多报 1 笔（上报 2，中心 1）"),
    ],
)
def test_a_fen_is_found_and_its_figure_named(quick: Desk, changes: dict[str, int], text: str) -> None:
    done = quick.stay(RETIRED, "8000.00", acct_used_flag="1")
    result, description = reconcile(quick, totals(done, **changes))
    assert result == "1"
    assert description.startswith(text)
    assert "；" not in description


def test_all_four_figures_fit_the_description(quick: Desk) -> None:
    done = quick.stay(RETIRED, "8000.00", acct_used_flag="1")
    big = 10**13
    wrong = totals(done, medfee_sumamt=big, fund_pay_sumamt=-big, acct_pay=big, fixmedins_setl_cnt=10**6)
    assert len(reconcile(quick, wrong)[1]) <= 200


def test_a_refund_counts_as_two_rows_or_not_at_all(desk: Desk) -> None:
    kept = desk.stay(RESIDENT, "5000.00")
    taken_back = desk.stay(RETIRED, "8000.00", acct_used_flag="1")
    reversal = desk.reverse(taken_back)
    assert reconcile(desk, totals(kept, taken_back, reversal))[0] == "0"
    assert reconcile(desk, totals(kept), with_refunds=False)[0] == "0"
    assert reconcile(desk, totals(kept))[1] == "结算笔数少报 2 笔（上报 1，中心 3）"


def test_a_refund_of_a_later_period_leaves_the_settlement_in_its_own(quick: Desk) -> None:
    done = quick.stay(RETIRED, "8000.00")
    quick.at = quick.at.replace(month=4)
    quick.reverse(done)
    assert reconcile(quick, totals(done), with_refunds=False)[0] == "0"
    april = {"begndate": date(2026, 4, 1), "enddate": date(2026, 4, 30)}
    assert reconcile(quick, totals(), with_refunds=False, **april)[0] == "0"


def test_both_end_days_count(quick: Desk) -> None:
    done = quick.stay(RETIRED, "8000.00")
    day = {"begndate": done.info["setl_time"].date(), "enddate": done.info["setl_time"].date()}
    assert reconcile(quick, totals(done), **day)[0] == "0"
    before = {"begndate": date(2026, 3, 1), "enddate": date(2026, 3, 1)}
    assert reconcile(quick, totals(), **before)[0] == "0"


def test_only_the_named_agency_and_type_are_compared(quick: Desk) -> None:
    stay, visit = quick.stay(RETIRED, "8000.00"), quick.clinic(WORKER, "100.00")
    assert reconcile(quick, totals(visit), clr_type="11")[0] == "0"
    assert reconcile(quick, totals(), setl_optins="990100")[0] == "0"
    assert reconcile(quick, totals(stay), setl_optins="990203")[0] == "0"


def test_an_institution_is_compared_with_its_own_only(quick: Desk) -> None:
    quick.stay(RETIRED, "8000.00")
    assert reconcile(quick.elsewhere(CLINIC), totals())[0] == "0"


def test_a_reversed_period_is_refused(quick: Desk) -> None:
    backwards = {"begndate": date(2026, 3, 2), "enddate": date(2026, 3, 1)}
    with pytest.raises(HsafError, match="statement_period_wrong"):
        reconcile(quick, totals(), **backwards)


# -- rows ---------------------------------------------------------------------------------------------


def test_equal_rows_are_equal(desk: Desk) -> None:
    stays = [desk.stay(RETIRED, "8000.00", acct_used_flag="1"), desk.stay(RESIDENT, "5000.00")]
    found = details(desk, *map(row, stays))
    assert [(one.setl_id, one.stmt_rslt, one.memo) for one in found] == [(one.setl_id, "0", "") for one in stays]
    assert {one.msgid for one in found} == {one.info["medins_setl_id"] for one in stays}


def test_a_row_a_fen_apart_says_in_what(quick: Desk) -> None:
    done = quick.stay(RETIRED, "8000.00")
    (found,) = details(quick, row(done, fund_pay_sumamt=done.info["fund_pay_sumamt"] + 1))
    assert found.stmt_rslt == "1"
    assert found.memo.startswith("基金支付总额多报 0.01 元")
    assert found.fund_pay_sumamt == done.info["fund_pay_sumamt"]


def test_a_row_only_the_center_has_names_the_message_to_compensate(desk: Desk) -> None:
    lost = desk.stay(RETIRED, "8000.00")
    (found,) = details(desk)
    assert (found.setl_id, found.mdtrt_id, found.stmt_rslt) == ("", "", "1")
    assert (found.psn_no, found.msgid) == (RETIRED, lost.info["medins_setl_id"])
    desk.compensate(RETIRED, found.msgid, "2304")
    assert details(desk, with_refunds=False) == []


def test_rows_the_center_does_not_know_are_told_apart(quick: Desk) -> None:
    done, visit = quick.stay(RETIRED, "8000.00"), quick.clinic(WORKER, "100.00")
    rows = [row(done), row(done), row(visit), row(done, setl_id="SE-NONE")]
    assert [one.memo for one in details(quick, *rows)] == [
        "",
        "文件中重复的结算",
        "该结算不在本次对账范围内",
        "中心没有该笔结算",
    ]


def test_another_institutions_settlement_is_unknown(quick: Desk) -> None:
    done = quick.stay(RETIRED, "8000.00")
    (found,) = details(quick.elsewhere(CLINIC), row(done))
    assert found.memo == "中心没有该笔结算"


@pytest.mark.parametrize("named_by", ["reversal", "original"])
def test_a_refund_may_be_named_by_either_settlement(quick: Desk, named_by: str) -> None:
    done = quick.stay(RETIRED, "8000.00")
    back = quick.reverse(done)
    setl_id = back.setl_id if named_by == "reversal" else done.setl_id
    found = details(quick, row(done), row(back, setl_id=setl_id))
    assert [one.stmt_rslt for one in found] == ["0", "0"]
    assert found[1].medfee_sumamt == -800000


def test_a_wrong_person_visit_or_flag_is_named(quick: Desk) -> None:
    done = quick.stay(RETIRED, "8000.00")
    (found,) = details(quick, row(done, psn_no=WORKER, mdtrt_id="MD-NONE", refd_setl_flag="1"))
    assert found.memo == "人员编号不一致；就诊ID不一致；退费结算标志不一致（上报 1，中心 0）"


def test_the_result_has_the_columns_of_the_file_in_order() -> None:
    assert DetailResult.__struct_fields__ == (
        "psn_no",
        "mdtrt_id",
        "setl_id",
        "msgid",
        "stmt_rslt",
        "refd_setl_flag",
        "memo",
        "medfee_sumamt",
        "fund_pay_sumamt",
        "acct_pay",
    )
