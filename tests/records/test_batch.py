"""One command on everything a query finds: each row by itself, as who ordered it, once."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
import python_calamine

from hsaf.data.schema import job as job_table
from hsaf.jobs import State
from hsaf.records import batch
from hsaf.records.acting import Orderer
from hsaf.records.batch import BatchOrder
from hsaf.records.contract import Asked
from tests.records.office import OFFICES, Office, expert
from tests.records.test_transfer import Works, works

__all__ = ["works"]


def order(works: Works, who: str, command: str, said: dict[str, Any] | None = None, **filters: str) -> Any:
    by = Orderer(OFFICES[who], "base.expert.query")
    batch = BatchOrder(record="expert", command=command, asked=Asked(filters), said=said or {}, by=by)
    return works.run("records_batch", batch)


def outcomes(works: Works, job: Any) -> list[tuple[str, str]]:
    """Outcome and reason of each row, in the order they were added."""
    content = works.file(job.result["file"])
    _, *rows = python_calamine.load_workbook(BytesIO(content)).get_sheet_by_index(0).to_python()
    return [(row[-2], row[-1]) for row in reversed(rows)]


def added(office: Office, *numbers: int) -> list[str]:
    return [office.add("clerk", "expert", expert(number)) for number in numbers]


def test_every_row_found_is_done_or_says_why_not(works: Works):
    _, second, _ = added(works.office, 1, 2, 3)
    works.office.act("clerk", "expert", second, "submit")
    job = order(works, "clerk", "submit")
    assert (job.result["total"], job.result["done"], job.result["refused"]) == (3, 2, 1)
    said = outcomes(works, job)
    assert [outcome for outcome, _ in said] == ["成功", "未办理", "成功"]
    assert "不能提交" in said[1][1]
    assert works.count("expert", pending_state="review1") == 3
    assert works.seen[-1] == ("完成", 3, 3)


def test_who_ordered_it_does_it_so_the_rules_for_people_hold(works: Works):
    added(works.office, 1)
    order(works, "clerk", "submit")
    passed = {"decision": "pass", "opinion": ""}
    own = order(works, "clerk", "review1", passed)
    assert own.result["done"] == 0
    assert "由不同人员办理" in outcomes(works, own)[0][1]
    elsewhere = order(works, "stranger", "review1", passed)
    assert elsewhere.result["total"] == 0
    assert order(works, "first", "review1", passed).result["done"] == 1
    returned = order(works, "second", "review2", {"decision": "return", "opinion": ""})
    assert "须填写" in outcomes(works, returned)[0][1]


def requeue(works: Works, job_id: str) -> None:
    """As another worker finds it after the first one died."""
    with works.office.harness.database.write() as connection:
        connection.execute(job_table.update().where(job_table.c.job_id == job_id).values(state="queued"))


def test_a_job_that_runs_again_does_no_row_twice(works: Works, monkeypatch: pytest.MonkeyPatch):
    ids = added(works.office, 1, 2)
    calls: list[str] = []
    submit = works.office.records.submit

    def once(record: str, id: str, version: int | None = None) -> Any:
        calls.append(id)
        if len(calls) == 2:
            raise RuntimeError("the process died")
        return submit(record, id, version)

    monkeypatch.setattr(works.office.records, "submit", once)
    job = order(works, "clerk", "submit", pending_state="draft")
    assert (job.state, works.count("expert", pending_state="review1")) == ("failed", 1)
    requeue(works, job.job_id)
    works.worker.run_once(job.job_id)
    again = works.queue.get(job.job_id)
    assert (again.result["total"], again.result["done"]) == (2, 2)
    assert sorted(calls) == sorted([*ids, calls[1]])


def test_a_cancelled_batch_still_says_of_every_row_what_became_of_it(works: Works, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(batch, "WATCHED", 1)
    added(works.office, 1, 2, 3)
    works.worker._watch = lambda step, done, total: done == 2 and works.queue.cancel(works.queue.recent(1)[0].job_id)
    job = order(works, "clerk", "submit")
    assert (job.state, job.result["total"], job.result["done"], job.result["refused"]) == (State.CANCELLED, 3, 2, 1)
    assert outcomes(works, job)[0] == ("未办理", "任务已取消，没有轮到")  # the newest come first
    assert works.count("expert", pending_state="review1") == 2
