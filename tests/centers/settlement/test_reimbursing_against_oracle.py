"""Sequences of claims at the counter and online, some taken back: every amount to the fen as the
straight-line model of the specification says."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from centers.settlement.contract.reimbursement import Place
from centers.settlement.contract.v1 import NewLine, Settlement
from hsaf.contract.errors import HsafError
from hsaf.testing.harness import Harness
from tests.centers.settlement.counter import REVIEWING, Counter, application, receipt
from tests.centers.settlement.desk import (
    AWAY_HOSPITAL,
    CITY_CLINIC,
    CLINIC,
    HOSPITAL,
    METADATA,
    OMEPRAZOLE,
    RESIDENT,
    RETIRED,
    SELF_PAID,
    SPECIAL,
    TREATMENT,
    WORKER,
    Desk,
    insutype_of,
)
from tests.oracle.region import Institution
from tests.oracle.world import Item, Refused, Visit, World, numbered
from tests.oracle.world import Settlement as Modelled

PEOPLE = (RETIRED, WORKER, RESIDENT)
ELSEWHERE = Institution("", "邻省人民医院", 3, "980101", outpatient=True, inpatient=True, pharmacy=False)
BEGIN = date(2026, 1, 5)


@dataclass(frozen=True)
class Claim:
    """``place`` is a designated institution's code, or empty for the hospital of another province."""

    who: str
    med_type: str
    place: str
    day: date
    items: tuple[Item, ...]

    @property
    def dise(self) -> str:
        return "M03900" if self.med_type == "14" else ""


def item(code: str, count: int, fen: int) -> Item:
    return Item(code, Decimal(count), Decimal(fen) / 100, datetime(2026, 1, 1))


items = st.builds(
    item,
    st.sampled_from([TREATMENT, SPECIAL, OMEPRAZOLE, SELF_PAID]),
    st.integers(1, 30),
    st.one_of(st.integers(1, 3_000), st.integers(1, 3_000_000)),
)
claims = st.builds(
    Claim,
    st.sampled_from(PEOPLE),
    st.sampled_from(["11", "13", "21", "2101", "52", "14"]),
    st.sampled_from([HOSPITAL, CLINIC, AWAY_HOSPITAL, CITY_CLINIC, ""]),
    st.integers(0, 50).map(lambda days: BEGIN + timedelta(days=days)),
    st.lists(items, min_size=1, max_size=5).map(tuple),
)
steps = st.lists(st.one_of(claims, claims, st.just("online"), st.integers(0, 9)), min_size=1, max_size=8)


@contextmanager
def platform() -> Iterator[Counter]:
    with tempfile.TemporaryDirectory() as folder, Harness.sqlite(Path(folder), *METADATA) as harness:
        Desk(harness).open()
        yield Counter(harness).open()


