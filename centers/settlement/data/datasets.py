"""What may be counted and added up of settlements. Every reversal is a row of its own with amounts negated, of the day
it was made, so that the figures of a time range are the sums of its rows."""

from __future__ import annotations

from typing import Final

import sqlalchemy as sa

from centers.settlement.data.tables import settlement
from hsaf.datasets.model import (
    Dataset,
    area,
    average,
    coded,
    count,
    day,
    distinct,
    month,
    named,
    number,
    ratio,
    shown,
    total,
)
from hsaf.records.model import Field, FieldType

_c: Final = settlement.c
_net: Final = sa.case((_c.refd_setl_flag == "1", -1), else_=1)
_in_force: Final = sa.and_(_c.refd_setl_flag == "0", _c.reversed_by == "")

_MONEY: Final = (
    ("medfee_sumamt", "医疗费总额"),
    ("inscp_scp_amt", "政策范围内费用"),
    ("fund_pay_sumamt", "基金支付总额"),
    ("hifp_pay", "统筹基金支出"),
    ("hifob_pay", "大额医疗补助支出"),
    ("hifmi_pay", "大病保险支出"),
    ("cvlserv_pay", "公务员医疗补助支出"),
    ("maf_pay", "医疗救助支出"),
    ("acct_pay", "个人账户支出"),
    ("psn_cash_pay", "个人现金支出"),
)
_KINDS: Final = (
    Field(code="setl_id", label="结算编号"),
    Field(code="psn_no", label="人员编号", type=FieldType.PERSON),
    Field(code="setl_time", label="结算时间", type=FieldType.DATETIME),
    Field(code="insuplc_admdvs", label="参保区划", type=FieldType.AREA),
    Field(code="fixmedins_code", label="定点医药机构", type=FieldType.ORG),
    Field(code="insutype", label="险种", type=FieldType.DICT, dict="insutype"),
    Field(code="med_type", label="医疗类别", type=FieldType.DICT, dict="med_type"),
    Field(code="psn_type", label="人员类别", type=FieldType.DICT, dict="psn_type"),
    Field(code="hosp_lv", label="医院等级", type=FieldType.DICT, dict="hosp_lv"),
    Field(code="refd_setl_flag", label="冲正", type=FieldType.DICT, dict="refd_setl_flag"),
)

SETTLEMENTS: Final = Dataset(
    code="settlements",
    label="医保结算",
    source=settlement,
    dimensions=(
        day("stat_date", "结算日期", _c.setl_date),
        month("stat_month", "结算月份", _c.setl_date),
        area("admdvs", "参保区划", _c.insuplc_admdvs),
        named("fixmedins_code", "定点医药机构", _c.fixmedins_code, "institution", pick="base_info.institution"),
        coded("hosp_lv", "医院等级", _c.hosp_lv),
        coded("insutype", "险种", _c.insutype),
        coded("med_type", "医疗类别", _c.med_type),
        coded("psn_type", "人员类别", _c.psn_type),
        coded("pay_loc", "支付地点", _c.pay_loc),
    ),
    measures=(
        number("visits", "结算人次", _net, "结算笔数减去冲正笔数"),
        distinct("persons", "结算人数", sa.case((_in_force, _c.psn_no)), "有未冲正结算的人员，同一人只计一次"),
        number("reversals", "冲正笔数", sa.case((_c.refd_setl_flag == "1", 1), else_=0)),
        count("records", "结算和冲正笔数"),
        *(total(code, label, _c[code]) for code, label in _MONEY),
        ratio("reim_ratio", "实际报销比例", _c.fund_pay_sumamt, _c.medfee_sumamt, "基金支付总额 ÷ 医疗费总额"),
        ratio("scp_ratio", "政策范围内报销比例", _c.fund_pay_sumamt, _c.inscp_scp_amt, "基金支付总额 ÷ 政策范围内费用"),
        ratio("cash_ratio", "个人现金负担比例", _c.psn_cash_pay, _c.medfee_sumamt, "个人现金支出 ÷ 医疗费总额"),
        average("medfee_avg", "次均医疗费", _c.medfee_sumamt, _net, "医疗费总额 ÷ 结算人次"),
        average("fund_avg", "次均基金支付", _c.fund_pay_sumamt, _net, "基金支付总额 ÷ 结算人次"),
    ),
    details=(
        *(shown(one, _c[one.code]) for one in _KINDS),
        *(shown(Field(code=code, label=label, type=FieldType.MONEY), _c[code]) for code, label in _MONEY),
    ),
    order=(_c.setl_time, _c.setl_id),
    scope="admdvs",
    institution="fixmedins_code",
    time="stat_date",
)

DATASETS: Final = (SETTLEMENTS,)
