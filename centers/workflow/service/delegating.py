"""Standing delegations: who acts in whose name from day to day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final

from centers.user.contract.v1 import ENABLED, UserContract
from centers.workflow.contract.errors import DELEGATION_UNKNOWN, DELEGATION_WRONG
from centers.workflow.data.definitions import DefinitionRepository
from centers.workflow.data.delegations import VALID, DelegationRepository
from centers.workflow.service.caller import now, principal, today
from hsaf.data import current_uow
from hsaf.spi.ids import Ids

LONGEST_DAYS: Final = 366


class Delegating:
    def __init__(
        self, repository: DelegationRepository, definitions: DefinitionRepository, user: UserContract, ids: Ids
    ) -> None:
        self._repository = repository
        self._definitions = definitions
        self._user = user
        self._ids = ids

    def delegations(self, active: bool = False) -> Sequence[Mapping[str, Any]]:
        return self._repository.of(principal().account, today() if active else None)

    def add_delegation(
        self, to_account: str, begin_date: date, end_date: date, process: str = "", reason: str = ""
    ) -> Mapping[str, Any]:
        who = principal()
        card = self._user.card(to_account)
        if card is None or card.state != ENABLED or to_account == who.account:
            raise DELEGATION_WRONG(details=f"受托人 {to_account[:50]} 不存在、已停用或就是您本人", field="to_account")
        self._require_period(begin_date, end_date)
        if process and not self._definitions.last_version(process):
            raise DELEGATION_WRONG(details=f"没有流程 {process[:50]}", field="process")
        if self._repository.overlapping(who.account, process, begin_date, end_date):
            raise DELEGATION_WRONG(details="该期间您已有一项委托，请先终止", field="begin_date")
        row = {
            "delegation_id": self._ids.new("WD"),
            "from_account": who.account,
            "from_name": who.name,
            "to_account": card.account,
            "to_name": card.name,
            "process": process,
            "begin_date": begin_date,
            "end_date": end_date,
            "reason": reason,
            "state": VALID,
            "created_at": now(),
        }
        self._repository.add(row)
        facts = {name: row[name] for name in ("delegation_id", "from_account", "to_account", "process")}
        current_uow().audit("workflow.delegated", {**facts, "begin": f"{begin_date}", "end": f"{end_date}"})
        return {"delegation_id": row["delegation_id"]}

    def end_delegation(self, delegation_id: str) -> None:
        if not self._repository.end(delegation_id, principal().account):
            raise DELEGATION_UNKNOWN()
        current_uow().audit("workflow.delegation_ended", {"delegation_id": delegation_id})

    def _require_period(self, begin: date, end: date) -> None:
        if end < begin or end < today():
            raise DELEGATION_WRONG(details="终止日期不能早于开始日期和今天", field="end_date")
        if (end - begin).days > LONGEST_DAYS:
            raise DELEGATION_WRONG(details=f"一次最多委托 {LONGEST_DAYS} 天", field="end_date")
