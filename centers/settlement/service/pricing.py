"""Catalog terms of a fee line at an institution."""

from __future__ import annotations

from centers.base_info.contract.v1 import BaseInfoContract, CatalogItem
from centers.settlement.contract.v1 import NewLine
from centers.settlement.domain.lines import EXCLUDED, NOT_LISTED, Terms, approved
from centers.settlement.domain.upload import TermsOf
from hsaf.contract import context


class Pricing:
    def __init__(self, base_info: BaseInfoContract) -> None:
        self._base_info = base_info

    def terms_for_institution(self) -> TermsOf:
        """Terms at the calling institution's level today; the catalog is read by the day of the fee."""
        ctx = context.current()
        return self.terms_at(self._base_info.known_institution(ctx.institution, ctx.business_time.date()).hosp_lv)

    def terms_at(self, level: int) -> TermsOf:
        """Terms at an institution of a level."""

        def terms_of(line: NewLine) -> Terms:
            item = self._base_info.catalog_item(line.med_list_codg, line.fee_ocur_time.date())
            return NOT_LISTED if item is None else _terms(item, level, line.hosp_appr_flag)

        return terms_of


def _terms(item: CatalogItem, level: int, hosp_appr_flag: str) -> Terms:
    if item.chrgitm_lv == EXCLUDED:
        own_pay, memo = True, "丙类，全自费"
    elif not approved(item.lmt_used_flag, hosp_appr_flag):
        own_pay, memo = True, "未经审批，全自费"
    else:
        own_pay, memo = False, ""
    return Terms(
        chrgitm_lv=item.chrgitm_lv,
        med_chrgitm_type=item.med_chrgitm_type,
        own_pay=own_pay,
        selfpay_prop=item.selfpay_prop,
        ceiling=item.ceilings.get(level),
        lmt_used_flag=item.lmt_used_flag,
        memo=memo,
    )
