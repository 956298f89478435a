"""The catalogs that institutions download, and the columns of their files (docs/reference/catalogs.md).

A version is a number in the form ``v0001``; ``v0000`` is before the first one.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

FIRST: Final = "v0000"
MARK: Final = ":"
"""Between the parts of a 唯一记录号; codes have hyphens of their own."""

_VERSION: Final = re.compile(r"[vV](\d{4,9})", re.ASCII)

_ITEM: Final = (
    "med_list_codg", "med_list_name", "list_type", "med_chrgitm_type", "chrgitm_lv", "spec", "prcunt",
    "drug_dosform", "rx_flag", "lmt_used_flag", "begndate", "enddate",
)  # fmt: skip
_SETTLED: Final = ("bydise_setl_list_code", "bydise_setl_dise_name", "qua_oprn_oprt_code", "qua_oprn_oprt_name")
_SURGERY: Final = ("daysrg_dise_list_code", "daysrg_dise_name", "oprn_oprt_code", "oprn_oprt_name")
_TCM_DISEASE: Final = (
    "dise_type_code", "dise_type_name", "caty_cgy_code", "caty_cgy_name", "spcy_sys_taxa_code", "spcy_sys_taxa_name",
)  # fmt: skip
_SYNDROME: Final = ("sds_type_code", "sds_type_name", "sds_cgy_code", "sds_cgy_name", "sds_attr_code", "sds_attr")
_MORPHOLOGY: Final = ("mpy_type_code", "mpy_type", "tmor_cell_type_code", "tmor_cell_type")
TRAILER: Final = ("vali_flag", "rid", "updt_time", "ver")
"""The last columns of every line."""


@dataclass(frozen=True, slots=True)
class Download:
    """One downloadable catalog: the kind its lines are of, and which of them; no kind, no lines."""

    kind: str = ""
    columns: tuple[str, ...] = ()
    list_type: str = ""
    code_length: int = 0
    """Only codes of this length; 0 is any."""


def _items(list_type: str, code_length: int = 0) -> Download:
    return Download("catalog", _ITEM, list_type, code_length)


DOWNLOADS: Final[Mapping[str, Download]] = {
    "1301": _items("101"),
    "1302": _items("102"),
    "1303": _items("103"),
    "1305": _items("201"),
    "1306": _items("301"),
    "1306A": _items("301", 27),
    "1307": Download("diseases", ("diag_code", "diag_name")),
    "1308": Download("operations", ("oprn_oprt_code", "oprn_oprt_name")),
    "1309": Download("opsp_diseases", ("opsp_dise_code", "opsp_dise_name", "begndate", "enddate")),
    "1320": _items("106"),
    "1310": Download("settled_diseases", (*_SETTLED, "begndate", "enddate")),
    "1311": Download("day_surgery", (*_SURGERY, "begndate", "enddate")),
    "1313": Download("morphologies", _MORPHOLOGY),
    "1314": Download("tcm_diseases", _TCM_DISEASE),
    "1315": Download("tcm_syndromes", _SYNDROME),
    **dict.fromkeys(("1321", "1322", "1323", "1324", "1325", "1326", "1327"), Download()),
}
"""By transaction. Lists that the platform does not hold yet are empty catalogs at ``v0000``."""


def version_text(seq: int) -> str:
    return f"v{seq:04d}"


def version_number(ver: str) -> int | None:
    """``None`` for text that is no version."""
    match = _VERSION.fullmatch(ver)
    return int(match[1]) if match else None


def file_row(download: Download, row: Mapping[str, Any], today: date) -> tuple[Any, ...]:
    """A line of the catalog's file; ``vali_flag`` 0 for one out of use in a file that does not tell the days."""
    dated = "begndate" in download.columns
    number = rid(row[download.columns[0]], row["begndate"] if dated else None)
    ended = not dated and row.get("enddate") is not None and row["enddate"] < today
    shown = {**row, "vali_flag": "0" if ended else "1", "rid": number, "ver": version_text(row["seq"])}
    return tuple(shown[name] for name in (*download.columns, *TRAILER))


def rid(code: str, begndate: date | None = None) -> str:
    """唯一记录号 of a catalog line: its code and, where it is dated, its first day."""
    return f"{code}{MARK}{begndate:%Y%m%d}" if begndate else code


def rid_parts(rid: str) -> tuple[str, date] | None:
    """Code and first day of a dated line; ``None`` for text that is no such number."""
    code, _, rest = rid.partition(MARK)
    try:
        return code, datetime.strptime(rest.partition(MARK)[0], "%Y%m%d").date()
    except ValueError:
        return None
