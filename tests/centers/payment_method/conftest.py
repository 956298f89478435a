from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from dependency_injector import providers

from centers.payment_method import plugin
from centers.payment_method.contract.v1 import ListHead
from centers.payment_method.service.center import PaymentMethodService
from centers.settlement.contract.v1 import Settlement
from hsaf.money import yuan
from hsaf.testing.harness import Harness
from tests.centers.settlement.desk import METADATA, Desk, KernelServices, csv

PERSON = "9900000000000498"  # employee, 乙市
CODES = ("I10.x00", "I50.001", "00.0100")
ADMITTED = datetime(2026, 3, 2, 8, 1)

Nodes = dict[str, Any]


@pytest.fixture
def metadata() -> Sequence[sa.MetaData]:
    return [*METADATA, plugin.hsaf_compose().metadata]  # type: ignore[list-item]


@dataclass
class Office:
    """A hospital's list office: settlements come from the desk, lists go to the payment method center."""

    desk: Desk
    center: PaymentMethodService

    def upload(self, nodes: Nodes) -> ListHead:
        return self._write(lambda: self.center.upload_list(nodes))

    def status(self, done: Settlement, stas_type: str) -> ListHead:
        return self._write(lambda: self.center.change_list_status(done.psn_no, done.setl_id, stas_type))

    def review(self, done: Settlement, *, passed: bool, opinion: str = "") -> ListHead:
        return self._write(lambda: self.center.review_list(done.psn_no, done.setl_id, passed=passed, opinion=opinion))

    def archive(self, done: Settlement) -> ListHead:
        return self._write(lambda: self.center.archive_list(done.psn_no, done.setl_id))

    def _write(self, work: Any) -> ListHead:
        head: ListHead = self.desk.write(PERSON, work)
        return head

    def read(self, work: Any) -> Any:
        return self.desk.read(work)


def office_over(harness: Harness, desk: Desk) -> Office:
    kernel = KernelServices(
        database=providers.Object(harness.database),
        crypto=providers.Object(harness.crypto),
        ids=providers.Object(harness.ids),
        clock=providers.Object(harness.clock),
    )
    container = plugin.Container(
        kernel=kernel,
        base_info=providers.Object(desk.base_info),
        enrollment=providers.Object(desk.enrollment),
        settlement=providers.Object(desk.center),
    )
    return Office(desk, container.service())


@pytest.fixture
def office(harness: Harness) -> Office:
    """On each database."""
    desk = Desk(harness).open()
    for kind in ("diseases", "operations"):
        rows = [row for row in csv(f"{kind}.csv") if next(iter(row.values())) in CODES]
        harness.write(lambda kind=kind, rows=rows: desk.base_info.load(kind, rows))
    return office_over(harness, desk)


def list_of(done: Settlement, changes: Mapping[str, Any] | None = None, **nodes: Any) -> Nodes:
    """Nodes of 4101 as the gateway converts them, without anything to find; ``changes`` are of ``setlinfo``,
    ``...`` leaving a field out."""
    left = done.info["setl_time"]
    info = {
        "psn_no": done.psn_no,
        "mdtrt_id": done.mdtrt_id,
        "setl_id": done.setl_id,
        "medcasno": "BA1",
        "adm_way": "2",
        "trt_type": "10",
        "adm_time": ADMITTED,
        "adm_caty": "A03",
        "dscg_time": left,
        "dscg_caty": "A03",
        "dscg_way": "1",
        "hi_paymtd": "1",
        "chfpdr_code": "D1",
        "resp_nurs_code": "N1",
        "days_rinp_flag_31": "1",
        "setl_begn_date": ADMITTED.date(),
        "setl_end_date": left.date(),
    } | dict(changes or {})
    funds = [{"fund_pay_type": row.fund_pay_type, "fund_payamt": yuan(row.fund_payamt)} for row in done.funds]
    given: Nodes = {"setlinfo": {name: value for name, value in info.items() if value is not ...}, "payinfo": funds}
    return given | {"diseinfo": [diagnosis()]} | nodes


def diagnosis(**changes: Any) -> dict[str, Any]:
    return {"diag_type": "1", "diag_code": "I10.x00", "diag_name": "高血压", "maindiag_flag": "1"} | changes


def operation(**changes: Any) -> dict[str, Any]:
    at = ADMITTED + timedelta(minutes=1)
    row = {"oprn_oprt_type": "1", "oprn_oprt_code": "00.0100", "oprn_oprt_name": "x", "oper_dr_code": "D1"}
    return row | {"oprn_oprt_begntime": at, "oprn_oprt_endtime": at} | changes
