"""Trace codes: a code stands for one pack, of which parts may be sold.

A pack has a content of 1 and a rest. Selling it whole needs the whole content; a split sale
(``trdn_flag`` 1) takes a part, again and again, until nothing is left. A pack whose rest is 0 cannot be
sold before it comes back. A code nobody knows is a pack that entered without being scanned (3503 carries
no codes): it becomes known when it is first sold.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_CEILING, Decimal
from enum import StrEnum
from typing import Final

import msgspec

from centers.procurement.contract.v1 import (
    CODE_ELSEWHERE,
    CODE_IN_STOCK,
    CODE_LEFT,
    CODE_MOVED,
    CODE_NOT_SOLD,
    CODE_OPENED,
    CODE_OTHER_GOODS,
    CODE_REPEATED,
    CODE_SOLD,
    CODES_TOO_MANY,
    NO_NATIONAL_CODE,
)
from centers.procurement.domain.stock_movements import plain
from hsaf.money import split

CONTENT: Final = Decimal(1)
"""Of an unopened pack."""

_TEN_THOUSAND: Final = 10_000


class State(StrEnum):
    NEW = "new"
    """Not known before."""
    HELD = "held"
    SOLD = "sold"
    """Nothing is left of it."""
    GONE = "gone"
    """Left by a transfer, a return to the supplier, destruction, or a deleted entry."""


class Act(StrEnum):
    """What happened to a pack."""

    ENTER = "enter"
    SELL = "sell"
    DISPENSE = "dispense"
    """Handed out by a settlement (2102)."""
    RETURN = "return"
    LEAVE = "leave"
    UNDO = "undo"
    """The document was deleted (3507), or the settlement reversed."""
    REPEAT = "repeat"
    """A settlement states a code that was sold or gone already: nothing moves, supervision sees it."""


class Pack(msgspec.Struct, frozen=True, kw_only=True):
    """A coded pack as it stands; ``holder`` is the institution that has it or had it last."""

    drug_trac_codg: str
    holder: str
    med_list_codg: str
    fixmedins_hilist_id: str
    fixmedins_hilist_name: str
    fixmedins_bchno: str
    """Empty while only settlements, which state no batch, have named it."""
    state: State
    rest: Decimal


def require_codes(codes: Sequence[str], cnt: Decimal, *, opened: bool) -> None:
    """The codes of one row: each once, and for whole packs not more than packs.

    Raises ``CODE_REPEATED`` or ``CODES_TOO_MANY``.
    """
    seen: set[str] = set()
    for code in codes:
        if code in seen:
            raise CODE_REPEATED(code=code)
        seen.add(code)
    if not opened and len(codes) > cnt.to_integral_value(ROUND_CEILING):
        raise CODES_TOO_MANY(codes=len(codes), cnt=plain(cnt))


def shares(cnt: Decimal, codes: int, *, opened: bool) -> list[Decimal]:
    """What each code of a row gives: a whole pack, or its part of a split quantity."""
    if not opened or not codes:
        return [CONTENT] * codes
    parts = split(int(cnt * _TEN_THOUSAND), [1] * codes)
    return [Decimal(part) / _TEN_THOUSAND for part in parts]


Changed = tuple[Pack, Decimal]
"""A pack afterwards, and by how much its rest changed."""


def enter(pack: Pack, known: Pack) -> Changed:
    """A pack comes in. ``pack`` is what the row says, ``known`` what is registered.

    Raises ``CODE_IN_STOCK``, ``CODE_ELSEWHERE`` or ``CODE_SOLD``.
    """
    if known.state is State.SOLD:
        raise CODE_SOLD(code=known.drug_trac_codg)
    if known.state is State.HELD:
        raise (CODE_IN_STOCK if known.holder == pack.holder else CODE_ELSEWHERE)(code=known.drug_trac_codg)
    return msgspec.structs.replace(pack, state=State.HELD, rest=CONTENT), CONTENT


def count(pack: Pack, known: Pack) -> Changed:
    """A pack is found at a stock-take: known here, it stays as it is; unknown, it comes in.

    Raises as :func:`enter`, or ``CODE_OTHER_GOODS``.
    """
    if known.state is State.HELD and known.holder == pack.holder:
        _require_same(pack, known)
        return known, Decimal(0)
    return enter(pack, known)


def sell(pack: Pack, known: Pack, share: Decimal, *, opened: bool) -> Changed:
    """A pack, or a part of an ``opened`` one, is sold.

    Raises ``CODE_SOLD``, ``CODE_LEFT``, ``CODE_ELSEWHERE``, ``CODE_OTHER_GOODS`` or ``CODE_OPENED``.
    """
    held = _held(pack, known)
    if share > held.rest or (not opened and held.rest != CONTENT):
        raise CODE_OPENED(code=held.drug_trac_codg, left=plain(held.rest), asked=plain(share))
    return with_rest(held, held.rest - share, State.SOLD), -share


def leave(pack: Pack, known: Pack) -> Changed:
    """A pack, opened or not, leaves otherwise than by a sale. Raises as :func:`sell`."""
    held = _held(pack, known)
    return with_rest(held, Decimal(0), State.GONE), -held.rest


def take_back(known: Pack, sold: Decimal, share: Decimal, *, opened: bool, holder: str) -> Changed:
    """What a sale took from a pack comes back, a part of it when ``opened``.

    ``sold`` is what the sale still has of the pack. Raises ``CODE_NOT_SOLD`` or ``CODE_OPENED``.
    """
    if sold <= 0 or known.holder != holder:
        raise CODE_NOT_SOLD(code=known.drug_trac_codg)
    if opened and share > sold:
        raise CODE_OPENED(code=known.drug_trac_codg, left=plain(sold), asked=plain(share))
    back = share if opened else sold
    return with_rest(known, known.rest + back, State.SOLD), back


def undo(known: Pack, moved: Decimal, *, empty: State, holder: str) -> Changed:
    """Take back what a deleted document moved; ``empty`` is what a pack without a rest then is.

    Raises ``CODE_MOVED`` when the pack has moved on since.
    """
    rest = known.rest - moved
    if known.holder != holder or not 0 <= rest <= CONTENT:
        raise CODE_MOVED(code=known.drug_trac_codg)
    return with_rest(known, rest, empty), -moved


def with_rest(pack: Pack, rest: Decimal, empty: State) -> Pack:
    """The pack with this rest; ``empty`` is what it is without one."""
    return msgspec.structs.replace(pack, rest=rest, state=State.HELD if rest > 0 else empty)


def _held(pack: Pack, known: Pack) -> Pack:
    """The pack as held here, perhaps for the first time. Raises for one that is not."""
    if known.state is State.NEW or (known.state is State.GONE and known.holder != pack.holder):
        return msgspec.structs.replace(pack, state=State.HELD, rest=CONTENT)
    if known.state is State.SOLD:
        raise CODE_SOLD(code=known.drug_trac_codg)
    if known.state is State.GONE:
        raise CODE_LEFT(code=known.drug_trac_codg)
    if known.holder != pack.holder:
        raise CODE_ELSEWHERE(code=known.drug_trac_codg)
    _require_same(pack, known)
    return known if known.fixmedins_bchno else msgspec.structs.replace(pack, state=known.state, rest=known.rest)


def _require_same(pack: Pack, known: Pack) -> None:
    """Own item or national code agree; a batch that only one side states is not compared.

    Raises ``CODE_OTHER_GOODS``.
    """
    item = pack.fixmedins_hilist_id == known.fixmedins_hilist_id
    national = pack.med_list_codg == known.med_list_codg != NO_NATIONAL_CODE
    batches = {pack.fixmedins_bchno, known.fixmedins_bchno} - {""}
    if not (item or national) or len(batches) > 1:
        raise CODE_OTHER_GOODS(code=known.drug_trac_codg)
