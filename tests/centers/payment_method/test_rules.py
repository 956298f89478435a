"""Each quality rule finds its fault and leaves a sound list alone."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from centers.payment_method.data.rules import load_book
from centers.payment_method.domain.checks import Case
from centers.payment_method.domain.durations import Duration, read_duration
from centers.payment_method.domain.rules import Kind, read_book

BOOK = load_book()
ADMITTED, LEFT = datetime(2026, 3, 2, 8), datetime(2026, 3, 9, 10)
LEFT_ON = LEFT.date()
FEMALE, MALE = "2", "1"

SOUND: dict[str, Any] = {
    "medcasno": "B1", "adm_way": "1", "trt_type": "10", "adm_time": ADMITTED, "adm_caty": "A03", "dscg_time": LEFT,
    "dscg_way": "1", "hi_paymtd": "1", "chfpdr_code": "D1", "resp_nurs_code": "N1", "days_rinp_flag_31": "1",
    "setl_begn_date": ADMITTED.date(), "setl_end_date": LEFT.date(),
}  # fmt: skip
MAIN = {"diag_type": "1", "diag_code": "I10.x00", "diag_name": "高血压", "maindiag_flag": "1"}
SURGERY = {
    "oprn_oprt_type": "1", "oprn_oprt_code": "00.0100", "oprn_oprt_begntime": ADMITTED, "oprn_oprt_endtime": LEFT,
}  # fmt: skip
ICU = {"scs_cutd_inpool_time": ADMITTED, "scs_cutd_exit_time": LEFT, "scs_cutd_sum_dura": "7/2/0"}


def case(info: dict[str, Any] | None = None, *, scene: str = "stay", gend: str = FEMALE, born: date = date(1980, 1, 1),
         unknown: tuple[str, ...] = (), **nodes: Any) -> Case:  # fmt: skip
    stated = {name: value for name, value in (SOUND | (info or {})).items() if value is not ...}
    given = {"setlinfo": stated, "diseinfo": [MAIN]} | nodes
    return Case(given, scene, gend, born, ADMITTED, LEFT, frozenset(unknown))


def found(made: Case, on: date = LEFT_ON) -> list[tuple[str, str]]:
    return [(one.rule, one.field) for one in BOOK.findings(made, on)]


def days(**by: int) -> datetime:
    return LEFT + timedelta(**by)


def test_a_sound_list_has_no_findings() -> None:
    assert found(case(oprninfo=[SURGERY], icuinfo=[ICU])) == []


def test_every_rule_has_a_case_below() -> None:
    assert {rule.id for rule in BOOK.rules} == {expected[0] for _, expected in FAULTS}


FAULTS: list[tuple[Case, tuple[str, str]]] = [
    (case({"adm_time": days(hours=1)}, scene="outpatient"), ("ZD01", "dscg_time")),
    (case({"setl_end_date": date(2026, 3, 1)}), ("ZD02", "setl_end_date")),
    (case(diseinfo=[]), ("ZD03", "maindiag_flag")),
    (case(diseinfo=[MAIN, MAIN | {"diag_code": "I50.001"}]), ("ZD03", "maindiag_flag")),
    (case(oprninfo=[SURGERY, SURGERY]), ("ZD04", "oprn_oprt_type")),
    (case(icuinfo=[ICU | {"scs_cutd_exit_time": ADMITTED, "scs_cutd_inpool_time": LEFT}]), ("ZD05", "scs_cutd_exit_time")),
    (case(oprninfo=[SURGERY | {"oprn_oprt_begntime": LEFT, "oprn_oprt_endtime": ADMITTED}]), ("ZD06", "oprn_oprt_endtime")),
    (case(oprninfo=[SURGERY | {"anst_begntime": LEFT, "anst_endtime": ADMITTED}]), ("ZD07", "anst_endtime")),
    (case({"vent_used_dura": "1/24/00"}), ("ZD08", "vent_used_dura")),
    (case(icuinfo=[ICU | {"scs_cutd_sum_dura": "7天"}]), ("ZD09", "scs_cutd_sum_dura")),
    (case({"medcasno": ...}), ("WZ01", "medcasno")),
    (case({"hi_paymtd": ...}), ("WZ02", "hi_paymtd")),
    (case({"days_rinp_flag_31": "2"}), ("WZ03", "days_rinp_pup_31")),
    (case({"dscg_way": "2", "acp_optins_code": "H1"}), ("WZ04", "acp_medins_name")),
    (case({"nwb_adm_type": "1", "nwb_bir_wt": 1}, born=date(2026, 2, 20)), ("WZ05", "nwb_adm_wt")),
    (case(oprninfo=[{key: SURGERY[key] for key in SURGERY if key != "oprn_oprt_endtime"}]), ("WZ06", "oprn_oprt_endtime")),
    (case({"opsp_diag_caty": "A03"}, scene="chronic"), ("WZ07", "opsp_mdtrt_date")),
    (case(unknown=("I10.x00",)), ("GF01", "diag_code")),
    (case(oprninfo=[SURGERY], unknown=("00.0100",)), ("GF02", "oprn_oprt_code")),
    (case(diseinfo=[MAIN, MAIN | {"maindiag_flag": "0"}]), ("GF03", "diag_code")),
    (case({"adm_time": ADMITTED - timedelta(days=1)}), ("GF04", "adm_time")),
    (case(oprninfo=[SURGERY | {"oprn_oprt_endtime": days(seconds=1)}]), ("HL01", "oprn_oprt_endtime")),
    (case(icuinfo=[ICU | {"scs_cutd_inpool_time": ADMITTED - timedelta(seconds=1)}]), ("HL02", "scs_cutd_inpool_time")),
    (case({"lv1_nurscare_days": Decimal(4), "scd_nurscare_days": Decimal("3.1")}), ("HL03", "spga_nurscare_days")),
    (case({"nwb_bir_wt": 3200}), ("HL04", "nwb_bir_wt")),
    (case({"age_days": 3}), ("HL05", "age_days")),
    (case(diseinfo=[MAIN | {"diag_code": "O80.000"}], gend=MALE), ("HL06", "diag_code")),
    (case(diseinfo=[MAIN | {"diag_code": "N40.x00"}], gend=FEMALE), ("HL07", "diag_code")),
]  # fmt: skip


@pytest.mark.parametrize(("made", "expected"), FAULTS, ids=[f"{i}-{e[0]}" for i, (_, e) in enumerate(FAULTS)])
def test_a_rule_finds_its_fault_and_nothing_else(made: Case, expected: tuple[str, str]) -> None:
    assert set(found(made)) == {expected}


@pytest.mark.parametrize(
    "made",
    [
        case({"lv1_nurscare_days": Decimal(7)}),  # as many days as the stay has
        case({"nwb_bir_wt": 1, "nwb_adm_type": "1", "nwb_adm_wt": 1}, born=ADMITTED.date() - timedelta(days=28)),
        case({"medcasno": ..., "adm_way": ...}, scene="outpatient", diseinfo=[]),
        case(diseinfo=[MAIN, MAIN | {"diag_type": "2", "diag_code": "A01"}]),  # a Chinese diagnosis beside it
        case(diseinfo=[MAIN | {"diag_code": "O80.000"}], gend=FEMALE),
        case({"vent_used_dura": "0/0/59", "adm_time": ADMITTED, "dscg_time": ADMITTED + timedelta(hours=1)}),
    ],
)
def test_what_is_just_right_is_let_be(made: Case) -> None:
    assert [rule for rule in found(made) if rule[0] != "GF04"] == []


def test_rules_hold_from_their_first_day_to_their_last() -> None:
    rule = {"id": "X1", "kind": "合理性", "message": "{field} 缺", "err_lv": "1", "source": "S8"}
    rule |= {"begndate": "2026-03-01", "enddate": "2026-03-31", "test": {"check": "filled", "fields": ["x"]}}
    book = read_book({"version": "1", "rules": [rule]})
    days = (date(2026, 2, 28), date(2026, 3, 1), date(2026, 3, 31), date(2026, 4, 1))
    assert [len(book.findings(case(), day)) for day in days] == [0, 1, 1, 0]
    assert book.findings(case(), days[1])[0].message == "x 缺"


@pytest.mark.parametrize(
    "change", [{"test": {"check": "guess", "fields": ["x"]}}, {"kind": "其他"}, {"surprise": "1"}, {"begndate": "?"}]
)
def test_a_rule_that_makes_no_sense_stops_the_start(change: dict[str, Any]) -> None:
    rule = {"id": "X1", "kind": "合理性", "message": "m", "err_lv": "1", "source": "S8", "begndate": "2026-03-01"}
    rule |= {"test": {"check": "filled", "fields": ["x"]}}
    read_book({"version": "1", "rules": [rule]})
    with pytest.raises(ValueError, match=r".+"):
        read_book({"version": "1", "rules": [rule | change]})
    with pytest.raises(ValueError, match="twice"):
        read_book({"version": "1", "rules": [rule, rule]})


def test_only_blocking_rules_block() -> None:
    assert {rule.id[:2] for rule in BOOK.rules if rule.kind is Kind.BLOCKING} == {"ZD"}
    assert {rule.kind for rule in BOOK.rules} == set(Kind)


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("1/13/24", Duration(1, 13, 24)),
        ("0/0/0", Duration(0, 0, 0)),
        ("400/23/59", Duration(400, 23, 59)),
        *((text, None) for text in ("1/24/0", "1/0/60", "1/2", "1/2/3/4", "", "a/b/c", "-1/2/3", "１/2/3", "1 /2/3")),
    ],
)
def test_durations_are_days_hours_and_minutes(text: str, read: Duration | None) -> None:
    assert read_duration(text) == read
