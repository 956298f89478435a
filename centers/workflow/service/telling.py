"""Tells people what waits for them, through the message center where there is one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from centers.message.contract.v1 import MessageContract
from hsaf.data.pipeline import Pipeline, RequestKey

TITLES: Final = {
    "opened": "待您审批",
    "returned": "被退回，请修改",
    "reminded": "请您尽快审批",
    "ended": "已办结",
}


class Telling:
    """Subscribed to ``workflow.waiting.v1``; delivered again it tells again under the same request key, hence once."""

    def __init__(self, message: MessageContract | None, pipeline: Pipeline) -> None:
        self._message = message
        self._pipeline = pipeline

    def waiting(self, event_id: str, payload: Mapping[str, Any]) -> None:
        message = self._message
        if message is None:
            return
        title = f"{TITLES[payload['why']]}：{payload['title']}"[:200]
        page = f"{payload['page']}"
        self._pipeline.write(
            "workflow.tell",
            lambda: message.tell(payload["accounts"], title, title, page),
            subject=f"message:{event_id}",
            key=RequestKey("workflow.tell", event_id, event_id),
            encode=lambda _: b"{}",
        )
