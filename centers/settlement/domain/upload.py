"""One upload of fee lines: all of them are good, or none is stored.

Lines are taken in order, so a refund may name a line of the same upload that stands before it.
Source: benefit-settlement section 2, rule 1.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final, NamedTuple

import msgspec

from centers.settlement.contract.v1 import (
    BATCH_DISEASE_MIXED,
    LINE_DUPLICATE,
    REFUND_PRICE_HIGHER,
    REFUND_TARGET_UNKNOWN,
    REFUND_TOO_MUCH,
    REFUND_UNNAMED,
    LineSplit,
    NewLine,
)
from centers.settlement.domain.lines import FeeLine, Terms, require_form, require_serial, split_line
from hsaf.money import yuan

TermsOf = Callable[[NewLine], Terms]


@dataclass(slots=True)
class Refundable:
    """What is left of an unsettled line: quantity, and amount in fen; ``pric`` is what it was charged at."""

    cnt: Decimal
    amount: int
    pric: Decimal
    terms: Terms

    def take(self, refund: NewLine) -> Terms:
        """Take a refund off; the terms of the original line apply to it.

        Raises ``REFUND_TOO_MUCH`` or ``REFUND_PRICE_HIGHER``.
        """
        cnt, amount = self.cnt + refund.cnt, self.amount + refund.det_item_fee_sumamt
        if cnt < 0 or amount < 0:
            raise REFUND_TOO_MUCH(
                feedetl_sn=refund.feedetl_sn,
                init_feedetl_sn=refund.init_feedetl_sn,
                cnt=f"{self.cnt.normalize():f}",
                amount=yuan(self.amount),
            )
        self._require_price(refund)
        self.cnt, self.amount = cnt, amount
        return self.terms

    def _require_price(self, refund: NewLine) -> None:
        """A dearer refund would give back more above the ceiling than was charged above it, and leave more in
        scope than the whole line. Raises ``REFUND_PRICE_HIGHER``."""
        ceiling = None if self.terms.own_pay else self.terms.ceiling
        if ceiling is not None and refund.pric > max(self.pric, ceiling):
            raise REFUND_PRICE_HIGHER(
                feedetl_sn=refund.feedetl_sn,
                init_feedetl_sn=refund.init_feedetl_sn,
                pric=f"{refund.pric.normalize():f}",
                charged=f"{self.pric.normalize():f}",
            )


class Standing(NamedTuple):
    """What is stored of a visit that an upload meets: numbers of lines in ``taken``, in ``refundable`` what is
    left of the unsettled charges, in ``batches`` the disease code of a charge batch."""

    taken: Collection[str] = ()
    refundable: Mapping[str, Refundable] = {}
    batches: Mapping[str, str] = {}


NOTHING: Final = Standing()
"""What the lines of a purchase meet."""


class Upload:
    """Checks and divides the lines of one upload, one after the other."""

    def __init__(self, terms_of: TermsOf, standing: Standing = NOTHING) -> None:
        self._terms_of = terms_of
        self._taken = set(standing.taken)
        self._refundable = dict(standing.refundable)
        self._batches = dict(standing.batches)

    def add(self, line: NewLine) -> FeeLine:
        """Check and divide the next line. Raises the refusal that names it."""
        require_form(line)
        if line.feedetl_sn in self._taken:
            raise LINE_DUPLICATE(feedetl_sn=line.feedetl_sn)
        self._require_one_disease(line)
        terms = self._refund(line) if line.cnt < 0 else self._charge(line)
        self._taken.add(line.feedetl_sn)
        return FeeLine(line, split_line(line, terms), terms)

    def _charge(self, line: NewLine) -> Terms:
        terms = self._terms_of(line)
        self._refundable[line.feedetl_sn] = Refundable(line.cnt, line.det_item_fee_sumamt, line.pric, terms)
        return terms

    def _refund(self, line: NewLine) -> Terms:
        if not line.init_feedetl_sn:
            raise REFUND_UNNAMED(feedetl_sn=line.feedetl_sn)
        original = self._refundable.get(line.init_feedetl_sn)
        if original is None:
            raise REFUND_TARGET_UNKNOWN(feedetl_sn=line.feedetl_sn, init_feedetl_sn=line.init_feedetl_sn)
        return original.take(line)

    def _require_one_disease(self, line: NewLine) -> None:
        """A charge batch has one disease code (national-interface section 3, rule 2)."""
        if line.chrg_bchno and self._batches.setdefault(line.chrg_bchno, line.dise_codg) != line.dise_codg:
            raise BATCH_DISEASE_MIXED(chrg_bchno=line.chrg_bchno)


def with_plain_serials(lines: Iterable[NewLine]) -> list[NewLine]:
    """The lines with checked numbers, compared as numbers. Raises ``LINE_SN_WRONG``."""
    return [
        msgspec.structs.replace(
            line,
            feedetl_sn=require_serial(line.feedetl_sn),
            init_feedetl_sn=line.init_feedetl_sn.lstrip("0"),
        )
        for line in lines
    ]


class FeeTotals(msgspec.Struct, frozen=True):
    """Sums over the unsettled lines of a visit, in fen; ``listed_amt`` counts levels 甲 and 乙 whole."""

    count: int = 0
    medfee_sumamt: int = 0
    fulamt_ownpay_amt: int = 0
    overlmt_selfpay: int = 0
    preselfpay_amt: int = 0
    inscp_scp_amt: int = 0
    listed_amt: int = 0


LISTED = ("01", "02")
"""Catalog levels 甲 and 乙."""


def total(splits: Iterable[LineSplit]) -> FeeTotals:
    """The sums of a purchase, whose lines are settled as they are uploaded."""
    lines = list(splits)
    return FeeTotals(
        count=len(lines),
        medfee_sumamt=sum(line.det_item_fee_sumamt for line in lines),
        fulamt_ownpay_amt=sum(line.fulamt_ownpay_amt for line in lines),
        overlmt_selfpay=sum(line.overlmt_amt for line in lines),
        preselfpay_amt=sum(line.preselfpay_amt for line in lines),
        inscp_scp_amt=sum(line.inscp_scp_amt for line in lines),
        listed_amt=sum(line.det_item_fee_sumamt for line in lines if line.chrgitm_lv in LISTED),
    )
