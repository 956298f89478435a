"""Documents are kept by visit and kind, with versions, sealed, and only for who owns them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest
import sqlalchemy as sa

from centers.archive.contract import v1
from centers.archive.data.tables import document, version
from centers.archive.domain.kinds import KINDS
from centers.settlement.contract.v1 import VISIT_UNKNOWN
from hsaf.contract.errors import ErrorCode, HsafError
from hsaf.contract.paging import PAGE_WRONG, Paging
from hsaf.data import execute
from hsaf.testing.threads import at_once
from tests.centers.archive.conftest import NOON, OURS, THEIRS, Shelf

ALL = Paging(1, 100)


def order(number: str = "O1", **changes: Any) -> dict[str, Any]:
    row = {"mdtrt_sn": "S1", "mdtrt_id": "M1", "psn_no": "P1", "medcas_drord_detl_id": number, "vali_flag": "1"}
    row |= {"drord_detl_name": "头孢", "drord_isu_time": datetime(2026, 5, 30, 9), **changes}
    return {key: value for key, value in row.items() if value is not ...}


def culture(**changes: Any) -> dict[str, Any]:
    row = {"mdtrt_sn": "S1", "mdtrt_id": "M1", "psn_no": "P1", "vali_flag": "1", "rpotc_no": "R1"}
    return row | {"germ_code": "G1", "germ_name": "大肠埃希菌"} | changes


def refused(work: Any) -> ErrorCode:
    with pytest.raises(HsafError) as caught:
        work()
    return caught.value.error


def count(shelf: Shelf, table: sa.Table) -> int:
    found: int = shelf.read(lambda: execute(sa.select(sa.func.count()).select_from(table)).scalar_one())
    return found


def test_a_document_sent_again_unchanged_is_the_same_and_changed_a_new_version(shelf: Shelf) -> None:
    (first,) = shelf.store("4402", {"data": [order()]})
    (same,) = shelf.store("4402", {"data": [order()]}, at=datetime(2026, 6, 2))
    (changed,) = shelf.store("4402", {"data": [order(drord_detl_name="青霉素")]}, at=datetime(2026, 6, 3))
    assert (first.version, same.version, changed.version) == (1, 1, 2)
    assert (first.changed, same.changed, changed.changed) == (True, False, True)
    assert first.doc_id == same.doc_id == changed.doc_id
    assert (count(shelf, document), count(shelf, version)) == (1, 2)
    (entry,) = shelf.read(lambda: shelf.center.documents("P1"))
    assert (entry.stored_at, entry.changed_at) == (NOON, datetime(2026, 6, 3))


def test_the_detailed_form_of_an_order_replaces_the_short_one(shelf: Shelf) -> None:
    (short,) = shelf.store("4402", {"data": [order()]})
    (long,) = shelf.store("4402A", {"data": [order()]})
    assert (long.doc_id, long.version) == (short.doc_id, 2)


def test_rows_are_documents_of_their_own_and_one_bad_row_stores_none(shelf: Shelf) -> None:
    assert len(shelf.store("4402", {"data": [order("O1"), order("O2")]})) == 2
    twice = {"data": [order("O3"), order("O3", drord_detl_name="青霉素")]}
    assert refused(lambda: shelf.store("4402", twice)) is v1.REPEATED
    late = {"data": [order("O4"), order("O5", medc_begntime=NOON, medc_endtime=datetime(2026, 6, 1, 11))]}
    assert refused(lambda: shelf.store("4402", late)) is v1.TIMES_REVERSED
    assert count(shelf, document) == 2


def test_a_day_is_not_before_a_moment_of_it(shelf: Shelf) -> None:
    nodes = {"examinfo": {"mdtrt_sn": "S1", "rpotc_no": "R1", "vali_flag": "1"}}
    nodes["examinfo"] |= {"exam_date": datetime(2026, 6, 1, 9), "rpt_date": date(2026, 6, 1)}  # type: ignore[dict-item]
    assert shelf.store("4501", nodes)


def test_documents_without_a_number_are_told_apart_by_their_content(shelf: Shelf) -> None:
    bare = {"mdtrt_sn": "S1", "vali_flag": "1"}
    first = shelf.store("4502", {"labinfo": bare | {"exam_item_name": "血糖"}})
    second = shelf.store("4502", {"labinfo": bare | {"exam_item_name": "血脂"}})
    assert first[0].doc_id != second[0].doc_id
    assert not shelf.store("4502", {"labinfo": bare | {"exam_item_name": "血脂"}})[0].changed


def test_a_visit_has_one_record_of_a_kind_without_number(shelf: Shelf) -> None:
    page = {"mdtrt_sn": "S1", "medcasno": "B1", "psn_name": "某", "vali_flag": "1"}
    (first,) = shelf.store("4401", {"baseinfo": page, "diseinfo": []})
    (second,) = shelf.store("4401", {"baseinfo": page | {"medcasno": "B2"}, "diseinfo": []})
    assert (second.doc_id, second.version) == (first.doc_id, 2)


@pytest.mark.parametrize(
    ("rows", "error"),
    [
        ([order(mdtrt_id="M9")], VISIT_UNKNOWN),
        ([order(psn_no="P2")], VISIT_UNKNOWN),
        ([order(mdtrt_id=...)], v1.VISIT_HALF),
        ([order(psn_no=...)], v1.VISIT_HALF),
        ([order(), order("O2", mdtrt_sn="S2")], v1.VISIT_MIXED),
        ([order(), order("O2", psn_no="P2")], v1.VISIT_MIXED),
        ([order(vali_flag="0")], v1.NOTHING_TO_VOID),
    ],
)
def test_a_document_of_no_visit_of_ours_is_refused(shelf: Shelf, rows: Any, error: ErrorCode) -> None:
    assert refused(lambda: shelf.store("4402", {"data": rows})) is error
    assert count(shelf, document) == 0


def test_a_self_paying_patient_needs_no_visit_of_the_platform(shelf: Shelf) -> None:
    assert shelf.store("4402", {"data": [order(mdtrt_id=..., psn_no=...)]})


def test_another_person_is_not_written_over_until_the_document_is_voided(shelf: Shelf) -> None:
    shelf.store("4402", {"data": [order()]})
    theirs = order(mdtrt_id="M2", psn_no="P2")
    assert refused(lambda: shelf.store("4402", {"data": [theirs]})) is v1.OTHER_PERSON
    shelf.store("4402", {"data": [order(vali_flag="0")]})
    assert shelf.store("4402", {"data": [theirs]})[0].version == 3
    assert [one.psn_no for one in shelf.read(lambda: shelf.center.documents("P2"))] == ["P2"]
    assert shelf.read(lambda: shelf.center.documents("P1")) == []


def test_voided_documents_are_kept_but_not_found(shelf: Shelf) -> None:
    shelf.store("4503", {"data": [culture()]})
    shelf.store("4503", {"data": [culture(vali_flag="0")]})
    assert shelf.read(lambda: shelf.center.search("4503", "P1", {}, ALL)).total == 0
    assert [one.vali_flag for one in shelf.read(lambda: shelf.center.documents("P1"))] == ["0"]
    assert count(shelf, version) == 2


def test_codes_are_found_whole_and_names_in_part(shelf: Shelf) -> None:
    shelf.store("4503", {"data": [culture(), culture(germ_code="G2", germ_name="肺炎克雷伯菌")]})

    def found(**wanted: str) -> int:
        total: int = shelf.read(lambda: shelf.center.search("4503", "P1", wanted, ALL)).total
        return total

    assert (found(), found(germ_code="G1"), found(germ_code="G"), found(germ_name="菌"), found(germ_name="大肠")) == (
        2, 1, 0, 2, 1,
    )  # fmt: skip


def test_a_long_archive_is_answered_by_page(shelf: Shelf) -> None:
    rows = [culture(germ_code=f"G{number}") for number in range(7)]
    shelf.store("4503", {"data": rows})
    pages = [shelf.read(lambda n=n: shelf.center.search("4503", "P1", {}, Paging(n, 3))) for n in (1, 2, 3)]
    assert [len(page.rows) for page in pages] == [3, 3, 1]
    assert {row["document"].head["germ_code"] for page in pages for row in page.rows} == {r["germ_code"] for r in rows}
    assert refused(lambda: shelf.read(lambda: shelf.center.search("4503", "P1", {}, Paging(0, 3)))) is PAGE_WRONG


def test_every_institution_has_its_own_shelf(shelf: Shelf) -> None:
    (ours,) = shelf.store("4503", {"data": [culture()]})
    (theirs,) = shelf.store("4503", {"data": [culture(germ_name="别的")]}, who=THEIRS)
    assert (ours.doc_id, theirs.version) == (theirs.doc_id, 1)
    for who, name in ((OURS, "大肠埃希菌"), (THEIRS, "别的")):
        (row,) = shelf.read(lambda: shelf.center.search("4503", "P1", {}, ALL), who=who).rows
        assert row["document"].head["germ_name"] == name
    assert len(shelf.read(lambda: shelf.center.documents("P1"), who="")) == 2


def test_content_is_sealed_and_an_altered_one_is_not_answered(shelf: Shelf) -> None:
    shelf.store("4503", {"data": [culture()]})
    assert "大肠".encode() not in shelf.read(lambda: execute(sa.select(version.c.content)).scalar_one())
    forged = shelf.harness.crypto.seal(b'{"data":{"germ_name":"?"}}')
    shelf.harness.write(lambda: execute(sa.update(version).values(content=forged)))
    assert refused(lambda: shelf.read(lambda: shelf.center.search("4503", "P1", {}, ALL))) is v1.CONTENT_ALTERED


def test_an_unreadable_file_is_refused(shelf: Shelf) -> None:
    row = {"mdtrt_sn": "S1", "appy_no": "A1", "file_name": "a.pdf", "vali_flag": "1", "exam_test_rpot": "不是"}
    assert refused(lambda: shelf.store("4506", {"data": [row]})) is v1.NOT_BASE64
    assert shelf.store("4506", {"data": [row | {"exam_test_rpot": "aGVs\nbG8="}]})


def test_inpatient_documents_are_kept_thirty_years_and_others_fifteen(shelf: Shelf) -> None:
    shelf.store("4402", {"data": [order()]}, at=datetime(2028, 2, 29))
    shelf.store("4503", {"data": [culture()]})
    kept = {one.kind: one.keep_until for one in shelf.read(lambda: shelf.center.documents("P1"))}
    assert kept == {"order": date(2058, 2, 28), "culture": date(2041, 6, 1)}


def test_every_kind_names_its_own_documents() -> None:
    assert len({kind.code for kind in KINDS.values()}) == len(KINDS) - 1  # 4402 and 4402A are one kind


def test_the_same_document_sent_by_many_at_once_is_stored_once(shelf: Shelf) -> None:
    receipts = at_once(6, lambda _: shelf.store("4402", {"data": [order()]})[0])
    assert sorted(one.changed for one in receipts) == [False] * 5 + [True]
    assert (count(shelf, document), count(shelf, version)) == (1, 1)


def test_versions_sent_at_once_are_counted_without_a_gap(shelf: Shelf) -> None:
    receipts = at_once(6, lambda n: shelf.store("4402", {"data": [order(drord_detl_name=f"药{n}")]})[0])
    assert sorted(one.version for one in receipts) == [1, 2, 3, 4, 5, 6]
    assert count(shelf, version) == 6
