"""Files whose time is long over are deleted with their content, and nothing else is."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from centers.exchange.contract import v1
from centers.exchange.data.repository import Repository
from centers.exchange.data.tables import file
from centers.exchange.service.exchange import Exchange
from centers.exchange.service.purging import KIND, Purging
from hsaf.contract.context import entered
from hsaf.contract.errors import HsafError
from hsaf.data import execute
from hsaf.jobs import Queue, Worker
from hsaf.spi.object_store import ObjectStore
from hsaf.testing.harness import Harness

OURS = "H99010100001"
NOON = datetime(2026, 6, 1, 12)


def purge(harness: Harness, objects: ObjectStore, due: datetime) -> Any:
    """Run the job as a worker does; its result."""
    purging = Purging(Repository(objects), harness.pipeline, expired_days=30)
    queue = Queue(harness.database, harness.clock, harness.ids)
    job_id = harness.write(lambda: queue.submit(KIND, {"due": f"{due:%Y-%m-%d %H:%M:%S}"}))
    worker = Worker(
        harness.database,
        harness.clock,
        harness.pipeline,
        {KIND: purging.run},
        lambda operation, actor: entered(harness.context(operation=operation, actor=actor)),
        lease=timedelta(seconds=60),
    )
    assert worker.run_once() == 1
    return queue.get(job_id).result


def test_an_expired_file_goes_with_its_content_and_its_twin_stays(
    harness: Harness, center: Exchange, objects: ObjectStore
) -> None:
    old: v1.StoredFile = harness.write(lambda: center.upload("a.zip", b"same"), at=NOON, institution=OURS)
    later = NOON + timedelta(days=1)
    young: v1.StoredFile = harness.write(lambda: center.upload("a.zip", b"same"), at=later, institution=OURS)
    public: v1.StoredFile = harness.write(lambda: center.publish("c.zip", b"same"), at=NOON)
    foreign = objects.put(b"same")
    over = old.dld_endtime + timedelta(days=30, seconds=1)
    assert purge(harness, objects, over - timedelta(seconds=1)) == {"files": 0}
    assert purge(harness, objects, over) == {"files": 1}
    assert purge(harness, objects, over) == {"files": 0}
    numbers = harness.read(lambda: execute(sa.select(file.c.file_qury_no)).scalars().all())
    assert set(numbers) == {young.file_qury_no, public.file_qury_no}
    assert len(list(objects.keys())) == 3
    with objects.open(foreign.key) as kept:
        assert kept.read() == b"same"

    def fetch(stored: v1.StoredFile) -> bytes:
        work = lambda: center.download(stored.file_qury_no, stored.filename)  # noqa: E731
        return harness.read(work, at=NOON + timedelta(days=2), institution=OURS)[1]

    assert (fetch(young), fetch(public)) == (b"same", b"same")
    with pytest.raises(HsafError) as gone:
        fetch(old)
    assert gone.value.error is v1.FILE_UNKNOWN
