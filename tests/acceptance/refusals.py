"""Stable error numbers of the platform by their symbolic reason, as institutions know them.

The symbolic reason is the model's (:class:`tests.oracle.world.Refused`); the number is what stands after
the transaction code in ``[E2304-007]``. Clients rely on these, so the suite spells them out.
"""

from __future__ import annotations

import re
from typing import Final

NUMBERS: Final = {
    "visit_unknown": 1,
    "visit_not_yours": 2,
    "visit_void": 3,
    "visit_settled": 4,
    "visit_not_settled": 5,
    "no_lines": 6,
    "fee_sum_mismatch": 7,
    "already_reversed": 8,
    "not_latest": 9,
    "not_discharged": 10,
    "already_discharged": 11,
    "visit_has_lines": 12,
    "visit_has_settlement": 13,
    "med_type_wrong": 14,
    "med_type_mismatch": 15,
    "med_type_missing": 16,
    "insutype_mismatch": 17,
    "line_amount_wrong": 20,
    "line_count_zero": 21,
    "line_sign_wrong": 22,
    "line_duplicate": 23,
    "line_sn_wrong": 24,
    "refund_unnamed": 25,
    "refund_target_unknown": 26,
    "refund_too_much": 27,
    "line_unknown": 28,
    "line_refunded": 29,
    "batch_disease_mixed": 30,
    "refund_price_higher": 35,
    "discharge_date_mismatch": 31,
    "discharge_before_admission": 32,
    "line_visit_mixed": 33,
    "compensation_unknown": 40,
    "compensation_done": 41,
    "compensation_unsupported": 42,
    "person_unknown": 200,
    "person_mismatch": 201,
    "not_enrolled": 202,
    "insurance_paused": 203,
    "in_arrears": 204,
    "filing_unknown": 205,
    "filing_revoked": 206,
    "filing_overlap": 207,
    "filing_dates": 208,
    "institution_unknown": 300,
    "service_not_opened": 301,
    "practitioner_unknown": 303,
    "diagnosis_unknown": 304,
    "department_unknown": 305,
    "no_policy": 400,
    "scene_not_covered": 401,
    "chronic_filing_missing": 402,
    "request_key_reused": 451,
    "request_superseded": 452,
}

CODE: Final = re.compile(r"^\[E(?P<infno>\w+)-(?P<number>\d{3})\] (?P<text>.+)$", re.DOTALL)


def assert_refusal(err_msg: str, infno: str, reason: str) -> str:
    """``err_msg`` carries the code of this reason for this transaction; answers the sentence after it."""
    matched = CODE.match(err_msg)
    assert matched, f"no stable code in front: {err_msg!r}"
    assert matched["infno"] == infno, err_msg
    assert int(matched["number"]) == NUMBERS[reason], f"expected {reason} ({NUMBERS[reason]}): {err_msg}"
    assert any("一" <= letter <= "鿿" for letter in err_msg), f"not a Chinese sentence: {err_msg!r}"
    assert len(err_msg) <= 200, f"longer than err_msg(200): {err_msg!r}"
    return matched["text"]
