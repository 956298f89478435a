"""Contract of the risk center (风控中心), version 1: checks of prescriptions and orders before and while
they are carried out, and what the doctor decided (3101, 3102, 3103).

Amounts are integer fen, quantities ``Decimal``. The institution is the calling one of the context.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any, Protocol

import msgspec

from hsaf.contract.errors import ErrorCode

RULE_UNKNOWN = ErrorCode("risk.rule_unknown", 550, "规则 {rule_id} 不存在或当日未生效", "请核对规则标识 rule_ids")
RULE_INVALID = ErrorCode("risk.rule_invalid", 551, "审核规则 {rule_id} 有误：{reason}", "请更正规则后重新发布")
WARNING_UNKNOWN = ErrorCode(
    "risk.warning_unknown", 552, "未找到违规标识 {warn_rslt_id} 的提醒", "请核对违规标识和反馈类型"
)
WARNING_ANSWERED = ErrorCode("risk.warning_answered", 553, "违规标识 {warn_rslt_id} 已反馈，不能重复反馈")
DECISION_WRONG = ErrorCode(
    "risk.decision_wrong", 554, "处理方式 {dspo_way} 有误", "请填写 1 继续执行医嘱 或 2 返回修改医嘱"
)
REASON_MISSING = ErrorCode(
    "risk.reason_missing", 555, "违规标识 {warn_rslt_id} 选择继续执行医嘱，须填写处理原因", "请补填 dspo_way_rea"
)
STAGE_WRONG = ErrorCode("risk.stage_wrong", 556, "反馈类型 {warn_type} 有误", "请填写 1 事前 或 2 事中")


class Stage(StrEnum):
    """When a check runs; the values are those of ``warn_type``."""

    BEFORE = "1"
    """事前 (3101): while the order is written; about the orders written now."""
    DURING = "2"
    """事中 (3102): while the visit goes on; about all of the current visit."""


class Order(msgspec.Struct, frozen=True, kw_only=True):
    """A prescription or order (``fsi_order_dtos``) as far as rules look at it."""

    rx_id: str
    hilist_code: str
    hilist_name: str
    cnt: Decimal
    sumamt: int
    begn: date
    current: bool
    """Written now (``curr_drord_flag``)."""
    days: Decimal | None = None
    """How long it lasts (``o_prdDays``); ``None`` where not stated."""


class Encounter(msgspec.Struct, frozen=True, kw_only=True):
    """A visit or stay (``fsi_encounter_dtos``)."""

    mdtrt_id: str
    medins_id: str
    kind: str
    """``med_mdtrt_type``: 1 outpatient, 2 inpatient, 3 pharmacy, 4 other."""
    med_type: str
    adm_date: date
    dscg_date: date
    medfee_sumamt: int
    orders: tuple[Order, ...]


class Patient(msgspec.Struct, frozen=True, kw_only=True):
    """A person to be checked, with visits as the message describes them."""

    patn_id: str
    gend: str
    brdy: date
    current: str
    """``curr_mdtrt_id``: the visit it is about."""
    encounters: tuple[Encounter, ...]


class ViolationItem(msgspec.Struct, frozen=True, kw_only=True):
    """One part of a violation (``judge_result_detail_dtos``). Amount in fen."""

    jrd_id: str
    patn_id: str
    mdtrt_id: str
    rx_id: str
    vola_item_type: str
    """1 the violating item, 2 an item it involves."""
    vola_amt: int


class Violation(msgspec.Struct, frozen=True, kw_only=True):
    """A violation found (``result``). Amount in fen."""

    jr_id: str
    rule_id: str
    rule_name: str
    vola_cont: str
    patn_id: str
    mdtrt_id: str
    vola_amt: int
    vola_amt_stas: str
    sev_deg: str
    """1 certain, 2 highly suspicious, 3 slightly suspicious."""
    vola_evid: str
    vola_bhvr_type: str
    """1 about visits, 2 about items."""
    task_id: str
    judge_result_detail_dtos: tuple[ViolationItem, ...]


class Decision(msgspec.Struct, frozen=True, kw_only=True):
    """What the doctor did about a warning: ``dspo_way`` 1 goes on, for a reason, 2 changes the order."""

    warn_rslt_id: str
    dspo_way: str
    dspo_way_rea: str = ""


class RiskContract(Protocol):
    """What other parts may ask of the risk center. Writes run in the caller's unit of work."""

    def check(
        self, stage: Stage, patients: Sequence[Patient], rule_ids: Sequence[str] = (), trig_scen: str = ""
    ) -> list[Violation]:
        """3101 and 3102, by the rules in force on the business day; what is found is kept.

        ``rule_ids`` chooses rules, otherwise ``trig_scen`` those of a scene. Raises ``RULE_UNKNOWN``.
        """
        ...

    def decide(self, warn_type: str, decisions: Sequence[Decision]) -> None:
        """3103, all or none. Raises ``STAGE_WRONG``, ``DECISION_WRONG``, ``REASON_MISSING``,
        ``WARNING_UNKNOWN`` or ``WARNING_ANSWERED``.
        """
        ...

    def publish(self, rules: Iterable[Mapping[str, Any]]) -> int:
        """Replace the rules of the same ids in the caller's unit of work; returns how many were given.

        Raises ``RULE_INVALID``, naming rule and reason.
        """
        ...
