"""What a receipt says about each fund's amount, and what it keeps to itself."""

from __future__ import annotations

from tests.centers.settlement.desk import AUNT, CITY_CLINIC, FAMILY, UNCLE, WORKER, Desk


def explained(settled: object, code: str) -> str:
    return next(row.setl_proc_info for row in settled.funds if row.fund_pay_type == code)  # type: ignore[attr-defined]


def test_a_fund_row_tells_rule_version_source_inputs_and_amounts_in_yuan(quick: Desk) -> None:
    told = explained(quick.stay(WORKER, "22111.11"), "310100")
    assert "规则 HIFP-SEGMENT 版本 2026.1，依据 第4.1条 统筹基金" in told
    assert "统筹基金年度限额 250,000.00" in told
    assert "C001 统筹第1段：基金" in told
    assert "得出：统筹支付 " in told


def test_a_receipt_does_not_tell_whose_accounts_in_the_family_hold_what(quick: Desk) -> None:
    quick.institution = CITY_CLINIC
    settled = quick.clinic(FAMILY, "480.00", acct_used_flag="1")
    told = explained(settled, "310200")
    assert "其中家庭共济" in told
    assert not any(number in told for number in (AUNT, UNCLE))
    assert "余额" not in told
