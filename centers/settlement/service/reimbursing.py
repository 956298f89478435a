"""Reimbursement at the counter, step by step: entered, reviewed (settled), paid, and the ways back.

The caller's unit of work holds the person's lock, so what was checked still holds when it is written.
Everything that is money goes through :class:`Settling` and :class:`Reversing`, as for any institution.
"""

from __future__ import annotations

from typing import Any, Final

import msgspec

from centers.settlement.contract.reimbursement import (
    REIMBURSEMENT_UNKNOWN,
    Application,
    Reimbursement,
    State,
    Step,
)
from centers.settlement.contract.v1 import JournalEntry
from centers.settlement.data.reimbursements import ReimbursementRepository
from centers.settlement.domain import reimbursement as rules
from centers.settlement.domain.journal import claim as owed_to
from centers.settlement.domain.journal import mirrored
from centers.settlement.domain.reimbursement import COUNTER, Act
from centers.settlement.domain.transfers import bank, transfer
from centers.settlement.service.booking import Booking
from centers.settlement.service.claiming import Claiming
from centers.settlement.service.queries import Queries
from centers.settlement.service.reversing import Reversing
from centers.settlement.service.settling import Settling
from hsaf.contract import context
from hsaf.contract.errors import HsafError
from hsaf.data import current_uow
from hsaf.spi.ids import Ids

PREFIX: Final = "RB"
"""Application numbers begin with it."""


