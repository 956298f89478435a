"""National catalogs: versioned files (1301-1327) and queries by page (1304, 1312, 1316, 1318, 1319)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from hsaf.contract.paging import Page, Paging
from hsaf.contract.textfile import pack
from subsystems.gateway.control.business import BARE, Business, Output, institution
from subsystems.gateway.control.centers import Centers
from subsystems.gateway.control.message import Message

FILES: Final = (
    "1301", "1302", "1303", "1305", "1306", "1306A", "1307", "1308", "1309", "1310", "1311", "1313", "1314",
    "1315", "1320", "1321", "1322", "1323", "1324", "1325", "1326", "1327",
)  # fmt: skip
PAGES: Final = ("1304", "1312", "1316", "1318", "1319")


def file(centers: Centers, message: Message) -> Output:
    """目录下载: names a public file with the lines that changed after ``ver``, made once per version."""
    ver = message.node("data")["ver"].lower()
    newest = centers.base_info.catalog_newer(message.infno, ver)
    name = f"{message.infno}_{ver}_{newest}"
    stored = centers.exchange.published(f"{name}.zip")
    if stored is None:
        lines = centers.base_info.catalog_changes(message.infno, ver, newest)
        stored = centers.exchange.publish(f"{name}.zip", pack(f"{name}.txt", lines), len(lines))
    return {
        BARE: {
            "file_qury_no": stored.file_qury_no,
            "filename": stored.filename,
            "dld_end_time": stored.dld_endtime,
            "dld_endtime": stored.dld_endtime,
            "data_cnt": stored.data_cnt,
        }
    }


def page(centers: Centers, message: Message) -> Output:
    """目录查询."""
    data = message.node("data")
    return paged(centers.base_info.catalog_page(message.infno, data, paging_of(data)))


def paging_of(row: Mapping[str, Any]) -> Paging:
    """The page a message asks for."""
    return Paging(row["page_num"], row["page_size"])


def paged(found: Page, node: str = "data") -> Output:
    """The rows of a page under a node, and beside them where it stands."""
    place = {
        "recordCounts": found.total,
        "pages": found.pages,
        "page_num": found.paging.page_num,
        "page_size": found.paging.page_size,
    }
    return {BARE: place, node: found.rows}


OFFERED: Final = (
    *(Business(infno, file, writes=True, subject=institution) for infno in FILES),
    *(Business(infno, page) for infno in PAGES),
)
