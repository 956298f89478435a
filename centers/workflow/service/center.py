"""The workflow center's contract, made of its parts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from centers.workflow.contract.v1 import WorkflowContract


class WorkflowCenter:
    """Implements :class:`centers.workflow.contract.v1.WorkflowContract`: each operation is that of the part that has
    it."""

    def __init__(self, parts: Sequence[object]) -> None:
        for name in vars(WorkflowContract):
            if not name.startswith("_"):
                (part,) = [one for one in parts if name in vars(type(one))]
                setattr(self, name, getattr(part, name))

    def __getattr__(self, name: str) -> Any:
        raise AttributeError(name)
