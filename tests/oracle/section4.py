"""Section 4 of benefit-settlement for the demo region in policy year 2026, written out as prose reads.

Exact fractions, integer fen, no tables shared with the product: every number below is copied from the
text of the specification. Amounts are fen unless a name ends in ``_yuan``.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction

INPATIENT = {"21", "2101", "22", "24"}
OUTPATIENT = {"11", "13"}
CHRONIC = "14"
DIALYSIS = "M07800"
PHARMACY = "41"
MATERNITY = "52"

SPECIAL_CARE, MINIMUM_LIVING, NEAR_MINIMUM, ILLNESS_POOR = "2304", "2303", "2305", "2306"
ASSISTANCE = {  # line, ratio, annual cap
    SPECIAL_CARE: (0, Fraction(1), 50_000_00),
    MINIMUM_LIVING: (0, Fraction("0.75"), 50_000_00),
    NEAR_MINIMUM: (2_000_00, Fraction("0.60"), 30_000_00),
    ILLNESS_POOR: (8_000_00, Fraction("0.55"), 30_000_00),
}
INFINITY = 10**18


def half_up(value: Fraction | int) -> int:
    """Half-up to the whole fen, on the magnitude."""
    exact = Fraction(value)
    whole = (abs(exact) + Fraction(1, 2)).__floor__()
    return -whole if exact < 0 else whole


@dataclass(frozen=True)
class Bill:
    """Sums over the visit's unsettled lines; ``listed`` is the amount of 甲 and 乙 lines."""

    medfee: int
    fulamt: int
    overlmt: int
    preself: int
    inscp: int
    listed: int


@dataclass(frozen=True)
class Case:
    """What a settlement reads. ``penalty`` is treatment away without a covering filing."""

    insutype: str
    psn_type: str
    med_type: str
    level: int
    bill: Bill
    cvlserv: bool = False
    identities: frozenset[str] = frozenset()
    penalty: bool = False
    dise: str = ""
    matn_type: str = ""
    stay_dedc: int | None = None
    """The stay's deductible when an earlier settlement of the stay fixed it."""
    stay_used: int = 0
    own_balance: int = 0
    own_used: bool = False
    family: tuple[tuple[str, int], ...] = ()
    """Accounts of family members that may pay, in the order of their binding."""
    year: dict[str, int] = field(default_factory=dict)
    """Accumulators of person + insurance type + year before this settlement."""

    @property
    def employee(self) -> bool:
        return self.insutype == "310"

    @property
    def retired(self) -> bool:
        return self.employee and self.psn_type == "12"

    @property
    def stay(self) -> bool:
        return self.med_type in INPATIENT

    @property
    def dialysis(self) -> bool:
        return self.med_type == CHRONIC and self.dise == DIALYSIS


@dataclass
class Shares:
    """The answer: amounts by their national names, and what the year's accumulators gain."""

    act_pay_dedc: int = 0
    hifp_pay: int = 0
    hifob_pay: int = 0
    hifmi_pay: int = 0
    cvlserv_pay: int = 0
    maf_pay: int = 0
    fund_pay_sumamt: int = 0
    psn_part_amt: int = 0
    acct_pay: int = 0
    acct_mulaid_pay: int = 0
    psn_cash_pay: int = 0
    pool_prop_selfpay: str = "0.0000"
    stay_dedc: int = 0
    own_draw: int = 0
    family_draws: tuple[tuple[str, int], ...] = ()
    gains: dict[str, int] = field(default_factory=dict)
    """Every accumulator the policy items read or add to, also when they add 0: the touched ones."""


def settle(case: Case) -> Shares:
    """Run the policy items in order: deductible, pooled fund, supplements, subsidy, assistance, account, cash."""
    shares = Shares()
    if case.med_type == MATERNITY:
        _maternity(case, shares)
    elif case.med_type != PHARMACY:
        _deductible(case, shares)
        _funds(case, shares)
    _person(case, shares)
    return shares


# -- 4.1 to 4.3: deductible and pooled fund -----------------------------------------------------------


