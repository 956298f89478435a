"""The money of a settlement list: derived from the settlement, and compared with what the list states.

Source: national-interface section 4, I7 and I8.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final, NamedTuple

import msgspec

from centers.payment_method.contract.v1 import LIST_AMOUNT_MISMATCH, ItemCharge, PersonalParts
from hsaf.money import fen_from_yuan, yuan_grouped

Row = Mapping[str, Any]

ACCOUNT: Final = "310200"
"""Personal account: a row of ``setldetail``, which a list may leave out of its funds."""

CLASS_A: Final = "01"
CLASS_B: Final = "02"
OTHER_CHARGE: Final = "14"

ITEM_LABELS: Final = {
    "item_sumamt": "金额",
    "item_claa_sumfee": "甲类费用合计",
    "item_clab_amt": "乙类金额合计",
    "item_fulamt_ownpay_amt": "全自费金额",
    "item_ownpay_amt": "项目其他金额",
}
PERSONAL_LABELS: Final = {
    "psn_selfpay": "个人自付",
    "psn_ownpay": "个人自费",
    "acct_pay": "个人账户支出",
    "psn_cashpay": "个人现金支付",
}


class Amount(NamedTuple):
    """One amount in fen as stated and as settled."""

    label: str
    stated: int
    settled: int


def personal_parts(setlinfo: Mapping[str, Any]) -> PersonalParts:
    """Self-pay is all the person bears but what is outside the catalog."""
    own = setlinfo["fulamt_ownpay_amt"]
    return PersonalParts(
        psn_selfpay=setlinfo["psn_part_amt"] - own,
        psn_ownpay=own,
        acct_pay=setlinfo["acct_pay"],
        psn_cashpay=setlinfo["psn_cash_pay"],
    )


def item_charges(lines: Iterable[Row]) -> list[ItemCharge]:
    """Charges by kind. What the person owns (丙, outside the catalog, not approved) is no part of 甲 or 乙."""
    sums: defaultdict[str, dict[str, int]] = defaultdict(lambda: dict.fromkeys(ITEM_LABELS, 0))
    for line in lines:
        total, own = line["det_item_fee_sumamt"], line["fulamt_ownpay_amt"]
        kind = sums[line["med_chrgitm_type"] or OTHER_CHARGE]
        kind["item_sumamt"] += total
        kind["item_fulamt_ownpay_amt"] += own
        kind[_BY_CLASS.get(line["chrgitm_lv"], "item_ownpay_amt")] += total - own
    return [ItemCharge(med_chrgitm_type=code, **sums[code]) for code in sorted(sums)]


_BY_CLASS: Final = {CLASS_A: "item_claa_sumfee", CLASS_B: "item_clab_amt"}


def fund_sums(rows: Iterable[tuple[str, int]]) -> dict[str, int]:
    """Fen by ``fund_pay_type``, of rows that may repeat one."""
    sums: defaultdict[str, int] = defaultdict(int)
    for fund, amount in rows:
        sums[fund] += amount
    return dict(sums)


def require_money(
    nodes: Mapping[str, Any], funds: Mapping[str, int], personal: PersonalParts, items: Iterable[ItemCharge]
) -> None:
    """What the list states must be the settlement's. Raises ``LIST_AMOUNT_MISMATCH`` with both figures."""
    amounts = [
        *_stated_funds(nodes.get("payinfo", ()), funds),
        *_stated_parts(nodes["setlinfo"], personal),
        *_stated_items(nodes.get("iteminfo", ()), items),
    ]
    for amount in amounts:
        if amount.stated != amount.settled:
            stated, settled = yuan_grouped(amount.stated), yuan_grouped(amount.settled)
            raise LIST_AMOUNT_MISMATCH(label=amount.label, stated=stated, settled=settled)


def _stated_funds(rows: Iterable[Row], funds: Mapping[str, int]) -> Iterator[Amount]:
    """A list without fund rows (before V1.1.27) states none; with them it states every fund that paid."""
    stated = fund_sums((row["fund_pay_type"], fen_from_yuan(row["fund_payamt"])) for row in rows)
    if not stated:
        return
    for fund in sorted(stated.keys() | funds.keys()):
        if fund in stated or fund != ACCOUNT:
            yield Amount(f"基金 {fund} ", stated.get(fund, 0), funds.get(fund, 0))


def _stated_parts(info: Row, personal: PersonalParts) -> Iterator[Amount]:
    for field, label in PERSONAL_LABELS.items():
        if field in info:
            yield Amount(label, fen_from_yuan(info[field]), getattr(personal, field))


def _stated_items(rows: Iterable[Row], items: Iterable[ItemCharge]) -> Iterator[Amount]:
    stated = {row["med_chrgitm_type"]: row for row in rows}
    if not stated:
        return
    settled = {one.med_chrgitm_type: msgspec.structs.asdict(one) for one in items}
    for kind in sorted(stated.keys() | settled.keys()):
        for field, label in ITEM_LABELS.items():
            given = fen_from_yuan(stated.get(kind, {}).get(field, 0))
            yield Amount(f"收费项目 {kind} {label}", given, settled.get(kind, {}).get(field, 0))
