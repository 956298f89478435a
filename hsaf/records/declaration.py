"""Reads ``centers/<code>/records/*.toml`` without importing any code, and says what is wrong with them.

Every finding names the file, the key and what to write instead; all findings of a center come at once.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path
from typing import Any, Final

import msgspec

from hsaf.kernel.decode import Mismatch, decode
from hsaf.kernel.faults import Fault, Faulty, suggest
from hsaf.records.model import OWN, RESERVED, Field, FieldType, Mask, RecordType

FOLDER: Final = "records"

LONGEST_TEXT: Final = 500
"""Characters of the longest ``text``; what is longer is a ``longtext``."""

LONGEST_CODE: Final = 30
"""Characters of the longest code of a type or field: they name tables, columns and indexes."""

LONGEST_NAME: Final = 45
"""Characters of center and type together: with an event they name audit events and messages."""

_CODE: Final = re.compile(r"[a-z][a-z0-9_]*")
EXTRA: Final = "x_"
"""What codes of fields that a region adds begin with."""
_NEVER_EXTRA: Final = frozenset({FieldType.LONGTEXT, FieldType.FILE, FieldType.DECIMAL})
_UNORDERED: Final = frozenset({FieldType.LONGTEXT, FieldType.DECIMAL, FieldType.FILE})
NUMBERS: Final = frozenset({FieldType.INT, FieldType.MONEY, FieldType.DECIMAL, FieldType.RATIO})
_LENGTHS: Final = frozenset({FieldType.TEXT, FieldType.LONGTEXT})
_SEALABLE: Final = frozenset({FieldType.TEXT, FieldType.LONGTEXT})
_DICTIONARY_KEYS: Final = ("dict", "options")


class _File(msgspec.Struct, frozen=True, kw_only=True):
    """The keys of a declaration file."""

    code: str
    name: str
    field: list[dict[str, Any]]
    reviewed: bool = False
    versioned: bool = False
    scope: str = ""
    shared: bool = False
    key: tuple[str, ...] = ()
    unique: tuple[tuple[str, ...], ...] = ()
    choice: str = ""
    tree: str = ""
    help: str = ""


def read(center: str, folder: Path, dictionaries: Collection[str] | None = None) -> tuple[RecordType, ...]:
    """The record types declared in a center's folder ``records``, by code.

    With ``dictionaries`` (known dictionary types) fields must name one of them. Raises ``Faulty``.
    """
    types: list[RecordType] = []
    faults: list[Fault] = []
    for file in sorted((folder / FOLDER).glob("*.toml")):
        try:
            types.append(_read_one(center, file, dictionaries))
        except Faulty as problem:
            faults += problem.faults
    if faults:
        raise Faulty(*faults)
    return tuple(types)


def _read_one(center: str, file: Path, dictionaries: Collection[str] | None) -> RecordType:
    where = f"{center}/{FOLDER}/{file.name}"
    try:
        raw = decode(_File, tomllib.loads(file.read_text("utf-8")))
        fields = tuple(_field(number, values) for number, values in enumerate(raw.field, start=1))
    except Mismatch as problem:
        raise Faulty(Fault(where, f"{problem.key}：{problem.reason}", problem.remedy)) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise Faulty(Fault(where, f"不是合法的 TOML：{error}", "改正该行")) from None
    made = RecordType(
        center=center,
        code=raw.code,
        name=raw.name,
        fields=fields,
        reviewed=raw.reviewed or raw.versioned,
        versioned=raw.versioned,
        scope=raw.scope,
        shared=raw.shared,
        key=raw.key,
        unique=raw.unique,
        choice=raw.choice,
        tree=raw.tree,
        help=raw.help,
    )
    faults = [Fault(where, reason, remedy) for reason, remedy in check(made, file.stem, dictionaries)]
    if faults:
        raise Faulty(*faults)
    return made


def _field(number: int, values: dict[str, Any]) -> Field:
    try:
        return decode(Field, values)
    except Mismatch as problem:
        name = values.get("code", f"第 {number} 个")
        raise Mismatch(f"field {name} 的 {problem.key}", problem.reason, problem.remedy) from None


def check(record: RecordType, stem: str, dictionaries: Collection[str] | None = None) -> Iterator[tuple[str, str]]:
    """Reason and remedy of everything wrong with a type in a file named ``stem``."""
    if record.code != stem:
        yield f"编码 {record.code} 与文件名 {stem} 不同", f"把 code 改为 {stem}，或把文件改名为 {record.code}.toml"
    if not _CODE.fullmatch(record.code) or len(record.code) > LONGEST_CODE:
        yield f"编码 {record.code!r} 不可用", f"用小写字母、数字和下划线，不超过 {LONGEST_CODE} 个字符"
    if len(record.full_code) > LONGEST_NAME:
        yield f"编码 {record.full_code} 过长", f"中心与类别编码合计不超过 {LONGEST_NAME} 个字符"
    if not record.fields:
        yield "没有字段", "至少写一个 [[field]]"
    yield from _check_codes(record.fields)
    for field in record.fields:
        for reason, remedy in _check_field(field, dictionaries):
            yield f"字段 {field.code} {reason}", remedy
    yield from _check_names(record)
    yield from _check_scope(record)
    yield from _check_tree(record)


def check_extra(record: RecordType) -> Iterator[tuple[str, str]]:
    """Reason and remedy of everything wrong with the fields that a region added to a type."""
    yield from _check_codes(record.fields)
    for field in record.extras:
        for reason, remedy in _check_added(field):
            yield f"字段 {field.code} {reason}", remedy
        for reason, remedy in _check_field(field, None):
            yield f"字段 {field.code} {reason}", remedy


def _check_added(field: Field) -> Iterator[tuple[str, str]]:
    if not field.code.startswith(EXTRA):
        yield "是地区扩展字段，编码会与以后的标准字段冲突", f"改为 {EXTRA}{field.code}"
    if field.type in _NEVER_EXTRA:
        yield f"类型 {field.type} 不能作为扩展字段", "改用 text、money、date 等类型"
    if field.sealed or field.sortable or field.frozen:
        yield "不能写 sealed、sortable、frozen", "删除它们"


def _check_codes(fields: Sequence[Field]) -> Iterator[tuple[str, str]]:
    seen: set[str] = set()
    labels: set[str] = set()
    for field in fields:
        if not _CODE.fullmatch(field.code) or len(field.code) > LONGEST_CODE:
            yield f"字段编码 {field.code!r} 不可用", f"用小写字母、数字和下划线，不超过 {LONGEST_CODE} 个字符"
        if field.code in RESERVED:
            yield f"字段编码 {field.code} 已由框架使用", f"换一个名称；框架使用：{'、'.join(sorted(RESERVED))}"
        if field.code in seen:
            yield f"字段 {field.code} 重复", "删除其中一个，或换一个编码"
        if field.label in labels:
            yield f"字段名称“{field.label}”重复", "导入模板按名称认列，请换一个名称"
        seen.add(field.code)
        labels.add(field.label)


def _check_field(field: Field, dictionaries: Collection[str] | None) -> Iterator[tuple[str, str]]:
    if field.extra and not field.code.startswith(EXTRA):
        yield "写了 extra", "删除它：扩展字段写在地区插件的 overlays 中"
    if not field.label:
        yield "没有名称", "在 label 中填写中文名称"
    if field.length and (field.type not in _LENGTHS or field.length < 0):
        yield f"类型 {field.type} 没有 length", "删除 length，或把类型改为 text 或 longtext"
    if field.type is FieldType.TEXT and field.length > LONGEST_TEXT:
        yield f"长度 {field.length} 超过 text 的上限", f"改为不超过 {LONGEST_TEXT}，或把类型改为 longtext"
    if field.type in _UNORDERED and (field.filter or field.sortable):
        yield f"类型 {field.type} 不能查询或排序", "删除 filter 和 sortable，或改用 text、money、ratio"
    yield from check_bounds(field)
    yield from _check_dictionary(field, dictionaries)
    yield from _check_protection(field)
    if field.pattern:
        yield from _check_pattern(field)


def check_bounds(field: Field) -> Iterator[tuple[str, str]]:
    """Reason and remedy of bounds that no number can be within."""
    if field.type not in NUMBERS and (field.least is not None or field.most is not None):
        yield f"类型 {field.type} 没有 least 和 most", "删除它们，或把类型改为 int、money、decimal 或 ratio"
    if field.least is not None and field.most is not None and field.least > field.most:
        yield "的 least 大于 most", "对调两者"


def _check_dictionary(field: Field, dictionaries: Collection[str] | None) -> Iterator[tuple[str, str]]:
    given = [key for key in _DICTIONARY_KEYS if getattr(field, key)]
    if field.type is not FieldType.DICT:
        for key in given:
            yield f"类型 {field.type} 没有 {key}", f"删除 {key}，或把类型改为 dict"
    elif len(given) != 1:
        yield "须有字典", "填写 dict（字典类型）或 options（代码与名称），且只填一项"
    elif field.dict and "." not in field.dict and dictionaries is not None and field.dict not in dictionaries:
        yield f"的字典 {field.dict} 不存在", suggest(field.dict, dictionaries)


def _check_protection(field: Field) -> Iterator[tuple[str, str]]:
    if field.sealed and field.type not in _SEALABLE:
        yield f"类型 {field.type} 不能加密存储", "删除 sealed，或把类型改为 text"
    if field.sealed and field.sortable:
        yield "加密存储后不能排序", "删除 sortable 或 sealed"
    if field.mask is not Mask.NONE and field.type is not FieldType.TEXT:
        yield f"类型 {field.type} 不能脱敏显示", "删除 mask，或把类型改为 text"


def _check_pattern(field: Field) -> Iterator[tuple[str, str]]:
    try:
        re.compile(field.pattern)
    except re.error as error:
        yield f"的 pattern 不是正则表达式：{error}", "改正 pattern"
    if field.type is not FieldType.TEXT:
        yield f"类型 {field.type} 没有 pattern", "删除 pattern，或把类型改为 text"


def _check_names(record: RecordType) -> Iterator[tuple[str, str]]:
    """Business key and unique combinations name fields that can be compared."""
    for title, names in (("key", record.key), *(("unique", one) for one in record.unique)):
        for name in names:
            field = record.by_code.get(name)
            if field is None:
                yield f"{title} 中的 {name} 不是字段", suggest(name, record.by_code)
            elif field.type in _UNORDERED:
                yield f"{title} 中的 {name} 类型 {field.type} 不能作为主键", "换一个字段，或改用 text"
            elif not field.required:
                yield f"{title} 中的 {name} 不是必填", f"在字段 {name} 中写 required = true"
    if record.choice and record.choice not in record.by_code:
        yield f"choice 中的 {record.choice} 不是字段", suggest(record.choice, record.by_code)
    if record.choice and len(record.key) != 1:
        yield "choice 要求 key 只有一个字段", "把 key 改为一个字段，或删除 choice"


def _check_scope(record: RecordType) -> Iterator[tuple[str, str]]:
    if record.shared and record.scope in ("", OWN):
        yield "shared 只用于有 scope 字段的类别", "写明 scope，或删除 shared"
    if record.scope in ("", OWN):
        return
    scopes = {field.code for field in record.fields if field.type in (FieldType.AREA, FieldType.ORG)}
    field = record.by_code.get(record.scope)
    if record.scope not in scopes:
        yield (
            f"scope = {record.scope!r} 不是 area 或 org 类型的字段",
            f"{suggest(record.scope, {*scopes, OWN})}；不限数据范围时写空",
        )
    elif field is not None and not field.required:
        yield f"scope 字段 {record.scope} 不是必填", f"在字段 {record.scope} 中写 required = true"


def _check_tree(record: RecordType) -> Iterator[tuple[str, str]]:
    """The field above holds what the business key holds; a key that changed would lose what lies below it."""
    if not record.tree:
        return
    above, key = record.by_code.get(record.tree), record.by_code.get(record.key[0] if record.key else "")
    if above is None:
        yield f"tree = {record.tree!r} 不是字段", suggest(record.tree, record.by_code)
    if key is None or len(record.key) != 1:
        yield "tree 要求 key 只有一个字段", "把 key 改为一个字段，或删除 tree"
    if above is None or key is None:
        return
    if (above.type, above.length) != (key.type, key.length):
        yield f"tree 字段 {above.code} 的类型或长度与 {key.code} 不同", f"写成与 {key.code} 一样"
    if above.required or above.sealed or key.sealed:
        yield f"tree 字段 {above.code} 不能必填，也不能加密存储", "最上级留空；删除 required 和 sealed"
    if not key.frozen:
        yield f"key 字段 {key.code} 生效后可改，其下级会失去上级", f"在字段 {key.code} 中写 frozen = true"