class Reimbursing:
    def __init__(
        self,
        claiming: Claiming,
        settling: Settling,
        reversing: Reversing,
        queries: Queries,
        *,
        claims: ReimbursementRepository,
        booking: Booking,
        ids: Ids,
    ) -> None:
        self._claiming = claiming
        self._settling = settling
        self._reversing = reversing
        self._queries = queries
        self._claims = claims
        self._booking = booking
        self._ids = ids

    # -- in -----------------------------------------------------------------------------------------

    def enter(self, application: Application) -> Reimbursement:
        claim = self._claiming.take_in(application, self._ids.new(PREFIX), (_step(rules.ENTER),))
        self._claims.add(claim)
        self._note(claim, rules.ENTER)
        return self._previewed(claim)

    def amend(self, reim_id: str, application: Application) -> Reimbursement:
        """The visit and lines entered before stay on record, voided; the application keeps its number."""
        before = self._of(application.psn_no, reim_id, rules.AMEND)
        self._claiming.discard(before)
        claim = self._claiming.take_in(application, reim_id, before.steps)
        return self._previewed(self._done(claim, rules.AMEND))

    def returned(self, psn_no: str, reim_id: str) -> Reimbursement:
        """One that this clerk may enter anew. Raises as :meth:`amend`."""
        return self._of(psn_no, reim_id, rules.AMEND)

    def give_back(self, psn_no: str, reim_id: str, reason: str) -> Reimbursement:
        claim = self._of(psn_no, reim_id, rules.RETURN)
        return self._done(claim, rules.RETURN, rules.require_text(reason, "退回原因"), state=State.RETURNED)

    def withdraw(self, psn_no: str, reim_id: str, reason: str) -> Reimbursement:
        claim = self._of(psn_no, reim_id, rules.WITHDRAW)
        self._claiming.discard(claim)
        return self._done(claim, rules.WITHDRAW, rules.require_text(reason, "撤回原因"), state=State.WITHDRAWN)

    # -- settled and paid ---------------------------------------------------------------------------

    def review(self, psn_no: str, reim_id: str) -> Reimbursement:
        claim = self._of(psn_no, reim_id, rules.REVIEW)
        self._claiming.require_unsettled(claim)
        settlement = self._settling.settle(self._claiming.order(claim), self._claiming.place_of(claim))
        done = self._done(claim, rules.REVIEW, state=State.REVIEWED, setl_id=settlement.setl_id)
        return msgspec.structs.replace(done, settlement=settlement)

    def pay(self, psn_no: str, reim_id: str, payment_no: str) -> Reimbursement:
        claim = self._of(psn_no, reim_id, rules.PAY)
        self._post(claim, self._payment(claim))
        return self._done(claim, rules.PAY, rules.require_text(payment_no, "付款凭证号"), state=State.PAID)

    # -- and back -----------------------------------------------------------------------------------

    def reverse(self, psn_no: str, reim_id: str, reason: str) -> Reimbursement:
        """The receipts are free when nothing is left to recover."""
        claim = self._of(psn_no, reim_id, rules.REVERSE)
        why = rules.require_text(reason, "冲销原因")
        owed_back = claim.state is State.PAID and bool(self._payment(claim))
        settlement = self._reversing.reverse(psn_no, claim.mdtrt_id, claim.setl_id, COUNTER)
        if not owed_back:
            self._claims.free(claim)
        state = State.RECOVERING if owed_back else State.REVERSED
        return msgspec.structs.replace(self._done(claim, rules.REVERSE, why, state=state), settlement=settlement)

    def recover(self, psn_no: str, reim_id: str, payment_no: str) -> Reimbursement:
        claim = self._of(psn_no, reim_id, rules.RECOVER)
        self._post(claim, mirrored(self._payment(claim)))
        self._claims.free(claim)
        return self._done(claim, rules.RECOVER, rules.require_text(payment_no, "收款凭证号"), state=State.REVERSED)

    # -- queries ------------------------------------------------------------------------------------

    def find(self, reim_id: str) -> Reimbursement:
        claim = self._known(reim_id)
        if claim.setl_id:
            settlement = self._queries.settlement(claim.psn_no, claim.mdtrt_id, claim.setl_id)
            return msgspec.structs.replace(claim, settlement=settlement)
        return self._estimated(claim) if claim.state is State.ENTERED else claim

    def search(self, psn_no: str, state: str) -> list[Reimbursement]:
        return self._claims.search(psn_no, state)

    # -- inside -------------------------------------------------------------------------------------

    def _known(self, reim_id: str) -> Reimbursement:
        claim = self._claims.find(reim_id)
        if claim is None:
            raise REIMBURSEMENT_UNKNOWN(reim_id=reim_id)
        return claim

    def _of(self, psn_no: str, reim_id: str, act: Act) -> Reimbursement:
        """The person's application, ready for a step of this clerk."""
        claim = self._known(reim_id)
        if claim.psn_no != psn_no:
            raise REIMBURSEMENT_UNKNOWN(reim_id=reim_id)
        rules.require_step(claim, act, context.current().actor)
        return claim

    def _done(self, claim: Reimbursement, act: Act, memo: str = "", **changes: Any) -> Reimbursement:
        """The application after a step, kept."""
        after = msgspec.structs.replace(claim, steps=(*claim.steps, _step(act, memo)), **changes)
        self._claims.save(after)
        self._note(after, act)
        return after

    def _previewed(self, claim: Reimbursement) -> Reimbursement:
        """What it would pay today. Raises what keeps it from being settled."""
        settlement = self._settling.preview(self._claiming.order(claim), self._claiming.place_of(claim))
        return msgspec.structs.replace(claim, settlement=settlement)

    def _estimated(self, claim: Reimbursement) -> Reimbursement:
        """As :meth:`_previewed`, for looking at: an obstacle is told, it does not hide the application."""
        try:
            return self._previewed(claim)
        except HsafError as obstacle:
            return msgspec.structs.replace(claim, obstacle=obstacle.message)

    def _payment(self, claim: Reimbursement) -> tuple[JournalEntry, ...]:
        """What the funds owe the person goes out; nothing when they owe nothing."""
        info = self._queries.settlement(claim.psn_no, claim.mdtrt_id, claim.setl_id).info
        return transfer(owed_to(claim.psn_no), bank(info["insu_optins"]), info["fund_pay_sumamt"])

    def _post(self, claim: Reimbursement, entries: tuple[JournalEntry, ...]) -> None:
        amount = sum(entry.debit for entry in entries)
        facts = {"mdtrt_id": claim.mdtrt_id, "reim_id": claim.reim_id, "amount": amount}
        self._booking.book("settlement.payment_posted", claim.psn_no, self._ids.new("PY"), entries, facts)

    def _note(self, claim: Reimbursement, act: Act) -> None:
        facts = {
            "mdtrt_id": claim.mdtrt_id,
            "reim_id": claim.reim_id,
            "state": claim.state,
            "sumamt": claim.sumamt,
            "receipts": [receipt.invono for receipt in claim.receipts],
            "settled_as": claim.setl_id,
        }
        current_uow().audit(f"settlement.reimbursement_{act.code}", facts)


def _step(act: Act, memo: str = "") -> Step:
    ctx = context.current()
    return Step(act.code, ctx.actor, ctx.business_time.replace(microsecond=0), memo)
