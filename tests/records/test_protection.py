"""Personal values: masked for who may not see them, sealed at rest, never guessed by filters."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest
import sqlalchemy as sa

from hsaf.contract.errors import HsafError
from hsaf.records.contract import Asked
from tests.records.office import METADATA, OFFICES, Office, expert

TRUSTED = msgspec.structs.replace(OFFICES["clerk"], permissions=frozenset({"base.expert.unmask"}))


def found(office: Office, principal: Any = None, **filters: str) -> int:
    context = {"principal": principal} if principal else {}
    return office.read("clerk", "expert", lambda records: records.query("expert", Asked(filters)), **context).total


def test_values_are_masked_without_the_permission_of_the_function(office: Office):
    id = office.add("clerk", "expert", expert(1))

    masked = office.detail("clerk", "expert", id)
    full = office.detail("clerk", "expert", id, principal=TRUSTED)
    elsewhere = office.detail("clerk", "expert", id, principal=TRUSTED, operation="other.expert.query")

    for row in (masked.row, masked.change.after, elsewhere.row):
        assert (row["expert_name"], row["certno"], row["phone"]) == ("欧***", "990101**********01", "139****0001")
    for row in (full.row, full.change.after):
        assert (row["expert_name"], row["certno"]) == ("欧阳示例", expert(1)["certno"])


def test_a_masked_value_sent_back_leaves_the_field_as_it_is(office: Office):
    id = office.add("clerk", "expert", expert(1))
    shown = office.row("clerk", "expert", id)

    office.edit("clerk", "expert", id, {code: shown[code] for code in expert(1)} | {"specialty": "02"})

    row = office.detail("clerk", "expert", id, principal=TRUSTED).row
    assert (row["certno"], row["phone"], row["specialty"]) == (expert(1)["certno"], "13900000001", "02")


def test_sealed_values_are_nowhere_readable_at_rest(office: Office):
    id = office.effective("expert", expert(1))
    office.edit("clerk", "expert", id, {"phone": "13800000002"})

    with office.harness.database.read() as connection:
        for table in METADATA.sorted_tables:
            text = str(connection.execute(sa.select(table)).all())
            for secret in (expert(1)["certno"], "13900000001", "13800000002"):
                assert secret not in text, table.name


def test_a_sealed_value_is_found_by_all_of_it_only(office: Office):
    assert found(office, certno=expert(1)["certno"]) == 0
    office.add("clerk", "expert", expert(1))
    office.add("clerk", "expert", expert(2))

    assert found(office, certno=expert(1)["certno"]) == 1
    assert found(office, certno=expert(1)["certno"][:10]) == 0


def test_a_masked_value_cannot_be_guessed_letter_by_letter(office: Office):
    office.add("clerk", "expert", expert(1))

    assert found(office, expert_name="欧") == 0
    assert found(office, expert_name="欧阳示例") == 1
    assert found(office, TRUSTED, expert_name="欧") == 1


def test_a_refusal_does_not_repeat_a_personal_value(office: Office):
    office.add("clerk", "expert", expert(1))

    with pytest.raises(HsafError) as caught:
        office.add("first", "expert", expert(1))

    assert "990101**********01" in caught.value.message
    assert expert(1)["certno"] not in caught.value.message


def test_a_copy_carries_sealed_values_without_showing_them(office: Office):
    id, twin = office.add("clerk", "expert", expert(1)), office.records.new_id()
    given = {"certno": expert(2)["certno"], "phone": "139****0001"}

    office.write("clerk", "expert", twin, lambda records: records.copy("expert", id, twin, given))

    assert office.detail("clerk", "expert", twin, principal=TRUSTED).row["phone"] == "13900000001"
