"""Section 5: stated totals that differ from the lines are refused with both figures.

After every refusal nothing has changed, and the right message still gives the model's amounts.
"""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.acceptance import messages
from tests.acceptance.cast import at, charge
from tests.acceptance.counter import Counter
from tests.acceptance.refusals import assert_refusal
from tests.oracle.world import Visit, numbered


@pytest.mark.parametrize("infno", ["2206", "2207", "2303", "2304"])
def test_total_that_differs_from_the_lines(counter: Counter, infno: str) -> None:
    """5: the stated medfee_sumamt must equal the sum of the uploaded lines; both figures are stated."""
    stay = infno.startswith("23")
    day = at(5, 1)
    items = [charge("1000", day), charge("180", day)]
    visit = counter.stay(day, *items) if stay else counter.visit(day, *items)
    if stay:
        counter.desk.discharge(visit, at(5, 2))
    with counter.nothing_changes():
        text = assert_refusal(counter.settling(visit, infno, medfee_sumamt=1200).error, infno, "fee_sum_mismatch")
        assert "1,200.00" in text
        assert "1,180.00" in text
        assert_refusal(
            counter.settling(visit, infno, medfee_sumamt=Decimal("1179.99")).error, infno, "fee_sum_mismatch"
        )
    counter.desk.settle(visit, at(5, 3))


def test_purchase_total_that_differs_from_its_lines(counter: Counter) -> None:
    """5: the same for a purchase, whose lines come with it."""
    visit = Visit(counter.person, counter.shop, "310", "41", at(5, 1))
    lines = numbered([charge("12.30", at(5, 1)), charge("7", at(5, 1))])
    for infno in ("2101", "2102"):
        input = messages.purchase(visit, lines, "1", dry=infno == "2101")
        input["druginfo"]["medfee_sumamt"] = Decimal("19.31")
        with counter.nothing_changes():
            text = assert_refusal(counter.call(infno, visit, input).error, infno, "fee_sum_mismatch")
        assert "19.31" in text
        assert "19.30" in text
