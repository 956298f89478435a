"""Rules of the center's records that a declaration cannot say (HB-03): what a record may name, and who still needs it.

A record that comes into force is judged again under a lock that all of them share, so that two changes that fit
each alone cannot both come into force when they do not fit together.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from centers.policy.contract.desk import IN_USE
from centers.policy.data.records import RECORDS
from centers.policy.data.shelf import Shelf
from centers.policy.domain import conditions, texts
from centers.policy.domain.assembly import NAMES, RATIO, parameter_row, ratio_name
from centers.policy.domain.findings import FIELDS
from centers.policy.domain.holdings import TYPES, Held, Holdings
from centers.policy.domain.payment import ALGORITHMS, branches, problems_of, settings
from centers.policy.domain.splitting import DICTIONARIES
from centers.policy.domain.texts import Unreadable
from centers.policy.domain.usage import USERS, USES, users
from centers.policy.domain.vocabulary import ACCUMULATORS, AMOUNTS, ELEMENTS, VOCABULARY
from hsaf.data.snapshot import bump
from hsaf.records.checking import Reference, invalid
from hsaf.records.contract import Problem, is_unrestricted
from hsaf.records.rules import Complaint, RecordRules
from hsaf.records.stored import Typed
from hsaf.rules import DIMENSIONS, RuleError, Type, complaints, complaints_of_rule

LOCK: Final = "policy.records"
"""Whoever brings a record into force or voids one holds it until the end of the unit of work."""

LABELS: Final = {"param_value": "政策参数码值", "element_value": "静态要素码值", "conversion": "转换配置",
                 "pay_method": "支付方式", "method_case": "验证用例"}  # fmt: skip


class PolicyRules(RecordRules):
    """What every type does alike. ``check`` are a type's own rules; ``id`` is empty while a draft is saved."""

    def __init__(self, type: str, shelf: Shelf, reference: Reference) -> None:
        self.type = type
        self.shelf = shelf
        self.reference = reference

    def check(self, draft: Typed, id: str) -> Iterable[Complaint]:
        return ()

    def validate(self, draft: Typed, current: Typed | None) -> Iterator[Complaint]:
        if not self._adopted():
            yield from self.check(draft, self._id_of(current))

    def on_effective(self, id: str, values: Typed, before: Typed | None) -> None:
        if self._adopted():
            return
        bump(LOCK)
        record = RECORDS.types[self.type]
        found = [Problem(code, record.by_code[code].label, reason) for code, reason in self.check(values, id)]
        if found:
            raise invalid(record, found)

    def before_void(self, id: str, values: Typed) -> None:
        """Raises ``IN_USE`` naming who uses the record, in force or proposed."""
        if self.type not in USES:
            return
        bump(LOCK)
        found: dict[str, str] = {}
        for proposed in (False, True):
            for type, held in users(self.type, values, self.shelf.holdings(proposed=proposed, types=USERS)):
                found[held.id] = _named(type, held)
        if found:
            record = RECORDS.types[self.type]
            code = str(values[record.key[-1]])
            raise IN_USE(name=record.name, code=code, users="、".join(sorted(found.values())), field=record.key[-1])

    def _adopted(self) -> bool:
        """Whether the record is part of a policy that is adopted: that is judged whole, as a publication."""
        return is_unrestricted() and self.type in TYPES

    def _id_of(self, current: Typed | None) -> str:
        """The record a draft is about: the one in force that says what ``current`` says."""
        if current is None:
            return ""
        return next((held.id for held in self.shelf.of(self.type) if held.values == current), "")

    def others(self, id: str, type: str = "") -> list[Held]:
        return [held for held in self.shelf.of(type or self.type) if held.id != id]


def _named(type: str, held: Held) -> str:
    label = NAMES[type][0] if type in NAMES else LABELS[type]
    name = NAMES[type][2] if type in NAMES else RECORDS.types[type].key[-1]
    return f"{label}“{held.values[name]}”"


def _days(draft: Typed) -> Iterator[Complaint]:
    if draft["enddate"] is not None and draft["enddate"] < draft["begndate"]:
        yield "enddate", "不能早于开始日期"


class ParamValueRules(PolicyRules):
    def check(self, draft: Typed, id: str) -> Iterator[Complaint]:
        kinds = {one["param_code"]: one["value_kind"] for one in self.shelf.holdings(types=["param"]).values("param")}
        if kinds.get(draft["param_code"], "code") != "code":
            yield "param_code", "该政策参数的取值类型不是码值"


