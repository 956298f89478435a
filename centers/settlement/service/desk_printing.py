"""The desk's sheets: the settlement slip, the trace and the list, as files."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from hsaf.contract.sheets import Sheet
from hsaf.functions.exporting import xlsx
from hsaf.functions.model import File
from hsaf.functions.typesetting import SHEET, pdf
from hsaf.money import yuan, yuan_grouped
from hsaf.rules.telling import LABELS

Label = Callable[[str, str], str]
"""What a code of a dictionary means."""

PAID_BY: Final = ("hifp_pay", "cvlserv_pay", "hifes_pay", "hifmi_pay", "hifob_pay", "maf_pay", "oth_pay")
STANDINGS: Final = {"stands": "有效", "reversed": "已撤销", "reversal": "撤销记录"}
COLUMNS: Final = (
    ("setl_id", "结算ID"),
    ("setl_time", "结算时间"),
    ("psn_no", "人员编号"),
    ("psn_name", "姓名"),
    ("fixmedins_code", "机构编码"),
    ("fixmedins_name", "机构名称"),
    ("insutype", "险种"),
    ("med_type", "医疗类别"),
    ("medfee_sumamt", "总费用"),
    ("fund_pay_sumamt", "基金支付"),
    ("acct_pay", "个人账户支付"),
    ("psn_cash_pay", "现金支付"),
    ("standing", "状态"),
)
AMOUNTS: Final = ("det_item_fee_sumamt", "fulamt_ownpay_amt", "overlmt_amt", "preselfpay_amt", "inscp_scp_amt")
"""How a line divides."""
MASKED: Final = "个人信息已脱敏"
MONEY: Final = frozenset({"medfee_sumamt", "fund_pay_sumamt", "acct_pay", "psn_cash_pay"})


def slip(shown: Mapping[str, Any], accumulators: Sequence[Mapping[str, Any]], label: Label) -> Sheet:
    """The settlement slip (医疗保障基金结算单): basic data, fees by category, who pays, accumulations, the lines."""
    title = "医疗费用结算撤销单" if shown["refd_setl_flag"] == "1" else "医疗费用结算单"
    return Sheet(
        title=title,
        about=shown["setl_id"],
        name=f"{title}{shown['setl_id']}",
        shown={
            "note": "本结算已撤销" if shown["reversed_by"] else "",
            "facts": _facts(shown, label),
            "categories": _categories(shown, label),
            "paid": [[title, yuan_grouped(shown[name])] for title, name in _payers(shown)],
            "accumulators": _accumulated(accumulators),
            "lines": _lines(shown)["rows"],
        },
    )


def _categories(shown: Mapping[str, Any], label: Label) -> list[list[str]]:
    """Fees by charge category (``med_chrgitm_type``), and their sum: each row adds up, and so does each column."""
    sums: dict[str, list[int]] = {}
    for line in shown["lines"]:
        row = sums.setdefault(line["med_chrgitm_type"], [0] * len(AMOUNTS))
        sums[line["med_chrgitm_type"]] = [have + line[name] for have, name in zip(row, AMOUNTS, strict=True)]
    total = [sum(column) for column in zip(*sums.values(), strict=True)]
    rows = [[label("med_chrgitm_type", code) or "其他", *map(yuan, row)] for code, row in sorted(sums.items())]
    return [*rows, ["合计", *map(yuan, total)]]


def trace(found: Mapping[str, Any], label: Label) -> File:
    """Everything an auditor reads on the page, in its order."""
    shown = found["settlement"]
    policy = found["policy"]
    chain = found["chain"]
    facts = [
        *_facts(shown, label),
        ["政策版本", f"{policy['policy_id']} {policy['policy_version']}"],
        ["审计链", "完整" if chain["ok"] else "有误：" + "；".join(chain["faults"])],
        ["重新计算", "与入账一致" if found["recomputed"]["same"] else "与入账不一致"],
        ["撤销关系", shown["reversed_by"] or shown["reverses"] or "无"],
    ]
    tables = [
        _paid(shown),
        _identities(found),
        _items(found),
        _entries(found),
        _accumulators(found),
        _lines(shown),
        _events(found),
    ]
    sheet = {
        "title": "结算追溯", "subtitle": shown["setl_id"], "facts": facts, "tables": tables,
    }  # fmt: skip
    return pdf(f"结算追溯{shown['setl_id']}", [sheet], SHEET, MASKED)


def listing(rows: Sequence[Mapping[str, Any]], label: Label) -> File:
    return xlsx(
        "结算记录", [title for _, title in COLUMNS], ([_cell(row, code, label) for code, _ in COLUMNS] for row in rows)
    )


def _cell(row: Mapping[str, Any], code: str, label: Label) -> str:
    value = row[code]
    if code in MONEY:
        return yuan(value)
    if code == "standing":
        return STANDINGS[value]
    if code in ("insutype", "med_type"):
        return label(code, value)
    return _time(value)


def _facts(shown: Mapping[str, Any], label: Label) -> list[list[str]]:
    return [
        ["结算ID", shown["setl_id"]],
        ["结算时间", _time(shown["setl_time"])],
        ["就诊ID", shown["mdtrt_id"]],
        ["医药机构", shown["fixmedins_name"]],
        ["人员编号", shown["psn_no"]],
        ["姓名", shown["psn_name"]],
        ["险种", label("insutype", shown["insutype"])],
        ["医疗类别", label("med_type", shown["med_type"])],
        ["经办人", shown.get("opter_name") or ""],
        ["票据号", shown.get("invono") or ""],
    ]


def _payers(shown: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Label and field of every amount that says who pays."""
    named = [("总费用", "medfee_sumamt"), *((LABELS.get(one, one), one) for one in PAID_BY if shown[one])]
    named += [("基金支付合计", "fund_pay_sumamt"), ("医院负担", "hosp_part_amt"), ("个人账户支付", "acct_pay")]
    return [*named, ("现金支付", "psn_cash_pay"), ("账户余额", "balc")]


