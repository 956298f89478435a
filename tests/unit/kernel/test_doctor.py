"""``hsaf doctor`` catches planted faults: undeclared and too deep imports, unknown events, wrong zones."""

from __future__ import annotations

from pathlib import Path

import pytest

from hsaf.kernel.config import load_settings
from hsaf.kernel.discovery import discover
from hsaf.kernel.doctor import Finding, examine, examine_sources
from tests.unit.kernel.planted import Tree

CONTRACT = "from typing import Protocol\n\nclass Contract(Protocol):\n    pass\n"


@pytest.fixture
def pair(tree: Tree) -> Tree:
    """Two sound centers, ``alpha`` and ``beta``, neither knowing the other."""
    for code in ("alpha", "beta"):
        tree.center(code)
        tree.write(f"{code}/contract/v1.py", CONTRACT)
        tree.write(f"{code}/contract/__init__.py", "")
    return tree


def failures(tree: Tree) -> list[Finding]:
    return [one for one in examine_sources(tree.discover(), tree.settings()) if not one.ok]


def test_a_sound_tree_passes(pair: Tree) -> None:
    assert failures(pair) == []


@pytest.mark.parametrize(
    ("file", "source", "reason"),
    [
        ("alpha/service.py", "from {tree}.beta.contract.v1 import Contract", "没有声明的中心 beta"),
        ("alpha/service.py", "def f():\n    from {tree}.beta.contract import v1", "没有声明的中心 beta"),
        ("alpha/service.py", "from ..beta.contract.v1 import Contract", "没有声明的中心 beta"),
        ("alpha/service/deep.py", "import {tree}.beta.data.tables", "越过契约导入了"),
        ("alpha/domain.py", "from {tree}.beta.contract.v1 import Contract", "在 domain 层使用了中心 beta"),
        ("alpha/service.py", "from {tree}.cache_fake import plugin", "导入了 cache_fake"),
        ("alpha/service.py", "from beta import (", "语法错误"),
    ],
)
def test_a_planted_import_is_caught(pair: Tree, file: str, source: str, reason: str) -> None:
    pair.write(file, source.format(tree=pair.package))
    found = [one for one in failures(pair) if one.check == "源码导入"]
    assert any(reason in one.detail and one.remedy for one in found)
    assert all(one.subject == "alpha" or "service.py" in one.subject for one in found)


def test_a_declared_import_of_a_contract_is_fine(pair: Tree) -> None:
    file = pair.folder / "alpha" / "manifest.toml"
    file.write_text(file.read_text() + '\nafter = ["beta"]\n')
    pair.write("alpha/service.py", f"from {pair.package}.beta.contract.v1 import Contract")
    assert failures(pair) == []


def test_presentation_that_uses_a_center_is_caught(pair: Tree) -> None:
    pair.plugin("desk", kind="subsystem", requires=["alpha"])
    pair.write("desk/presentation/page.py", f"from {pair.package}.alpha.contract.v1 import Contract")
    assert "展现层直接使用了中心 alpha" in failures(pair)[0].detail


def test_a_subscription_nobody_publishes_is_caught(pair: Tree) -> None:
    pair.plugin("gamma", publishes=["gamma.done.v1"])
    pair.plugin("delta", subscribes=["gamma.dome.v1"])
    (found,) = failures(pair)
    assert (found.subject, found.remedy) == ("delta", "是否想写 gamma.done.v1")


def test_a_requirement_missing_in_one_zone_is_caught(pair: Tree) -> None:
    pair.plugin("gamma", zone=["core", "public"], requires=["alpha"])
    (found,) = failures(pair)
    assert (found.check, found.subject) == ("分区", "gamma")
    assert "public" in found.detail


def test_a_contract_without_protocol_is_caught(pair: Tree) -> None:
    pair.write("alpha/contract/v1.py", "")
    (found,) = failures(pair)
    assert (found.check, found.subject) == ("契约", "alpha")


def test_a_bad_manifest_and_a_missing_requirement_are_both_caught(pair: Tree) -> None:
    pair.plugin("gamma", name="Gamma")
    pair.plugin("delta", requires=["alhpa"])
    checks = {one.check: one for one in failures(pair)}
    assert checks["清单"].subject == "gamma"
    assert "delta" in checks["配置与依赖"].detail


def test_a_variable_that_does_nothing_is_caught(pair: Tree, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HSAF_PROT", "1")
    (found,) = failures(pair)
    assert (found.subject, found.remedy) == ("HSAF_PROT", "是否想写 HSAF_PORT")


def test_an_outdated_schema_and_an_unreachable_database_are_told(tmp_path: Path) -> None:
    plugins = discover(installed=False).plugins
    overrides = {"data_dir": str(tmp_path), "enabled": []}
    findings = {
        one.check: one for one in examine(load_settings({}, plugins=plugins, overrides=overrides), installed=False)
    }
    assert findings["数据库连接"].ok
    assert findings["对象存储读写"].ok
    assert (findings["数据库结构"].subject, findings["数据库结构"].remedy) == ("hsaf", "运行 hsaf db upgrade")
    overrides["database"] = {"url": "mysql+pymysql://root@127.0.0.1:1/none"}
    findings = {
        one.check: one for one in examine(load_settings({}, plugins=plugins, overrides=overrides), installed=False)
    }
    assert not findings["数据库连接"].ok
    assert "HSAF_DATABASE_URL" in findings["数据库连接"].remedy
