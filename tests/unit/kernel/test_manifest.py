"""A bad manifest is refused by folder, reason and remedy, without importing anything."""

from __future__ import annotations

from typing import Any

import pytest

from hsaf.kernel.faults import Fault
from tests.unit.kernel.planted import Tree

BAD: dict[str, tuple[dict[str, Any], str, str]] = {
    "unknown key": ({"require": []}, "没有这个键", "是否想写 requires"),
    "missing key": ({"owner": None}, "缺少必填项 owner", "docs/reference"),
    "wrong type": ({"version": 1}, "应为 str，实为 int", "docs/reference"),
    "unknown kind": ({"kind": "centre"}, "不在允许范围", "docs/reference"),
    "unknown zone": ({"zone": ["inner"]}, "不在允许范围", "docs/reference"),
    "empty zone": ({"zone": []}, "zone 为空", '填写 ["core"]'),
    "code is not the folder": ({"code": "beta"}, "编码 beta 与文件夹名 alpha 不同", "把 code 改为 alpha"),
    "name is not Chinese": ({"name": "Alpha"}, "不是中文", "中文名称"),
    "contract of another center": ({"provides": ["beta.v1"]}, "beta.v1 不属于本中心", "以 alpha. 开头"),
    "contract without version": ({"provides": ["alpha"]}, "provides 中的 'alpha' 写法不对", "alpha.v1"),
    "badly named event": ({"publishes": ["Settled"]}, "publishes 中的 'Settled' 写法不对", "settlement.settled.v1"),
    "entry is no module": ({"entry": "alpha"}, "entry 中的 'alpha' 写法不对", "centers.alpha.plugin"),
    "requires itself": ({"requires": ["alpha"]}, "alpha 重复或自我依赖", "不写自己"),
    "hard and soft at once": ({"requires": ["beta"], "after": ["beta"]}, "beta 重复", "各写一次"),
    "adapter without vendor": ({"kind": "adapter", "provides": ["spi.mail"]}, "vendor", "填写 vendor"),
    "adapter without port": ({"kind": "adapter", "vendor": "x"}, "没有实现任何接口", "provides"),
    "subsystem with contract": ({"kind": "subsystem", "provides": ["alpha.v1"]}, "不能提供契约", "移到业务中心"),
}


@pytest.mark.parametrize(("manifest", "reason", "remedy"), BAD.values(), ids=BAD)
def test_a_bad_manifest_is_refused_by_name_with_reason_and_remedy(
    tree: Tree, manifest: dict[str, Any], reason: str, remedy: str
) -> None:
    values = {"code": "alpha", **manifest}
    tree.plugin(folder="alpha", source="raise RuntimeError('imported')", **values)
    (fault,) = tree.discover().faults
    assert fault.plugin == "alpha"
    assert reason in fault.reason
    assert remedy in fault.remedy


def test_broken_toml_names_the_line(tree: Tree) -> None:
    tree.plugin("alpha")
    tree.write("alpha/manifest.toml", 'code = "alpha"\nname = \n')
    (fault,) = tree.discover().faults
    assert fault.plugin == "alpha"
    assert "line 2" in fault.reason


def test_every_bad_manifest_is_reported_at_once(tree: Tree) -> None:
    tree.plugin("alpha", zone=[])
    tree.plugin("beta", name="Beta")
    assert {fault.plugin for fault in tree.discover().faults} == {"alpha", "beta"}


def test_a_reserved_code_is_refused(tree: Tree) -> None:
    tree.plugin("database", entry=f"{tree.package}.database.plugin")
    (fault,) = tree.discover().faults
    assert fault == Fault("database", "编码 database 不可用", "编码用小写字母、数字和下划线，且不得与框架配置段同名")
