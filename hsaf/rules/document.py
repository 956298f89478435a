"""The policy document: a benefit policy as data, decoded from YAML into frozen structs."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

import msgspec
import yaml

from hsaf.rules.errors import RuleError


class SceneSpec(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One kind of treatment the policy covers. The first scene that fits a case is its scene.

    ``kind`` is how the rest of the platform treats it; ``needs`` names flags of the case without
    which it is refused (e.g. ``chronic_filing``). An empty ``dise_codg`` means any disease.
    """

    id: str
    name: str
    kind: str
    med_type: tuple[str, ...]
    insutype: tuple[str, ...]
    dise_codg: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()


class RowSpec(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One explanation row; amounts are expressions. ``pieces`` names a segment payment: one row per
    piece, ``{n}`` in ``code`` and ``name`` being the segment's number."""

    code: str
    name: str
    when: str = ""
    pieces: str = ""
    fund_pay: str = ""
    fund_prop: str = ""
    self_pay: str = ""


class VariantSpec(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One rule: the form an item takes where ``when`` holds (always, if not given). All values are
    expressions."""

    rule: str
    name: str
    source: str
    when: str = "True"
    let: dict[str, str] = {}
    yields: dict[str, str]
    adds: dict[str, str] = {}
    limits: dict[str, str] = {}
    draws: str = ""
    rows: tuple[RowSpec, ...] = ()


class ItemSpec(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One policy item (政策项). The first variant whose condition holds runs; if none does, the item
    yields nothing."""

    item: str
    name: str
    variants: tuple[VariantSpec, ...]


class PolicyDocument(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A benefit policy (待遇政策) with its validity. ``items`` run in order; begin and end days count."""

    id: str
    name: str
    version: str
    source: str
    region: str
    begndate: date
    enddate: date
    scenes: tuple[SceneSpec, ...]
    diseases: dict[str, str] = {}
    items: tuple[ItemSpec, ...]

    @property
    def version_id(self) -> str:
        """``990000-2026@2026.1``."""
        return f"{self.id}@{self.version}"


def load_yaml(text: str) -> dict[str, Any]:
    """A policy document from YAML with every scalar kept as text: no number can turn binary."""
    loaded = yaml.load(text, Loader=yaml.BaseLoader)  # noqa: S506 - BaseLoader only makes text, lists and maps
    if not isinstance(loaded, dict):
        raise RuleError("待遇政策应为一个 YAML 映射")
    return loaded


def read_document(raw: Mapping[str, Any]) -> PolicyDocument:
    """Decode and check the shape. Raises ``RuleError`` naming the policy item and field."""
    plain = as_text(raw)
    try:
        document = msgspec.convert(plain, PolicyDocument, strict=False)
    except msgspec.ValidationError as error:
        raise RuleError(f"文档结构有误：{error}", _place(str(error), plain)) from error
    if document.enddate < document.begndate:
        raise RuleError(f"结束日期 {document.enddate} 早于开始日期 {document.begndate}")
    return document


def as_text(value: Any) -> Any:
    """The document with every scalar as text, the form that is digested and stored."""
    match value:
        case Mapping():
            return {str(key): as_text(entry) for key, entry in value.items()}
        case list() | tuple():
            return [as_text(entry) for entry in value]
        case bool() | float():
            raise RuleError(f"{value!r} 须加引号写成文本")
        case None:
            return ""
        case date():
            return value.isoformat()
        case _:
            return str(value)


def _place(message: str, plain: Mapping[str, Any]) -> str:
    """``$.items[2].variants[0].when`` as item and rule names."""
    found = re.search(r"\$\.items\[(\d+)\](?:\.variants\[(\d+)\])?", message)
    if found is None:
        return ""
    item = plain["items"][int(found[1])]
    if not isinstance(item, dict):
        return f"第 {int(found[1]) + 1} 个政策项"
    place = f"政策项 {item.get('item', int(found[1]) + 1)}"
    if found[2] is not None and isinstance(variants := item.get("variants"), list):
        variant = variants[int(found[2])]
        place += f" / 规则 {variant.get('rule', '') if isinstance(variant, dict) else int(found[2]) + 1}"
    return place
