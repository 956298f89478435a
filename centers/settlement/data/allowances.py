"""Declarations of the maternity allowance, their steps, and the certificates they use."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any, Final

import msgspec
import sqlalchemy as sa

from centers.settlement.contract.allowance import Allowance
from centers.settlement.contract.reimbursement import State, Step
from centers.settlement.contract.v1 import SETTLEMENT_BUSY
from centers.settlement.data.contacts import sealed, unsealed
from centers.settlement.data.reimbursements import LISTED
from centers.settlement.data.rows import plain
from centers.settlement.data.tables import allowance, allowance_step, receipt
from hsaf.data import execute
from hsaf.spi.crypto import Crypto
from hsaf.spi.database import Database

_PLAIN: Final = tuple(
    name for name in Allowance.__struct_fields__ if name not in ("allw_id", "psn_no", "state", "steps", "bankacct")
)
CERTIFICATE: Final = "CERT:"
"""Before a certificate among the papers of the counter, where receipts are kept by number."""


class AllowanceRepository:
    """The account number to pay to is sealed on its way in and unsealed on its way out."""

    def __init__(self, database: Database, crypto: Crypto) -> None:
        self._database = database
        self._crypto = crypto

    def add(self, one: Allowance) -> None:
        (first,) = one.steps
        execute(allowance.insert(), {**self._columns(one), **_key(one), "entered_at": first.at})
        self._append(one, first)

    def save(self, one: Allowance) -> None:
        """What its latest step changed, and that step."""
        which = (allowance.c.psn_no == one.psn_no, allowance.c.allw_id == one.allw_id)
        execute(allowance.update().where(*which).values(state=one.state, journal=one.journal))
        self._append(one, one.steps[-1])

    def find(self, allw_id: str) -> Allowance | None:
        row = execute(sa.select(allowance).where(allowance.c.allw_id == allw_id)).mappings().first()
        return None if row is None else self._read(row, self._steps(row["psn_no"], allw_id))

    def of(self, psn_no: str) -> list[Allowance]:
        """All of a person, with their steps."""
        rows = execute(sa.select(allowance).where(allowance.c.psn_no == psn_no)).mappings().all()
        return [self._read(row, self._steps(psn_no, row["allw_id"])) for row in rows]

    def search(self, psn_no: str, state: str) -> list[Allowance]:
        """The latest first, without their steps."""
        rows = execute(_newest(_which("", psn_no, state)).limit(LISTED)).mappings()
        return [self._read(row, ()) for row in rows]

    def page(self, area: str, psn_no: str, state: str, limit: int, offset: int) -> tuple[list[Allowance], int]:
        """Of the insured of a region (by the beginning of its code), the latest first, and how many in all."""
        which = _which(area, psn_no, state)
        total = execute(sa.select(sa.func.count()).select_from(allowance).where(*which)).scalar_one()
        rows = execute(_newest(which).limit(limit).offset(offset)).mappings()
        return [self._read(row, ()) for row in rows], int(total)

    def standing(self, persons: Collection[str]) -> dict[tuple[str, str], tuple[str, int]]:
        """State and amount by person and number, for the self-check."""
        columns = (allowance.c.psn_no, allowance.c.allw_id, allowance.c.state, allowance.c.amount)
        rows = execute(sa.select(*columns).where(allowance.c.psn_no.in_(sorted(persons))))
        return {(row.psn_no, row.allw_id): (row.state, row.amount) for row in rows}

    # -- certificates -------------------------------------------------------------------------------

    def take(self, one: Allowance) -> str:
        """Take the certificate; the number of whoever has it, empty when it was free. Raises ``SETTLEMENT_BUSY``."""
        number = CERTIFICATE + one.cert_no
        execute(self._database.insert_missing(receipt, [{"invono": number, **_paper(one)}]))
        holder = execute(sa.select(receipt.c.reim_id).where(receipt.c.invono == number)).scalar()
        if holder is None:
            raise SETTLEMENT_BUSY()  # freed by its holder just now: try again
        return "" if holder == one.allw_id else str(holder)

    def free(self, one: Allowance) -> None:
        execute(receipt.delete().where(receipt.c.psn_no == one.psn_no, receipt.c.reim_id == one.allw_id))

    # -- rows ---------------------------------------------------------------------------------------

    def _append(self, one: Allowance, step: Step) -> None:
        execute(allowance_step.insert(), {**_key(one), "step_no": len(one.steps), **msgspec.structs.asdict(step)})

    def _steps(self, psn_no: str, allw_id: str) -> tuple[Step, ...]:
        table = allowance_step
        query = sa.select(table).where(table.c.psn_no == psn_no, table.c.allw_id == allw_id).order_by(table.c.step_no)
        return tuple(Step(row.step, row.actor, row.at, row.memo) for row in execute(query))

    def _columns(self, one: Allowance) -> dict[str, Any]:
        return {name: getattr(one, name) for name in ("state", *_PLAIN)} | {
            "trace": msgspec.to_builtins(one.trace),
            "bankacct_sealed": sealed(self._crypto, one.bankacct),
        }

    def _read(self, row: sa.RowMapping, steps: Sequence[Step]) -> Allowance:
        known = plain(row)
        return Allowance(
            **{name: known[name] for name in ("allw_id", "psn_no", *_PLAIN) if name != "trace"},
            state=State(known["state"]),
            trace=tuple(known["trace"]),
            steps=tuple(steps),
            bankacct=unsealed(self._crypto, known["bankacct_sealed"]),
        )


def _which(area: str, psn_no: str, state: str) -> list[sa.ColumnElement[bool]]:
    which = [allowance.c.insuplc_admdvs.startswith(area, autoescape=True)] if area else []
    which += [allowance.c.psn_no == psn_no] if psn_no else []
    return which + ([allowance.c.state == state] if state else [])


def _newest(which: Sequence[sa.ColumnElement[bool]]) -> sa.Select[Any]:
    order = (allowance.c.entered_at.desc(), allowance.c.allw_id.desc())
    return sa.select(allowance).where(*which).order_by(*order)


def _key(one: Allowance) -> dict[str, str]:
    return {"psn_no": one.psn_no, "allw_id": one.allw_id}


def _paper(one: Allowance) -> dict[str, str]:
    return {"psn_no": one.psn_no, "reim_id": one.allw_id}
