"""Whom and what a clerk at the desk looks for: persons and how they stand, catalog lines, diagnoses, settlements."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any, Final

import msgspec

from centers.base_info.contract.v1 import BaseInfoContract
from centers.enrollment.contract.v1 import PERSON_UNKNOWN, BenefitFacts, EnrollmentContract, Filing, Person
from centers.settlement.contract.desk import SEARCH_EMPTY, TRACE_PAGE
from centers.settlement.data.accounts import AccountRepository
from centers.settlement.data.accumulators import AccumulatorRepository
from centers.settlement.data.desk import DeskReader
from centers.settlement.service.desk_scope import DeskScope
from hsaf.contract import context
from hsaf.contract.errors import HsafError
from hsaf.contract.paging import Page, Paging
from hsaf.records.masking import mask
from hsaf.records.model import Mask
from hsaf.rules.telling import COUNTS, LABELS

ITEMS: Final = ("drug", "service_item", "consumable")
"""Standards whose lines a bill may have."""

MOST: Final = 20
DAYS: Final = 31
"""A list that names no days shows the last of them."""


class DeskLooking:
    def __init__(
        self,
        scope: DeskScope,
        reader: DeskReader,
        *,
        accounts: AccountRepository,
        accumulators: AccumulatorRepository,
        base_info: BaseInfoContract,
        enrollment: EnrollmentContract,
    ) -> None:
        self._scope = scope
        self._reader = reader
        self._accounts = accounts
        self._accumulators = accumulators
        self._base_info = base_info
        self._enrollment = enrollment

    def place(self) -> dict[str, Any]:
        own, who = self._scope.own(), self._scope.who
        return {
            "fixmedins_code": own.fixmedins_code if own else "",
            "fixmedins_name": own.fixmedins_name if own else "",
            "admdvs": who.admdvs,
            "now": context.current().business_time.replace(microsecond=0),
        }

    def persons(self, psn_no: str, certno: str, psn_name: str, admdvs: str) -> list[dict[str, Any]]:
        """By number an institution finds anybody, an agency the insured of its region; by name everybody searches
        their own region. Raises ``SEARCH_EMPTY``."""
        if psn_no:
            return self._by_number(psn_no)
        if not certno and not (psn_name and admdvs):
            raise SEARCH_EMPTY(where="psn_no")
        if admdvs and not self._scope.who.sees_area(admdvs):
            return []
        area = admdvs or ("" if self._scope.own() else self._scope.who.admdvs)
        found = self._enrollment.search_persons(certno=certno, psn_name=psn_name, admdvs=area)
        return [self._listed(self._enrollment.benefit_facts(one.psn_no)) for one in found]

    def _by_number(self, psn_no: str) -> list[dict[str, Any]]:
        try:
            return [self._listed(self._scope.facts(psn_no))]
        except HsafError as refusal:
            if refusal.code != PERSON_UNKNOWN.code:
                raise
            return []

    def _listed(self, facts: BenefitFacts) -> dict[str, Any]:
        areas = [self._area(one.insuplc_admdvs) for one in facts.enrollments]
        return self._masked(facts.person) | {"insured_at": "、".join(dict.fromkeys(areas))}

    def person(self, psn_no: str) -> dict[str, Any]:
        """Raises ``PERSON_UNKNOWN``."""
        facts, today = self._scope.facts(psn_no), context.current().business_time.date()
        own = self._scope.own()
        return {
            "person": self._masked(facts.person),
            "enrollments": [
                msgspec.structs.asdict(one) | {"insuplc_name": self._area(one.insuplc_admdvs)}
                for one in facts.enrollments
            ],
            "identities": sorted(facts.identities_on(today)),
            "balance": self._accounts.balances([psn_no]).get(psn_no, 0),
            "accumulators": [_accumulated(row) for row in self._accumulators.of(psn_no, today.year)],
            "filings": [_filed(one) for one in facts.filings if one.enddate is None or one.enddate >= today],
            "visits": self._visits(psn_no, own.fixmedins_code if own else ""),
        }

    def _visits(self, psn_no: str, own: str) -> list[Mapping[str, Any]]:
        """Open ones at the caller's institution, or at those of an agency's region."""
        codes = [own] if own else [code for code in self._reader.places_of(psn_no) if self._inside(code)]
        wanted = ("mdtrt_id", "fixmedins_code", "kind", "state", "med_type", "insutype", "begntime", "endtime",
                  "ipt_otp_no", "dise_codg", "lines", "medfee_sumamt")  # fmt: skip
        return [{name: row[name] for name in wanted} for row in self._reader.open_visits(psn_no, codes)]

    def _inside(self, code: str) -> bool:
        found = self._base_info.institution(code, context.current().business_time.date())
        return found is not None and self._scope.who.sees_area(found.admdvs)

    def items(self, text: str, fixmedins_code: str) -> list[dict[str, Any]]:
        """Raises ``PLACE_UNKNOWN``."""
        if not text.strip():
            return []
        own = self._scope.own()
        level = self._scope.institution(fixmedins_code).hosp_lv if own or fixmedins_code else 1
        rows = self._base_info.standard_search(text.strip(), Paging(1, 200)).rows
        codes = dict.fromkeys(row["code"] for row in rows if row["standard"] in ITEMS)
        today = context.current().business_time.date()
        found = (item for code in codes if (item := self._base_info.catalog_item(code, today)) is not None)
        return [_offered(item, level) for item, _ in zip(found, range(MOST), strict=False)]

    def diagnoses(self, text: str) -> list[Mapping[str, Any]]:
        wanted = text.strip()
        if not wanted:
            return []
        by_code = self._base_info.standard_page("diagnosis", {"code": wanted}, Paging(1, MOST)).rows
        by_name = self._base_info.standard_page("diagnosis", {"name": wanted}, Paging(1, MOST)).rows
        found = {row["diag_code"]: row["diag_name"] for row in (*by_code, *by_name)}
        return [{"diag_code": code, "diag_name": name} for code, name in list(found.items())[:MOST]]

    def settlements(self, asked: Mapping[str, Any], paging: Paging) -> Page:
        """The days of the last month where none are named."""
        paging.require_sound()
        rows, total = self._reader.page(self._scope.sight(), _dated(asked), paging.page_size, paging.offset)
        return Page(self.named(rows), total, paging)

    def all_settlements(self, asked: Mapping[str, Any], most: int) -> Sequence[Mapping[str, Any]]:
        return self.named(self._reader.page(self._scope.sight(), _dated(asked), most, 0)[0])

    def named(self, rows: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
        persons = self._enrollment.persons({row["psn_no"] for row in rows})
        today = context.current().business_time.date()
        places = {code: self._base_info.institution(code, today) for code in {row["fixmedins_code"] for row in rows}}
        return [
            {
                **row,
                "psn_name": mask(Mask.NAME, persons[row["psn_no"]].psn_name) if row["psn_no"] in persons else "",
                "fixmedins_name": place.fixmedins_name if (place := places[row["fixmedins_code"]]) else "",
                "standing": _standing(row),
                "page": TRACE_PAGE,
                "ref": row["setl_id"],
            }
            for row in rows
        ]

    def _masked(self, person: Person) -> dict[str, Any]:
        return {
            "psn_no": person.psn_no,
            "psn_name": mask(Mask.NAME, person.psn_name),
            "certno": mask(Mask.CERTNO, person.certno),
            "gend": person.gend,
        }

    def _area(self, admdvs: str) -> str:
        found = self._base_info.area(admdvs)
        return found.admdvs_name if found else admdvs


def _standing(row: Mapping[str, Any]) -> str:
    if row["refd_setl_flag"] == "1":
        return "reversal"
    return "reversed" if row["reversed_by"] else "stands"


def _dated(asked: Mapping[str, Any]) -> dict[str, Any]:
    if asked.get("begndate") or asked.get("enddate") or asked.get("setl_id") or asked.get("psn_no"):
        return dict(asked)
    today: date = context.current().business_time.date()
    return {**asked, "begndate": today - timedelta(days=DAYS)}


def _accumulated(row: Mapping[str, Any]) -> dict[str, Any]:
    code = row["cum_type_code"]
    head, _, rest = code.partition(":")
    label = LABELS.get(head, head) + (f"（{rest}）" if rest else "")
    return {"insutype": row["insutype"], "code": code, "name": label, "value": row["value"], "count": head in COUNTS}


def _filed(filing: Filing) -> dict[str, Any]:
    wanted = ("trt_dcla_detl_sn", "biz_appy_type", "insutype", "dise_codg", "dise_name", "begndate", "enddate")
    return {name: getattr(filing, name) for name in wanted}


def _offered(item: Any, level: int) -> dict[str, Any]:
    ceiling = item.ceilings.get(level)
    wanted = ("med_list_codg", "med_list_name", "list_type", "chrgitm_lv", "selfpay_prop", "spec", "prcunt")
    return {name: getattr(item, name) for name in wanted} | {"ceiling": ceiling}
