"""Any number of random benefit cases, the same for the same seed, thick around the edges of the policy."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random

from centers.policy.contract.v1 import Account, BenefitCase, StayState

EDGES = (
    *(0, 1, 200_00, 300_00, 500_00, 800_00, 2_000_00, 7_000_00, 8_000_00, 14_000_00, 20_000_00, 50_000_00),
    *(80_000_00, 100_000_00, 150_000_00, 250_000_00, 300_000_00, 400_000_00),
)
"""Deductibles, segment edges, lines and caps, in fen: where mistakes live."""

INPATIENT = ("21", "2101", "22", "24")
MED_TYPES = (*INPATIENT, "11", "13", "14", "14", "41", "52", "99")
ACCUMULATORS = (
    *("outpatient_dedc", "base", "hifp", "hifob", "hifmi", "hifmi_burden", "outpatient_hifp", "maf", "maf_burden"),
    *("opsp_hifp:M03900", "opsp_hifp:M01600", "opsp_hifp:M00500"),
)


def crowd(count: int, seed: int) -> Iterator[BenefitCase]:
    """Cases of which some are refused: no policy for the visit, no filing, no parameter."""
    rng = Random(seed)
    return (_case(rng) for _ in range(count))


def _case(rng: Random) -> BenefitCase:
    med_type, insutype = rng.choice(MED_TYPES), rng.choice(("310", "390"))
    parts = {name: rng.choice((0, fen(rng))) for name in ("fulamt_ownpay_amt", "overlmt_selfpay", "preselfpay_amt")}
    parts["inscp_scp_amt"] = fen(rng)
    return BenefitCase(
        setl_date=date(2026, 1, 1) + timedelta(rng.randrange(365)),
        med_type=med_type,
        insutype="310" if med_type == "52" and rng.random() < 0.9 else insutype,
        psn_type=rng.choice(("11", "12", "15")),
        hosp_lv=rng.choice((1, 2, 3)),
        cvlserv_flag=rng.random() < 0.3,
        identities=frozenset(one for one in ("2304", "2303", "2305", "2306", "21") if rng.random() < 0.15),
        dise_codg=rng.choice(("", "M03900", "M01600", "M00500", "M07800", "I10.x00")),
        chronic_filing=rng.random() < 0.95,
        matn_type=rng.choice(("", "1", "2", "3")),
        away=rng.random() < 0.2,
        medfee_sumamt=sum(parts.values()),
        **parts,
        listed_amt=rng.choice((0, parts["inscp_scp_amt"])),
        stay=_stay(rng) if med_type in INPATIENT else None,
        acct_used=rng.random() < 0.5,
        accounts=tuple(Account(f"p{n}", fen(rng) // 50, n == 0) for n in range(rng.randrange(4))),
        accumulators={name: fen(rng) for name in ACCUMULATORS if rng.random() < 0.6}
        | {"inpatient_count": rng.randrange(3)},
    )


def _stay(rng: Random) -> StayState:
    total = rng.choice((0, 350_00, 800_00, 900_00))
    return StayState(True, total, rng.randint(0, total)) if rng.random() < 0.3 else StayState()


def fen(rng: Random) -> int:
    """An amount: small, large, or within three fen of an edge."""
    draw = rng.random()
    if draw < 0.4:
        return rng.randint(0, 5_000_00)
    if draw < 0.6:
        return rng.randint(0, 400_000_00)
    return max(0, rng.choice(EDGES) + rng.randint(-3, 3))
