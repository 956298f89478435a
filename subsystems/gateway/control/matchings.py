"""An institution's own catalog codes matched to national ones: 3301, 3302, 1317."""

from __future__ import annotations

from typing import Final

from centers.base_info.contract.v1 import Matching
from subsystems.gateway.control.business import Business, Output, institution
from subsystems.gateway.control.catalogs import paged, paging_of
from subsystems.gateway.control.centers import Centers
from subsystems.gateway.control.known import require_own
from subsystems.gateway.control.message import Message


def match(centers: Centers, message: Message) -> Output:
    """3301 目录对照上传."""
    centers.base_info.match(Matching(**message.node("data")))
    return {}


def withdraw(centers: Centers, message: Message) -> Output:
    """3302 目录对照撤销. The table names no node: the fields may stand in ``input`` itself or in ``data``."""
    data = message.node("data")
    require_own(message, data["fixmedins_code"], "fixmedins_code")
    centers.base_info.withdraw_matching(data["fixmedins_hilist_id"], data["list_type"], data["med_list_codg"])
    return {}


def query(centers: Centers, message: Message) -> Output:
    """1317 医药机构目录匹配信息查询, of the sender only."""
    data = message.node("data")
    require_own(message, data.get("fixmedins_code", message.fixmedins_code), "input.data.fixmedins_code")
    return paged(centers.base_info.matchings(data, paging_of(data)))


OFFERED: Final = (
    Business("3301", match, writes=True, subject=institution),
    Business("3302", withdraw, writes=True, subject=institution),
    Business("1317", query),
)
