"""Maternity allowance: hand-worked days and amounts, who has none, one birth one allowance, and the way back."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import msgspec
import pytest
import sqlalchemy as sa

from centers.policy.data.tables import allowance as published
from centers.settlement.contract.allowance import Allowance, Declaration
from centers.settlement.contract.reimbursement import State
from centers.settlement.data.tables import allowance
from hsaf.contract.errors import HsafError
from hsaf.data import execute
from hsaf.testing.spec import spec
from plugins.demo_region import files
from tests.centers.settlement.counter import ENTERING, PAYING, REVIEWING, Counter
from tests.centers.settlement.desk import AUNT, BOTH, PENSIONER, RESIDENT, WORKER, Desk
from tests.centers.settlement.test_races import CLERKS, at_once

IN_ARREARS = "9900000000000039"  # employee, woman, 5,900.37 a month; arrears until 2025-12-31
FUND = "fund:510100:990200"


@pytest.fixture
def counter(desk: Desk) -> Counter:
    return Counter(desk.harness).open()


@pytest.fixture
def quick_counter(quick: Desk) -> Counter:
    return Counter(quick.harness).open()


def birth(psn_no: str = WORKER, **said: Any) -> Declaration:
    known = {"birth_date": date(2026, 2, 10), "matn_type": "1", "cert_no": f"C{psn_no[-4:]}"}
    return Declaration(psn_no=psn_no, **{**known, **said})


def declared(counter: Counter, said: Declaration | None = None) -> Allowance:
    said = said or birth()
    return counter.by(ENTERING).write(said.psn_no, lambda: counter.center.declare_allowance(said))


def do(counter: Counter, clerk: str, step: str, one: Allowance, *memo: str) -> Allowance:
    operation = getattr(counter.center, f"{step}_allowance")
    return counter.by(clerk).write(one.psn_no, lambda: operation(one.psn_no, one.allw_id, *memo))


def reviewed(counter: Counter, said: Declaration | None = None) -> Allowance:
    return do(counter, REVIEWING, "review", declared(counter, said))


def paid(counter: Counter, said: Declaration | None = None) -> Allowance:
    return do(counter, PAYING, "pay", reviewed(counter, said), "付-1")


def refused(counter: Counter, said: Declaration) -> HsafError:
    with pytest.raises(HsafError) as caught:
        declared(counter, said)
    return caught.value


# -- how much ---------------------------------------------------------------------------------------


@spec("HB-11.3.4")
@pytest.mark.parametrize(
    ("said", "days", "amount", "rules"),
    [
        # 6,451.85 x 98 / 30 = 21,076.0433
        pytest.param({}, 98, 2_107_604, ["DAYS"], id="normal birth"),
        # 6,451.85 x 113 / 30 = 24,301.9683
        pytest.param({"matn_type": "3"}, 113, 2_430_197, ["DAYS", "DIFFICULT"], id="caesarean"),
        pytest.param({"matn_type": "4"}, 113, 2_430_197, ["DAYS", "DIFFICULT"], id="difficult birth"),
        pytest.param({"fetus_cnt": 2}, 113, 2_430_197, ["DAYS", "BABIES"], id="twins"),
        # 6,451.85 x 143 / 30 = 30,753.8183
        pytest.param(
            {"matn_type": "3", "fetus_cnt": 3},
            143,
            3_075_382,
            ["DAYS", "DIFFICULT", "BABIES"],
            id="triplets, caesarean",
        ),
        # 6,451.85 x 15 / 30 = 3,225.925, half up
        pytest.param({"matn_type": "5", "geso_val": 10}, 15, 322_593, ["DAYS"], id="miscarriage, 10 weeks"),
        pytest.param({"matn_type": "5", "geso_val": 15}, 15, 322_593, ["DAYS"], id="miscarriage, 15 weeks"),
        # 6,451.85 x 42 / 30 = 9,032.59
        pytest.param({"matn_type": "5", "geso_val": 16}, 42, 903_259, ["DAYS"], id="miscarriage, 16 weeks"),
        pytest.param({"matn_type": "6", "geso_val": 24}, 42, 903_259, ["DAYS"], id="induced labour, 24 weeks"),
    ],
)
def test_days_and_amount_by_kind_of_birth(
    quick_counter: Counter, said: dict[str, Any], days: int, amount: int, rules: list[str]
) -> None:
    one = declared(quick_counter, birth(**said))
    assert (one.days, one.amount, one.base) == (days, amount, 645_185)
    assert [item["rule_id"] for item in one.trace] == ["ALLW-WAIT", *(f"ALLW-{rule}" for rule in rules), "ALLW-AMOUNT"]
    assert {item["version"] for item in one.trace} == {"2026.1"}
    assert (one.begndate, (one.enddate - one.begndate).days + 1) == (date(2026, 2, 10), days)


def test_the_waiting_months_are_counted_from_the_end_of_arrears(quick_counter: Counter) -> None:
    """Unbroken since 1 January: eight months on 30 September, nine on 1 October. 5,900.37 x 98 / 30 = 19,274.542."""
    rows = [row for row in files.rows("persons.csv") if row["psn_no"] == IN_ARREARS]
    quick_counter.harness.write(lambda: quick_counter.enrollment.load("persons", rows))
    quick_counter.at = datetime(2026, 11, 2, 9)
    early = refused(quick_counter, birth(IN_ARREARS, birth_date=date(2026, 9, 30)))
    assert early.code == "policy.allowance_waiting"
    assert "连续缴费 8 个月，不满 9 个月" in early.message
    one = declared(quick_counter, birth(IN_ARREARS, birth_date=date(2026, 10, 1)))
    assert (one.paid_months, one.amount) == (9, 1_927_454)


def test_the_parameters_of_the_day_of_birth_count_and_the_past_recomputes(quick_counter: Counter) -> None:
    first = declared(quick_counter)
    head = {**files.ALLOWANCE, "version": "2026.2", "begndate": "2026-02-15"}
    rows = [row | ({"value": "128"} if row["value"] == "98" else {}) for row in files.rows("allowance-2026.csv")]
    quick_counter.harness.write(lambda: quick_counter.policy.publish_allowance(head, rows))
    second = declared(quick_counter, birth(AUNT, birth_date=date(2026, 2, 20)))
    assert [(one.days, one.policy) for one in (first, second)] == [
        (98, "990000-allowance@2026.1"),
        (128, "990000-allowance@2026.2"),
    ]
    for one in (first, second):
        again = quick_counter.read(lambda one=one: quick_counter.center.recompute_allowance(one.allw_id))
        assert (again.same, again.policy) == (True, one.policy)


def test_an_altered_amount_or_parameter_is_found(quick_counter: Counter) -> None:
    one = declared(quick_counter)
    quick_counter.harness.write(lambda: execute(sa.update(allowance).values(amount=one.amount + 1)))
    again = quick_counter.read(lambda: quick_counter.center.recompute_allowance(one.allw_id))
    assert [(each.field, each.booked, each.recomputed) for each in again.differences] == [
        ("amount", "2107605", "2107604")
    ]
    rows = [row | ({"value": "99"} if row["value"] == "98" else {}) for row in files.rows("allowance-2026.csv")]
    quick_counter.harness.write(lambda: execute(sa.update(published).values(parameters=rows)))
    with pytest.raises(HsafError, match="摘要不符"):
        quick_counter.read(lambda: quick_counter.center.recompute_allowance(one.allw_id))


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda rows: [*rows, rows[0]], "都有取值"),
        (lambda rows: [*rows, rows[0] | {"matn_type": ""}], "都有取值"),
        (lambda rows: [*rows, rows[0] | {"elem": "allw_day"}], "没有参数 allw_day"),
        (lambda rows: [row for row in rows if row["elem"] != "allw_wait_months"], "缺少参数 allw_wait_months"),
        (lambda rows: [*rows, rows[0] | {"value": "-1"}], "应为整数"),
    ],
)
def test_parameters_that_contradict_each_other_are_not_published(
    quick_counter: Counter, change: Any, told: str
) -> None:
    rows = change(files.rows("allowance-2026.csv"))
    head = {**files.ALLOWANCE, "version": "2026.2"}
    with pytest.raises(HsafError, match=told):
        quick_counter.harness.write(lambda: quick_counter.policy.publish_allowance(head, rows))


def test_a_published_version_never_changes(quick_counter: Counter) -> None:
    rows = files.rows("allowance-2026.csv")
    assert quick_counter.harness.write(lambda: quick_counter.policy.publish_allowance(files.ALLOWANCE, rows))
    with pytest.raises(HsafError, match="已发布的版本不能更改"):
        quick_counter.harness.write(lambda: quick_counter.policy.publish_allowance(files.ALLOWANCE, rows[::-1]))


# -- who has none -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "code"),
    [
        pytest.param(birth(BOTH), "settlement.allowance_person", id="a man"),
        pytest.param(birth(PENSIONER), "settlement.allowance_person", id="a pensioner"),
        pytest.param(birth(RESIDENT), "enrollment.not_enrolled", id="a resident"),
        pytest.param(birth("9900000000009999"), "enrollment.person_unknown", id="nobody"),
        pytest.param(birth(birth_date=date(2026, 3, 20)), "settlement.allowance_form", id="a birth to come"),
        pytest.param(birth(birth_date=date(2025, 12, 31)), "settlement.allowance_base_missing", id="no base of 2024"),
        pytest.param(birth(cert_no=" "), "settlement.allowance_form", id="no certificate"),
        pytest.param(birth(fetus_cnt=0), "settlement.allowance_form", id="no baby"),
        pytest.param(birth(geso_val=99), "settlement.allowance_form", id="99 weeks"),
        pytest.param(birth(matn_type="5"), "policy.allowance_not_covered", id="miscarriage without weeks"),
        pytest.param(birth(matn_type="7"), "policy.allowance_not_covered", id="antenatal examination"),
    ],
)
def test_what_is_refused(quick_counter: Counter, said: Declaration, code: str) -> None:
    assert refused(quick_counter, said).code == code
    assert quick_counter.read(quick_counter.center.allowances) == []


def test_without_parameters_of_the_day_nothing_is_guessed(quick_counter: Counter) -> None:
    quick_counter.harness.write(lambda: execute(sa.delete(published)))
    assert refused(quick_counter, birth()).code == "settlement.allowance_without_rule"


# -- one birth, one allowance -----------------------------------------------------------------------


def test_the_same_declaration_again_is_the_same_one(quick_counter: Counter) -> None:
    first = declared(quick_counter)
    assert declared(quick_counter).allw_id == first.allw_id
    assert len(quick_counter.read(quick_counter.center.allowances)) == 1


def test_a_birth_a_day_and_a_certificate_are_taken_once(quick_counter: Counter) -> None:
    first = paid(quick_counter)
    for said in (birth(), birth(cert_no="C2"), birth(cert_no="C2", birth_date=date(2026, 2, 28), matn_type="3")):
        again = refused(quick_counter, said)
        assert (again.code, first.allw_id in again.message) == ("settlement.allowance_twice", True)
    of_another = refused(quick_counter, birth(AUNT, cert_no=" c0498 "))
    assert (of_another.code, first.allw_id in of_another.message) == ("settlement.allowance_twice", True)


def test_days_that_follow_do_not_overlap(quick_counter: Counter) -> None:
    """98 days from 10 January end on 17 April."""
    first = declared(quick_counter, birth(birth_date=date(2026, 1, 10)))
    assert first.enddate == date(2026, 4, 17)
    quick_counter.at = datetime(2026, 5, 4, 9)
    lost = {"matn_type": "5", "geso_val": 8, "cert_no": "C2"}
    assert refused(quick_counter, birth(birth_date=date(2026, 4, 17), **lost)).code == "settlement.allowance_twice"
    assert declared(quick_counter, birth(birth_date=date(2026, 4, 18), **lost)).days == 15


@pytest.mark.parametrize("step", ["return", "withdraw"])
def test_what_was_not_reviewed_may_be_declared_anew(quick_counter: Counter, step: str) -> None:
    first = declared(quick_counter)
    back = do(quick_counter, REVIEWING, step, first, "证明编号有误")
    assert back.state is {"return": State.RETURNED, "withdraw": State.WITHDRAWN}[step]
    assert declared(quick_counter).allw_id != first.allw_id


def test_of_eight_clerks_who_declare_and_pay_one_birth_one_pays(counter: Counter) -> None:
    """The same form eight times is one declaration, with one payment booked."""
    same = at_once([lambda: declared(counter)] * CLERKS)
    assert len({one.allw_id for one in same}) == 1
    done = at_once([lambda: do(counter, REVIEWING, "review", same[0])] * CLERKS)
    assert [one for one in done if not isinstance(one, str)][1:] == []
    payments = at_once([lambda n=n: do(counter, PAYING, "pay", same[0], f"付-{n}") for n in range(CLERKS)])
    assert [one for one in payments if not isinstance(one, str)][1:] == []
    assert (counter.entries("bank:990200"), -counter.entries(FUND)) == (2_107_604, 2_107_604)


def test_of_two_mothers_with_one_certificate_one_is_taken(counter: Counter) -> None:
    said = [birth(WORKER, cert_no="ONE"), birth(AUNT, cert_no="ONE")] * 4
    answers = at_once([lambda one=one: declared(counter, one) for one in said])
    assert len({one.allw_id for one in answers if not isinstance(one, str)}) == 1
    assert {one for one in answers if isinstance(one, str)} == {"settlement.allowance_twice"}


# -- steps and books --------------------------------------------------------------------------------


def test_four_eyes_and_the_order_of_steps(quick_counter: Counter) -> None:
    one = declared(quick_counter)
    wrong = [(ENTERING, "review", (), "same_clerk"), (PAYING, "pay", ("付-1",), "allowance_state"),
             (PAYING, "reverse", ("错",), "allowance_state"), (PAYING, "recover", ("收-1",), "allowance_state")]  # fmt: skip
    for clerk, step, memo, code in wrong:
        with pytest.raises(HsafError) as caught:
            do(quick_counter, clerk, step, one, *memo)
        assert caught.value.code == f"settlement.{code}"
    do(quick_counter, REVIEWING, "review", one)
    with pytest.raises(HsafError, match="已办理申请"):
        do(quick_counter, REVIEWING, "pay", one, "付-1")


def test_the_fund_owes_what_was_reviewed_until_it_is_paid(quick_counter: Counter) -> None:
    one = reviewed(quick_counter)
    assert (quick_counter.entries(f"allowance:{WORKER}"), -quick_counter.entries(FUND)) == (2_107_604, 2_107_604)
    for _ in range(2):  # the same payment again is the same payment
        done = do(quick_counter, PAYING, "pay", one, "付-1")
    assert (done.state, len(done.steps)) == (State.PAID, 3)
    assert (quick_counter.entries(f"allowance:{WORKER}"), quick_counter.entries("bank:990200")) == (0, 2_107_604)
    with pytest.raises(HsafError, match="已支付，不能支付"):
        do(quick_counter, PAYING, "pay", one, "付-2")


def test_what_was_paid_is_owed_back_and_the_birth_waits_for_it(quick_counter: Counter) -> None:
    one = paid(quick_counter)
    back = do(quick_counter, REVIEWING, "reverse", one, "证明作废")
    assert (back.state, quick_counter.entries(f"allowance:{WORKER}")) == (State.RECOVERING, -2_107_604)
    assert refused(quick_counter, birth(cert_no="C2")).code == "settlement.allowance_twice"
    do(quick_counter, PAYING, "recover", one, "收-1")
    accounts = (f"allowance:{WORKER}", "bank:990200", FUND)
    assert [quick_counter.entries(account) for account in accounts] == [0, 0, 0]
    assert declared(quick_counter).state is State.ENTERED


def test_the_books_agree_after_every_road_and_a_change_is_found(quick_counter: Counter) -> None:
    paid(quick_counter)
    do(quick_counter, REVIEWING, "reverse", paid(quick_counter, birth(AUNT)), "证明作废")
    checked = quick_counter.harness.write(quick_counter.center.self_check)
    assert checked.findings == ()
    assert quick_counter.harness.write(quick_counter.center.verify_seals).findings == ()
    trial = quick_counter.trial()
    assert (trial.debit, trial.broken) == (trial.credit, ())
    quick_counter.harness.write(lambda: execute(sa.update(allowance).values(state="reviewed")))
    found = quick_counter.harness.write(quick_counter.center.self_check).findings
    assert {(one.check, one.key) for one in found} == {("allowances", WORKER), ("allowances", AUNT)}


def test_the_account_number_is_sealed(quick_counter: Counter) -> None:
    one = declared(quick_counter, birth(bankacct="6222000011112222"))
    stored = quick_counter.read(lambda: execute(sa.select(allowance)).mappings().one())
    assert b"6222000011112222" not in msgspec.json.encode(list(map(str, stored.values())))
    looked = quick_counter.read(lambda: quick_counter.center.allowance(one.allw_id))
    assert looked.bankacct == "6222000011112222"
