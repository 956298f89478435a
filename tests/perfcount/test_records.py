"""Statements per operation on records, against the checked-in file."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from hsaf.contract.context import entered
from hsaf.contract.paging import Paging
from hsaf.data.pipeline import RequestKey
from hsaf.records.contract import Asked, Sheet, subject
from hsaf.testing.harness import Harness, mariadb_absent
from tests.perfcount.counting import counting
from tests.records.office import METADATA, OFFICES, Office, agency, expert

ALLOWED = tomllib.loads(Path(__file__).with_name("records.toml").read_text("utf-8"))


@pytest.fixture
def office() -> Iterator[Office]:
    reason = mariadb_absent()
    if reason:
        pytest.skip(reason)
    with Harness.mariadb(METADATA) as harness:
        made = Office(harness)
        made.add("clerk", "agency", agency(900))  # the digest key is made, and known from memory
        made.row("clerk", "agency", made.add("clerk", "agency", agency(901)))
        yield made


class Meter:
    """Runs operations as the engine does, with a request key, and counts their statements."""

    def __init__(self, office: Office) -> None:
        self.office = office
        self.counts: dict[str, int] = {}

    def write(self, name: str, who: str, record: str, id: str, work: Callable[[], Any]) -> None:
        harness = self.office.harness
        key = RequestKey("web", harness.ids.new(), "digest")
        context = harness.context(principal=OFFICES[who], actor=who, operation=f"base.{record}.{name}")
        encode = lambda _: b"answer"  # noqa: E731
        with counting(harness.database) as seen, entered(context):
            harness.pipeline.write("test", work, subject=subject(f"sample.{record}", id), key=key, encode=encode)
        self.counts[name] = len(seen)

    def read(self, name: str, record: str, work: Callable[[], Any]) -> None:
        with counting(self.office.harness.database) as seen:
            self.office.read("clerk", record, lambda _: work())
        self.counts[name] = len(seen)


def measure(office: Office) -> dict[str, int]:
    meter, records = Meter(office), office.records
    id = records.new_id()
    meter.write("add", "clerk", "expert", id, lambda: records.add("expert", id, expert(1)))
    meter.write("submit", "clerk", "expert", id, lambda: records.submit("expert", id))
    meter.write("review1", "first", "expert", id, lambda: records.review("expert", id, "review1", "pass"))
    meter.write("review2", "second", "expert", id, lambda: records.review("expert", id, "review2", "pass"))
    meter.write("edit", "clerk", "expert", id, lambda: records.edit("expert", id, 4, {"specialty": "02"}))
    meter.write("save", "clerk", "expert", id, lambda: records.edit("expert", id, 5, {"specialty": "03"}))
    meter.write("save a key", "clerk", "expert", id, lambda: records.edit("expert", id, 6, expert(2)))
    meter.read("query", "expert", lambda: records.query("expert", Asked({"specialty": "01"})))
    meter.read("detail", "expert", lambda: records.detail("expert", id))
    meter.read("history", "expert", lambda: records.history("expert", id))
    meter.read("pending", "expert", lambda: records.pending("expert", ["review1", "returned"], Paging(1, 20)))
    plain = records.new_id()
    meter.write("add maintained", "clerk", "agency", plain, lambda: records.add("agency", plain, agency(1)))
    meter.write("edit maintained", "clerk", "agency", plain, lambda: records.edit("agency", plain, 1, {"memo": "改"}))
    meter.write("void maintained", "clerk", "agency", plain, lambda: records.void("agency", plain, "撤并"))
    sheet = Sheet([(n, agency(n)) for n in range(100, 400)])
    meter.write("import 300 rows", "clerk", "agency", "B1", lambda: records.import_rows("agency", "B1", sheet))
    return meter.counts


def test_operations_take_the_statements_written_down(office: Office) -> None:
    assert measure(office) == ALLOWED
