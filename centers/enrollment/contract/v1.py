"""Contract of the enrollment center (参保中心), version 1.

Persons, enrollments by insurance type, identity categories, filings and family mutual-aid bindings.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, Protocol

import msgspec

from hsaf.contract.errors import ErrorCode
from hsaf.records.contract import Choice

PERSON_UNKNOWN = ErrorCode("enrollment.person_unknown", 200, "未找到参保人员 {psn}", "请核对人员编号、证件号码和姓名")
PERSON_MISMATCH = ErrorCode(
    "enrollment.person_mismatch",
    201,
    "{field} 与人员编号 {psn_no} 的登记信息不一致",
    "请重新读取人员信息（1101）后再办理",
)
NOT_ENROLLED = ErrorCode("enrollment.not_enrolled", 202, "该人员没有{insutype_name}参保关系", "请核对险种类型")
INSURANCE_PAUSED = ErrorCode(
    "enrollment.insurance_paused", 203, "{insutype_name}参保状态为{status}，{day}不能享受待遇", "请到参保地经办机构办理"
)
IN_ARREARS = ErrorCode(
    "enrollment.in_arrears",
    204,
    "{insutype_name}因欠费自 {begin} 起暂停待遇{until}，{day}不能享受待遇",
    "请补缴后再办理",
)
FILING_UNKNOWN = ErrorCode(
    "enrollment.filing_unknown", 205, "未找到有效的备案 {trt_dcla_detl_sn}", "请核对备案流水号和人员编号"
)
FILING_REVOKED = ErrorCode("enrollment.filing_revoked", 206, "备案 {trt_dcla_detl_sn} 已撤销，无需重复办理")
FILING_OVERLAP = ErrorCode(
    "enrollment.filing_overlap",
    207,
    "该人员已有 {name} 备案 {trt_dcla_detl_sn}，有效期与本次重叠",
    "如需变更请先撤销原备案",
)
FILING_DATES = ErrorCode(
    "enrollment.filing_dates", 208, "结束日期 {enddate} 早于开始日期 {begndate}", "请核对备案起止日期"
)
FILING_DISEASE_UNKNOWN = ErrorCode(
    "enrollment.filing_disease_unknown", 209, "门慢门特病种 {opsp_dise_code} 不在目录中", "请核对病种编码"
)
ACCIDENT_AFTER_ADMISSION = ErrorCode(
    "enrollment.accident_after_admission",
    210,
    "受伤时间 {trum_time} 晚于入院时间 {adm_time}",
    "请核对受伤时间和入院时间",
)

CHRONIC = "01"
ACCIDENT = "02"
REFERRAL = "06"
AWAY = "08"


class Person(msgspec.Struct, frozen=True):
    """A natural person. ``certno`` and ``psn_name`` are personal data: never log them."""

    psn_no: str
    psn_cert_type: str
    certno: str
    psn_name: str
    gend: str
    naty: str
    brdy: date


class Enrollment(msgspec.Struct, frozen=True):
    """A person's enrollment in one insurance type. Arrears days are both included."""

    psn_no: str
    insutype: str
    psn_type: str
    psn_insu_stas: str
    cvlserv_flag: str
    insuplc_admdvs: str
    psn_insu_date: date | None = None
    paus_insu_date: date | None = None
    emp_no: str = ""
    emp_name: str = ""
    arrs_begndate: date | None = None
    arrs_enddate: date | None = None


class Identity(msgspec.Struct, frozen=True):
    """A dated identity category (e.g. assistance identity 2303)."""

    psn_idet_type: str
    begntime: datetime
    endtime: datetime | None = None
    memo: str = ""


class Filing(msgspec.Struct, frozen=True):
    """A filing (备案). Begin and end days both count; an empty end is open."""

    trt_dcla_detl_sn: str
    psn_no: str
    insutype: str
    biz_appy_type: str
    begndate: date
    enddate: date | None = None
    dise_codg: str = ""
    dise_name: str = ""
    mdtrtarea_admvs: str = ""
    reflin_medins_no: str = ""
    fixmedins_code: str = ""
    """Designated institution (2505), with its order in ``fix_srt_no``."""
    fix_srt_no: str = ""


