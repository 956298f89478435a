"""Many hands at once: one wins, the others are told, nothing is done twice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

from hsaf.contract.errors import HsafError
from hsaf.records.contract import Asked, Sheet
from hsaf.testing.threads import at_once
from tests.records.office import Office, agency, expert

HANDS = 6


def outcomes(work: Callable[[int], object]) -> Counter[str]:
    """How often each refusal came, or ``ok``."""

    def one(number: int) -> str:
        try:
            work(number)
        except HsafError as error:
            return error.code
        return "ok"

    return Counter(at_once(HANDS, one))


def test_one_of_several_adds_gets_the_key(office: Office):
    office.add("clerk", "agency", agency(9))

    seen = outcomes(lambda number: office.add("clerk", "agency", agency(1, agency_name=f"网点{number}")))

    assert seen == {"ok": 1, "records.key_taken": HANDS - 1}


def test_the_first_record_ever_may_be_added_by_several_at_once(office: Office):
    """They also make the digest key, and must agree on it."""
    assert outcomes(lambda number: office.add("clerk", "agency", agency(number + 1))) == {"ok": HANDS}
    assert outcomes(lambda number: office.add("clerk", "agency", agency(number + 1))) == {"records.key_taken": HANDS}


def test_one_of_several_edits_of_the_same_version_wins(office: Office):
    id = office.add("clerk", "agency", agency(1))

    seen = outcomes(lambda number: office.act("clerk", "agency", id, "edit", 1, {"memo": f"第{number}人"}))

    assert seen == {"ok": 1, "records.changed": HANDS - 1}
    assert office.row("clerk", "agency", id)["version"] == 2


def test_a_change_is_passed_once(office: Office):
    id = office.add("clerk", "expert", expert(1))
    office.act("clerk", "expert", id, "submit")
    office.act("first", "expert", id, "review", "review1", "pass")

    seen = outcomes(lambda _: office.act("second", "expert", id, "review", "review2", "pass"))

    assert seen == {"ok": 1, "records.state": HANDS - 1}
    assert len(office.rules.effective) >= 1
    assert office.row("clerk", "expert", id)["version_no"] == 1


def test_two_imports_of_the_same_rows_leave_one(office: Office):
    office.add("clerk", "agency", agency(99))
    rows = [(n, {"agency_no": f"A{n}", "agency_name": f"网点{n}", "kind": "1", "admdvs": "990101"}) for n in range(40)]

    def bring(number: int) -> None:
        batch = f"B{number}"
        office.write("clerk", "agency", batch, lambda records: records.import_rows("agency", batch, Sheet(rows)))

    assert outcomes(bring) == {"ok": 1, "records.key_taken": HANDS - 1}
    assert office.read("clerk", "agency", lambda records: records.count("agency", Asked())) == 41


def test_an_edit_and_the_undoing_of_its_import_do_not_both_happen(office: Office):
    rows = [(n, {"agency_no": f"A{n}", "agency_name": f"网点{n}", "kind": "1", "admdvs": "990101"}) for n in range(3)]
    office.write("clerk", "agency", "B1", lambda records: records.import_rows("agency", "B1", Sheet(rows)))
    found = office.read("clerk", "agency", lambda records: records.query("agency", Asked()))
    id = found.rows[0]["id"]

    def work(number: int) -> None:
        if number:
            office.act("clerk", "agency", id, "edit", 1, {"memo": "核对"})
        else:
            office.write("clerk", "agency", "B1", lambda records: records.undo_import("agency", "B1"))

    seen = outcomes(work)

    assert seen["ok"] == 1
    row = office.row("clerk", "agency", id)
    assert (row["state"], row["memo"]) in (("void", ""), ("effective", "核对"))
