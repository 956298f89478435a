"""What a benefit policy may name: elements of a :class:`BenefitCase`, amounts of a
:class:`BenefitResult`, and the yearly accumulators (benefit-settlement section 3).
"""

from __future__ import annotations

from typing import Final

from centers.policy.contract.v1 import ItemTrace, PolicyItemRow
from hsaf.rules import Accumulator, Element, Type, Vocabulary


def _of_case(type: Type, name: str, label: str) -> tuple[str, Element]:
    return name, Element(type, label, f"case.{name}")


_M, _F, _T = Type.MONEY, Type.FLAG, Type.TEXT

ELEMENTS: Final[dict[str, Element]] = dict(
    [
        ("scene", Element(_T, "场景", "scene")),
        _of_case(_T, "insutype", "险种类型"),
        _of_case(_T, "psn_type", "人员类别"),
        _of_case(_T, "med_type", "医疗类别"),
        _of_case(_T, "dise_codg", "病种编码"),
        _of_case(_T, "matn_type", "生育类别"),
        _of_case(Type.COUNT, "hosp_lv", "医院级别"),
        _of_case(Type.SET, "identities", "有效的人员身份类别"),
        _of_case(_F, "cvlserv_flag", "公务员标志"),
        _of_case(_F, "chronic_filing", "有慢特病备案"),
        _of_case(_F, "away", "异地就医且无有效备案"),
        _of_case(_F, "acct_used", "使用个人账户"),
        _of_case(_M, "medfee_sumamt", "医疗费总额"),
        _of_case(_M, "fulamt_ownpay_amt", "全自费金额"),
        _of_case(_M, "overlmt_selfpay", "超限价自费费用"),
        _of_case(_M, "preselfpay_amt", "先行自付金额"),
        _of_case(_M, "inscp_scp_amt", "符合政策范围金额"),
        _of_case(_M, "listed_amt", "目录内甲、乙类金额"),
        _of_case(_M, "hosp_part_amt", "医院负担金额"),
        _of_case(Type.ACCOUNTS, "accounts", "可支付的个人账户"),
        ("stay_settled_before", Element(_F, "本次住院已有结算", "case.stay is not None and case.stay.settled_before")),
        ("stay_dedc_total", Element(_M, "本次住院起付标准", "0 if case.stay is None else case.stay.dedc_total")),
        ("stay_dedc_used", Element(_M, "本次住院已付起付标准", "0 if case.stay is None else case.stay.dedc_used")),
    ]
)

FUNDS: Final = ("hifp_pay", "cvlserv_pay", "hifes_pay", "hifmi_pay", "hifob_pay", "maf_pay", "oth_pay")

AMOUNTS: Final[dict[str, str]] = {
    "act_pay_dedc": "实际支付起付线",
    "stay_dedc": "本次住院起付标准",
    "ratio_base": "起付线以上金额",
    "hifp_pay": "基本医疗保险统筹基金支出",
    "over_amt": "统筹超封顶金额",
    "cvlserv_pay": "公务员医疗补助资金支出",
    "hifes_pay": "企业补充医疗保险基金支出",
    "hifmi_pay": "居民大病保险资金支出",
    "hifob_pay": "职工大额医疗费用补助基金支出",
    "maf_pay": "医疗救助基金支出",
    "oth_pay": "其他支出",
    "fund_pay_sumamt": "基金支付总额",
    "psn_part_amt": "个人负担总金额",
    "acct_pay": "个人账户支出",
    "acct_mulaid_pay": "个人账户共济支付金额",
    "psn_cash_pay": "个人现金支出",
}

ACCUMULATORS: Final[dict[str, Accumulator]] = {
    "inpatient_count": Accumulator("年度住院次数", Type.COUNT),
    "outpatient_dedc": Accumulator("门诊起付线累计"),
    "base": Accumulator("住院和透析起付线以上金额累计"),
    "hifp": Accumulator("住院和透析统筹支付累计"),
    "hifob": Accumulator("大额补助支付累计"),
    "hifmi": Accumulator("大病保险支付累计"),
    "hifmi_burden": Accumulator("大病保险负担累计"),
    "outpatient_hifp": Accumulator("门诊统筹支付累计"),
    "opsp_hifp": Accumulator("慢特病统筹支付累计（按病种）", keyed=True),
    "maf": Accumulator("医疗救助支付累计"),
    "maf_burden": Accumulator("医疗救助负担累计"),
}

VOCABULARY: Final = Vocabulary(ELEMENTS, AMOUNTS, ACCUMULATORS, trace=ItemTrace, row=PolicyItemRow)
