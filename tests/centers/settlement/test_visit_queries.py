"""5202 diagnoses, 5205 chronic lines, 5303 stays that go on, on both databases."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from centers.settlement.contract.v1 import VISIT_NOT_YOURS, VISIT_UNKNOWN, Diagnosis
from hsaf.contract.errors import HsafError
from tests.centers.settlement.desk import CLINIC, OMEPRAZOLE, RETIRED, WORKER, Desk, line

MARCH = (datetime(2026, 3, 1), datetime(2026, 3, 31, 23, 59, 59))
APRIL = (datetime(2026, 4, 1), datetime(2026, 4, 30))


def diagnosis(number: int, **changes: Any) -> Diagnosis:
    stated = {"diag_type": "1", "diag_code": "I10.x00", "diag_name": "高血压", "diag_dept": "内科"}
    return Diagnosis(**stated | {"diag_srt_no": number, "dise_dor_no": "D1", "dise_dor_name": "医师"} | changes)


def test_diagnoses_are_those_in_force_at_the_own_institution(desk: Desk) -> None:
    visit = desk.register(WORKER, "310")
    given = [diagnosis(2), diagnosis(1), diagnosis(1, inout="2")]
    desk.write(WORKER, lambda: desk.center.update_visit(WORKER, visit, {}, given))
    desk.write(WORKER, lambda: desk.center.update_visit(WORKER, visit, {}, [diagnosis(2, vali_flag="0")]))
    rows = desk.read(lambda: desk.center.diagnoses(WORKER, visit))
    assert [(row["inout"], row["diag_srt_no"]) for row in rows] == [("1", 1), ("2", 1)]
    clinic = desk.elsewhere(CLINIC)
    for psn_no, error in ((WORKER, VISIT_NOT_YOURS), (RETIRED, VISIT_UNKNOWN)):
        with pytest.raises(HsafError) as refused:
            clinic.read(lambda psn_no=psn_no: clinic.center.diagnoses(psn_no, visit))
        assert refused.value.error is error


def test_chronic_lines_are_those_of_chronic_visits_in_the_time_range(desk: Desk) -> None:
    chronic = desk.register(WORKER, "310", "14", "M03900")
    ordinary = desk.register(WORKER, "310")
    desk.upload(WORKER, chronic, line(1, "13.44", code=OMEPRAZOLE), line(2, "10", on=datetime(2026, 4, 2)))
    desk.upload(WORKER, ordinary, line(1, "5"))
    found = desk.read(lambda: desk.center.chronic_lines(WORKER, *MARCH))
    assert [(row["feedetl_sn"], row["med_list_codg"], row["med_type"]) for row in found] == [("1", OMEPRAZOLE, "14")]
    assert [row["feedetl_sn"] for row in desk.read(lambda: desk.center.chronic_lines(WORKER, *APRIL))] == ["2"]
    clinic = desk.elsewhere(CLINIC)
    assert clinic.read(lambda: clinic.center.chronic_lines(WORKER, *MARCH)) == []


def test_a_settled_line_was_used_as_well(desk: Desk) -> None:
    desk.clinic(WORKER, "100", med_type="14", dise_codg="M03900")
    assert len(desk.read(lambda: desk.center.chronic_lines(WORKER, *MARCH))) == 1


def test_stays_go_on_until_discharge_and_belong_to_their_hospital(desk: Desk) -> None:
    first, second = desk.admit(WORKER, "310"), desk.admit(RETIRED, "310")
    desk.register(WORKER, "310")

    def inpatients(psn_no: str = "", where: Desk = desk, period: Any = MARCH) -> list[str]:
        return [row["mdtrt_id"] for row in where.read(lambda: where.center.inpatients(*period, psn_no))]

    assert inpatients() == [first, second]
    assert inpatients(RETIRED) == [second]
    assert inpatients(period=APRIL) == []
    assert inpatients(where=desk.elsewhere(CLINIC)) == []
    desk.discharge(WORKER, first)
    assert inpatients() == [second]
    desk.write(WORKER, lambda: desk.center.undo_discharge(WORKER, first))
    desk.write(RETIRED, lambda: desk.center.void_visit(RETIRED, second, "2404"))
    assert inpatients() == [first]
