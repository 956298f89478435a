"""An application as the form that it was entered with, to be entered anew."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, Final

from centers.settlement.contract.reimbursement import Reimbursement
from centers.settlement.domain.visit import Visit
from hsaf.money import yuan

Rows = Sequence[Mapping[str, Any]]

_SHARES: Final = ("fulamt_ownpay_amt", "overlmt_amt", "preselfpay_amt")


def form_of(claim: Reimbursement, visit: Visit, diagnoses: Rows, lines: Rows) -> dict[str, Any]:
    """Texts by field code, tables as rows. The account to pay to stays where it is: it is not shown again."""
    place = claim.place
    itemised = [one for one in lines if one["med_list_codg"]]
    return {
        "reim_id": claim.reim_id,
        **{name: str(getattr(claim, name)) for name in ("psn_no", "insutype", "med_type", "begndate", "enddate")},
        **{name: getattr(visit, name) for name in ("ipt_otp_no", "dise_codg", "matn_type")},
        "fixmedins_code": place.fixmedins_code,
        "medins_name": place.name,
        "hosp_lv": str(place.hosp_lv or ""),
        "medins_admdvs": place.admdvs,
        "diag_codes": ",".join(str(one["diag_code"]) for one in diagnoses),
        "receipts": [{"invono": one.invono, "amount": yuan(one.amount)} for one in claim.receipts],
        "lines": [_line(one) for one in itemised],
        "totals": [] if itemised else _totals(lines),
    }


def _line(row: Mapping[str, Any]) -> dict[str, str]:
    return {
        "med_list_codg": row["med_list_codg"],
        "fee_date": str(row["fee_ocur_time"].date()),
        "cnt": _plain(row["cnt"]),
        "pric": _plain(row["pric"]),
    }


def _plain(number: Decimal) -> str:
    return f"{number.normalize():f}"


def _totals(lines: Rows) -> list[dict[str, str]]:
    """Each category's shares were kept as lines of their own; here they are one row again."""
    found: defaultdict[str, dict[str, int]] = defaultdict(lambda: dict.fromkeys(("sumamt", *_SHARES), 0))
    for row in lines:
        sums = found[row["med_chrgitm_type"]]
        sums["sumamt"] += row["det_item_fee_sumamt"]
        for name in _SHARES:
            sums[name] += row[name]
    return [
        {"med_chrgitm_type": category, **{name: yuan(amount) for name, amount in sums.items()}}
        for category, sums in found.items()
    ]
