"""A model of the whole platform as a client sees it: visits, lines, settlements, reversals, balances.

Pure Python over the published data and :mod:`tests.oracle.section4`. It keeps every settlement so that
a test can compare the product's answers, accumulators and balances with it at any moment.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction

from tests.oracle import region, section4
from tests.oracle.region import CatalogLine, Institution, Person
from tests.oracle.section4 import Bill, Case, Shares, half_up

POLICY_BEGIN, POLICY_END = date(2026, 1, 1), date(2026, 12, 31)


class Refused(Exception):
    """The platform must refuse; ``rule`` is the platform's symbolic reason, e.g. ``fee_sum_mismatch``."""

    def __init__(self, rule: str) -> None:
        super().__init__(rule)
        self.rule = rule


@dataclass(frozen=True)
class Item:
    """A fee line as an institution uploads it; ``det`` in fen, by default ``round(cnt * pric)``."""

    code: str
    cnt: Decimal
    pric: Decimal
    on: datetime
    sn: str = ""
    det: int | None = None
    appr: str = "1"
    refunds: str = ""

    @property
    def amount(self) -> int:
        return self.product if self.det is None else self.det

    @property
    def product(self) -> int:
        return half_up(Fraction(self.cnt) * Fraction(self.pric) * 100)


@dataclass(frozen=True)
class Split:
    """A stored line with its split in fen; ``listed``: in the catalog at 甲 or 乙."""

    item: Item
    fulamt: int
    overlmt: int
    preself: int
    inscp: int
    catalog: CatalogLine | None

    @property
    def listed(self) -> bool:
        return self.catalog is not None

    @property
    def national(self) -> dict[str, int]:
        return {
            "det_item_fee_sumamt": self.item.amount,
            "fulamt_ownpay_amt": self.fulamt,
            "overlmt_amt": self.overlmt,
            "preselfpay_amt": self.preself,
            "inscp_scp_amt": self.inscp,
        }


@dataclass(eq=False)
class Settlement:
    """One settlement, itself and no other: equal amounts are not the same settlement."""

    visit: Visit
    shares: Shares
    bill: Bill
    lines: list[Split]
    time: datetime
    balance: int
    setl_id: str = ""
    reversed: bool = False

    @property
    def key(self) -> tuple[str, str, int]:
        return self.visit.person.psn_no, self.visit.insutype, self.time.year

    @property
    def touched(self) -> set[str]:
        return set(self.shares.gains)

    def national(self, sign: int = 1, balance: int | None = None) -> dict[str, int]:
        """``setlinfo`` amounts in fen; a reversal negates all of them but the balance."""
        names = (
            "act_pay_dedc hifp_pay cvlserv_pay hifmi_pay hifob_pay maf_pay fund_pay_sumamt psn_part_amt acct_pay "
            "acct_mulaid_pay psn_cash_pay"
        )
        amounts = {name: getattr(self.shares, name) for name in names.split()}
        amounts |= {"hifes_pay": 0, "oth_pay": 0, "hosp_part_amt": 0, "hifdm_pay": 0}
        amounts |= {
            "medfee_sumamt": self.bill.medfee,
            "fulamt_ownpay_amt": self.bill.fulamt,
            "overlmt_selfpay": self.bill.overlmt,
            "preselfpay_amt": self.bill.preself,
            "inscp_scp_amt": self.bill.inscp,
        }
        signed = {name: sign * amount for name, amount in amounts.items()}
        return signed | {"balc": self.balance if balance is None else balance}


@dataclass
class Visit:
    person: Person
    institution: Institution
    insutype: str
    med_type: str
    begin: datetime
    dise: str = ""
    matn_type: str = ""
    lines: list[Split] = field(default_factory=list)
    settlements: list[Settlement] = field(default_factory=list)
    discharged: datetime | None = None
    mdtrt_id: str = ""

    @property
    def inpatient(self) -> bool:
        return self.med_type in section4.INPATIENT or self.med_type == section4.MATERNITY

    @property
    def active(self) -> list[Settlement]:
        return [s for s in self.settlements if not s.reversed]

    @property
    def bill(self) -> Bill:
        """Section 2.4: sums over the unsettled lines."""
        return Bill(
            medfee=sum(line.item.amount for line in self.lines),
            fulamt=sum(line.fulamt for line in self.lines),
            overlmt=sum(line.overlmt for line in self.lines),
            preself=sum(line.preself for line in self.lines),
            inscp=sum(line.inscp for line in self.lines),
            listed=sum(line.item.amount for line in self.lines if line.listed),
        )


