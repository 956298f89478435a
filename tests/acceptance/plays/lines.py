"""Section 2: fee lines of every kind, dated catalog lines, refunds."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

import pytest

from tests.acceptance import cast as c
from tests.acceptance.cast import at, charge, own_cost, refund
from tests.acceptance.plays.stage import Stage
from tests.oracle.world import Item, Refused


def lines_of_every_kind(stage: Stage) -> None:
    """2: ceilings, first shares, 丙 and unknown lines, quantities with four and prices with six decimals."""
    level, day = stage.rng.choice([3, 2, 1]), at(5, 19)
    visit = stage.desk.admit(stage.person, stage.hospital(level), day)
    for n in range(3):
        stage.desk.upload(visit, c.basket(stage.cast.region, stage.rng, c.later(day, hours=n), 12, level))
    stage.desk.discharge(visit, c.later(day, days=1))
    stage.desk.check_stored(stage.close(visit, c.later(day, days=1, hours=2)))
    stage.finish()


def catalog_on_the_day(stage: Stage) -> None:
    """2.2: the catalog line valid on the day of the fee; begin and end days both count."""
    level = stage.rng.choice([3, 2, 1])
    region = stage.cast.region
    dated = sorted(code for code, lines in region.catalog.items() if len(lines) > 1 or lines[0].end or lines[0].begin)
    dated = [code for code in dated if len(region.catalog[code]) > 1 or region.catalog[code][0].end is not None]
    codes = stage.rng.sample(dated, min(12, len(dated)))
    days = (at(3, 31, 23, 59), at(4, 1, 0), at(6, 30, 23, 59), at(7, 1, 0))
    visit = stage.desk.admit(stage.person, stage.hospital(level), at(3, 31, 8))
    for day in days:
        stage.desk.upload(visit, [Item(code, Decimal(3), region.catalog[code][0].price * 2, day) for code in codes])
    stage.desk.discharge(visit, at(7, 2))
    stage.close(visit, at(7, 3))
    stage.finish()


def refunds(stage: Stage) -> None:
    """2.1: a refund cancels its line exactly, in parts too, split by the catalog line that applied to it."""
    level, day = stage.rng.choice([3, 2, 1]), at(6, 29)
    visit = stage.desk.admit(stage.person, stage.hospital(level), day)
    basket = [Item(code, Decimal(4), Decimal("37.77"), day) for code in _versioned(stage)[:5]]
    charged = stage.desk.upload(visit, [*basket, own_cost("200", day), charge("333.33", day, 30)])
    items = [split.item for split in charged]
    after = at(7, 2)
    stage.desk.upload(visit, [refund(items[0], Decimal(1), after), refund(items[1], Decimal("0.25"), after)])
    stage.desk.upload(visit, [refund(items[1], Decimal("0.75"), after), refund(items[5], Decimal(1), after)])
    too_much = refund(items[0], Decimal("0.25"), after)
    for bad, rule in ((too_much, "refund_too_much"), (_unnamed(items[2], after), "refund_unnamed")):
        with pytest.raises(Refused, match=rule):
            stage.desk.upload(visit, [charge(1, after), bad])
    stage.desk.discharge(visit, at(7, 3))
    done = stage.close(visit, at(7, 4))
    stage.desk.check_stored(done)
    stage.finish()


def everything_refunded(stage: Stage) -> None:
    """2.1: a visit whose every line was refunded settles at zero."""
    day = at(4, 4)
    visit = stage.desk.admit(stage.person, stage.hospital(3), day)
    charged = stage.desk.upload(visit, [charge("812.35", day, 10), own_cost("5.5", day)])
    stage.desk.upload(visit, [refund(split.item, Decimal(1), c.later(day, hours=2)) for split in charged])
    stage.desk.discharge(visit, c.later(day, days=1))
    done = stage.close(visit, c.later(day, days=1, hours=1))
    assert done.bill.medfee == 0
    stage.finish()


def outpatient_refund(stage: Stage) -> None:
    """2.1: refunds in an outpatient visit name their line as well."""
    day = at(4, 14)
    visit = stage.desk.register(stage.person, stage.hospital(2), day)
    charged = stage.desk.upload(visit, [charge("812.35", day, 10), charge("400", day)])
    stage.desk.upload(visit, [refund(charged[0].item, Decimal("0.5"), c.later(day, minutes=5))])
    stage.close(visit, c.later(day, hours=1))
    stage.finish()


def _versioned(stage: Stage) -> list[str]:
    codes = sorted(code for code, lines in stage.cast.region.catalog.items() if len(lines) > 1)
    return stage.rng.sample(codes, len(codes))


def _unnamed(original: Item, on: datetime) -> Item:
    return Item(original.code, -original.cnt, original.pric, on)
