"""Fee lines: uploads, withdrawals, and the move between settlements."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

import sqlalchemy as sa

from centers.settlement.data.tables import fee_line, reversed_line, visit
from centers.settlement.domain.lines import FeeLine, kept_terms
from centers.settlement.domain.record import SettlementRecord
from centers.settlement.domain.upload import Refundable, Standing
from centers.settlement.domain.visit import Visit
from hsaf.data import Statement, defer, execute
from hsaf.data.bulk import chunks

_SPLIT = ("fulamt_ownpay_amt", "overlmt_amt", "preselfpay_amt", "inscp_scp_amt", "chrgitm_lv", "med_chrgitm_type")
_NEW = (
    "feedetl_sn", "init_feedetl_sn", "chrg_bchno", "dise_codg", "fee_ocur_time", "med_list_codg",
    "medins_list_codg", "cnt", "pric", "det_item_fee_sumamt", "hosp_appr_flag", "detail",
)  # fmt: skip

_ADD: Final = Statement(fee_line.insert())


class LineRepository:
    """Every method is about one visit, whose person is locked by the caller when it writes."""

    def add(self, visit: Visit, lines: Iterable[FeeLine], opt_time: datetime) -> None:
        """Store checked lines as unsettled, in one statement (a very long bill in a few)."""
        for rows in chunks(_row(visit, line, opt_time) for line in lines):
            defer(_ADD, *rows)

    def standing(self, visit: Visit, serials: Iterable[str], batches: Iterable[str]) -> Standing:
        """What stands that an upload of lines with these numbers and of these batches meets."""
        wanted, opened = sorted(set(serials)), sorted({batch for batch in batches if batch})
        query, named = sa.select(fee_line), [fee_line.c.feedetl_sn.in_(wanted), fee_line.c.init_feedetl_sn.in_(wanted)]
        if opened:
            first = _one_of_each(visit, opened)
            query = query.outerjoin(first, first.c.feedetl_sn == fee_line.c.feedetl_sn)
            named.append(first.c.feedetl_sn.is_not(None))
        rows = execute(query.where(_of(visit), sa.or_(*named))).mappings().all()
        left = {
            row["feedetl_sn"]: Refundable(row["cnt"], row["det_item_fee_sumamt"], row["pric"], kept_terms(dict(row)))
            for row in rows
            if row["cnt"] > 0 and row["setl_seq"] == visit.open_seq
        }
        for row in rows:
            if row["cnt"] < 0 and row["init_feedetl_sn"] in left:
                original = left[row["init_feedetl_sn"]]
                original.cnt += row["cnt"]
                original.amount += row["det_item_fee_sumamt"]
        return Standing(
            {row["feedetl_sn"] for row in rows}, left, {row["chrg_bchno"]: row["dise_codg"] for row in rows}
        )

    def count(self, visit: Visit) -> int:
        """All lines of the visit, settled or not."""
        return execute(sa.select(sa.func.count()).select_from(fee_line).where(_of(visit))).scalar_one()

    def highest(self, visit: Visit) -> int:
        """The highest number of the visit's lines, 0 without any."""
        query = sa.select(fee_line.c.feedetl_sn).where(_of(visit))
        return max((int(serial) for serial in execute(query).scalars()), default=0)

    def unsettled(self, visit: Visit, *, chrg_bchno: str = "", feedetl_sn: str = "") -> list[Mapping[str, Any]]:
        """Number, original and amount of unsettled lines, of one batch or one number if given."""
        query = sa.select(fee_line.c.feedetl_sn, fee_line.c.init_feedetl_sn, fee_line.c.det_item_fee_sumamt)
        query = query.where(_open(visit)).order_by(fee_line.c.feedetl_sn)
        if chrg_bchno:
            query = query.where(fee_line.c.chrg_bchno == chrg_bchno)
        if feedetl_sn:
            query = query.where(fee_line.c.feedetl_sn == feedetl_sn)
        return [dict(row) for row in execute(query).mappings()]

    def refunds_of(self, visit: Visit, serials: Sequence[str]) -> list[tuple[str, str]]:
        """Pairs of original and refund for unsettled refunds that name one of these lines."""
        query = sa.select(fee_line.c.init_feedetl_sn, fee_line.c.feedetl_sn).where(
            _open(visit), fee_line.c.init_feedetl_sn.in_(serials)
        )
        return [(row.init_feedetl_sn, row.feedetl_sn) for row in execute(query)]

    def find(self, visit: Visit, feedetl_sn: str) -> Mapping[str, Any] | None:
        """A line of the visit, settled or not."""
        row = execute(sa.select(fee_line).where(_of(visit), fee_line.c.feedetl_sn == feedetl_sn)).mappings().first()
        return None if row is None else dict(row)

    def describe(self, visit: Visit, feedetl_sn: str, detail: Mapping[str, Any]) -> None:
        """Replace what the institution says about a line besides its amounts."""
        execute(fee_line.update().where(_of(visit), fee_line.c.feedetl_sn == feedetl_sn).values(detail=dict(detail)))

    def remove(self, visit: Visit, serials: Sequence[str]) -> None:
        execute(fee_line.delete().where(_open(visit), fee_line.c.feedetl_sn.in_(serials)))

    def of_record(self, record: SettlementRecord) -> list[Mapping[str, Any]]:
        """The lines a settlement settled, in force or not; a reversal has those of what it takes back."""
        if record.reverses or record.reversed_by:
            return self.of_reversed(record.psn_no, record.reverses or record.setl_id)
        return self.of_settlement(record.psn_no, record.mdtrt_id, record.line_seq)

    def of_settlement(self, psn_no: str, mdtrt_id: str, line_seq: int) -> list[Mapping[str, Any]]:
        """The lines a settlement in force settled."""
        query = sa.select(fee_line).where(
            fee_line.c.psn_no == psn_no, fee_line.c.mdtrt_id == mdtrt_id, fee_line.c.setl_seq == line_seq
        )
        return _in_order(query, fee_line)

    def of_reversed(self, psn_no: str, setl_id: str) -> list[Mapping[str, Any]]:
        """The lines a reversed settlement had settled."""
        query = sa.select(reversed_line).where(reversed_line.c.psn_no == psn_no, reversed_line.c.setl_id == setl_id)
        return _in_order(query, reversed_line)

    def of_visits(
        self, psn_no: str, fixmedins_code: str, med_type: str, begntime: datetime, endtime: datetime
    ) -> list[Mapping[str, Any]]:
        """Lines that occurred in a time range (both ends count) in a person's visits of a medical type at
        an institution, with the visit's ``med_type``."""
        same = sa.and_(visit.c.psn_no == fee_line.c.psn_no, visit.c.mdtrt_id == fee_line.c.mdtrt_id)
        query = sa.select(fee_line, visit.c.med_type).join(visit, same)
        query = query.where(
            fee_line.c.psn_no == psn_no,
            fee_line.c.fee_ocur_time.between(begntime, endtime),
            visit.c.fixmedins_code == fixmedins_code,
            visit.c.med_type == med_type,
        )
        return _in_order(query, fee_line)

    def reopen(self, visit: Visit, setl_id: str, line_seq: int) -> None:
        """Keep a copy of the lines under the settlement that is reversed, then make them unsettled."""
        settled = sa.and_(_of(visit), fee_line.c.setl_seq == line_seq)
        columns = [column.name for column in reversed_line.columns if column.name != "setl_id"]
        copy = sa.select(sa.literal(setl_id), *(fee_line.c[name] for name in columns)).where(settled)
        execute(reversed_line.insert().from_select(["setl_id", *columns], copy))
        execute(fee_line.update().where(settled).values(setl_seq=visit.open_seq))


