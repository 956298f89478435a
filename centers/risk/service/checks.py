"""The risk service: checks patients by the rules in force, keeps what it found and what was decided."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from centers.risk.contract.v1 import (
    DECISION_WRONG,
    REASON_MISSING,
    RULE_UNKNOWN,
    STAGE_WRONG,
    WARNING_ANSWERED,
    WARNING_UNKNOWN,
    Decision,
    Patient,
    Stage,
    Violation,
    ViolationItem,
)
from centers.risk.data.repository import Repository, Warned
from centers.risk.domain.findings import Finding, find
from centers.risk.domain.rules import AnyRule, read_rule
from hsaf.contract import context
from hsaf.data import current_uow
from hsaf.data.snapshot import Snapshot, bump
from hsaf.spi.database import Database
from hsaf.spi.ids import Ids

TOPIC: Final = "risk.rules"
GO_ON: Final = "1"
CHANGE: Final = "2"
"""``dspo_way``."""

CERTAIN: Final = "1"
"""``vola_amt_stas``: the amount could be computed."""

LONGEST_TEXT: Final = 500


class Risk:
    """Implements :class:`centers.risk.contract.v1.RiskContract`."""

    def __init__(self, repository: Repository, database: Database, ids: Ids) -> None:
        self._repository = repository
        self._ids = ids
        self._rules: Snapshot[tuple[AnyRule, ...]] = Snapshot(database, TOPIC, self._load)

    def check(
        self, stage: Stage, patients: Sequence[Patient], rule_ids: Sequence[str] = (), trig_scen: str = ""
    ) -> list[Violation]:
        rules, task_id = self._chosen(rule_ids, trig_scen), self._ids.new("FX")
        found = [
            self._violation(finding, patient, task_id)
            for patient in patients
            for rule in rules
            for finding in find(rule, patient)
            if finding.concerns(stage, patient)
        ]
        if found:
            self._repository.add_warnings(
                found, fixmedins_code=context.current().institution, warn_type=stage, found_at=_now()
            )
        facts = {"task_id": task_id, "stage": stage, "rules": [rule.id for rule in rules]}
        current_uow().audit("risk.checked", facts | {"found": {one.jr_id: one.rule_id for one in found}})
        return found

    def decide(self, warn_type: str, decisions: Sequence[Decision]) -> None:
        if warn_type not in tuple(Stage):
            raise STAGE_WRONG(warn_type=warn_type)
        institution = context.current().institution
        known = self._repository.warnings(institution, [one.warn_rslt_id for one in decisions])
        for one in decisions:
            _require_decidable(one, known.pop(one.warn_rslt_id, None), warn_type, decisions)
        self._repository.add_decisions(_decision_row(one) for one in decisions)
        facts = {"warn_type": warn_type, "decisions": {one.warn_rslt_id: one.dspo_way for one in decisions}}
        current_uow().audit("risk.decided", facts)

    def publish(self, rules: Iterable[Mapping[str, Any]]) -> int:
        documents = [(read_rule(document), document) for document in rules]
        who = {"published_at": _now(), "published_by": context.current().actor}
        self._repository.save_rules({"id": rule.id, "document": document, **who} for rule, document in documents)
        bump(TOPIC)
        current_uow().audit("risk.rules_published", {"rules": [rule.id for rule, _ in documents]})
        return len(documents)

    def is_ready(self) -> bool:
        """Whether there is any rule."""
        return bool(self._rules.get())

    def _load(self) -> tuple[AnyRule, ...]:
        return tuple(read_rule(document) for document in self._repository.rules())

    def _chosen(self, rule_ids: Sequence[str], trig_scen: str) -> list[AnyRule]:
        """The rules to run; a scene comes first where both are given. Raises ``RULE_UNKNOWN``."""
        on = context.current().business_time.date()
        in_force = {rule.id: rule for rule in self._rules.get() if rule.runs(on, trig_scen)}
        if trig_scen or not rule_ids:
            return list(in_force.values())
        unknown = next((rule_id for rule_id in rule_ids if rule_id not in in_force), None)
        if unknown is not None:
            raise RULE_UNKNOWN(rule_id=unknown)
        return [in_force[rule_id] for rule_id in dict.fromkeys(rule_ids)]

    def _violation(self, finding: Finding, patient: Patient, task_id: str) -> Violation:
        return Violation(
            jr_id=self._ids.new("JR"),
            rule_id=finding.rule.id,
            rule_name=finding.rule.name,
            vola_cont=finding.text[:LONGEST_TEXT],
            patn_id=patient.patn_id,
            mdtrt_id=finding.main.encounter.mdtrt_id,
            vola_amt=finding.amount,
            vola_amt_stas=CERTAIN,
            sev_deg=finding.rule.sev_deg,
            vola_evid=finding.rule.source,
            vola_bhvr_type=finding.behaviour,
            task_id=task_id,
            judge_result_detail_dtos=tuple(self._items(finding, patient)),
        )

    def _items(self, finding: Finding, patient: Patient) -> Iterable[ViolationItem]:
        for part in finding.parts:
            yield ViolationItem(
                jrd_id=self._ids.new("JD"),
                patn_id=patient.patn_id,
                mdtrt_id=part.encounter.mdtrt_id,
                rx_id=part.order.rx_id if part.order is not None else "",
                vola_item_type="1" if part.violates else "2",
                vola_amt=part.amount,
            )


def _require_decidable(one: Decision, warned: Warned | None, warn_type: str, decisions: Sequence[Decision]) -> None:
    """Raises as the contract says; a warning named twice in one message is answered by its first."""
    if one.dspo_way not in (GO_ON, CHANGE):
        raise DECISION_WRONG(dspo_way=one.dspo_way)
    if one.dspo_way == GO_ON and not one.dspo_way_rea.strip():
        raise REASON_MISSING(warn_rslt_id=one.warn_rslt_id)
    repeated = sum(other.warn_rslt_id == one.warn_rslt_id for other in decisions) > 1
    if (warned is not None and warned.answered) or repeated:
        raise WARNING_ANSWERED(warn_rslt_id=one.warn_rslt_id)
    if warned is None or warned.warn_type != warn_type:
        raise WARNING_UNKNOWN(warn_rslt_id=one.warn_rslt_id)


def _decision_row(one: Decision) -> dict[str, Any]:
    now = context.current()
    return {
        "fixmedins_code": now.institution,
        "jr_id": one.warn_rslt_id,
        "dspo_way": one.dspo_way,
        "dspo_way_rea": one.dspo_way_rea,
        "opter": now.actor,
        "opter_name": now.actor_name,
        "decided_at": _now(),
    }


def _now() -> datetime:
    return context.current().business_time.replace(microsecond=0)
