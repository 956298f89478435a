"""Import from Excel with its files of bad rows and its undoing; export in the background."""

from __future__ import annotations

import tracemalloc
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
import python_calamine
import sqlalchemy as sa
import xlsxwriter

from hsaf.contract.context import entered
from hsaf.contract.errors import HsafError
from hsaf.jobs import Queue, State, Worker
from hsaf.records import transfer, workbook
from hsaf.records.acting import Orderer
from hsaf.records.contract import Asked, Sheet, subject
from hsaf.records.transfer import ExportOrder, ImportOrder, parameters, record_jobs
from hsaf.testing.harness import adapter
from tests.records.office import OFFICES, TABLES, Office, agency, expert

HEADINGS = ("网点编号*", "网点名称*", "网点类型*", "医保区划*", "设立日期", "年度预算", "窗口数", "周六办公")
EVERYTHING = Asked()


def refused(code: str):
    return pytest.raises(HsafError, match=code)


def filled(rows: Sequence[Sequence[Any]], headings: Sequence[str] = HEADINGS, sheet: str = "数据") -> bytes:
    """A workbook as somebody fills it in."""
    target = BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as book:
        page = book.add_worksheet(sheet)
        page.write_row(0, 0, headings)
        for line, row in enumerate(rows, start=1):
            page.write_row(line, 0, ["" if cell is None else cell for cell in row])
    return target.getvalue()


def line(number: int, **changes: Any) -> tuple[Any, ...]:
    basis = {
        "no": f"A{number:05d}", "name": f"第{number}网点", "kind": "直属", "admdvs": "990101",
        "opened": "2020-01-02", "budget": "1234.5", "windows": 2, "saturday": "是",
    }  # fmt: skip
    return tuple((basis | changes).values())


def cells(content: bytes, sheet: int = 0) -> list[list[Any]]:
    return python_calamine.CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_index(sheet).to_python()


@dataclass
class Works:
    """An office with background jobs."""

    office: Office
    objects: Any
    seen: list[tuple[str, int, int]] = field(default_factory=list)

    def __post_init__(self) -> None:
        harness = self.office.harness
        kinds = record_jobs("sample", "样例", self.office.records, harness.pipeline, self.objects)
        self.queue = Queue(harness.database, harness.clock, harness.ids)
        self.worker = Worker(
            harness.database,
            harness.clock,
            harness.pipeline,
            {kind.kind: kind.handler for kind in kinds},
            self.system,
            lease=timedelta(minutes=5),
            watch=lambda step, done, total: self.seen.append((step, done, total)),
        )

    @contextmanager
    def system(self, operation: str, actor: str) -> Iterator[None]:
        with entered(self.office.harness.context(operation=operation, actor=actor)):
            yield

    def run(self, kind: str, order: Any) -> Any:
        job_id = self.office.harness.write(lambda: self.queue.submit(f"sample.{kind}", parameters(order)))
        self.worker.run_once(job_id)
        return self.queue.get(job_id)

    def bring(self, content: bytes, record: str = "agency", mode: str = "valid", **more: Any) -> Any:
        by = Orderer(OFFICES["clerk"], f"base.{record}.query")
        order = ImportOrder(record=record, file=self.objects.put(content).key, mode=mode, by=by, **more)
        return self.run("records_import", order)

    def fetch(self, who: str = "clerk", record: str = "agency", asked: Asked = EVERYTHING, **more: Any) -> Any:
        by = Orderer(OFFICES[who], f"base.{record}.query")
        return self.run("records_export", ExportOrder(record=record, asked=asked, by=by, **more))

    def file(self, key: str) -> bytes:
        with self.objects.open(key) as file:
            content: bytes = file.read()
        return content

    def count(self, record: str = "agency", **filters: str) -> int:
        return self.office.read("clerk", record, lambda records: records.count(record, Asked(filters)))

    def undo(self, who: str, batch: str, record: str = "agency") -> int:
        work = lambda: self.office.records.undo_import(record, batch)  # noqa: E731
        context = {"principal": OFFICES[who], "actor": who, "operation": f"base.{record}.undo_import"}
        return self.office.harness.write(work, subject=subject("sample.records_import", batch), **context)


@pytest.fixture
def works(office: Office, tmp_path: Path) -> Works:
    return Works(office, adapter("object_store_local", "LocalObjectStore", tmp_path / "objects"))


