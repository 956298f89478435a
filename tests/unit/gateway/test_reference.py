"""The reference page says what the code does."""

from __future__ import annotations

from pathlib import Path

from subsystems.gateway.control.offered import OFFERED
from subsystems.gateway.control.owners import CENTERS, owner_of
from subsystems.gateway.presentation.reference import PAGE, page
from subsystems.gateway.presentation.tables.source import transactions

ROOT = Path(__file__).parents[3]


def test_the_page_is_up_to_date():
    written = (ROOT / PAGE).read_text("utf-8")
    assert written == page(), "run: python -m subsystems.gateway.presentation.reference"


def test_every_transaction_has_an_owner_with_a_chinese_name():
    assert {owner_of(infno) for infno in transactions()} <= CENTERS.keys()


def test_everything_offered_is_a_transaction_of_the_tables():
    assert OFFERED.keys() <= transactions().keys()
