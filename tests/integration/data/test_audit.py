"""The audit chain notices every kind of tampering, on SQLite and on MariaDB."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import sqlalchemy as sa

from hsaf.data import audit, current_uow
from hsaf.data.audit import GENESIS, SEALED, Verification, digest, verify
from hsaf.data.schema import audit_event, lock
from hsaf.testing.harness import Harness

ALICE, BOB = "psn:9900000000000001", "psn:9900000000000002"

Tamper = Callable[[sa.Connection], object]


@pytest.fixture
def kept(harness: Harness) -> Harness:
    """Two chains: five events of one person, two of another."""
    for number in range(5):
        record(harness, ALICE, number)
    for number in range(2):
        record(harness, BOB, number)
    return harness


def record(harness: Harness, subject: str, number: int) -> None:
    facts = {"setl_id": f"S{number}", "hifp_pay": 100 * number, "text": "统筹基金"}
    harness.write(lambda: current_uow().audit("settlement.settled", facts), subject=subject)


def checked(harness: Harness, subject: str | None = None) -> Verification:
    with harness.database.read() as connection:
        return verify(connection, harness.crypto, subject)


def tamper(harness: Harness, how: Tamper) -> Verification:
    with harness.database.write() as connection:
        how(connection)
    return checked(harness)


def of(subject: str, seq: int) -> sa.ColumnElement[bool]:
    return sa.and_(audit_event.c.subject == subject, audit_event.c.seq == seq)


def places(found: Verification) -> set[tuple[str, int]]:
    return {(fault.subject, fault.seq) for fault in found.faults}


def test_untouched_chains_verify(kept: Harness) -> None:
    found = checked(kept)
    assert found.ok
    assert (found.subjects, found.events) == (2, 7)


def test_one_chain_can_be_verified_alone(kept: Harness) -> None:
    with kept.database.write() as connection:
        connection.execute(audit_event.update().where(of(BOB, 1)).values(actor="nobody"))
    assert checked(kept, ALICE).ok
    assert not checked(kept, BOB).ok


def test_a_subject_without_events_verifies(kept: Harness) -> None:
    kept.write(lambda: None, subject="psn:9900000000000003")
    assert checked(kept).ok


@pytest.mark.parametrize("column", [*sorted(set(SEALED) - {"subject", "seq"}), "digest"])
def test_an_edit_of_any_column_is_noticed(kept: Harness, column: str) -> None:
    value = {"hifp_pay": 1} if column == "facts" else "x"
    found = tamper(
        kept, lambda connection: connection.execute(audit_event.update().where(of(ALICE, 3)).values({column: value}))
    )
    assert (ALICE, 3) in places(found)
    assert {subject for subject, _ in places(found)} == {ALICE}


def test_a_changed_amount_is_noticed_even_if_its_digest_is_made_anew(kept: Harness) -> None:
    def forge(connection: sa.Connection) -> None:
        row = dict(connection.execute(sa.select(audit_event).where(of(ALICE, 3))).mappings().one())
        row["facts"]["hifp_pay"] += 1
        values = {"facts": row["facts"], "digest": digest(kept.crypto, row)}
        connection.execute(audit_event.update().where(of(ALICE, 3)).values(values))

    assert places(tamper(kept, forge)) == {(ALICE, 4)}


def test_a_changed_last_event_is_noticed_even_if_its_digest_is_made_anew(kept: Harness) -> None:
    def forge(connection: sa.Connection) -> None:
        row = dict(connection.execute(sa.select(audit_event).where(of(ALICE, 5))).mappings().one())
        row["actor"] = "nobody"
        connection.execute(
            audit_event.update().where(of(ALICE, 5)).values(actor="nobody", digest=digest(kept.crypto, row))
        )

    assert places(tamper(kept, forge)) == {(ALICE, 5)}


@pytest.mark.parametrize("seq", [1, 3, 5], ids=["first", "middle", "last"])
def test_a_deletion_is_noticed(kept: Harness, seq: int) -> None:
    found = tamper(kept, lambda connection: connection.execute(audit_event.delete().where(of(ALICE, seq))))
    assert not found.ok
    assert {subject for subject, _ in places(found)} == {ALICE}


def test_deleting_everything_about_a_person_is_noticed(kept: Harness) -> None:
    mine = audit_event.c.subject == ALICE
    assert not tamper(kept, lambda connection: connection.execute(audit_event.delete().where(mine))).ok


def test_deleting_the_head_is_noticed(kept: Harness) -> None:
    assert not tamper(kept, lambda connection: connection.execute(lock.delete().where(lock.c.subject == ALICE))).ok


@pytest.mark.parametrize("change", [{"seq": 4}, {"head": GENESIS}, {"seq": 0, "head": GENESIS}])
def test_a_changed_head_is_noticed(kept: Harness, change: dict[str, object]) -> None:
    mine = lock.c.subject == ALICE
    assert not tamper(kept, lambda connection: connection.execute(lock.update().where(mine).values(change))).ok


def test_a_reordering_is_noticed(kept: Harness) -> None:
    def swap(connection: sa.Connection) -> None:
        for seq, to in ((2, 99), (3, 2), (99, 3)):
            connection.execute(audit_event.update().where(of(ALICE, seq)).values(seq=to))

    assert {(ALICE, 2), (ALICE, 3)} <= places(tamper(kept, swap))


def test_closing_the_gap_after_a_deletion_is_noticed(kept: Harness) -> None:
    def close(connection: sa.Connection) -> None:
        connection.execute(audit_event.delete().where(of(ALICE, 3)))
        connection.execute(audit_event.update().where(of(ALICE, 4)).values(seq=3))
        connection.execute(audit_event.update().where(of(ALICE, 5)).values(seq=4))

    assert not tamper(kept, close).ok


def test_an_event_moved_to_another_person_is_noticed(kept: Harness) -> None:
    found = tamper(
        kept, lambda connection: connection.execute(audit_event.update().where(of(ALICE, 5)).values(subject=BOB, seq=3))
    )
    assert {ALICE, BOB} == {subject for subject, _ in places(found)}


def test_an_invented_event_is_noticed(kept: Harness) -> None:
    def invent(connection: sa.Connection) -> None:
        row = dict(connection.execute(sa.select(audit_event).where(of(BOB, 2))).mappings().one())
        row |= {"seq": 3, "prev": row["digest"]}
        connection.execute(audit_event.insert(), row | {"digest": digest(kept.crypto, row)})

    assert places(tamper(kept, invent)) == {(BOB, 3)}


def test_the_chain_goes_on_after_its_verification(kept: Harness) -> None:
    record(kept, BOB, 7)
    assert checked(kept).ok
    with kept.database.read() as connection:
        assert [event["facts"]["setl_id"] for event in audit.events_of(connection, BOB)] == ["S0", "S1", "S7"]
