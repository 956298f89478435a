"""What a record declaration says, as frozen structs. Pure: contracts may import it.

``centers/base_info/records/bank.toml``::

    code = "bank"
    name = "银行"
    reviewed = true
    scope = "admdvs"
    key = ["bank_code"]

    [[field]]
    code = "bank_code"
    label = "银行编码"
    type = "text"
    length = 20
    required = true
    filter = true
    list = true
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from enum import StrEnum
from functools import cached_property
from typing import Final

import msgspec

OWN: Final = "own"
"""Scope of types of which everyone sees the rows they made."""

RESERVED: Final = frozenset(
    {
        "id",
        "state",
        "version",
        "version_no",
        "may",
        "pending",
        "pending_action",
        "pending_state",
        "pending_by",
        "pending_reviewer",
    }
    | {"created_at", "created_by", "updated_at", "updated_by", "pool", "has_children"}
)
"""Codes no field may have: every record has them."""


class FieldType(StrEnum):
    """How a field is kept, checked and shown. In brackets: its value on the wire."""

    TEXT = "text"
    LONGTEXT = "longtext"
    """Many lines; neither filtered nor sorted."""
    INT = "int"
    MONEY = "money"
    """Yuan as text with two decimals on the wire, integer fen inside."""
    DECIMAL = "decimal"
    """Exact, as text on the wire; neither filtered nor sorted."""
    RATIO = "ratio"
    """0 to 1 with at most four decimals, as text on the wire."""
    DATE = "date"
    """``yyyy-MM-dd``."""
    DATETIME = "datetime"
    """``yyyy-MM-dd HH:mm:ss``."""
    DICT = "dict"
    """A code of the dictionary ``dict`` or of ``options``."""
    AREA = "area"
    """A region code of six digits."""
    ORG = "org"
    """An organisation's number."""
    FLAG = "flag"
    """A boolean."""
    FILE = "file"
    """Key of a file in the object store."""
    PERSON = "person"
    """A ``psn_no``."""


class Mask(StrEnum):
    """What a viewer without the permission ``<function>.unmask`` sees instead."""

    NONE = ""
    NAME = "name"
    """The family name, the rest as stars."""
    CERTNO = "certno"
    """First six and last two characters."""
    PHONE = "phone"
    """First three and last four digits."""
    BANK = "bank"
    """The last four digits."""


class Match(StrEnum):
    """How a text filter finds."""

    PREFIX = "prefix"
    EXACT = "exact"
    CONTAINS = "contains"
    """Reads the whole index; for types of some ten thousand rows."""


class Field(msgspec.Struct, frozen=True, kw_only=True):
    """One field of a record type; see ``docs/reference/records.md`` for every key."""

    code: str
    label: str
    type: FieldType = FieldType.TEXT
    length: int = 0
    """Most characters of ``text`` (default 100) and ``longtext`` (2000)."""
    dict: str = ""
    """Type of the dictionary of a ``dict`` field."""
    options: tuple[tuple[str, str], ...] = ()
    """Codes and labels of a ``dict`` field that no dictionary has."""
    pick: str = ""
    """Of a text that holds a code: what forms find it by name in, e.g. ``user.org``."""
    names: str = ""
    """Of a text of codes (several with ``|`` between, details behind ``/``): the dictionary pages name them from."""
    many: bool = False
    """A ``dict`` or ``pick`` field of several codes, with commas between."""
    required: bool = False
    mask: Mask = Mask.NONE
    sealed: bool = False
    """Encrypted at rest; found by the exact value only."""
    filter: bool = False
    list: bool = False
    form: bool = True
    sortable: bool = False
    match: Match = Match.PREFIX
    pattern: str = ""
    """Regular expression a text must match as a whole."""
    least: Decimal | None = None
    most: Decimal | None = None
    """Smallest and largest value of a number; of ``money`` in yuan."""
    default: str = ""
    frozen: bool = False
    """Cannot be changed once the record is in force."""
    extra: bool = False
    """Added by a region (``overlays/*.toml``); never written in a declaration."""
    help: str = ""


class RecordType(msgspec.Struct, frozen=True, kw_only=True, dict=True):
    """One record type of a center. Its table is ``<center>_<code>``."""

    center: str
    code: str
    name: str
    fields: tuple[Field, ...]
    reviewed: bool = False
    """Adds, changes and voids come into force after two reviews."""
    versioned: bool = False
    """Passed changes come into force by publishing and can be rolled back; implies ``reviewed``."""
    shared: bool = False
    """Everybody sees what is in force; the scope says whose upkeep it is."""
    scope: str = ""
    """Field of type ``area`` or ``org`` that the viewer's data scope is compared with, ``own`` or empty."""
    key: tuple[str, ...] = ()
    """The business key: unique among all records that are not void, pending ones included."""
    unique: tuple[tuple[str, ...], ...] = ()
    """Further unique combinations, like ``key``."""
    choice: str = ""
    """Field that names a record where others choose it: ``dict = "<center>.<code>"`` offers the records in force
    by their key."""
    tree: str = ""
    """Field that holds the business key of the record above; empty for those at the top."""
    help: str = ""

    @property
    def full_code(self) -> str:
        """``base_info.expert``, as function declarations name it."""
        return f"{self.center}.{self.code}"

    @property
    def table(self) -> str:
        return f"{self.center}_{self.code}"

    @cached_property
    def by_code(self) -> Mapping[str, Field]:
        return {field.code: field for field in self.fields}

    @cached_property
    def extras(self) -> tuple[Field, ...]:
        """The fields a region added."""
        return tuple(field for field in self.fields if field.extra)

    @cached_property
    def uniques(self) -> tuple[tuple[str, ...], ...]:
        """The business key first, then the others."""
        return (self.key, *self.unique) if self.key else self.unique