def _row(visit: Visit, line: FeeLine, opt_time: datetime) -> dict[str, Any]:
    row = {name: getattr(line.new, name) for name in _NEW} | {name: getattr(line.split, name) for name in _SPLIT}
    return row | {
        "psn_no": visit.psn_no,
        "mdtrt_id": visit.mdtrt_id,
        "setl_seq": visit.open_seq,
        "own_pay": line.terms.own_pay,
        "selfpay_prop": line.terms.selfpay_prop,
        "pric_uplmt_amt": line.terms.ceiling,
        "lmt_used_flag": line.terms.lmt_used_flag,
        "memo": line.terms.memo,
        "opt_time": opt_time,
    }


def _one_of_each(visit: Visit, batches: Sequence[str]) -> sa.Subquery:
    """The number of one line of each of these batches; to be joined, so that it is found once and not per line."""
    first = sa.select(sa.func.min(fee_line.c.feedetl_sn).label("feedetl_sn"))
    first = first.where(_of(visit), fee_line.c.chrg_bchno.in_(batches))
    return first.group_by(fee_line.c.chrg_bchno).subquery()


def _of(visit: Visit) -> sa.ColumnElement[bool]:
    return sa.and_(fee_line.c.psn_no == visit.psn_no, fee_line.c.mdtrt_id == visit.mdtrt_id)


def _open(visit: Visit) -> sa.ColumnElement[bool]:
    return sa.and_(_of(visit), fee_line.c.setl_seq == visit.open_seq)


def _in_order(query: sa.Select[Any], table: sa.Table) -> list[Mapping[str, Any]]:
    rows = execute(
        query.order_by(table.c.fee_ocur_time, sa.func.length(table.c.feedetl_sn), table.c.feedetl_sn)
    ).mappings()
    return [dict(row) for row in rows]
