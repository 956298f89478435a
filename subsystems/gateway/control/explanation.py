"""100001 政策项查询: how a settlement came to its amounts, one row for each policy segment."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, Final

from centers.settlement.contract.explanation import PolicyItem
from hsaf.money import round_half_up, yuan
from subsystems.gateway.control.business import Business, Output
from subsystems.gateway.control.centers import Centers
from subsystems.gateway.control.message import Message

RATIO_PLACES: Final = 4


def policy_items(centers: Centers, message: Message) -> Output:
    """100001. The table spells its fields in a way of its own; amounts and ratios are text."""
    data = message.node("data")
    asked = data["psn_No"], data["mdtrt_Id"], data["setl_Id"]
    who = dict(zip(("psnNo", "mdtrtId", "setlId"), asked, strict=True))
    return {"data": [who | _row(item) for item in centers.settlement.policy_items(*asked)]}


def _row(item: PolicyItem) -> dict[str, Any]:
    return {
        "polItemCode": item.code,
        "polItemName": item.name,
        "selfPayAmt": yuan(item.self_pay),
        "selfPayProp": _ratio(item.self_prop),
        "fundPayAmt": yuan(item.fund_pay),
        "fundPayProp": _ratio(item.fund_prop),
        "polItemPaySum": yuan(item.self_pay + item.fund_pay),
    }


def _ratio(value: Decimal | None) -> str | None:
    return None if value is None else f"{round_half_up(value, RATIO_PLACES):f}"


OFFERED: Final = (Business("100001", policy_items),)
