"""What a play is given: a person, a desk and some luck; and the visits all plays consist of."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from random import Random

import pytest

from tests.acceptance import cast as c
from tests.acceptance.cast import Cast
from tests.acceptance.desk import Desk
from tests.oracle.region import Institution, Person
from tests.oracle.world import Item, Refused, Settlement, Visit


@dataclass
class Stage:
    """One scenario's person, desk and luck."""

    desk: Desk
    person: Person
    rng: Random
    cast: Cast

    @property
    def home(self) -> str:
        return self.person.enrollment().pool

    def hospital(self, level: int, pool: str = "") -> Institution:
        return self.cast.hospital(level, pool or self.home, self.rng.randrange(6))

    def stay(
        self,
        day: datetime,
        *items: Item,
        level: int = 3,
        acct: str = "1",
        pool: str = "",
        med_type: str = "2101",
        matn_type: str = "",
        insutype: str = "",
    ) -> Settlement:
        """Admission, lines, discharge five days later, pre-settlement and the same settlement."""
        hospital = self.hospital(level, pool)
        visit = self.desk.admit(self.person, hospital, day, med_type, matn_type, insutype)
        self.desk.upload(visit, items)
        self.desk.discharge(visit, c.later(day, days=5))
        return self.close(visit, c.later(day, days=5, hours=1), acct)

    def visit(
        self,
        day: datetime,
        *items: Item,
        level: int = 3,
        acct: str = "1",
        med_type: str = "11",
        dise: str = "",
        insutype: str = "",
        pool: str = "",
    ) -> Settlement:
        """An outpatient visit from registration to settlement."""
        visit = self.desk.register(self.person, self.hospital(level, pool), day, med_type, dise, insutype)
        self.desk.upload(visit, items)
        return self.close(visit, c.later(day, hours=1), acct)

    def close(self, visit: Visit, when: datetime, acct: str = "1", *, mid: bool = False) -> Settlement:
        """A pre-settlement and the settlement right after it: the desk compares both with the model."""
        self.desk.preview(visit, when, acct, mid=mid)
        return self.desk.settle(visit, when, acct, mid=mid)

    def finish(self) -> None:
        self.desk.check(self.person)


Play = Callable[[Stage], None]


def yuan(fen: int) -> Decimal:
    return Decimal(fen) / 100


def refuse_reversal(stage: Stage, done: Settlement, day: datetime, rule: str = "not_latest") -> None:
    with pytest.raises(Refused, match=rule):
        stage.desk.reverse(done, day)
