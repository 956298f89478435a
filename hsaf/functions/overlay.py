"""Regional overlays: ``overlays/*.toml`` of a plugin changes what pages show and what records hold more, never what
centers do.

::

    [[overlay]]
    function = "base_information.bank"
    name = "银行网点"
    hide = ["memo"]
    list = ["bank_name", "bank_code"]
    [overlay.labels]
    bank_code = "联行号"

    [[record]]
    record = "base_info.bank"
    [[record.field]]
    code = "x_open_hours"
    label = "营业时间"
    list = true
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

import msgspec

from hsaf.functions.declaration import Columns, FunctionDeclared, load_toml
from hsaf.kernel.decode import Mismatch, decode
from hsaf.kernel.discovery import Found
from hsaf.kernel.faults import Fault, Faulty, suggest
from hsaf.records.contract import RecordsContract
from hsaf.records.declaration import check_extra
from hsaf.records.model import Field

FOLDER: Final = "overlays"


class Overlay(msgspec.Struct, frozen=True, kw_only=True):
    """``[[overlay]]``. Empty keys leave the declaration as it is; ``order`` places the function in its menu."""

    function: str
    name: str = ""
    help: str = ""
    order: int | None = None
    list: tuple[str, ...] = ()
    form: tuple[str, ...] = ()
    filter: tuple[str, ...] = ()
    hide: tuple[str, ...] = ()
    labels: Mapping[str, str] = {}
    defaults: Mapping[str, str] = {}
    file: str = ""


class Extension(msgspec.Struct, frozen=True, kw_only=True):
    """``[[record]]``: fields that a region adds to a record type (``[[record.field]]``)."""

    record: str
    field: tuple[Field, ...] = ()
    file: str = ""


def read_overlays(plugin: Found) -> list[Overlay]:
    """The overlays of a plugin, in file order. Raises ``Faulty``."""
    found: list[Overlay] = []
    for file in sorted((plugin.folder / FOLDER).glob("*.toml")):
        where = f"{plugin.code}/{FOLDER}/{file.name}"
        raw = load_toml(where, file)
        for number, values in enumerate(raw.get("overlay", ()), start=1):
            found.append(_read_one(where, number, values))
    return found


def read_extensions(plugin: Found) -> list[Extension]:
    """The fields a plugin adds to record types, in file order. Raises ``Faulty``."""
    found: list[Extension] = []
    for file in sorted((plugin.folder / FOLDER).glob("*.toml")):
        where = f"{plugin.code}/{FOLDER}/{file.name}"
        for number, raw in enumerate(load_toml(where, file).get("record", ()), start=1):
            try:
                fields = tuple(decode(Field, one) for one in raw.get("field", ()))
                named = decode(Extension, {key: value for key, value in raw.items() if key != "field"})
                found.append(msgspec.structs.replace(named, field=fields, file=where))
            except Mismatch as problem:
                raise Faulty(
                    Fault(where, f"第 {number} 个 record 的 {problem.key}：{problem.reason}", problem.remedy)
                ) from None
    return found


def extend(extensions: Sequence[Extension], contracts: Mapping[str, Any]) -> None:
    """Tell the centers that run here what their records have more. Raises ``Faulty``."""
    wanted: dict[str, list[Extension]] = {}
    for one in extensions:
        wanted.setdefault(one.record, []).append(one)
    faults = [fault for name, parts in wanted.items() for fault in _extend(name, parts, contracts)]
    if faults:
        raise Faulty(*faults)


def _extend(name: str, parts: Sequence[Extension], contracts: Mapping[str, Any]) -> Iterator[Fault]:
    center, _, code = name.partition(".")
    records: RecordsContract | None = contracts.get(f"{center}.records.v1")
    if records is None:
        return  # like its functions, left out where the center does not run
    known = records.types()
    if code not in known:
        yield Fault(parts[0].file, f"没有信息类别 {name}", suggest(code, known))
        return
    records.extend(code, [field for part in parts for field in part.field])
    for reason, remedy in check_extra(records.types()[code]):
        yield Fault(parts[0].file, f"{name} {reason}", remedy)


def _read_one(where: str, number: int, values: dict[str, Any]) -> Overlay:
    try:
        return msgspec.structs.replace(decode(Overlay, values), file=where)
    except Mismatch as problem:
        raise Faulty(
            Fault(where, f"第 {number} 个 overlay 的 {problem.key}：{problem.reason}", problem.remedy)
        ) from None


def apply(overlays: Sequence[Overlay], functions: Sequence[FunctionDeclared]) -> tuple[FunctionDeclared, ...]:
    """The functions with their overlays, later ones over earlier ones. Raises ``Faulty``."""
    by_code = {one.full: one for one in functions}
    faults: list[Fault] = []
    for overlay in overlays:
        target = by_code.get(overlay.function)
        if target is None:
            reason = f"没有功能点 {overlay.function}"
            faults.append(Fault(overlay.file, reason, suggest(overlay.function, by_code)))
        else:
            by_code[overlay.function] = _over(target, overlay)
    if faults:
        raise Faulty(*faults)
    return tuple(by_code.values())


def _over(function: FunctionDeclared, overlay: Overlay) -> FunctionDeclared:
    base = function.fields
    fields = Columns(
        list=overlay.list or base.list,
        form=overlay.form or base.form,
        filter=overlay.filter or base.filter,
        hide=(*base.hide, *overlay.hide),
        labels={**base.labels, **overlay.labels},
        defaults={**base.defaults, **overlay.defaults},
    )
    return msgspec.structs.replace(
        function,
        name=overlay.name or function.name,
        help=overlay.help or function.help,
        order=function.order if overlay.order is None else overlay.order,
        fields=fields,
        file=f"{function.file}（{overlay.file}）",
    )