class FilingRecord(msgspec.Struct, frozen=True, kw_only=True):
    """A filing and what its application said beyond what the rules read, by national field code."""

    filing: Filing
    detail: Mapping[str, Any]
    memo: str
    filed_at: datetime | None = None
    """``None`` for an imported filing."""
    revoked_at: datetime | None = None


class Binding(msgspec.Struct, frozen=True):
    """A family mutual-aid binding: ``acct_psn_no``'s account may pay this person's bill."""

    bind_srt_no: int
    acct_psn_no: str
    patn_rlts: str
    bind_time: datetime


class BenefitFacts(msgspec.Struct, frozen=True):
    """All that a benefit calculation reads about a person, fetched in one statement."""

    person: Person
    enrollments: tuple[Enrollment, ...] = ()
    identities: tuple[Identity, ...] = ()
    filings: tuple[Filing, ...] = ()
    bindings: tuple[Binding, ...] = ()

    def enrollment(self, insutype: str) -> Enrollment | None:
        return next((e for e in self.enrollments if e.insutype == insutype), None)

    def identities_on(self, day: date) -> frozenset[str]:
        """Identity categories valid on a day."""
        return frozenset(
            i.psn_idet_type
            for i in self.identities
            if i.begntime.date() <= day and (i.endtime is None or day <= i.endtime.date())
        )

    def filing_on(self, day: date, biz_appy_type: str, insutype: str, **match: str) -> Filing | None:
        """A filing of a kind valid on a day whose fields equal ``match``."""
        for filing in self.filings:
            if (
                filing.biz_appy_type == biz_appy_type
                and filing.insutype in ("", insutype)
                and filing.begndate <= day
                and (filing.enddate is None or day <= filing.enddate)
                and all(getattr(filing, key) == value for key, value in match.items())
            ):
                return filing
        return None


class NewChronicFiling(msgspec.Struct, frozen=True, kw_only=True):
    """Input of 2503 that this center keeps."""

    psn_no: str
    insutype: str
    opsp_dise_code: str
    opsp_dise_name: str
    begndate: date
    enddate: date | None = None
    ide_fixmedins_no: str = ""
    diag_dr_codg: str = ""
    hosp_ide_date: date | None = None
    memo: str = ""


class NewReferral(msgspec.Struct, frozen=True, kw_only=True):
    """Input of 2501 that this center keeps. An absent begin is ``refl_date``."""

    psn_no: str
    insutype: str
    reflin_medins_no: str
    reflin_medins_name: str
    mdtrtarea_admvs: str
    diag_code: str
    diag_name: str
    refl_type: str
    refl_date: date
    refl_rea: str = ""
    refl_opnn: str = ""
    dise_cond_dscr: str = ""
    hosp_agre_refl_flag: str = ""
    begndate: date | None = None
    enddate: date | None = None


class NewDesignation(msgspec.Struct, frozen=True, kw_only=True):
    """Input of 2505 that this center keeps: an institution designated for a kind of business."""

    psn_no: str
    biz_appy_type: str
    fixmedins_code: str
    fixmedins_name: str
    fix_srt_no: str
    begndate: date
    enddate: date | None = None
    memo: str = ""


class NewAccident(msgspec.Struct, frozen=True, kw_only=True):
    """Input of 2507 that this center keeps: an accidental injury and who may pay for it."""

    psn_no: str
    dcla_souc: str
    chk_pay_flag: str
    begndate: date
    enddate: date | None = None
    insutype: str = ""
    mdtrtarea_admvs: str = ""
    fixmedins_code: str = ""
    adm_time: date | None = None
    trum_time: date | None = None
    trum_site: str = ""
    trum_rea: str = ""
    memo: str = ""