def template(office: Office, record: str) -> bytes:
    return office.read("clerk", record, lambda records: records.template(record))


def test_the_template_names_every_column_its_choices_and_its_demands(office: Office):
    content = template(office, "agency")

    assert cells(content)[0][:4] == ["网点编号*", "网点名称*", "网点类型*", "医保区划*"]
    assert [row[0] for row in cells(content, 1)[:2]] == ["直属", "派出"]
    help_rows = {row[0]: row[1:] for row in cells(content, 2)}
    assert help_rows["网点编号"][:2] == ["是", "文字，不超过 20 个字"]
    assert help_rows["年度预算"][1] == "金额（元，最多两位小数）"


def test_a_template_can_be_filled_in_as_it_is(office: Office):
    headings = cells(template(office, "agency"))[0]
    row = ["007", "零七网点", "派出", "990101", "2024-02-29", 12.5, 0.25, 3, "否", "备注"]

    sheet = office.read("clerk", "agency", lambda records: records.read_sheet("agency", filled([row], headings)))

    ((number, values),) = sheet.rows
    assert (number, values["agency_no"], values["kind"], values["budget"], values["windows"]) == (
        2,
        "007",
        "2",
        "12.5",
        "3",
    )


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"not a workbook", "不是可读的 Excel"),
        (filled([line(1)], HEADINGS[1:]), "缺少必填列 网点编号"),
        (filled([line(1)], (*HEADINGS[:-1], "周日办公")), "没有名为“周日办公”的列"),
        (filled([line(1)], (*HEADINGS[:-1], "窗口数")), "“窗口数”列重复"),
        (filled([]), "只有表头"),
        (filled([["", " "]]), "只有表头"),
    ],
)
def test_a_file_that_is_no_filled_in_template_is_refused(office: Office, content: bytes, reason: str):
    with refused(reason):
        office.read("clerk", "agency", lambda records: records.read_sheet("agency", content))


