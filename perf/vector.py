"""The vectorised twin on one core: fee lines recalculated a second, from line to what each fund pays.

Every line is divided by its catalog terms, the visits are summed, and the demo region's policy runs over
them; then a sample is settled one by one and must come to the same fen.
    python -m perf.vector [--visits 200000] [--lines 10] [--chunk 50000] [--sample 2000] [--json]
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from centers.policy.contract.v1 import BenefitCase
from centers.policy.domain.columns import columns_of, evaluate_many, vectorised
from centers.policy.domain.evaluation import compile_benefit_policy, evaluate_with
from centers.settlement.domain import line_columns
from hsaf.rules import Policy
from hsaf.rules.vector import Columns, VectorPolicy
from plugins.demo_region import files
from tests.centers.policy.crowd import crowd

ROUNDS = 5
COMPARED = ("act_pay_dedc", "hifp_pay", "hifob_pay", "hifmi_pay", "cvlserv_pay", "maf_pay", "psn_cash_pay")


@dataclass(frozen=True)
class Measured:
    """Rates of the best round, by processor time of this one thread; ``wrong`` rows of the sample differ."""

    visits: int
    lines: int
    lines_per_second: int
    visits_per_second: int
    split_share: float
    scalar_us: float
    sample: int
    wrong: int


def measure(visits: int, lines: int, chunk: int, sample: int) -> Measured:
    policy = compile_benefit_policy(files.policy(), list(files.rows("policy-2026.csv")))
    vector = vectorised(policy)
    work = [_chunk(min(chunk, visits - at), lines, seed=at) for at in range(0, visits, chunk)]
    seconds, split_seconds = min(_timed(lambda: [_settle(vector, *one) for one in work]) for _ in range(ROUNDS))
    wrong, scalar_us = _compare(policy, vector, sample)
    return Measured(
        visits=visits,
        lines=visits * lines,
        lines_per_second=round(visits * lines / seconds),
        visits_per_second=round(visits / seconds),
        split_share=round(split_seconds / seconds, 3),
        scalar_us=round(scalar_us, 1),
        sample=sample,
        wrong=wrong,
    )


def _timed(run: Callable[[], list[float]]) -> tuple[float, float]:
    started = time.thread_time()
    split_seconds = sum(run())
    return time.thread_time() - started, split_seconds


def _settle(vector: VectorPolicy, bill: line_columns.Lines, starts: np.ndarray, columns: Columns) -> float:
    """From lines to shares; the seconds that dividing and summing the lines took."""
    started = time.thread_time()
    columns.elements.update(line_columns.totals(bill, line_columns.divide(bill), starts))
    divided = time.thread_time()
    evaluate_many(vector, columns)
    return divided - started


def _chunk(visits: int, lines: int, seed: int) -> tuple[line_columns.Lines, np.ndarray, Columns]:
    """Bills of ``lines`` lines each, two thirds of them limited and a tenth outside the catalog, and the people."""
    rng = np.random.default_rng(seed)
    count = visits * lines
    cnt, pric = rng.integers(1, 20, count) * line_columns.QUANTITY, rng.integers(1, 50_000, count) * 10_000
    ceiling = np.where(rng.random(count) < 0.66, pric + rng.integers(-50_000, 50_000, count), line_columns.UNLIMITED)
    own_pay = rng.random(count) < 0.1
    bill = line_columns.Lines(
        det=cnt * pric // (line_columns.QUANTITY * line_columns.PRICE // 100),
        cnt=cnt,
        pric=pric,
        ceiling=np.maximum(ceiling, line_columns.UNLIMITED),
        prop=rng.choice([0, 1000, 2000, 3000], count),
        own_pay=own_pay,
        listed=~own_pay,
    )
    cases = [case for case in crowd(visits * 2, seed) if _covered(case)][:visits]
    return bill, np.arange(0, count + 1, lines), columns_of(cases)


def _covered(case: BenefitCase) -> bool:
    return case.med_type != "99" and case.insutype + case.med_type != "39052"


def _compare(policy: Policy, vector: VectorPolicy, sample: int) -> tuple[int, float]:
    """Rows on which the two engines differ, and microseconds of the scalar one for a case."""
    cases = [case for case in crowd(sample, seed=99) if _covered(case)]
    settled = evaluate_many(vector, columns_of(cases))
    rows = [row for row in range(len(cases)) if row not in settled.refused]
    started = time.thread_time()
    results: list[Any] = [evaluate_with(policy, cases[row]) for row in rows]
    taken = (time.thread_time() - started) / len(rows) * 1e6
    wrong = sum(
        any(getattr(result, name) != settled.amounts[name][row] for name in COMPARED)
        for row, result in zip(rows, results, strict=True)
    )
    return wrong, taken


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for option, default in (("--visits", 200_000), ("--lines", 10), ("--chunk", 50_000), ("--sample", 2_000)):
        parser.add_argument(option, type=int, default=default)
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    found = measure(asked.visits, asked.lines, asked.chunk, asked.sample)
    if asked.json:
        print(json.dumps(asdict(found)))
        return
    print(f"{found.lines:,} fee lines of {found.visits:,} visits on one core")
    print(f"  {found.lines_per_second:,} lines a second, {found.visits_per_second:,} visits a second")
    print(f"  {found.split_share:.0%} of the time divides the lines; one case by itself takes {found.scalar_us} us")
    print(f"  {found.sample:,} cases settled one by one: {found.wrong} differ")
    raise SystemExit(1 if found.wrong else 0)


if __name__ == "__main__":
    main()
