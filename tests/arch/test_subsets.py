"""Every subset of the five centers: a legal one starts on a fresh database, an illegal one is explained."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest

from hsaf.contract.errors import HsafError
from hsaf.contract.refusals import CENTER_DISABLED, START_REFUSED
from hsaf.kernel.boot import boot
from hsaf.kernel.config import load_settings
from hsaf.kernel.discovery import discover

CENTERS = ("auth", "base_info", "enrollment", "policy", "settlement")
SUBSETS = [subset for size in range(6) for subset in itertools.combinations(CENTERS, size)]


def missing(chosen: tuple[str, ...]) -> dict[str, set[str]]:
    """Requirements outside the subset, by the plugin that needs them."""
    plugins = discover(installed=False).plugins
    lacking = {code: set(plugins[code].manifest.requires) - set(chosen) for code in chosen}
    return {code: needs for code, needs in lacking.items() if needs}


@pytest.mark.parametrize("chosen", SUBSETS, ids=lambda chosen: "+".join(chosen) or "none")
def test_a_subset_of_centers_starts_or_is_explained(chosen: tuple[str, ...], tmp_path: Path) -> None:
    plugins = discover(installed=False).plugins
    subsystems = ("gateway",) if "gateway" in plugins and {"auth", "base_info"} <= set(chosen) else ()
    settings = load_settings(
        {}, plugins=plugins, overrides={"data_dir": str(tmp_path), "enabled": [*chosen, *subsystems, "demo_region"]}
    )
    lacking = missing(chosen)
    if lacking:
        with pytest.raises(HsafError) as caught:
            boot(settings, installed=False, migrations="upgrade")
        assert caught.value.error is START_REFUSED
        for code, needs in lacking.items():
            for need in needs:
                assert f"插件 {code}：所需的{plugins[need].manifest.name}（{need}）没有启用" in caught.value.message
                assert f"启用 {need}，或停用 {code}" in caught.value.message
        return
    with boot(settings, installed=False, migrations="upgrade") as kernel:
        assert all(report.ok or report.detail for report in kernel.health().values())
        for code in CENTERS:
            if code in chosen:
                assert kernel.contract(f"{code}.v1") is not None
            else:
                with pytest.raises(HsafError) as caught:
                    kernel.contract(f"{code}.v1")
                assert caught.value.error is CENTER_DISABLED


def test_there_are_thirty_two_subsets_of_which_twelve_are_legal() -> None:
    legal = [subset for subset in SUBSETS if not missing(subset)]
    assert (len(SUBSETS), len(legal)) == (32, 12)
