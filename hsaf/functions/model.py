"""What declarations are compiled to: functions and operations, ready to be run, shown and described."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from hsaf.contract.applications import Business
from hsaf.contract.principal import Principal
from hsaf.datasets.panel import Panel
from hsaf.functions.declaration import Columns, FunctionDeclared, Output, Place, TabDeclared, Tree
from hsaf.records.model import Field, FieldType, Mask, RecordType

PREFIX: Final = "/api/f"
QUERY: Final = "query"
CHILDREN: Final = "children"
FILE: Final = "file"
HAS_CHILDREN: Final = Field(code="has_children", label="有下级", type=FieldType.FLAG)
UNMASK: Final = "unmask"
UNMASK_NAME: Final = "查看完整个人信息"


@dataclass(frozen=True, slots=True)
class Given:
    """What a request says. ``query`` are its parameters, ``body`` its JSON object, ``upload`` its file."""

    path: Mapping[str, str] = field(default_factory=dict)
    query: Mapping[str, str] = field(default_factory=dict)
    body: Mapping[str, Any] = field(default_factory=dict)
    upload: bytes | None = None

    @property
    def id(self) -> str:
        """The record the path names."""
        return self.path["id"]


@dataclass(frozen=True, slots=True)
class File:
    """An answer that is a file."""

    name: str
    content: bytes
    type: str


Values = Any
"""What an operation's ``read`` made of the request and its other steps take."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """One operation. ``read`` checks the request (presentation); ``begin``, ``subject`` and ``work`` run in control,
    ``work`` inside a unit of work; ``render`` makes the answer JSON-ready, or a :class:`File`."""

    code: str
    name: str
    full: str
    """``base_information.expert.add``."""
    permission: str
    method: str
    path: str
    output: Output
    writes: bool
    read: Callable[[Given], Values]
    work: Callable[[Values], Any]
    render: Callable[[Any, Principal], Any]
    begin: Callable[[Values], Values] = lambda values: values
    subject: Callable[[Values], str] = lambda _: ""
    audited: Callable[[Values], Mapping[str, Any]] | None = None
    """Facts of the engine's audit event; ``None`` where the center notes its own."""
    place: Place = Place.TABLE
    confirm: str = ""
    input: tuple[Field, ...] = ()
    uploads: bool = False
    dry_run: bool = False
    """What a write does is taken back; only its answer is wanted."""
    event: str = ""
    """What a row's ``may`` must list: of record operations the event of the state table, of others their code."""

    @property
    def paged(self) -> bool:
        return self.output is Output.PAGE


@dataclass(frozen=True, slots=True, kw_only=True)
class Function:
    """One function point with everything its page shows."""

    declared: FunctionDeclared
    fields: tuple[Field, ...]
    columns: Columns
    operations: tuple[Operation, ...]
    record: RecordType | None = None
    tree: Tree | None = None
    """Of kind ``tree``, with all its keys."""
    business: Business | None = None
    """Of applications: what their decisions do."""
    owner: str = ""
    """Center the record belongs to."""
    panels: tuple[Panel, ...] = ()
    """Of statistics."""
    tabs: tuple[TabDeclared, ...] = ()
    """Of kind ``detail``, those whose functions run here."""

    @property
    def full(self) -> str:
        return self.declared.full

    @property
    def masks(self) -> bool:
        details = (one.field for panel in self.panels for one in panel.dataset.details)
        return any(one.mask is not Mask.NONE for one in (*self.fields, *details))

    @property
    def permissions(self) -> Mapping[str, str]:
        """Code and Chinese name of every permission, the ones of operations first."""
        found: dict[str, str] = {}
        for one in self.operations:
            if one.permission not in found or one.permission == one.full:
                found[one.permission] = one.name
        if self.masks:
            found[f"{self.full}.{UNMASK}"] = UNMASK_NAME
        return found


def path_of(subsystem: str, code: str, suffix: str = "") -> str:
    """Path of a function's operation: ``/api/f/base_information/expert/{id}``."""
    return f"{PREFIX}/{subsystem}/{code}{suffix}"
