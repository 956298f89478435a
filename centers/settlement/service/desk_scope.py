"""For whom somebody at the desk may work: an institution's staff for it alone, an agency's for its region."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import msgspec

from centers.base_info.contract.v1 import BaseInfoContract, Institution
from centers.enrollment.contract.v1 import PERSON_UNKNOWN, BenefitFacts, EnrollmentContract
from centers.settlement.contract.counter import COUNTER_ELSEWHERE
from centers.settlement.contract.desk import PLACE_UNKNOWN
from centers.settlement.contract.v1 import VISIT_NOT_SETTLED
from centers.settlement.data.desk import Sight
from centers.settlement.domain.record import SettlementRecord
from hsaf.contract import context
from hsaf.contract.principal import Principal


class DeskScope:
    def __init__(self, base_info: BaseInfoContract, enrollment: EnrollmentContract) -> None:
        self._base_info = base_info
        self._enrollment = enrollment

    @property
    def who(self) -> Principal:
        found = context.current().principal
        assert found is not None
        return found

    def own(self) -> Institution | None:
        """The institution the caller works at; ``None`` for an agency's staff."""
        return self._base_info.institution(self.who.org_no, context.current().business_time.date())

    def require_agency(self) -> None:
        """Raises ``COUNTER_ELSEWHERE`` for an institution's staff: the counter is the agency's."""
        own = self.own()
        if own is not None:
            raise COUNTER_ELSEWHERE(org_name=own.fixmedins_name)

    def institution(self, fixmedins_code: str) -> Institution:
        """Where a bill is settled. Raises ``PLACE_UNKNOWN``, also for one elsewhere."""
        own, day = self.own(), context.current().business_time.date()
        found = own or self._base_info.institution(fixmedins_code, day)
        if found is None or fixmedins_code not in ("", found.fixmedins_code):
            raise PLACE_UNKNOWN(fixmedins_code=fixmedins_code, where="fixmedins_code")
        if own is None and not self.who.sees_area(found.admdvs):
            raise PLACE_UNKNOWN(fixmedins_code=fixmedins_code, where="fixmedins_code")
        return found

    def facts(self, psn_no: str) -> BenefitFacts:
        """A person the caller may serve. Raises ``PERSON_UNKNOWN``."""
        found = self._enrollment.benefit_facts(psn_no)
        if self.own() is None and not any(self.who.sees_area(one.insuplc_admdvs) for one in found.enrollments):
            raise PERSON_UNKNOWN(psn=psn_no)
        return found

    def sight(self) -> Sight:
        """Whose settlements the caller sees."""
        own = self.own()
        return Sight(fixmedins_code=own.fixmedins_code) if own else Sight(area=self.who.area_prefix)

    def require_seen(self, record: SettlementRecord | None, setl_id: str) -> SettlementRecord:
        """Raises ``VISIT_NOT_SETTLED``, also for one elsewhere."""
        if record is None:
            raise VISIT_NOT_SETTLED(setl_id=setl_id)
        own = self.own()
        areas = (record.insuplc_admdvs, record.mdtrtarea_admvs)
        mine = record.fixmedins_code == own.fixmedins_code if own else any(map(self.who.sees_area, areas))
        if not mine:
            raise VISIT_NOT_SETTLED(setl_id=setl_id)
        return record


@contextmanager
def acting_for(institution: str) -> Iterator[None]:
    """Run as a request of an institution; the actor stays who they are."""
    with context.entered(msgspec.structs.replace(context.current(), institution=institution)):
        yield
