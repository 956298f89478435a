"""Registration, admission, change, discharge and their withdrawal (2201-2203, 2401-2405)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from centers.base_info.contract.v1 import SERVICE_NOT_OPENED, BaseInfoContract
from centers.enrollment.contract.v1 import EnrollmentContract
from centers.policy.contract.v1 import PolicyContract
from centers.settlement.contract.v1 import MED_TYPE_WRONG, Diagnosis, NewVisit
from centers.settlement.data.lines import LineRepository
from centers.settlement.data.visits import VisitRepository
from centers.settlement.domain import visit as rules
from centers.settlement.domain.visit import Kind, State, Visit
from centers.settlement.service.access import owned_visit
from hsaf.contract import context
from hsaf.data import current_uow
from hsaf.spi.ids import Ids

COLUMNS: Final = frozenset(
    {"med_type", "begntime", "dise_codg", "dise_name", "matn_type", "ipt_otp_no", "mdtrt_cert_type"}
)
"""National fields with a column of their own; the others are kept in ``detail``."""

KEYS: Final = frozenset({"psn_no", "mdtrt_id", "insutype", "endtime"})
"""Fields that name the visit or that only 2402 sets; a change never carries them over."""

IDENTITY: Final = frozenset(
    {"certno", "psn_name", "psn_type", "psn_cert_type", "cert_type", "mdtrt_cert_no", "card_sn"}
)
"""Who the person is belongs to the enrollment center; a visit keeps the number only."""

SCENES: Final = {Kind.STAY: ("inpatient", "maternity"), Kind.OUTPATIENT: ("outpatient", "chronic")}
BUSINESS: Final = {Kind.STAY: "住院", Kind.OUTPATIENT: "门诊"}


class Visits:
    def __init__(
        self,
        visits: VisitRepository,
        lines: LineRepository,
        base_info: BaseInfoContract,
        enrollment: EnrollmentContract,
        policy: PolicyContract,
        ids: Ids,
    ) -> None:
        self._visits = visits
        self._lines = lines
        self._base_info = base_info
        self._enrollment = enrollment
        self._policy = policy
        self._ids = ids

    def register(self, new: NewVisit, diagnoses: Sequence[Diagnosis]) -> str:
        """An admission names its medical type, an outpatient registration gets it with 2203."""
        kind = Kind.STAY if new.med_type else Kind.OUTPATIENT
        self._require_service(kind)
        self._require_med_type(kind, new.med_type)
        self._enrollment.require_enrolled(self._enrollment.benefit_facts(new.psn_no), new.insutype)
        visit = self._visit(new, kind)
        self._visits.add(visit)
        self._visits.diagnose(visit.psn_no, visit.mdtrt_id, diagnoses)
        self._note("registered", visit, insutype=visit.insutype, med_type=visit.med_type)
        return visit.mdtrt_id

    def update(self, psn_no: str, mdtrt_id: str, changes: Mapping[str, Any], diagnoses: Sequence[Diagnosis]) -> None:
        visit = owned_visit(self._visits, psn_no, mdtrt_id)
        given = _given(changes)
        rules.require_changeable(visit, given)
        self._require_med_type(visit.kind, given.get("med_type", ""))
        self._store(visit, given, diagnoses)
        self._note("changed", visit, fields=sorted(given))

    def discharge(
        self, psn_no: str, mdtrt_id: str, endtime: datetime, changes: Mapping[str, Any], diagnoses: Sequence[Diagnosis]
    ) -> None:
        visit = owned_visit(self._visits, psn_no, mdtrt_id)
        rules.require_kind(visit, Kind.STAY, "出院办理")
        rules.require_same_insutype(visit, changes.get("insutype", ""))
        rules.require_dischargeable(visit, endtime)
        self._store(visit, _given(changes), diagnoses, state=State.DISCHARGED, endtime=endtime)
        self._note("discharged", visit, endtime=endtime)

    def undo_discharge(self, psn_no: str, mdtrt_id: str) -> None:
        visit = owned_visit(self._visits, psn_no, mdtrt_id)
        rules.require_kind(visit, Kind.STAY, "出院撤销")
        rules.require_discharged(visit)
        self._visits.save(visit, state=State.OPEN, endtime=None)
        self._note("discharge_undone", visit)

    def void(self, psn_no: str, mdtrt_id: str, business: str) -> None:
        """2202 for outpatient visits, 2404 for stays."""
        visit = owned_visit(self._visits, psn_no, mdtrt_id)
        if visit.kind is not VOIDED_BY.get(business, visit.kind):
            raise MED_TYPE_WRONG(med_type=visit.med_type, business=business)
        rules.require_voidable(visit, self._lines.count(visit))
        self._visits.save(visit, state=State.VOID)
        self._note("voided", visit)

    def _visit(self, new: NewVisit, kind: Kind) -> Visit:
        ctx = context.current()
        rest = {name: getattr(new, name) for name in ("atddr_no", "dept_code", "dept_name")}
        return Visit(
            psn_no=new.psn_no,
            mdtrt_id=self._ids.new("MD"),
            fixmedins_code=ctx.institution,
            kind=kind,
            insutype=new.insutype,
            med_type=new.med_type,
            begntime=new.begntime,
            dise_codg=new.dise_codg,
            dise_name=new.dise_name,
            matn_type=new.matn_type,
            ipt_otp_no=new.ipt_otp_no,
            mdtrt_cert_type=new.mdtrt_cert_type,
            mdtrtarea_admvs=new.mdtrtarea_admvs,
            insuplc_admdvs=new.insuplc_admdvs,
            msgid=ctx.request_id,
            detail=_given({**rest, **new.detail}),
        )

    def _store(self, visit: Visit, given: Mapping[str, Any], diagnoses: Sequence[Diagnosis], **more: Any) -> None:
        columns = {name: value for name, value in given.items() if name in COLUMNS}
        rest = {name: value for name, value in given.items() if name not in COLUMNS}
        self._visits.save(visit, detail={**visit.detail, **rest}, **columns, **more)
        self._visits.diagnose(visit.psn_no, visit.mdtrt_id, diagnoses)

    def _require_service(self, kind: Kind) -> None:
        """The institution must be open for this kind of visit on the business day."""
        ctx = context.current()
        institution = self._base_info.require_institution(ctx.institution, ctx.business_time.date())
        opened = institution.ipt_flag if kind is Kind.STAY else institution.otp_flag
        if not opened:
            raise SERVICE_NOT_OPENED(fixmedins_code=ctx.institution, service=BUSINESS[kind])

    def _require_med_type(self, kind: Kind, med_type: str) -> None:
        """A type that the policy of the day knows as something else cannot be registered here; one that
        it does not know is refused when it is settled."""
        if not med_type:
            return
        scene = self._policy.scene_kind(med_type, context.current().business_time.date())
        if scene is not None and scene not in SCENES.get(kind, ()):
            raise MED_TYPE_WRONG(med_type=med_type, business=BUSINESS.get(kind, "购药"))

    def _note(self, what: str, visit: Visit, **facts: Any) -> None:
        current_uow().audit(f"settlement.visit_{what}", {"mdtrt_id": visit.mdtrt_id, "kind": visit.kind, **facts})


VOIDED_BY: Final = {"2202": Kind.OUTPATIENT, "2404": Kind.STAY}


def _given(changes: Mapping[str, Any]) -> dict[str, Any]:
    """What a message really says: empty fields change nothing, and who the person is is not kept here."""
    return {n: value for n, value in changes.items() if value not in ("", None) and n not in KEYS | IDENTITY}
