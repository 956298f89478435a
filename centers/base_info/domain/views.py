"""What the catalog queries 1304, 1312, 1316, 1318 and 1319 answer about a catalog line.

The platform keeps one catalog for the whole province: medical (医疗) and insurance (医保) codes are the
same, every line may be used for treatment and maternity, and the area answered is the province's.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Final

from centers.base_info.domain.downloads import MARK, rid, version_text

Row = Mapping[str, Any]

YES: Final = "1"
ANY_COMPOUND: Final = "1"
"""``lmt_cpnd_type`` 单复方均可用."""

UNKNOWN: Final = ""
"""What the platform's catalog does not hold."""

SELF_PAID: Final = "1"
"""``overlmt_dspo_way``: the person pays what is above the ceiling."""

FIRST_SHARE: Final = "10"
"""``selfpay_prop_type`` 目录先自付比例."""

ETHNIC_DRUG: Final = "104"
"""``list_type`` 民族药."""


@dataclass(frozen=True, slots=True)
class View:
    """One query: how a line is shown, and which lines there are."""

    show: Callable[[Row, str], dict[str, Any]]
    equal: tuple[str, ...] = ()
    """Fields of the message that are compared with the column of that name."""
    fixed: Mapping[str, str] = field(default_factory=dict)
    """Fields whose answer is always the same: asking for another value finds nothing."""
    side: str = ""
    sides: tuple[str, ...] = ()
    """A line is repeated for each of these values of the field ``side``."""
    ceilings: bool = False
    """Sides are hospital levels; a line has rows only for levels with a ceiling."""
    list_type: str = ""
    """Only lines of this type."""


def _common(row: Row, region: str, side: str = "") -> dict[str, Any]:
    return {
        "insu_admdvs": region,
        "poolarea_no": region,
        "begndate": row["begndate"],
        "enddate": row["enddate"],
        "vali_flag": YES,
        "rid": rid(row["med_list_codg"], row["begndate"]) + (f"{MARK}{side}" if side else ""),
        "updt_time": row["updt_time"],
        "crte_time": row["updt_time"],
        "opt_time": row["updt_time"],
    }


def ethnic_drug(row: Row, region: str) -> dict[str, Any]:
    """1304."""
    operator = dict.fromkeys(("crter_id", "crter_name", "opter_id", "opter_name"), "system")
    office = dict.fromkeys(("crte_optins_no", "optins_no"), region)
    drug = {
        "med_list_codg": row["med_list_codg"],
        "drug_genname": row["med_list_name"],
        "dosform": row["drug_dosform"],
        "drug_spec": row["spec"],
        "min_prcunt": row["prcunt"],
        "ver": version_text(row["seq"]),
    }
    return _common(row, region) | operator | office | drug


def insurance_item(row: Row, region: str) -> dict[str, Any]:
    """1312."""
    return _common(row, region) | {
        "hilist_code": row["med_list_codg"],
        "hilist_name": row["med_list_name"],
        "med_chrgitm_type": row["med_chrgitm_type"],
        "chrgitm_lv": row["chrgitm_lv"],
        "lmt_used_flag": row["lmt_used_flag"],
        "list_type": row["list_type"],
        "med_use_flag": YES,
        "matn_used_flag": YES,
        "hilist_use_type": YES,
        "lmt_cpnd_type": ANY_COMPOUND,
    }


def same_code(row: Row, region: str) -> dict[str, Any]:
    """1316."""
    code = row["med_list_codg"]
    return _common(row, region) | {"med_list_codg": code, "hilist_code": code, "list_type": row["list_type"]}


def ceiling(row: Row, region: str) -> dict[str, Any]:
    """1318: ``pric_uplmt_amt`` is the ceiling of the row's level."""
    return _common(row, region, row["side"]) | {
        "hilist_code": row["med_list_codg"],
        "hilist_lmtpric_type": row["side"],
        "overlmt_dspo_way": SELF_PAID,
        "hilist_pric_uplmt_amt": row["pric_uplmt_amt"],
    }


def first_share(row: Row, region: str) -> dict[str, Any]:
    """1319; a line outside the insurance (丙) is paid by the person wholly."""
    prop = row["selfpay_prop"]
    return _common(row, region, row["side"]) | {
        "hilist_code": row["med_list_codg"],
        "selfpay_prop_psn_type": row["side"],
        "selfpay_prop_type": FIRST_SHARE,
        "selfpay_prop": Decimal(1) if prop is None else prop,
    }


VIEWS: Final[Mapping[str, View]] = {
    "1304": View(
        ethnic_drug,
        fixed=dict.fromkeys(("genname_codg", "drug_prodname", "tcmherb_name", "cpnd_flag"), UNKNOWN),
        list_type=ETHNIC_DRUG,
    ),
    "1312": View(
        insurance_item,
        equal=("med_chrgitm_type", "chrgitm_lv", "lmt_used_flag", "list_type"),
        fixed={
            "med_use_flag": YES,
            "matn_used_flag": YES,
            "hilist_use_type": YES,
            "lmt_cpnd_type": ANY_COMPOUND,
            "wubi": UNKNOWN,
            "pinyin": UNKNOWN,
        },
    ),
    "1316": View(same_code, equal=("list_type",)),
    "1318": View(
        ceiling,
        fixed={"overlmt_dspo_way": SELF_PAID},
        side="hilist_lmtpric_type",
        sides=("1", "2", "3"),
        ceilings=True,
    ),
    "1319": View(
        first_share,
        fixed={"selfpay_prop_type": FIRST_SHARE},
        side="selfpay_prop_psn_type",
        sides=("310", "390"),
    ),
}
"""By transaction."""
