"""From an uploading message to the documents in it: which visit, which documents, and what refuses them."""

from __future__ import annotations

import binascii
from base64 import b64decode
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from typing import Any, Final, NamedTuple

from centers.archive.contract.v1 import NOT_BASE64, REPEATED, TIMES_REVERSED, VISIT_HALF, VISIT_MIXED
from centers.archive.domain.kinds import IN_ORDER, Alternatives, Kind

Row = Mapping[str, Any]

_OF_VISIT: Final = ("mdtrt_sn", "mdtrt_id", "psn_no")
VOID: Final = "0"
"""``vali_flag`` 无效."""


class VisitRef(NamedTuple):
    """The visit a message is about: the institution's own number and, of an insured patient, the platform's."""

    mdtrt_sn: str
    mdtrt_id: str
    psn_no: str


class Draft(NamedTuple):
    """One document of a message. ``key`` is empty when a visit has one of its kind."""

    key: str
    nodes: Mapping[str, Any]
    vali_flag: str
    doc_date: date | None


def visit_of(nodes: Mapping[str, Any]) -> VisitRef:
    """The one visit that all rows name. Raises ``VISIT_MIXED``, ``VISIT_HALF``."""
    found = {field: {row[field] for row in rows_of(nodes) if field in row} for field in _OF_VISIT}
    for field, values in found.items():
        if len(values) > 1:
            raise VISIT_MIXED(field=field)
    visit = VisitRef(*(next(iter(found[field]), "") for field in _OF_VISIT))
    if bool(visit.mdtrt_id) != bool(visit.psn_no):
        raise VISIT_HALF(where="mdtrt_id" if visit.psn_no else "psn_no")
    return visit


def drafts_of(kind: Kind, nodes: Mapping[str, Any]) -> list[Draft]:
    """The documents of a message. Raises ``TIMES_REVERSED``, ``NOT_BASE64``, ``REPEATED``."""
    for row in rows_of(nodes):
        _require_order(row)
        _require_files(kind, row)
    parts: Iterable[Mapping[str, Any]] = ({kind.head: row} for row in nodes[kind.head]) if kind.each_row else [nodes]
    drafts = [_draft(kind, part) for part in parts]
    _require_distinct(kind, drafts)
    return drafts


def head_of(kind: Kind, nodes: Mapping[str, Any]) -> Row:
    """The row that names visit and document."""
    head = nodes[kind.head]
    row: Row = head[0] if isinstance(head, list) else head
    return row


def rows_of(nodes: Mapping[str, Any]) -> Iterator[Row]:
    """Every row of every node."""
    for node in nodes.values():
        yield from node if isinstance(node, list) else [node]


def _draft(kind: Kind, nodes: Mapping[str, Any]) -> Draft:
    head = head_of(kind, nodes)
    key = "|".join(_first(head, part) for part in kind.key)
    day = next((head[field] for field in kind.dated if field in head), None)
    vali_flag = head.get("vali_flag", "1")
    return Draft(key.strip("|"), nodes, vali_flag, day.date() if isinstance(day, datetime) else day)


def _first(head: Row, part: Alternatives) -> str:
    return next((str(head[field]) for field in part if field in head), "")


def _require_distinct(kind: Kind, drafts: Iterable[Draft]) -> None:
    seen: set[str] = set()
    for draft in drafts:
        if draft.key and draft.key in seen:
            raise REPEATED(name=kind.name, key=draft.key)
        seen.add(draft.key)


def _require_order(row: Row) -> None:
    for early, late in IN_ORDER:
        if early in row and late in row and _before(row[late], row[early]):
            raise TIMES_REVERSED(early=early, late=late, where=late)


def _before(one: object, other: object) -> bool:
    """Moments compare exactly, a day with a moment by the day; times sent as free text do not compare."""
    if isinstance(one, datetime) and isinstance(other, datetime):
        return one < other
    if isinstance(one, date) and isinstance(other, date):
        return one.isoformat()[:10] < other.isoformat()[:10]
    return False


def _require_files(kind: Kind, row: Row) -> None:
    for field in kind.files:
        try:
            b64decode("".join(row[field].split()), validate=True)
        except (binascii.Error, ValueError):
            raise NOT_BASE64(field=field, where=field) from None
