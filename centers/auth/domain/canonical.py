"""The text a body signature covers (docs/reference/body-signature.md).

Sender and receiver decode and encode JSON with different libraries, so the signed text is not the
bytes on the wire but one spelling of what they say: the envelope without ``cainfo`` and ``signtype``,
keys sorted, no blanks, numbers in plain decimal notation without superfluous zeros.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from decimal import Decimal
from typing import Final

UNSIGNED: Final = frozenset({"cainfo", "signtype"})
"""Fields of the envelope that carry the signature itself."""


def canonical(body: Mapping[str, object]) -> bytes:
    """The signed bytes of an envelope, UTF-8."""
    return _spell({name: value for name, value in body.items() if name not in UNSIGNED}).encode()


def _spell(value: object) -> str:
    if isinstance(value, Mapping):
        return "{" + ",".join(f"{_text(name)}:{_spell(value[name])}" for name in sorted(value)) + "}"
    if isinstance(value, list | tuple):
        return "[" + ",".join(_spell(item) for item in value) + "]"
    if value is None or isinstance(value, bool | str):
        return _text(value)
    return _number(value)


def _text(value: str | bool | None) -> str:
    """JSON with only the escapes it demands."""
    return json.dumps(value, ensure_ascii=False)


def _number(value: object) -> str:
    """``100``, ``100.0`` and ``1E+2`` are all spelt ``100``."""
    number = Decimal(str(value))
    if number == 0:
        return "0"
    plain = f"{number:f}"
    return plain.rstrip("0").rstrip(".") if "." in plain else plain
