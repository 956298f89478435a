"""Which documents a query means."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from centers.archive.contract.v1 import Document
from centers.archive.domain.drafts import rows_of


def fits(document: Document, wanted: Mapping[str, str]) -> bool:
    """Whether some row of the document has each field: codes equal, names (``..._name``) contained."""
    return all(any(_says(row, field, value) for row in rows_of(document.nodes)) for field, value in wanted.items())


def _says(row: Mapping[str, Any], field: str, value: str) -> bool:
    stated = str(row.get(field, ""))
    return value in stated if field.endswith("_name") else value == stated


def names_of(document: Document) -> Iterator[str]:
    """Every name that a report or its items carry."""
    for row in rows_of(document.nodes):
        yield from (str(value) for field, value in row.items() if field.endswith("_name"))


def withheld(document: Document, words: Iterable[str]) -> bool:
    """Whether a report says something that is not passed on to other institutions."""
    text = "\n".join(names_of(document)).casefold()
    return any(word.casefold() in text for word in words)
