"""Dictionaries and regions, as the engine asks the base information center for them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final, Protocol

from hsaf.contract.layers import entering
from hsaf.functions.refusals import DICTIONARY_UNKNOWN
from hsaf.functions.rendering import plain
from hsaf.records.contract import RecordsContract

CONTRACT: Final = "base_info.v1"


class ReferenceContract(Protocol):
    """The part of ``base_info.v1`` that pages need."""

    def dictionary(self, type: str) -> Sequence[Any] | None: ...

    def areas(self) -> Sequence[Any]: ...

    def label(self, type: str, value: str) -> str | None: ...

    def area(self, admdvs: str) -> Any: ...


class Reference:
    """Empty where the base information center does not run."""

    def __init__(self, contracts: Mapping[str, Any]) -> None:
        self._contracts = contracts

    def dictionary(self, type: str) -> list[dict[str, Any]]:
        """Values and labels of a dictionary, in order. Raises ``DICTIONARY_UNKNOWN``."""
        with entering("control", "functions"):
            entries = self._records(type) if "." in type else self._table(type)
        if entries is None:
            raise DICTIONARY_UNKNOWN(type=type)
        return [{"value": one.value, "label": one.label, "parent": one.parent_value} for one in entries]

    def _table(self, type: str) -> Sequence[Any] | None:
        center: ReferenceContract | None = self._contracts.get(CONTRACT)
        return center.dictionary(type) if center else None

    def _records(self, type: str) -> Sequence[Any] | None:
        """Records in force that others choose, e.g. ``policy.element``; else what the center's own contract offers as
        ``choices``, e.g. ``user.business_role``."""
        owner, _, code = type.partition(".")
        records: RecordsContract | None = self._contracts.get(f"{owner}.records.v1")
        if records is not None and (known := records.types().get(code)) and known.choice:
            return records.choices(code)
        choices = getattr(self._contracts.get(f"{owner}.v1"), "choices", None)
        found: Sequence[Any] | None = choices(code) if choices else None
        return found

    def areas(self) -> list[dict[str, Any]]:
        """Every region, parents before their children."""
        with entering("control", "functions"):
            center: ReferenceContract | None = self._contracts.get(CONTRACT)
            areas = center.areas() if center else []
        return [plain(one) for one in areas]

    # -- for work that is in control already --------------------------------------------------------

    def label(self, type: str, value: str) -> str | None:
        if "." in type:
            return next((one.label for one in self._records(type) or () if one.value == value), None)
        center: ReferenceContract | None = self._contracts.get(CONTRACT)
        return center.label(type, value) if center else None

    def area_name(self, admdvs: str) -> str:
        """The region's name, or its code where nothing knows it."""
        center: ReferenceContract | None = self._contracts.get(CONTRACT)
        area = center.area(admdvs) if center else None
        return str(area.admdvs_name) if area else admdvs
