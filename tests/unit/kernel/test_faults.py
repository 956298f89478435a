"""Everything that must stop the start does, and says which plugin, why and what to do."""

from __future__ import annotations

from pathlib import Path

import pytest

from hsaf.contract.errors import HsafError
from hsaf.contract.refusals import CONFIG_WRONG, START_REFUSED
from hsaf.kernel.boot import boot
from hsaf.kernel.config import load_settings
from hsaf.kernel.discovery import discover
from tests.unit.kernel.planted import Tree

HOOK = "from hsaf.kernel import hookimpl\n\n@hookimpl\ndef {name}({arguments}):\n    {body}\n"
OWNER_OF_TIME = HOOK.format(name="hsaf_business_time", arguments="message", body="return None")


def refused(tree: Tree, *words: str, **overrides: object) -> None:
    """The start is refused and the message holds every word: plugin, reason, remedy."""
    with pytest.raises(HsafError) as caught:
        tree.boot(**overrides)
    assert caught.value.error is START_REFUSED
    for word in ("处理办法：", *words):
        assert word in caught.value.message


def test_a_bad_manifest_stops_the_start(tree: Tree) -> None:
    tree.plugin("alpha", zone=["inner"])
    with pytest.raises(HsafError) as caught:
        tree.boot()
    assert "插件 alpha：" in caught.value.message


def test_a_missing_requirement(tree: Tree) -> None:
    tree.center("alpha", requires=["betta"])
    tree.center("beta")
    refused(tree, "插件 alpha：", "betta 没有安装", "是否想写 beta", "或停用 alpha")


def test_a_disabled_requirement(tree: Tree) -> None:
    tree.center("alpha", requires=["beta"])
    tree.center("beta", name="乙中心")
    refused(
        tree, "插件 alpha：", "乙中心（beta）没有启用", "disabled 中停用", "启用 beta，或停用 alpha", disabled=["beta"]
    )


def test_a_requirement_in_the_other_zone(tree: Tree) -> None:
    tree.center("alpha", requires=["beta"])
    tree.center("beta", zone=["public"])
    refused(tree, "插件 alpha：", "不属于本进程的分区 core", "停用 alpha")


def test_a_requirement_of_a_higher_kind(tree: Tree) -> None:
    tree.center("alpha", requires=["beta"])
    tree.plugin("beta", kind="subsystem")
    refused(tree, "插件 alpha：", "center 不能依赖上层的 subsystem beta", "从 requires、after 中删除 beta")


def test_a_cycle(tree: Tree) -> None:
    tree.center("alpha", requires=["beta"])
    tree.center("beta", after=["alpha"])
    refused(tree, "插件 alpha：", "循环依赖：alpha -> beta -> alpha", "删除其中一个 requires 或 after")


def test_a_contract_with_two_providers(tree: Tree) -> None:
    tree.adapter("mail_one", "mail")
    tree.adapter("mail_two", "mail")
    adapters = {"mail": "mail_one", "mail_again": "mail_two"}
    refused(
        tree,
        "插件 mail_two：",
        "spi.mail 已由 mail_one 提供",
        "停用 mail_one 或 mail_two",
        adapters={**tree.ports, **adapters},
    )


def test_a_port_whose_adapter_is_not_installed(tree: Tree) -> None:
    refused(
        tree,
        "插件 cache_redis：",
        "spi.cache 指定的适配器没有安装",
        "[adapters]",
        adapters={**tree.ports, "cache": "cache_redis"},
    )


def test_a_port_given_to_the_wrong_adapter(tree: Tree) -> None:
    refused(
        tree, "插件 clock_fake：", "没有实现 spi.cache", "[adapters]", adapters={**tree.ports, "cache": "clock_fake"}
    )


def test_an_entry_module_that_is_missing(tree: Tree) -> None:
    tree.plugin("alpha", entry=f"{tree.package}.alpha.plugin_file")
    refused(tree, "插件 alpha：", "不能导入：ModuleNotFoundError", "改正 manifest 的 entry")


def test_an_entry_module_that_fails(tree: Tree) -> None:
    tree.plugin("alpha", source="raise ValueError('no luck')")
    refused(tree, "插件 alpha：", "不能导入：ValueError: no luck", "改正该模块")


def test_an_unknown_hook(tree: Tree) -> None:
    tree.plugin("alpha", source=HOOK.format(name="hsaf_compse", arguments="", body="return None"))
    refused(tree, "插件 alpha：", "不存在的扩展点", "hsaf_compse", "hookspecs.py")


def test_a_hook_with_wrong_arguments(tree: Tree) -> None:
    tree.plugin("alpha", source=HOOK.format(name="hsaf_start", arguments="box", body="return None"))
    refused(tree, "插件 alpha：", "扩展点的参数不对", "box", "hookspecs.py")


