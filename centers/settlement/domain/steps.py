"""What may be done with a monthly sheet or a bill between areas, as tables: (state, action) to state."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import msgspec

from centers.settlement.contract.clearing import REASON_MISSING, STEP_WRONG

GENERATED: Final = "generated"
DISPUTED: Final = "disputed"
CONFIRMED: Final = "confirmed"
REVIEWED: Final = "reviewed"
APPROVED: Final = "approved"
PAID: Final = "paid"


class Steps(msgspec.Struct, frozen=True):
    """``states`` and ``actions`` are labels; ``reasoned`` actions need a reason."""

    what: str
    states: Mapping[str, str]
    actions: Mapping[str, str]
    table: Mapping[tuple[str, str], str]
    reasoned: frozenset[str] = frozenset()

    def after(self, id: str, state: str, action: str, reason: str = "") -> str:
        """The state after an action. Raises ``STEP_WRONG``, ``REASON_MISSING``."""
        label = self.actions.get(action, action)
        if (state, action) not in self.table:
            possible = "、".join(self.actions[act] for at, act in self.table if at == state) or "无"
            raise STEP_WRONG(what=self.what, id=id, state=self.states[state], action=label, possible=possible)
        if action in self.reasoned and not reason.strip():
            raise REASON_MISSING(action=label)
        return self.table[state, action]


SHEET: Final = Steps(
    what="结算单",
    states={GENERATED: "已生成", DISPUTED: "有异议", CONFIRMED: "已确认", APPROVED: "已审核", PAID: "已拨付"},
    actions={
        "regenerate": "重新生成",
        "confirm": "确认",
        "dispute": "提出异议",
        "revoke": "撤销确认",
        "approve": "审核",
        "pay": "拨付",
    },
    table={
        (GENERATED, "regenerate"): GENERATED,
        (GENERATED, "confirm"): CONFIRMED,
        (GENERATED, "dispute"): DISPUTED,
        (DISPUTED, "regenerate"): GENERATED,
        (CONFIRMED, "revoke"): GENERATED,
        (CONFIRMED, "approve"): APPROVED,
        (APPROVED, "pay"): PAID,
    },
    reasoned=frozenset({"dispute"}),
)

BILL: Final = Steps(
    what="异地清算单",
    states={GENERATED: "待确认", CONFIRMED: "已确认", REVIEWED: "已初审", APPROVED: "已复审", PAID: "已拨付"},
    actions={
        "regenerate": "重新生成",
        "confirm": "确认",
        "first_review": "初审",
        "second_review": "复审",
        "return": "退回",
        "pay": "拨付",
    },
    table={
        (GENERATED, "regenerate"): GENERATED,
        (GENERATED, "confirm"): CONFIRMED,
        (CONFIRMED, "first_review"): REVIEWED,
        (CONFIRMED, "return"): GENERATED,
        (REVIEWED, "second_review"): APPROVED,
        (REVIEWED, "return"): CONFIRMED,
        (APPROVED, "pay"): PAID,
    },
    reasoned=frozenset({"return"}),
)
