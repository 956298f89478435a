"""What is wrong with a dataset is said when the platform starts, by its name and with the remedy."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
import sqlalchemy as sa

from hsaf.contract.errors import HsafError
from hsaf.datasets.model import Dataset, area, coded, count, day, named, shown, total
from hsaf.datasets.service import Datasets
from hsaf.records.model import Field

TABLE = sa.Table(
    "demo_visit",
    sa.MetaData(),
    *(sa.Column(name, sa.String(20)) for name in ("id", "admdvs", "kind", "place")),
    sa.Column("on", sa.Date),
    sa.Column("fee", sa.BigInteger),
)
c = TABLE.c
SOUND = Dataset(
    code="visits",
    label="就诊",
    source=TABLE,
    dimensions=(
        day("stat_date", "日期", c.on),
        area("admdvs", "区划", c.admdvs),
        coded("kind", "类别", c.kind),
        named("place", "机构", c.place, "institution"),
    ),
    measures=(count("visits", "人次"), total("fee", "费用", c.fee)),
    details=(shown(Field(code="id", label="编号"), c.id),),
    order=(c.on, c.id),
    scope="admdvs",
    institution="place",
    time="stat_date",
)


def started(dataset: Dataset) -> Datasets:
    return Datasets("demo", [dataset], None)


def test_a_sound_dataset_starts() -> None:
    assert list(started(SOUND).datasets()) == ["visits"]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"scope": "admdv"}, "scope = 'admdv' 不是区划维度；处理办法：是否想写 admdvs"),
        ({"scope": "kind"}, "scope = 'kind' 不是区划维度"),
        ({"institution": "plac"}, "institution = 'plac' 不是可用的维度；处理办法：是否想写 place"),
        ({"time": "kind"}, "time = 'kind' 不是可用的维度"),
        ({"order": ()}, "没有写明明细的顺序"),
        ({"measures": (*SOUND.measures, count("kind", "类别数"))}, "维度和指标 kind 重复"),
        ({"measures": (count("Visits", "人次"),)}, "编码 'Visits' 不可用"),
        ({"details": ()}, "没有明细字段"),
        ({"dimensions": (*SOUND.dimensions, named("org", "单位", c.place, "orgs"))}, "维度 org 的名称来源 orgs 不存在"),
    ],
)
def test_what_is_wrong_stops_the_start(changes: dict[str, Any], said: str) -> None:
    with pytest.raises(HsafError) as refused:
        started(replace(SOUND, **changes))
    assert said in refused.value.message
    assert "插件 demo：数据集 visits" in refused.value.message


def test_everything_wrong_is_said_at_once() -> None:
    with pytest.raises(HsafError) as refused:
        started(replace(SOUND, scope="x", order=()))
    assert refused.value.message.count("数据集 visits") == 2
