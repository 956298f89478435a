"""4101: a settlement list comes in, is compared with its settlement, checked and kept."""

from __future__ import annotations

from base64 import b32encode
from collections.abc import Mapping, Sequence
from typing import Any, Final

from centers.payment_method.contract.v1 import (
    LIST_MIXED,
    LIST_NOT_DUE,
    SETTLEMENT_REVERSED,
    Finding,
    ListHead,
    ListState,
)
from centers.payment_method.data.lists import ListRepository
from centers.payment_method.domain.money import fund_sums, item_charges, personal_parts, require_money
from centers.payment_method.domain.states import OPEN, SUBMITTED, require_changeable, require_status
from centers.payment_method.service.moving import Moving
from centers.payment_method.service.quality import Quality
from centers.settlement.contract.v1 import Settlement, SettlementContract, VisitFacts
from hsaf.contract import context
from hsaf.data import current_uow
from hsaf.data.types import to_json
from hsaf.spi.crypto import Crypto

NUMBER_LENGTH: Final = 9
"""Characters of ``setl_list_id``."""

CANDIDATES: Final = 4
PURCHASE: Final = "purchase"
OF_SETTLEMENT: Final = ("psn_no", "mdtrt_id", "setl_id")


class Uploading:
    def __init__(
        self, lists: ListRepository, moving: Moving, quality: Quality, settlement: SettlementContract, crypto: Crypto
    ) -> None:
        self._lists = lists
        self._moving = moving
        self._quality = quality
        self._settlement = settlement
        self._crypto = crypto

    def upload(self, nodes: Mapping[str, Any]) -> ListHead:
        info = nodes["setlinfo"]
        stas_type = info.get("stas_type", OPEN)
        require_status(stas_type)
        _require_one(nodes)
        settlement = self._settlement.settlement(info["psn_no"], info["mdtrt_id"], info["setl_id"])
        visit = self._settlement.require_visit(settlement.psn_no, settlement.mdtrt_id)
        _require_due(settlement, visit)
        before = self._lists.find(settlement.psn_no, settlement.setl_id)
        if before is not None:
            require_changeable(before)
        self._require_money(nodes, settlement)
        findings = self._quality.check(nodes, settlement, visit)
        head = self._keep(nodes, settlement, findings, before)
        if stas_type == SUBMITTED:
            return self._moving.change_status(head.psn_no, head.setl_id, SUBMITTED)
        return head

    def _require_money(self, nodes: Mapping[str, Any], settlement: Settlement) -> None:
        lines = self._settlement.lines(settlement.psn_no, settlement.mdtrt_id, settlement.setl_id)
        funds = fund_sums((row.fund_pay_type, row.fund_payamt) for row in settlement.funds)
        require_money(nodes, funds, personal_parts(settlement.info), item_charges(lines))

    def _keep(
        self, nodes: Mapping[str, Any], settlement: Settlement, findings: Sequence[Finding], before: ListHead | None
    ) -> ListHead:
        """A new version; the same content again is the same version."""
        content = to_json(nodes).encode()
        digest = self._crypto.sm3(content).hex()
        if before is not None and before.digest == digest:
            return before
        head = self._head(settlement, digest, findings, before)
        self._lists.add_version(head, content, context.current().actor)
        facts: dict[str, Any] = {"setl_list_id": head.setl_list_id, "setl_id": head.setl_id, "mdtrt_id": head.mdtrt_id}
        facts |= {"version": head.version, "digest": digest, "findings": [one.rule for one in findings]}
        current_uow().audit("payment_method.list_uploaded", facts)
        return head

    def _head(
        self, settlement: Settlement, digest: str, findings: Sequence[Finding], before: ListHead | None
    ) -> ListHead:
        info = settlement.info
        return ListHead(
            psn_no=settlement.psn_no,
            setl_id=settlement.setl_id,
            setl_list_id=before.setl_list_id if before else self._number(settlement.setl_id),
            mdtrt_id=settlement.mdtrt_id,
            fixmedins_code=info["fixmedins_code"],
            state=ListState.CHECKED,
            version=before.version + 1 if before else 1,
            digest=digest,
            med_type=info["med_type"],
            insutype=info["insutype"],
            out_flag="0" if info["insu_optins"] == info["fixmedins_poolarea"] else "1",
            setl_time=info["setl_time"],
            uploaded_at=context.current().business_time.replace(microsecond=0),
            qltctrl_ver=self._quality.version,
            err_lv=max((one.err_lv for one in findings), default="0"),
            retn_flag=max((one.retn_flag for one in findings), default="0"),
            opinion="",
            reviewer="",
            findings=tuple(findings),
        )

    def _number(self, setl_id: str) -> str:
        """A free list number made from the settlement's: nine characters cannot hold a counter of every worker."""
        digests = (self._crypto.sm3(f"{setl_id}:{attempt}".encode()) for attempt in range(CANDIDATES))
        numbers = [b32encode(digest).decode()[:NUMBER_LENGTH] for digest in digests]
        taken = self._lists.numbers_taken(numbers)
        return next(number for number in numbers if number not in taken)


def _require_one(nodes: Mapping[str, Any]) -> None:
    """Transfusions belong to the same settlement. Raises ``LIST_MIXED``."""
    for row in nodes.get("bldinfo", ()):
        for field in OF_SETTLEMENT:
            if row[field] != nodes["setlinfo"][field]:
                raise LIST_MIXED(field=field, where=field)


def _require_due(settlement: Settlement, visit: VisitFacts) -> None:
    """Raises ``SETTLEMENT_REVERSED``, ``LIST_NOT_DUE``."""
    if settlement.reversed_by or settlement.reverses:
        raise SETTLEMENT_REVERSED(setl_id=settlement.setl_id)
    if visit.kind == PURCHASE:
        raise LIST_NOT_DUE(setl_id=settlement.setl_id)
