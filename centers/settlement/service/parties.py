"""Three-party reconciliation of cross-region care (HB-13.3.5, 13.3.8 to 13.3.12)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from centers.settlement.contract.clearing import PartyResult, PartyRow
from centers.settlement.data.books import BookReader
from centers.settlement.data.sheets import SheetRepository
from centers.settlement.domain.books import ACCOUNT, FUND, Booked, Books, net
from centers.settlement.domain.months import Month
from centers.settlement.domain.parties import three_parties, totals_against_details
from hsaf.contract import rows as readers
from hsaf.contract.rows import Field, read_rows
from hsaf.contract.textfile import unpack
from hsaf.data.bulk import chunks

TREATMENT: Final = "treatment"
HOME: Final = "home"

FORM: Final = (
    Field("setl_id", readers.code),
    *(Field(name, readers.fen) for name in PartyRow.__struct_fields__[1:]),
)


class Parties:
    def __init__(self, sheets: SheetRepository, books: BookReader) -> None:
        self._sheets = sheets
        self._books = books

    def rows(
        self, setlym: str, mdtrt_poolarea: str, clr_optins: str, side: str, equal: bool | None = None
    ) -> list[PartyRow]:
        known = _as_treated if side == TREATMENT else _as_insured
        found = self._cleared(setlym, mdtrt_poolarea, clr_optins)
        return totals_against_details((known(books, one) for books, one in found), equal)

    def compare(
        self, setlym: str, mdtrt_poolarea: str, clr_optins: str, national: bytes, equal: bool | None
    ) -> list[PartyResult]:
        found = list(self._cleared(setlym, mdtrt_poolarea, clr_optins))
        sides = {
            TREATMENT: [_as_treated(books, one) for books, one in found],
            HOME: [_as_insured(books, one) for books, one in found],
            "national": _as_filed(national),
        }
        return three_parties(sides, equal)

    def _cleared(self, setlym: str, mdtrt_poolarea: str, clr_optins: str) -> Iterator[tuple[Books, Booked]]:
        """The settlements on the month's sheets between two areas, with the books about their persons."""
        month = Month.of(setlym).setlym
        sheets = self._sheets.search(setlym=month, mdtrt_poolarea=mdtrt_poolarea, clr_optins=clr_optins)
        wanted: dict[str, set[str]] = {}
        for psn_no, setl_id in self._sheets.items(one.sheet_id for one in sheets):
            wanted.setdefault(psn_no, set()).add(setl_id)
        for chunk in chunks(sorted(wanted)):
            books = self._books.read(chunk)
            yield from ((books, one) for one in books.settlements if one.setl_id in wanted[one.psn_no])


def _as_filed(content: bytes) -> list[PartyRow]:
    """The rows of a national file."""
    names = PartyRow.__struct_fields__
    texts = (dict(zip(names, cells, strict=True)) for cells in unpack(content, len(names)))
    return [PartyRow(**row) for row in read_rows("三方对账文件", FORM, texts)]


def _as_treated(books: Books, one: Booked) -> PartyRow:
    """The settlement, and the lines the institution uploaded for it."""
    lines = books.lines.get((one.psn_no, one.reverses or one.setl_id), (0,))
    return PartyRow(
        setl_id=one.setl_id,
        medfee_sumamt=one.amounts["medfee_sumamt"],
        detail_sumamt=-lines[0] if one.reverses else lines[0],
        fund_pay_sumamt=one.amounts["fund_pay_sumamt"],
        acct_pay=one.amounts["acct_pay"],
    )


def _as_insured(books: Books, one: Booked) -> PartyRow:
    """What the person's audit chain sealed and the home area's funds and accounts booked; the details
    are who paid: funds, accounts, the person in cash, the hospital."""
    event = books.events.get((one.psn_no, one.setl_id))
    sealed = event.amounts if event else {}
    entries = books.journals.get((one.psn_no, one.setl_id), [])
    funds, accounts = net(entries, FUND), net(entries, ACCOUNT)
    return PartyRow(
        setl_id=one.setl_id,
        medfee_sumamt=sealed.get("medfee_sumamt", 0),
        detail_sumamt=funds + accounts + sealed.get("psn_cash_pay", 0) + sealed.get("hosp_part_amt", 0),
        fund_pay_sumamt=funds,
        acct_pay=accounts,
    )
