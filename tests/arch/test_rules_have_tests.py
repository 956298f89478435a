"""Every rule of the benefit-settlement specification points at a test that exists."""

from __future__ import annotations

import ast
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
RULES: list[dict[str, Any]] = tomllib.loads((ROOT / "tests" / "acceptance" / "rules.toml").read_text(encoding="utf-8"))[
    "rule"
]
PLAYS = sorted((ROOT / "tests" / "acceptance" / "plays").glob("*.py"))
SECTIONS = ["1", "2", "3", "4", "4.1", "4.2", "4.3", "4.4", "4.5", "4.6", "5"]


@cache
def functions(path: Path) -> dict[str, str]:
    """Names and docstrings of the functions of a module, also of those inside functions."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return {node.name: ast.get_docstring(node) or "" for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule["id"])
def test_rule_points_at_a_test(rule: dict[str, Any]) -> None:
    path, _, name = rule["test"].partition("::")
    assert name in functions(ROOT / path), f"{rule['id']}: {rule['test']} does not exist"
    if "play" in rule:
        assert any(rule["play"] in functions(module) for module in PLAYS), f"no scenario {rule['play']}"


def test_rule_ids_are_unique() -> None:
    ids = [rule["id"] for rule in RULES]
    assert len(ids) == len(set(ids))


def test_every_section_has_rules() -> None:
    assert sorted({rule["section"] for rule in RULES}) == SECTIONS
