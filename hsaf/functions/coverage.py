"""How far the specification is covered: ids of its tables, those declared, those with a passing scenario."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path
from typing import Final

import msgspec

from hsaf.functions.declaration import FunctionDeclared

_FILE: Final = re.compile(r"([A-Z]{2}-\d{2}[a-z]?)-.*\.md")
_ROW: Final = re.compile(r"\|\s*([A-Z]{2}-\d{2}[a-z]?(?:\.\d+)+)\s*\|")


class Coverage(msgspec.Struct, frozen=True):
    """One spec file (or the files of one number): ids in the order of its tables."""

    total: int
    declared: list[str]
    proven: list[str]
    missing: list[str]
    """Not declared."""


def ids_of(folder: Path) -> dict[str, list[str]]:
    """Ids of every spec file below a folder, by number (``HB-10``), each once."""
    found: dict[str, dict[str, None]] = {}
    for file in sorted(folder.rglob("*.md")):
        named = _FILE.fullmatch(file.name)
        if named:
            ids = found.setdefault(named[1], {})
            for line in file.read_text("utf-8").splitlines():
                if (row := _ROW.match(line)) and row[1].startswith(f"{named[1]}."):
                    ids[row[1]] = None
    return {name: list(ids) for name, ids in sorted(found.items()) if ids}


def declared_ids(functions: Iterable[FunctionDeclared]) -> set[str]:
    return {id for one in functions for id in one.spec}


def cover(spec: Mapping[str, list[str]], declared: Collection[str], proven: Collection[str]) -> dict[str, Coverage]:
    """Coverage by spec number. Proven counts only what is declared."""
    return {
        name: Coverage(
            total=len(ids),
            declared=[id for id in ids if id in declared],
            proven=[id for id in ids if id in declared and id in proven],
            missing=[id for id in ids if id not in declared],
        )
        for name, ids in spec.items()
    }
