"""What the tests of commands share."""

from __future__ import annotations

import pytest

from hsaf.edge.cli import output

WIDE = 240


@pytest.fixture
def wide(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tables are as wide as they like, whatever terminal or ``COLUMNS`` the tests run with."""
    monkeypatch.setattr(output.console, "width", WIDE)
