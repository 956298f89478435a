"""What is wrong with a center's datasets is said when the platform starts."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator

from hsaf.datasets.model import Dataset
from hsaf.kernel.faults import Fault, Faulty, suggest
from hsaf.records.model import FieldType

_CODE = re.compile(r"[a-z][a-z0-9_]*")


def require_sound(center: str, datasets: Iterable[Dataset], readers: Collection[str]) -> None:
    """Raises ``Faulty`` with every finding. ``readers`` are the name readers the center gives."""
    faults = [
        Fault(center, f"数据集 {one.code}：{reason}", remedy)
        for one in datasets
        for reason, remedy in _check(one, readers)
    ]
    if faults:
        raise Faulty(*faults)


def _check(one: Dataset, readers: Collection[str]) -> Iterator[tuple[str, str]]:
    yield from _check_codes(one)
    scope = one.by_code.get(one.scope)
    if scope is None or scope.field.type is not FieldType.AREA:
        yield f"scope = {one.scope!r} 不是区划维度", suggest(one.scope, _of_type(one, FieldType.AREA))
    for name, known in (
        ("institution", list(one.by_code)),
        ("time", _of_type(one, FieldType.DATE)),
    ):
        code = getattr(one, name)
        if code and code not in known:
            yield f"{name} = {code!r} 不是可用的维度", suggest(code, known)
    for dimension in one.dimensions:
        if dimension.names and dimension.names not in readers:
            yield f"维度 {dimension.code} 的名称来源 {dimension.names} 不存在", suggest(dimension.names, readers)
    if not one.order:
        yield "没有写明明细的顺序", "order 给出能区分各行的列"


def _check_codes(one: Dataset) -> Iterator[tuple[str, str]]:
    for title, codes in (
        ("维度和指标", [*(each.code for each in one.dimensions), *(each.code for each in one.measures)]),
        ("明细字段", [each.field.code for each in one.details]),
    ):
        if not codes:
            yield f"没有{title}", "至少写一个"
        for code in sorted(set(codes)):
            if codes.count(code) > 1:
                yield f"{title} {code} 重复", "删除其中一个"
            if not _CODE.fullmatch(code):
                yield f"{title} 的编码 {code!r} 不可用", "用小写字母、数字和下划线"


def _of_type(one: Dataset, kind: FieldType) -> list[str]:
    return [each.code for each in one.dimensions if each.field.type is kind]
