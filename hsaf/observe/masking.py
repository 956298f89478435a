"""Keeping personal data out of logs: by field name, and by shape wherever it stands in a text.

Identity numbers and telephone numbers are recognised anywhere, also inside exception messages and
tracebacks; names and addresses only by the field they belong to.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

MASK: Final = "***"

PERSONAL: Final = frozenset(
    {"certno", "psn_name", "mdtrt_cert_no", "psn_cert_no", "tel", "mob", "phone", "addr", "card_sn", "name_and_id"}
    | {"agnter_name", "agnter_certno", "agnter_tel", "agnter_addr", "coner_name", "coner_tel", "coner_addr"}
    | {"patn_name", "live_addr", "resd_addr", "ectoken", "ec_token", "mdtrt_grp_name", "insured_name", "brdy"}
)
"""Fields of the national interface that say who somebody is; compared in lower case."""

SECRET: Final = frozenset({"secret_key", "password", "sm2_private_key", "_api_signature", "authorization", "cainfo"})

_HIDDEN: Final = PERSONAL | SECRET

_ASSIGNS: Final = re.compile("[:=：]")
_MANY_DIGITS: Final = re.compile(r"\d{11}")
_ID_NUMBER: Final = re.compile(r"(?<!\d)(\d{6})\d{11}[\dXx](?![\dXx])")
_OLD_ID_NUMBER: Final = re.compile(r"(?<!\d)(\d{6})\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}(?!\d)")
_TELEPHONE: Final = re.compile(r"(?<!\d)(1[3-9]\d)\d{8}(?!\d)")
_NAMED: Final = re.compile(
    r"""(?ix) (\b(?:"""
    + "|".join(sorted(_HIDDEN))
    + r""")\b\\*['"]?\s*[:=：]\s*\\*) (?: "[^"]*" | '[^']*' | [^\s,;&}\])]+ )"""
)
"""A hidden field inside a text: JSON (also escaped), a printed dict, keyword arguments, a query string."""
_SQL_PARAMETERS: Final = re.compile(r"\[parameters: .*")
"""What SQLAlchemy adds to an error: the values of the failing statement, names among them."""


def mask_text(text: str) -> str:
    """The text with identity numbers, telephone numbers and named personal fields made unreadable."""
    if _ASSIGNS.search(text):
        text = _SQL_PARAMETERS.sub("[parameters: ***]", text)
        text = _NAMED.sub(rf"\1{MASK}", text)
    if _MANY_DIGITS.search(text):
        text = _ID_NUMBER.sub(r"\1************", text)
        text = _OLD_ID_NUMBER.sub(r"\1*********", text)
        text = _TELEPHONE.sub(r"\1********", text)
    return text


def mask(value: Any) -> Any:
    """The same for a whole structure: mappings by field name, everything else by text."""
    match value:
        case None | bool() | float():
            return value
        case int():
            return value if abs(value) < 10**10 else _unless_changed(value)
        case Mapping():
            return {mask_text(str(key)): MASK if _hidden(key) and one else mask(one) for key, one in value.items()}
        case list() | tuple() | set() | frozenset():
            return [mask(one) for one in value]
        case bytes():
            return mask_text(value.decode("utf-8", "replace"))
        case _:
            return mask_text(value if isinstance(value, str) else str(value))


def _unless_changed(number: int) -> int | str:
    text = mask_text(str(number))
    return number if text == str(number) else text


def _hidden(key: object) -> bool:
    return isinstance(key, str) and key.lower() in _HIDDEN
