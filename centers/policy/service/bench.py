"""The test bench: trial calculations that keep nothing, and the saved cases against a draft (政策验证、支付方式验证)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from centers.policy.contract.desk import CASE_UNKNOWN, METHOD_UNKNOWN, METHOD_WRONG, CaseOutcome, Computed, Input, Paid
from centers.policy.contract.v1 import BenefitResult
from centers.policy.data.records import RECORDS
from centers.policy.data.shelf import Shelf
from centers.policy.domain import bench, conditions
from centers.policy.domain.evaluation import evaluate_with
from centers.policy.domain.holdings import Held, Holdings
from centers.policy.domain.payment import ALGORITHMS, Facts, branches, pay, settings
from centers.policy.domain.publication import prepare
from centers.policy.domain.texts import Unreadable
from centers.policy.domain.vocabulary import ELEMENTS
from centers.policy.service.policies import Policies
from centers.policy.service.workshop import Workshop, require_sound
from hsaf.contract.errors import HsafError
from hsaf.money import yuan
from hsaf.records import values
from hsaf.rules import Policy, Type

PUBLISHED, DRAFT, PROPOSED = "published", "draft", "proposed"


class Bench:
    def __init__(self, shelf: Shelf, workshop: Workshop, policies: Policies) -> None:
        self._shelf = shelf
        self._workshop = workshop
        self._policies = policies

    # -- benefits -----------------------------------------------------------------------------------

    def calculate(self, said: Mapping[str, Any], target: str, scheme_id: str) -> Computed:
        return self._computed(_typed("benefit_case", said), target, scheme_id)

    def recalculate(self, case_no: str, target: str, scheme_id: str) -> Computed:
        found = self._shelf.holdings(types=["benefit_case"]).find("benefit_case", case_no=case_no)
        if found is None:
            raise CASE_UNKNOWN(case_no=case_no, field="case_no")
        return self._computed(found.values, target, scheme_id)

    def _computed(self, said: Mapping[str, Any], target: str, scheme_id: str) -> Computed:
        given = self._national(said)
        case, expected = bench.benefit_case(given), given.get("expected")
        if target == PUBLISHED:
            version, policy = "", None
        else:
            policy = self._policy(scheme_id, proposed=target == PROPOSED)
            version = policy.document.version_id
        try:
            result = self._policies.evaluate(case) if policy is None else evaluate_with(policy, case)
        except HsafError as refusal:
            return bench.refused(version, refusal, expected)
        return bench.computed(f"{result.policy_id}@{result.policy_version}", result, expected)

    def run_cases(self, scheme_id: str, *, proposed: bool) -> list[CaseOutcome]:
        policy = self._policy(scheme_id, proposed=proposed)
        found = [self._outcome(held, policy) for held in self._shelf.of("benefit_case")]
        return sorted(found, key=lambda one: (not one.changed, one.case_no))

    def _outcome(self, held: Held, policy: Policy) -> CaseOutcome:
        said = held.values
        case = bench.benefit_case(self._national(said))
        before, why_before = _attempt(lambda: self._policies.evaluate(case))
        after, why_after = _attempt(lambda: evaluate_with(policy, case))
        was, now = (one.fund_pay_sumamt if one else 0 for one in (before, after))
        details = bench.changes(before, after)
        expected = said["expected"]
        return CaseOutcome(
            case_no=said["case_no"],
            case_name=said["case_name"],
            before=was,
            after=now,
            difference=now - was,
            changed=bool(details) or bool(why_before) != bool(why_after),
            refused_before=why_before,
            refused_after=why_after,
            details=details,
            expected=expected,
            verdict="-" if expected is None else "相符" if expected == now and after else "不符",
        )

    def _policy(self, scheme_id: str, *, proposed: bool) -> Policy:
        draft = self._workshop.draft(scheme_id, proposed=proposed)
        require_sound(draft)
        return prepare(draft.assembled.document, draft.assembled.parameters).policy

    def _national(self, said: Mapping[str, Any]) -> dict[str, Any]:
        """Element information with local values converted to national ones (静态要素转换配置)."""
        known = self._shelf.holdings(types=["element", "conversion"])
        converted = dict(said)
        for one in known.values("conversion"):
            field = known.attributes.get(one["elem_code"], "")
            if converted.get(field) == one["local_value"]:
                converted[field] = one["value"]
        return converted

    # -- payment methods ----------------------------------------------------------------------------

    def calculate_payment(self, said: Mapping[str, Any]) -> Paid:
        return self._paid(_typed("method_case", said))

    def run_method_cases(self, method_code: str) -> list[Paid]:
        cases = (held.values for held in self._shelf.of("method_case"))
        return [self._paid(one) for one in cases if not method_code or one["method_code"] == method_code]

    def _paid(self, case: Mapping[str, Any]) -> Paid:
        known = self._shelf.holdings(types=["pay_method", "pay_model", "condition", "element", "param"])
        method = self._method(known, case.get("method_code", ""), case.get("setl_date"))
        model = known.find("pay_model", model_code=method["model_code"])
        if model is None:
            raise METHOD_WRONG(method_code=method["method_code"], reason="支付模型已作废", field="method_code")
        try:
            branch, given = _branch(method, case, known)
            facts = Facts(**{name: case.get(name) or 0 for name in Facts._fields})
            amount = pay(model.values["algorithm"], given, facts)
        except (Unreadable, KeyError) as error:
            raise METHOD_WRONG(method_code=method["method_code"], reason=error, field="method_code") from None
        return _shown(method, model.values, branch, given, facts, amount, case.get("expected"))

    def _method(self, known: Holdings, code: str, day: date | None) -> Mapping[str, Any]:
        found = known.find("pay_method", method_code=code)
        if found is not None and day is not None:
            begin, end = found.values["begndate"], found.values["enddate"]
            if begin <= day and (end is None or day <= end):
                return found.values
        raise METHOD_UNKNOWN(day=day or "", method_code=code, field="method_code")


def _typed(type: str, said: Mapping[str, Any]) -> dict[str, Any]:
    """Values of a trial as its record type would keep them; absent ones blank. Raises ``CASE_WRONG``."""
    typed: dict[str, Any] = {}
    for field in RECORDS.types[type].fields:
        raw = said.get(field.code)
        try:
            typed[field.code] = raw if isinstance(raw, date | int) else values.read(field, raw)
        except values.Unreadable as reason:
            raise bench.wrong(field.code, field.label, str(reason)) from None
    return typed


def _attempt(work: Any) -> tuple[BenefitResult | None, str]:
    try:
        return work(), ""
    except HsafError as refusal:
        return None, refusal.message


def _branch(method: Mapping[str, Any], case: Mapping[str, Any], known: Holdings) -> tuple[str, dict[str, str]]:
    """The first branch whose condition holds, with its parameters over the method's own."""
    own = settings(method["params"])
    for branch in branches(method["policies"]):
        condition = known.find("condition", cond_code=branch.cond_code)
        if condition is not None and _holds(condition.values["terms"], case, known.attributes):
            return condition.values["cond_name"], own | dict(branch.settings)
    return "默认参数", own


