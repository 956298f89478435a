"""The centers of staff start with and without each other."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest

from hsaf.kernel.boot import boot
from hsaf.kernel.config import load_settings

CENTERS = ("auth", "user", "message", "workflow")
SUBSETS = [
    subset
    for size in range(1, 5)
    for subset in itertools.combinations(CENTERS, size)
    if "user" in subset or "workflow" not in subset
]


@pytest.mark.parametrize("chosen", SUBSETS, ids="+".join)
def test_a_subset_starts(chosen: tuple[str, ...], tmp_path: Path) -> None:
    portal = ("unified_portal", "functions") if {"auth", "user"} <= set(chosen) else ()
    overrides = {"data_dir": str(tmp_path), "enabled": [*chosen, *portal, "demo_region"]}
    with boot(load_settings({}, overrides=overrides), migrations="upgrade") as kernel:
        assert all(report.ok for report in kernel.health().values())
        for code in chosen:
            assert kernel.contract(f"{code}.v1") is not None
        if "auth" in chosen:
            assert kernel.contract("auth.session.v1").principal_of("unknown") is None
