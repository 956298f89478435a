"""``docs/how-to/declare-statistics.md`` as it stands: the file declares, the scenario passes, a wrong name stops the
start."""

from __future__ import annotations

from typing import Any

import pytest

from hsaf.contract.errors import HsafError
from tests.integration.functions.test_how_to import PAGE, Plugins, block, plugins, start

__all__ = ["plugins"]

STATISTICS = PAGE.with_name("declare-statistics.md")


def statistics(plugins: Plugins, *changes: tuple[str, str]) -> Plugins:
    """A desk with the function of the page about statistics."""
    text = block("toml", page=STATISTICS)
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    plugins.write("my_figures", "subsystem", ["functions", "settlement"], functions=text)
    return plugins


def test_the_statistics_of_the_page_are_shown(plugins: Plugins) -> None:
    told: dict[str, Any] = {}
    exec(block("python", page=STATISTICS).replace("my_desk", "my_figures"), told)
    with start(statistics(plugins)) as portal:
        told["test_figures_are_those_of_the_rows_behind_them"](portal)


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        (('"settlement.settlements"', '"settlement.settlement"'), "没有数据集 settlement.settlement；处理办法：是否想写 settlements"),
        (('"settlement.settlements"', '"settlements"'), "图表 spent 没有数据集"),
        (('"settlement.settlements"', '"settlment.settlements"'), "没有契约 settlment.datasets.v1"),
        (('group = ["fixmedins_code"]', 'group = ["fixmedin_code"]'), "医保结算没有维度 fixmedin_code；处理办法：是否想写 fixmedins_code"),
        (('["medfee_sumamt", "visits"', '["medfee_sumamt", "vists"'), "医保结算没有指标 vists；处理办法：是否想写 visits"),
        (('drill = ["stat_month"', 'drill = ["stat_mont"'), "没有下钻维度 stat_mont；处理办法：是否想写 stat_month"),
        (('group = ["fixmedins_code"]\n', ""), "图表 by_store：维度的个数与图形不符"),
        (('chart = "table"', 'chart = "map"'), "地图的维度不是区划"),
        (('"insutype"]}', '"insutyp"]}'), "fields.filter 中的 insutyp 不是任何数据集的维度；处理办法：是否想写 insutype"),
        (("top = 20", "tops = 20"), "panel by_store 的 tops：没有这个键；处理办法：是否想写 top"),
        (('code = "by_store"', 'code = "spent"'), "的图表 spent 重复"),
        (('kind = "statistics"', 'kind = "query"'), "kind 与 [[function.panel]] 不相称"),
    ],
)  # fmt: skip
def test_wrong_statistics_stop_the_start(plugins: Plugins, changed: tuple[str, str], said: str) -> None:
    with pytest.raises(HsafError) as refused, start(statistics(plugins, changed)):
        pass
    assert said in refused.value.message
    assert "my_figures/functions/one.toml" in refused.value.message
