"""Filings made, used and revoked between settlements (2501 to 2504)."""

from __future__ import annotations

from datetime import date

import pytest

from tests.acceptance import cast as c
from tests.acceptance import messages
from tests.acceptance.cast import Cast, at, charge
from tests.acceptance.client import Answer, Client
from tests.acceptance.counter import Counter
from tests.acceptance.refusals import assert_refusal
from tests.oracle.world import Refused, Visit


def file_chronic(counter: Counter, dise: str, name: str, begin: str, end: str) -> Answer:
    place = Visit(counter.person, counter.hospital, counter.person.insutype, "14", at(5, 1))
    return counter.call("2503", place, messages.chronic_2503(counter.person, dise, name, counter.hospital, begin, end))


def test_chronic_filing_opens_and_its_revocation_closes(client: Client, cast: Cast) -> None:
    """4.3: a filing made by 2503 counts at once, and 2504 ends it."""
    from tests.oracle.region import Filing

    counter = Counter(client, cast, c.plain, c.employee())
    filed = file_chronic(counter, "M03900", "高血压", "2026-05-01", "2026-12-31")
    number = filed.output["result"]["trt_dcla_detl_sn"]
    counter.person.filings.append(Filing("01", "310", "M03900", "", date(2026, 5, 1), date(2026, 12, 31)))
    visits = []
    for day in (at(5, 3), at(5, 4)):
        visit = counter.desk.register(counter.person, counter.hospital, day, "14", "M03900")
        counter.desk.upload(visit, [charge("400.4", day)])
        visits.append(visit)
    counter.desk.settle(visits[0], at(5, 5))
    with counter.nothing_changes(), pytest.raises(Refused, match="chronic_filing_missing"):
        counter.desk.settle(visits[1], at(4, 30))
    revoke = {"data": {"trt_dcla_detl_sn": number, "psn_no": counter.person.psn_no, "memo": "录入错误"}}
    assert counter.call("2504", visits[1], revoke).ok
    counter.person.filings.clear()
    with counter.nothing_changes(), pytest.raises(Refused, match="chronic_filing_missing"):
        counter.desk.settle(visits[1], at(5, 6))
    assert_refusal(counter.call("2504", visits[1], revoke).error, "2504", "filing_revoked")


def test_filings_that_are_refused(client: Client, cast: Cast) -> None:
    """Filings must not overlap one another nor end before they begin."""
    counter = Counter(client, cast, c.in_force, c.single, c.has_chronic("M03900", date(2026, 12, 1)))
    with counter.nothing_changes():
        again = file_chronic(counter, "M03900", "高血压", "2026-06-01", "2026-12-31")
        assert_refusal(again.error, "2503", "filing_overlap")
        backwards = file_chronic(counter, "M00500", "恶性肿瘤门诊治疗", "2026-06-01", "2026-05-31")
        assert_refusal(backwards.error, "2503", "filing_dates")


def test_referral_filing_lifts_the_away_reduction(client: Client, cast: Cast) -> None:
    """4.1: a 转院备案 made by 2501 covers its pooling area from its first to its last day."""
    from tests.oracle.region import Filing

    counter = Counter(client, cast, c.plain, c.resident)
    pool = c.other_pool(counter.person)
    there = counter.world.region.institutions[cast.hospital(3, pool).code]
    place = Visit(counter.person, counter.hospital, "390", "2101", at(5, 1))
    answer = counter.call("2501", place, messages.referral_2501(counter.person, there, "2026-05-01", "2026-05-20"))
    number = answer.output["result"]["trt_dcla_detl_sn"]
    counter.person.filings.append(Filing("06", "390", "", pool, date(2026, 5, 1), date(2026, 5, 20)))
    for begin, end in ((at(4, 25), at(4, 30)), (at(5, 2), at(5, 20)), (at(5, 21), at(5, 22))):
        stay = counter.desk.admit(counter.person, there, begin)
        counter.desk.upload(stay, [charge("5000", begin)])
        counter.desk.discharge(stay, end)
        counter.desk.settle(stay, c.later(end, hours=2))
    revoke = {"data": {"trt_dcla_detl_sn": number, "psn_no": counter.person.psn_no, "memo": "录入错误"}}
    assert counter.call("2502", place, revoke).ok
    counter.person.filings.clear()
    stay = counter.desk.admit(counter.person, there, at(5, 3))
    counter.desk.upload(stay, [charge("5000", at(5, 3))])
    counter.desk.discharge(stay, at(5, 4))
    counter.desk.settle(stay, at(5, 5))
