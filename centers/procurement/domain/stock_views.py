"""Stored rows as the queries answer them, in national field codes (3508 to 3513, here in snake case)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Final

from centers.procurement.contract.v1 import StockKind
from centers.procurement.domain.stock_codes import Act

Row = Mapping[str, Any]

VALID: Final = "1"
DELETED: Final = "0"
"""``vali_flag``."""

_RETURN: Final = frozenset({StockKind.PURCHASE_RETURN, StockKind.SALE_RETURN})

_NAMES: Final[Mapping[str, Mapping[str, str]]] = {
    "2": {"movement_no": "medins_prod_inv_chg_no", "at": "inv_chg_time", "opter_name": "inv_chg_opter_name"},
    "3": {
        "movement_no": "medins_prod_purc_no",
        "cnt": "purc_retn_cnt",
        "pric": "finl_trns_pric",
        "at": "purc_retn_stoin_time",
        "opter_name": "purc_retn_opter_name",
    },
    "4": {
        "movement_no": "medins_prod_sel_no",
        "cnt": "sel_retn_cnt",
        "pric": "finl_trns_pric",
        "at": "sel_retn_time",
        "opter_name": "sel_retn_opter_name",
    },
}
"""What the queries about changes, purchases and sales call the columns of a movement."""

_KEPT: Final = ("fixmedins_code", "fixmedins_bchno", "med_list_codg", "rx_flag", "manu_lotnum", "manu_date", "expy_end")
_REFERENCES: Final = ("inv_chg_type", "trdn_flag", "setl_id", "psn_no", "mdtrt_sn")


def document(inv_data_type: str, row: Row, *, deleted: bool) -> dict[str, Any]:
    """A movement as 3509, 3510 or 3511 answers it."""
    names = {"cnt": "cnt", "pric": "pric"} | dict(_NAMES[inv_data_type])
    return {
        **row["detail"],
        **{name: row[name] for name in (*_KEPT, *_REFERENCES)},
        **{name: row[column] for column, name in names.items()},
        **_goods(row),
        **_written(row, row["movement_no"]),
        "bilg_dr_name": row["detail"].get("prsc_dr_name", ""),
        "prod_retn_flag": "1" if row["kind"] in _RETURN else "0",
        "vali_flag": DELETED if deleted else VALID,
    }


def stock(row: Row) -> dict[str, Any]:
    """A stock as 3508 answers it."""
    kept = {name: row[name] for name in (*_KEPT, "inv_cnt", "invdate", "medins_prod_inv_no", "memo")}
    written = _written(row, row["medins_prod_inv_no"])
    changed = {name: row[name] for name in ("opter_id", "opter_name", "updt_time")} | {"opt_time": row["updt_time"]}
    return {**kept, **_goods(row), **written, **changed, "trdn_flag": "0", "vali_flag": VALID}


def code(row: Row, personal: Row) -> dict[str, Any]:
    """What became of a coded pack, as 3512 and 3513 answer it; ``personal`` are the sale's details."""
    names = ("fixmedins_code", "fixmedins_bchno", "med_list_codg", "drug_trac_codg", "psn_no", "trdn_flag", "bkkp_sn")
    return {
        **{name: personal.get(name, "") for name in ("psn_cert_type", "certno", "psn_name")},
        **{name: row[name] for name in names},
        **_goods(row),
        **_written(row, row["move_no"]),
        "mdtrt_id": row["mdtrt_sn"],
        "mdtrt_setl_type": "1" if row["setl_id"] else "2",
        "memo": "追溯码此前已销售或出库" if row["act"] == Act.REPEAT else personal.get("memo", ""),
        "vali_flag": VALID,
    }


def matches(row: Row, asked: Row) -> bool:
    """Whether a row has every field that was asked for; a field nobody keeps matches nothing."""
    return all(_text(row.get(name, "")) == _text(value) for name, value in asked.items())


def _goods(row: Row) -> dict[str, Any]:
    return {
        "medins_list_codg": row["fixmedins_hilist_id"],
        "medins_list_name": row["fixmedins_hilist_name"],
        "list_sp_item_flag": "0",
    }


def _written(row: Row, rid: str) -> dict[str, Any]:
    """Who wrote it; institutions write for themselves."""
    who = {"crter_id": row["crter_id"], "crter_name": row["crter_name"]}
    who |= {"opter_id": row["crter_id"], "opter_name": row["crter_name"]}
    times = dict.fromkeys(("crte_time", "updt_time", "opt_time"), row["crte_time"])
    return {**who, **times, **dict.fromkeys(("crte_optins_no", "optins_no"), row["fixmedins_code"]), "rid": rid}


def _text(value: Any) -> str:
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M:%S}"
    return value.isoformat() if isinstance(value, date) else str(value)
