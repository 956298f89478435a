"""Built-in folders and installed distributions are found through the same path."""

from __future__ import annotations

from pathlib import Path

import pytest

from hsaf.kernel.boot import boot
from hsaf.kernel.config import load_settings
from hsaf.kernel.discovery import BUILT_IN, discover
from tests.unit.kernel.planted import Tree


def install(parent: Path, package: str, name: str = "acme-plugin") -> None:
    """What pip leaves behind for a distribution with an entry point."""
    info = parent / f"{name.replace('-', '_')}-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text(f"[hsaf.plugins]\n{package.rpartition('.')[2]} = {package}\n")


def test_the_built_in_manifests_are_all_sound() -> None:
    discovery = discover(BUILT_IN, installed=False)
    assert discovery.faults == ()
    assert {"database_sqlite", "database_mysql", "base_info", "enrollment", "demo_region"} <= set(discovery.plugins)


def test_an_installed_distribution_starts_like_a_built_in_center(
    tree: Tree, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tree.center("alpha")
    install(tmp_path, f"{tree.package}.alpha")
    adapters = Tree(tmp_path, monkeypatch)
    discovery = discover([adapters.package])
    assert "alpha" in discovery.plugins
    overrides = {"data_dir": str(tmp_path), "adapters": tree.ports}
    settings = load_settings({}, plugins=discovery.plugins, overrides=overrides)
    with boot(settings, roots=[adapters.package], migrations="ignore") as kernel:
        assert kernel.contract("alpha.v1").hello() == "hello from alpha"


def test_an_entry_point_without_manifest_is_named(tree: Tree, tmp_path: Path) -> None:
    tree.write("gamma/__init__.py", "")
    install(tmp_path, f"{tree.package}.gamma")
    (fault,) = discover([]).faults
    assert fault.plugin == "gamma"
    assert "没有 manifest.toml" in fault.reason
    assert "重新安装" in fault.remedy


def test_two_plugins_of_one_code_are_refused(tree: Tree, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    other = Tree(tmp_path, monkeypatch)
    tree.center("alpha")
    other.center("alpha")
    faults = discover([tree.package, other.package], installed=False).faults
    assert [fault for fault in faults if fault.plugin == "alpha" and "编码重复" in fault.reason and fault.remedy]


def test_discovery_does_not_import_plugins(tree: Tree) -> None:
    tree.plugin("alpha", source="raise RuntimeError('imported')")
    assert tree.discover().faults == ()
