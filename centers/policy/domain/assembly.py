"""From records to a benefit policy: the document and the parameter rows that ``hsaf.rules`` compiles. Pure.

What cannot be read from a record becomes a :class:`Finding` that names it; the rest is assembled all the same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, Final

import msgspec

from centers.policy.contract.desk import Finding
from centers.policy.domain import conditions, texts
from centers.policy.domain.holdings import Held, Holdings
from centers.policy.domain.texts import Unreadable
from hsaf.money import yuan
from hsaf.rules import DIMENSIONS

RATIO: Final = "condition_ratio"
"""What a rule calls the ratio of its condition."""


class Assembled(msgspec.Struct, frozen=True, kw_only=True):
    """``rules`` and ``rows`` say which record each rule and each parameter row (from 0) came from."""

    document: Mapping[str, Any]
    parameters: Sequence[Mapping[str, str]]
    rules: Mapping[str, Held]
    rows: Sequence[tuple[str, Held]]
    findings: Sequence[Finding]


def assemble(
    holdings: Holdings, order: Sequence[str], scheme: Held, version: str, begndate: date, enddate: date
) -> Assembled:
    """The policy of a scheme as version ``version`` for some days; ``order`` are codes of policy items."""
    return _Assembler(holdings, order, scheme).assembled(version, begndate, enddate)


class _Assembler:
    def __init__(self, holdings: Holdings, order: Sequence[str], scheme: Held) -> None:
        self._holdings = holdings
        self._order = order
        self._scheme = scheme
        self._findings: list[Finding] = []
        self._ratios: dict[str, Held] = {}
        self._rules: dict[str, Held] = {}

    def assembled(self, version: str, begndate: date, enddate: date) -> Assembled:
        said = self._scheme.values
        document: dict[str, Any] = {
            "id": said["scheme_id"],
            "name": said["scheme_name"],
            "version": version,
            "source": said["source"],
            "region": said["region"],
            "begndate": begndate.isoformat(),
            "enddate": enddate.isoformat(),
        }
        diseases = self._read("scheme", self._scheme, "diseases", texts.named_lines, {})
        document |= {"diseases": diseases} if diseases else {}
        document["scenes"] = [_scene(one) for one in _sorted(self._holdings.values("scene"))]
        document["items"] = list(self._items())
        rows, sources = self._parameters(begndate, enddate)
        return Assembled(
            document=document, parameters=rows, rules=self._rules, rows=sources, findings=tuple(self._findings)
        )

    # -- items and rules --------------------------------------------------------------------------

    def _items(self) -> Iterator[dict[str, Any]]:
        """In the order of calculation; items without a rule in this scheme yield nothing and are left out."""
        mine = [
            one for one in self._holdings.of("benefit") if one.values["scheme_id"] == self._scheme.values["scheme_id"]
        ]
        mine.sort(key=lambda one: (one.values["sort"], one.id))
        wanted = dict.fromkeys((*self._order, *(one.values["item_code"] for one in mine)))
        for code in wanted:
            rules = [one for one in mine if one.values["item_code"] == code]
            item = self._holdings.find("item", item_code=code)
            if not rules:
                continue
            if item is None:
                self._miss(rules[0], "item_code", f"政策项 {code} 不存在或未通过复审")
                continue
            if code not in self._order:
                self._note("item", item, "item_code", f"政策项 {item.values['item_name']} 未列入计算顺序")
            name = item.values["item_name"]
            yield {"item": code, "name": name, "variants": [self._variant(one, item) for one in rules]}

    def _variant(self, held: Held, item: Held) -> dict[str, Any]:
        said = held.values
        self._rules[said["rule_code"]] = held
        rule: dict[str, Any] = {"rule": said["rule_code"], "name": said["rule_name"], "source": said["source"]}
        when = self._when(held)
        rule |= {"when": when} if when else {}
        for field, code in (("let", "steps"), ("yields", "yields"), ("adds", "adds"), ("limits", "limits")):
            found = self._read("benefit", held, code, texts.pairs, {})
            if found or field == "yields":
                rule[field] = {name: self._ratio(held, text) for name, text in found.items()}
        if said["draws"]:
            rule["draws"] = said["draws"]
        rows = self._read("benefit", held, "shown", texts.shown_rows, [])
        if rows:
            rule["rows"] = [{name: self._ratio(held, text) for name, text in row.items()} for row in rows]
        self._check_item(held, item, rule["yields"])
        self._check_dynamics(held)
        return rule

    def _when(self, held: Held) -> str:
        code, also = held.values["cond_code"], held.values["also"]
        if not code:
            return conditions.both("", also)
        condition = self._holdings.find("condition", cond_code=code)
        if condition is None:
            self._miss(held, "cond_code", f"政策条件 {code} 不存在或未通过复审")
            return conditions.both("", also)
        attributes = self._holdings.attributes

        def read(text: str) -> str:
            return conditions.expression(conditions.parse(text), attributes)

        said: str = self._read("condition", condition, "terms", read, "")
        whole: str = self._read("benefit", held, "also", lambda text: conditions.both(said, text), said)
        return whole

    def _ratio(self, held: Held, text: str) -> str:
        """An expression with the ratio of its condition under the name of its parameter."""
        if RATIO not in text:
            return text
        condition = self._holdings.find("condition", cond_code=held.values["cond_code"])
        if condition is None or condition.values["ratio"] is None:
            self._miss(held, "cond_code", f"规则用到 {RATIO}，但所选政策条件没有报销比例")
            return text
        name = ratio_name(condition.values["cond_code"])
        self._ratios[name] = condition
        return text.replace(RATIO, name)

    def _check_item(self, held: Held, item: Held, yields: Mapping[str, str]) -> None:
        allowed = texts.alternatives(item.values["amounts"])
        for name in yields:
            if name not in allowed:
                reason = f"政策项 {item.values['item_name']} 不产生金额 {name}，可为：{'、'.join(allowed)}"
                self._miss(held, "yields", reason)

    def _check_dynamics(self, held: Held) -> None:
        """What is written names its dynamic elements; what is named passed both reviews."""
        said, known = held.values, self._holdings.dynamics
        chosen = texts.alternatives(said["dynamics"], ",")
        for code in chosen:
            if code not in known:
                self._miss(held, "dynamics", f"动态要素 {code} 不存在或未通过复审")
        for code in known:
            if code not in chosen and any(texts.names(said[field], code) for field in _WRITTEN):
                self._miss(held, "dynamics", f"计算中用到动态要素 {code}（{known[code]['elem_name']}），但未选用")

    # -- parameters -------------------------------------------------------------------------------

    def _parameters(self, begndate: date, enddate: date) -> tuple[list[dict[str, str]], list[tuple[str, Held]]]:
        known = self._holdings.dynamics
        rows, sources = [], []
        for held in self._holdings.of("local_value"):
            dynamic = known.get(held.values["elem_code"])
            if dynamic is None:
                self._note("local_value", held, "elem_code", f"动态要素 {held.values['elem_code']} 不存在或未通过复审")
                continue
            rows.append(parameter_row(held.values, dynamic))
            sources.append(("local_value", held))
        for name, held in self._ratios.items():
            empty = dict.fromkeys(DIMENSIONS, "") | {"seg_lower": "", "seg_upper": ""}
            days = {"begndate": begndate.isoformat(), "enddate": enddate.isoformat()}
            value = format(held.values["ratio"].normalize(), "f")
            label = f"{held.values['cond_name']}报销比例"
            rows.append({"elem": name, "elem_name": label, **empty, "value": value, "unit": "ratio", **days})
            sources.append(("condition", held))
        return rows, sources

    # -- findings ---------------------------------------------------------------------------------

    def _read(self, type: str, held: Held, field: str, read: Callable[[str], Any], otherwise: Any) -> Any:
        try:
            return read(held.values[field])
        except Unreadable as reason:
            self._note(type, held, field, str(reason))
            return otherwise

    def _miss(self, held: Held, field: str, reason: str) -> None:
        self._note("benefit", held, field, reason)

    def _note(self, type: str, held: Held, field: str, reason: str) -> None:
        self._findings.append(finding(type, held, field, reason))


NAMES: Final[Mapping[str, tuple[str, str, str]]] = {
    "scheme": ("政策方案", "scheme_id", "scheme_name"),
    "scene": ("待遇场景", "scene_id", "scene_name"),
    "element": ("静态要素", "elem_code", "elem_name"),
    "condition": ("政策条件", "cond_code", "cond_name"),
    "item": ("政策项", "item_code", "item_name"),
    "dynamic": ("动态要素", "elem_code", "elem_name"),
    "local_value": ("地方配置参数", "elem_code", "elem_code"),
    "benefit": ("待遇结算政策", "rule_code", "rule_name"),
}
"""What a record is called in findings: its type, the field that identifies it and the one that names it."""

_WRITTEN: Final = ("also", "steps", "yields", "adds", "limits", "shown")


def finding(type: str, held: Held | None, field: str, reason: str, level: str = "error") -> Finding:
    """A finding about a field of a record."""
    label, code, name = NAMES.get(type, (type, "", ""))
    if held is None:
        return Finding(level=level, record=type, label=label, id="", code="", name="", field=field, reason=reason)
    return Finding(
        level=level,
        record=type,
        label=label,
        id=held.id,
        code=str(held.values[code]),
        name=str(held.values[name]),
        field=field,
        reason=reason,
    )


def ratio_name(cond_code: str) -> str:
    """Parameter of a condition's ratio: an identifier, whatever the condition's code."""
    return "ratio_of_" + "".join(one if one.isalnum() else "_" for one in cond_code.lower())


def parameter_row(said: Mapping[str, Any], dynamic: Mapping[str, Any]) -> dict[str, str]:
    """A local parameter as ``hsaf.rules`` reads it."""
    return {
        "elem": said["elem_code"],
        "elem_name": dynamic["elem_name"],
        **{name: said[name] for name in DIMENSIONS},
        "seg_lower": _amount(said["seg_lower"]),
        "seg_upper": _amount(said["seg_upper"]),
        "value": said["value"],
        "unit": dynamic["unit"],
        "begndate": said["begndate"].isoformat(),
        "enddate": said["enddate"].isoformat() if said["enddate"] else "",
    }


def _amount(fen: int | None) -> str:
    return "" if fen is None else yuan(fen)


def _scene(said: Mapping[str, Any]) -> dict[str, Any]:
    scene: dict[str, Any] = {"id": said["scene_id"], "name": said["scene_name"], "kind": said["kind"]}
    scene["med_type"] = texts.alternatives(said["med_type"])
    scene["insutype"] = texts.alternatives(said["insutype"], ",")
    if said["dise_codg"]:
        scene["dise_codg"] = texts.alternatives(said["dise_codg"])
    if said["chronic_filing"]:
        scene["needs"] = ["chronic_filing"]
    return scene


def _sorted(scenes: Iterator[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    return sorted(scenes, key=lambda one: (one["sort"], one["scene_id"]))
