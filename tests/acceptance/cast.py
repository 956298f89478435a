"""Who takes part: distinct persons, institutions and fee lines for scenarios that must not meet."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from random import Random
from typing import Final

from tests.oracle.region import Institution, Person, Region
from tests.oracle.world import Item

EXACT: Final = {  # catalog lines without a ceiling, by first share in percent
    0: "009901000000000-990100000",
    10: "009902000000000-990200000",
    20: "009902000010000-990200001",
    30: "009902000020000-990200002",
}
OWN_COST: Final = "XA16AAB001A091010190270"  # level 丙
UNKNOWN: Final = "XZ99ZZZ999Z999990199999"
TURN: Final = date(2026, 7, 1)  # the day on which catalog lines, identities and filings change


def at(month: int, day: int, hour: int = 9, minute: int = 0, year: int = 2026) -> datetime:
    return datetime.combine(date(year, month, day), time(hour, minute))


def later(moment: datetime, **by: int) -> datetime:
    return moment + timedelta(**by)


def charge(yuan: str | int | Decimal, on: datetime, share: int = 0) -> Item:
    """A line of exactly this amount in a catalog line with this first share in percent."""
    return Item(EXACT[share], Decimal(1), Decimal(yuan), on)


def own_cost(yuan: str | int, on: datetime) -> Item:
    """A line that nobody but the person pays."""
    return Item(OWN_COST, Decimal(1), Decimal(yuan), on)


def basket(region: Region, rng: Random, on: datetime, count: int, level: int) -> list[Item]:
    """Random catalog lines around their ceilings, with broken quantities, 丙 and unknown lines among them."""
    return [_random_item(region, rng, on, level) for _ in range(count)]


def _random_item(region: Region, rng: Random, on: datetime, level: int) -> Item:
    code = rng.choice(sorted(region.catalog)) if rng.random() < 0.95 else UNKNOWN
    lines = region.catalog.get(code)
    price = lines[0].price if lines else Decimal("12.34")
    ceiling = lines[0].ceilings.get(level) if lines else None
    if ceiling is not None and rng.random() < 0.5:
        price = ceiling + rng.choice([Decimal("-0.01"), Decimal(0), Decimal("0.005"), Decimal("1.2345")])
    price = max(price, Decimal("0.01"))
    count = rng.choice([Decimal(1), Decimal(2), Decimal(7), Decimal("0.5"), Decimal("1.25"), Decimal("2.3333")])
    item = Item(code, count, price, on, appr=rng.choice(["0", "1", "1", "1", "2"]))
    if rng.random() < 0.1 and item.product > 1:
        return Item(code, count, price, on, det=item.product + rng.choice([-1, 1]), appr=item.appr)
    return item


def refund(original: Item, part: Decimal, on: datetime) -> Item:
    """Give back a part of an uploaded line (1 is all of it)."""
    count = (-original.cnt * part).quantize(Decimal("0.0001"))
    det = -original.amount if part == 1 else None
    return Item(original.code, count, original.pric, on, det=det, appr=original.appr, refunds=original.sn)


Wish = Callable[[Person], bool]


@dataclass
class Cast:
    """Hands out each person once; account holders of others are never patients."""

    region: Region
    taken: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.taken |= {holder for person in self.region.persons.values() for holder, _ in person.family}

    def person(self, *wishes: Wish) -> Person:
        """The first person nobody has taken who grants every wish."""
        found = next((p for p in self._free() if all(wish(p) for wish in wishes)), None)
        assert found is not None, "the demo region has nobody left for this scenario"
        self.taken.add(found.psn_no)
        return found

    def _free(self) -> Iterator[Person]:
        return (p for p in self.region.persons.values() if p.psn_no not in self.taken)

    def hospital(self, level: int, pool: str, index: int = 0) -> Institution:
        fit = [x for x in self.region.institutions.values() if x.inpatient and x.level == level and x.pool == pool]
        return fit[index % len(fit)]

    def clinic(self, pool: str) -> Institution:
        """An unlevelled clinic: outpatient service only."""
        return next(x for x in self.region.institutions.values() if x.outpatient and not x.inpatient and x.pool == pool)

    def pharmacy(self, pool: str, index: int = 0) -> Institution:
        fit = [x for x in self.region.institutions.values() if x.pharmacy and x.pool == pool]
        return fit[index % len(fit)]


def other_pool(person: Person) -> str:
    return "990200" if person.enrollment().pool == "990100" else "990100"


# -- wishes -------------------------------------------------------------------------------------------


def in_force(person: Person) -> bool:
    return all(e.stas == "1" and e.arrears is None for e in person.enrollments.values())


def single(person: Person) -> bool:
    return len(person.enrollments) == 1


def plain(person: Person) -> bool:
    """In force, one insurance type, no identity, no filing, no family account."""
    return in_force(person) and single(person) and not person.identities and not person.filings and not person.family


def employee(psn_type: str = "11", *, cvlserv: bool = False) -> Wish:
    return lambda p: (
        "310" in p.enrollments and p.enrollments["310"].psn_type == psn_type and p.enrollments["310"].cvlserv == cvlserv
    )


def resident(person: Person) -> bool:
    return set(person.enrollments) == {"390"}


def rich(fen: int) -> Wish:
    return lambda p: p.balance >= fen


def has_identity(*codes: str, on: date = date(2026, 3, 1)) -> Wish:
    return lambda p: p.identities_on(on) == set(codes)


def identity_rows(*rows: tuple[str, date, date | None]) -> Wish:
    return lambda p: sorted(p.identities, key=str) == sorted(rows, key=str)


def has_chronic(dise: str, on: date = date(2026, 3, 1)) -> Wish:
    return lambda p: p.chronic_filing(dise, p.insutype, on)


def has_family(count: int) -> Wish:
    return lambda p: len(p.family) == count


def no_identity(person: Person) -> bool:
    return not person.identities


def no_family(person: Person) -> bool:
    return not person.family


def away_filed(kind: str, on: date) -> Wish:
    """A filing of this kind for the other pooling area valid on a day."""
    return lambda p: any(
        f.kind == kind and f.area != p.enrollment().pool and f.begin <= on and (f.end is None or on <= f.end)
        for f in p.filings
    )


def away_expired(person: Person) -> bool:
    """Filings for the other area, all of them over before 2026."""
    filings = [f for f in person.filings if f.kind in ("08", "06")]
    return bool(filings) and all(f.end is not None and f.end < date(2026, 1, 1) for f in filings)
