"""Any sequence of settlements and reversals: the books balance after each step, and taking everything
back leaves nothing behind."""

from __future__ import annotations

import tempfile
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, consumes, initialize, invariant, multiple, rule

from centers.settlement.contract.v1 import Settlement
from centers.settlement.domain.amounts import (
    AMOUNT_FIELDS,
    bill_divides,
    bill_is_paid,
    person_part_divides,
    rows_add_up,
)
from hsaf.contract.errors import HsafError
from hsaf.testing.harness import Harness
from tests.centers.settlement.desk import (
    AUNT,
    CITY_CLINIC,
    CLINIC,
    FAMILY,
    METADATA,
    PHARMACY,
    RESIDENT,
    RETIRED,
    UNCLE,
    WORKER,
    Desk,
    line,
)

PATIENTS = (RETIRED, WORKER, RESIDENT, FAMILY)
HOLDERS = (*PATIENTS, AUNT, UNCLE)

amounts = st.integers(1, 9_000_000).map(lambda fen: f"{fen // 100}.{fen % 100:02d}")
people = st.sampled_from(PATIENTS)
flags = st.sampled_from("012")


class Restoring(RuleBasedStateMachine):
    """Settles and reverses at four institutions; whatever is left is taken back at the end."""

    settled = Bundle("settled")

    @initialize()
    def open(self) -> None:
        self.stack = ExitStack()
        folder = Path(self.stack.enter_context(tempfile.TemporaryDirectory()))
        self.desk = Desk(self.stack.enter_context(Harness.sqlite(folder, *METADATA))).open()
        self.clinic, self.shop = self.desk.elsewhere(CLINIC), self.desk.elsewhere(PHARMACY)
        self.away = self.desk.elsewhere(CITY_CLINIC)
        self.opening = self._balances()
        self.standing: list[tuple[Desk, Settlement]] = []

    def _balances(self) -> dict[str, int]:
        return {who: self.desk.balance(who) for who in HOLDERS}

    def _keep(self, where: Desk, done: Settlement) -> tuple[Desk, Settlement]:
        self._check(done)
        self.standing.append((where, done))
        return where, done

    def _check(self, done: Settlement) -> None:
        found = {name: done.info[name] for name in AMOUNT_FIELDS}
        rows = [row.fund_payamt for row in done.funds]
        assert [bill_divides(found), bill_is_paid(found), person_part_divides(found), rows_add_up(found, rows)] == [
            None
        ] * 4

    @rule(target=settled, who=people, total=amounts, flag=flags)
    def stay(self, who: str, total: str, flag: str) -> Any:
        return self._keep(self.desk, self.desk.stay(who, total, acct_used_flag=flag))

    @rule(target=settled, who=people, total=amounts, more=amounts, flag=flags)
    def stay_in_two_parts(self, who: str, total: str, more: str, flag: str) -> Any:
        mdtrt_id = self.desk.admit(who, "390" if who in (RESIDENT, FAMILY) else "310")
        self.desk.upload(who, mdtrt_id, line(1, total))
        first = self.desk.settle(who, mdtrt_id, total, mid_setl=True, acct_used_flag=flag)
        self.desk.upload(who, mdtrt_id, line(2, more))
        self.desk.discharge(who, mdtrt_id)
        return multiple(
            self._keep(self.desk, first),
            self._keep(self.desk, self.desk.settle(who, mdtrt_id, more, acct_used_flag=flag)),
        )

    @rule(target=settled, who=people, total=amounts, flag=flags, home=st.booleans())
    def visit(self, who: str, total: str, flag: str, home: bool) -> Any:
        where = self.clinic if home else self.away
        return self._keep(where, where.clinic(who, total, acct_used_flag=flag))

    @rule(target=settled, who=people, total=amounts, flag=flags)
    def purchase(self, who: str, total: str, flag: str) -> Any:
        return self._keep(self.shop, self.shop.buy(who, line(1, total), total=total, acct=flag))

    @rule(target=settled, which=consumes(settled))
    def reverse(self, which: tuple[Desk, Settlement]) -> Any:
        """Anyone may try to reverse anything; the platform says when it is not its turn."""
        where, done = which
        before = self._balances()
        try:
            back = where.reverse(done)
        except HsafError as error:
            refused = error
        else:
            self._check(back)
            self.standing.remove(which)
            return multiple()
        assert refused.code == "settlement.not_latest"
        assert self._balances() == before
        return which

    @invariant()
    def the_books_balance(self) -> None:
        if not hasattr(self, "desk"):
            return
        trial = self.desk.trial()
        assert trial.debit == trial.credit
        assert trial.broken == ()
        assert min(self._balances().values()) >= 0

    def teardown(self) -> None:
        if not hasattr(self, "desk"):
            return
        try:
            for where, done in reversed(self.standing):
                where.reverse(done)
            assert self._balances() == self.opening
            assert [self.desk.accumulated(who) for who in PATIENTS] == [{}] * len(PATIENTS)
        finally:
            self.stack.close()


TestRestoring = pytest.mark.slow(Restoring.TestCase)
TestRestoring.settings = settings(
    max_examples=8, stateful_step_count=12, deadline=None, suppress_health_check=list(HealthCheck)
)
