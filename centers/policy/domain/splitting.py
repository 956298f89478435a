"""From a benefit policy to records: a published document becomes data that people edit. Pure.

The inverse of :mod:`.assembly`: what is split is assembled to the very same document and parameter rows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

from centers.policy.domain import conditions, texts
from centers.policy.domain.conditions import Term
from centers.policy.domain.vocabulary import ELEMENTS
from hsaf.rules import DIMENSIONS, PolicyDocument, Type

DICTIONARIES: Final = {
    "insutype": "insutype",
    "psn_type": "psn_type",
    "med_type": "med_type",
    "matn_type": "matn_type",
    "hosp_lv": "lmtpric_hosp_lv",
    "identities": "psn_idet_type",
    "cvlserv_flag": "cvlserv_flag",
}
"""National dictionary of each attribute that has one."""

ATTRIBUTES: Final = {"psn_idet_type": "identities"}
"""Attribute of a dimension of the parameter table that is called otherwise."""

FLAG_VALUES: Final = {"1": "是", "0": "否"}

Label = Callable[[str, str], str | None]
"""Label of a dictionary's value."""

Rows = Mapping[str, list[dict[str, Any]]]


def split(document: PolicyDocument, parameters: Sequence[Mapping[str, str]], label: Label) -> Rows:
    """Rows of records on the wire, by type in the order in which they are to be added."""
    return _Splitter(document, parameters, label).rows()