def test_too_long_a_file_is_refused(office: Office, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(workbook, "MOST_ROWS", 2)

    with refused("一次最多导入 2 行，文件有 3 行"):
        content = filled([line(number) for number in (1, 2, 3)])
        office.read("clerk", "agency", lambda records: records.read_sheet("agency", content))


def bad(number: int) -> tuple[Any, ...]:
    """One of several ways in which a row is wrong."""
    ways: list[Mapping[str, Any]] = [
        {"kind": "加盟"}, {"admdvs": "990201"}, {"admdvs": "12"}, {"budget": "12.345"},
        {"opened": "2024-02-30"}, {"name": ""}, {"no": "小写a"}, {"saturday": "也许"}, {"no": "A00001"},
    ]  # fmt: skip
    return line(number, **ways[number % len(ways)])


def test_ten_thousand_rows_with_thirty_seven_bad_ones(works: Works):
    wrong = set(range(100, 10_000, 268))
    assert len(wrong) == 37
    content = filled([bad(number) if number in wrong else line(number) for number in range(1, 10_001)])

    refused_job = works.bring(content, mode="all")
    assert (refused_job.state, refused_job.result["imported"], refused_job.result["bad"]) == (State.DONE, 0, 37)
    assert "共 10000 行，其中 37 行有误" in refused_job.result["refused"]
    assert works.count() == 0

    done = works.bring(content)
    assert (done.result["total"], done.result["imported"], done.result["bad"]) == (10_000, 9_963, 37)
    assert works.count() == 9_963
    assert ("校验", 5000, 10_000) in works.seen
    assert ("导入", 9_963, 9_963) in works.seen

    errors = cells(works.file(done.result["errors"]))
    assert len(errors) == 38
    assert errors[0][:2] == ["错误原因", "网点编号*"]
    reasons = {row[0] for row in errors[1:]}
    assert {"网点类型：不在可选范围内", "设立日期：应为日期 yyyy-MM-dd 或时间 yyyy-MM-dd HH:mm:ss"} <= reasons
    assert {"网点编号：“A00001”与第 2 行重复", "医保区划：不在您的数据范围内", "网点名称：必填"} <= reasons

    mended = works.bring(filled([line(number) for number in sorted(wrong)]), mode="all")
    assert (mended.result["imported"], mended.result["errors"], works.count()) == (37, "", 10_000)


def test_the_file_of_bad_rows_can_be_corrected_and_imported_again(works: Works):
    content = filled([line(1, kind="加盟"), line(2)])
    errors = cells(works.file(works.bring(content).result["errors"]))

    corrected = [[*row[:3], "派出", *row[4:]] for row in errors[1:]]
    again = works.bring(filled(corrected, errors[0]))

    assert (again.result["imported"], works.count(kind="2")) == (1, 1)


def test_keys_that_records_or_other_rows_hold_are_named(works: Works):
    works.office.add("clerk", "agency", agency(1))
    sheet = works.office.records.read_sheet("agency", filled([line(1, name="甲"), line(2), line(3, no="A00002")]))

    checked = works.office.read("clerk", "agency", lambda records: records.check_rows("agency", sheet))

    assert {number: [one.reason for one in found] for number, found in checked.bad.items()} == {
        2: ["“A00001”已有记录使用"],
        4: ["“A00002”与第 3 行重复"],
    }


def test_rows_of_one_key_are_not_added_even_unchecked(works: Works):
    rows = [(n, agency(1, agency_name=f"网点{n}")) for n in (2, 3)]

    with refused("records.key_taken"):
        works.office.write("clerk", "agency", "B1", lambda records: records.import_rows("agency", "B1", Sheet(rows)))
    assert works.count() == 0


def test_an_import_is_undone_as_a_whole(works: Works):
    done = works.bring(filled([line(number) for number in range(1, 21)]))
    batch = done.result["batch"]
    with refused("没有导入批次"):
        works.undo("stranger", batch)
    with refused("只有维护人 经办 本人可以撤销导入"):
        works.undo("first", batch)

    assert works.undo("clerk", batch) == 20

    assert (works.count(), works.count(state="void")) == (0, 20)
    with refused("没有导入批次"):
        works.undo("clerk", batch)
    assert works.bring(filled([line(1)])).result["imported"] == 1


def test_an_import_that_was_worked_on_is_not_undone(works: Works):
    batch = works.bring(filled([line(1), line(2)])).result["batch"]
    found = works.office.read("clerk", "agency", lambda records: records.query("agency", Asked()))
    works.office.edit("clerk", "agency", found.rows[0]["id"], {"memo": "已核"})

    with refused("已有 1 条记录被继续办理"):
        works.undo("clerk", batch)
    assert works.count() == 2


@pytest.mark.parametrize(("submit", "state"), [(False, "draft"), (True, "review1")])
def test_imported_rows_of_a_reviewed_type_go_through_the_reviews(works: Works, submit: bool, state: str):
    headings = ("姓名*", "证件号码*", "专业*", "医保区划*", "聘任日期*")
    rows = [("欧阳示例", expert(number)["certno"], "药学", "990101", "2026-01-01") for number in (1, 2)]

    done = works.bring(filled(rows, headings), "expert", submit=submit)

    assert (done.result["imported"], works.count("expert", state=state)) == (2, 2)
    (id, *_) = (row["id"] for row in works.office.read("clerk", "expert", lambda r: r.query("expert", Asked())).rows)
    if not submit:
        works.office.act("clerk", "expert", id, "submit")
    works.office.act("first", "expert", id, "review", "review1", "pass")
    works.office.act("second", "expert", id, "review", "review2", "pass")
    row = works.office.row("clerk", "expert", id)
    assert (row["state"], row["certno"]) == ("effective", "990101**********02")


def test_an_import_cut_half_way_adds_no_row_twice(works: Works, monkeypatch: pytest.MonkeyPatch):
    """The process dies after a chunk was committed and before its progress was saved."""
    monkeypatch.setattr(transfer, "CHUNK", 2)
    importer = transfer.Importer(works.office.records, works.office.harness.pipeline, works.objects)
    by = Orderer(OFFICES["clerk"], "base.agency.query")
    content = filled([line(number) for number in (1, 2, 3)])
    order = ImportOrder(record="agency", file=works.objects.put(content).key, mode="valid", by=by)
    sheet = works.office.records.read_sheet("agency", content)

    class Run:
        kind, job_id = "sample.records_import", "JB1"

    with entered(works.office.harness.context()), transfer.acting(by):
        for _ in range(2):
            assert importer._add_chunk(Run(), order, Sheet(sheet.rows[:2]), 0) == 2

    assert works.count() == 2


def test_an_export_is_masked_as_who_ordered_it_sees(works: Works):
    works.office.add("clerk", "expert", expert(1))
    works.office.add("stranger", "expert", expert(2, admdvs="990201"))

    done = works.fetch(record="expert")

    rows = cells(works.file(done.result["file"]))
    assert (done.result["name"], done.result["rows"]) == ("专家.xlsx", 1)
    assert rows[0][:3] == ["姓名", "证件号码", "联系电话"]
    assert rows[1][:4] == ["欧***", "990101**********01", "139****0001", "内科"]


def test_an_export_has_the_columns_the_filter_and_the_order_asked_for(works: Works):
    for number in (1, 2, 3):
        works.office.add("clerk", "agency", agency(number, kind="1" if number != 2 else "2"))

    done = works.fetch(asked=Asked({"kind": "1"}, "agency_no"), columns=["agency_no", "kind"])

    rows = cells(works.file(done.result["file"]))
    assert [row[:3] for row in rows] == [
        ["网点编号", "网点类型", "状态"],
        ["A00001", "直属", "生效"],
        ["A00003", "直属", "生效"],
    ]


def test_text_that_looks_like_a_formula_stays_text(works: Works):
    works.office.add("clerk", "agency", agency(1, memo="=1+1"))

    done = works.fetch(columns=["memo"])

    assert cells(works.file(done.result["file"]))[1][0] == "=1+1"


def multiply(office: Office, count: int) -> None:
    """``count`` agencies like the first one, straight into the table."""
    table = TABLES.rows["agency"]
    office.add("clerk", "agency", agency(1))
    with office.harness.database.write() as connection:
        sample = dict(connection.execute(sa.select(table)).mappings().one())
        for first in range(2, count + 1, 1000):
            numbers = range(first, min(first + 1000, count + 1))
            connection.execute(table.insert(), [sample | {"id": f"S{n:06d}", "agency_no": f"A{n}"} for n in numbers])


def peak_of_an_export(works: Works) -> int:
    tracemalloc.start()
    try:
        works.fetch(columns=["agency_no"])
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_the_memory_of_an_export_does_not_grow_with_its_rows(works: Works):
    multiply(works.office, 1_000)
    few = peak_of_an_export(works)
    with works.office.harness.database.write() as connection:
        connection.execute(TABLES.rows["agency"].delete())
        connection.execute(TABLES.key.delete())
    multiply(works.office, 6_000)

    assert peak_of_an_export(works) < few + 2 * 2**20


def test_many_rows_are_exported_with_progress(works: Works):
    """A hundred thousand are in ``tests/e2e/test_large_files.py``."""
    multiply(works.office, 11_000)

    done = works.fetch(columns=["agency_no"])

    assert done.result["rows"] == 11_000
    assert works.seen[:3] == [("导出", 0, 11_000), ("导出", 5_000, 11_000), ("导出", 10_000, 11_000)]


def test_a_cancelled_import_says_how_far_it_got_and_can_be_undone(works: Works, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(transfer, "CHUNK", 2)
    watch = works.worker._watch
    works.worker._watch = lambda step, done, total: (
        watch(step, done, total),
        step == "导入" and works.queue.cancel(works.queue.recent(1)[0].job_id),
    )

    done = works.bring(filled([line(1), line(2), line(3, kind="加盟"), line(4), line(5), line(6)]))

    assert (done.state, done.result["imported"], done.result["bad"]) == (State.CANCELLED, 4, 1)
    assert "其余的行没有导入" in done.result["refused"]
    assert len(cells(works.file(done.result["errors"]))) == 2
    assert works.undo("clerk", done.result["batch"]) == works.count(state="void") == 4


def test_a_file_can_be_judged_without_writing_anything(works: Works):
    content = filled([line(number) for number in range(1, 31)] + [line(31, kind="加盟")])

    judged = works.bring(content, mode="check")

    assert (judged.result["total"], judged.result["bad"], works.count()) == (31, 1, 0)
    assert [row["line"] for row in judged.result["first"]] == list(range(2, 22))
    (wrong,) = judged.result["wrong"]
    assert (wrong["line"], wrong["values"]["kind"], wrong["problems"][0]["field"]) == (32, "加盟", "kind")
    assert len(cells(works.file(judged.result["errors"]))) == 2
