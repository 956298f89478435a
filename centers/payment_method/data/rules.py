"""The rule table, read from its file once."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from centers.payment_method.domain.rules import RuleBook, read_book
from hsaf.rules import load_yaml

FILE: Final = Path(__file__).resolve().parents[1] / "rules" / "settlement-list.yaml"


def load_book() -> RuleBook:
    """Raises ``ValueError`` naming what is wrong with the file, which stops the start."""
    return read_book(load_yaml(FILE.read_text("utf-8")))
