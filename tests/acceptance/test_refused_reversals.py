"""Section 5: reversals that are refused.

After every refusal nothing has changed, and the right message still gives the model's amounts.
"""

from __future__ import annotations

import pytest

from tests.acceptance import messages
from tests.acceptance.cast import at
from tests.acceptance.counter import Counter
from tests.acceptance.desk import assert_amounts
from tests.acceptance.refusals import assert_refusal
from tests.oracle.world import Refused


def test_reversal_twice(counter: Counter) -> None:
    """5: a reversed settlement is not reversed again."""
    done = counter.desk.settle(counter.visit(), at(5, 2))
    counter.desk.reverse(done, at(5, 3))
    with counter.nothing_changes(), pytest.raises(Refused, match="already_reversed"):
        counter.desk.reverse(done, at(5, 4))


def test_reversal_of_an_unknown_settlement(counter: Counter) -> None:
    visit = counter.visit()
    with counter.nothing_changes():
        answer = counter.call("2208", visit, messages.visit_only(visit, setl_id="SE00000000000000"))
        assert_refusal(answer.error, "2208", "visit_not_settled")


def test_reversal_by_the_wrong_transaction(counter: Counter) -> None:
    """5: 2208 takes back outpatient, 2305 inpatient settlements, 2103 purchases."""
    done = counter.desk.settle(counter.visit(), at(5, 2))
    input = messages.visit_only(done.visit, setl_id=done.setl_id)
    with counter.nothing_changes():
        for infno in ("2305", "2103"):
            assert counter.call(infno, done.visit, input).body["infcode"] == -1


def test_reversal_of_an_earlier_settlement(counter: Counter) -> None:
    """5: only the latest settlement that touched the same accumulators may be reversed; the later one is named."""
    first = counter.desk.settle(counter.visit(), at(5, 2))
    second = counter.desk.settle(counter.visit(at(5, 3)), at(5, 4))
    with counter.nothing_changes(), pytest.raises(Refused, match="not_latest"):
        counter.desk.reverse(first, at(5, 5))
    assert second.setl_id in counter.last_refusal()


def test_both_records_are_kept(counter: Counter) -> None:
    """5: the settlement and its reversal can both be read afterwards, one the mirror of the other."""
    done = counter.desk.settle(counter.visit(), at(5, 2))
    counter.desk.reverse(done, at(5, 3))
    mirror = counter.desk.answers[-1][1].output["setlinfo"]["setl_id"]
    assert mirror != done.setl_id
    counter.desk.check_stored(done)
    query = messages.visit_only(done.visit, setl_id=mirror)
    info = counter.call("5203", done.visit, query).output["setlinfo"]
    expected = done.national(-1, counter.person.balance)
    assert_amounts(info, {name: expected[name] for name in ("medfee_sumamt", "hifp_pay", "acct_pay", "balc")})
    assert info["refd_setl_flag"] == "1"
