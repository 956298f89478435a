"""Clearing applications of an institution: 3203 application, 3204 revocation."""

from __future__ import annotations

from typing import Final

from centers.settlement.contract.clearing import ClearingApplication
from hsaf.money import fen_from_yuan
from subsystems.gateway.control.business import Business, Output, institution
from subsystems.gateway.control.centers import Centers
from subsystems.gateway.control.message import Message

MONEY: Final = ("medfee_sumamt", "med_sumfee", "fund_appy_sum", "cash_payamt", "acct_pay")


def apply(centers: Centers, message: Message) -> Output:
    """3203 清算申请."""
    data = message.node("data")
    application = ClearingApplication(
        setlym=data["setlym"],
        clr_type=data["clr_type"],
        clr_way=data.get("clr_way", ""),
        begndate=data["begndate"],
        enddate=data["enddate"],
        psntime=int(data["psntime"]),
        **{name: fen_from_yuan(data[name]) for name in MONEY},
    )
    return {"result": {"clr_appy_evt_id": centers.settlement.apply_for_clearing(application)}}


def revoke(centers: Centers, message: Message) -> Output:
    """3204 清算申请撤销."""
    centers.settlement.revoke_application(message.node("data")["clr_appy_evt_id"])
    return {}


OFFERED: Final = (
    Business("3203", apply, writes=True, subject=institution),
    Business("3204", revoke, writes=True, subject=institution),
)
