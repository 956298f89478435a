"""Decoding of TOML tables into frozen msgspec structs, with messages a deployer can act on."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeVar, get_type_hints

import msgspec

from hsaf.kernel.faults import suggest

T = TypeVar("T")

_WORDING = (
    (re.compile(r"Expected `(.+?)`, got `(.+?)`"), r"应为 \1，实为 \2"),
    (re.compile(r"Object missing required field `(.+?)`"), r"缺少必填项 \1"),
    (re.compile(r"Invalid enum value (.+)"), r"取值 \1 不在允许范围内"),
    (re.compile(r"Expected `(.+?)` (>=|<=|>|<) (\S+)"), r"须 \2 \3"),
    (re.compile(r"Expected `(.+?)` matching regex (.+)"), r"格式须符合 \2"),
    (re.compile(r"Expected `(.+?)` of length (>=|<=) (\S+)"), r"长度须 \2 \3"),
)


@dataclass(slots=True)
class Mismatch(Exception):
    """A table does not fit its struct: dotted ``key``, ``reason`` and ``remedy`` in Chinese."""

    key: str
    reason: str
    remedy: str


def decode(kind: type[T], values: Mapping[str, Any], *, strict: bool = True) -> T:
    """Build a struct from a table.

    ``strict=False`` also reads numbers and booleans from text (environment variables).
    Raises ``Mismatch`` for an unknown key, a missing one or a bad value.
    """
    refuse_unknown(kind, values)
    try:
        return msgspec.convert(values, kind, strict=strict)
    except msgspec.ValidationError as error:
        text, _, path = str(error).partition(" - at `$")
        key = path.rstrip("`").lstrip(".") or _missing_field(text)
        raise Mismatch(key, _in_chinese(text), "按 docs/reference 所列格式改正该项") from None


def refuse_unknown(kind: Any, values: Mapping[str, Any], prefix: str = "") -> None:
    """Raise ``Mismatch`` for the first key, at any depth, that the struct does not have."""
    fields = {field.encode_name: field for field in msgspec.structs.fields(kind)}
    hints = get_type_hints(kind)
    for key, value in values.items():
        if key not in fields:
            raise Mismatch(prefix + key, "没有这个键", suggest(key, fields))
        inner = hints[fields[key].name]
        if isinstance(value, Mapping) and isinstance(inner, type) and issubclass(inner, msgspec.Struct):
            refuse_unknown(inner, value, f"{prefix}{key}.")


def _missing_field(text: str) -> str:
    found = re.search(r"field `(.+?)`", text)
    return found.group(1) if found else ""


def _in_chinese(text: str) -> str:
    for pattern, wording in _WORDING:
        text, changed = pattern.subn(wording, text)
        if changed:
            break
    return text
