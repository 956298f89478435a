"""``setl_proc_info``: how an amount came about, in Chinese that fits on a receipt."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any, Final

from hsaf.rules.telling import named, piece

PRIVATE: Final = frozenset({"accounts"})
"""Inputs that are not the institution's business: whose accounts were asked, and what they hold."""


def explain(trace: Sequence[Mapping[str, Any]], fields: Collection[str]) -> str:
    """The traced items that yield one of ``fields``: item, rule, version, source, inputs, pieces, amounts.

    ``trace`` has the shape of the policy center's ``ItemTrace``, as plain mappings.
    """
    return "；".join(_item(item) for item in trace if any(name in item["yields"] for name in fields))


def _item(item: Mapping[str, Any]) -> str:
    inputs = [named(name, value) for name, value in item["inputs"].items() if name not in PRIVATE and value is not None]
    pieces = [piece(row) for row in item["rows"] if row["fund_pay"] or row["self_pay"]]
    yields = [named(name, value) for name, value in item["yields"].items()]
    parts = [
        f"{item['name']}（规则 {item['rule_id']} 版本 {item['version']}，依据 {item['source']}）",
        f"读入：{'，'.join(inputs)}",
        *([f"分项：{'，'.join(pieces)}"] if pieces else []),
        f"得出：{'，'.join(yields)}",
    ]
    return "。".join(parts)
