"""What the counter shows and prints of a reimbursement."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from centers.settlement.contract.reimbursement import STATE_NAMES, STEP_NAMES, Reimbursement
from hsaf.contract.sheets import Sheet
from hsaf.money import yuan_grouped
from hsaf.rules.telling import LABELS

Label = Callable[[str, str], str]

FEES: Final = (
    ("medfee_sumamt", "总费用"),
    ("fulamt_ownpay_amt", "全自费"),
    ("overlmt_selfpay", "超限价"),
    ("preselfpay_amt", "先行自付"),
    ("inscp_scp_amt", "政策范围内"),
    ("act_pay_dedc", "起付线"),
)
FUNDS: Final = ("hifp_pay", "cvlserv_pay", "hifes_pay", "hifmi_pay", "hifob_pay", "maf_pay", "oth_pay")


def preview(claim: Reimbursement, label: Label) -> Sheet:
    """What it pays, for the page: facts and tables as the general sheet has them."""
    return Sheet(title="零星报销", about=claim.reim_id, shown={"subtitle": "", **_body(claim, label)})


def sheet(claim: Reimbursement, psn_name: str, label: Label) -> Sheet:
    """The assessment sheet (零星报销核定单)."""
    who = [["人员编号", claim.psn_no], ["姓名", psn_name], ["收款账户", hidden(claim.bankacct)]]
    body = _body(claim, label)
    steps = [[STEP_NAMES[one.step], one.actor, f"{one.at:%Y-%m-%d %H:%M}", one.memo] for one in claim.steps]
    return Sheet(
        title="零星报销核定单",
        about=claim.reim_id,
        name=f"零星报销核定单{claim.reim_id}",
        shown={
            "facts": [*who, *body["facts"]],
            "tables": body["tables"],
            "receipts": [[one.invono, yuan_grouped(one.amount)] for one in claim.receipts],
            "steps": steps,
            "note": claim.obstacle,
        },
    )


def _body(claim: Reimbursement, label: Label) -> dict[str, Any]:
    facts = [
        ["申请编号", claim.reim_id],
        ["状态", STATE_NAMES[claim.state]],
        ["险种", label("insutype", claim.insutype)],
        ["医疗类别", label("med_type", claim.med_type)],
        ["就诊日期", f"{claim.begndate} 至 {claim.enddate}"],
        ["结算ID", claim.setl_id or "复核后生成"],
    ]
    info = claim.settlement.info if claim.settlement else {}
    return {"facts": facts, "tables": [_fees(info), _paid(info)] if info else []}


def _fees(info: Mapping[str, Any]) -> dict[str, Any]:
    rows = [[name, yuan_grouped(info[code])] for code, name in FEES if code in info]
    return {"title": "费用", "head": ["项目", "金额（元）"], "rows": rows, "right": [1]}


def _paid(info: Mapping[str, Any]) -> dict[str, Any]:
    funds = [[LABELS.get(code, code), yuan_grouped(info[code])] for code in FUNDS if info.get(code)]
    rows = [
        *funds,
        ["基金应付个人", yuan_grouped(info["fund_pay_sumamt"])],
        ["个人负担", yuan_grouped(info["psn_part_amt"])],
    ]
    return {"title": "支付", "head": ["支付方", "金额（元）"], "rows": rows, "right": [1]}


def hidden(account: str) -> str:
    """The last four digits."""
    return f"{'*' * 12}{account[-4:]}" if account else ""
