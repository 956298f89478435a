"""Which reports of other institutions are seen: authorised or treating, recent, not withheld."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from centers.archive.contract import v1
from hsaf.contract.errors import ErrorCode, HsafError
from tests.centers.archive.conftest import NOON, OURS, THEIRS, Shelf, Visits


@pytest.fixture
def shared(shelf: Shelf) -> Shelf:
    """A shelf with an exam and a test of our own; the other institution has never seen the person."""
    shelf.store("4501", exam("E1"))
    shelf.store("4502", {"labinfo": head("T1") | {"exam_item_name": "血糖", "rpt_date": date(2026, 5, 20)}})
    shelf.visits.known.clear()
    return shelf


def head(rpotc_no: str) -> dict[str, Any]:
    return {"mdtrt_sn": "S1", "mdtrt_id": "M1", "psn_no": "P1", "rpotc_no": rpotc_no, "vali_flag": "1"}


def exam(rpotc_no: str, rpt_date: date = date(2026, 5, 30), **changes: Any) -> dict[str, Any]:
    return {"examinfo": head(rpotc_no) | {"exam_item_code": "CT1", "exam_item_name": "胸部CT"} | changes
            | {"rpt_date": rpt_date}}  # fmt: skip


def seen(shelf: Shelf, who: str, *, at: datetime = NOON, **wanted: str) -> list[str]:
    found = shelf.read(lambda: shelf.center.recognisable("P1", wanted), who=who, at=at)
    return [one.head["rpotc_no"] for one in found]


def authorise(shelf: Shelf, who: str = THEIRS) -> datetime:
    until: datetime = shelf.harness.write(
        lambda: shelf.center.authorise("P1"), subject="psn:P1", institution=who, at=NOON
    )
    return until


def refused(work: Any) -> ErrorCode:
    with pytest.raises(HsafError) as caught:
        work()
    return caught.value.error


def test_own_reports_are_seen_and_those_of_others_not(shared: Shelf) -> None:
    assert seen(shared, OURS) == ["E1", "T1"]
    assert seen(shared, THEIRS) == []


def test_an_authorisation_holds_for_a_day(shared: Shelf) -> None:
    until = authorise(shared)
    assert until == NOON + timedelta(days=1)
    assert seen(shared, THEIRS) == ["E1", "T1"]
    assert seen(shared, THEIRS, at=until) == ["E1", "T1"]
    assert seen(shared, THEIRS, at=until + timedelta(seconds=1)) == []
    assert seen(shared, "H99020100017") == []


def test_the_institution_that_treats_the_person_needs_none(shared: Shelf) -> None:
    shared.visits.known.add(("P1", "M7"))
    assert seen(shared, THEIRS) == ["E1", "T1"]


def test_old_reports_stay_with_the_institution_that_made_them(shared: Shelf) -> None:
    authorise(shared)
    shared.visits.known.add(("P1", "M1"))
    shared.store("4501", exam("E2", date(2026, 3, 3)))
    shared.store("4501", exam("E3", date(2026, 3, 2)))
    assert seen(shared, THEIRS) == ["E1", "T1", "E2"]
    assert seen(shared, OURS) == ["E1", "T1", "E2", "E3"]


def test_withheld_items_are_not_passed_on(shared: Shelf) -> None:
    shared.visits.known.add(("P1", "M1"))
    item = {"exam_item_detl_name": "hiv抗体"}
    shared.store("4502", {"labinfo": head("T2") | {"rpt_date": date(2026, 5, 20)}, "iteminfo": [item]})
    assert set(seen(shared, OURS)) == {"E1", "T1", "T2"}
    assert set(seen(shared, THEIRS)) == {"E1", "T1"}
    asked = lambda: shared.read(lambda: shared.center.report("P1", "T2", OURS), who=THEIRS)  # noqa: E731
    assert refused(asked) is v1.REPORT_UNKNOWN


def test_an_item_narrows_the_list(shared: Shelf) -> None:
    assert seen(shared, OURS, exam_item_code="CT1") == ["E1"]
    assert seen(shared, OURS, exam_item_name="糖") == ["T1"]


def test_one_report_is_asked_for_by_number_and_institution(shared: Shelf) -> None:
    report = lambda number, whose, who: shared.read(lambda: shared.center.report("P1", number, whose), who=who)  # noqa: E731
    assert [one.head["rpotc_no"] for one in report("E1", OURS, OURS)] == ["E1"]
    assert refused(lambda: report("E1", OURS, THEIRS)) is v1.NOT_AUTHORISED
    assert refused(lambda: report("E1", THEIRS, OURS)) is v1.NOT_AUTHORISED
    assert refused(lambda: report("E9", OURS, OURS)) is v1.REPORT_UNKNOWN
    authorise(shared)
    assert len(report("E1", OURS, THEIRS)) == 1


def test_without_a_settlement_center_only_an_authorisation_opens(shelf: Shelf) -> None:
    alone = Shelf(shelf.harness, Visits())
    alone.center._recognising._settlement = None
    shelf.store("4501", exam("E1"))
    assert seen(alone, THEIRS) == []
    authorise(alone)
    assert seen(alone, THEIRS) == ["E1"]
