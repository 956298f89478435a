"""Sections 4.2 and 4.3: ordinary, chronic and dialysis visits."""

from __future__ import annotations

from datetime import datetime

import pytest

from tests.acceptance import cast as c
from tests.acceptance.cast import at, charge
from tests.acceptance.plays.stage import Play, Stage
from tests.oracle.world import Refused


def outpatient_to_the_cap(stage: Stage) -> None:
    """4.2: the yearly deductible across visits, then the level's ratio up to the annual cap."""
    amounts = ("120.55", "179.45", "0.01", "333.33", "2600.07", "1800", "2100.99", "500")
    for n, amount in enumerate(amounts, 1):
        day = at(n, 16)
        level = stage.rng.choice([3, 2, 1])
        stage.visit(day, charge(amount, day), level=level, med_type="13" if n % 3 == 0 else "11", acct=str(n % 2))
    stage.finish()


def clinic_counts_as_level_one(stage: Stage) -> None:
    """4: unlevelled clinics count as level 1."""
    clinic = stage.cast.clinic(stage.home)
    for day in (at(3, 7), at(4, 7)):
        visit = stage.desk.register(stage.person, clinic, day)
        stage.desk.upload(visit, c.basket(stage.cast.region, stage.rng, day, 5, 1))
        stage.close(visit, c.later(day, minutes=5))
    stage.finish()


def chronic(dise: str) -> Play:
    def play(stage: Stage) -> None:
        """4.3: the deductible is shared with ordinary visits; each disease has its cap."""
        top = {"M03900": "4800", "M01600": "5900", "M00500": "70000"}[dise]
        stage.visit(at(2, 3), charge("111.11", at(2, 3)), level=2)
        for month, amount in ((3, "250.49"), (4, top), (5, "9500.5"), (6, "300"), (11, "20000")):
            day = at(month, 3)
            if stage.person.chronic_filing(dise, stage.person.insutype, day.date()):
                stage.visit(day, charge(amount, day), level=stage.rng.choice([3, 2, 1]), med_type="14", dise=dise)
            else:
                unfiled(stage, dise, day)
        stage.finish()

    return play


def unfiled(stage: Stage, dise: str, day: datetime) -> None:
    """4.3: without a valid filing the settlement is refused, and nothing changes."""
    visit = stage.desk.register(stage.person, stage.hospital(2), day, "14", dise)
    stage.desk.upload(visit, [charge(100, day)])
    for act in (stage.desk.preview, stage.desk.settle):
        with pytest.raises(Refused, match="chronic_filing_missing"):
            act(visit, c.later(day, hours=1))
    stage.desk.check(stage.person)


def chronic_without_filing(stage: Stage) -> None:
    """4.3: without a filing the settlement is refused."""
    for dise, day in (("M03900", at(3, 3)), ("M07800", at(4, 3)), ("M00500", at(5, 3))):
        unfiled(stage, dise, day)
    stage.visit(at(6, 3), charge(400, at(6, 3)), level=1)
    stage.finish()


def dialysis(stage: Stage) -> None:
    """4.3: dialysis has no deductible and shares base, ratios, away rule and caps with inpatient stays."""
    stage.visit(at(1, 15), charge("19000.05", at(1, 15)), level=2, med_type="14", dise="M07800")
    stage.stay(at(2, 15), charge("9000", at(2, 15)), level=2)
    away = c.other_pool(stage.person)
    stage.visit(at(3, 15), charge("88000.88", at(3, 15)), level=3, med_type="14", dise="M07800", pool=away)
    stage.visit(at(4, 15), charge("170000", at(4, 15)), level=1, med_type="14", dise="M07800")
    stage.visit(at(5, 15), charge("40000", at(5, 15), 10), level=2, med_type="14", dise="M07800")
    stage.visit(at(6, 15), charge("600", at(6, 15)), level=3)
    stage.finish()
