"""What documents do to the coded packs they name."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from typing import Any, Final

from centers.procurement.contract.v1 import Goods, Posting, StockKind
from centers.procurement.data.stock_packs import Net, PackRepository
from centers.procurement.domain import stock_codes as codes
from centers.procurement.domain.stock_codes import CONTENT, Act, Changed, Pack, State
from centers.procurement.domain.stock_movements import SPLIT, comes_in
from centers.procurement.service.stock_facts import mine, second
from centers.procurement.service.stock_moves import Moves, given_back, unknown_pack
from hsaf.data import current_uow
from hsaf.spi.ids import Ids

VIRTUAL: Final = "XN"
"""How issued codes begin (虚拟追溯码)."""

Change = Callable[[Pack, Decimal], Changed]


class Tracing:
    def __init__(self, packs: PackRepository, ids: Ids) -> None:
        self._packs = packs
        self._ids = ids
        self._moves = Moves(ids)

    def post(self, row: Posting, number: str) -> None:
        """Raises the refusals of trace codes."""
        if not row.codes:
            return
        stated = {code: unknown_pack(row.goods, code) for code in row.codes}
        known = self._packs.take(stated.values())
        moves = self._handed_over(row, known) if row.kind is StockKind.SALE else []
        act, change = self._change(row, stated)
        about = {"setl_id": row.setl_id, "mdtrt_sn": row.mdtrt_sn, "psn_no": row.psn_no, "trdn_flag": row.trdn_flag}
        for code, share in zip(row.codes, codes.shares(row.cnt, len(row.codes), opened=_opened(row)), strict=True):
            known[code], moved = change(known[code], share)
            moves.append(self._moves.made(known[code], act, moved, row.at, movement_no=number, **about))
        self._packs.save(known.values(), moves)

    def _change(self, row: Posting, stated: Mapping[str, Pack]) -> tuple[Act, Change]:
        """The act, and what it makes of a known pack and a share of it."""
        opened = _opened(row)
        if row.kind is StockKind.COUNT:
            return Act.ENTER, lambda known, _: codes.count(stated[known.drug_trac_codg], known)
        if row.kind is StockKind.SALE:
            return Act.SELL, lambda known, share: codes.sell(stated[known.drug_trac_codg], known, share, opened=opened)
        if row.kind is StockKind.SALE_RETURN:
            return Act.RETURN, self._taking_back(row, opened=opened)
        if comes_in(row):
            return Act.ENTER, lambda known, _: codes.enter(stated[known.drug_trac_codg], known)
        return Act.LEAVE, lambda known, _: codes.leave(stated[known.drug_trac_codg], known)

    def _taking_back(self, row: Posting, *, opened: bool) -> Change:
        """Packs come back from the visit that they were sold in."""
        moved, holder = by_code(self._packs.of_visit(mine(), row.mdtrt_sn, row.codes)), mine()
        return lambda known, share: codes.take_back(
            known, -moved[known.drug_trac_codg], share, opened=opened, holder=holder
        )

    def _handed_over(self, row: Posting, known: dict[str, Pack]) -> list[dict[str, Any]]:
        """Packs that the sale's own settlement (2102) handed out are given back first, so that one purchase
        does not sell a pack twice; the moves that do so."""
        reference = {"setl_id": row.setl_id} if row.setl_id else {"mdtrt_sn": row.mdtrt_sn}
        moves = []
        for net in self._packs.of_settlement(mine(), **reference):
            code = net.drug_trac_codg
            back = given_back(known[code], net) if code in known else None
            if back is not None:
                known[code] = back
                moves.append(self._moves.undoing(back, net))
        return moves

    def undo(self, reversals: Mapping[str, str], empty: State) -> None:
        """Take back what deleted documents did to packs; ``reversals`` maps a document to the movement that
        reverses it. Raises ``CODE_MOVED``."""
        nets = self._packs.of_documents(reversals)
        known = self._packs.known({net.drug_trac_codg for net in nets})
        for code, moved in by_code(nets).items():
            known[code], _ = codes.undo(known[code], moved, empty=empty, holder=mine())
        moves = [self._moves.undoing(known[net.drug_trac_codg], net, reversals[net.movement_no]) for net in nets]
        self._packs.save(known.values(), moves)

    def issue(self, goods: Goods) -> str:
        """A new code for a held pack of these goods."""
        code = self._ids.new(VIRTUAL)
        held = codes.with_rest(unknown_pack(goods, code), CONTENT, State.GONE)
        self._packs.save([held], [self._moves.made(held, Act.ENTER, CONTENT, second())])
        current_uow().audit("procurement.code_issued", {"drug_trac_codg": code, "goods": goods.fixmedins_hilist_id})
        return code


def by_code(nets: Iterable[Net]) -> dict[str, Decimal]:
    """How a pack's rest changed in all; a code not named did not change."""
    moved: defaultdict[str, Decimal] = defaultdict(Decimal)
    for net in nets:
        moved[net.drug_trac_codg] += net.delta
    return moved


def _opened(row: Posting) -> bool:
    return row.trdn_flag == SPLIT
