"""A row is looked into without asking for what it says itself."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[3]


def looks() -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    """Functions and their operations that read something of a row."""
    for file in sorted(ROOT.glob("subsystems/*/functions/*.toml")):
        for function in tomllib.loads(file.read_text("utf-8"))["function"]:
            for one in function.get("operation", ()):
                if one.get("place") == "row" and one.get("reads") and not function.get("record"):
                    yield function, one


def test_what_is_needed_to_look_into_a_row_is_a_field_of_it_by_code_or_label() -> None:
    asked = [
        f"{function['code']}.{one['code']}: {need['label']}"
        for function, one in looks()
        for need in one.get("input", ())
        if need.get("required")
        and not any(need[key] == field[key] for field in function["field"] for key in ("code", "label"))
    ]
    assert asked == []
