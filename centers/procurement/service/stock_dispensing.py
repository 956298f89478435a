"""What settlements do to the coded packs they state (2102, 2103, 2601).

A settlement is never refused or changed for a trace code: the money is right whatever was scanned, and
the person at the counter has the pack in hand. A code that was sold or gone already is kept as a
repetition, with its settlement, for supervision.
"""

from __future__ import annotations

from decimal import Decimal

from centers.procurement.contract.v1 import DispensedLine, Dispensing, Goods
from centers.procurement.data.stock_packs import PackRepository
from centers.procurement.domain import stock_codes as codes
from centers.procurement.domain.stock_codes import CONTENT, Act, Pack
from centers.procurement.domain.stock_movements import SPLIT
from centers.procurement.service.stock_facts import mine
from centers.procurement.service.stock_moves import Moves, given_back, unknown_pack
from hsaf.contract import context
from hsaf.contract.errors import HsafError
from hsaf.data import current_uow
from hsaf.spi.ids import Ids


class Dispenser:
    def __init__(self, packs: PackRepository, ids: Ids) -> None:
        self._packs = packs
        self._moves = Moves(ids)

    def dispense(self, dispensing: Dispensing) -> list[str]:
        """Take the packs from where they are; the codes that could not be taken."""
        stated = {code: _stated(line, code) for line in dispensing.lines for code, _ in line.codes}
        if not stated:
            return []
        known = self._packs.take(stated.values())
        about = {"setl_id": dispensing.setl_id, "mdtrt_sn": dispensing.mdtrt_id, "psn_no": dispensing.psn_no}
        about["msgid"] = context.current().request_id
        moves, repeated = [], []
        for line in dispensing.lines:
            for (code, flag), share in zip(line.codes, _shares(line), strict=True):
                act, known[code], moved = _taken(stated[code], known[code], share, opened=flag == SPLIT)
                repeated += [code] * (act is Act.REPEAT)
                more = {"trdn_flag": flag, "bkkp_sn": line.feedetl_sn}
                moves.append(self._moves.made(stated[code], act, moved, line.at, **about, **more))
        self._packs.save(known.values(), moves)
        facts = {"setl_id": dispensing.setl_id, "codes": len(stated), "repeated": repeated}
        current_uow().audit("procurement.codes_dispensed", facts)
        return repeated

    def release(self, **reference: str) -> None:
        """Give back what a settlement alone handed out, by ``setl_id`` or ``msgid``; what a sale (3505) took
        over comes back with that sale's return."""
        nets = [net for net in self._packs.of_settlement(mine(), **reference) if net.delta < 0]
        if not nets:
            return
        known = self._packs.known({net.drug_trac_codg for net in nets})
        moves = []
        for net in nets:
            back = given_back(known[net.drug_trac_codg], net)
            if back is not None:
                known[net.drug_trac_codg] = back
                moves.append(self._moves.undoing(back, net))
        self._packs.save(known.values(), moves)


def _taken(stated: Pack, known: Pack, share: Decimal, *, opened: bool) -> tuple[Act, Pack, Decimal]:
    try:
        after, moved = codes.sell(stated, known, share, opened=opened)
    except HsafError:
        return Act.REPEAT, known, Decimal(0)
    return Act.DISPENSE, after, moved


def _shares(line: DispensedLine) -> list[Decimal]:
    """Whole packs but for the split ones, which share the line's quantity."""
    split = sum(flag == SPLIT for _, flag in line.codes)
    parts = iter(codes.shares(line.cnt, split, opened=True))
    return [min(CONTENT, next(parts)) if flag == SPLIT else CONTENT for _, flag in line.codes]


def _stated(line: DispensedLine, code: str) -> Pack:
    goods = Goods(
        med_list_codg=line.med_list_codg,
        fixmedins_hilist_id=line.medins_list_codg,
        fixmedins_hilist_name="",
        fixmedins_bchno="",
    )
    return unknown_pack(goods, code)
