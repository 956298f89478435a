"""Benefit cases by column, and what a policy makes of all of them at once.

The scalar :func:`centers.policy.domain.evaluation.evaluate_with` is the meaning; this gives the same fen
for every row, and the same refusals.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Final

import numpy as np

from centers.policy.contract.v1 import POLICY_INVALID, BenefitCase
from centers.policy.domain.evaluation import IMBALANCE, NEEDS
from centers.policy.domain.vocabulary import ELEMENTS, FUNDS, VOCABULARY
from hsaf.money.columns import Array
from hsaf.rules import Policy, Type
from hsaf.rules.vector import Codes, Columns, Outcome, Slot, VectorPolicy

READ: Final[dict[str, Callable[[BenefitCase], Any]]] = {
    name: eval(f"lambda case: {element.code}")  # noqa: S307 - the vocabulary's own code
    for name, element in ELEMENTS.items()
    if name not in ("scene", "accounts")
}
"""How each element is read from a case."""

_CIRCUMSTANCES: Final = {
    "insutype": "insutype",
    "psn_type": "psn_type",
    "med_type": "med_type",
    "psn_idet_type": "identities",
    "dise_codg": "dise_codg",
    "matn_type": "matn_type",
}
"""Dimension of the parameter table to the element that is looked up; the hospital's level is a number."""

_VISIT: Final = ("med_type", "insutype", "dise_codg")
"""What decides the scene."""


def vectorised(policy: Policy) -> VectorPolicy:
    return VectorPolicy(policy, VOCABULARY)


def columns_of(cases: Sequence[BenefitCase], days: Array | None = None) -> Columns:
    """The cases by column; ``days`` (ordinals) are looked up instead of the settlement dates, if given."""
    texts, sets = Codes(""), Codes(frozenset[str]())
    elements = {name: _column(ELEMENTS[name].type, map(read, cases), texts, sets) for name, read in READ.items()}
    circumstances = {dimension: elements[name] for dimension, name in _CIRCUMSTANCES.items()}
    circumstances["hosp_lv"] = texts.encode(str(case.hosp_lv) for case in cases)
    if days is None:
        days = np.fromiter((case.setl_date.toordinal() for case in cases), np.int64)
    return Columns(
        size=len(cases),
        texts=texts,
        sets=sets,
        days=days,
        elements=elements,
        circumstances=circumstances,
        accumulators=_accumulators(cases),
        accounts=tuple(_slots(cases, texts)),
    )


def _column(type: Type, values: Iterator[Any], texts: Codes[str], sets: Codes[frozenset[str]]) -> Array:
    if type is Type.TEXT:
        return texts.encode(values)
    if type is Type.SET:
        return sets.encode(values)
    return np.fromiter(values, bool if type is Type.FLAG else np.int64)


def _accumulators(cases: Sequence[BenefitCase]) -> dict[str, Array]:
    columns: dict[str, Array] = {}
    for row, case in enumerate(cases):
        for name, value in case.accumulators.items():
            if name not in columns:
                columns[name] = np.zeros(len(cases), np.int64)
            columns[name][row] = value
    return columns


def _slots(cases: Sequence[BenefitCase], texts: Codes[str]) -> Iterator[Slot]:
    """One slot for the first account of every case, one for the second ..."""
    for number in range(max((len(case.accounts) for case in cases), default=0)):
        holder, balc, own = (np.zeros(len(cases), kind) for kind in (np.int64, np.int64, bool))
        for row, case in enumerate(cases):
            if number < len(case.accounts):
                account = case.accounts[number]
                holder[row], balc[row], own[row] = texts.code(account.acct_psn_no), account.balc, account.own
        yield Slot(holder, balc, own)


class Settled:
    """What the cases come to: :class:`Outcome` by row, with the reason of every refusal in words."""

    def __init__(self, outcome: Outcome, refused: Mapping[int, str]) -> None:
        self.amounts = outcome.amounts
        self.deltas = outcome.deltas
        self.draws = outcome.draws
        self.refused = refused


def evaluate_many(vector: VectorPolicy, columns: Columns) -> Settled:
    """Raises ``POLICY_INVALID`` where the identities B and C do not hold, ``OverflowError`` for amounts
    beyond exact arithmetic."""
    policy = vector.policy
    scenes, refused = _scenes(policy, columns)
    covered = np.flatnonzero(scenes)
    whole = len(covered) == columns.size
    chosen = columns if whole else columns.take(covered)
    chosen.elements["scene"] = scenes[covered]
    outcome = vector.run(chosen)
    _check(policy, chosen, outcome)
    for row in np.flatnonzero(outcome.refused).tolist():
        rule, element = outcome.reasons[int(outcome.refused[row]) - 1]
        refused[int(covered[row])] = f"规则 {rule} 的参数 {element}（{policy.parameters.name_of(element)}）没有取值"
    return Settled(outcome if whole else _spread(outcome, covered, columns.size), refused)


def _scenes(policy: Policy, columns: Columns) -> tuple[Array, dict[int, str]]:
    """Code of the scene of every case, 0 for those that are refused, with the reason."""
    texts = columns.texts.values()
    visit = np.stack([columns.elements[name] for name in _VISIT])
    kinds, kind_of = np.unique(visit, axis=1, return_inverse=True)
    found = [policy.scene_of(*(texts[code] for code in kind)) for kind in kinds.T.tolist()]
    codes = np.array([columns.texts.code(scene.id) if scene else 0 for scene in found], np.int64)
    scenes = codes[kind_of]
    refused = dict.fromkeys(np.flatnonzero(scenes == 0).tolist(), "待遇政策不适用于该医疗类别和险种")
    for need in NEEDS:
        needed = np.array([scene is not None and need in scene.needs for scene in found], bool)[kind_of]
        lacking = needed & ~columns.elements[need]
        refused |= dict.fromkeys(np.flatnonzero(lacking).tolist(), f"缺少 {ELEMENTS[need].label}")
        scenes = np.where(lacking, 0, scenes)
    return scenes, refused


def _spread(outcome: Outcome, rows: Array, size: int) -> Outcome:
    """The outcome of some rows as one of all, the others being zero."""

    def spread(column: Array) -> Array:
        whole = np.zeros(size, np.int64)
        whole[rows] = column
        return whole

    return Outcome(
        amounts={name: spread(column) for name, column in outcome.amounts.items()},
        deltas={name: spread(column) for name, column in outcome.deltas.items()},
        draws=tuple(spread(column) for column in outcome.draws),
        refused=spread(outcome.refused),
        reasons=outcome.reasons,
    )


def _check(policy: Policy, columns: Columns, outcome: Outcome) -> None:
    """Identities B and C, as for a single case; refused rows have nothing to hold."""
    amounts, counts = outcome.amounts, outcome.refused == 0
    funds = sum(amounts[name] for name in FUNDS)
    elements = columns.elements
    holds = (
        (funds == amounts["fund_pay_sumamt"])
        & (elements["medfee_sumamt"] == funds + elements["hosp_part_amt"] + amounts["psn_part_amt"])
        & (amounts["psn_part_amt"] == amounts["acct_pay"] + amounts["psn_cash_pay"])
        & (sum(outcome.draws, np.zeros(columns.size, np.int64)) == amounts["acct_pay"])
    )
    if not (holds | ~counts).all():
        raise POLICY_INVALID(policy=policy.document.version_id, reason=IMBALANCE)
