"""Files of institutions and public files, on both databases."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import Any

import msgspec
import pytest
import sqlalchemy as sa

from centers.exchange.contract import v1
from centers.exchange.data.tables import file
from centers.exchange.service.exchange import Exchange
from hsaf.contract.errors import ErrorCode, HsafError
from hsaf.data import execute
from hsaf.spi.object_store import ObjectStore
from hsaf.testing.harness import Harness

OURS, THEIRS = "H99010100001", "H99010100002"
NOON = datetime(2026, 6, 1, 12)
MEGABYTE = 1 << 20


def upload(harness: Harness, center: Exchange, content: bytes, name: str = "a.zip", who: str = OURS) -> v1.StoredFile:
    stored: v1.StoredFile = harness.write(lambda: center.upload(name, content), at=NOON, institution=who)
    return stored


def fetch(harness: Harness, center: Exchange, stored: v1.StoredFile, at: datetime = NOON, who: str = OURS) -> Any:
    return harness.read(lambda: center.download(stored.file_qury_no, stored.filename), at=at, institution=who)


def refused(work: Any) -> ErrorCode:
    with pytest.raises(HsafError) as caught:
        work()
    return caught.value.error


def rows(harness: Harness) -> int:
    count: int = harness.read(lambda: execute(sa.select(sa.func.count()).select_from(file)).scalar_one())
    return count


def test_an_upload_comes_back_to_its_owner_with_its_sm3(harness: Harness, center: Exchange) -> None:
    stored = upload(harness, center, "对账".encode(), "对账明细.zip")
    again, content = fetch(harness, center, stored)
    assert content == "对账".encode()
    assert again == stored
    assert stored.digest == harness.crypto.sm3(content).hex()
    assert stored.dld_endtime == NOON + timedelta(days=30)


def test_nobody_else_can_fetch_it_and_cannot_tell_that_it_exists(harness: Harness, center: Exchange) -> None:
    stored = upload(harness, center, b"secret")
    assert refused(lambda: fetch(harness, center, stored, who=THEIRS)) is v1.FILE_UNKNOWN


def test_a_result_belongs_to_the_institution_it_was_made_for(harness: Harness, center: Exchange) -> None:
    stored = harness.write(lambda: center.keep_for(OURS, "result.zip", b"rows", 7), at=NOON)
    assert fetch(harness, center, stored)[0].data_cnt == 7
    assert refused(lambda: fetch(harness, center, stored, who=THEIRS)) is v1.FILE_UNKNOWN


def test_everybody_may_fetch_a_public_file(harness: Harness, center: Exchange) -> None:
    stored = harness.write(lambda: center.publish("1301_v0000_v0001.zip", b"catalog", 3), at=NOON)
    assert stored.fixmedins_code == v1.PUBLIC
    for who in (OURS, THEIRS):
        assert fetch(harness, center, stored, who=who)[1] == b"catalog"


def test_a_public_file_published_again_is_the_same_file_kept_longer(harness: Harness, center: Exchange) -> None:
    first = harness.write(lambda: center.publish("c.zip", b"catalog"), at=NOON)
    later = NOON + timedelta(days=20)
    second = harness.write(lambda: center.publish("c.zip", b"catalog"), at=later)
    assert second.file_qury_no == first.file_qury_no
    assert fetch(harness, center, first, at=later + timedelta(days=29))[1] == b"catalog"
    assert rows(harness) == 1


def test_workers_that_publish_the_same_at_once_agree(harness: Harness, center: Exchange) -> None:
    def publish(number: int) -> str:
        work = lambda: center.publish("c.zip", b"catalog", 3)  # noqa: E731
        stored: v1.StoredFile = harness.write(work, at=NOON, subject=f"org:{number}")
        return stored.file_qury_no

    with ThreadPoolExecutor(6) as pool:
        assert len(set(pool.map(publish, range(6)))) == 1
    assert rows(harness) == 1


def test_a_public_file_about_to_expire_is_not_handed_out(harness: Harness, center: Exchange) -> None:
    harness.write(lambda: center.publish("c.zip", b"catalog"), at=NOON)
    assert harness.read(lambda: center.published("c.zip"), at=NOON + timedelta(days=29)) is not None
    assert harness.read(lambda: center.published("c.zip"), at=NOON + timedelta(days=29, seconds=1)) is None
    assert harness.read(lambda: center.published("d.zip"), at=NOON) is None


def test_the_last_second_counts_and_the_next_is_too_late(harness: Harness, center: Exchange) -> None:
    stored = upload(harness, center, b"x")
    assert fetch(harness, center, stored, at=stored.dld_endtime)[1] == b"x"
    assert (
        refused(lambda: fetch(harness, center, stored, at=stored.dld_endtime + timedelta(seconds=1))) is v1.FILE_EXPIRED
    )


def test_number_and_name_must_belong_together(harness: Harness, center: Exchange) -> None:
    stored = upload(harness, center, b"x")
    renamed = msgspec.structs.replace(stored, filename="b.zip")
    assert refused(lambda: fetch(harness, center, renamed)) is v1.FILE_UNKNOWN


@pytest.mark.parametrize("name", ["../x", "a/b.zip", "C:\\a.zip", "..", "a\nb"])
def test_a_name_is_not_a_path(harness: Harness, center: Exchange, name: str) -> None:
    assert refused(lambda: upload(harness, center, b"x", name)) is v1.FILENAME_WRONG
    assert rows(harness) == 0


def test_too_large_and_empty_files_are_refused(harness: Harness, center: Exchange) -> None:
    assert refused(lambda: upload(harness, center, b"x" * (MEGABYTE + 1))) is v1.FILE_TOO_LARGE
    assert refused(lambda: upload(harness, center, b"")) is v1.FILE_EMPTY
    assert upload(harness, center, b"x" * MEGABYTE).size == MEGABYTE


def test_the_quota_holds_per_institution_and_expired_files_leave_it(harness: Harness, center: Exchange) -> None:
    for sign in b"ab":
        upload(harness, center, bytes([sign]) * MEGABYTE)
    assert refused(lambda: upload(harness, center, b"c")) is v1.FILE_QUOTA
    assert upload(harness, center, b"c", who=THEIRS)
    harness.write(lambda: center.keep_for(OURS, "result.zip", b"r"), at=NOON)
    after = NOON + timedelta(days=31)
    assert harness.write(lambda: center.upload("c.zip", b"c"), at=after, institution=OURS)


def test_lost_or_altered_content_is_never_handed_out(harness: Harness, center: Exchange, objects: ObjectStore) -> None:
    stored = upload(harness, center, b"x")
    other = objects.put(b"y")
    harness.write(lambda: execute(sa.update(file).values(object_key=other.key)))
    assert refused(lambda: fetch(harness, center, stored)) is v1.FILE_LOST
    objects.delete(other.key)
    assert refused(lambda: fetch(harness, center, stored)) is v1.FILE_LOST
