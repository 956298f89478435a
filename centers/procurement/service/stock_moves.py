"""Rows of what became of packs."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any, Final

from centers.procurement.contract.v1 import Goods
from centers.procurement.data.stock_packs import UNSOLD, Net
from centers.procurement.domain.stock_codes import CONTENT, Act, Pack, State, with_rest
from centers.procurement.service.stock_facts import created, mine, second
from hsaf.spi.ids import Ids

_REFERENCES: Final = ("movement_no", "msgid", "setl_id", "mdtrt_sn", "psn_no", "bkkp_sn", "trdn_flag")
_GOODS: Final = (
    "drug_trac_codg",
    "med_list_codg",
    "fixmedins_hilist_id",
    "fixmedins_hilist_name",
    "fixmedins_bchno",
)


class Moves:
    """Makes the rows; ``references`` name the document, settlement, visit and person behind a move."""

    def __init__(self, ids: Ids) -> None:
        self._ids = ids

    def made(self, pack: Pack, act: Act, delta: Decimal, at: datetime, **references: str) -> dict[str, Any]:
        return {
            **dict.fromkeys(_REFERENCES, ""),
            **{name: getattr(pack, name) for name in _GOODS},
            "move_no": self._ids.new("ZS"),
            "fixmedins_code": mine(),
            "act": act,
            "delta": delta,
            "at": at,
            **references,
            **created(),
        }

    def undoing(self, pack: Pack, net: Net, movement_no: str = UNSOLD) -> dict[str, Any]:
        """The move that takes back what a document or settlement did to a pack."""
        about = {name: getattr(net, name) for name in ("msgid", "setl_id", "mdtrt_sn", "psn_no")}
        return self.made(pack, Act.UNDO, -net.delta, second(), movement_no=movement_no, **about)


def given_back(pack: Pack, net: Net) -> Pack | None:
    """The pack with what a settlement took of it; ``None`` when it came back otherwise meanwhile."""
    rest = pack.rest - net.delta
    return with_rest(pack, rest, State.SOLD) if net.delta < 0 and rest <= CONTENT else None


def unknown_pack(goods: Goods, code: str) -> Pack:
    """What a row says of a pack that nobody may know yet."""
    return Pack(
        drug_trac_codg=code,
        holder=mine(),
        med_list_codg=goods.med_list_codg,
        fixmedins_hilist_id=goods.fixmedins_hilist_id,
        fixmedins_hilist_name=goods.fixmedins_hilist_name,
        fixmedins_bchno=goods.fixmedins_bchno,
        state=State.NEW,
        rest=CONTENT,
    )
