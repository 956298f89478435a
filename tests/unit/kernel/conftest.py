from __future__ import annotations

from pathlib import Path

import pytest

from tests.unit.kernel.planted import Tree


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Tree:
    """An empty synthetic plugin tree with stand-in adapters."""
    return Tree(tmp_path, monkeypatch)
