"""Checks are kept, chosen by rule or scene, dated; decisions are made once and for a reason."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import pytest
import sqlalchemy as sa

from centers.risk.contract import v1
from centers.risk.contract.v1 import Decision, Stage, Violation
from centers.risk.data.tables import decision, warning
from centers.risk.service.checks import Risk
from hsaf.contract.errors import ErrorCode, HsafError
from hsaf.data.audit import verify
from hsaf.testing.harness import Harness
from tests.centers.risk.cases import BED, ICU, SUPPLY, WOMEN, order, patient, rule, visit

OURS, THEIRS = "H1", "H2"
NOON = datetime(2026, 6, 1, 12)
MAN = patient(visit(order("OB1"), order("BED3", "2"), order("X1", "9")))


@pytest.fixture
def ruled(harness: Harness, center: Risk) -> Risk:
    rules = [rule(BED), rule(WOMEN, scenes=["7"]), rule(SUPPLY, begndate="2026-07-01"), rule(ICU, enddate="2026-06-01")]
    assert harness.write(lambda: center.publish(rules), at=NOON) == 4
    return center


def check(
    harness: Harness, center: Risk, stage: Stage = Stage.BEFORE, *, at: datetime = NOON, who: str = OURS, **chosen: Any
) -> list[Violation]:
    found: list[Violation] = harness.write(
        lambda: center.check(stage, [MAN], **chosen), at=at, institution=who, subject=f"risk:{who}:P1"
    )
    return found


def decide(
    harness: Harness, center: Risk, decisions: Sequence[Decision], warn_type: str = "1", who: str = OURS
) -> None:
    harness.write(lambda: center.decide(warn_type, decisions), at=NOON, institution=who, subject=f"org:{who}")


def refused(work: Any) -> ErrorCode:
    with pytest.raises(HsafError) as caught:
        work()
    return caught.value.error


def rows(harness: Harness, table: sa.Table) -> list[Any]:
    with harness.database.read() as connection:
        return list(connection.execute(sa.select(table)))


def test_the_rules_in_force_on_the_day_are_run(harness: Harness, ruled: Risk) -> None:
    assert [one.rule_id for one in check(harness, ruled)] == ["R01", "R02"]
    july = check(harness, ruled, at=datetime(2026, 7, 1))
    assert [one.rule_id for one in july] == ["R01", "R02", "R05"]


def test_a_violation_says_which_rule_what_how_much_and_where(harness: Harness, ruled: Risk) -> None:
    found = check(harness, ruled)[0]
    assert (found.rule_name, found.vola_evid, found.sev_deg, found.vola_bhvr_type) == ("规则", "依据", "1", "2")
    assert (found.patn_id, found.mdtrt_id, found.vola_amt, found.vola_amt_stas) == ("P1", "V1", 500, "1")
    assert [(item.rx_id, item.vola_item_type, item.vola_amt) for item in found.judge_result_detail_dtos] == [
        ("RX-BED3", "1", 500)
    ]
    assert len({found.jr_id, found.task_id, found.judge_result_detail_dtos[0].jrd_id}) == 3


def test_rules_are_chosen_by_id_or_by_scene_and_the_scene_comes_first(harness: Harness, ruled: Risk) -> None:
    assert [one.rule_id for one in check(harness, ruled, rule_ids=["R02"])] == ["R02"]
    assert [one.rule_id for one in check(harness, ruled, trig_scen="8")] == ["R01"]
    assert [one.rule_id for one in check(harness, ruled, rule_ids=["R02"], trig_scen="8")] == ["R01"]
    for unknown in ("R99", "R05"):
        assert refused(lambda unknown=unknown: check(harness, ruled, rule_ids=[unknown])) is v1.RULE_UNKNOWN


def test_what_is_found_is_kept_with_its_audit_event(harness: Harness, ruled: Risk) -> None:
    found = check(harness, ruled, Stage.DURING)
    kept = rows(harness, warning)
    assert {(row.jr_id, row.warn_type, row.vola_amt) for row in kept} == {
        (one.jr_id, "2", one.vola_amt) for one in found
    }
    with harness.database.read() as connection:
        assert verify(connection, harness.crypto).ok


def test_without_rules_everything_passes_and_nothing_is_kept(harness: Harness, center: Risk) -> None:
    assert check(harness, center) == []
    assert rows(harness, warning) == []
    assert not center.is_ready()


def test_a_rule_published_again_replaces_itself(harness: Harness, ruled: Risk) -> None:
    harness.write(lambda: ruled.publish([rule(BED, limit=2)]), at=NOON)
    assert [one.rule_id for one in check(harness, ruled)] == ["R02"]


def test_one_wrong_rule_publishes_none(harness: Harness, center: Risk) -> None:
    rules = [rule(BED), rule(WOMEN, gend="5")]
    assert refused(lambda: harness.write(lambda: center.publish(rules), at=NOON)) is v1.RULE_INVALID
    assert not center.is_ready()


# -- decisions ---------------------------------------------------------------------------------------


def test_a_decision_is_kept_once(harness: Harness, ruled: Risk) -> None:
    first, second = check(harness, ruled)
    decide(harness, ruled, [Decision(warn_rslt_id=first.jr_id, dspo_way="1", dspo_way_rea="抢救")])
    decide(harness, ruled, [Decision(warn_rslt_id=second.jr_id, dspo_way="2")])
    again = [Decision(warn_rslt_id=first.jr_id, dspo_way="2")]
    assert refused(lambda: decide(harness, ruled, again)) is v1.WARNING_ANSWERED
    assert {(row.jr_id, row.dspo_way, row.dspo_way_rea) for row in rows(harness, decision)} == {
        (first.jr_id, "1", "抢救"),
        (second.jr_id, "2", ""),
    }


@pytest.mark.parametrize(
    ("changes", "warn_type", "who", "error"),
    [
        ({"dspo_way": "3"}, "1", OURS, v1.DECISION_WRONG),
        ({"dspo_way": "1", "dspo_way_rea": " "}, "1", OURS, v1.REASON_MISSING),
        ({"warn_rslt_id": "JR404"}, "1", OURS, v1.WARNING_UNKNOWN),
        ({}, "2", OURS, v1.WARNING_UNKNOWN),
        ({}, "1", THEIRS, v1.WARNING_UNKNOWN),
        ({}, "3", OURS, v1.STAGE_WRONG),
    ],
)
def test_a_wrong_decision_is_refused_and_the_others_with_it(
    harness: Harness, ruled: Risk, changes: dict[str, str], warn_type: str, who: str, error: ErrorCode
) -> None:
    first, second = check(harness, ruled)
    good = Decision(warn_rslt_id=first.jr_id, dspo_way="2")
    wrong = Decision(**({"warn_rslt_id": second.jr_id, "dspo_way": "2"} | changes))
    assert refused(lambda: decide(harness, ruled, [good, wrong], warn_type, who)) is error
    assert rows(harness, decision) == []


def test_a_warning_is_answered_once_in_a_message(harness: Harness, ruled: Risk) -> None:
    first = check(harness, ruled)[0]
    twice = [Decision(warn_rslt_id=first.jr_id, dspo_way=way, dspo_way_rea="抢救") for way in "12"]
    assert refused(lambda: decide(harness, ruled, twice)) is v1.WARNING_ANSWERED
