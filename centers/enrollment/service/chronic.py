"""Registration of chronic diseases at the agency: register, change, end early, tell what expires."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import msgspec

from centers.base_info.contract.v1 import BaseInfoContract
from centers.enrollment.contract.chronic import (
    DISEASE_WITHOUT_BENEFIT,
    EXPIRING,
    FILING_UNCHANGED,
    ChronicChange,
    ChronicRecord,
    FilingChange,
)
from centers.enrollment.contract.v1 import (
    CHRONIC,
    FILING_DISEASE_UNKNOWN,
    FILING_REVOKED,
    FILING_UNKNOWN,
    BenefitFacts,
    Filing,
    FilingRecord,
    NewChronicFiling,
)
from centers.enrollment.data.changes import ChangeRepository
from centers.enrollment.data.repository import Repository
from centers.enrollment.domain import chronic as rules
from centers.enrollment.domain.filings import require_dates, require_free
from centers.enrollment.service.filings import Filings
from centers.policy.contract.v1 import PolicyContract
from hsaf.contract import context
from hsaf.data import current_uow


class Chronic:
    """``policy`` is ``None`` where the policy center does not run: then every known disease will do."""

    def __init__(
        self,
        filings: Filings,
        repository: Repository,
        changes: ChangeRepository,
        base_info: BaseInfoContract,
        policy: PolicyContract | None,
    ) -> None:
        self._filings = filings
        self._repository = repository
        self._changes = changes
        self._base_info = base_info
        self._policy = policy

    def register(self, new: NewChronicFiling, facts: BenefitFacts, materials: Sequence[str]) -> str:
        kept = rules.require_materials(materials)
        self._require_benefit(new.opsp_dise_code, new.insutype, new.begndate)
        return self._filings.file_chronic(new, facts, materials=kept)

    def change(self, change: ChronicChange, facts: BenefitFacts, relied_on: Sequence[tuple[str, date]]) -> None:
        reason = rules.require_reason(change.reason)
        before = self._standing(change.psn_no, change.trt_dcla_detl_sn)
        after = self._named(rules.changed(before.filing, change))
        require_dates(after.begndate, after.enddate)
        rules.require_ground(before.filing, after, relied_on)
        require_free(after, _others(facts.filings, after), after.dise_name)
        self._keep(before, after, _detail(change), reason)

    def end(
        self,
        psn_no: str,
        trt_dcla_detl_sn: str,
        enddate: date,
        facts: BenefitFacts,
        reason: str,
        relied_on: Sequence[tuple[str, date]],
    ) -> None:
        rules.require_earlier(self._standing(psn_no, trt_dcla_detl_sn).filing, enddate)
        change = ChronicChange(psn_no=psn_no, trt_dcla_detl_sn=trt_dcla_detl_sn, reason=reason, enddate=enddate)
        self.change(change, facts, relied_on)

    def of(self, psn_no: str) -> list[ChronicRecord]:
        changes = self._changes.of(psn_no)
        found = self._repository.filings(psn_no, CHRONIC)
        return [ChronicRecord(one, tuple(changes.get(one.filing.trt_dcla_detl_sn, ()))) for one in found]

    def expiring(self, on: date, days: int) -> list[FilingRecord]:
        return self._changes.expiring(CHRONIC, on, days)

    def announce(self, psn_no: str, trt_dcla_detl_sn: str) -> None:
        filing = self._standing(psn_no, trt_dcla_detl_sn).filing
        names = ("psn_no", "trt_dcla_detl_sn", "insutype", "dise_codg", "enddate")
        facts = {name: getattr(filing, name) for name in names}
        uow = current_uow()
        uow.audit("enrollment.chronic_expiring", facts)
        uow.publish(EXPIRING, facts)

    # -- inside -------------------------------------------------------------------------------------

    def _standing(self, psn_no: str, trt_dcla_detl_sn: str) -> FilingRecord:
        """Raises ``FILING_UNKNOWN`` or ``FILING_REVOKED``."""
        record = self._repository.filing(psn_no, trt_dcla_detl_sn)
        if record is None or record.filing.biz_appy_type != CHRONIC:
            raise FILING_UNKNOWN(trt_dcla_detl_sn=trt_dcla_detl_sn)
        if record.revoked_at is not None:
            raise FILING_REVOKED(trt_dcla_detl_sn=trt_dcla_detl_sn)
        return record

    def _named(self, filing: Filing) -> Filing:
        """With the name of its disease, which must have a benefit."""
        name = self._base_info.chronic_disease(filing.dise_codg, filing.begndate)
        if name is None:
            raise FILING_DISEASE_UNKNOWN(opsp_dise_code=filing.dise_codg)
        self._require_benefit(filing.dise_codg, filing.insutype, filing.begndate)
        return msgspec.structs.replace(filing, dise_name=name)

    def _require_benefit(self, dise_codg: str, insutype: str, day: date) -> None:
        if self._policy is not None and not self._policy.knows_disease(dise_codg, insutype, day):
            raise DISEASE_WITHOUT_BENEFIT(day=day, insutype=insutype, opsp_dise_code=dise_codg)

    def _keep(self, before: FilingRecord, after: Filing, detail: dict[str, Any], reason: str) -> None:
        filing = before.filing
        old = rules.differences(filing, after)
        old |= {name: before.detail.get(name) for name, value in detail.items() if before.detail.get(name) != value}
        if not old:
            raise FILING_UNCHANGED(trt_dcla_detl_sn=filing.trt_dcla_detl_sn)
        ctx = context.current()
        at = ctx.business_time.replace(microsecond=0)
        change_no = len(self._changes.of(filing.psn_no).get(filing.trt_dcla_detl_sn, ())) + 1
        self._changes.add(filing, FilingChange(change_no, at, ctx.actor, reason, old))
        self._changes.apply(after, {**before.detail, **detail})
        facts = {"psn_no": filing.psn_no, "trt_dcla_detl_sn": filing.trt_dcla_detl_sn, "before": old}
        after_facts = {name: getattr(after, name) for name in old if hasattr(after, name)}
        current_uow().audit("enrollment.filing_changed", facts | {"after": after_facts})


def _others(filings: Sequence[Filing], one: Filing) -> list[Filing]:
    return [other for other in filings if other.trt_dcla_detl_sn != one.trt_dcla_detl_sn]


def _detail(change: ChronicChange) -> dict[str, Any]:
    """What the change says beyond what the rules read."""
    detail: dict[str, Any] = {}
    if change.ide_fixmedins_no is not msgspec.UNSET:
        detail["ide_fixmedins_no"] = change.ide_fixmedins_no
    if change.materials:
        detail["materials"] = list(change.materials)
    return detail
