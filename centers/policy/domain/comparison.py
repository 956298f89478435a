"""What differs between two policies, told rule by rule and parameter by parameter. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from centers.policy.contract.desk import Difference
from centers.policy.domain import texts
from centers.policy.domain.findings import Labels, scene_of
from hsaf.rules import DIMENSIONS

Policy = tuple[Mapping[str, Any], Sequence[Mapping[str, str]]]
"""Document and parameter rows."""

TITLES: Final = {
    "name": "名称",
    "source": "政策依据",
    "when": "条件",
    "let": "计算步骤",
    "yields": "待遇金额",
    "adds": "计入累计",
    "limits": "剩余限额",
    "draws": "账户支付",
    "rows": "说明行",
    "diseases": "慢特病病种",
    "region": "医保区划",
    "enddate": "结束日期",
    "value": "取值",
}
_IDENTITY: Final = ("elem", *DIMENSIONS, "seg_lower", "seg_upper", "begndate")


def compare(before: Policy, after: Policy, labels: Labels) -> list[Difference]:
    """Differences in the order of the later policy, what was removed last."""
    return [
        *_of_head(before[0], after[0]),
        *_of_scenes(before[0], after[0]),
        *_of_items(before[0], after[0]),
        *_of_rules(_rules(before[0]), _rules(after[0])),
        *_of_parameters(before[1], after[1], labels),
    ]


def _of_head(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[Difference]:
    for key in ("name", "source", "region", "diseases"):
        yield from _changed("政策方案", key, before.get(key, ""), after.get(key, ""))


def _of_scenes(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[Difference]:
    old, new = ({scene["id"]: scene for scene in one["scenes"]} for one in (before, after))
    for id in dict.fromkeys((*new, *old)):
        place = f"场景 {(new.get(id) or old[id])['name']}"
        yield from _whole(place, "", _scene(old.get(id)), _scene(new.get(id)))


def _scene(scene: Mapping[str, Any] | None) -> str:
    if scene is None:
        return ""
    said = "；".join(f"{key}：{'、'.join(value)}" for key, value in scene.items() if isinstance(value, list | tuple))
    return f"{scene['kind']}；{said}"


def _of_items(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[Difference]:
    """Items whose place among those in both moved."""
    old, new = ([item["item"] for item in one["items"]] for one in (before, after))
    names = {item["item"]: item["name"] for one in (before, after) for item in one["items"]}
    kept_old, kept_new = [code for code in old if code in new], [code for code in new if code in old]
    for at, code in enumerate(kept_new):
        was = kept_old.index(code)
        if was != at:
            yield Difference(
                kind="moved", place=f"政策项 {names[code]}", field="计算顺序", before=str(was + 1), after=str(at + 1)
            )


def _rules(document: Mapping[str, Any]) -> dict[str, tuple[str, Mapping[str, Any]]]:
    return {rule["rule"]: (item["name"], rule) for item in document["items"] for rule in item["variants"]}


def _of_rules(
    old: Mapping[str, tuple[str, Mapping[str, Any]]], new: Mapping[str, tuple[str, Mapping[str, Any]]]
) -> Iterator[Difference]:
    for code in dict.fromkeys((*new, *old)):
        item, rule = new.get(code) or old[code]
        place = f"政策项 {item} / 政策 {code} {rule['name']}"
        if code not in old or code not in new:
            was, now = (_told("yields", one[code][1]["yields"]) if code in one else "" for one in (old, new))
            yield from _whole(place, "待遇结算政策", was, now)
            continue
        for key in dict.fromkeys((*new[code][1], *old[code][1])):
            yield from _changed(place, key, old[code][1].get(key, ""), new[code][1].get(key, ""))


def _of_parameters(
    before: Sequence[Mapping[str, str]], after: Sequence[Mapping[str, str]], labels: Labels
) -> Iterator[Difference]:
    old, new = ({tuple(row[name] for name in _IDENTITY): row for row in one} for one in (before, after))
    for key in dict.fromkeys((*new, *old)):
        was, now = old.get(key), new.get(key)
        place = f"参数 {scene_of(now or old[key], labels)}"
        if was is None or now is None:
            yield from _whole(place, "取值", was["value"] if was else "", now["value"] if now else "")
            continue
        yield from _changed(place, "value", was["value"], now["value"])
        yield from _changed(place, "enddate", was["enddate"] or "9999-12-31", now["enddate"] or "9999-12-31")


def _changed(place: str, key: str, before: Any, after: Any) -> Iterator[Difference]:
    was, now = _told(key, before), _told(key, after)
    if was != now:
        yield Difference(kind="changed", place=place, field=TITLES.get(key, key), before=was, after=now)


def _whole(place: str, field: str, before: str, after: str) -> Iterator[Difference]:
    if before != after:
        kind = "added" if not before else "removed" if not after else "changed"
        yield Difference(kind=kind, place=place, field=field, before=before, after=after)


def _told(key: str, value: Any) -> str:
    if key == "rows" and value:
        return texts.from_shown_rows(value)
    if key == "diseases" and value:
        return texts.from_named_lines(value)
    return texts.from_pairs(value) if isinstance(value, Mapping) else str(value)