def _holds(text: str, case: Mapping[str, Any], attributes: Mapping[str, str]) -> bool:
    """Whether every term of a condition holds for a case of a payment method.

    Raises ``Unreadable`` for an element such a case does not have."""
    for term in conditions.parse(text):
        attribute = attributes.get(term.element, "")
        if attribute not in case or ELEMENTS[attribute].type not in (Type.TEXT, Type.COUNT):
            raise Unreadable(f"条件中的要素 {term.element} 不在支付方式的业务信息中")
        value = case[attribute]
        same = value in term.values
        compared = {
            "=": same, "!=": not same, ">": value > term.values[0], ">=": value >= term.values[0],
            "<": value < term.values[0], "<=": value <= term.values[0],
        }  # fmt: skip
        if not compared[term.operator]:
            return False
    return True


def _shown(
    method: Mapping[str, Any],
    model: Mapping[str, Any],
    branch: str,
    given: Mapping[str, str],
    facts: Facts,
    amount: int,
    expected: int | None,
) -> Paid:
    algorithm = ALGORITHMS[model["algorithm"]]
    labels = {field.code: field.label for field in RECORDS.types["method_case"].fields}
    inputs = [Input(name=name, label=meaning, value=given[name]) for name, (_, meaning) in algorithm.needs.items()]
    inputs += [
        Input(name=name, label=labels[name], value=_told(name, getattr(facts, name))) for name in algorithm.facts
    ]
    return Paid(
        method_code=method["method_code"],
        method_name=method["method_name"],
        model_code=model["model_code"],
        algorithm=model["algorithm"],
        branch=branch,
        formula=algorithm.formula,
        inputs=tuple(inputs),
        amount=yuan(amount),
        expected=bench.told(expected),
        difference="" if expected is None else yuan(amount - expected),
    )


def _told(name: str, value: int) -> str:
    return yuan(value) if name.endswith("amt") else str(value)
