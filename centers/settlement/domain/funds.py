"""Which fund pays what: the rows of ``setldetail`` and their explanation.

Source: benefit-settlement section 4.6; dictionary ``fund_pay_type``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final, NamedTuple

from centers.settlement.contract.v1 import FundRow
from centers.settlement.domain.amounts import Amounts
from centers.settlement.domain.explain import explain

EXPLANATION_LIMIT: Final = 4000
"""Characters of ``setl_proc_info`` in the national interface."""


class Fund(NamedTuple):
    """A fund by ``fund_pay_type`` and its name."""

    code: str
    name: str


EMPLOYEE_POOL: Final = Fund("310100", "城镇职工基本医疗保险统筹基金")
RESIDENT_POOL: Final = Fund("390100", "城乡居民基本医疗保险基金")
MATERNITY: Final = Fund("510100", "生育基金")
PERSONAL_ACCOUNT: Final = Fund("310200", "城镇职工基本医疗保险个人账户基金")

SUPPLEMENTS: Final = {
    "cvlserv_pay": Fund("320100", "公务员医疗补助基金"),
    "hifes_pay": Fund("370100", "企业补充医疗保险基金"),
    "hifmi_pay": Fund("390200", "城乡居民大病医疗保险基金"),
    "hifob_pay": Fund("330100", "大额医疗费用补助基金"),
    "maf_pay": Fund("610100", "医疗救助基金"),
    "oth_pay": Fund("999997", "其他基金"),
}
"""Amount field to the fund behind it."""

EXPLAINED_BY: Final = {"hifp_pay": ("act_pay_dedc", "hifp_pay"), "acct_pay": ("acct_pay", "acct_mulaid_pay")}
"""Where the yields that explain a row are more than the row's own field."""


def pool(insutype: str, *, maternity: bool) -> Fund:
    """The fund behind ``hifp_pay``."""
    if maternity:
        return MATERNITY
    return EMPLOYEE_POOL if insutype == "310" else RESIDENT_POOL


def payers(amounts: Amounts, insutype: str, *, maternity: bool) -> list[tuple[str, Fund]]:
    """Amount field and fund of everyone who paid (or, in a reversal, is paid back), in policy order."""
    funds = {"hifp_pay": pool(insutype, maternity=maternity)} | SUPPLEMENTS
    return [(name, fund) for name, fund in funds.items() if amounts[name]]


def fund_rows(
    amounts: Amounts,
    insutype: str,
    *,
    maternity: bool,
    limits: Mapping[str, int],
    trace: Sequence[Mapping[str, Any]],
) -> tuple[FundRow, ...]:
    """One row for each fund that paid, and one for the personal accounts, own and family together."""
    paid = payers(amounts, insutype, maternity=maternity)
    if amounts["acct_pay"]:
        paid.append(("acct_pay", PERSONAL_ACCOUNT))
    return tuple(
        FundRow(
            fund_pay_type=fund.code,
            fund_pay_type_name=fund.name,
            fund_payamt=amounts[name],
            inscp_scp_amt=amounts["inscp_scp_amt"],
            crt_payb_lmt_amt=limits.get(name, 0),
            setl_proc_info=explain(trace, EXPLAINED_BY.get(name, (name,)))[:EXPLANATION_LIMIT],
        )
        for name, fund in paid
    )
