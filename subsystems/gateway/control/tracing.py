"""Trace codes that settlements of a pharmacy state (2102, 2103, 2601), where the procurement center runs.

They never change money and never refuse: a code that was sold or gone already is kept by the center and
named in the line's remark.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from centers.procurement.contract.v1 import DispensedLine, Dispensing
from centers.settlement.contract.v1 import Settlement
from subsystems.gateway.control.centers import Centers

Row = Mapping[str, Any]

CENTER: Final = "procurement"


def dispense(centers: Centers, settlement: Settlement, rows: Sequence[Row]) -> dict[str, str]:
    """Note the codes of ``drugdetail``; the remark of each line with a code that was used before, by
    ``feedetl_sn``."""
    if not centers.has(CENTER):
        return {}
    lines = [_line(row) for row in rows]
    order = Dispensing(psn_no=settlement.psn_no, mdtrt_id=settlement.mdtrt_id, setl_id=settlement.setl_id, lines=lines)
    repeated = set(centers.procurement.dispense(order))
    named = ((line.feedetl_sn, [code for code, _ in line.codes if code in repeated]) for line in lines)
    return {sn: f"追溯码 {'、'.join(codes)} 此前已销售或出库" for sn, codes in named if codes}


def _line(row: Row) -> DispensedLine:
    return DispensedLine(
        feedetl_sn=row["feedetl_sn"],
        med_list_codg=row["med_list_codg"],
        medins_list_codg=row["medins_list_codg"],
        cnt=row["cnt"],
        at=row["fee_ocur_time"],
        codes=tuple((node["drug_trac_codg"], node["trdn_flag"]) for node in row["durg_trac_info"]),
    )


def release(centers: Centers, setl_id: str) -> None:
    """A purchase was reversed."""
    if centers.has(CENTER):
        centers.procurement.release(setl_id)


def release_message(centers: Centers, msgid: str) -> None:
    """A purchase was compensated."""
    if centers.has(CENTER):
        centers.procurement.release_message(msgid)