def _deductible(case: Case, shares: Shares) -> None:
    scope = case.bill.inscp
    if case.stay:
        count = case.year.get("inpatient_count", 0)
        first = case.stay_dedc is None
        shares.stay_dedc = stay_deductible(case, count) if first else int(case.stay_dedc or 0)
        shares.act_pay_dedc = min(scope, shares.stay_dedc - case.stay_used)
        shares.gains["inpatient_count"] = 1 if first else 0
    elif case.employee and not case.dialysis:
        shares.act_pay_dedc = min(scope, 300_00 - case.year.get("outpatient_dedc", 0))
        shares.gains["outpatient_dedc"] = shares.act_pay_dedc


def stay_deductible(case: Case, stays_before: int) -> int:
    """D of 4.1: by type and level, retired 0.7, then half from the second stay on, rounded once."""
    yuan = {
        ("310", 3): 800, ("310", 2): 500, ("310", 1): 200,
        ("390", 3): 900, ("390", 2): 600, ("390", 1): 200,
    }[case.insutype, case.level]  # fmt: skip
    exact = Fraction(yuan * 100)
    if case.retired:
        exact *= Fraction("0.7")
    if stays_before:
        exact /= 2
    return half_up(exact)


def _funds(case: Case, shares: Shares) -> None:
    past = case.bill.inscp - shares.act_pay_dedc
    if case.stay or case.dialysis:
        over = _pooled_by_segments(case, shares, past)
        if case.employee:
            _large_amount(case, shares, over)
        else:
            _serious_illness(case, shares)
    elif case.med_type == CHRONIC:
        _chronic(case, shares, past)
    else:
        _outpatient(case, shares, past)
    _civil_servant(case, shares)
    _assistance(case, shares)
    shares.pool_prop_selfpay = four_places(shares.hifp_pay, past)


def pooled_segments(case: Case) -> list[tuple[int, Fraction]]:
    """Upper bound of each segment of the year's ``base`` with its ratio."""
    if not case.employee:
        flat = {3: "0.65", 2: "0.75", 1: "0.85"}[case.level]
        segments = [(INFINITY, Fraction(flat))]
    else:
        first, second, third = {
            3: ("0.85", "0.88", "0.90"),
            2: ("0.88", "0.91", "0.93"),
            1: ("0.92", "0.95", "0.97"),
        }[case.level]
        segments = [(20_000_00, Fraction(first)), (100_000_00, Fraction(second)), (INFINITY, Fraction(third))]
    if case.retired:
        segments = [(upper, min(ratio + Fraction("0.03"), Fraction("0.99"))) for upper, ratio in segments]
    if case.penalty:
        segments = [(upper, ratio - Fraction("0.10")) for upper, ratio in segments]
    return segments


def _pooled_by_segments(case: Case, shares: Shares, past: int) -> int:
    """Sets ``hifp_pay``; answers ``over``, the part of R that the annual cap left unserved."""
    left = (250_000_00 if case.employee else 150_000_00) - case.year.get("hifp", 0)
    begin, served = case.year.get("base", 0), 0
    end, lower = begin + past, 0
    for upper, ratio in pooled_segments(case):
        piece = max(0, min(end, upper) - max(begin, lower))
        lower = upper
        pays = half_up(piece * ratio)
        if pays > left:
            shares.hifp_pay += left
            served += half_up(Fraction(left) / ratio)
            break
        shares.hifp_pay += pays
        left -= pays
        served += piece
    shares.gains["base"] = past
    shares.gains["hifp"] = shares.hifp_pay
    return past - served


def _large_amount(case: Case, shares: Shares, over: int) -> None:
    left = 300_000_00 - case.year.get("hifob", 0)
    shares.hifob_pay = min(half_up(over * Fraction("0.90")), left)
    shares.gains["hifob"] = shares.hifob_pay


def _serious_illness(case: Case, shares: Shares) -> None:
    favoured = bool(case.identities & {SPECIAL_CARE, MINIMUM_LIVING})
    line = 7_000_00 if favoured else 14_000_00
    extra = Fraction("0.05") if favoured else Fraction(0)
    bands = [(50_000_00, Fraction("0.60")), (100_000_00, Fraction("0.65")), (INFINITY, Fraction("0.75"))]
    burden = case.bill.inscp - shares.hifp_pay
    before = case.year.get("hifmi_burden", 0)
    begin, end = max(0, before - line), max(0, before + burden - line)
    pays, lower = 0, 0
    for upper, ratio in bands:
        piece = max(0, min(end, upper) - max(begin, lower))
        pays += half_up(piece * (ratio + extra))
        lower = upper
    shares.hifmi_pay = min(pays, 400_000_00 - case.year.get("hifmi", 0))
    shares.gains["hifmi"] = shares.hifmi_pay
    shares.gains["hifmi_burden"] = burden