class _Splitter:
    def __init__(self, document: PolicyDocument, parameters: Sequence[Mapping[str, str]], label: Label) -> None:
        self._document = document
        self._parameters = parameters
        self._label = label
        self._codes: dict[str, str] = {}
        """Code of the condition by its terms."""
        self._terms: dict[str, list[Term]] = {}
        self._named: dict[str, str] = {}

    def rows(self) -> Rows:
        benefits = list(self._benefits())
        elements = self._elements()
        return {
            "scheme": [self._scheme()],
            "element": [self._element(name) for name in elements],
            "element_value": [row for name, values in elements.items() for row in self._values(name, values)],
            "scene": list(self._scenes()),
            "condition": [self._condition(code, terms) for code, terms in self._terms.items()],
            "item": [self._item(one) for one in self._document.items],
            "dynamic": list(self._dynamics()),
            "local_value": [_local(row) for row in self._parameters],
            "benefit": benefits,
        }

    def _scheme(self) -> dict[str, Any]:
        said = self._document
        return {
            "scheme_id": said.id,
            "scheme_name": said.name,
            "series": said.version.rpartition(".")[0] or said.version,
            "region": said.region,
            "source": said.source,
            "begndate": said.begndate.isoformat(),
            "enddate": said.enddate.isoformat(),
            "diseases": texts.from_named_lines(said.diseases),
        }

    def _all_rules(self) -> Iterator[Any]:
        return (rule for item in self._document.items for rule in item.variants)

    # -- elements ---------------------------------------------------------------------------------

    def _elements(self) -> dict[str, list[str]]:
        """Elements that conditions, rules and parameters name, with the values they name."""
        read = "\n".join(text for rule in self._all_rules() for text in (*rule.let.values(), *rule.yields.values()))
        found: dict[str, dict[str, None]] = {name: {} for name in ELEMENTS if texts.names(read, name)}
        for terms in self._terms.values():
            for term in terms:
                kept = found.setdefault(term.element, {})
                if ELEMENTS[term.element].type is not Type.FLAG:
                    kept.update(dict.fromkeys(term.values))
        for row in self._parameters:
            for name in DIMENSIONS:
                found.setdefault(name, {}).update(dict.fromkeys(_plain_values(row[name])))
        for scene in self._document.scenes:
            found.setdefault("med_type", {}).update(dict.fromkeys(scene.med_type))
            found.setdefault("insutype", {}).update(dict.fromkeys(scene.insutype))
            found.setdefault("dise_codg", {}).update(dict.fromkeys(scene.dise_codg))
        found.setdefault("dise_codg", {}).update(dict.fromkeys(self._document.diseases))
        return {name: list(values) for name, values in found.items()}

    def _element(self, name: str) -> dict[str, Any]:
        attribute = ATTRIBUTES.get(name, name)
        dictionary = DICTIONARIES.get(attribute, "")
        return {
            "elem_code": name,
            "elem_name": ELEMENTS[attribute].label,
            "attribute": attribute,
            "dict_type": dictionary,
        }

    def _values(self, name: str, values: Sequence[str]) -> Iterator[dict[str, Any]]:
        attribute = ATTRIBUTES.get(name, name)
        dictionary, kind = DICTIONARIES.get(attribute, ""), ELEMENTS[attribute].type
        local = (
            {scene.id: scene.name for scene in self._document.scenes} if name == "scene" else self._document.diseases
        )
        for value in FLAG_VALUES if kind is Type.FLAG else values:
            national = self._label(dictionary, value) if dictionary else None
            label = national or FLAG_VALUES.get(value, "") if kind is Type.FLAG else national or local.get(value, value)
            basis = "national" if national or not dictionary else "local"
            yield {"elem_code": name, "value": value, "label": label, "basis": basis}

    # -- conditions and rules ---------------------------------------------------------------------

    def _benefits(self) -> Iterator[dict[str, Any]]:
        elements = {row["elem"]: None for row in self._parameters}
        for item in self._document.items:
            for number, rule in enumerate(item.variants, start=1):
                terms, also = conditions.from_expression(rule.when) if rule.when != "True" else ([], "")
                row = {
                    "rule_code": rule.rule,
                    "rule_name": rule.name,
                    "scheme_id": self._document.id,
                    "item_code": item.item,
                    "sort": number * 10,
                    "cond_code": self._code(terms),
                    "also": also,
                    "steps": texts.from_pairs(rule.let),
                    "yields": texts.from_pairs(rule.yields),
                    "adds": texts.from_pairs(rule.adds),
                    "limits": texts.from_pairs(rule.limits),
                    "draws": rule.draws,
                    "shown": texts.from_shown_rows(_said(one) for one in rule.rows),
                    "source": rule.source,
                }
                written = "\n".join(str(row[name]) for name in ("also", "steps", "yields", "adds", "limits", "shown"))
                yield row | {"dynamics": ",".join(name for name in elements if texts.names(written, name))}

    def _code(self, terms: Sequence[Term]) -> str:
        """Code of the condition of these terms; the same for the same terms, empty for none."""
        if not terms:
            return ""
        text = "\n".join(map(str, terms))
        if text not in self._codes:
            self._codes[text] = code = f"T{len(self._codes) + 1:02}"
            self._terms[code] = list(terms)
        return self._codes[text]

    def _condition(self, code: str, terms: Sequence[Term]) -> dict[str, Any]:
        name = "，".join(self._told(term) for term in terms)
        return {"cond_code": code, "cond_name": name[:100], "terms": "\n".join(map(str, terms))}

    def _told(self, term: Term) -> str:
        scenes = {scene.id: scene.name for scene in self._document.scenes}
        dictionary = DICTIONARIES.get(term.element, "")
        labels = [scenes.get(one) or (dictionary and self._label(dictionary, one)) or one for one in term.values]
        return f"{ELEMENTS[term.element].label}{'不为' if term.operator == '!=' else '为'}{'、'.join(labels)}"

    def _scenes(self) -> Iterator[dict[str, Any]]:
        for number, scene in enumerate(self._document.scenes, start=1):
            yield {
                "scene_id": scene.id,
                "scene_name": scene.name,
                "kind": scene.kind,
                "med_type": "|".join(scene.med_type),
                "insutype": ",".join(scene.insutype),
                "dise_codg": "|".join(scene.dise_codg),
                "chronic_filing": "chronic_filing" in scene.needs,
                "sort": number * 10,
            }

    def _item(self, item: Any) -> dict[str, Any]:
        amounts = dict.fromkeys(name for rule in item.variants for name in rule.yields)
        return {"item_code": item.item, "item_name": item.name, "amounts": "|".join(amounts)}

    # -- parameters -------------------------------------------------------------------------------

    def _dynamics(self) -> Iterator[dict[str, Any]]:
        seen: dict[str, Mapping[str, str]] = {}
        for row in self._parameters:
            seen.setdefault(row["elem"], row)
        for code, row in seen.items():
            segmented = bool(row["seg_lower"] or row["seg_upper"])
            yield {"elem_code": code, "elem_name": row["elem_name"], "unit": row["unit"], "segmented": segmented}


def _local(row: Mapping[str, str]) -> dict[str, Any]:
    kept = (*DIMENSIONS, "seg_lower", "seg_upper", "value", "begndate", "enddate")
    return {"elem_code": row["elem"]} | {name: row[name] for name in kept}


def _said(row: Any) -> dict[str, str]:
    """A row of the explanation with what it says, in the order of the language."""
    given = {name: getattr(row, name) for name in texts.ROW_FIELDS}
    return {"code": row.code, "name": row.name} | {name: text for name, text in given.items() if text}


def _plain_values(text: str) -> Iterable[str]:
    """Alternatives of a dimension without ``*`` and the disease of ``14/M07800``."""
    return (one.partition("/")[0] for one in texts.alternatives(text) if one != "*")