class EnrollmentContract(Protocol):
    """What other parts may ask of the enrollment center."""

    def find_person(self, psn_cert_type: str, certno: str, psn_name: str) -> BenefitFacts:
        """Raises ``PERSON_UNKNOWN`` when certificate and name do not belong together (1101)."""
        ...

    def benefit_facts(self, psn_no: str) -> BenefitFacts:
        """One statement. Raises ``PERSON_UNKNOWN``."""
        ...

    def require_identity(
        self,
        person: Person,
        *,
        psn_cert_type: str = "",
        certno: str = "",
        psn_name: str = "",
        mdtrt_cert_type: str = "",
        mdtrt_cert_no: str = "",
    ) -> None:
        """The identity fields a message carries must be this person's; empty ones are not compared.

        Raises ``PERSON_MISMATCH`` naming the field.
        """
        ...

    def require_enrolled(self, facts: BenefitFacts, insutype: str) -> Enrollment:
        """Raises ``NOT_ENROLLED``."""
        ...

    def require_eligible(self, facts: BenefitFacts, insutype: str, on: date) -> Enrollment:
        """Enrollment in force on a day (benefit-settlement section 5).

        Raises ``NOT_ENROLLED``, ``INSURANCE_PAUSED`` or ``IN_ARREARS``, saying why.
        """
        ...

    def file_chronic(self, new: NewChronicFiling) -> str:
        """2503; returns ``trt_dcla_detl_sn``.

        Raises ``FILING_OVERLAP``, ``FILING_DATES``, ``FILING_DISEASE_UNKNOWN`` or ``NOT_ENROLLED``.
        """
        ...

    def file_referral(self, new: NewReferral) -> str:
        """2501; returns ``trt_dcla_detl_sn``. The filing covers the hospital's whole pooling area.

        Raises ``FILING_OVERLAP``, ``FILING_DATES``, ``NOT_ENROLLED`` and, inside the province,
        ``base_info.AREA_UNKNOWN`` or ``base_info.INSTITUTION_UNKNOWN``.
        """
        ...

    def file_designation(self, new: NewDesignation) -> str:
        """2505; returns ``trt_dcla_detl_sn``. Raises ``FILING_OVERLAP``, ``FILING_DATES`` or
        ``base_info.INSTITUTION_UNKNOWN``.
        """
        ...

    def file_accident(self, new: NewAccident) -> str:
        """2507; returns ``trt_dcla_detl_sn``. Raises ``FILING_OVERLAP``, ``FILING_DATES``,
        ``ACCIDENT_AFTER_ADMISSION``, ``NOT_ENROLLED`` or ``base_info.INSTITUTION_UNKNOWN``.
        """
        ...

    def revoke_filing(self, psn_no: str, trt_dcla_detl_sn: str, biz_appy_type: str, memo: str) -> None:
        """2502, 2504. Raises ``FILING_UNKNOWN`` or ``FILING_REVOKED``."""
        ...

    def revoke_designation(self, psn_no: str, trt_dcla_detl_sn: str, memo: str) -> None:
        """2506. Raises ``FILING_UNKNOWN`` or ``FILING_REVOKED``."""
        ...

    def filing_records(self, psn_no: str, biz_appy_type: str) -> list[FilingRecord]:
        """A person's filings of a kind that were not revoked, expired and future ones too, by begin day
        (5301, 5302, 5304)."""
        ...

    def persons(self, psn_nos: Iterable[str]) -> dict[str, Person]:
        """The known ones of these persons, by number; a statement for every few hundred."""
        ...

    def search_persons(self, *, certno: str = "", psn_name: str = "", admdvs: str = "") -> list[Person]:
        """Persons with a certificate number, or of a whole name insured in a region or below it; at most 20."""
        ...

    def picked(self, code: str, text: str) -> Sequence[Choice] | None:
        """``person``: up to 20 persons of the caller's region, named masked, whose name or number begins with the text
        or who have this certificate number; ``None`` for anything else."""
        ...

    def employer_base(self, emp_no: str, year: int) -> int | None:
        """Monthly average contribution base of an employer's staff in a year, fen; ``None`` where none is known."""
        ...

    def load(self, kind: str, rows: Iterable[Mapping[str, str]]) -> int:
        """Bulk load ``persons``, ``identities``, ``filings``, ``mutual_aid``, ``employers`` or
        ``employer_bases`` (national field codes, the columns of the demo region's files) in the caller's
        unit of work.
        """
        ...
