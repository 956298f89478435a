"""A settlement as it is kept: enough to answer, explain, reverse and recompute it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

import msgspec

from centers.settlement.domain.amounts import negated


class SettlementRecord(msgspec.Struct, frozen=True, kw_only=True):
    """One committed settlement, or the reversal of one (``refd_setl_flag`` 1).

    Money in fen. ``commit_seq`` is the person's order of commitment; ``line_seq`` the lines it
    settled; ``deltas`` what it added to the accumulators, ``draws`` what it took from each account.
    """

    psn_no: str
    setl_id: str
    commit_seq: int
    mdtrt_id: str
    line_seq: int
    fixmedins_code: str
    msgid: str
    infno: str
    kind: str
    mid_setl: bool
    maternity: bool
    insutype: str
    med_type: str
    year: int
    setl_time: datetime
    setl_date: date
    amounts: Mapping[str, int]
    ratio_base: int
    balc: int
    insuplc_admdvs: str
    mdtrtarea_admvs: str
    policy_id: str
    policy_version: str
    touched: Sequence[str]
    deltas: Mapping[str, int]
    draws: Sequence[tuple[str, int]]
    limits: Mapping[str, int]
    trace: Sequence[Mapping[str, Any]]
    inputs: Mapping[str, Any]
    stated: Mapping[str, Any]
    refd_setl_flag: str = "0"
    reverses: str = ""
    reversed_by: str = ""
    invono: str = ""
    """The receipt the institution printed, as it is compared."""


def reversal_of(
    original: SettlementRecord, *, setl_id: str, commit_seq: int, msgid: str, infno: str, setl_time: datetime, balc: int
) -> SettlementRecord:
    """The record that takes ``original`` back to the fen. It belongs to the original's year."""
    return msgspec.structs.replace(
        original,
        setl_id=setl_id,
        commit_seq=commit_seq,
        msgid=msgid,
        infno=infno,
        setl_time=setl_time,
        setl_date=setl_time.date(),
        balc=balc,
        amounts=negated(original.amounts),
        ratio_base=-original.ratio_base,
        deltas=negated(original.deltas),
        draws=[(psn_no, -paid) for psn_no, paid in original.draws],
        refd_setl_flag="1",
        reverses=original.setl_id,
        reversed_by="",
    )


def first_dependant(original: SettlementRecord, later: Sequence[SettlementRecord]) -> str | None:
    """``setl_id`` of the latest settlement in force that stands in the way of reversing ``original``.

    It does when it touched the same accumulators of the same insurance type and year, or belongs to
    the same visit (a stay has one deductible, fixed at its first settlement). ``later`` are the
    person's settlements in force committed after it, latest first. Source: benefit-settlement section 5.
    """
    for other in later:
        same_year = (other.insutype, other.year) == (original.insutype, original.year)
        if other.mdtrt_id == original.mdtrt_id or (same_year and set(other.touched) & set(original.touched)):
            return other.setl_id
    return None
