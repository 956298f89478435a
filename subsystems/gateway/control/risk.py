"""Checks of orders by the risk center: 3101, 3102, 3103.

Where the risk center does not run, every order passes: hospitals call these at each prescription, and
care does not wait for an audit.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Final

import msgspec

from centers.risk.contract.v1 import Decision, Encounter, Order, Patient, Stage
from hsaf.money import fen_from_yuan
from subsystems.gateway.control.business import Business, Output, institution
from subsystems.gateway.control.centers import Centers
from subsystems.gateway.control.message import Message

Row = Mapping[str, Any]

CENTER: Final = "risk"
STAGES: Final[Mapping[str, Stage]] = {"3101": Stage.BEFORE, "3102": Stage.DURING}
YES: Final = "1"
PLAIN_NUMBER: Final = re.compile(r"[0-9]{1,4}(\.[0-9]{1,2})?", re.ASCII)


def patient_of(message: Message) -> str:
    """Lock and audit chain of a check: the first patient of the message at the sender."""
    first = message.node("data")["patient_dtos"][0]["patn_id"]
    return f"risk:{message.fixmedins_code}:{first}"[:64]


def check(centers: Centers, message: Message) -> Output:
    """3101 明细审核事前分析, 3102 明细审核事中分析."""
    if not centers.has(CENTER):
        return {"result": []}
    data = message.node("data")
    patients = [_patient(row) for row in data["patient_dtos"]]
    chosen = [str(rule_id) for rule_id in data.get("rule_ids", ())]
    found = centers.risk.check(STAGES[message.infno], patients, chosen, data.get("trig_scen", ""))
    return {"result": [msgspec.to_builtins(violation, str_keys=True) for violation in found]}


def decide(centers: Centers, message: Message) -> Output:
    """3103 事前事中服务反馈."""
    if centers.has(CENTER):
        data = message.node("data")
        centers.risk.decide(data["warn_type"], [Decision(**row) for row in data["warns"]])
    return {}


def _patient(row: Row) -> Patient:
    return Patient(
        patn_id=row["patn_id"],
        gend=row["gend"],
        brdy=row["brdy"],
        current=row["curr_mdtrt_id"],
        encounters=tuple(_encounter(one) for one in row["fsi_encounter_dtos"]),
    )


def _encounter(row: Row) -> Encounter:
    return Encounter(
        mdtrt_id=row["mdtrt_id"],
        medins_id=row["medins_id"],
        kind=row["med_mdtrt_type"],
        med_type=row["med_type"],
        adm_date=row["adm_date"],
        dscg_date=row["dscg_date"],
        medfee_sumamt=fen_from_yuan(row["medfee_sumamt"]),
        orders=tuple(_order(one) for one in row["fsi_order_dtos"]),
    )


def _order(row: Row) -> Order:
    return Order(
        rx_id=row["rx_id"],
        hilist_code=row["hilist_code"],
        hilist_name=row["hilist_name"],
        cnt=row["cnt"],
        sumamt=fen_from_yuan(row["sumamt"]),
        begn=row["drord_begn_date"],
        current=row["curr_drord_flag"] == YES,
        days=_days(row.get("o_prdDays", "")),
    )


def _days(text: str) -> Decimal | None:
    """A number of days; the table has text, and what is no number says nothing."""
    return Decimal(text) if PLAIN_NUMBER.fullmatch(text) else None


OFFERED: Final = (
    *(Business(infno, check, writes=True, subject=patient_of, passes=True) for infno in STAGES),
    Business("3103", decide, writes=True, subject=institution, passes=True),
)
