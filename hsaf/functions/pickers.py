"""What forms offer beside a field that holds the code of something: its name and code, found as the user types.

A field says ``pick = "<center>.<code>"``; the center's contract answers with ``picked``. Permissions are the engine's own.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final, Protocol

from hsaf.contract.layers import entering
from hsaf.contract.principal import Principal
from hsaf.data.pipeline import Pipeline
from hsaf.functions.refusals import NOT_FOUND
from hsaf.functions.registry import Registry
from hsaf.records.contract import Choice

PERMISSION: Final = "functions.permission"
MOST: Final = 20
LONGEST: Final = 50


class PickedContract(Protocol):
    """The part of ``<center>.v1`` that a field's ``pick`` needs."""

    def picked(self, code: str, text: str) -> Sequence[Choice] | None: ...


def contract_of(pick: str) -> str:
    return f"{pick.partition('.')[0]}.v1"


class Pickers:
    def __init__(self, registry: Callable[[], Registry], pipeline: Pipeline, contracts: Mapping[str, Any]) -> None:
        self._registry = registry
        self._pipeline = pipeline
        self._contracts = contracts

    def find(self, who: Principal, pick: str, text: str) -> list[dict[str, str]]:
        """``value`` and ``label`` of what somebody may see. Raises ``NOT_FOUND``."""
        wanted = text.strip()[:LONGEST]
        if pick == PERMISSION:
            return self._permissions(who, wanted)
        center: PickedContract | None = self._contracts.get(contract_of(pick))
        if center is None or not hasattr(center, "picked"):
            raise NOT_FOUND()
        code = pick.partition(".")[2]
        with entering("control", "functions"):
            found: Sequence[Choice] | None = self._pipeline.read(
                "functions.choices", lambda: center.picked(code, wanted)
            ).result
        if found is None:
            raise NOT_FOUND()
        return [{"value": one.value, "label": one.label} for one in found]

    def _permissions(self, who: Principal, text: str) -> list[dict[str, str]]:
        """Those of what somebody may do himself: he cannot hand on others."""
        found = (
            {"value": one["code"], "label": f"{one['function_name']}·{one['name']}"}
            for one in self._registry().permissions()
            if who.may(one["code"])
        )
        return [one for one in found if text in one["value"] or text in one["label"]][:MOST]
