"""After any mix of settlements and reversals an institution's own books equal 3201, 3202 and the ledger,
the self-check finds nothing, and the month's sheets pay out exactly what is owed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime
from random import Random

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, settings
from hypothesis.stateful import invariant

from centers.settlement.contract.reconciliation import StatementScope, StatementTotals
from centers.settlement.contract.v1 import Settlement
from centers.settlement.data.tables import entry
from hsaf.contract.errors import HsafError
from tests.centers.settlement.desk import CITY_CLINIC, CLINIC, PHARMACY, Desk, line
from tests.centers.settlement.test_restoring import PATIENTS, Restoring
from tests.centers.settlement.test_sheets import generate, move, pay
from tests.centers.settlement.test_statements import row, totals

YEAR = {"begndate": date(2026, 1, 1), "enddate": date(2026, 12, 31)}


class OwnBooks:
    """What the institutions' own systems remember: every answer to a settlement or a reversal."""

    def __init__(self) -> None:
        self.rows: dict[str, dict[tuple[str, str], list[Settlement]]] = defaultdict(lambda: defaultdict(list))

    def remember(self, done: Settlement) -> None:
        group = (done.info["clr_type"], done.info["clr_optins"])
        self.rows[done.info["fixmedins_code"]][group].append(done)

    def owed(self, institution: str) -> int:
        kept = (done for group in self.rows[institution].values() for done in group)
        return sum(done.info["fund_pay_sumamt"] + done.info["acct_pay"] for done in kept)

    def assert_equal(self, desks: Iterable[Desk]) -> None:
        """With 3201 (both flags), 3202 and the ledger."""
        for desk in desks:
            for (clr_type, agency), kept in self.rows[desk.institution].items():
                scope = StatementScope(clr_type=clr_type, setl_optins=agency, with_refunds=True, **YEAR)
                assert _equal(desk, scope, totals(*kept)), (desk.institution, scope)
                details = desk.read(
                    lambda d=desk, s=scope, k=kept: d.center.reconcile_details(s, [row(one) for one in k])
                )
                assert {one.stmt_rslt for one in details} == {"0"}
                refunded = {one.reverses for one in kept}
                standing = [one for one in kept if not one.reverses and one.setl_id not in refunded]
                without = StatementScope(clr_type=clr_type, setl_optins=agency, with_refunds=False, **YEAR)
                assert _equal(desk, without, totals(*standing))
            assert booked(desk) == self.owed(desk.institution)


def _equal(desk: Desk, scope: StatementScope, stated: StatementTotals) -> bool:
    return desk.read(lambda: desk.center.reconcile_totals(scope, stated)).stmt_rslt == "0"


def booked(desk: Desk) -> int:
    """What the ledger owes an institution."""
    owed = sa.func.coalesce(sa.func.sum(entry.c.credit - entry.c.debit), 0)
    with desk.harness.database.read() as connection:
        query = sa.select(owed).where(entry.c.account == f"payable:{desk.institution}")
        return int(connection.execute(query).scalar_one())


def assert_whole(desk: Desk) -> None:
    assert desk.read(desk.center.self_check).findings == ()
    assert desk.read(desk.center.verify_seals).findings == ()


def pay_everything(desks: Iterable[Desk]) -> None:
    """The year's sheets in one: all that is owed is paid, to the fen."""
    for desk in desks:
        months = sorted(
            {
                f"{one.day:%Y%m}"
                for one in desk.read(desk.center.self_check).books
                if one.fixmedins_code == desk.institution
            }
        )
        for setlym in months:
            for sheet in generate(desk, setlym, datetime(2027, 1, 2, 9, 0)):
                pay(desk, move(desk, sheet, "confirm", "approve"), sheet.sheet_id)
        assert booked(desk) == 0


class Reconciling(Restoring):
    """The same settlements and reversals, remembered by the institutions."""

    def __init__(self) -> None:
        super().__init__()
        self.own = OwnBooks()

    def _check(self, done: Settlement) -> None:
        super()._check(done)
        self.own.remember(done)

    @invariant()
    def institutions_reconcile(self) -> None:
        if hasattr(self, "desk"):
            self.own.assert_equal((self.desk, self.clinic, self.shop, self.away))

    def teardown(self) -> None:
        if not hasattr(self, "desk"):
            return
        try:
            assert_whole(self.desk)
            pay_everything((self.desk, self.clinic, self.shop, self.away))
            assert_whole(self.desk)
        finally:
            self.stack.close()


TestReconciling = pytest.mark.slow(Reconciling.TestCase)
TestReconciling.settings = settings(
    max_examples=6, stateful_step_count=10, deadline=None, suppress_health_check=list(HealthCheck)
)


def taken_back(where: Desk, done: Settlement) -> Settlement | None:
    """The reversal, or ``None`` when it is not its turn."""
    try:
        return where.reverse(done)
    except HsafError as refused:
        if refused.code != "settlement.not_latest":
            raise
        return None


def test_a_long_random_day_reconciles(desk: Desk) -> None:
    """Seeded, on each database."""
    rng, own, standing = Random(20261125), OwnBooks(), []
    places = [desk, *(desk.elsewhere(code) for code in (CLINIC, CITY_CLINIC, PHARMACY))]
    for _ in range(40):
        if standing and rng.random() < 0.3:
            where, done = standing.pop(rng.randrange(len(standing)))
            back = taken_back(where, done)
            if back is None:
                standing.append((where, done))
            else:
                own.remember(back)
            continue
        where, who, amount = rng.choice(places), rng.choice(PATIENTS), f"{rng.randrange(1, 2_000_000) / 100:.2f}"
        flag = rng.choice("012")
        if where.institution == PHARMACY:
            done = where.buy(who, line(1, amount), total=amount, acct=flag)
        elif where is desk and rng.random() < 0.5:
            done = where.stay(who, amount, acct_used_flag=flag)
        else:
            done = where.clinic(who, amount, acct_used_flag=flag)
        own.remember(done)
        standing.append((where, done))
    own.assert_equal(places)
    assert_whole(desk)
    pay_everything(places)
    assert_whole(desk)
