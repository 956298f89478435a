"""The field tables and dictionaries as they were published, in frozen structs."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Final

import msgspec

HERE: Final = Path(__file__).resolve().parent


class Field(msgspec.Struct, frozen=True):
    """One row of a field table. ``length`` is as printed: ``30``, ``16,2``, ``（16，3）``, ``1M``, empty."""

    code: str
    label: str
    type: str
    length: str = ""
    dict: bool = False
    required: bool = False
    remark: str = ""


class Node(msgspec.Struct, frozen=True):
    """A named group of fields, sent as one object or as a list of rows."""

    node: str
    caption: str
    fields: tuple[Field, ...]


class Transaction(msgspec.Struct, frozen=True):
    """One transaction of the interface."""

    name: str
    input: tuple[Node, ...]
    output: tuple[Node, ...]
    mode: str = ""


class Dictionary(msgspec.Struct, frozen=True):
    """A code table: code to label."""

    name: str
    values: Mapping[str, str]


@cache
def transactions() -> Mapping[str, Transaction]:
    """All 212 transactions by code."""
    return msgspec.json.decode((HERE / "transactions.json").read_bytes(), type=dict[str, Transaction])


@cache
def dictionaries() -> Mapping[str, Dictionary]:
    """All 298 code tables by name."""
    return msgspec.json.decode((HERE / "dictionaries.json").read_bytes(), type=dict[str, Dictionary])
