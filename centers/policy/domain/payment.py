"""Payment methods toward institutions (支付方式): the algorithms the platform has, and what a method pays. Pure.

A method chooses a model, the model an algorithm; parameters come from the first branch whose policy condition holds,
and from the method's own where none does. Money is integer fen.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any, Final, NamedTuple

from centers.policy.domain.texts import Unreadable, lines
from hsaf.money import fen_from_yuan, round_fen


class Branch(NamedTuple):
    """Parameters that apply where a policy condition holds."""

    cond_code: str
    settings: Mapping[str, str]


def settings(text: str, separator: str = "\n") -> dict[str, str]:
    """``param = value``, one a line. Raises ``Unreadable``."""
    found: dict[str, str] = {}
    for number, line in lines(text.replace(separator, "\n")):
        name, equals, value = (part.strip() for part in line.partition("="))
        if not name or not equals or not value or name in found:
            raise Unreadable(f"第 {number} 项应写成：参数编码 = 取值，且不重复")
        found[name] = value
    return found


def branches(text: str) -> list[Branch]:
    """``condition: param = value; param = value``, one a line. Raises ``Unreadable``."""
    found = []
    for number, line in lines(text):
        code, colon, said = line.replace("：", ":").partition(":")
        if not colon or not code.strip():
            raise Unreadable(f"第 {number} 行应写成：政策条件编码: 参数编码 = 取值; 参数编码 = 取值")
        found.append(Branch(code.strip(), settings(said, ";")))
    return found


class Facts(NamedTuple):
    """What an algorithm reads of a case; money in fen."""

    medfee_sumamt: int
    fund_pay_sumamt: int
    psn_part_amt: int
    days: int
    heads: int


Given = Mapping[str, int | Decimal]


class Algorithm(NamedTuple):
    """``needs`` are its parameters: code, kind (``money``, ``ratio``, ``number``) and meaning."""

    pay_type: str
    needs: Mapping[str, tuple[str, str]]
    formula: str
    facts: tuple[str, ...]
    pays: Callable[[Facts, Given], int]


def _above_person(standard: int, facts: Facts) -> int:
    """A standard covers the whole case; the person has paid their part, what is over stays with the institution."""
    return max(0, standard - facts.psn_part_amt)


ALGORITHMS: Final[Mapping[str, Algorithm]] = {
    "item_actual": Algorithm(
        "item",
        {"pay_ratio": ("ratio", "支付系数")},
        "基金支付总额 × 支付系数",
        ("fund_pay_sumamt",),
        lambda facts, given: round_fen(facts.fund_pay_sumamt * Decimal(given["pay_ratio"])),
    ),
    "quota": Algorithm(
        "disease",
        {"quota": ("money", "病种支付标准")},
        "病种支付标准 − 个人负担总金额，不低于 0",
        ("psn_part_amt",),
        lambda facts, given: _above_person(int(given["quota"]), facts),
    ),
    "weight_rate": Algorithm(
        "group",
        {"group_weight": ("number", "组权重"), "group_rate": ("money", "费率")},
        "组权重 × 费率 − 个人负担总金额，不低于 0",
        ("psn_part_amt",),
        lambda facts, given: _above_person(round_fen(Decimal(given["group_weight"]) * int(given["group_rate"])), facts),
    ),
    "head_quota": Algorithm(
        "head",
        {"head_quota": ("money", "人头标准")},
        "人头标准 × 签约人数",
        ("heads",),
        lambda facts, given: int(given["head_quota"]) * facts.heads,
    ),
    "bed_day_rate": Algorithm(
        "bed_day",
        {"day_rate": ("money", "床日标准")},
        "床日标准 × 住院天数 − 个人负担总金额，不低于 0",
        ("days", "psn_part_amt"),
        lambda facts, given: _above_person(int(given["day_rate"]) * facts.days, facts),
    ),
}

LARGEST: Final = Decimal(1_000_000_000)


def value_of(kind: str, text: str) -> int | Decimal | str:
    """A parameter's value: fen, an exact number, or a code as it is. Raises ``Unreadable``."""
    if kind == "code":
        return text
    try:
        number = Decimal(text)
    except InvalidOperation:
        raise Unreadable(f"取值 {text} 不是数字") from None
    if not number.is_finite() or not 0 <= number <= LARGEST or number != number.quantize(Decimal("0.0001")):
        raise Unreadable(f"取值 {text} 应不小于 0，最多四位小数")
    if kind == "ratio" and number > 1:
        raise Unreadable(f"比例 {text} 应在 0 和 1 之间")
    if kind == "money":
        try:
            return fen_from_yuan(text)
        except ValueError:
            raise Unreadable(f"金额 {text} 最多两位小数") from None
    return number


def problems_of(algorithm: str, given: Mapping[str, str], kinds: Mapping[str, str]) -> list[str]:
    """What is wrong with parameters for an algorithm; ``kinds`` are those of parameters in force."""
    found = []
    for name, text in given.items():
        if name not in kinds:
            found.append(f"政策参数 {name} 不存在或未通过复审")
            continue
        try:
            value_of(kinds[name], text)
        except Unreadable as reason:
            found.append(f"{name}：{reason}")
    for name, (kind, meaning) in ALGORITHMS[algorithm].needs.items():
        if name not in given:
            found.append(f"缺少参数 {name}（{meaning}）")
        elif kinds.get(name, kind) != kind:
            found.append(f"政策参数 {name} 的取值类型与算法所需不同")
    return found


def pay(algorithm: str, given: Mapping[str, str], facts: Facts) -> int:
    """What an institution is paid, in fen. Raises ``Unreadable``."""
    chosen = ALGORITHMS[algorithm]
    read: dict[str, Any] = {name: value_of(kind, given[name]) for name, (kind, _) in chosen.needs.items()}
    return chosen.pays(facts, read)
