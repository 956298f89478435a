"""Policy items told in Chinese: what they are called, what they read, their pieces, their amounts.

Shared by everything that explains a settlement: ``setl_proc_info``, the demonstration, ``audit show``.
Amounts come in fen and are told in yuan.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from hsaf.money import yuan_grouped

LABELS: Final = {
    "medfee_sumamt": "总费用",
    "fulamt_ownpay_amt": "全自费",
    "overlmt_selfpay": "超限价",
    "preselfpay_amt": "先自付",
    "inscp_scp_amt": "政策范围内",
    "listed_amt": "目录内金额",
    "act_pay_dedc": "实付起付线",
    "stay_dedc": "本次住院起付线",
    "stay_dedc_total": "本次住院起付线",
    "stay_dedc_used": "本次住院已付起付线",
    "stay_settled_before": "本次住院已结算过",
    "ratio_base": "起付线以上",
    "over_amt": "封顶线以上",
    "hifp_pay": "统筹支付",
    "hifob_pay": "大额补助支付",
    "hifmi_pay": "大病保险支付",
    "cvlserv_pay": "公务员补助支付",
    "maf_pay": "医疗救助支付",
    "fund_pay_sumamt": "基金支付合计",
    "hosp_part_amt": "医院负担",
    "psn_part_amt": "个人负担",
    "acct_pay": "个人账户支付",
    "acct_mulaid_pay": "其中家庭共济",
    "psn_cash_pay": "现金支付",
    "acct_used": "使用个人账户",
    "accounts": "账户",
    "away": "异地未备案",
    "scene": "场景",
    "insutype": "险种",
    "cvlserv_flag": "公务员",
    "inpatient_count": "当年住院次数",
    "outpatient_dedc": "当年已付门诊起付线",
    "base": "当年累计起付线以上",
    "hifp": "当年统筹已付",
    "hifob": "当年大额已付",
    "hifmi": "当年大病已付",
    "hifmi_burden": "当年大病累计负担",
    "outpatient_hifp": "当年门诊统筹已付",
    "maf": "当年救助已付",
    "maf_burden": "当年救助累计负担",
    "ipt_dedc": "住院起付线",
    "ipt_dedc_nth_factor": "第二次及以后住院起付线系数",
    "ipt_dedc_retired_factor": "退休起付线系数",
    "hifp_ratio": "统筹基金支付比例",
    "hifp_ratio_retired_add": "退休比例增加",
    "hifp_ratio_max": "退休比例上限",
    "away_no_filing_minus": "异地未备案比例下调",
    "hifp_cap": "统筹基金年度限额",
    "hifob_ratio": "职工大额补助比例",
    "hifob_cap": "职工大额补助年度限额",
    "hifmi_line": "大病保险起付线",
    "hifmi_ratio": "大病保险分段比例",
    "hifmi_cap": "大病保险年度限额",
    "cvlserv_ratio": "公务员补助比例",
    "maf_line": "医疗救助年度起付",
    "maf_ratio": "医疗救助比例",
    "maf_cap": "医疗救助年度限额",
    "otp_dedc": "门诊年度起付线",
    "otp_ratio": "门诊统筹比例",
    "otp_ratio_retired_add": "退休门诊比例增加",
    "otp_cap": "门诊统筹年度限额",
    "opsp_ratio": "门诊慢特病比例",
    "opsp_cap": "门诊慢特病年度限额",
    "matn_quota": "生育住院定额",
}
"""What fields, accumulators and common parameters are called; a region's own name stands as it is."""

COUNTS: Final = frozenset({"inpatient_count", "hosp_lv"})
"""Whole numbers that are no amounts."""


def named(name: str, value: Any, labels: Mapping[str, str] = LABELS) -> str:
    """A value as people read it. ``hifp_cap[310]`` is labelled by what stands before the bracket."""
    head, bracket, key = name.partition("[")
    label = labels.get(head, head)
    suffix = f"[{key}" if bracket and key != "]" else ""
    return f"{label}{suffix} {_value(head, value)}"


def _value(name: str, value: Any) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, int):
        return str(value) if name in COUNTS else yuan_grouped(value)
    if isinstance(value, Mapping):
        return "、".join(f"{key}：{_value(name, inner)}" for key, inner in value.items()) or "无"
    if isinstance(value, Sequence) and not isinstance(value, str):
        return "、".join(map(_element, value)) or "无"
    return str(value)


def _element(value: Any) -> str:
    """A segment ``[lower, upper, ratio]``, an account ``{acct_psn_no, balc, own}`` or a plain code."""
    if isinstance(value, str):
        return value
    if isinstance(value, Mapping):
        return f"{'本人' if value['own'] else '家人'} {value['acct_psn_no']} 余额 {yuan_grouped(value['balc'])}"
    lower, upper, ratio = value
    end = "以上" if upper is None else f"–{yuan_grouped(upper)}"
    return f"{yuan_grouped(lower)}{end} 为 {ratio}"


def piece(row: Mapping[str, Any]) -> str:
    """One explained piece, e.g. ``C001 统筹第1段：基金 17,000.00（0.85），个人 3,000.00``."""
    ratio = f"（{row['fund_prop']}）" if row["fund_prop"] else ""
    fund = f"基金 {yuan_grouped(row['fund_pay'])}{ratio}，" if row["fund_pay"] else ""
    return f"{row['code']} {row['name']}：{fund}个人 {yuan_grouped(row['self_pay'])}"
