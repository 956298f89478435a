"""Policy records as the center's own rules read them: typed values by type, in force or as proposed. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final, NamedTuple

TYPES: Final = ("scheme", "scene", "element", "element_value", "condition", "item", "dynamic", "local_value", "benefit")
"""Record types a benefit policy is made of."""


class Held(NamedTuple):
    """A record: its id, typed values, and whether they are only proposed (under review, or a draft)."""

    id: str
    values: Mapping[str, Any]
    proposed: bool = False


class Holdings:
    """Records by type; made of those in force, or with the changes under way laid over them."""

    def __init__(self, rows: Mapping[str, Sequence[Held]]) -> None:
        self._rows = rows

    def of(self, type: str) -> Sequence[Held]:
        return self._rows.get(type, ())

    def values(self, type: str) -> Iterator[Mapping[str, Any]]:
        return (held.values for held in self.of(type))

    def find(self, type: str, **wanted: Any) -> Held | None:
        """The first record whose fields have these values."""
        for held in self.of(type):
            if all(held.values[code] == value for code, value in wanted.items()):
                return held
        return None

    @property
    def attributes(self) -> dict[str, str]:
        """Attribute of every static element by code."""
        return {one["elem_code"]: one["attribute"] for one in self.values("element")}

    @property
    def labels(self) -> dict[tuple[str, str], str]:
        """What values of static elements are called, by attribute and value."""
        attributes = self.attributes
        named = self.values("element_value")
        return {(attributes.get(one["elem_code"], ""), one["value"]): one["label"] for one in named}

    @property
    def dynamics(self) -> dict[str, Mapping[str, Any]]:
        """Dynamic elements by code."""
        return {one["elem_code"]: one for one in self.values("dynamic")}
