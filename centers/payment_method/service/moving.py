"""A list moves on: submitted or taken back (4102), reviewed, archived."""

from __future__ import annotations

from typing import Any

import msgspec

from centers.payment_method.contract.v1 import LIST_UNKNOWN, OPINION_MISSING, SETTLEMENT_REVERSED, ListHead, ListState
from centers.payment_method.data.lists import ListRepository
from centers.payment_method.domain.states import SUBMITTED, after_status, require_state, require_status
from centers.settlement.contract.v1 import SettlementContract
from hsaf.contract import context
from hsaf.data import current_uow


class Moving:
    def __init__(self, lists: ListRepository, settlement: SettlementContract) -> None:
        self._lists = lists
        self._settlement = settlement

    def change_status(self, psn_no: str, setl_id: str, stas_type: str) -> ListHead:
        require_status(stas_type)
        head = self._owned(psn_no, setl_id)
        state = after_status(head, stas_type)
        if state is head.state:
            return head
        if stas_type == SUBMITTED:
            self._require_standing(head)
        return self._move(head, state=state)

    def review(self, psn_no: str, setl_id: str, *, passed: bool, opinion: str) -> ListHead:
        head = self._owned(psn_no, setl_id)
        require_state(head, ListState.SUBMITTED, "审核")
        if not passed and not opinion.strip():
            raise OPINION_MISSING()
        state = ListState.PASSED if passed else ListState.RETURNED
        return self._move(head, state=state, opinion=opinion, reviewer=context.current().actor)

    def archive(self, psn_no: str, setl_id: str) -> ListHead:
        head = self._owned(psn_no, setl_id)
        require_state(head, ListState.PASSED, "归档")
        return self._move(head, state=ListState.ARCHIVED)

    def _owned(self, psn_no: str, setl_id: str) -> ListHead:
        """An institution's own list; the agency's any. Raises ``LIST_UNKNOWN``."""
        head = self._lists.find(psn_no, setl_id)
        if head is None or context.current().institution not in ("", head.fixmedins_code):
            raise LIST_UNKNOWN(setl_id=setl_id)
        return head

    def _require_standing(self, head: ListHead) -> None:
        """Raises ``SETTLEMENT_REVERSED``."""
        if self._settlement.settlement(head.psn_no, head.mdtrt_id, head.setl_id).reversed_by:
            raise SETTLEMENT_REVERSED(setl_id=head.setl_id)

    def _move(self, head: ListHead, **changes: Any) -> ListHead:
        moved: ListHead = msgspec.structs.replace(head, **changes)
        self._lists.save(moved)
        facts = {"setl_list_id": head.setl_list_id, "setl_id": head.setl_id, "version": head.version}
        facts |= {"before": head.state, "after": moved.state, "opinion": moved.opinion}
        current_uow().audit("payment_method.list_moved", facts)
        return moved
