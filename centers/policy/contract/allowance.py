"""Maternity allowance (生育津贴) by dated local parameters; a part of ``policy.v1``.

No national text gives the formula: days, base and waiting time are what a region publishes (docs/adr/0024). The
parameters of the day of birth count.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Final, Protocol

import msgspec

from centers.policy.contract.v1 import ItemTrace
from hsaf.contract.errors import ErrorCode

ALLOWANCE_NOT_COVERED: Final = ErrorCode(
    "policy.allowance_not_covered",
    423,
    "生育类别 {matn_type}{weeks}没有规定生育津贴天数",
    "请核对生育类别；流产、引产须填写孕周数",
)
ALLOWANCE_WAITING: Final = ErrorCode(
    "policy.allowance_waiting",
    424,
    "截至 {day} 连续缴费 {months} 个月，不满 {needed} 个月，不能享受生育津贴",
    "请核对参保和缴费记录",
)


class AllowanceCase(msgspec.Struct, frozen=True, kw_only=True):
    """All that an allowance is computed from. ``base``, fen, is the employer's monthly average contribution base of
    the year before the birth; ``paid_months`` whole months of unbroken contribution before it; ``geso_val`` weeks,
    0 where none are stated."""

    birth_date: date
    matn_type: str
    fetus_cnt: int
    geso_val: int
    paid_months: int
    base: int


class AllowanceResult(msgspec.Struct, frozen=True, kw_only=True):
    """``days`` in all and ``amount`` in fen, with the rules that gave them; ``version_id`` is ``id@version``."""

    version_id: str
    days: int
    amount: int
    trace: tuple[ItemTrace, ...]


class Allowances(Protocol):
    """Of ``policy.v1``."""

    def publish_allowance(self, document: Mapping[str, str], parameters: Iterable[Mapping[str, str]]) -> str:
        """Publish a version (``id``, ``version``, ``name``, ``source``, ``begndate``, ``enddate``) with its rows;
        returns ``id@version``. The same content again changes nothing.

        Raises ``POLICY_INVALID`` naming the row, or that the version says something else already.
        """
        ...

    def allowance(self, case: AllowanceCase) -> AllowanceResult | None:
        """By the version published last that covers the day of birth; ``None`` where none does.

        Raises ``ALLOWANCE_NOT_COVERED``, ``ALLOWANCE_WAITING``.
        """
        ...

    def allowance_under(self, version_id: str, case: AllowanceCase) -> AllowanceResult:
        """By a published version, for computing again. Raises ``VERSION_UNKNOWN`` and as :meth:`allowance`."""
        ...
