"""Months of made-up visits, sent through the gateway as institutions send them: something to look at in charts.

Every month has a plan of its own, the same on every machine, and every message a number made from it: sending a month
again is answered from what is there and changes nothing. Not for acceptance runs, which need empty accumulators.
"""

from __future__ import annotations

import calendar
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from random import Random
from typing import Any, Final

from hsaf.edge.fsi_client import Post
from plugins.demo_region import files, visits
from plugins.demo_region.files import Row
from plugins.demo_region.playback import demo_client
from plugins.demo_region.visits import Item, Sent, Visit

YEAR: Final = 2026
"""The year of the region's policy."""
KINDS: Final = {"outpatient": 60, "pharmacy": 25, "inpatient": 15}
REVERSED: Final = 0.04
"""Share of the settlements that are taken back on the same day."""
FLAGS: Final = {"outpatient": "otp_flag", "pharmacy": "phar_flag", "inpatient": "ipt_flag"}
LINES: Final = {"outpatient": (2, 6), "pharmacy": (1, 3), "inpatient": (8, 16)}
COUNTS: Final = {"outpatient": 3, "pharmacy": 2, "inpatient": 12}


@dataclass(frozen=True, slots=True)
class Told:
    """What came of a visit: ``""`` when it was settled, else the refusal."""

    visit: Visit
    refusal: str


class Region:
    """Who may go where for what, read once."""

    def __init__(self) -> None:
        self.people = [row for row in files.rows("persons.csv") if _insured(row)]
        self._catalog = [row for row in files.rows("catalog.csv") if row["pric"]]
        self._diseases = files.rows("diseases.csv")
        self._places: dict[tuple[str, str], list[Row]] = {}
        for row in files.rows("institutions.csv"):
            for kind, flag in FLAGS.items():
                if row[flag] == "1" and not row["enddate"]:
                    self._places.setdefault((kind, row["admdvs"][:4]), []).append(row)
        self._staff: dict[str, list[Row]] = {}
        for row in files.rows("practitioners.csv"):
            if row["dept_code"] or row["fixmedins_code"].startswith("P"):
                self._staff.setdefault(row["fixmedins_code"], []).append(row)

    def visit(self, rng: Random, kind: str, number: str, begin: datetime) -> Visit:
        """Somebody goes to a place of their own pooling area."""
        person = rng.choice(self.people)
        place = rng.choice(self._places[kind, person["insuplc_admdvs"][:4]])
        return Visit(
            number=number,
            kind=kind,
            begin=begin,
            days=rng.randint(3, 12) if kind == "inpatient" else 0,
            person=person,
            place=place,
            staff=rng.choice(self._staff[place["fixmedins_code"]]),
            disease=rng.choice(self._diseases),
            items=self._items(rng, kind, begin.date()),
            reversed=rng.random() < REVERSED,
        )

    def _items(self, rng: Random, kind: str, day: date) -> tuple[Item, ...]:
        drugs_only = kind == "pharmacy"
        sold = [
            row
            for row in self._catalog
            if row["begndate"] <= f"{day}" and (not row["enddate"] or row["enddate"] >= f"{day}")
            and (row["list_type"] == "101" or not drugs_only)
        ]  # fmt: skip
        chosen = rng.sample(sold, rng.randint(*LINES[kind]))
        return tuple(Item(row["med_list_codg"], Decimal(row["pric"]), rng.randint(1, COUNTS[kind])) for row in chosen)


def _insured(row: Row) -> bool:
    return row["psn_insu_stas"] == "1" and not row["arrs_begndate"] and len(row["psn_type"]) <= visits.TYPE_LENGTH


def months(today: date) -> list[int]:
    """Months of the year that are over."""
    return [month for month in range(1, 13) if date(YEAR, month, calendar.monthrange(YEAR, month)[1]) < today]


def plan(region: Region, month: int, count: int) -> list[Visit]:
    """``count`` visits of a month in the order of their time; everybody leaves before it ends."""
    rng = Random(f"{YEAR}-{month}")  # noqa: S311 -- made-up visits
    last = calendar.monthrange(YEAR, month)[1]
    made = []
    for index in range(count):
        kind = rng.choices(list(KINDS), list(KINDS.values()))[0]
        day = rng.randint(1, last - visits.LONGEST if kind == "inpatient" else last)
        begin = datetime(YEAR, month, day, 8) + timedelta(minutes=rng.randint(0, 480))
        made.append(region.visit(rng, kind, f"{month:02d}{index:05d}", begin))
    return sorted(made, key=lambda visit: (visit.end, visit.number))


def play(post: Post, planned: Sequence[Visit]) -> Iterator[Told]:
    """Send the messages of each visit; a refused one ends its visit."""
    for visit in planned:
        yield Told(visit, _play(post, visit))


def _play(post: Post, visit: Visit) -> str:
    client = demo_client(post, visit.place["fixmedins_code"])
    steps = visits.messages(visit)
    answer: Mapping[str, Any] = {}
    while True:
        try:
            step: Sent = steps.send(answer) if answer else next(steps)
        except StopIteration:
            return ""
        answer = client.call(step).answer
        if answer.get("infcode") != 0:
            return f"{step['infno']} {answer.get('err_msg')}"
