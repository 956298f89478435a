"""Section 4.1: medical assistance by category."""

from __future__ import annotations

from tests.acceptance.cast import at, charge
from tests.acceptance.plays.stage import Stage


def assistance(stage: Stage) -> None:
    """4.1: assistance by category on the yearly burden above its line, up to its cap; highest ratio wins."""
    big = "150000.25" if stage.person.insutype == "390" else "420000.25"
    for month, amount in ((2, "3456.78"), (5, "41000.5"), (6, "61000"), (8, "15000.99"), (9, big), (10, "30000")):
        day = at(month, 14)
        stage.stay(day, charge(amount, day), charge("66.6", day, 10), level=stage.rng.choice([3, 2]), acct="0")
    stage.visit(at(11, 14), charge("480.4", at(11, 14)), level=1)
    stage.finish()


def assistance_line_in_small_steps(stage: Stage) -> None:
    """4.1: maf_burden grows at every settlement in which the item runs, outpatient visits too."""
    for n, amount in enumerate(("1999.99", "700", "1300.01", "2500", "9000", "650.5"), 1):
        day = at(n, 20)
        if n % 2:
            stage.visit(day, charge(amount, day), level=3)
        else:
            stage.stay(day, charge(amount, day), level=1, acct="0")
    stage.finish()