class World:
    """The region and what happened in it. Methods raise :class:`Refused` where the rules do."""

    def __init__(self) -> None:
        self.region = region.load()
        self.year: defaultdict[tuple[str, str, int], dict[str, int]] = defaultdict(dict)
        self.settlements: list[Settlement] = []

    # -- lines ----------------------------------------------------------------------------------------

    def upload(self, visit: Visit, items: list[Item]) -> list[Split]:
        """One bad line stores none."""
        kept = list(visit.lines)
        try:
            return [self._take(visit, item) for item in items]
        except Refused:
            visit.lines = kept
            raise

    def _take(self, visit: Visit, item: Item) -> Split:
        if item.cnt == 0:
            raise Refused("line_count_zero")
        if item.amount and (item.amount < 0) != (item.cnt < 0):
            raise Refused("line_sign_wrong")
        if abs(item.amount - item.product) > 1:
            raise Refused("line_amount_wrong")
        line = self._refund(visit, item) if item.cnt < 0 else self._charge(visit, item)
        visit.lines.append(line)
        return line

    def _charge(self, visit: Visit, item: Item) -> Split:
        catalog = self.region.catalog_line(item.code, item.on.date())
        if catalog is not None and (catalog.level == "03" or item.appr == "2"):
            catalog = None
        return split(item, catalog, visit.institution.level)

    def _refund(self, visit: Visit, item: Item) -> Split:
        if not item.refunds:
            raise Refused("refund_unnamed")
        original = next((x for x in visit.lines if x.item.sn == item.refunds and x.item.cnt > 0), None)
        if original is None:
            raise Refused("refund_target_unknown")
        taken = [x.item for x in visit.lines if x.item.refunds == item.refunds]
        if original.item.cnt + sum(x.cnt for x in taken) + item.cnt < 0:
            raise Refused("refund_too_much")
        if original.item.amount + sum(x.amount for x in taken) + item.amount < 0:
            raise Refused("refund_too_much")
        return split(item, original.catalog, visit.institution.level)

    # -- settlement -----------------------------------------------------------------------------------

    def preview(self, visit: Visit, at: datetime, acct: str = "1", *, mid: bool = False) -> Settlement:
        """Pre-settlement: what :meth:`settle` would answer, nothing kept."""
        time = self._settlement_time(visit, at, mid=mid)
        case = self._case(visit, time.date(), acct)
        shares = section4.settle(case)
        balance = case.own_balance - shares.own_draw
        return Settlement(visit, shares, visit.bill, list(visit.lines), time, balance)

    def settle(self, visit: Visit, at: datetime, acct: str = "1", *, mid: bool = False) -> Settlement:
        done = self.preview(visit, at, acct, mid=mid)
        visit.lines = []
        visit.settlements.append(done)
        self.settlements.append(done)
        self._post(done, 1)
        return done

    def reverse(self, done: Settlement) -> int:
        """Take back exactly what the settlement did; answers the own balance afterwards."""
        if done.reversed:
            raise Refused("already_reversed")
        later = self.settlements[self.settlements.index(done) + 1 :]
        if any(not s.reversed and s.key == done.key and s.touched & done.touched for s in later):
            raise Refused("not_latest")
        done.reversed = True
        done.visit.lines = done.lines + done.visit.lines
        self._post(done, -1)
        return self._own_balance(done.visit.person, done.visit.insutype)

    def _settlement_time(self, visit: Visit, at: datetime, *, mid: bool) -> datetime:
        if not visit.inpatient or mid:
            return at
        if visit.discharged is None:
            raise Refused("not_discharged")
        return visit.discharged

    def _case(self, visit: Visit, on: date, acct: str) -> Case:
        person, insutype = visit.person, visit.insutype
        enrollment = self.eligible(person, insutype, on)
        if not visit.lines:
            raise Refused("visit_settled" if visit.active else "no_lines")
        if not POLICY_BEGIN <= on <= POLICY_END:
            raise Refused("no_policy")
        if visit.med_type == section4.CHRONIC and not person.chronic_filing(visit.dise, insutype, on):
            raise Refused("chronic_filing_missing")
        if visit.med_type == section4.MATERNITY and insutype != "310":
            raise Refused("scene_not_covered")
        pool = visit.institution.pool
        away = pool != enrollment.pool and not person.away_filing(pool, insutype, on)
        stay = visit.active
        return Case(
            insutype=insutype,
            psn_type=enrollment.psn_type,
            med_type=visit.med_type,
            level=visit.institution.level,
            bill=visit.bill,
            cvlserv=enrollment.cvlserv,
            identities=person.identities_on(on),
            penalty=away,
            dise=visit.dise,
            matn_type=visit.matn_type,
            stay_dedc=stay[0].shares.stay_dedc if stay else None,
            stay_used=sum(s.shares.act_pay_dedc for s in stay),
            own_balance=self._own_balance(person, insutype),
            own_used=acct == "1",
            family=self._family(person, on) if acct in ("1", "2") else (),
            year=dict(self.year[person.psn_no, insutype, on.year]),
        )

    def eligible(self, person: Person, insutype: str, on: date) -> region.Enrollment:
        enrollment = person.enrollments.get(insutype)
        if enrollment is None:
            raise Refused("not_enrolled")
        if enrollment.stas != "1":
            raise Refused("insurance_paused")
        if enrollment.arrears and region.within(*enrollment.arrears, on):
            raise Refused("in_arrears")
        return enrollment

    def _own_balance(self, person: Person, insutype: str) -> int:
        return person.balance if insutype == "310" else 0

    def _family(self, person: Person, on: date) -> tuple[tuple[str, int], ...]:
        holders = [holder for holder, bound in person.family if bound <= on]
        return tuple((holder, self.region.persons[holder].balance) for holder in holders)

    def _post(self, done: Settlement, sign: int) -> None:
        totals = self.year[done.key]
        for code, gain in done.shares.gains.items():
            totals[code] = totals.get(code, 0) + sign * gain
        done.visit.person.balance -= sign * done.shares.own_draw
        for holder, draw in done.shares.family_draws:
            self.region.persons[holder].balance -= sign * draw


def split(item: Item, catalog: CatalogLine | None, level: int) -> Split:
    """Section 2.2 and 2.3; ``catalog`` is ``None`` for a line that nobody but the person pays."""
    det = item.amount
    if catalog is None:
        return Split(item, det, 0, 0, 0, None)
    limit = catalog.ceilings.get(level)
    above = Fraction(0) if limit is None else max(Fraction(0), Fraction(item.pric) - Fraction(limit))
    overlmt = half_up(above * Fraction(item.cnt) * 100)
    preself = half_up((det - overlmt) * Fraction(catalog.prop))
    return Split(item, 0, overlmt, preself, det - overlmt - preself, catalog)


def numbered(items: list[Item], first: int = 1) -> list[Item]:
    """Give lines without a serial number consecutive ones."""
    return [item if item.sn else replace(item, sn=str(n)) for n, item in enumerate(items, first)]
