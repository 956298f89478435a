"""Evaluate one benefit case with the policy in force: pure, no I/O (benefit-settlement section 4)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, Final

import msgspec

from centers.policy.contract.v1 import (
    CHRONIC_FILING_MISSING,
    NO_POLICY,
    POLICY_INVALID,
    SCENE_NOT_COVERED,
    VERSION_UNKNOWN,
    BenefitCase,
    BenefitResult,
)
from centers.policy.domain.vocabulary import AMOUNTS, FUNDS, VOCABULARY
from hsaf.contract.errors import HsafError
from hsaf.rules import ParameterMissing, Policy, RuleError, Run, Scene, SceneSpec, compile_policy

_RESULT_AMOUNTS: Final = tuple(name for name in AMOUNTS if name in BenefitResult.__struct_fields__)


KINDS: Final = frozenset({"inpatient", "outpatient", "chronic", "pharmacy", "maternity"})
NEEDS: Final = {"chronic_filing": CHRONIC_FILING_MISSING}
"""Flags of a case a scene may demand, and the refusal without."""

IMBALANCE: Final = "计算结果不满足费用恒等式（总额 = 基金 + 医院 + 个人，个人 = 账户 + 现金）"


def compile_benefit_policy(document: Mapping[str, Any], parameters: Iterable[Mapping[str, str]]) -> Policy:
    """Compile a policy in the vocabulary of benefits. Raises ``POLICY_INVALID`` with the item and the reason."""
    try:
        policy = compile_policy(document, parameters, VOCABULARY)
        for wrong in check_scenes(msgspec.to_builtins(policy.document.scenes)):
            raise wrong
    except RuleError as error:
        name = " ".join(str(document.get(key, "")) for key in ("id", "version"))
        raise POLICY_INVALID(policy=name, reason=str(error)) from error
    return policy


def check_scenes(scenes: Iterable[Mapping[str, Any]]) -> Iterator[RuleError]:
    """What the platform cannot treat of the scenes of a document."""
    for scene in scenes:
        if scene["kind"] not in KINDS:
            reason = f"kind 没有 {scene['kind']!r}，可为：{'、'.join(sorted(KINDS))}"
            yield RuleError(reason, f"场景 {scene['id']}")
        if not set(scene.get("needs", ())) <= NEEDS.keys():
            yield RuleError(f"needs 只能为：{'、'.join(NEEDS)}", f"场景 {scene['id']}")


class PolicyBook:
    """The published policies, in the order of publication; for a day the latest that covers it counts.

    Those ``taken_back`` (by version id) count for no day, but settlements made with them are still computed by them."""

    def __init__(self, policies: Sequence[Policy] = (), taken_back: Collection[str] = ()) -> None:
        self._by_id = {policy.document.version_id: policy for policy in policies}
        self._latest_first = tuple(one for one in reversed(policies) if one.document.version_id not in taken_back)

    def __len__(self) -> int:
        return len(self._latest_first)

    def named(self, version_id: str) -> Policy:
        """A version that was ever published. Raises ``VERSION_UNKNOWN``."""
        policy = self._by_id.get(version_id)
        if policy is None:
            raise VERSION_UNKNOWN(version_id=version_id)
        return policy

    def on(self, day: date) -> Policy:
        """Raises ``NO_POLICY``."""
        policy = next((policy for policy in self._latest_first if policy.covers(day)), None)
        if policy is None:
            raise NO_POLICY(day=day.isoformat())
        return policy

    def kind_of(self, med_type: str, day: date) -> str | None:
        """How the policy of a day treats a medical type; without one, the latest published answers."""
        policy = self._on_or_latest(day)
        return None if policy is None else policy.kind_of(med_type)

    def knows_disease(self, dise_codg: str, insutype: str, day: date) -> bool:
        """Whether the policy of a day has a benefit for a chronic disease; without one, the latest published."""
        policy = self._on_or_latest(day)
        if policy is None or dise_codg not in policy.document.diseases:
            return False
        scenes = (scene for scene in policy.document.scenes if scene.kind == "chronic" and insutype in scene.insutype)
        return any(not scene.dise_codg or dise_codg in scene.dise_codg for scene in scenes)

    def _on_or_latest(self, day: date) -> Policy | None:
        covering = (policy for policy in self._latest_first if policy.covers(day))
        return next(covering, None) or next(iter(self._latest_first), None)


def evaluate(book: PolicyBook, case: BenefitCase) -> BenefitResult:
    """With the policy of the case's day. Raises as :func:`evaluate_with`, and ``NO_POLICY``."""
    return evaluate_with(book.on(case.setl_date), case)


def evaluate_with(policy: Policy, case: BenefitCase) -> BenefitResult:
    """Raises ``SCENE_NOT_COVERED`` or ``CHRONIC_FILING_MISSING``."""
    scene = _scene(policy, case)
    try:
        run = policy.run(case, scene.id, _circumstances(case), case.setl_date, case.accumulators)
    except ParameterMissing as error:
        detail = (
            f"规则 {error.rule} 的参数 {error.element}（{policy.parameters.name_of(error.element)}）{_described(case)}"
        )
        raise _not_covered(case, f"{detail}没有取值") from error
    result = _result(policy, run)
    _check(policy, case, result)
    return result


def _scene(policy: Policy, case: BenefitCase) -> SceneSpec:
    scene = policy.scene_of(case.med_type, case.insutype, case.dise_codg)
    if scene is None:
        raise _not_covered(case, f"政策 {policy.document.name} {policy.document.version}")
    for need in scene.needs:
        if not getattr(case, need):
            raise NEEDS[need](
                dise_codg=case.dise_codg or "（未填写）",
                dise_name=policy.document.diseases.get(case.dise_codg, ""),
                day=case.setl_date.isoformat(),
            )
    return scene


def _not_covered(case: BenefitCase, detail: str) -> HsafError:
    return SCENE_NOT_COVERED(med_type=case.med_type, insutype=case.insutype, detail=detail)


def _described(case: BenefitCase) -> str:
    return f"在医院级别 {case.hosp_lv}、人员类别 {case.psn_type}、病种 {case.dise_codg or '无'} 下"


def _circumstances(case: BenefitCase) -> Scene:
    return Scene(
        case.insutype, str(case.hosp_lv), case.psn_type, case.med_type, case.identities, case.dise_codg, case.matn_type
    )


def _result(policy: Policy, run: Run) -> BenefitResult:
    amounts = run.amounts
    return BenefitResult(
        policy_id=policy.document.id,
        policy_version=policy.document.version,
        **{name: amounts[name] for name in _RESULT_AMOUNTS if name in amounts},
        draws=run.draws,
        touched=frozenset(run.touched),
        deltas=run.deltas,
        limits=run.limits,
        trace=tuple(run.trace),
    )


def _check(policy: Policy, case: BenefitCase, result: BenefitResult) -> None:
    """Identities B and C hold whatever a policy says; one that breaks them pays nobody."""
    funds = sum(getattr(result, name) for name in FUNDS)
    person = result.acct_pay + result.psn_cash_pay
    if (
        funds != result.fund_pay_sumamt
        or case.medfee_sumamt != funds + case.hosp_part_amt + result.psn_part_amt
        or person != result.psn_part_amt
        or sum(amount for _, amount in result.draws) != result.acct_pay
    ):
        name = f"{result.policy_id} {result.policy_version}"
        raise POLICY_INVALID(policy=name, reason=IMBALANCE)
