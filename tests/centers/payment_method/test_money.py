"""The money of a list is its settlement's: I7, I8 and the charges by kind."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from centers.payment_method.contract.v1 import LIST_AMOUNT_MISMATCH
from centers.payment_method.domain.money import fund_sums, item_charges, personal_parts, require_money
from hsaf.contract.errors import HsafError
from hsaf.money import yuan

INFO = {
    "medfee_sumamt": 100_000, "fulamt_ownpay_amt": 3_000, "overlmt_selfpay": 1_000, "preselfpay_amt": 4_000,
    "inscp_scp_amt": 92_000, "act_pay_dedc": 50_000, "fund_pay_sumamt": 36_000, "hosp_part_amt": 0,
    "psn_part_amt": 64_000, "acct_pay": 20_000, "psn_cash_pay": 44_000,
}  # fmt: skip
FUNDS = {"310100": 36_000, "310200": 20_000}


def line(kind: str, level: str, det: int, own: int = 0) -> dict[str, Any]:
    return {"med_chrgitm_type": kind, "chrgitm_lv": level, "det_item_fee_sumamt": det, "fulamt_ownpay_amt": own}


LINES = [line("01", "01", 46_000), line("09", "02", 51_000), line("09", "03", 3_000, 3_000)]


def test_self_pay_is_deductible_first_share_proportional_share_and_over_ceiling() -> None:
    parts = personal_parts(INFO)
    proportional = INFO["inscp_scp_amt"] - INFO["act_pay_dedc"] - INFO["fund_pay_sumamt"]
    assert parts.psn_selfpay == 50_000 + 4_000 + proportional + 1_000
    assert parts.psn_ownpay == 3_000
    assert parts.psn_selfpay + parts.psn_ownpay == parts.acct_pay + parts.psn_cashpay
    assert INFO["medfee_sumamt"] == INFO["fund_pay_sumamt"] + parts.psn_selfpay + parts.psn_ownpay


@given(st.lists(st.tuples(st.sampled_from(["01", "09", "14", ""]), st.sampled_from(["01", "02", "03", ""]),
                          st.integers(-10**9, 10**9), st.booleans())))  # fmt: skip
def test_charges_by_kind_add_up_to_the_bill_and_each_to_its_parts(rows: list[tuple[str, str, int, bool]]) -> None:
    lines = [line(kind, level, det, det if own or level == "03" else 0) for kind, level, det, own in rows]
    charges = item_charges(lines)
    assert sum(one.item_sumamt for one in charges) == sum(det for _, _, det, _ in rows)
    for one in charges:
        parts = one.item_claa_sumfee + one.item_clab_amt + one.item_fulamt_ownpay_amt + one.item_ownpay_amt
        assert parts == one.item_sumamt
    assert len({one.med_chrgitm_type for one in charges}) == len(charges)


def check(**nodes: Any) -> None:
    require_money({"setlinfo": {}} | nodes, FUNDS, personal_parts(INFO), item_charges(LINES))


def pay(*rows: tuple[str, int]) -> list[dict[str, Any]]:
    return [{"fund_pay_type": fund, "fund_payamt": yuan(amount)} for fund, amount in rows]


def item(kind: str, **parts: int) -> dict[str, Any]:
    fields = ("item_sumamt", "item_claa_sumfee", "item_clab_amt", "item_fulamt_ownpay_amt", "item_ownpay_amt")
    return {"med_chrgitm_type": kind} | {field: yuan(parts.get(field, 0)) for field in fields}


ITEMS = [
    item("01", item_sumamt=46_000, item_claa_sumfee=46_000),
    item("09", item_sumamt=54_000, item_clab_amt=51_000, item_fulamt_ownpay_amt=3_000),
]


@pytest.mark.parametrize(
    "nodes",
    [
        {},
        {"payinfo": pay(("310100", 36_000))},
        {"payinfo": pay(("310100", 30_000), ("310100", 6_000), ("310200", 20_000), ("610100", 0))},
        {"setlinfo": {"psn_selfpay": "610.00", "psn_ownpay": "30", "acct_pay": "200", "psn_cashpay": "440"}},
        {"iteminfo": ITEMS},
    ],
)
def test_what_agrees_passes(nodes: dict[str, Any]) -> None:
    check(**nodes)


@pytest.mark.parametrize(
    ("nodes", "said"),
    [
        ({"payinfo": pay(("310100", 35_999))}, "基金 310100 上报 359.99，结算为 360.00"),
        ({"payinfo": pay(("610100", 36_000))}, "基金 310100 上报 0.00，结算为 360.00"),
        ({"payinfo": pay(("310100", 36_000), ("610100", 1))}, "基金 610100 上报 0.01，结算为 0.00"),
        ({"payinfo": pay(("310100", 36_000), ("310200", 1))}, "基金 310200 上报 0.01，结算为 200.00"),
        ({"setlinfo": {"psn_selfpay": "610.01"}}, "个人自付上报 610.01，结算为 610.00"),
        ({"setlinfo": {"psn_cashpay": "0"}}, "个人现金支付上报 0.00，结算为 440.00"),
        ({"iteminfo": ITEMS[:1]}, "收费项目 09 金额上报 0.00，结算为 540.00"),
        ({"iteminfo": [*ITEMS, item("14", item_sumamt=1)]}, "收费项目 14 金额上报 0.01，结算为 0.00"),
        (
            {"iteminfo": [ITEMS[0], ITEMS[1] | {"item_clab_amt": "510.01", "item_ownpay_amt": "-0.01"}]},
            "收费项目 09 乙类金额合计上报 510.01，结算为 510.00",
        ),
    ],
)
def test_a_fen_of_difference_is_refused_with_both_figures(nodes: dict[str, Any], said: str) -> None:
    with pytest.raises(HsafError) as caught:
        check(**nodes)
    assert caught.value.error is LIST_AMOUNT_MISMATCH
    assert said in caught.value.message


def test_rows_of_one_fund_are_one_fund() -> None:
    assert fund_sums([("310100", 1), ("390200", 5), ("310100", 2)]) == {"310100": 3, "390200": 5}
