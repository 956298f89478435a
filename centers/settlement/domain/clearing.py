"""How a settlement is grouped for clearing with the institution: dictionaries ``clr_type``, ``pay_loc``."""

from __future__ import annotations

from typing import Final

_BY_MED_TYPE: Final = {"13": "13", "22": "22"}
_BY_SCENE: Final = {"inpatient": "21", "outpatient": "11", "chronic": "14", "pharmacy": "41", "maternity": "99940"}

BY_ITEM: Final = "1"
"""``clr_way`` 按项目."""

QUOTA_WAYS: Final = frozenset({"8", "904", "915"})
"""``clr_way`` 月定额, 定额后付, 次均定额结算."""

AT_AGENCY: Final = "1"
AT_INSTITUTION: Final = "2"
OTHER_AREA: Final = "3"
OTHER_PROVINCE: Final = "4"
"""``pay_loc``: 中心, 医疗机构, 省内异地, 跨省异地."""


def clearing_type(scene: str, med_type: str) -> str:
    """Emergency and injury keep their own class; otherwise the policy's scene decides."""
    return _BY_MED_TYPE.get(med_type) or _BY_SCENE[scene]


def place_of_payment(insured_in: str, treated_in: str) -> str:
    """``pay_loc`` by the pooling areas of insurance and treatment; the province is their first two digits."""
    if insured_in == treated_in:
        return AT_INSTITUTION
    return OTHER_AREA if insured_in[:2] == treated_in[:2] else OTHER_PROVINCE


def recognised_fees(clr_way: str, *, medfee_sumamt: int, psn_part_amt: int, fund_pay_sumamt: int) -> int:
    """``med_sumfee``: the whole fee; under quota payment what person and funds pay (national-interface
    section 3, rule 13)."""
    return psn_part_amt + fund_pay_sumamt if clr_way in QUOTA_WAYS else medfee_sumamt