class ModelRules(PolicyRules):
    def check(self, draft: Typed, id: str) -> Iterator[Complaint]:
        if ALGORITHMS[draft["algorithm"]].pay_type != draft["pay_type"]:
            yield "algorithm", "该算法不适用于所选支付类型"


class MethodRules(PolicyRules):
    """A method's parameters, and those of each branch laid over them, must be what its model's algorithm needs."""

    def check(self, draft: Typed, id: str) -> Iterator[Complaint]:
        yield from _days(draft)
        known = self.shelf.holdings(types=["param", "pay_model", "condition"])
        model = known.find("pay_model", model_code=draft["model_code"])
        if model is None:
            yield "model_code", "支付模型不存在或未通过复审"
            return
        if model.values["pay_type"] != draft["pay_type"]:
            yield "pay_type", f"与支付模型“{model.values['model_name']}”的支付类型不同"
        kinds = {one["param_code"]: one["value_kind"] for one in known.values("param")}
        try:
            own = settings(draft["params"])
        except Unreadable as reason:
            yield "params", str(reason)
            return
        algorithm = model.values["algorithm"]
        yield from (("params", problem) for problem in problems_of(algorithm, own, kinds))
        try:
            told = branches(draft["policies"])
        except Unreadable as reason:
            yield "policies", str(reason)
            return
        for branch in told:
            if known.find("condition", cond_code=branch.cond_code) is None:
                yield "policies", f"政策条件 {branch.cond_code} 不存在或未通过复审"
            for problem in problems_of(algorithm, {**own, **branch.settings}, kinds):
                yield "policies", f"{branch.cond_code}：{problem}"


class ElementRules(PolicyRules):
    def check(self, draft: Typed, id: str) -> Iterator[Complaint]:
        national = DICTIONARIES.get(draft["attribute"], "")
        if draft["dict_type"] and self.reference.dictionary(draft["dict_type"]) is None:
            yield "dict_type", f"国家字典 {draft['dict_type']} 不存在"
        elif national and draft["dict_type"] != national:
            yield "dict_type", f"该要素属性的国家字典是 {national}"


class ElementValueRules(PolicyRules):
    """Code values are those of the national dictionary, by code and name (HB-03.6.1)."""

    def check(self, draft: Typed, id: str) -> Iterator[Complaint]:
        element = self.shelf.holdings(types=["element"]).find("element", elem_code=draft["elem_code"])
        dictionary = element.values["dict_type"] if element else ""
        if not dictionary:
            return
        national = {entry.value: entry.label for entry in self.reference.dictionary(dictionary) or ()}
        label = national.get(draft["value"])
        if draft["basis"] == "national" and label is None:
            yield "value", f"国家字典 {dictionary} 没有码值 {draft['value']}；地方自定的码值请选“地方扩展”"
        elif draft["basis"] == "national" and label != draft["label"]:
            yield "label", f"国家字典中 {draft['value']} 的名称是“{label}”"
        elif draft["basis"] == "local" and label is not None:
            yield "basis", f"国家字典 {dictionary} 已有码值 {draft['value']}，须作为国家码值"


class ConversionRules(PolicyRules):
    def check(self, draft: Typed, id: str) -> Iterator[Complaint]:
        values = self.shelf.holdings(types=["element_value"])
        if values.find("element_value", elem_code=draft["elem_code"], value=draft["value"]) is None:
            yield "value", "不是该要素已通过复审的码值"
        if values.find("element_value", elem_code=draft["elem_code"], value=draft["local_value"]) is not None:
            yield "local_value", "已是国家码值，无须转换"


class SceneRules(PolicyRules):
    def check(self, draft: Typed, id: str) -> Iterator[Complaint]:
        if not texts.alternatives(draft["med_type"]):
            yield "med_type", "至少写一个码值"
        known = _values_of(self.shelf.holdings(types=["element_value"]), "med_type")
        for value in texts.alternatives(draft["med_type"]):
            if value not in known:
                yield "med_type", f"{value} 不是静态要素 med_type 已通过复审的码值"


