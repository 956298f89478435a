"""Everything at once: a random year of one person."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from random import Random

from tests.acceptance import cast as c
from tests.acceptance.cast import at, charge, refund
from tests.acceptance.plays.stage import Stage
from tests.oracle.world import Item, Refused, Settlement


def random_year(stage: Stage) -> None:
    """All rules: a random year of one person, with every kind of visit, refund and reversal."""
    day, done = at(1, 4), []
    for _ in range(stage.rng.randrange(5, 11)):
        day = c.later(day, days=stage.rng.randrange(2, 30), minutes=stage.rng.randrange(600))
        if day.date() > date(2026, 12, 10):
            break
        try:
            done += _random_event(stage, day, done)
        except Refused:
            stage.desk.check(stage.person)
    stage.finish()


def _random_event(stage: Stage, day: datetime, done: list[Settlement]) -> list[Settlement]:
    rng, person = stage.rng, stage.person
    pool = stage.home if rng.random() < 0.75 else c.other_pool(person)
    level, acct = rng.choice([3, 2, 1]), rng.choice("01112")
    items = [
        *c.basket(stage.cast.region, rng, day, rng.randrange(0, 5), level),
        charge(_wide(rng), day, rng.choice((0, 10, 20, 30))),
    ]
    kind = rng.choice(["stay", "stay", "visit", "visit", "chronic", "long", "shop", "undo", "undo"])
    if kind == "undo" and done:
        stage.desk.reverse(rng.choice(done[-3:]), day)
        return []
    if kind == "chronic":
        diseases = sorted({f.dise_codg for f in person.filings if f.dise_codg}) or ["M03900"]
        return [stage.visit(day, *items, level=level, acct=acct, med_type="14", dise=rng.choice(diseases), pool=pool)]
    if kind == "visit":
        return [stage.visit(day, *items, level=level, acct=acct, med_type=rng.choice(("11", "13")), pool=pool)]
    if kind == "shop":
        return [stage.desk.buy(person, stage.cast.pharmacy(pool), day, items, acct)]
    if kind == "long":
        return _long_stay(stage, day, items, level, pool)
    return [stage.stay(day, *items, level=level, acct=acct, pool=pool)]


def _long_stay(stage: Stage, day: datetime, items: list[Item], level: int, pool: str) -> list[Settlement]:
    visit = stage.desk.admit(stage.person, stage.hospital(level, pool), day)
    charged = stage.desk.upload(visit, items)
    original = stage.rng.choice(charged).item
    if original.cnt == int(original.cnt):
        stage.desk.upload(visit, [refund(original, Decimal(1), c.later(day, hours=3))])
        stage.desk.upload(visit, [charge(_wide(stage.rng), c.later(day, hours=4))])
    mid = stage.close(visit, c.later(day, days=1), "0", mid=True)
    stage.desk.upload(visit, [charge(_wide(stage.rng), c.later(day, days=1, hours=2), 10)])
    stage.desk.discharge(visit, c.later(day, days=2))
    return [mid, stage.close(visit, c.later(day, days=2, hours=1))]


def _wide(rng: Random) -> Decimal:
    """Amounts over six orders of magnitude, to the fen."""
    return (Decimal(rng.randrange(100, 1000)) * 10 ** rng.randrange(0, 5) + Decimal(rng.randrange(100))) / 100
