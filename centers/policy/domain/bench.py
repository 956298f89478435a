"""Trial calculations (验证): a case as people write it becomes a benefit case; what comes out is told to people. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, Final

from centers.policy.contract.desk import CASE_WRONG, Computed, ComputedItem, Input
from centers.policy.contract.v1 import Account, BenefitCase, BenefitResult, ItemTrace, StayState
from centers.policy.domain import texts
from centers.policy.domain.texts import Unreadable
from centers.policy.domain.vocabulary import ACCUMULATORS, AMOUNTS
from hsaf.contract.errors import HsafError
from hsaf.money import fen_from_yuan, yuan
from hsaf.rules import Type
from hsaf.rules.telling import LABELS, named

OWN: Final = "OWN"
FAMILY: Final = "FAMILY"
"""Account numbers of a trial: nobody's."""

PARTS: Final = ("fulamt_ownpay_amt", "overlmt_selfpay", "preselfpay_amt", "hosp_part_amt")


def benefit_case(said: Mapping[str, Any]) -> BenefitCase:
    """From the typed values of a ``benefit_case`` record. Raises ``CASE_WRONG`` naming the field."""
    total = said.get("medfee_sumamt") or 0
    parts = {name: said.get(name) or 0 for name in PARTS}
    scope = total - sum(parts[name] for name in PARTS[:3])
    if scope < 0 or total < 0 or any(amount < 0 for amount in parts.values()) or parts["hosp_part_amt"] > total:
        raise wrong("medfee_sumamt", "医疗费总额", "须不小于全自费、超限价、先行自付之和，各项不能为负")
    listed = said.get("listed_amt")
    return BenefitCase(
        setl_date=said.get("setl_date") or _missing("setl_date", "结算日期"),
        med_type=said.get("med_type", ""),
        insutype=said.get("insutype", ""),
        psn_type=said.get("psn_type", ""),
        hosp_lv=_level(said.get("hosp_lv", "")),
        cvlserv_flag=bool(said.get("cvlserv_flag")),
        identities=frozenset(texts.alternatives(said.get("identities", ""), ",")),
        dise_codg=said.get("dise_codg", ""),
        chronic_filing=bool(said.get("chronic_filing")),
        matn_type=said.get("matn_type", ""),
        away=bool(said.get("away")),
        medfee_sumamt=total,
        **parts,
        inscp_scp_amt=scope,
        listed_amt=total - parts["fulamt_ownpay_amt"] if listed is None else listed,
        stay=_stay(said),
        acct_used=bool(said.get("acct_used")),
        accounts=tuple(_accounts(said)),
        accumulators=_accumulators(said.get("accumulators", "")),
    )


def wrong(field: str, label: str, reason: str) -> HsafError:
    return CASE_WRONG(label=label, reason=reason, field=field)


def _missing(field: str, label: str) -> date:
    raise wrong(field, label, "必须填写")


def _level(text: str) -> int:
    if not text.isascii() or not text.isdigit() or len(text) > 2:
        raise wrong("hosp_lv", "医院级别", "应为 1、2 或 3")
    return int(text)


def _stay(said: Mapping[str, Any]) -> StayState | None:
    total, used = said.get("stay_dedc_total") or 0, said.get("stay_dedc_used") or 0
    return StayState(bool(said.get("stay_settled_before")), total, used)


def _accounts(said: Mapping[str, Any]) -> Iterator[Account]:
    for field, holder in (("balc", OWN), ("mulaid_balc", FAMILY)):
        if said.get(field):
            yield Account(holder, said[field], holder == OWN)


def _accumulators(text: str) -> dict[str, int]:
    try:
        return {name: _amount(name, value) for name, value in texts.pairs(text.replace("：", "=")).items()}
    except Unreadable as reason:
        raise wrong("accumulators", "年度累计", str(reason)) from None


def _amount(name: str, text: str) -> int:
    known = ACCUMULATORS.get(name.partition(":")[0])
    if known is None:
        raise Unreadable(f"没有累计 {name}，可为：{'、'.join(ACCUMULATORS)}")
    try:
        amount = int(text) if known.type is Type.COUNT else fen_from_yuan(text)
    except ValueError:
        raise Unreadable(f"{name} 的取值 {text} 不是金额或次数") from None
    if not 0 <= amount < 10**15:
        raise Unreadable(f"{name} 的取值 {text} 过大或为负")
    return amount


# -- what comes out -----------------------------------------------------------------------------------


def computed(version_id: str, result: BenefitResult, expected: int | None) -> Computed:
    return Computed(
        version_id=version_id,
        scene="",
        refused="",
        fund_pay_sumamt=yuan(result.fund_pay_sumamt),
        psn_part_amt=yuan(result.psn_part_amt),
        acct_pay=yuan(result.acct_pay),
        psn_cash_pay=yuan(result.psn_cash_pay),
        items=tuple(_item(one) for one in result.trace),
        expected=told(expected),
        difference="" if expected is None else yuan(result.fund_pay_sumamt - expected),
    )


def refused(version_id: str, refusal: HsafError, expected: int | None) -> Computed:
    return Computed(
        version_id=version_id,
        scene="",
        refused=refusal.message,
        fund_pay_sumamt="",
        psn_part_amt="",
        acct_pay="",
        psn_cash_pay="",
        items=(),
        expected=told(expected),
    )


def told(amount: int | None) -> str:
    return "" if amount is None else yuan(amount)


def _item(one: ItemTrace) -> ComputedItem:
    return ComputedItem(
        item=one.item,
        name=one.name,
        rule=one.rule_id,
        source=one.source,
        inputs=tuple(_told(one.inputs)),
        steps=tuple(_told(one.steps)),
        amounts=[Input(name=name, label=AMOUNTS[name], value=yuan(fen)) for name, fen in one.yields.items()],
        rows=[
            {"code": row.code, "name": row.name, "fund_pay": yuan(row.fund_pay), "fund_prop": row.fund_prop, "self_pay": yuan(row.self_pay)}
            for row in one.rows
        ],
    )  # fmt: skip


def _told(values: Mapping[str, Any]) -> Iterator[Input]:
    for name, value in values.items():
        label, _, text = named(name, _plain(value)).partition(" ")
        if value is None:
            text = "无"
        elif isinstance(value, int) and "factor" in name:
            text = str(value)  # 0 and 1 are whole numbers, but no fen
        yield Input(name=name, label=label if name.partition("[")[0] in LABELS else name, value=text)


def _plain(value: Any) -> Any:
    """Values of a trace as :func:`hsaf.rules.telling.named` takes them."""
    if isinstance(value, tuple) and value and isinstance(value[0], Account):
        return [{"acct_psn_no": one.acct_psn_no, "balc": one.balc, "own": one.own} for one in value]
    if isinstance(value, tuple) and hasattr(value, "_asdict"):
        return "；".join(f"{key} {one}" for key, one in value._asdict().items() if not isinstance(one, tuple))
    return sorted(value) if isinstance(value, frozenset) else value


def changes(before: BenefitResult | None, after: BenefitResult | None) -> str:
    """Amounts that differ, told in one line."""
    told = []
    for name, label in AMOUNTS.items():
        was, now = getattr(before, name, None) or 0, getattr(after, name, None) or 0
        if was != now:
            told.append(f"{label} {yuan(was)} → {yuan(now)}")
    return "；".join(told)
