"""Applications at the counter, their steps, and the receipts they use."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Final

import msgspec
import sqlalchemy as sa

from centers.settlement.contract.reimbursement import Place, Receipt, Reimbursement, State, Step
from centers.settlement.contract.v1 import SETTLEMENT_BUSY
from centers.settlement.data.contacts import sealed, unsealed
from centers.settlement.data.rows import plain
from centers.settlement.data.tables import receipt, reimbursement, reimbursement_step, settlement, visit
from hsaf.data import execute
from hsaf.spi.crypto import Crypto
from hsaf.spi.database import Database

LISTED: Final = 500
"""Rows of a list at most."""

_PLAIN: Final = ("mdtrt_id", "insutype", "med_type", "begndate", "enddate", "sumamt", "setl_id")


class ReimbursementRepository:
    """The account number to pay to is sealed on its way in and unsealed on its way out."""

    def __init__(self, database: Database, crypto: Crypto) -> None:
        self._database = database
        self._crypto = crypto

    def add(self, claim: Reimbursement) -> None:
        """A new application with its first step."""
        (first,) = claim.steps
        execute(reimbursement.insert(), {**self._columns(claim), **_key(claim), "entered_at": first.at})
        self._append(claim, first)

    def save(self, claim: Reimbursement) -> None:
        """Columns of an application changed by its latest step, and that step."""
        which = (reimbursement.c.psn_no == claim.psn_no, reimbursement.c.reim_id == claim.reim_id)
        execute(reimbursement.update().where(*which).values(**self._columns(claim)))
        self._append(claim, claim.steps[-1])

    def find(self, reim_id: str) -> Reimbursement | None:
        """Without the person: for clerks, who hold only the number."""
        row = execute(sa.select(reimbursement).where(reimbursement.c.reim_id == reim_id)).mappings().first()
        return None if row is None else self._claim(row, self._steps(row["psn_no"], reim_id))

    def search(self, psn_no: str, state: str) -> list[Reimbursement]:
        """Of a person, in a state, or all; the latest first, without their steps."""
        query = sa.select(reimbursement).order_by(reimbursement.c.entered_at.desc(), reimbursement.c.reim_id.desc())
        if psn_no:
            query = query.where(reimbursement.c.psn_no == psn_no)
        if state:
            query = query.where(reimbursement.c.state == state)
        return [self._claim(row, ()) for row in execute(query.limit(LISTED)).mappings()]

    def page(self, area: str, psn_no: str, state: str, limit: int, offset: int) -> tuple[list[Reimbursement], int]:
        """Of a person, or of the insured of a region (by the beginning of its code), the latest first, and how many in
        all. Those entered before visits kept the region are of where they were settled."""
        mine = sa.and_(visit.c.psn_no == reimbursement.c.psn_no, visit.c.mdtrt_id == reimbursement.c.mdtrt_id)
        here = sa.or_(visit.c.insuplc_admdvs.startswith(area, autoescape=True), _settled_in(area))
        which = [reimbursement.c.psn_no == psn_no if psn_no else here]
        which += [reimbursement.c.state == state] if state else []
        rows = sa.select(reimbursement).join(visit, mine).where(*which)
        newest = (reimbursement.c.entered_at.desc(), reimbursement.c.reim_id.desc())
        found = execute(rows.order_by(*newest).limit(limit).offset(offset)).mappings()
        total = execute(sa.select(sa.func.count()).select_from(rows.subquery())).scalar_one()
        return [self._claim(row, ()) for row in found], int(total)

    # -- receipts -----------------------------------------------------------------------------------

    def take(self, claim: Reimbursement, numbers: Iterable[str]) -> dict[str, str]:
        """Take receipts for an application; those that others have, by number, with whose they are.

        One that a clerk elsewhere is taking right now is waited for. Raises ``SETTLEMENT_BUSY``.
        """
        wanted = sorted(numbers)
        rows = [{"invono": invono, **_key(claim)} for invono in wanted]
        execute(self._database.insert_missing(receipt, rows))
        query = sa.select(receipt.c.invono, receipt.c.reim_id).where(receipt.c.invono.in_(wanted))
        holders = {row.invono: row.reim_id for row in execute(query)}
        if len(holders) < len(wanted):
            raise SETTLEMENT_BUSY()  # freed by its holder just now: try again
        return {invono: reim_id for invono, reim_id in holders.items() if reim_id != claim.reim_id}

    def settled_with(self, numbers: Iterable[str]) -> dict[str, str]:
        """Settlements in force that institutions printed these receipts for, by receipt."""
        query = sa.select(settlement.c.invono, settlement.c.setl_id).where(
            settlement.c.invono.in_(sorted(numbers)),
            settlement.c.refd_setl_flag == "0",
            settlement.c.reversed_by == "",
        )
        return {row.invono: row.setl_id for row in execute(query)}

    def free(self, claim: Reimbursement) -> None:
        """The application's receipts may be brought again."""
        execute(receipt.delete().where(receipt.c.psn_no == claim.psn_no, receipt.c.reim_id == claim.reim_id))

    # -- rows ---------------------------------------------------------------------------------------

    def _append(self, claim: Reimbursement, step: Step) -> None:
        row = {**_key(claim), "step_no": len(claim.steps), **msgspec.structs.asdict(step)}
        execute(reimbursement_step.insert(), row)

    def _steps(self, psn_no: str, reim_id: str) -> tuple[Step, ...]:
        table = reimbursement_step
        query = sa.select(table).where(table.c.psn_no == psn_no, table.c.reim_id == reim_id).order_by(table.c.step_no)
        return tuple(Step(row.step, row.actor, row.at, row.memo) for row in execute(query))

    def _columns(self, claim: Reimbursement) -> dict[str, Any]:
        return {name: getattr(claim, name) for name in ("state", *_PLAIN)} | {
            "place": msgspec.to_builtins(claim.place),
            "receipts": msgspec.to_builtins(claim.receipts),
            "bankacct_sealed": sealed(self._crypto, claim.bankacct),
        }

    def _claim(self, row: sa.RowMapping, steps: Sequence[Step]) -> Reimbursement:
        known = plain(row)
        return Reimbursement(
            **{name: known[name] for name in ("reim_id", "psn_no", *_PLAIN)},
            state=State(known["state"]),
            place=msgspec.convert(known["place"], Place),
            receipts=msgspec.convert(known["receipts"], tuple[Receipt, ...]),
            steps=tuple(steps),
            bankacct=unsealed(self._crypto, known["bankacct_sealed"]),
        )


def _settled_in(area: str) -> sa.ColumnElement[bool]:
    """Where the visit does not say the region, the settlement does."""
    settled = sa.exists().where(
        settlement.c.psn_no == reimbursement.c.psn_no,
        settlement.c.setl_id == reimbursement.c.setl_id,
        settlement.c.insuplc_admdvs.startswith(area, autoescape=True),
    )
    return sa.and_(visit.c.insuplc_admdvs == "", settled)


def _key(claim: Reimbursement) -> dict[str, str]:
    return {"psn_no": claim.psn_no, "reim_id": claim.reim_id}
