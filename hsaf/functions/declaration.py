"""Reads ``functions/*.toml`` of a subsystem without importing any code, and says what is wrong with it.

::

    menu = ["基础信息管理", "专家库管理"]
    order = 40

    [[function]]
    code = "expert"
    spec = ["HB-10.4.1"]
    name = "专家基本信息"
    kind = "reviewed_record"
    record = "base_info.expert"
    operations = ["query", "detail", "add", "edit", "submit", "review1", "review2", "history"]

Every key is explained at its struct below; ``docs/how-to`` has a page for each way to declare one.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from enum import StrEnum
from pathlib import Path
from typing import Any, Final, Literal

import msgspec

from hsaf.kernel.decode import Mismatch, decode
from hsaf.kernel.faults import Fault, Faulty
from hsaf.records.model import Field, FieldType

FOLDER: Final = "functions"

_CODE: Final = re.compile(r"[a-z][a-z0-9_]*")
_SPEC: Final = re.compile(r"[A-Z]{2}-\d{2}[a-z]?(\.\d+)+")


class Kind(StrEnum):
    """Page kinds; the web has one renderer for each."""

    MAINTAINED_RECORD = "maintained_record"
    REVIEWED_RECORD = "reviewed_record"
    APPLICATION = "application"
    QUERY = "query"
    STATISTICS = "statistics"
    TREE = "tree"
    BATCH = "batch"
    IMPORT = "import"
    WIZARD = "wizard"
    DETAIL = "detail"
    PRINT = "print"
    CUSTOM = "custom"


class Output(StrEnum):
    """What an operation answers with."""

    NONE = "none"
    ROW = "row"
    ROWS = "rows"
    PAGE = "page"
    FILE = "file"
    JOB = "job"


class Place(StrEnum):
    """Where the page shows an operation."""

    ROW = "row"
    TABLE = "table"
    BULK = "bulk"
    PAGE = "page"


class Columns(msgspec.Struct, frozen=True, kw_only=True):
    """``[function.fields]``: which fields this page shows where, in this order; empty: as the fields themselves say.

    ``hide`` takes fields off the page; ``labels`` and ``defaults`` replace those of the fields.
    """

    list: tuple[str, ...] = ()
    form: tuple[str, ...] = ()
    filter: tuple[str, ...] = ()
    hide: tuple[str, ...] = ()
    labels: Mapping[str, str] = {}
    defaults: Mapping[str, str] = {}


class Tree(msgspec.Struct, frozen=True, kw_only=True):
    """``[function.tree]`` of kind ``tree``: the field that tells rows apart, the one that names the row above, and
    the one that names a row to people. Of a record type with ``tree``, only ``title`` is said.

    The page asks the operation ``children`` for what lies below a row, with the row's key as ``parent`` (empty: the
    topmost rows); each row has ``has_children``.
    """

    key: str = ""
    parent: str = ""
    title: str


class OutcomeDeclared(msgspec.Struct, frozen=True, kw_only=True):
    """A method of a center contract that an application's decision runs. Its parameters are fed from the form's fields,
    ``applicant`` (the account), ``admdvs`` (his region), ``application`` (its id) and ``given``."""

    contract: str
    method: str
    given: Mapping[str, Any] = {}


class ApplicationDeclared(msgspec.Struct, frozen=True, kw_only=True):
    """``[function.application]`` of kind ``application``: the process it goes through, what it is called in lists
    (``title``, with ``{code}`` for a field's value), and what its decisions do: ``check`` when it is handed in,
    ``approved``, ``rejected`` and ``rolled_back`` (the compensation; without it an approval cannot be rolled back).
    With ``record`` an approved application adds a record in force, and a rollback voids it.
    """

    process: str
    title: str
    check: OutcomeDeclared | None = None
    approved: OutcomeDeclared | None = None
    rejected: OutcomeDeclared | None = None
    rolled_back: OutcomeDeclared | None = None


class OperationDeclared(msgspec.Struct, frozen=True, kw_only=True):
    """``[[function.operation]]``: a method of a center contract.

    ``given`` are fixed arguments of the method. ``reads``: the operation changes nothing and is a GET.
    ``subject`` names what a write locks and chains its audit events to; ``{code}`` stands for an input's
    value, e.g. ``user:{account}``. ``dry_run``: a write that is done and taken back, for its answer alone.
    ``when``: values of the row's fields that it applies to, e.g. ``{state = ["draft"]}``; other rows do not offer it,
    as their ``may`` says. The center refuses it there all the same.
    """

    code: str
    name: str
    contract: str
    method: str
    input: tuple[Field, ...] = ()
    given: Mapping[str, Any] = {}
    output: Output = Output.NONE
    reads: bool = False
    dry_run: bool = False
    template: str = ""
    """With ``output = "file"``: the Typst file beside the declaration that prints the ``Sheet`` the method answers;
    ``<name>.sample.json`` beside it is a sample, printed when the platform starts."""
    subject: str = ""
    place: Place = Place.TABLE
    confirm: str = ""
    when: Mapping[str, tuple[str | bool, ...]] = {}


class Chart(StrEnum):
    """How a panel is drawn: ``figure`` without a group, ``map`` by region, the others by one or two groups."""

    FIGURE = "figure"
    LINE = "line"
    BAR = "bar"
    PIE = "pie"
    MAP = "map"
    TABLE = "table"


class PanelDeclared(msgspec.Struct, frozen=True, kw_only=True):
    """``[[function.panel]]`` of kind ``statistics``: measures of a dataset by one or two of its dimensions (the second
    makes series). ``drill``: what a click groups by next, each time narrowed to the value clicked; at the end come
    the rows. ``top`` keeps so many values of the first dimension, ``sort`` orders by a dimension or measure (``-`` in
    front: the largest first), ``fixed`` narrows the panel to values of dimensions, ``compare = "year"`` also shows
    the same time a year before. ``dataset`` is the function's where it is not said.
    """

    code: str
    title: str
    chart: Chart
    measures: tuple[str, ...]
    group: tuple[str, ...] = ()
    drill: tuple[str, ...] = ()
    dataset: str = ""
    top: int = 0
    sort: str = ""
    fixed: Mapping[str, str] = {}
    compare: Literal["", "year"] = ""


class TabDeclared(msgspec.Struct, frozen=True, kw_only=True):
    """``[[function.tab]]`` of kind ``detail``: the list of another function, narrowed to the row the page shows.
    ``given`` says which field of the row goes into which condition of that function's ``query``. Who may not ask that
    function does not see the tab."""

    title: str
    function: str
    given: Mapping[str, str]


class RowsDeclared(msgspec.Struct, frozen=True, kw_only=True):
    """``[[function.wizard.step.rows]]``: a table filled in row by row, ``least`` to ``most`` of them."""

    code: str
    label: str
    field: tuple[Field, ...] = ()
    least: int = 0
    most: int = 200
    help: str = ""


class WizardStep(msgspec.Struct, frozen=True, kw_only=True):
    """``[[function.wizard.step]]``: what is filled in together. ``check`` is a method that is asked when the step is left,
    with the values up to it; it refuses, or answers pairs of label and text that the page shows."""

    code: str
    name: str
    input: tuple[Field, ...] = ()
    rows: tuple[RowsDeclared, ...] = ()
    check: OutcomeDeclared | None = None
    help: str = ""

    @property
    def all(self) -> tuple[Field, ...]:
        """Fields, and a table as if it were one."""
        return (*self.input, *(Field(code=one.code, label=one.label, type=FieldType.LONGTEXT) for one in self.rows))


class WizardDeclared(msgspec.Struct, frozen=True, kw_only=True):
    """``[function.wizard]`` of kind ``wizard``. ``finish`` is the method that the values of all steps go to, in one unit
    of work; it answers a ``Sheet`` that the page shows, as does the preview, which is the same taken back. ``subject``
    and ``title`` (of drafts in lists) may name fields: ``psn:{psn_no}``. ``resume`` is a method of the field ``resumes``
    that answers what something entered before was filled in with: the page begins so when it is opened for it."""

    title: str
    finish: OutcomeDeclared
    resume: OutcomeDeclared | None = None
    resumes: str = ""
    finish_name: str = "提交"
    confirm: str = ""
    subject: str = ""
    step: tuple[WizardStep, ...] = ()


class FunctionDeclared(msgspec.Struct, frozen=True, kw_only=True):
    """``[[function]]``. ``file`` is where it was declared, for messages; ``folder`` what lies beside it."""

    code: str
    name: str
    kind: Kind
    spec: tuple[str, ...]
    record: str = ""
    operations: tuple[str, ...] = ()
    batch: tuple[str, ...] = ()
    """Commands that the operation ``batch`` offers for every record found."""
    fields: Columns = Columns()
    tree: Tree | None = None
    field: tuple[Field, ...] = ()
    """Columns of what the operations answer, for functions that show no record. The first tells rows apart: forms
    of a row show it, locked."""
    operation: tuple[OperationDeclared, ...] = ()
    application: ApplicationDeclared | None = None
    dataset: str = ""
    """``<center>.<dataset>`` of the panels of kind ``statistics`` that name none."""
    panel: tuple[PanelDeclared, ...] = ()
    tab: tuple[TabDeclared, ...] = ()
    wizard: WizardDeclared | None = None
    template: str = ""
    """Typst file beside the declaration that the operation ``print`` uses; a general one by default."""
    help: str = ""
    subsystem: str = ""
    menu: tuple[str, ...] = ()
    order: int = 0
    file: str = ""
    folder: str = ""

    @property
    def full(self) -> str:
        """``base_information.expert``: unique in the platform."""
        return f"{self.subsystem}.{self.code}"


class _File(msgspec.Struct, frozen=True, kw_only=True):
    function: list[dict[str, Any]]
    menu: tuple[str, ...] = ()
    order: int = 0


def read(subsystem: str, folder: Path) -> tuple[FunctionDeclared, ...]:
    """The functions declared in a subsystem's folder ``functions``, in file order. Raises ``Faulty``."""
    found: list[FunctionDeclared] = []
    faults: list[Fault] = []
    for file in sorted((folder / FOLDER).glob("*.toml")):
        try:
            found += _read_file(subsystem, file)
        except Faulty as problem:
            faults += problem.faults
    faults += _check_twins(found)
    if faults:
        raise Faulty(*faults)
    return tuple(found)


def load_toml(where: str, file: Path) -> dict[str, Any]:
    """The tables of a file. Raises ``Faulty``."""
    try:
        return tomllib.loads(file.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise Faulty(Fault(where, f"不是合法的 TOML：{error}", "改正该行")) from None


def _read_file(subsystem: str, file: Path) -> list[FunctionDeclared]:
    where = f"{subsystem}/{FOLDER}/{file.name}"
    raw = load_toml(where, file)
    try:
        content = decode(_File, raw)
        made = [_function(number, values) for number, values in enumerate(content.function, start=1)]
    except Mismatch as problem:
        raise Faulty(Fault(where, f"{problem.key}：{problem.reason}", problem.remedy)) from None
    place = {
        "subsystem": subsystem,
        "menu": content.menu,
        "order": content.order,
        "file": where,
        "folder": str(file.parent),
    }
    placed = [msgspec.structs.replace(one, **place) for one in made]
    faults = [Fault(where, f"功能点 {one.code} {reason}", remedy) for one in placed for reason, remedy in _check(one)]
    if faults:
        raise Faulty(*faults)
    return placed


_PLACED: Final = frozenset({"subsystem", "menu", "order", "file", "folder"})


def _function(number: int, values: dict[str, Any]) -> FunctionDeclared:
    """Nested lists one by one, so that a message names the element it is about."""
    name = values.get("code", f"第 {number} 个")
    prefix = f"function {name} 的 "
    for key in sorted(_PLACED & set(values)):
        raise Mismatch(prefix + key, "没有这个键", "menu 和 order 写在文件开头")
    parts: dict[str, Any] = {}
    for key, kind in (
        ("field", Field),
        ("operation", OperationDeclared),
        ("panel", PanelDeclared),
        ("tab", TabDeclared),
    ):
        parts[key] = tuple(_element(prefix, key, kind, one) for one in values.get(key, ()))
    plain = {key: value for key, value in values.items() if key not in parts}
    if isinstance(plain.get("wizard"), dict):
        parts["wizard"] = _wizard(prefix, plain.pop("wizard"))
    try:
        return msgspec.structs.replace(decode(FunctionDeclared, plain), **parts)
    except Mismatch as problem:
        raise Mismatch(prefix + problem.key, problem.reason, problem.remedy) from None


def _wizard(prefix: str, values: dict[str, Any]) -> WizardDeclared:
    steps = []
    for one in values.get("step", ()):
        within = f"{prefix}wizard.step {one.get('code', '?')} 的 "
        inputs = tuple(_element(within, "input", Field, field) for field in one.get("input", ()))
        tables = []
        for rows in one.get("rows", ()):
            columns = tuple(_element(f"{within}rows ", "field", Field, field) for field in rows.get("field", ()))
            flat = {key: value for key, value in rows.items() if key != "field"}
            tables.append(msgspec.structs.replace(_element(within, "rows", RowsDeclared, flat), field=columns))
        flat = {key: value for key, value in one.items() if key not in ("input", "rows")}
        step: WizardStep = _element(prefix, "wizard.step", WizardStep, flat)
        steps.append(msgspec.structs.replace(step, input=inputs, rows=tuple(tables)))
    plain = {key: value for key, value in values.items() if key != "step"}
    made: WizardDeclared = _element(prefix, "wizard", WizardDeclared, plain)
    return msgspec.structs.replace(made, step=tuple(steps))


def _element(prefix: str, key: str, kind: Any, values: dict[str, Any]) -> Any:
    inputs = (
        tuple(_element(prefix, "input", Field, one) for one in values.get("input", ())) if key == "operation" else ()
    )
    plain = {name: value for name, value in values.items() if name != "input"} if key == "operation" else values
    try:
        made = decode(kind, plain)
    except Mismatch as problem:
        named = values.get("code", values.get("title", "?"))
        raise Mismatch(f"{prefix}{key} {named} 的 {problem.key}", problem.reason, problem.remedy) from None
    return msgspec.structs.replace(made, input=inputs) if key == "operation" else made


def _check(one: FunctionDeclared) -> Iterator[tuple[str, str]]:
    """Reason and remedy of what the declaration alone shows to be wrong."""
    for code in (one.code, *(each.code for each in one.operation), *(each.code for each in one.panel)):
        if not _CODE.fullmatch(code):
            yield f"的编码 {code!r} 不可用", "用小写字母、数字和下划线"
    for spec in one.spec:
        if not _SPEC.fullmatch(spec):
            yield f"的 spec {spec!r} 不是规格编号", "写成 HB-10.4.1 的样子"
    if not one.spec:
        yield "没有 spec", '写明它实现的规格编号，如 spec = ["HB-10.4.1"]'
    if not (one.operations or one.operation or one.panel or one.wizard):
        yield "没有操作", "在 operations 中列出，或写 [[function.operation]]"
    if (one.application is None) is (one.kind is Kind.APPLICATION):
        yield "的 kind 与 [function.application] 不相称", '办理申请写 kind = "application" 和 [function.application]'
    if one.operations and not one.record and one.application is None:
        yield "的 operations 没有信息类别", '写 record = "<中心>.<类别>"，或改用 [[function.operation]]'
    if not one.menu:
        yield "没有菜单", '在文件开头写 menu = ["子系统", "菜单分组"]'
    yield from _check_panels(one)
    yield from _check_wizard(one)
    yield from _check_codes(one)


def _check_panels(one: FunctionDeclared) -> Iterator[tuple[str, str]]:
    """Charts, and tabs of other functions."""
    if one.tab and one.kind is not Kind.DETAIL:
        yield "的 kind 与 [[function.tab]] 不相称", '详情页写 kind = "detail"，或删除 [[function.tab]]'
    if bool(one.panel) is not (one.kind is Kind.STATISTICS):
        yield "的 kind 与 [[function.panel]] 不相称", '统计写 kind = "statistics" 和 [[function.panel]]'
    panels = [panel.code for panel in one.panel]
    for code in sorted({code for code in panels if panels.count(code) > 1}):
        yield f"的图表 {code} 重复", "删除其中一个，或换一个编码"


def _check_wizard(one: FunctionDeclared) -> Iterator[tuple[str, str]]:
    if (one.wizard is None) is (one.kind is Kind.WIZARD):
        yield "的 kind 与 [function.wizard] 不相称", '分步办理写 kind = "wizard" 和 [function.wizard]'
    steps = one.wizard.step if one.wizard else ()
    if one.wizard is not None and not steps:
        yield "没有步骤", "写 [[function.wizard.step]]"
    codes = [field.code for step in steps for field in step.all]
    for code in sorted({code for code in codes if codes.count(code) > 1}):
        yield f"的步骤中 {code} 重复", "各步骤的输入项和表的编码不能相同，换一个编码"


def _check_codes(one: FunctionDeclared) -> Iterator[tuple[str, str]]:
    seen: set[str] = set()
    for code in (*one.operations, *(operation.code for operation in one.operation)):
        if code in seen:
            yield f"的操作 {code} 重复", "删除其中一个，或换一个编码"
        seen.add(code)
    for title, fields in (("field", one.field), *((f"操作 {o.code} 的 input", o.input) for o in one.operation)):
        codes = [field.code for field in fields]
        for code in sorted({code for code in codes if codes.count(code) > 1}):
            yield f"{title} {code} 重复", "删除其中一个"


def _check_twins(found: list[FunctionDeclared]) -> Iterator[Fault]:
    first: dict[str, str] = {}
    for one in found:
        if one.code in first:
            yield Fault(one.file, f"功能点 {one.code} 已在 {first[one.code]} 中声明", "换一个编码，或删除其中一个")
        first.setdefault(one.code, one.file)
