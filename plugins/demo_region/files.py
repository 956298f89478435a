"""The demo region's files as rows, in national field codes."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

import yaml

HERE: Final = Path(__file__).resolve().parent
DATA: Final = HERE / "data"
MESSAGES: Final = HERE / "messages"

Row = Mapping[str, str]

ALLOWANCE: Final[Row] = {
    "id": "990000-allowance",
    "version": "2026.1",
    "name": "示范省生育津贴计发参数",
    "source": "示范省生育津贴办法（虚构，地方参数）",
    "begndate": "2026-01-01",
    "enddate": "2026-12-31",
}
"""What is published with the rows of ``allowance-2026.csv``."""


def rows(name: str) -> list[Row]:
    """Rows of a CSV file in ``data/``."""
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def catalog() -> list[Row]:
    """The catalog with the companies of its drugs and consumables and their approval or registration numbers."""
    companies = {one["med_list_codg"]: one for one in rows("companies.csv")}
    return [{**row, **companies.get(row["med_list_codg"], {})} for row in rows("catalog.csv")]


def staff(kind: str) -> list[Row]:
    """Rows of the user center: organisations, roles, accounts and who has which role."""
    return rows(f"staff/{kind}.csv")


def dictionaries() -> Iterator[Row]:
    """One row per value of the national code tables: ``type``, ``value``, ``label``, ``sort``."""
    tables: Mapping[str, Any] = json.loads((DATA / "dictionaries.json").read_text("utf-8"))
    for name, table in tables.items():
        for sort, (value, label) in enumerate(table["values"].items(), start=1):
            yield {"type": name, "value": value, "label": label, "sort": str(sort), "parent_value": ""}


def access_keys() -> Iterator[Row]:
    """The demo keys: ``AK-`` and ``SK-`` before the institution's code. They exist nowhere else."""
    for institution in rows("institutions.csv"):
        code = institution["fixmedins_code"]
        yield {"fixmedins_code": code, "access_key": f"AK-{code}", "secret_key": f"SK-{code}"}


def policy() -> Mapping[str, Any]:
    """The benefit policy of 2026: its ordered items; the numbers are ``policy-2026.csv``."""
    document: Mapping[str, Any] = yaml.safe_load((DATA / "policy-2026.yaml").read_text("utf-8"))
    return document


def risk_rules() -> list[Mapping[str, Any]]:
    """The audit rules of the risk center."""
    rules: list[Mapping[str, Any]] = yaml.safe_load((DATA / "risk-rules.yaml").read_text("utf-8"))
    return rules


def outlines() -> list[Mapping[str, Any]]:
    """GeoJSON features of the region's divisions; drawn for this region, nothing real looks so."""
    found: list[Mapping[str, Any]] = json.loads((DATA / "map.json").read_text("utf-8"))["features"]
    return found


def exchange(name: str) -> list[dict[str, Any]]:
    """The steps of one example exchange: ``request``, ``expect`` and ``save``.

    Numbers keep their written form as ``Decimal``; no binary floating point comes near money.
    """
    steps: list[dict[str, Any]] = json.loads((MESSAGES / f"{name}.json").read_text("utf-8"), parse_float=Decimal)
    return steps


def exchanges() -> list[str]:
    """Names of the example exchanges, in order."""
    return sorted(file.stem for file in MESSAGES.glob("*.json"))
