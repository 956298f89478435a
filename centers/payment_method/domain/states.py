"""What may be done with a list in its state, and the refusal when it may not.

collected -> checked -> submitted -> passed -> archived; a list that does not pass is returned, corrected and
uploaded again. Source: XB-14, workflow "List"; 4102.
"""

from __future__ import annotations

from typing import Final

from centers.payment_method.contract.v1 import (
    LIST_FROZEN,
    LIST_STATE_WRONG,
    LIST_STATUS_WRONG,
    STATE_NAMES,
    ListHead,
    ListState,
)

SUBMITTED: Final = "1"
OPEN: Final = "0"


def require_changeable(head: ListHead) -> None:
    """A submitted list is not uploaded again. Raises ``LIST_FROZEN``."""
    if head.submitted:
        raise LIST_FROZEN(setl_list_id=head.setl_list_id, state=STATE_NAMES[head.state])


def require_state(head: ListHead, state: ListState, action: str) -> None:
    """Raises ``LIST_STATE_WRONG``."""
    if head.state is not state:
        raise LIST_STATE_WRONG(setl_list_id=head.setl_list_id, state=STATE_NAMES[head.state], action=action)


def require_status(stas_type: str) -> None:
    """Raises ``LIST_STATUS_WRONG``."""
    if stas_type not in (OPEN, SUBMITTED):
        raise LIST_STATUS_WRONG(stas_type=stas_type)


def after_status(head: ListHead, stas_type: str) -> ListState:
    """The state after 4102. Raises ``LIST_FROZEN`` for an archived list that is taken back."""
    if head.submitted == (stas_type == SUBMITTED):
        return head.state
    if head.state is ListState.ARCHIVED:
        raise LIST_FROZEN(setl_list_id=head.setl_list_id, state=STATE_NAMES[head.state])
    if stas_type == OPEN:
        return ListState.CHECKED
    return ListState.SUBMITTED if head.retn_flag == "1" else ListState.PASSED
