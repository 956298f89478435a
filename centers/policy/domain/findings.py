"""Publication checks (发布检查): everything that stands against a draft, told by record and field. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from operator import itemgetter
from typing import Final

from centers.policy.contract.desk import Finding
from centers.policy.contract.v1 import BenefitCase
from centers.policy.domain import texts
from centers.policy.domain.assembly import Assembled, finding
from centers.policy.domain.evaluation import check_scenes, evaluate_with
from centers.policy.domain.holdings import Held, Holdings
from centers.policy.domain.publication import Publication, prepare
from centers.policy.domain.vocabulary import VOCABULARY
from hsaf.contract.errors import HsafError
from hsaf.rules import RuleError, complaints

NEEDED: Final = ("fund_pay_sumamt", "psn_part_amt", "psn_cash_pay")
"""Amounts without which nothing can be settled."""

FIELDS: Final = {
    "when": "cond_code",
    "let": "steps",
    "yields": "yields",
    "adds": "adds",
    "limits": "limits",
    "draws": "draws",
    "rows": "shown",
}
"""Field of a benefit record by the part of a rule."""

ERROR: Final = "error"
WARNING: Final = "warning"
LEVELS: Final = (1, 2, 3)

Labels = Mapping[tuple[str, str], str]
"""What values are called, by attribute and value (:attr:`Holdings.labels`)."""

_DIMENSIONS: Final = {
    "insutype": ("险种", "insutype"),
    "hosp_lv": ("医院级别", "hosp_lv"),
    "psn_type": ("人员类别", "psn_type"),
    "med_type": ("医疗类别", "med_type"),
    "psn_idet_type": ("身份", "identities"),
    "dise_codg": ("病种", "dise_codg"),
    "matn_type": ("生育类别", "matn_type"),
}
"""What a dimension of the parameter table is called, and the attribute that its values belong to."""

_RULE: Final = re.compile(r"规则 (\S+)(?: / (\w+))?")
_ROW: Final = re.compile(r"参数第 (\d+) 行")
_ELEM: Final = re.compile(r"参数 (\w+)")
_NUMBER: Final = re.compile(r"第 (\d+) 行")
_ITEM: Final = re.compile(r"政策项 (\S+)")
_SCENE: Final = re.compile(r"场景 (\S+)")


def examine(assembled: Assembled, holdings: Holdings, scheme: Held) -> list[Finding]:
    """Errors first. An assembled policy without errors compiles and settles."""
    found = list(assembled.findings)
    found += _incomplete(assembled, scheme)
    wrong = complaints(assembled.document, assembled.parameters, VOCABULARY)
    found += [_told(error, assembled, holdings, scheme) for error in wrong]
    if not any(one.level == ERROR for one in found):
        found += _of_scenes(assembled, holdings)
    if not any(one.level == ERROR for one in found):
        publication = prepare(assembled.document, assembled.parameters)
        found += _uncovered_days(assembled, holdings)
        found += _tried(publication, assembled, scheme)
    return sorted(_once(found), key=lambda one: one.level != ERROR)


def _incomplete(assembled: Assembled, scheme: Held) -> Iterator[Finding]:
    items = assembled.document["items"]
    if not items:
        yield finding("scheme", scheme, "", "方案下没有已通过复审的待遇结算政策")
        return
    if not assembled.document["scenes"]:
        yield finding("scheme", scheme, "", "没有已通过复审的待遇场景")
    made = {name for item in items for rule in item["variants"] for name in rule["yields"]}
    for name in NEEDED:
        if name not in made:
            label = VOCABULARY.amounts[name]
            yield finding("scheme", scheme, "", f"没有待遇结算政策产生 {name}（{label}），结算无法完成")


# -- errors of the rule language by record ------------------------------------------------------------


def _told(error: RuleError, assembled: Assembled, holdings: Holdings, scheme: Held) -> Finding:
    place, reason = error.place, _with_codes(error.reason, assembled, holdings.labels)
    if rule := _RULE.search(place):
        held = assembled.rules.get(rule[1])
        part = place.split(" / ")[-1]
        detail = f"{part}：{reason}" if "." in part else reason
        return finding("benefit", held, FIELDS.get((rule[2] or "").partition(".")[0], ""), detail)
    if row := _ROW.search(place):
        type, held = assembled.rows[int(row[1]) - 1]
        return finding(type, held, _column(reason), reason)
    if elem := _ELEM.search(place):
        held = holdings.find("dynamic", elem_code=elem[1])
        if numbers := _NUMBER.findall(error.reason + place):
            type, held = assembled.rows[int(numbers[0]) - 1]
            return finding(type, held, "seg_lower" if "分段" in reason else "begndate", reason)
        return finding("dynamic", held, "elem_code", reason)
    if item := _ITEM.search(place):
        return finding("item", holdings.find("item", item_code=item[1]), "amounts", reason)
    return finding("scheme", scheme, "", f"{place}：{reason}" if place else reason)


def _with_codes(reason: str, assembled: Assembled, labels: Labels) -> str:
    """Numbers of parameter rows as what they are: a value in a scene on some days."""

    def named(match: re.Match[str]) -> str:
        at = int(match[1]) - 1
        return f"“{scene_of(assembled.parameters[at], labels)}”" if at < len(assembled.parameters) else match[0]

    return _NUMBER.sub(named, reason)


def scene_of(row: Mapping[str, str], labels: Labels) -> str:
    """A parameter row told by its scene, days and value."""
    days = f"{row['begndate']} 至 {row['enddate'] or '长期'}"
    return f"{row['elem_name']}（{'，'.join([*circumstances(row, labels), days])}）"


def circumstances(row: Mapping[str, str], labels: Labels) -> Iterator[str]:
    """What a parameter row is limited to, with values as people call them."""
    for name, (label, attribute) in _DIMENSIONS.items():
        if row[name]:
            values = (_called(attribute, value, labels) for value in texts.alternatives(row[name]))
            yield f"{label} {'、'.join(values)}"
    if row["seg_lower"] or row["seg_upper"]:
        yield f"{row['seg_lower'] or '0.00'}–{row['seg_upper'] or '以上'}"


def _called(attribute: str, value: str, labels: Labels) -> str:
    """``14/M07800`` is a medical category with a disease; ``*`` are all others."""
    code, slash, disease = value.partition("/")
    return labels.get((attribute, code), "其余" if code == "*" else code) + slash + disease


def _column(reason: str) -> str:
    for words, field in (("分段", "seg_lower"), ("日期", "begndate"), ("取值", "value"), ("比例", "value")):
        if words in reason:
            return field
    return "value"


def _of_scenes(assembled: Assembled, holdings: Holdings) -> Iterator[Finding]:
    for error in check_scenes(assembled.document["scenes"]):
        found = _SCENE.search(error.place)
        yield finding("scene", holdings.find("scene", scene_id=found[1]) if found else None, "kind", error.reason)


# -- what compiles and yet is not whole ---------------------------------------------------------------


def _uncovered_days(assembled: Assembled, holdings: Holdings) -> Iterator[Finding]:
    """Dynamic elements that rules use must have a value on every day of the policy."""
    first, last = (date.fromisoformat(assembled.document[name]) for name in ("begndate", "enddate"))
    used = {code for held in assembled.rules.values() for code in held.values["dynamics"].split(",") if code}
    for code in sorted(used):
        rows = [
            (_days(row), assembled.rows[at][1]) for at, row in enumerate(assembled.parameters) if row["elem"] == code
        ]
        for begin, end in gaps((days for days, _ in rows), first, last):
            reason = f"{begin} 至 {end} 没有任何取值，政策有效期为 {first} 至 {last}"
            yield _at_gap(code, rows, begin, reason, holdings)


def _at_gap(
    code: str, rows: Sequence[tuple[tuple[date, date], Held]], begin: date, reason: str, holdings: Holdings
) -> Finding:
    """At the value that ends last before the gap, else at the first after it; without any at the element itself."""
    before = [(days[1], held) for days, held in rows if days[1] < begin]
    if before:
        return finding("local_value", max(before, key=itemgetter(0))[1], "enddate", reason)
    after = [(days[0], held) for days, held in rows]
    if after:
        return finding("local_value", min(after, key=itemgetter(0))[1], "begndate", reason)
    return finding("dynamic", holdings.find("dynamic", elem_code=code), "elem_code", reason)


def _days(row: Mapping[str, str]) -> tuple[date, date]:
    return date.fromisoformat(row["begndate"]), date.fromisoformat(row["enddate"] or "9999-12-31")


def gaps(spans: Iterable[tuple[date, date]], first: date, last: date) -> Iterator[tuple[date, date]]:
    """Stretches from ``first`` to ``last`` that no span covers; both ends count everywhere."""
    at: date | None = first
    for begin, end in sorted(spans):
        if at is None or at > last:
            return
        if begin > at:
            yield at, min(begin - timedelta(days=1), last)
        if end >= at:
            at = None if end == date.max else end + timedelta(days=1)
    if at is not None and at <= last:
        yield at, last


def _tried(publication: Publication, assembled: Assembled, scheme: Held) -> Iterator[Finding]:
    """A small bill in every scene, insurance type and hospital level: what would be refused, or does not add up."""
    told: set[str] = set()
    for case in _bills(publication):
        try:
            evaluate_with(publication.policy, case)
        except HsafError as refusal:
            level = ERROR if refusal.code == "policy.policy_invalid" else WARNING
            if refusal.message not in told:
                told.add(refusal.message)
                yield finding("scheme", scheme, "", f"试算{_bill(case)}：{refusal.message}", level)


def _bills(publication: Publication) -> Iterator[BenefitCase]:
    document = publication.policy.document
    for scene in document.scenes:
        diseases = scene.dise_codg or (tuple(document.diseases) if scene.kind == "chronic" else ("",))
        for insutype in scene.insutype:
            for level in LEVELS:
                yield BenefitCase(
                    setl_date=document.begndate,
                    med_type=scene.med_type[0],
                    insutype=insutype,
                    psn_type="11" if insutype == "310" else "15",
                    hosp_lv=level,
                    dise_codg=diseases[0],
                    chronic_filing=True,
                    matn_type="1" if scene.kind == "maternity" else "",
                    medfee_sumamt=1_000_00,
                    inscp_scp_amt=1_000_00,
                    listed_amt=1_000_00,
                )


def _bill(case: BenefitCase) -> str:
    return f"（医疗类别 {case.med_type}、险种 {case.insutype}、医院级别 {case.hosp_lv}）"


def _once(found: Sequence[Finding]) -> list[Finding]:
    return list(dict.fromkeys(found))
