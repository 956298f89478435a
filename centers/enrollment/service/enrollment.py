"""The enrollment service: who a person is, how they are insured, and bulk load of both."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any, Final

from centers.base_info.contract.v1 import BaseInfoContract
from centers.enrollment.contract.v1 import (
    PERSON_MISMATCH,
    PERSON_UNKNOWN,
    BenefitFacts,
    Enrollment,
    FilingRecord,
    NewAccident,
    NewChronicFiling,
    NewDesignation,
    NewReferral,
    Person,
)
from centers.enrollment.data.facts import FactsReader
from centers.enrollment.data.repository import Repository
from centers.enrollment.domain import eligibility, identity, rows
from centers.enrollment.domain.filings import is_designation
from centers.enrollment.service.filings import Filings
from hsaf.contract import id_card
from hsaf.contract.principal import area_prefix
from hsaf.contract.rows import read_rows
from hsaf.data import current_uow

Rows = Iterable[Mapping[str, str]]


class EnrollmentService:
    """Implements :class:`centers.enrollment.contract.v1.EnrollmentContract`."""

    def __init__(
        self, repository: Repository, facts: FactsReader, filings: Filings, base_info: BaseInfoContract
    ) -> None:
        self._repository = repository
        self._facts = facts
        self._filings = filings
        self._base_info = base_info
        self._loaders: Final[dict[str, Callable[[str, Rows], int]]] = {
            "persons": self._load_persons,
            "identities": self._loader("identity", rows.IDENTITY),
            "filings": self._load_filings,
            "mutual_aid": self._loader("mutual_aid", rows.MUTUAL_AID),
            "employers": self._loader("employer", rows.EMPLOYER),
            "employer_bases": self._loader("employer_base", rows.EMPLOYER_BASE),
        }

    # -- who ----------------------------------------------------------------------------------------

    def find_person(self, psn_cert_type: str, certno: str, psn_name: str) -> BenefitFacts:
        number = id_card.normal(certno)
        for psn_no in self._repository.persons_by_certificate(psn_cert_type, number):
            facts = self.benefit_facts(psn_no)
            if facts.person.psn_name == psn_name.strip():
                return facts
        raise PERSON_UNKNOWN(psn=identity.hint(number))

    def benefit_facts(self, psn_no: str) -> BenefitFacts:
        facts = self._facts.read(psn_no)
        if facts is None:
            raise PERSON_UNKNOWN(psn=psn_no)
        return facts

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
        field = identity.mismatch(
            person,
            psn_cert_type=psn_cert_type,
            certno=certno,
            psn_name=psn_name,
            mdtrt_cert_type=mdtrt_cert_type,
            mdtrt_cert_no=mdtrt_cert_no,
        )
        if field is not None:
            raise PERSON_MISMATCH(where=field, field=identity.LABELS[field], psn_no=person.psn_no)

    def persons(self, psn_nos: Iterable[str]) -> dict[str, Person]:
        return self._repository.persons(psn_nos)

    def search_persons(self, *, certno: str = "", psn_name: str = "", admdvs: str = "") -> list[Person]:
        found = self._repository.search(certno=certno, psn_name=psn_name, area=area_prefix(admdvs) if admdvs else "")
        return list(self._repository.persons(found).values())

    # -- how insured --------------------------------------------------------------------------------

    def require_enrolled(self, facts: BenefitFacts, insutype: str) -> Enrollment:
        return eligibility.enrolled(facts, insutype, self._label)

    def require_eligible(self, facts: BenefitFacts, insutype: str, on: date) -> Enrollment:
        enrollment = self.require_enrolled(facts, insutype)
        obstacle = eligibility.obstacle(enrollment, on, self._label)
        if obstacle is not None:
            raise obstacle
        return enrollment

    def employer_base(self, emp_no: str, year: int) -> int | None:
        return self._repository.employer_base(emp_no, year)

    def _label(self, type: str, value: str) -> str:
        return self._base_info.label(type, value) or value

    # -- filings ------------------------------------------------------------------------------------

    def file_chronic(self, new: NewChronicFiling) -> str:
        facts = self.benefit_facts(new.psn_no)
        self.require_enrolled(facts, new.insutype)
        return self._filings.file_chronic(new, facts)

    def file_referral(self, new: NewReferral) -> str:
        facts = self.benefit_facts(new.psn_no)
        if new.insutype:
            self.require_enrolled(facts, new.insutype)
        return self._filings.file_referral(new, facts)

    def file_designation(self, new: NewDesignation) -> str:
        return self._filings.file_designation(new, self.benefit_facts(new.psn_no))

    def revoke_filing(self, psn_no: str, trt_dcla_detl_sn: str, biz_appy_type: str, memo: str) -> None:
        self._filings.revoke(psn_no, trt_dcla_detl_sn, lambda filing: filing.biz_appy_type == biz_appy_type, memo)

    def file_accident(self, new: NewAccident) -> str:
        facts = self.benefit_facts(new.psn_no)
        if new.insutype:
            self.require_enrolled(facts, new.insutype)
        return self._filings.file_accident(new, facts)

    def revoke_designation(self, psn_no: str, trt_dcla_detl_sn: str, memo: str) -> None:
        self._filings.revoke(psn_no, trt_dcla_detl_sn, is_designation, memo)

    def filing_records(self, psn_no: str, biz_appy_type: str) -> list[FilingRecord]:
        return self._repository.filings(psn_no, biz_appy_type)

    # -- bulk load ----------------------------------------------------------------------------------

    def load(self, kind: str, rows: Rows) -> int:
        if kind not in self._loaders:
            raise ValueError(f"unknown kind of enrollment data: {kind}; known are {', '.join(self._loaders)}")
        count = self._loaders[kind](kind, rows)
        current_uow().audit("enrollment.loaded", {"kind": kind, "rows": count})
        return count

    def _loader(self, table: str, form: Any) -> Callable[[str, Rows], int]:
        def load(kind: str, source: Rows) -> int:
            typed = read_rows(kind, form, source)
            self._repository.save(table, typed)
            return len(typed)

        return load

    def _load_persons(self, kind: str, source: Rows) -> int:
        """One row per person and insurance type; a person's own columns are the same in each."""
        source = list(source)
        persons = {row["psn_no"]: row for row in read_rows(kind, rows.PERSON, source)}
        insured = read_rows(kind, rows.INSURED, source)
        self._repository.save_persons(persons.values())
        self._repository.save("insured", insured)
        return len(insured)

    def _load_filings(self, kind: str, source: Rows) -> int:
        """Whatever code of an area a file gives, a filing covers its whole pooling area."""
        typed = read_rows(kind, rows.FILING, source)
        for row in typed:
            if row["mdtrtarea_admvs"]:
                row["mdtrtarea_admvs"] = self._base_info.pool_area(row["mdtrtarea_admvs"])
        self._repository.save_filings(typed)
        return len(typed)
