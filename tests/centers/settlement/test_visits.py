"""A visit's life: registration, change, discharge, withdrawal, and what each state forbids."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
import sqlalchemy as sa

from centers.settlement.contract.v1 import Diagnosis
from centers.settlement.data.tables import visit
from hsaf.contract.errors import HsafError
from tests.centers.settlement.desk import CLINIC, HOSPITAL, PHARMACY, RETIRED, WORKER, Desk, line


def refusal(call: Any, *args: Any, **more: Any) -> str:
    with pytest.raises(HsafError) as refused:
        call(*args, **more)
    return refused.value.code.removeprefix("settlement.")


def update(desk: Desk, mdtrt_id: str, **changes: Any) -> None:
    desk.write(RETIRED, lambda: desk.center.update_visit(RETIRED, mdtrt_id, changes, []))


def void(desk: Desk, mdtrt_id: str, business: str) -> None:
    desk.write(RETIRED, lambda: desk.center.void_visit(RETIRED, mdtrt_id, business))


def undo_discharge(desk: Desk, mdtrt_id: str) -> None:
    desk.write(RETIRED, lambda: desk.center.undo_discharge(RETIRED, mdtrt_id))


def visits(desk: Desk, **which: str) -> list[Any]:
    begin, end = datetime(2026, 1, 1), datetime(2026, 12, 31)
    return desk.read(lambda: desk.center.visits(RETIRED, begin, end, **which))


def test_a_registered_visit_is_found_by_its_institution_only(desk: Desk) -> None:
    mdtrt_id = desk.register(RETIRED, "310")
    (row,) = visits(desk, mdtrt_id=mdtrt_id)
    assert (row["med_type"], row["dise_codg"], row["insutype"]) == ("11", "I10.x00", "310")
    assert visits(desk.elsewhere(CLINIC)) == []


def test_registration_needs_an_enrollment_of_that_type_but_not_one_in_force(quick: Desk) -> None:
    assert refusal(quick.register, RETIRED, "390") == "enrollment.not_enrolled"


def test_an_institution_registers_only_what_it_is_open_for(quick: Desk) -> None:
    assert refusal(quick.elsewhere(PHARMACY).register, RETIRED, "310") == "base_info.service_not_opened"
    assert refusal(quick.elsewhere(PHARMACY).admit, RETIRED, "310") == "base_info.service_not_opened"


@pytest.mark.parametrize("med_type", ["11", "14", "41"])
def test_an_outpatient_type_cannot_be_admitted(quick: Desk, med_type: str) -> None:
    assert refusal(quick.admit, RETIRED, "310", med_type) == "med_type_wrong"


@pytest.mark.parametrize("med_type", ["2101", "52", "41"])
def test_an_inpatient_type_cannot_be_an_outpatient_visit(quick: Desk, med_type: str) -> None:
    assert refusal(quick.register, RETIRED, "310", med_type) == "med_type_wrong"


def test_another_institution_may_not_touch_a_visit(quick: Desk) -> None:
    mdtrt_id = quick.register(RETIRED, "310")
    other = quick.elsewhere(CLINIC)
    assert refusal(other.upload, RETIRED, mdtrt_id, line(1, "10.00")) == "visit_not_yours"
    assert refusal(void, other, mdtrt_id, "2202") == "visit_not_yours"
    assert refusal(other.settle, RETIRED, mdtrt_id, "10.00", "2207") == "visit_not_yours"


def test_a_visit_of_another_person_is_unknown(quick: Desk) -> None:
    mdtrt_id = quick.register(RETIRED, "310")
    assert refusal(quick.upload, WORKER, mdtrt_id, line(1, "10.00")) == "visit_unknown"


def test_a_void_visit_cannot_be_used(quick: Desk) -> None:
    mdtrt_id = quick.register(RETIRED, "310")
    void(quick, mdtrt_id, "2202")
    assert refusal(quick.upload, RETIRED, mdtrt_id, line(1, "10.00")) == "visit_void"
    assert refusal(void, quick, mdtrt_id, "2202") == "visit_void"


def test_a_visit_with_lines_is_not_withdrawn(quick: Desk) -> None:
    mdtrt_id = quick.admit(RETIRED, "310")
    quick.upload(RETIRED, mdtrt_id, line(1, "10.00"))
    assert refusal(void, quick, mdtrt_id, "2404") == "visit_has_lines"
    quick.withdraw(RETIRED, mdtrt_id, feedetl_sn="0000")
    void(quick, mdtrt_id, "2404")


def test_a_visit_with_a_settlement_is_not_withdrawn(quick: Desk) -> None:
    done = quick.stay(RETIRED, "1000.00")
    assert refusal(void, quick, done.mdtrt_id, "2404") == "visit_has_settlement"


def test_a_registration_and_an_admission_are_withdrawn_each_by_its_own_transaction(quick: Desk) -> None:
    stay, visit = quick.admit(RETIRED, "310"), quick.register(RETIRED, "310")
    assert refusal(void, quick, stay, "2202") == "med_type_wrong"
    assert refusal(void, quick, visit, "2404") == "med_type_wrong"


def test_a_stay_is_discharged_once_and_not_before_it_began(quick: Desk) -> None:
    mdtrt_id = quick.admit(RETIRED, "310")
    assert refusal(quick.discharge, RETIRED, mdtrt_id, datetime(2026, 3, 1)) == "discharge_before_admission"
    quick.discharge(RETIRED, mdtrt_id)
    assert refusal(quick.discharge, RETIRED, mdtrt_id) == "already_discharged"
    undo_discharge(quick, mdtrt_id)
    assert refusal(undo_discharge, quick, mdtrt_id) == "not_discharged"
    quick.discharge(RETIRED, mdtrt_id)


def test_a_discharged_stay_is_withdrawn_only_after_its_discharge(quick: Desk) -> None:
    mdtrt_id = quick.admit(RETIRED, "310")
    quick.discharge(RETIRED, mdtrt_id)
    assert refusal(void, quick, mdtrt_id, "2404") == "already_discharged"


def test_after_the_final_settlement_neither_discharge_nor_lines_nor_data_change(quick: Desk) -> None:
    done = quick.stay(RETIRED, "1000.00")
    assert refusal(undo_discharge, quick, done.mdtrt_id) == "visit_settled"
    assert refusal(quick.upload, RETIRED, done.mdtrt_id, line(2, "10.00")) == "visit_settled"
    assert refusal(update, quick, done.mdtrt_id, dise_name="x") == "visit_settled"


def test_the_medical_type_changes_only_while_nothing_is_settled(quick: Desk) -> None:
    mdtrt_id = quick.admit(RETIRED, "310")
    update(quick, mdtrt_id, med_type="22")
    quick.upload(RETIRED, mdtrt_id, line(1, "1000.00"))
    quick.settle(RETIRED, mdtrt_id, "1000.00", mid_setl=True)
    assert refusal(update, quick, mdtrt_id, med_type="2101") == "visit_has_settlement"
    update(quick, mdtrt_id, med_type="22", adm_bed="12")


def test_a_line_of_another_medical_type_is_refused(quick: Desk) -> None:
    mdtrt_id = quick.admit(RETIRED, "310", "2101")
    assert refusal(quick.upload, RETIRED, mdtrt_id, line(1, "10.00"), med_type="22") == "med_type_mismatch"


def test_a_diagnosis_sent_again_replaces_itself(desk: Desk) -> None:
    mdtrt_id = desk.admit(RETIRED, "310")

    def send(vali_flag: str) -> None:
        one = Diagnosis(diag_type="1", diag_srt_no=1, diag_code="I10.x00", diag_name="高血压", vali_flag=vali_flag)
        desk.write(RETIRED, lambda: desk.center.update_visit(RETIRED, mdtrt_id, {}, [one]))

    send("1")
    send("0")
    found = desk.read(lambda: desk.center._visits._visits.diagnoses(RETIRED, mdtrt_id))
    assert [row["vali_flag"] for row in found] == ["0"]


def test_what_identifies_the_person_is_not_kept_and_a_contact_is_sealed(quick: Desk) -> None:
    detail = {"certno": "990204195111150051", "psn_name": "秦新泽", "tel": "13900000000", "adm_bed": "12"}
    mdtrt_id = quick.admit(RETIRED, "310", detail=detail)
    with quick.harness.database.read() as connection:
        stored = connection.execute(sa.select(visit.c.detail)).scalar_one()
    assert stored.keys() == {"tel", "adm_bed"}
    assert stored["tel"] != "13900000000"
    update(quick, mdtrt_id, adm_bed="13")
    (row,) = visits(quick)
    assert (row["tel"], row["adm_bed"]) == ("13900000000", "13")


def test_several_stays_of_one_person_may_be_open_at_once(quick: Desk) -> None:
    here, there = quick.admit(RETIRED, "310"), quick.elsewhere(CLINIC).admit(RETIRED, "310")
    assert here != there
    assert [row["mdtrt_id"] for row in visits(quick)] == [here]
    assert quick.institution == HOSPITAL
