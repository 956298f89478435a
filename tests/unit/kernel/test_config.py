"""Settings: base, region file, environment; unknown keys refused; every value explained."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec
import pytest

from hsaf.contract.errors import HsafError
from hsaf.contract.refusals import CONFIG_WRONG
from hsaf.kernel.config import load_settings
from hsaf.kernel.explain import explain
from tests.unit.kernel.planted import Tree

CONFIG = """
import msgspec

class Config(msgspec.Struct, frozen=True):
    limit: int = 5
    label: str = "x"
"""


def wrong(*words: str, **sources: Any) -> None:
    with pytest.raises(HsafError) as caught:
        load_settings(**{"environ": {}, "plugins": {}, **sources})
    assert caught.value.error is CONFIG_WRONG
    for word in words:
        assert word in caught.value.message


@pytest.fixture
def config_dir(tmp_path: Path) -> Path:
    (tmp_path / "regions").mkdir()
    return tmp_path


def region(config_dir: Path, text: str, code: str = "990000") -> dict[str, str]:
    (config_dir / "regions" / f"{code}.toml").write_text(text, "utf-8")
    return {"HSAF_CONFIG_DIR": str(config_dir), "HSAF_REGION": code}


def test_defaults_come_from_the_base_file() -> None:
    settings = load_settings({}, plugins={})
    assert (settings.region, settings.server.port, settings.adapters["database"]) == ("990000", 8080, "database_sqlite")


def test_a_region_file_overrides_the_base_and_a_variable_overrides_both(config_dir: Path) -> None:
    environ = region(config_dir, "[server]\nport = 9001\nthreads = 3\n")
    settings = load_settings({**environ, "HSAF_PORT": "9002"}, plugins={})
    assert (settings.server.port, settings.server.threads, settings.server.workers) == (9002, 3, 2)


def test_settings_cannot_be_changed() -> None:
    with pytest.raises(AttributeError):
        load_settings({}, plugins={}).region = "x"  # type: ignore[misc]


def test_a_misspelt_section_is_refused_with_its_file_and_the_nearest_key(config_dir: Path) -> None:
    wrong("servr", "990000.toml", "是否想写 server", environ=region(config_dir, "[servr]\nport = 1\n"))


def test_a_misspelt_key_is_refused_with_its_file_and_the_nearest_key(config_dir: Path) -> None:
    wrong("server.prot", "990000.toml", "是否想写 port", environ=region(config_dir, "[server]\nprot = 1\n"))


def test_a_bad_value_names_the_variable_it_came_from() -> None:
    wrong("server.port", "HSAF_PORT", "65535", environ={"HSAF_PORT": "70000"})


def test_broken_toml_names_the_file(config_dir: Path) -> None:
    wrong("990000.toml", "不是合法的 TOML", environ=region(config_dir, "port ="))


def test_an_unknown_region_is_refused_with_those_that_exist(config_dir: Path) -> None:
    environ = region(config_dir, "", code="130000")
    wrong("没有地区 130001", "130000", environ={**environ, "HSAF_REGION": "130001"})


def test_a_plugin_may_ship_its_region(tree: Tree) -> None:
    tree.plugin("north", kind="plugin")
    tree.write("north/region.toml", 'region = "120000"\nenabled = ["*", "north"]\n')
    plugins = tree.discover().plugins
    settings = load_settings({"HSAF_REGION": "120000"}, plugins=plugins)
    assert (settings.region, settings.enabled) == ("120000", ("*", "north"))
    assert load_settings({}, plugins=plugins).enabled == ("*",)


def test_a_mysql_url_chooses_the_adapter() -> None:
    settings = load_settings({"HSAF_DATABASE_URL": "mysql+pymysql://root@127.0.0.1/x"}, plugins={})
    assert settings.adapters["database"] == "database_mysql"
    assert explain(settings, "adapters.database")[0].winner == "HSAF_DATABASE_URL"


def test_a_plugin_reads_its_section_as_its_struct(tree: Tree) -> None:
    tree.plugin("alpha", config=f"{tree.package}.alpha.config.Config")
    tree.write("alpha/config.py", CONFIG)
    settings = tree.settings(alpha={"limit": 7})
    assert (settings.of("alpha").limit, settings.of("alpha").label) == (7, "x")


def test_an_unknown_key_of_a_plugin_stops_the_start(tree: Tree) -> None:
    tree.plugin("alpha", config=f"{tree.package}.alpha.config.Config")
    tree.write("alpha/config.py", CONFIG)
    with pytest.raises(HsafError, match=r"配置 alpha.limt（程序指定）有误：没有这个键；处理办法：是否想写 limit"):
        tree.boot(alpha={"limt": 7})


def test_a_section_of_a_plugin_without_settings_is_refused(tree: Tree) -> None:
    tree.plugin("alpha")
    with pytest.raises(HsafError, match="没有可配置项"):
        tree.boot(alpha={"limit": 7})


def test_explain_says_what_every_layer_said_and_which_won(config_dir: Path) -> None:
    settings = load_settings({**region(config_dir, "[server]\nport = 9001\n"), "HSAF_PORT": "9002"}, plugins={})
    (found,) = explain(settings, "server.port")
    assert (found.value, found.winner) == (9002, "HSAF_PORT")
    assert [(Path(said.layer).name, said.value) for said in found.said] == [
        ("base.toml", 8080),
        ("990000.toml", 9001),
        ("HSAF_PORT", "9002"),
    ]


def test_explain_knows_plugin_defaults_and_hides_passwords(tree: Tree) -> None:
    tree.plugin("alpha", config=f"{tree.package}.alpha.config.Config")
    tree.write("alpha/config.py", CONFIG)
    settings = tree.settings(database={"url": "mysql+pymysql://u:geheim@h/d"})
    assert explain(settings, "alpha.limit")[0].winner == "默认值"
    assert b"geheim" not in msgspec.json.encode(explain(settings, "database"))


def test_explain_refuses_an_unknown_key_with_the_nearest() -> None:
    with pytest.raises(HsafError, match=r"是否想写 server\.port"):
        explain(load_settings({}, plugins={}), "server.prot")
