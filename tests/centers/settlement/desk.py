"""A hospital's desk over the real centers: what a clerk does, without the wire.

Persons, institutions, catalog and policy are the demo region's; only the few that the tests speak of
are loaded.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import Any

from dependency_injector import containers, providers

from centers.base_info import plugin as base_info
from centers.enrollment import plugin as enrollment
from centers.policy import plugin as policy
from centers.settlement import plugin as settlement
from centers.settlement.config import Config
from centers.settlement.contract.v1 import (
    LineSplit,
    NewLine,
    NewVisit,
    PharmacyOrder,
    Settlement,
    SettleOrder,
)
from centers.settlement.service.facade import SettlementService
from hsaf.contract.context import entered
from hsaf.data.pipeline import Outcome, RequestKey
from hsaf.data.types import to_json
from hsaf.money import fen_from_yuan
from hsaf.testing.harness import Harness
from plugins.demo_region import files

METADATA = [module.hsaf_compose().metadata for module in (base_info, enrollment, policy, settlement)]

RETIRED = "9900000000000770"  # employee, retired, 乙市, 4,800.10
WORKER = "9900000000000498"  # employee, 乙市, 512.34, 高血压 filing
PENSIONER = "9900000000000859"  # employee, retired, 甲市, 35.50
RESIDENT = "9900000000001381"  # resident, 乙市, 低保
FAMILY = "9900000000001549"  # resident, 甲市, bound to the accounts of AUNT and UNCLE
AUNT = "9900000000000432"
UNCLE = "9900000000000198"
BOTH = "9900000000001961"  # employee and resident, both in force, 乙市
PEOPLE = (RETIRED, WORKER, PENSIONER, RESIDENT, FAMILY, AUNT, UNCLE, BOTH)

HOSPITAL = "H99020400024"  # level 2, 乙市
CLINIC = "H99020400028"  # level 1, 乙市
AWAY_HOSPITAL = "H99010100001"  # level 3, 甲市
CITY_CLINIC = "H99010200014"
PHARMACY = "P99010400004"

TREATMENT = "009901000000000-990100000"  # 综合治疗费: 甲, no ceiling
SPECIAL = "009902000000000-990200000"  # 专项治疗费: 乙 10%, no ceiling
OMEPRAZOLE = "XA02BCB001E001010190000"  # 甲, ceiling 13.44
SELF_PAID = "XA11HAC002E084010190269"  # 丙


class KernelServices(containers.DeclarativeContainer):
    database = providers.Dependency()
    crypto = providers.Dependency()
    ids = providers.Dependency()
    clock = providers.Dependency()
    settings = providers.Dependency()
    objects = providers.Dependency()


class Settings:
    """The settings a center asks for: their defaults."""

    def of(self, code: str) -> Any:
        return {"settlement": Config()}[code]


@lru_cache
def csv(name: str) -> tuple[files.Row, ...]:
    return tuple(files.rows(name))


CODES = {
    "institutions": (HOSPITAL, CLINIC, AWAY_HOSPITAL, CITY_CLINIC, PHARMACY),
    "catalog": (TREATMENT, SPECIAL, OMEPRAZOLE, SELF_PAID),
}


def some(name: str) -> list[files.Row]:
    """Rows of the institutions or catalog lines that the tests speak of."""
    return [row for row in csv(f"{name}.csv") if next(iter(row.values())) in CODES[name]]


def of_people(name: str) -> list[files.Row]:
    return [row for row in csv(name) if row["psn_no"] in PEOPLE]


@dataclass
class Desk:
    """``at`` is the business time of the next call; it moves on by a minute with each."""

    harness: Harness
    institution: str = HOSPITAL
    at: datetime = datetime(2026, 3, 2, 8, 0)
    pool: str = ""
    messages: Iterable[int] = field(default_factory=lambda: itertools.count(1))

    def __post_init__(self) -> None:
        harness = self.harness
        kernel = KernelServices(
            database=providers.Object(harness.database),
            crypto=providers.Object(harness.crypto),
            ids=providers.Object(harness.ids),
            clock=providers.Object(harness.clock),
            settings=providers.Object(Settings()),
            objects=providers.Object(None),  # nothing here keeps files
        )
        self.base_info = base_info.Container(kernel=kernel).service()
        known = {"base_info": providers.Object(self.base_info)}
        self.policy = policy.Container(kernel=kernel).service()
        known |= {"policy": providers.Object(self.policy)}
        self.enrollment = enrollment.Container(kernel=kernel, **known).service()
        known |= {"enrollment": providers.Object(self.enrollment)}
        self.center: SettlementService = settlement.Container(kernel=kernel, **known).service()

    def open(self) -> Desk:
        """Load the reference data, the people and their accounts."""
        self.harness.write(self._load)
        return self

    def _load(self) -> None:
        self.base_info.load("areas", csv("admdvs.csv"))
        for kind in CODES:
            self.base_info.load(kind, some(kind))
        self.base_info.load("opsp_diseases", csv("opsp_diseases.csv"))
        self.enrollment.load("employers", csv("employers.csv"))
        for kind in ("persons", "identities", "filings", "mutual_aid"):
            self.enrollment.load(kind, of_people(f"{kind}.csv"))
        self.policy.publish(files.policy(), csv("policy-2026.csv"))
        self.center.load_accounts(of_people("persons.csv"), date(2026, 1, 1))

    def elsewhere(self, institution: str) -> Desk:
        """The desk of another institution of the same platform."""
        return Desk(self.harness, institution, self.at, messages=self.messages)

    # -- the roads the gateway takes --------------------------------------------------------------

    def write(self, psn_no: str, work: Any, *, msgid: str = "", **changes: Any) -> Any:
        return self.send(psn_no, work, msgid=msgid, **changes).result

    def send(
        self, psn_no: str, work: Any, *, msgid: str = "", key: RequestKey | None = None, **options: Any
    ) -> Outcome:
        with entered(self._context(msgid)):
            return self.harness.pipeline.write("test", work, subject=f"psn:{psn_no}", key=key, **options)

    def read(self, work: Any) -> Any:
        with entered(self._context("")):
            return self.harness.pipeline.read("test", work).result

    def _context(self, msgid: str) -> Any:
        self.at += timedelta(minutes=1)
        return self.harness.context(
            institution=self.institution, business_time=self.at, request_id=msgid or self.message()
        )

    def message(self) -> str:
        return f"{self.institution}{next(iter(self.messages)):018d}"

    # -- what a clerk does ------------------------------------------------------------------------

    def register(self, psn_no: str, insutype: str, med_type: str = "11", dise_codg: str = "I10.x00") -> str:
        """2201 and 2203."""
        new = self._visit(psn_no, insutype)
        mdtrt_id = self.write(psn_no, lambda: self.center.register_visit(new))
        changes = {"med_type": med_type, "dise_codg": dise_codg}
        self.write(psn_no, lambda: self.center.update_visit(psn_no, mdtrt_id, changes, []))
        return mdtrt_id

    def admit(self, psn_no: str, insutype: str, med_type: str = "2101", *, msgid: str = "", **more: Any) -> str:
        """2401."""
        new = self._visit(psn_no, insutype, med_type=med_type, **more)
        return self.write(psn_no, lambda: self.center.register_visit(new), msgid=msgid)

    def _visit(self, psn_no: str, insutype: str, **more: Any) -> NewVisit:
        return NewVisit(
            psn_no=psn_no,
            insutype=insutype,
            begntime=self.at,
            ipt_otp_no="N1",
            mdtrt_cert_type="02",
            mdtrtarea_admvs=self.institution[1:7],
            insuplc_admdvs="",
            **more,
        )

    def discharge(self, psn_no: str, mdtrt_id: str, at: datetime | None = None) -> None:
        """2402."""
        self.write(psn_no, lambda: self.center.discharge(psn_no, mdtrt_id, at or self.at, {}, []))

    def upload(self, psn_no: str, mdtrt_id: str, *lines: NewLine, med_type: str = "") -> list[LineSplit]:
        """2204 and 2301."""
        return self.write(psn_no, lambda: self.center.upload_lines(psn_no, mdtrt_id, lines, med_type))

    def withdraw(self, psn_no: str, mdtrt_id: str, **which: str) -> int:
        """2205 and 2302."""
        return self.write(psn_no, lambda: self.center.withdraw_lines(psn_no, mdtrt_id, **which))

    def order(self, psn_no: str, mdtrt_id: str, total: str, infno: str = "2304", **more: Any) -> SettleOrder:
        stated: dict[str, Any] = {"insutype": insutype_of(psn_no), "acct_used_flag": "0", "msgid": self.message()}
        stated |= {"mdtrtarea_admvs": self.institution[1:7]} | more
        return SettleOrder(psn_no=psn_no, mdtrt_id=mdtrt_id, medfee_sumamt=fen_from_yuan(total), infno=infno, **stated)

    def settle(self, psn_no: str, mdtrt_id: str, total: str, infno: str = "2304", **more: Any) -> Settlement:
        """2207 and 2304."""
        order = self.order(psn_no, mdtrt_id, total, infno, **more)
        return self.write(psn_no, lambda: self.center.settle(order), msgid=order.msgid)

    def preview(self, psn_no: str, mdtrt_id: str, total: str, infno: str = "2303", **more: Any) -> Settlement:
        """2206 and 2303."""
        order = self.order(psn_no, mdtrt_id, total, infno, **more)
        return self.read(lambda: self.center.preview(order))

    def purchase(self, psn_no: str, *lines: NewLine, total: str, acct: str = "1", **more: Any) -> PharmacyOrder:
        stated: dict[str, Any] = {"insutype": insutype_of(psn_no), "med_type": "41", "infno": "2102"} | more
        return PharmacyOrder(
            psn_no=psn_no,
            begntime=self.at,
            medfee_sumamt=fen_from_yuan(total),
            acct_used_flag=acct,
            mdtrtarea_admvs=self.institution[1:7],
            insuplc_admdvs="",
            msgid=self.message(),
            lines=lines,
            **stated,
        )

    def buy(self, psn_no: str, *lines: NewLine, total: str, acct: str = "1", **more: Any) -> Settlement:
        """2102."""
        order = self.purchase(psn_no, *lines, total=total, acct=acct, **more)
        return self.write(psn_no, lambda: self.center.settle_purchase(order), msgid=order.msgid)

    def reverse(self, done: Settlement, business: str = "") -> Settlement:
        """2103, 2208 and 2305."""
        return self.write(done.psn_no, lambda: self.center.reverse(done.psn_no, done.mdtrt_id, done.setl_id, business))

    def compensate(self, psn_no: str, omsgid: str, oinfno: str) -> None:
        """2601."""
        self.write(psn_no, lambda: self.center.compensate(psn_no, omsgid, oinfno))

    # -- a whole visit in one go ------------------------------------------------------------------

    def stay(self, psn_no: str, total: str, **more: Any) -> Settlement:
        """Admission, one line of 综合治疗费, discharge, settlement."""
        mdtrt_id = self.admit(psn_no, more.get("insutype", insutype_of(psn_no)))
        self.upload(psn_no, mdtrt_id, line(1, total))
        self.discharge(psn_no, mdtrt_id)
        return self.settle(psn_no, mdtrt_id, total, **more)

    def clinic(self, psn_no: str, total: str, *, med_type: str = "11", dise_codg: str = "", **more: Any) -> Settlement:
        """Registration, one line of 综合治疗费, outpatient settlement."""
        mdtrt_id = self.register(psn_no, more.get("insutype", insutype_of(psn_no)), med_type, dise_codg)
        self.upload(psn_no, mdtrt_id, line(1, total))
        return self.settle(psn_no, mdtrt_id, total, "2207", **more)

    # -- what an auditor sees ---------------------------------------------------------------------

    def balance(self, psn_no: str) -> int:
        return self.read(lambda: self.center.balance(psn_no))

    def accumulated(self, psn_no: str) -> dict[str, int]:
        rows = self.read(lambda: self.center.accumulators(psn_no))
        return {
            f"{row['insutype']}.{row['year']}.{row['cum_type_code']}": int(row["cum"]) for row in rows if row["cum"]
        }

    def trial(self) -> Any:
        return self.read(self.center.trial_balance)


def insutype_of(psn_no: str) -> str:
    return "390" if psn_no in (RESIDENT, FAMILY) else "310"


def line(sn: int | str, det: str, *, code: str = TREATMENT, cnt: str = "1", pric: str = "", **more: Any) -> NewLine:
    """A fee line; without a price the amount is the price of one."""
    amount = Decimal(det)
    return NewLine(
        feedetl_sn=str(sn),
        med_list_codg=code,
        medins_list_codg=code,
        fee_ocur_time=more.pop("on", datetime(2026, 3, 1, 9, 0)),
        cnt=Decimal(cnt),
        pric=Decimal(pric) if pric else amount / Decimal(cnt),
        det_item_fee_sumamt=fen_from_yuan(amount),
        **more,
    )


def refund(sn: int | str, of: int | str, det: str, *, cnt: str = "-1", **more: Any) -> NewLine:
    """Takes back ``cnt`` of line ``of``; amounts are negative."""
    return line(sn, det, cnt=cnt, init_feedetl_sn=str(of), **more)


def wire(result: Settlement) -> bytes:
    """An answer as bytes, as the gateway stores it."""
    return to_json({"setl_id": result.setl_id, "funds": [row.fund_payamt for row in result.funds]}).encode()
