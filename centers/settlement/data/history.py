"""Settlements by person, a stretch of persons at a time: what mass work reads.

The persons of a stretch are those after ``after`` up to ``last``, in the order of their numbers.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Any, Final

import msgspec
import sqlalchemy as sa

from centers.settlement.data.tables import accumulator, fee_line, reversed_line, settlement
from centers.settlement.domain.amounts import AMOUNT_FIELDS
from centers.settlement.domain.booked import Booked, Span, YearOf
from hsaf.data import execute

_PLAIN: Final = tuple(name for name in Booked.__struct_fields__ if name != "amounts")
_COLUMNS: Final = tuple(settlement.c[name] for name in (*_PLAIN, *AMOUNT_FIELDS))
_OF_LINE: Final = (
    "cnt", "pric", "det_item_fee_sumamt", "pric_uplmt_amt", "selfpay_prop", "own_pay", "chrgitm_lv",
    "fulamt_ownpay_amt", "overlmt_amt", "preselfpay_amt", "inscp_scp_amt",
)  # fmt: skip


class HistoryReader:
    def persons(self, span: Span) -> int:
        """How many persons have settlements in a span."""
        return execute(sa.select(sa.func.count(sa.distinct(settlement.c.psn_no))).where(_within(span))).scalar_one()

    def stretch(self, span: Span, after: str, size: int) -> tuple[str, int]:
        """The last of the next ``size`` persons, and how many there are; ``("", 0)`` at the end."""
        query = sa.select(settlement.c.psn_no).where(_within(span), settlement.c.psn_no > after).distinct()
        persons = execute(query.order_by(settlement.c.psn_no).limit(size)).scalars().all()
        return (persons[-1], len(persons)) if persons else ("", 0)

    def booked(self, span: Span, after: str, last: str) -> list[Booked]:
        """Person by person, in the order of commitment."""
        query = sa.select(*_COLUMNS).where(_within(span), _between(settlement, after, last))
        return [_booked(row) for row in execute(query.order_by(settlement.c.psn_no, settlement.c.commit_seq))]

    def accumulators(self, span: Span, after: str, last: str) -> dict[YearOf, dict[str, int]]:
        """The accumulators of the span's years as they stand."""
        years = accumulator.c.year.between(span.begin.year, span.end.year)
        found: defaultdict[YearOf, dict[str, int]] = defaultdict(dict)
        for row in execute(sa.select(accumulator).where(years, _between(accumulator, after, last))):
            found[row.psn_no, row.insutype, row.year][row.cum_type_code] = row.value
        return dict(found)

    def lines(self, span: Span, after: str, last: str) -> dict[str, list[Mapping[str, Any]]]:
        """The lines that each settlement settled, by ``setl_id``, as it had them."""
        stands = sa.and_(
            settlement.c.psn_no == fee_line.c.psn_no,
            settlement.c.mdtrt_id == fee_line.c.mdtrt_id,
            settlement.c.line_seq == fee_line.c.setl_seq,
            settlement.c.reversed_by == "",
        )
        kept = sa.and_(settlement.c.psn_no == reversed_line.c.psn_no, settlement.c.setl_id == reversed_line.c.setl_id)
        found: defaultdict[str, list[Mapping[str, Any]]] = defaultdict(list)
        for table, belongs in ((fee_line, stands), (reversed_line, kept)):
            query = sa.select(settlement.c.setl_id, *(table.c[name] for name in _OF_LINE))
            joined = query.select_from(settlement.join(table, belongs))
            for row in execute(joined.where(_within(span), _between(settlement, after, last))).mappings():
                found[row["setl_id"]].append(dict(row))
        return dict(found)


def _within(span: Span) -> sa.ColumnElement[bool]:
    chosen = sa.and_(settlement.c.setl_date.between(span.begin, span.end), settlement.c.refd_setl_flag == "0")
    return chosen if span.reversed else sa.and_(chosen, settlement.c.reversed_by == "")


def _between(table: sa.Table, after: str, last: str) -> sa.ColumnElement[bool]:
    return sa.and_(table.c.psn_no > after, table.c.psn_no <= last)


def _booked(row: Any) -> Booked:
    values, amounts = row[: len(_PLAIN)], row[len(_PLAIN) :]
    fields = dict(zip(_PLAIN, values, strict=True)) | {"amounts": dict(zip(AMOUNT_FIELDS, amounts, strict=True))}
    return msgspec.convert(fields, Booked)
