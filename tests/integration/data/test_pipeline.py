"""What a caller may rely on: once, all or nothing, the same answer again, in order, explained."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import Any

import pytest
import sqlalchemy as sa

from hsaf.contract.context import entered
from hsaf.contract.errors import ErrorCode, HsafError
from hsaf.data import current_uow
from hsaf.data.audit import events_of
from hsaf.data.pipeline import Pipeline, Refused, RequestKey
from hsaf.data.schema import audit_event, lock, outbox, request
from hsaf.data.uow import part
from hsaf.testing.harness import Harness
from tests.integration.data.tables import balance, purse, put, put_in_parts

NO = ErrorCode("test.no", 9001, "不行：{why}")
KEY = RequestKey("H1", "M1", "digest-of-body")


def encode(result: Any) -> bytes:
    return f"answer {result}".encode()


def write(harness: Harness, work: Callable[[], Any], **options: Any) -> Any:
    with entered(harness.context()):
        return harness.pipeline.write("test", work, **({"subject": "psn:1", "encode": encode} | options))


def counts(harness: Harness) -> dict[str, int]:
    with harness.database.read() as connection:
        return {
            table.name: connection.execute(sa.select(sa.func.count()).select_from(table)).scalar_one()
            for table in (purse, audit_event, outbox, request)
        }


def test_a_command_runs_once_and_a_replay_answers_the_same_bytes(harness: Harness) -> None:
    first = write(harness, lambda: put("a", 5), key=KEY)
    again = write(harness, lambda: put("a", 5), key=KEY)
    assert first.answer == again.answer == b"answer 5"
    assert not first.replayed
    assert again.replayed
    assert harness.read(lambda: balance("a")) == 5


def test_the_same_key_with_other_content_is_refused_and_changes_nothing(harness: Harness) -> None:
    write(harness, lambda: put("a", 5), key=KEY)
    before = counts(harness)
    with pytest.raises(HsafError) as refused:
        write(harness, lambda: put("a", 7), key=RequestKey("H1", "M1", "another digest"))
    assert refused.value.code == "kernel.request_key_reused"
    assert "M1" in refused.value.message
    assert counts(harness) == before


def test_another_sender_may_use_the_same_message_id(harness: Harness) -> None:
    write(harness, lambda: put("a", 5), key=KEY)
    assert write(harness, lambda: put("a", 5), key=RequestKey("H2", "M1", "x")).answer == b"answer 10"


def test_keys_that_differ_only_in_case_are_different_requests(harness: Harness) -> None:
    write(harness, lambda: put("a", 1), key=RequestKey("H1", "m1", "x"))
    assert write(harness, lambda: put("a", 1), key=RequestKey("H1", "M1", "x")).answer == b"answer 2"


def test_a_refusal_keeps_nothing_and_frees_the_key(harness: Harness) -> None:
    def refuse() -> None:
        put("a", 5)
        raise NO(why="测试")

    with pytest.raises(HsafError, match="不行"):
        write(harness, refuse, key=KEY)
    assert set(counts(harness).values()) == {0}
    assert write(harness, lambda: put("a", 1), key=KEY).answer == b"answer 1"


def test_a_refusal_returned_as_a_result_keeps_its_effects_and_is_replayed(harness: Harness) -> None:
    def tombstone() -> Refused:
        put("a", 1)
        return Refused(NO(why="已记录"))

    def tell(result: Refused) -> bytes:
        return str(result.error).encode()

    first = write(harness, tombstone, key=KEY, encode=tell)
    assert write(harness, tombstone, key=KEY, encode=tell).answer == first.answer
    assert harness.read(lambda: balance("a")) == 1


def test_a_broken_invariant_refuses_the_whole_unit_of_work(harness: Harness) -> None:
    def unbalanced() -> None:
        put("a", 5)
        current_uow().invariant("账户平衡", lambda: "差 1 分")

    with pytest.raises(HsafError, match="差 1 分") as refused:
        write(harness, unbalanced)
    assert refused.value.code == "kernel.invariant_broken"
    assert set(counts(harness).values()) == {0}


def test_a_dry_run_computes_the_answer_and_stores_nothing(harness: Harness) -> None:
    assert write(harness, lambda: put("a", 5), key=KEY, dry_run=True).answer == b"answer 5"
    assert set(counts(harness).values()) == {0}


def test_a_superseded_request_is_not_answered_again(harness: Harness) -> None:
    write(harness, lambda: put("a", 5), key=KEY)
    write(harness, lambda: current_uow().supersede("H1", "M1"), key=RequestKey("H1", "M2", "y"))
    with pytest.raises(HsafError) as refused:
        write(harness, lambda: put("a", 5), key=KEY)
    assert refused.value.code == "kernel.request_superseded"
    assert harness.read(lambda: balance("a")) == 5


def test_a_request_that_arrives_after_its_compensation_is_refused(harness: Harness) -> None:
    write(harness, lambda: current_uow().supersede("H1", "M1"), key=RequestKey("H1", "M2", "y"))
    with pytest.raises(HsafError) as refused:
        write(harness, lambda: put("a", 5), key=KEY)
    assert refused.value.code == "kernel.request_superseded"
    assert harness.read(lambda: balance("a")) == 0


def test_a_query_answers_a_replay_the_same_even_after_the_data_changed(harness: Harness) -> None:
    with entered(harness.context()):
        first = harness.pipeline.read("test", lambda: balance("a"), key=KEY, encode=encode)
        harness.pipeline.write("test", lambda: put("a", 5), subject="psn:1")
        again = harness.pipeline.read("test", lambda: balance("a"), key=KEY, encode=encode)
    assert first.answer == again.answer == b"answer 0"


def test_a_query_cannot_write(harness: Harness) -> None:
    with entered(harness.context()), pytest.raises(RuntimeError, match=r"pipeline\.write"):
        harness.pipeline.read("test", lambda: put("a", 5))


def test_stored_answers_are_sealed(harness: Harness) -> None:
    write(harness, lambda: put("a", 5), key=KEY)
    with harness.database.read() as connection:
        assert b"answer" not in connection.execute(sa.select(request.c.answer)).scalar_one()


def test_events_are_published_only_when_somebody_wants_them(harness: Harness) -> None:
    write(harness, lambda: put("a", 5))
    assert counts(harness)["hsaf_outbox"] == 0
    harness.pipeline = Pipeline(harness.database, harness.clock, harness.ids, harness.crypto, ["purse.put.v1"])
    write(harness, lambda: put("a", 5))
    assert counts(harness)["hsaf_outbox"] == 1


def test_events_of_a_subject_are_numbered_in_order_and_say_who_and_through_which_layers(harness: Harness) -> None:
    for amount in (1, 2, 3):
        write(harness, lambda amount=amount: put("a", amount))
    with harness.database.read() as connection:
        events = events_of(connection, "psn:1")
    assert [(event["seq"], event["facts"]["amount"]) for event in events] == [(1, 1), (2, 2), (3, 3)]
    assert {event["actor"] for event in events} == {"tester"}


def test_eight_clients_replaying_one_message_a_hundred_times_change_state_once(harness: Harness) -> None:
    def send(_: int) -> bytes:
        return write(harness, lambda: put("a", 5), key=KEY).answer

    with ThreadPoolExecutor(8) as pool:
        answers = set(pool.map(send, range(100)))
    assert answers == {b"answer 5"}
    assert counts(harness) == {"test_purse": 1, "hsaf_audit_event": 1, "hsaf_outbox": 0, "hsaf_request": 1}


def test_writers_of_one_subject_queue_and_lose_no_update(harness: Harness) -> None:
    def read_modify_write(_: int) -> None:
        def work() -> None:
            before = balance("a")
            put("a", 1)
            assert balance("a") == before + 1

        write(harness, work)

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(read_modify_write, range(40)))
    assert harness.read(lambda: balance("a")) == 40
    with harness.database.read() as connection:
        assert connection.execute(sa.select(lock.c.seq)).scalar_one() == 40


def test_two_subjects_that_lock_each_other_s_rows_both_get_through(harness: Harness) -> None:
    meet = threading.Barrier(2, timeout=10)

    def cross(mine: str, other: str) -> None:
        first_try = [True]

        def work() -> None:
            put(mine, 1)
            if first_try.pop() if first_try else False:
                with suppress(threading.BrokenBarrierError):  # it is queueing already: one writer at a time
                    meet.wait(timeout=0.5)
            put(other, 1)

        write(harness, work, subject=f"psn:{mine}")

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(cross, ["a", "b"], ["b", "a"]))
    assert harness.read(lambda: (balance("a"), balance("b"))) == (2, 2)


def test_a_refused_part_leaves_nothing_and_the_rest_counts(harness: Harness) -> None:
    def work() -> list[str]:
        return put_in_parts(["ann", "nobody", "bob", "nobody", "ann"])

    assert write(harness, work).result == ["nobody", "nobody"]
    assert harness.read(lambda: [balance(owner) for owner in ("ann", "bob", "nobody")]) == [2, 1, 0]
    assert counts(harness)["hsaf_audit_event"] == 3


def test_a_failure_in_a_part_is_a_failure_of_the_whole(harness: Harness) -> None:
    def work() -> None:
        put("ann", 1)
        with part():
            put("bob", 1)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        write(harness, work)
    assert counts(harness)["test_purse"] == 0