def _paid(shown: Mapping[str, Any]) -> dict[str, Any]:
    rows = [[title, yuan_grouped(shown[name])] for title, name in _payers(shown)]
    return _table("费用支付", ["项目", "金额（元）"], rows, [1])


def _lines(shown: Mapping[str, Any]) -> dict[str, Any]:
    head = ["名称", "编码", "数量", "单价", "金额", "全自费", "超限价", "先自付", "范围内"]
    rows = [
        [
            one["med_list_name"],
            one["med_list_codg"],
            f"{one['cnt']:f}",
            f"{one['pric']:f}",
            *(yuan(one[name]) for name in AMOUNTS),
        ]
        for one in shown["lines"]
    ]
    return _table("费用明细", head, rows, [2, 3, 4, 5, 6, 7, 8])


def _identities(found: Mapping[str, Any]) -> dict[str, Any]:
    rows = [
        [
            one["code"],
            one["text"],
            yuan_grouped(one["whole"]),
            " + ".join(yuan_grouped(part["amount"]) for part in one["parts"]),
            "成立" if one["holds"] else "不成立",
        ]
        for one in found["identities"]
    ]
    return _table("金额勾稽", ["", "恒等式", "合计", "各项", "结果"], rows, [2])


def _items(found: Mapping[str, Any]) -> dict[str, Any]:
    rows = [
        [
            item["name"],
            f"{item['rule_id']} {item['version']}",
            "，".join(item["inputs"]),
            "，".join(f"{one['name']} {_amount(one)}" for one in item["yields"]),
        ]
        for item in found["items"]
    ]
    return _table("政策项", ["政策项", "规则与版本", "读入", "得出"], rows, [])


def _amount(one: Mapping[str, Any]) -> str:
    return yuan_grouped(one["amount"])


def _entries(found: Mapping[str, Any]) -> dict[str, Any]:
    rows = [[one.account, one.account_name, yuan(one.debit), yuan(one.credit)] for one in found["entries"]]
    rows.append(["合计", "", yuan(found["debit"]), yuan(found["credit"])])
    return _table("分录", ["科目", "名称", "借方", "贷方"], rows, [2, 3])


def _accumulators(found: Mapping[str, Any]) -> dict[str, Any]:
    rows = [[name, one["code"], *moved] for one, (name, *moved) in _told_of(found["accumulators"])]
    return _table("年度累计", ["累计", "编码", "结算前", "本次", "结算后"], rows, [2, 3, 4])


def _accumulated(found: Sequence[Mapping[str, Any]]) -> list[list[str]]:
    return [row for _, row in _told_of(found)]


def _told_of(found: Sequence[Mapping[str, Any]]) -> list[tuple[Mapping[str, Any], list[str]]]:
    """Each accumulation with its name, before, change and after."""

    def value(one: Mapping[str, Any], name: str) -> str:
        return str(one[name]) if one["count"] else yuan(one[name])

    return [(one, [one["name"], *(value(one, name) for name in ("before", "delta", "after"))]) for one in found]


def _events(found: Mapping[str, Any]) -> dict[str, Any]:
    rows = [[str(one["seq"]), one["at"], one["event"], one["actor"], one["digest"][:16]] for one in found["events"]]
    return _table("审计事件", ["序号", "时间", "事件", "操作人", "摘要"], rows, [])


def _table(title: str, head: list[str], rows: list[list[str]], right: list[int]) -> dict[str, Any]:
    return {"title": title, "head": head, "rows": rows, "right": right}


def _time(value: Any) -> str:
    return value.isoformat(sep=" ", timespec="seconds") if isinstance(value, datetime) else str(value)