def test_a_hook_without_its_marker(tree: Tree) -> None:
    tree.plugin("alpha", source="def hsaf_start(container):\n    pass\n")
    refused(tree, "插件 alpha：", "hsaf_start 没有标注 @hookimpl", "加 @hookimpl")


def test_a_double_owner_of_an_exclusive_hook(tree: Tree) -> None:
    tree.plugin("alpha", source=OWNER_OF_TIME)
    tree.plugin("beta", source=OWNER_OF_TIME)
    refused(tree, "插件 beta：", "hsaf_business_time 只能有一个实现，已由 alpha 实现", "停用 alpha 或 beta")


def test_an_exclusive_hook_of_a_disabled_plugin_does_not_count(tree: Tree) -> None:
    tree.plugin("alpha", source=OWNER_OF_TIME)
    tree.plugin("beta", source=OWNER_OF_TIME)
    tree.boot(disabled=["beta"]).close()


def test_a_promised_contract_that_is_not_provided(tree: Tree) -> None:
    tree.plugin("alpha", provides=["alpha.v1"])
    refused(tree, "插件 alpha：", "声明提供 alpha.v1 但没有实现", "hsaf_compose")


def test_a_provided_contract_that_is_not_promised(tree: Tree) -> None:
    tree.center("alpha", provides=[])
    refused(tree, "插件 alpha：", "提供了没有声明的 alpha.v1", "写入 manifest 的 provides")


def test_a_provider_the_container_does_not_have(tree: Tree) -> None:
    tree.center("alpha")
    file = tree.folder / "alpha" / "plugin.py"
    file.write_text(file.read_text().replace("'service'}", "'servant'}"))
    refused(tree, "插件 alpha：", "容器没有 servant", "hsaf_compose 的 provides")


def test_a_container_that_wants_what_the_manifest_does_not_name(tree: Tree) -> None:
    tree.center("beta")
    tree.center("alpha", requires=["beta"])
    file = tree.folder / "alpha" / "manifest.toml"
    file.write_text(file.read_text().replace('requires = ["beta"]', ""))
    refused(tree, "插件 alpha：", "缺少依赖 beta", "requires 或 after")


def test_a_service_that_cannot_be_made(tree: Tree) -> None:
    tree.center("alpha")
    file = tree.folder / "alpha" / "plugin.py"
    file.write_text(file.read_text().replace("self.given = given", "raise OSError('no disk')"))
    refused(tree, "插件 alpha：", "service 不能构造：OSError: no disk", "构造函数")


def test_a_handler_of_an_event_the_manifest_does_not_subscribe_to(tree: Tree) -> None:
    body = "return [Subscription('beta.done.v1', print)]"
    source = "from hsaf.kernel.api import Subscription\n" + HOOK.format(
        name="hsaf_subscriptions", arguments="container", body=body
    )
    tree.plugin("alpha", source=source)
    refused(tree, "插件 alpha：", "没有声明订阅的事件 beta.done.v1", "subscribes")


def test_a_start_that_fails(tree: Tree) -> None:
    tree.plugin("alpha", source=HOOK.format(name="hsaf_start", arguments="container", body="1 / 0"))
    refused(tree, "插件 alpha：", "启动失败：ZeroDivisionError", "重新启动")


def test_a_start_that_outlasts_the_budget(tree: Tree) -> None:
    source = "import threading\n" + HOOK.format(
        name="hsaf_start", arguments="container", body="threading.Event().wait(30)"
    )
    tree.plugin("alpha", source=source)
    budget = {"start_seconds": 0.05, "drain_seconds": 1.0}
    refused(tree, "插件 alpha：", "启动超过时限 0.05 秒", "lifecycle.start_seconds", lifecycle=budget)


def test_an_unknown_plugin_in_the_enabled_list(tree: Tree) -> None:
    tree.center("alpha")
    with pytest.raises(HsafError, match="没有插件 alhpa；处理办法：是否想写 alpha") as caught:
        tree.boot(enabled=["alhpa"])
    assert caught.value.error is CONFIG_WRONG


def test_several_faults_are_reported_together(tree: Tree) -> None:
    tree.center("alpha", requires=["gone"])
    tree.center("beta", requires=["lost"])
    refused(tree, "插件 alpha：", "插件 beta：")


def test_an_unreachable_database(tmp_path: Path) -> None:
    plugins = discover(installed=False).plugins
    overrides = {
        "data_dir": str(tmp_path),
        "enabled": [],
        "database": {"url": "mysql+pymysql://root:geheim@127.0.0.1:1/none"},
    }
    with pytest.raises(HsafError) as caught:
        boot(load_settings({}, plugins=plugins, overrides=overrides), installed=False)
    assert "插件 database_mysql：数据库 mysql+pymysql://root:***@127.0.0.1:1/none" in caught.value.message
    assert "连接失败：" in caught.value.message
    assert "检查数据库服务和 HSAF_DATABASE_URL" in caught.value.message
    assert "geheim" not in caught.value.message