class ConditionRules(PolicyRules):
    """Elements and values a condition names passed both reviews (HB-03.7.1)."""

    def check(self, draft: Typed, id: str) -> Iterator[Complaint]:
        known = self.shelf.holdings(types=["element", "element_value", "scene"])
        try:
            terms = conditions.parse(draft["terms"])
            conditions.expression(terms, known.attributes)
        except Unreadable as reason:
            yield "terms", str(reason)
            return
        for term in terms:
            attribute = known.attributes[term.element]
            if ELEMENTS[attribute].type not in (Type.TEXT, Type.SET, Type.COUNT):
                continue
            scenes = [one["scene_id"] for one in known.values("scene")]
            allowed = scenes if attribute == "scene" else _values_of(known, term.element)
            for value in term.values:
                if value not in allowed:
                    yield "terms", f"{value} 不是静态要素 {term.element} 已通过复审的码值"


class ItemRules(PolicyRules):
    def check(self, draft: Typed, id: str) -> Iterator[Complaint]:
        mine = texts.alternatives(draft["amounts"])
        owners = {name: one.values["item_name"] for one in self.others(id) for name in _amounts(one.values)}
        for name in mine:
            if name not in AMOUNTS:
                yield "amounts", f"没有金额 {name}，可为：{'、'.join(AMOUNTS)}"
            elif name in owners:
                yield "amounts", f"金额 {name} 已由政策项“{owners[name]}”产生"


class DynamicRules(PolicyRules):
    def check(self, draft: Typed, id: str) -> Iterator[Complaint]:
        if draft["elem_code"] in {*ELEMENTS, *AMOUNTS, *ACCUMULATORS}:
            yield "elem_code", "与静态要素、金额或年度累计重名"
        if draft["segmented"] and draft["unit"] != "ratio":
            yield "segmented", "只有比例可以分段"


class LocalValueRules(PolicyRules):
    """A value fits its dynamic element; of two equally specific rows only one can hold on a day (HB-03.9.1)."""

    def check(self, draft: Typed, id: str) -> Iterator[Complaint]:
        known = self.shelf.holdings(types=["dynamic", "element_value"])
        dynamic = known.find("dynamic", elem_code=draft["elem_code"])
        if dynamic is None:
            yield "elem_code", "动态要素不存在或未通过复审"
            return
        has_segment = draft["seg_lower"] is not None or draft["seg_upper"] is not None
        if has_segment != dynamic.values["segmented"]:
            yield "seg_lower", "该动态要素分段取值，须填写分段" if dynamic.values["segmented"] else "该动态要素不分段"
        for name in DIMENSIONS:
            allowed = _values_of(known, name)
            for value in texts.alternatives(draft[name]):
                if value != "*" and allowed and value.partition("/")[0] not in allowed:
                    yield name, f"{value} 不是静态要素 {name} 已通过复审的码值"
        yield from self._overlapping(draft, id, dynamic.values)

    def _overlapping(self, draft: Typed, id: str, dynamic: Mapping[str, Any]) -> Iterator[Complaint]:
        row = parameter_row(draft, dynamic)
        (wrong, *_) = [*complaints_of_rows([row]), None]
        if wrong is not None:
            yield ("enddate" if "日期" in wrong.reason else "value"), wrong.reason
            return
        for held in self.others(id):
            if held.values["elem_code"] == draft["elem_code"]:
                clash = complaints_of_rows([parameter_row(held.values, dynamic), row])
                if any("无法取舍" in one.reason for one in clash):
                    days = f"{held.values['begndate']} 至 {held.values['enddate'] or '长期'}"
                    yield (
                        "begndate",
                        f"与取值 {held.values['value']}（{days}）在同一场景、同一时间都适用且同样具体，请调整条件或有效期",
                    )
                    return


class SchemeRules(PolicyRules):
    def check(self, draft: Typed, id: str) -> Iterator[Complaint]:
        yield from _days(draft)
        try:
            texts.named_lines(draft["diseases"])
        except Unreadable as reason:
            yield "diseases", str(reason)