def _outpatient(case: Case, shares: Shares, past: int) -> None:
    if case.employee:
        ratio = Fraction({3: "0.55", 2: "0.65", 1: "0.75"}[case.level])
        cap = 3_000_00
        if case.retired:
            ratio, cap = ratio + Fraction("0.05"), 4_000_00
    else:
        ratio, cap = Fraction({3: "0", 2: "0.40", 1: "0.60"}[case.level]), 400_00
    left = cap - case.year.get("outpatient_hifp", 0)
    shares.hifp_pay = min(half_up(past * ratio), left)
    shares.gains["outpatient_hifp"] = shares.hifp_pay


def _chronic(case: Case, shares: Shares, past: int) -> None:
    cap = {"M03900": 5_000_00, "M01600": 6_000_00, "M00500": 80_000_00}[case.dise]
    ratio = Fraction("0.85") if case.employee else Fraction("0.65")
    code = f"opsp_hifp:{case.dise}"
    shares.hifp_pay = min(half_up(past * ratio), cap - case.year.get(code, 0))
    shares.gains[code] = shares.hifp_pay


# -- subsidy and assistance, shared by 4.1 to 4.3 -----------------------------------------------------


def _civil_servant(case: Case, shares: Shares) -> None:
    if case.employee and case.cvlserv:
        rest = case.bill.inscp - shares.act_pay_dedc - shares.hifp_pay - shares.hifob_pay
        shares.cvlserv_pay = half_up(Fraction("0.80") * max(0, rest))


def _assistance(case: Case, shares: Shares) -> None:
    valid = [ASSISTANCE[code] for code in case.identities if code in ASSISTANCE]
    if not valid:
        return
    line, ratio, cap = max(valid, key=lambda category: category[1])
    paid = shares.hifp_pay + shares.hifob_pay + shares.hifmi_pay + shares.cvlserv_pay
    rest = case.bill.inscp - paid
    before = case.year.get("maf_burden", 0)
    part = max(0, before + rest - line) - max(0, before - line)
    shares.maf_pay = max(0, min(half_up(part * ratio), cap - case.year.get("maf", 0)))
    shares.gains["maf"] = shares.maf_pay
    shares.gains["maf_burden"] = rest


# -- 4.5 and 4.6 --------------------------------------------------------------------------------------


def _maternity(case: Case, shares: Shares) -> None:
    quota = {"1": 3_000_00, "3": 5_000_00}.get(case.matn_type, 3_500_00)
    shares.hifp_pay = min(case.bill.inscp, quota)
    shares.pool_prop_selfpay = four_places(shares.hifp_pay, case.bill.inscp)


def _person(case: Case, shares: Shares) -> None:
    shares.fund_pay_sumamt = shares.hifp_pay + shares.cvlserv_pay + shares.hifmi_pay + shares.hifob_pay + shares.maf_pay
    shares.psn_part_amt = case.bill.medfee - shares.fund_pay_sumamt
    if case.med_type == PHARMACY:
        payable = case.bill.listed
    else:
        payable = shares.psn_part_amt - case.bill.fulamt - case.bill.overlmt
    if case.own_used:
        shares.own_draw = min(case.own_balance, payable)
    left = payable - shares.own_draw
    draws = []
    for holder, balance in case.family:
        draw = min(balance, left)
        left -= draw
        draws.append((holder, draw))
    shares.family_draws = tuple((holder, draw) for holder, draw in draws if draw)
    shares.acct_mulaid_pay = sum(draw for _, draw in draws)
    shares.acct_pay = shares.own_draw + shares.acct_mulaid_pay
    shares.psn_cash_pay = shares.psn_part_amt - shares.acct_pay


def four_places(part: int, whole: int) -> str:
    """``part / whole`` with four decimals half-up, ``0.0000`` where there is no whole."""
    ten_thousandths = half_up(Fraction(part * 10_000, whole)) if whole else 0
    return f"{ten_thousandths // 10_000}.{ten_thousandths % 10_000:04d}"
