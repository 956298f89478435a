"""The sequences of messages that institutions really send, one visit each.

A script is a generator: it yields transaction code and input, and is sent the ``output`` of the answer.
Whoever drives it (a locust user, the bench, a test) decides how the messages travel.
"""

from __future__ import annotations

import secrets
from collections.abc import Generator, Sequence
from datetime import timedelta
from decimal import Decimal
from random import Random
from typing import Any

from perf.cast import NOON, Cast
from tests.acceptance import messages
from tests.acceptance.client import Client
from tests.oracle.region import Institution, Person
from tests.oracle.section4 import Bill
from tests.oracle.world import Item, Visit, numbered

Message = tuple[str, dict[str, Any]]
Script = Generator[Message, dict[str, Any], None]

_envelopes = Client(url="", http=None)  # type: ignore[arg-type]  -- makes messages, sends none


def envelope(infno: str, visit: Visit, message_input: dict[str, Any]) -> dict[str, Any]:
    """The complete message of the visit's institution, with a number of its own."""
    return _envelopes.envelope(
        infno,
        visit.institution,
        message_input,
        at=NOON,
        insuplc=visit.person.enrollment(visit.insutype).insuplc_admdvs,
        msgid=f"{visit.institution.code}{secrets.token_hex(9)}",
    )


def visit_of(person: Person, institution: Institution, med_type: str) -> Visit:
    return Visit(person, institution, person.insutype, med_type, NOON - timedelta(hours=4))


def bill_of(items: Sequence[Item]) -> Bill:
    """What the institution states; only the total is compared."""
    total = sum(item.amount for item in items)
    return Bill(medfee=total, fulamt=0, overlmt=0, preself=0, inscp=total, listed=total)


def outpatient(visit: Visit, items: Sequence[Item]) -> Script:
    """1101, 2201, 2203, 2204, 2206, 2207."""
    yield "1101", messages.person_1101(visit.person, visit.begin)
    yield from until_uploaded(visit, items)
    yield "2206", settling_outpatient(visit, items, dry=True)
    yield "2207", settling_outpatient(visit, items)


def until_uploaded(visit: Visit, items: Sequence[Item]) -> Script:
    """2201, 2203, 2204: everything before the settlement of an outpatient visit."""
    answer = yield "2201", messages.register_2201(visit, f"MZ{secrets.token_hex(8)}")
    visit.mdtrt_id = answer["data"]["mdtrt_id"]
    yield "2203", messages.visit_2203(visit, visit.begin)
    yield "2204", messages.lines_2204_2301(visit, items, _batch(visit))


def settling_outpatient(visit: Visit, items: Sequence[Item], *, dry: bool = False) -> dict[str, Any]:
    return messages.settle_outpatient(visit, bill_of(items), "1", _batch(visit), dry=dry)


def inpatient(visit: Visit, items: Sequence[Item]) -> Script:
    """2401, 2301, 2402, 2303, 2304."""
    answer = yield "2401", messages.admit_2401(visit, f"ZY{secrets.token_hex(8)}")
    visit.mdtrt_id = answer["result"]["mdtrt_id"]
    yield "2301", messages.lines_2204_2301(visit, items)
    yield "2402", messages.discharge_2402(visit, NOON)
    yield "2303", messages.settle_inpatient(visit, bill_of(items), "1", mid=False)
    yield "2304", messages.settle_inpatient(visit, bill_of(items), "1", mid=False)


def pharmacy(visit: Visit, items: Sequence[Item]) -> Script:
    """2101, 2102."""
    yield "2101", messages.purchase(visit, items, "1", dry=True)
    yield "2102", messages.purchase(visit, items, "1", dry=False)


def drug_bill(cast: Cast, rng: Random, count: int) -> list[Item]:
    """A purchase: ``count`` listed drugs at their price."""
    codes = rng.sample(sorted(code for code in cast.region.catalog if code.startswith("X")), count)
    priced = [Item(code, Decimal(1), cast.region.catalog[code][0].price, NOON, appr="") for code in codes]
    return numbered(priced, 1)


def _batch(visit: Visit) -> str:
    return f"B{visit.mdtrt_id[-20:]}"
