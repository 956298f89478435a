"""What a center answers to be printed: the page's look is the template of the function point that asks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec


class Sheet(msgspec.Struct, frozen=True, kw_only=True):
    """``about`` is what the log of prints names (``setl_id``); ``shown`` is JSON-able, amounts as the page shows them;
    ``name`` is the file's, the title by default."""

    title: str
    about: str
    shown: Mapping[str, Any]
    name: str = ""
