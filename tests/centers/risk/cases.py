"""Patients and rules in few words."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from centers.risk.contract.v1 import Encounter, Order, Patient

DAY = date(2026, 6, 1)

BED = {"id": "R01", "kind": "daily_limit", "items": ["BED*"], "limit": 1}
WOMEN = {"id": "R02", "kind": "sex", "items": ["OB1"], "gend": "2"}
ADULTS = {"id": "R04", "kind": "age", "items": ["Q1"], "least": 18}
CHILDREN = {"id": "R08", "kind": "age", "items": ["C1"], "most": 14}
SUPPLY = {"id": "R05", "kind": "supply", "items": ["X*"], "days": {"14": 90, "*": 30}, "packs_a_day": {"X1": "0.1"}}
ICU = {"id": "R06", "kind": "not_together", "items": ["N1", "N2"], "others": ["ICU"]}
STAYS = {"id": "R07", "kind": "stay_overlap", "kinds": ["1", "2", "3"]}


def rule(document: dict[str, Any], **changes: Any) -> dict[str, Any]:
    """A whole rule document."""
    basis = {"name": "规则", "source": "依据", "begndate": "2026-01-01", "sev_deg": "1"}
    return basis | document | changes


def order(code: str, cnt: str = "1", yuan: int = 10, **changes: Any) -> Order:
    """An order of today, written now."""
    basis: dict[str, Any] = {
        "rx_id": f"RX-{code}",
        "hilist_code": code,
        "hilist_name": f"项目{code}",
        "cnt": Decimal(cnt),
        "sumamt": yuan * 100,
        "begn": DAY,
        "current": True,
    }
    return Order(**(basis | changes))


def visit(*orders: Order, **changes: Any) -> Encounter:
    """An outpatient visit of today."""
    basis: dict[str, Any] = {
        "mdtrt_id": "V1",
        "medins_id": "H1",
        "kind": "1",
        "med_type": "11",
        "adm_date": DAY,
        "dscg_date": DAY,
        "medfee_sumamt": 10000,
        "orders": orders,
    }
    return Encounter(**(basis | changes))


def stay(number: str, first: date, last: date) -> Encounter:
    return visit(mdtrt_id=number, kind="2", med_type="21", adm_date=first, dscg_date=last)


def patient(*encounters: Encounter, **changes: Any) -> Patient:
    """A man of 40 years in the first of these visits."""
    basis: dict[str, Any] = {
        "patn_id": "P1",
        "gend": "1",
        "brdy": date(1986, 6, 1),
        "current": encounters[0].mdtrt_id,
        "encounters": encounters,
    }
    return Patient(**(basis | changes))
