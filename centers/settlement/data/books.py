"""Everything kept about a number of persons, read for the self-check: a few statements a hundred persons."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import Any, Final

import msgspec
import sqlalchemy as sa

from centers.settlement.contract.v1 import JournalEntry
from centers.settlement.data.rows import plain
from centers.settlement.data.tables import account, accumulator, entry, fee_line, reversed_line, settlement, visit
from centers.settlement.domain.amounts import AMOUNT_FIELDS
from centers.settlement.domain.books import Booked, Books, SealedEvent
from centers.settlement.domain.journal import ACCOUNT_PREFIX, personal_account
from hsaf.data import current_uow, execute
from hsaf.data.audit import events_named

SEALING: Final = (
    "settlement.settled", "settlement.reversed", "settlement.paid", "settlement.payment_posted",
    "settlement.area_claimed", "settlement.allowance_booked",
)  # fmt: skip
"""Events that carry the digest of a journal (``journal``) named ``setl_id`` or ``payment_id``."""

_BOOKED: Final = [name for name in Booked.__struct_fields__ if name != "amounts"]
_SUMMED: Final = ("det_item_fee_sumamt", "fulamt_ownpay_amt", "overlmt_amt", "preselfpay_amt", "inscp_scp_amt")
_VISIT: Final = (
    "psn_no", "mdtrt_id", "fixmedins_code", "kind", "state", "open_seq", "setl_count", "last_setl_id", "dedc_used",
)  # fmt: skip


class BookReader:
    def persons(self, day: date | None) -> list[str]:
        """Persons with a settlement or an entry for a day, or with anything at all."""
        on_day = [
            sa.select(table.c.psn_no).where(*(() if day is None else (column == day,)))
            for table, column in ((settlement, settlement.c.setl_date), (entry, entry.c.posted_on))
        ]
        always = [] if day is not None else [sa.select(one.c.psn_no) for one in (account, accumulator, visit)]
        found = {psn_no for query in (*on_day, *always) for psn_no in execute(query.distinct()).scalars()}
        return sorted(psn_no for psn_no in found if ":" not in psn_no)

    def holders(self) -> list[str]:
        """Everybody whose journals the ledger has: persons, and subjects such as ``org:…``."""
        return list(execute(sa.select(entry.c.psn_no).distinct().order_by(entry.c.psn_no)).scalars())

    def read(self, persons: Sequence[str]) -> Books:
        settlements = self.settlements(persons)
        owners = {psn_no for one in settlements for psn_no, _ in one.draws} | set(persons)
        return Books(
            settlements=settlements,
            lines=self.line_sums(persons),
            journals=self.journals(persons),
            events=self.sealed(persons),
            accumulators=_accumulators(persons),
            balances=_balances(owners),
            postings=_postings(owners),
            visits=_visits(persons),
            late_lines=_late_lines(persons),
        )

    def settlements(self, persons: Sequence[str]) -> list[Booked]:
        columns = [settlement.c[name] for name in (*_BOOKED, *AMOUNT_FIELDS)]
        query = sa.select(*columns).where(settlement.c.psn_no.in_(persons))
        order = (settlement.c.psn_no, settlement.c.commit_seq)
        return [_booked(plain(row)) for row in execute(query.order_by(*order)).mappings()]

    def line_sums(self, persons: Sequence[str]) -> dict[tuple[str, str], tuple[int, ...]]:
        """Of settlements in force their lines, of reversed ones the copy made when they were reversed."""
        same = sa.and_(
            settlement.c.psn_no == fee_line.c.psn_no,
            settlement.c.mdtrt_id == fee_line.c.mdtrt_id,
            settlement.c.line_seq == fee_line.c.setl_seq,
        )
        standing = (settlement.c.reverses == "", settlement.c.reversed_by == "", settlement.c.psn_no.in_(persons))
        found = sa.select(settlement.c.psn_no, settlement.c.setl_id, *_sums(fee_line)).join(fee_line, same)
        query = found.where(*standing).group_by(settlement.c.psn_no, settlement.c.setl_id)
        copies = sa.select(reversed_line.c.psn_no, reversed_line.c.setl_id, *_sums(reversed_line))
        copies = copies.where(reversed_line.c.psn_no.in_(persons))
        copies = copies.group_by(reversed_line.c.psn_no, reversed_line.c.setl_id)
        rows = [*execute(query), *execute(copies)]
        return {(row[0], row[1]): tuple(int(value) for value in row[2:]) for row in rows}

    def journals(self, holders: Sequence[str]) -> dict[tuple[str, str], list[JournalEntry]]:
        query = sa.select(entry).where(entry.c.psn_no.in_(holders))
        found: dict[tuple[str, str], list[JournalEntry]] = {}
        for row in execute(query.order_by(entry.c.psn_no, entry.c.journal, entry.c.entry_no)):
            one = JournalEntry(row.account, row.account_name, row.debit, row.credit)
            found.setdefault((row.psn_no, row.journal), []).append(one)
        return found

    def sealed(self, holders: Iterable[str]) -> dict[tuple[str, str], SealedEvent]:
        """By holder and journal, from the chains of these holders."""
        subjects = {subject_of(holder): holder for holder in holders}
        found = {}
        for event in events_named(current_uow().connection, SEALING, list(subjects)):
            facts = event["facts"]
            journal = facts.get("payment_id") or facts["setl_id"]
            sealed = SealedEvent(journal=facts["journal"], amounts=facts.get("amounts", {}))
            found[subjects[event["subject"]], journal] = sealed
        return found


def subject_of(holder: str) -> str:
    """The audit chain that seals a holder's journals: a person's, or the subject the holder is."""
    return holder if ":" in holder else f"psn:{holder}"


def _booked(values: dict[str, Any]) -> Booked:
    amounts = {name: values.pop(name) for name in AMOUNT_FIELDS}
    return msgspec.convert(values | {"amounts": amounts}, Booked)


def _sums(table: sa.Table) -> list[sa.ColumnElement[Any]]:
    return [sa.func.sum(table.c[name]) for name in _SUMMED]


def _accumulators(persons: Sequence[str]) -> dict[tuple[str, str, int, str], int]:
    rows = execute(sa.select(accumulator).where(accumulator.c.psn_no.in_(persons)))
    return {(row.psn_no, row.insutype, row.year, row.cum_type_code): row.value for row in rows}


def _balances(owners: Collection[str]) -> dict[str, int]:
    return {row.psn_no: row.balc for row in execute(sa.select(account).where(account.c.psn_no.in_(sorted(owners))))}


def _postings(owners: Collection[str]) -> dict[str, int]:
    names = [personal_account(psn_no) for psn_no in sorted(owners)]
    query = sa.select(entry.c.account, sa.func.sum(entry.c.credit - entry.c.debit).label("posted"))
    rows = execute(query.where(entry.c.account.in_(names)).group_by(entry.c.account))
    return {row.account.removeprefix(ACCOUNT_PREFIX): int(row.posted) for row in rows}


def _visits(persons: Sequence[str]) -> list[Mapping[str, Any]]:
    query = sa.select(*(visit.c[name] for name in _VISIT)).where(visit.c.psn_no.in_(persons))
    return [plain(row) for row in execute(query).mappings()]


def _late_lines(persons: Sequence[str]) -> dict[tuple[str, str], int]:
    same = sa.and_(visit.c.psn_no == fee_line.c.psn_no, visit.c.mdtrt_id == fee_line.c.mdtrt_id)
    query = sa.select(visit.c.psn_no, visit.c.mdtrt_id, sa.func.count().label("lines")).join(fee_line, same)
    query = query.where(visit.c.psn_no.in_(persons), fee_line.c.setl_seq > visit.c.open_seq)
    rows = execute(query.group_by(visit.c.psn_no, visit.c.mdtrt_id))
    return {(row.psn_no, row.mdtrt_id): row.lines for row in rows}
