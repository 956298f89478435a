"""A small vocabulary and policy, so that each test shows one thing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import SimpleNamespace
from typing import Any

import pytest

from hsaf.rules import Accumulator, Element, Policy, Type, Vocabulary, compile_policy

VOCABULARY = Vocabulary(
    elements={
        "scene": Element(Type.TEXT, "场景", "scene"),
        "kind": Element(Type.TEXT, "类别", "case.kind"),
        "bill": Element(Type.MONEY, "费用", "case.bill"),
        "retired": Element(Type.FLAG, "退休", "case.retired"),
        "identities": Element(Type.SET, "身份", "case.identities"),
        "accounts": Element(Type.ACCOUNTS, "账户", "case.accounts"),
    },
    amounts={"paid": "基金支付", "rest": "自付", "extra": "补助"},
    accumulators={
        "used": Accumulator("累计支付"),
        "visits": Accumulator("次数", Type.COUNT),
        "by_kind": Accumulator("分类累计", keyed=True),
    },
    trace=lambda *fields: SimpleNamespace(
        **dict(
            zip(["item", "name", "rule", "version", "source", "inputs", "yields", "rows", "steps"], fields, strict=True)
        )
    ),
    row=lambda *fields: fields,
)

BLANK = {"insutype": "", "hosp_lv": "", "psn_type": "", "med_type": "", "psn_idet_type": "", "dise_codg": ""}


def row(elem: str, value: str, unit: str = "ratio", **columns: str) -> dict[str, str]:
    """A parameter row for the whole of 2026."""
    days = {"begndate": "2026-01-01", "enddate": "2026-12-31"}
    return BLANK | {"matn_type": "", "seg_lower": "", "seg_upper": ""} | days | {
        "elem": elem, "elem_name": f"参数{elem}", "value": value, "unit": unit
    } | columns  # fmt: skip


ROWS = [
    row("ratio", "0.80"),
    row("cap", "1000.00", "yuan"),
    row("steps", "0.50", seg_lower="0.00", seg_upper="100.00"),
    row("steps", "0.60", seg_lower="100.00"),
    row("grant", "1.00", psn_idet_type="A"),
    row("grant", "0.70", psn_idet_type="B"),
    row("only_old", "0.05", psn_type="12"),
]


def variant(**fields: Any) -> dict[str, Any]:
    return {"rule": "R1", "name": "规则一", "source": "第1条", "yields": {"paid": "round(bill * ratio)"}} | fields


def document(*variants: Mapping[str, Any], **fields: Any) -> dict[str, Any]:
    """A policy with one item."""
    return {
        "id": "P",
        "name": "政策",
        "version": "1",
        "source": "办法",
        "region": "990000",
        "begndate": "2026-01-01",
        "enddate": "2026-12-31",
        "scenes": [{"id": "any", "name": "任何", "kind": "x", "med_type": ["1"], "insutype": ["310"]}],
        "items": [{"item": "pay", "name": "支付", "variants": list(variants)}],
    } | fields


Compile = Callable[..., Policy]


@pytest.fixture
def compiled() -> Compile:
    """``compiled(let=..., yields=..., ...)`` is a policy of one rule."""

    def compiled(**fields: Any) -> Policy:
        return compile_policy(document(variant(**fields)), ROWS, VOCABULARY)

    return compiled