class Both:
    """The platform and the model, told the same."""

    def __init__(self, counter: Counter) -> None:
        self.counter = counter
        self.online = Desk(counter.harness)
        self.world = World()
        self.pairs: list[tuple[Any, Modelled]] = []

    def claim(self, claim: Claim) -> None:
        try:
            expected = self._model(claim)
        except Refused as refused:
            self._refused(claim, refused.rule)
            return
        done = self.counter.by(REVIEWING).do("review", self.counter.enter(self._application(claim)))
        self._compare(done.settlement, expected)
        self.pairs.append((done, expected))

    def visit(self, who: str) -> None:
        """The same person at the hospital, online, without an account."""
        wanted = Claim(who, "11", HOSPITAL, date(2026, 3, 2), (item(TREATMENT, 1, 70_000),))
        expected = self._model(wanted)
        done = self.online.clinic(who, "700.00")
        self._compare(done, expected)
        self.pairs.append((done, expected))

    def take_back(self, which: int) -> None:
        if not self.pairs:
            return
        done, expected = pair = self.pairs[which % len(self.pairs)]
        try:
            self.world.reverse(expected)
        except Refused as refused:
            with pytest.raises(HsafError, match=f"settlement.{refused.rule}"):
                self._reverse(done)
        else:
            self._reverse(done)
            self.pairs.remove(pair)

    def finish(self) -> None:
        """Accumulators as modelled; then everything is taken back and nothing remains."""
        for who in PEOPLE:
            found = self.counter.accumulated(who)
            year = self.world.year[who, insutype_of(who), 2026]
            assert found == {f"{insutype_of(who)}.2026.{code}": value for code, value in year.items() if value}
        for done, _ in reversed(self.pairs):
            self._reverse(done)
        assert [self.counter.accumulated(who) for who in PEOPLE] == [{}] * len(PEOPLE)
        assert [self.counter.owed(who) for who in PEOPLE] == [0] * len(PEOPLE)
        trial = self.counter.trial()
        assert (trial.debit, trial.broken) == (trial.credit, ())

    # -- inside -------------------------------------------------------------------------------------

    def _model(self, claim: Claim) -> Modelled:
        place = self.world.region.institutions[claim.place] if claim.place else ELSEWHERE
        at = datetime.combine(claim.day, time())
        visit = Visit(
            self.world.region.persons[claim.who],
            place,
            insutype_of(claim.who),
            claim.med_type,
            at,
            dise=claim.dise,
            matn_type="3" if claim.med_type == "52" else "",
            discharged=at,
        )
        self.world.upload(visit, numbered([_on(one, claim.day) for one in claim.items]))
        return self.world.settle(visit, at, acct="0")

    def _application(self, claim: Claim) -> Any:
        total = f"{sum(one.amount for one in claim.items) / Decimal(100):.2f}"
        elsewhere = Place(name=ELSEWHERE.name, hosp_lv=ELSEWHERE.level, admdvs=ELSEWHERE.admdvs)
        return application(
            claim.who,
            total,
            med_type=claim.med_type,
            begndate=claim.day,
            enddate=claim.day,
            dise_codg=claim.dise,
            matn_type="3" if claim.med_type == "52" else "",
            place=Place(fixmedins_code=claim.place) if claim.place else elsewhere,
            receipts=(receipt(total, self.online.message()),),
            lines=tuple(_line(number, one, claim.day) for number, one in enumerate(claim.items, start=1)),
        )

    def _refused(self, claim: Claim, rule: str) -> None:
        with pytest.raises(HsafError) as caught:
            self.counter.enter(self._application(claim))
        assert caught.value.code in (f"policy.{rule}", f"enrollment.{rule}")

    def _reverse(self, done: Any) -> None:
        self.online.reverse(done) if isinstance(done, Settlement) else self.counter.do("reverse", done, "错")

    def _compare(self, settlement: Any, expected: Modelled) -> None:
        modelled = expected.national() | {"balc": settlement.info["balc"]}
        del modelled["hifdm_pay"]
        assert {name: settlement.info[name] for name in modelled} == modelled


def _on(one: Item, day: date) -> Item:
    return Item(one.code, one.cnt, one.pric, datetime.combine(day, time(9)))


def _line(number: int, one: Item, day: date) -> NewLine:
    return NewLine(
        feedetl_sn=str(number),
        med_list_codg=one.code,
        medins_list_codg=one.code,
        fee_ocur_time=datetime.combine(day, time(9)),
        cnt=one.cnt,
        pric=one.pric,
        det_item_fee_sumamt=one.amount,
        hosp_appr_flag="1",
    )


@pytest.mark.slow
@pytest.mark.timeout(600)  # a platform of its own for each of forty stories
@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(steps)
def test_any_mixture_of_counter_and_online_is_as_modelled(told: list[Any]) -> None:
    with platform() as counter:
        both = Both(counter)
        for number, step in enumerate(told):
            if isinstance(step, Claim):
                both.claim(step)
            elif step == "online":
                both.visit(PEOPLE[number % len(PEOPLE)])
            else:
                both.take_back(step)
        both.finish()
