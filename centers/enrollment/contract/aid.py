"""Contract ``enrollment.aid.v1``: who is a recipient of medical aid (HB-10.3.7)."""

from __future__ import annotations

from datetime import date
from typing import Final, Protocol

from hsaf.contract.errors import ErrorCode
from hsaf.contract.paging import Page, Paging

AID_CATEGORY_USED = ErrorCode(
    "enrollment.aid_category_used",
    244,
    "目录 {psn_idet_type} 在 {admdvs} 仍有有效的医疗救助对象，不能作废",
    "请先变更目录的失效日期，或待救助对象到期",
    sort="conflict",
)

AID: Final = "23"
"""医疗救助人员: what the codes of its categories begin with."""


class AidContract(Protocol):
    def recipients(
        self, paging: Paging, on: date | None = None, psn_no: str = "", psn_idet_type: str = "", admdvs: str = ""
    ) -> Page:
        """Persons of the caller's region with an aid identity on a day (today), however it was registered: by a record,
        as an identity attribute or by a bulk load. ``rec_stas`` is ``1`` with a reviewed record behind it, else ``0``.
        """
        ...
