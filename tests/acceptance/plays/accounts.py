"""Sections 4.4 to 4.6: purchases, maternity stays, own and family accounts."""

from __future__ import annotations

from tests.acceptance import cast as c
from tests.acceptance.cast import at, charge, own_cost
from tests.acceptance.plays.stage import Play, Stage, yuan
from tests.oracle.section4 import MATERNITY


def pharmacy(stage: Stage) -> None:
    """4.4: every fund is 0; accounts may pay lines at 甲 or 乙 in full; the rest is cash."""
    shop = stage.cast.pharmacy(stage.home, stage.rng.randrange(9))
    for n, day in enumerate((at(2, 9), at(6, 30), at(7, 1), at(9, 9))):
        items = c.basket(stage.cast.region, stage.rng, day, 4, 1)
        stage.desk.buy(stage.person, shop, day, [*items, own_cost("38.60", day)], str(n % 3))
    only_own = [own_cost("12.34", at(10, 1))]
    stage.desk.buy(stage.person, shop, at(10, 1), only_own)
    stage.finish()


def account_runs_out(stage: Stage) -> None:
    """4.6: own = min(own balance, payable), down to the last fen."""
    shop = stage.cast.pharmacy(stage.home)
    rest = stage.desk.world.region.persons[stage.person.psn_no].balance
    for day, amount in ((at(2, 2), rest - 1), (at(3, 2), 1), (at(4, 2), 5000)):
        if amount > 0:
            stage.desk.buy(stage.person, shop, day, [charge(yuan(amount), day)])
    stage.stay(at(5, 2), charge(2500, at(5, 2)))
    stage.finish()


def maternity(matn_type: str) -> Play:
    def play(stage: Stage) -> None:
        """4.5: hifp = min(S, quota), no deductible, nothing accumulated, no other fund; the account may pay."""
        for month, amount in ((3, "2999.99"), (6, "5600.01")):
            day = at(month, 4)
            stage.stay(
                day, charge(amount, day), charge("40", day, 20), own_cost("9.9", day),
                level=stage.rng.choice([3, 2]), med_type=MATERNITY, matn_type=matn_type,
            )  # fmt: skip
        stage.stay(at(8, 4), charge(3000, at(8, 4)))
        stage.finish()

    return play


def family_accounts(stage: Stage) -> None:
    """4.6: family accounts pay what the own account left, in the order of their binding."""
    persons = stage.desk.world.region.persons
    balances = [persons[holder].balance for holder, _ in stage.person.family]
    own = stage.person.balance if stage.person.insutype == "310" else 0
    shop = stage.cast.pharmacy(stage.home)
    first = own + balances[0] + (balances[1] // 2 if len(balances) > 1 else 0)
    stage.stay(at(2, 21), charge("850.5", at(2, 21)), acct="0")
    if first:
        stage.desk.buy(stage.person, shop, at(3, 1), [charge(yuan(first), at(3, 1))])
    bought = stage.desk.buy(stage.person, shop, at(4, 1), [charge("50", at(4, 1))], "2")
    stage.desk.reverse(bought, at(4, 2))
    stage.stay(at(5, 1), charge("8000", at(5, 1)), own_cost("100", at(5, 1)))
    stage.visit(at(6, 1), charge("700.7", at(6, 1), 10), level=2)
    stage.finish()
    for holder, _ in stage.person.family:
        stage.desk.check(persons[holder])
