"""A region may run without the settlement center; lists then say so, and nothing else stops."""

from __future__ import annotations

from typing import Any, NoReturn

from centers.settlement.contract.v1 import SettlementContract
from hsaf.contract.refusals import CENTER_DISABLED


class Absent:
    """Stands for the settlement center: whatever is asked of it raises ``CENTER_DISABLED``."""

    def __getattr__(self, name: str) -> NoReturn:
        raise CENTER_DISABLED(name="结算中心", center="settlement")


def present(settlement: SettlementContract | None) -> Any:
    """The settlement center, or what stands for it."""
    return settlement or Absent()
