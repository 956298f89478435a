"""Purchases at a pharmacy: 2101, 2102, 2103. One message is visit, lines and settlement."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from centers.settlement.contract.v1 import PharmacyOrder, Settlement
from hsaf.money import fen_from_yuan
from subsystems.gateway.control import known, tracing
from subsystems.gateway.control.business import Business, Output, Service
from subsystems.gateway.control.centers import Centers
from subsystems.gateway.control.message import Message
from subsystems.gateway.control.settling import new_line, reverse, settled, split_row


def order(centers: Centers, message: Message) -> PharmacyOrder:
    """What 2101 and 2102 state. Raises ``PRACTITIONER_UNKNOWN``."""
    info, rows = message.node("druginfo"), message.rows("drugdetail")
    known.require_prescribers(centers.base_info, rows, "drugdetail")
    return PharmacyOrder(
        psn_no=info["psn_no"],
        insutype=info["insutype"],
        med_type=info["med_type"],
        begntime=info["begntime"],
        medfee_sumamt=fen_from_yuan(info["medfee_sumamt"]),
        acct_used_flag=info["acct_used_flag"],
        mdtrtarea_admvs=message.mdtrtarea_admvs,
        insuplc_admdvs=message.insuplc_admdvs,
        msgid=message.msgid,
        infno=message.infno,
        lines=[new_line(row) for row in rows],
        mdtrt_cert_type=info["mdtrt_cert_type"],
        dise_codg=info.get("dise_codg", ""),
        invono=info.get("invono", ""),
        identity=known.stated_identity(info),
    )


def _answer(settlement: Settlement, remarks: Mapping[str, str]) -> dict[str, Any]:
    """``remarks`` are added to lines, by ``feedetl_sn``."""
    rows = [split_row(split) for split in settlement.lines]
    for row in rows:
        row["memo"] = "；".join(filter(None, (row["memo"], remarks.get(row["feedetl_sn"], ""))))
    return settled(settlement) | {"detlcutinfo": rows}


def preview(centers: Centers, message: Message) -> Output:
    """2101 药店预结算."""
    return _answer(centers.settlement.preview_purchase(order(centers, message)), {})


def settle(centers: Centers, message: Message) -> Output:
    """2102 药店结算. Trace codes are noted after the money is settled, and never change it."""
    settlement = centers.settlement.settle_purchase(order(centers, message))
    return _answer(settlement, tracing.dispense(centers, settlement, message.rows("drugdetail")))


def take_back(centers: Centers, message: Message) -> Output:
    """2103 药店结算撤销: the packs are in stock again."""
    answer = reverse(centers, message)
    tracing.release(centers, message.node("data")["setl_id"])
    return answer


OFFERED: Final = (
    Business("2101", preview, service=Service.PHARMACY, measured_as="presettlement"),
    Business("2102", settle, writes=True, service=Service.PHARMACY, measured_as="settlement"),
    Business("2103", take_back, writes=True),
)