class BenefitRules(PolicyRules):
    """A benefit policy compiles by itself; the order of items is judged when the scheme is published."""

    def check(self, draft: Typed, id: str) -> Iterator[Complaint]:
        known = self.shelf.holdings()
        yield from _formats(draft)
        rule = _rule(draft, known)
        if rule is None:
            yield "cond_code", "政策条件不存在、未通过复审，或与附加条件不能合用"
            return
        item = known.find("item", item_code=draft["item_code"])
        if item is None:
            yield "item_code", "政策项不存在或未通过复审"
            return
        for name in rule["yields"]:
            if name not in _amounts(item.values):
                yield "yields", f"政策项“{item.values['item_name']}”不产生 {name}，可为：{item.values['amounts']}"
        yield from self._of_language(draft, rule, known)

    def _of_language(self, draft: Typed, rule: Mapping[str, Any], known: Holdings) -> Iterator[Complaint]:
        dynamics = known.dynamics
        chosen = texts.alternatives(draft["dynamics"], ",")
        written = "\n".join(draft[name] for name in ("also", "steps", "yields", "adds", "limits", "shown"))
        for code in dynamics:
            if code not in chosen and texts.names(written, code):
                yield "dynamics", f"计算中用到 {code}（{dynamics[code]['elem_name']}），请在动态要素中选用"
        rows = [
            parameter_row(one, dynamics[one["elem_code"]])
            for one in known.values("local_value")
            if one["elem_code"] in chosen and one["elem_code"] in dynamics
        ]
        scenes = [one["scene_id"] for one in known.values("scene")]
        for error in complaints_of_rule(rule, scenes, rows + _ratio(draft, known), VOCABULARY):
            field = FIELDS.get(error.place.partition(".")[0], "yields")
            yield field, f"{error.place}：{error.reason}" if "." in error.place else error.reason


def complaints_of_rows(rows: list[dict[str, str]]) -> list[RuleError]:
    """What is wrong with parameter rows by themselves; gaps between segments are for the publication check."""
    return [one for one in complaints({}, rows, VOCABULARY) if "参数" in one.place and "首尾相接" not in one.reason]


def _formats(draft: Typed) -> Iterator[Complaint]:
    for field in ("steps", "yields", "adds", "limits", "shown"):
        try:
            (texts.shown_rows if field == "shown" else texts.pairs)(draft[field])
        except Unreadable as reason:
            yield field, str(reason)


def _rule(draft: Typed, known: Holdings) -> dict[str, Any] | None:
    """The rule as the language has it; texts that cannot be read are empty here."""
    when = ""
    try:
        if draft["cond_code"]:
            condition = known.find("condition", cond_code=draft["cond_code"])
            if condition is None:
                return None
            when = conditions.expression(conditions.parse(condition.values["terms"]), known.attributes)
        when = conditions.both(when, draft["also"])
    except Unreadable:
        return None
    name = ratio_name(draft["cond_code"])
    rule: dict[str, Any] = {"rule": draft["rule_code"], "name": draft["rule_name"], "source": draft["source"]}
    rule |= {"when": when} if when else {}
    for key, field in (("let", "steps"), ("yields", "yields"), ("adds", "adds"), ("limits", "limits")):
        rule[key] = {code: text.replace(RATIO, name) for code, text in _read(texts.pairs, draft[field], {}).items()}
    rows = _read(texts.shown_rows, draft["shown"], [])
    rule["rows"] = [{code: text.replace(RATIO, name) for code, text in row.items()} for row in rows]
    return rule | ({"draws": draft["draws"]} if draft["draws"] else {})


def _ratio(draft: Typed, known: Holdings) -> list[dict[str, str]]:
    """The parameter of the condition's ratio, where it has one."""
    condition = known.find("condition", cond_code=draft["cond_code"]) if draft["cond_code"] else None
    if condition is None or condition.values["ratio"] is None:
        return []
    empty = dict.fromkeys((*DIMENSIONS, "seg_lower", "seg_upper", "enddate"), "")
    said = {"elem": ratio_name(draft["cond_code"]), "elem_name": "", "unit": "ratio", "begndate": "2000-01-01"}
    return [{**empty, **said, "value": str(condition.values["ratio"])}]


def _read(read: Any, text: str, otherwise: Any) -> Any:
    try:
        return read(text)
    except Unreadable:
        return otherwise


def _values_of(known: Holdings, element: str) -> list[str]:
    return [one["value"] for one in known.values("element_value") if one["elem_code"] == element]


def _amounts(values: Typed) -> list[str]:
    return texts.alternatives(values["amounts"])


_OWN: Final[Mapping[str, type[PolicyRules]]] = {
    "param_value": ParamValueRules,
    "pay_model": ModelRules,
    "pay_method": MethodRules,
    "element": ElementRules,
    "element_value": ElementValueRules,
    "conversion": ConversionRules,
    "scene": SceneRules,
    "condition": ConditionRules,
    "item": ItemRules,
    "dynamic": DynamicRules,
    "local_value": LocalValueRules,
    "scheme": SchemeRules,
    "benefit": BenefitRules,
}


def record_rules(shelf: Shelf, reference: Reference) -> dict[str, RecordRules]:
    """The rules of every type of the center."""
    return {type: _OWN.get(type, PolicyRules)(type, shelf, reference) for type in RECORDS.types}
