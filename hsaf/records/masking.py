"""What a viewer who may not see a personal value in full sees instead. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from hsaf.records.model import Field, Mask

HIDDEN: Final = "***"
"""In place of a sealed value in the audit chain."""


def mask(kind: Mask, text: str) -> str:
    """``张三丰`` -> ``张**``; too short a text is hidden whole, so that its ends do not give it away."""
    return _MASKS[kind](text) if text else text


def masked(fields: Mapping[str, Field], values: Mapping[str, Any]) -> dict[str, Any]:
    """Values (typed or JSON-ready) with those of masked fields masked."""
    return {code: _one(fields[code], value) for code, value in values.items()}


def for_audit(fields: Mapping[str, Field], values: Mapping[str, Any]) -> dict[str, Any]:
    """JSON-ready values as the audit chain keeps them: no personal data, nothing that is sealed at rest."""
    shown = masked(fields, values)
    return {
        code: HIDDEN if fields[code].sealed and value and not fields[code].mask else value
        for code, value in shown.items()
    }


def _one(field: Field, value: Any) -> Any:
    return mask(field.mask, value) if field.mask and isinstance(value, str) else value


def _between(first: int, last: int) -> Callable[[str], str]:
    def hide(text: str) -> str:
        if len(text) <= first + last:
            return "*" * len(text)
        return text[:first] + "*" * (len(text) - first - last) + text[len(text) - last :]

    return hide


_MASKS: Final[Mapping[Mask, Callable[[str], str]]] = {
    Mask.NONE: lambda text: text,
    Mask.NAME: _between(1, 0),
    Mask.CERTNO: _between(6, 2),
    Mask.PHONE: _between(3, 4),
    Mask.BANK: _between(0, 4),
}
