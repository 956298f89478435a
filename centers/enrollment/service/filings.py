"""Making and revoking filings (2501-2507). The caller's unit of work holds the person's lock, so what
was checked still holds when it is written.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any, Final

from centers.base_info.contract.v1 import AREA_UNKNOWN, BaseInfoContract
from centers.enrollment.contract.v1 import (
    ACCIDENT,
    CHRONIC,
    FILING_DISEASE_UNKNOWN,
    FILING_REVOKED,
    FILING_UNKNOWN,
    REFERRAL,
    BenefitFacts,
    Filing,
    NewAccident,
    NewChronicFiling,
    NewDesignation,
    NewReferral,
)
from centers.enrollment.data.repository import Repository
from centers.enrollment.domain.filings import require_dates, require_free, require_injury_first
from hsaf.contract import context
from hsaf.data import current_uow
from hsaf.spi.ids import Ids

PREFIX: Final = "TD"
"""Filing numbers (待遇申报明细流水号) begin with it."""

OUT_OF_PROVINCE: Final = "3"
"""``refl_type`` 转往省外异地: hospital and area are not in our tables."""


class Filings:
    """The filings of one person at a time."""

    def __init__(self, repository: Repository, base_info: BaseInfoContract, ids: Ids) -> None:
        self._repository = repository
        self._base_info = base_info
        self._ids = ids

    def file_chronic(self, new: NewChronicFiling, facts: BenefitFacts, *, materials: Sequence[str] = ()) -> str:
        """2503, and registration at the agency with references to its ``materials``."""
        require_dates(new.begndate, new.enddate)
        disease = self._base_info.chronic_disease(new.opsp_dise_code, new.begndate)
        if disease is None:
            raise FILING_DISEASE_UNKNOWN(opsp_dise_code=new.opsp_dise_code)
        filing = self._numbered(
            new.psn_no,
            CHRONIC,
            new.begndate,
            new.enddate,
            insutype=new.insutype,
            dise_codg=new.opsp_dise_code,
            dise_name=disease,
        )
        require_free(filing, facts.filings, disease)
        detail = {
            "ide_fixmedins_no": new.ide_fixmedins_no,
            "diag_dr_codg": new.diag_dr_codg,
            "hosp_ide_date": new.hosp_ide_date,
            **({"materials": list(materials)} if materials else {}),
        }
        return self._add(filing, detail, new.memo)

    def file_referral(self, new: NewReferral, facts: BenefitFacts) -> str:
        """2501; an absent begin day is the day of the referral."""
        begin = new.begndate or new.refl_date
        require_dates(begin, new.enddate)
        self._require_destination(new, begin)
        filing = self._numbered(
            new.psn_no,
            REFERRAL,
            begin,
            new.enddate,
            insutype=new.insutype,
            mdtrtarea_admvs=self._base_info.pool_area(new.mdtrtarea_admvs),
            reflin_medins_no=new.reflin_medins_no,
        )
        require_free(filing, facts.filings, "转院")
        detail = {
            "reflin_medins_name": new.reflin_medins_name,
            "mdtrtarea_admvs": new.mdtrtarea_admvs,
            "diag_code": new.diag_code,
            "diag_name": new.diag_name,
            "refl_type": new.refl_type,
            "refl_date": new.refl_date,
            "refl_rea": new.refl_rea,
            "refl_opnn": new.refl_opnn,
            "dise_cond_dscr": new.dise_cond_dscr,
            "hosp_agre_refl_flag": new.hosp_agre_refl_flag,
        }
        return self._add(filing, detail, "")

    def _require_destination(self, new: NewReferral, on: date) -> None:
        if new.refl_type == OUT_OF_PROVINCE:
            return
        if self._base_info.area(new.mdtrtarea_admvs) is None:
            raise AREA_UNKNOWN(admdvs=new.mdtrtarea_admvs)
        self._base_info.require_institution(new.reflin_medins_no, on)

    def file_designation(self, new: NewDesignation, facts: BenefitFacts) -> str:
        """2505."""
        require_dates(new.begndate, new.enddate)
        institution = self._base_info.require_institution(new.fixmedins_code, new.begndate)
        filing = self._numbered(
            new.psn_no,
            new.biz_appy_type,
            new.begndate,
            new.enddate,
            fixmedins_code=new.fixmedins_code,
            fix_srt_no=new.fix_srt_no,
        )
        require_free(filing, facts.filings, f"定点（{institution.fixmedins_name}）")
        return self._add(filing, {"fixmedins_name": new.fixmedins_name}, new.memo)

    def file_accident(self, new: NewAccident, facts: BenefitFacts) -> str:
        """2507."""
        require_dates(new.begndate, new.enddate)
        require_injury_first(new.trum_time, new.adm_time)
        if new.fixmedins_code:
            self._base_info.require_institution(new.fixmedins_code, new.begndate)
        filing = self._numbered(
            new.psn_no,
            ACCIDENT,
            new.begndate,
            new.enddate,
            insutype=new.insutype,
            mdtrtarea_admvs=new.mdtrtarea_admvs,
            fixmedins_code=new.fixmedins_code,
        )
        require_free(filing, facts.filings, "意外伤害")
        detail = {
            name: getattr(new, name)
            for name in ("dcla_souc", "chk_pay_flag", "adm_time", "trum_time", "trum_site", "trum_rea")
        }
        return self._add(filing, detail, new.memo)

    def _numbered(self, psn_no: str, biz_appy_type: str, begndate: date, enddate: date | None, **fields: str) -> Filing:
        return Filing(
            trt_dcla_detl_sn=self._ids.new(PREFIX),
            psn_no=psn_no,
            biz_appy_type=biz_appy_type,
            begndate=begndate,
            enddate=enddate,
            **{"insutype": "", **fields},
        )

    def _add(self, filing: Filing, detail: Mapping[str, Any], memo: str) -> str:
        self._repository.add_filing(filing, detail=detail, memo=memo, filed_at=_now())
        current_uow().audit("enrollment.filing_made", filing_facts(filing))
        return filing.trt_dcla_detl_sn

    def revoke(self, psn_no: str, trt_dcla_detl_sn: str, meant: Callable[[Filing], bool], memo: str) -> None:
        """2502, 2504, 2506: the filing stays on record as revoked, with the reason."""
        record = self._repository.filing(psn_no, trt_dcla_detl_sn)
        if record is None or not meant(record.filing):
            raise FILING_UNKNOWN(trt_dcla_detl_sn=trt_dcla_detl_sn)
        if record.revoked_at is not None:
            raise FILING_REVOKED(trt_dcla_detl_sn=trt_dcla_detl_sn)
        self._repository.revoke_filing(psn_no, trt_dcla_detl_sn, at=_now(), memo=memo)
        kind = record.filing.biz_appy_type
        facts = {"psn_no": psn_no, "trt_dcla_detl_sn": trt_dcla_detl_sn, "biz_appy_type": kind}
        current_uow().audit("enrollment.filing_revoked", facts)


def filing_facts(filing: Filing) -> dict[str, Any]:
    """What the audit chain keeps of a new filing: its own fields, none of which is a name or ID number."""
    return {name: value for name in filing.__struct_fields__ if (value := getattr(filing, name)) not in ("", None)}


def _now() -> Any:
    return context.current().business_time.replace(microsecond=0)
