"""The payment method center's contract, each operation handed to the module that does it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from centers.payment_method.contract.v1 import ListCounts, ListHead, SettlementList
from centers.payment_method.service.moving import Moving
from centers.payment_method.service.querying import Querying
from centers.payment_method.service.uploading import Uploading
from hsaf.contract.paging import Page, Paging


class PaymentMethodService:
    """Implements :class:`centers.payment_method.contract.v1.PaymentMethodContract`."""

    def __init__(self, uploading: Uploading, moving: Moving, querying: Querying) -> None:
        self._uploading = uploading
        self._moving = moving
        self._querying = querying

    def upload_list(self, nodes: Mapping[str, Any]) -> ListHead:
        return self._uploading.upload(nodes)

    def change_list_status(self, psn_no: str, setl_id: str, stas_type: str) -> ListHead:
        return self._moving.change_status(psn_no, setl_id, stas_type)

    def review_list(self, psn_no: str, setl_id: str, *, passed: bool, opinion: str = "") -> ListHead:
        return self._moving.review(psn_no, setl_id, passed=passed, opinion=opinion)

    def archive_list(self, psn_no: str, setl_id: str) -> ListHead:
        return self._moving.archive(psn_no, setl_id)

    def settlement_lists(self, psn_no: str, setl_id: str) -> list[SettlementList]:
        return self._querying.of(psn_no, setl_id)

    def agency_lists(self, setl_ym: str, asked: Mapping[str, str], paging: Paging) -> Page:
        return self._querying.of_agency(setl_ym, asked, paging)

    def checked_lists(self, setl_ym: str, wanted: Mapping[str, str], paging: Paging) -> Page:
        return self._querying.checked(setl_ym, wanted, paging)

    def count_lists(
        self, begntime: datetime, endtime: datetime, med_types: Sequence[str], *, reversals: bool
    ) -> ListCounts:
        return self._querying.counts(begntime, endtime, med_types, reversals=reversals)
