"""Boot: declarations become functions; whatever does not fit the centers that run here stops the start."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

import msgspec

from hsaf.functions import applications
from hsaf.functions.applications import compile_application
from hsaf.functions.business import compile_business
from hsaf.functions.calls import Uncallable, compile_call
from hsaf.functions.declaration import Columns, FunctionDeclared, Kind, OperationDeclared, Output, Place, Tree
from hsaf.functions.model import CHILDREN, FILE, Function, Operation
from hsaf.functions.noting import noting
from hsaf.functions.pickers import PERMISSION, contract_of
from hsaf.functions.record_operations import (
    REVIEWED_ONLY,
    SHAPES,
    TREE_ONLY,
    VERSIONED_ONLY,
    Target,
    compile_record,
)
from hsaf.functions.statistics import compile_statistics
from hsaf.functions.tabs import compile_tabs
from hsaf.kernel.faults import Fault, Faulty, suggest
from hsaf.records.declaration import check_bounds
from hsaf.records.model import Field, FieldType, RecordType

Extra = Callable[[FunctionDeclared, Target], tuple[Operation, ...]]
"""Makes operations that are no plain call of the records: import with its undoing, export, print."""

STANDING: Final = ("state", "pending_state", "version_no", "created_at", "created_by", "updated_at", "updated_by")
"""What every record has and a page may list."""

_RECORD_KINDS: Final = {Kind.REVIEWED_RECORD: True, Kind.MAINTAINED_RECORD: False}


_NEEDED: Final[Mapping[Kind, tuple[str, ...]]] = {
    Kind.BATCH: ("batch",),
    Kind.IMPORT: ("template", "import"),
    Kind.PRINT: ("query", "print"),
}
"""Operations without which a page of a kind is none."""


class Absent(Exception):
    """The contract belongs to a center that is known but does not run here."""


@dataclass(frozen=True, slots=True)
class Offered:
    """What declarations may name. ``owner_of`` says which discovered plugin provides a contract."""

    contracts: Mapping[str, Any]
    owner_of: Callable[[str], str | None]
    extras: Mapping[str, Extra]
    dictionaries: Collection[str] | None = None
    label: Callable[[str, str], str | None] = lambda _, __: None
    """Of a dictionary's value."""
    order: Callable[[str, msgspec.Struct], str] = lambda _, __: ""
    """Puts a job in the queue; its id."""
    printed: Callable[[FunctionDeclared, OperationDeclared, Operation], Operation] = lambda _, __, one: one
    """Gives an operation its template."""
    wizard: Callable[[FunctionDeclared, Callable[[str], Any]], tuple[Operation, ...]] = lambda _, __: ()
    """Makes the operations of a wizard."""

    def contract(self, name: str) -> Any:
        """Raises ``Uncallable`` for an unknown contract, ``Absent`` for one whose center does not run here."""
        made = self.contracts.get(name)
        if made is None and self.owner_of(name) is None:
            raise Uncallable(f"没有契约 {name}", suggest(name, self.contracts))
        if made is None:
            raise Absent
        return made


def compile_all(declared: Iterable[FunctionDeclared], offered: Offered) -> tuple[Function, ...]:
    """Every function whose centers run here. Raises ``Faulty`` with all findings."""
    declared = tuple(declared)
    made: list[Function] = []
    faults: list[Fault] = []
    for one in declared:
        try:
            made.append(_Compiler(one, offered).function())
        except Absent:
            continue
        except Faulty as problem:
            faults += problem.faults
    with_tabs, wrong = compile_tabs(made, {one.full for one in declared})
    if faults or wrong:
        raise Faulty(*faults, *wrong)
    return with_tabs


class _Compiler:
    """Compiles one function, gathering what is wrong with it."""

    def __init__(self, declared: FunctionDeclared, offered: Offered) -> None:
        self._declared = declared
        self._offered = offered

    def function(self) -> Function:
        declared = self._declared
        if declared.kind is Kind.STATISTICS:
            return self._of_statistics()
        record = self._record()
        fields = self._shown(record.type.fields if record else declared.field)
        faults = [*self._check_overrides(record.type.fields if record else declared.field), *self._check_fields(fields)]
        faults += [*(self._check_record(record.type) if record else ())]
        tree = self._tree(record.type if record else None)
        faults += [*self._check_tree(tree, fields), *self._check_kind()]
        operations: list[Operation] = []
        business = None
        for make in self._makers(record):
            try:
                operations += make()
            except Uncallable as problem:
                faults.append(self._fault(problem.reason, problem.remedy))
        if declared.application is not None:
            try:
                business = compile_business(declared, self._form(record, fields), self._offered.contract, record)
            except Uncallable as problem:
                faults.append(self._fault(problem.reason, problem.remedy))
        if faults:
            raise Faulty(*faults)
        return Function(
            declared=declared,
            business=business,
            fields=fields,
            columns=self._columns(fields, declared.fields),
            tree=tree,
            operations=tuple(operations),
            record=record.type if record else None,
            owner=record.type.center if record else "",
        )

    def _of_statistics(self) -> Function:
        declared = self._declared
        try:
            made = compile_statistics(declared, self._offered.contract, self._offered.order)
        except Uncallable as problem:
            raise Faulty(self._fault(problem.reason, problem.remedy)) from None
        codes = tuple(one.code for one in made.fields)
        return Function(
            declared=declared,
            fields=made.fields,
            columns=Columns(filter=codes),
            operations=made.operations,
            panels=made.panels,
        )

    def _form(self, record: Target | None, fields: Sequence[Field]) -> tuple[Field, ...]:
        """What an applicant fills in."""
        return record.form if record else tuple(field for field in fields if field.form)

    def _makers(self, record: Target | None) -> Iterator[Callable[[], tuple[Operation, ...]]]:
        make = self._of_record if self._declared.application is None else self._of_application
        for code in self._declared.operations:
            yield partial(make, code, record)
        for one in self._declared.operation:
            yield partial(self._call, one)
        if self._declared.wizard is not None:
            yield partial(self._offered.wizard, self._declared, self._offered.contract)

    def _call(self, one: OperationDeclared) -> tuple[Operation, ...]:
        made = compile_call(self._declared, one, self._offered.contract(one.contract))
        if one.template and (made.output is not Output.FILE or not made.writes):
            raise Uncallable(f"操作 {one.code} 不能有 template", '写 output = "file"，不写 reads：打印会记录在案')
        return (self._offered.printed(self._declared, one, made) if one.template else made,)

    def _of_application(self, code: str, record: Target | None) -> tuple[Operation, ...]:
        if code not in applications.SHAPES:
            raise Uncallable(f"申请没有操作 {code}", suggest(code, applications.SHAPES))
        form = self._form(record, self._shown(self._declared.field))
        workflow = self._offered.contract(applications.CONTRACT)
        return (compile_application(applications.Target(workflow, self._declared, form, self._offered.label), code),)

    def _of_record(self, code: str, record: Target | None) -> tuple[Operation, ...]:
        assert record is not None
        if code in TREE_ONLY and not record.type.tree:
            raise Uncallable(f"操作 {code} 要求 {record.type.full_code} 是树", "在信息类别中写 tree，或删除该操作")
        if code in SHAPES:
            return (noting(compile_record(self._declared, code, record), record, self._offered.contracts),)
        make = self._offered.extras.get(code)
        if make is None:
            raise Uncallable(f"没有操作 {code}", suggest(code, {*SHAPES, *self._offered.extras}))
        return make(self._declared, record)

    def _record(self) -> Target | None:
        name = self._declared.record
        if not name:
            return None
        center, _, code = name.partition(".")
        try:
            records = self._offered.contract(f"{center}.records.v1")
        except Uncallable as problem:
            raise Faulty(self._fault(problem.reason, problem.remedy)) from None
        types = records.types()
        if code not in types:
            raise Faulty(self._fault(f"没有信息类别 {name}", suggest(code, types)))
        type_ = types[code]
        shown = {field.code: field for field in self._shown(type_.fields)}
        form = self._columns(tuple(shown.values()), self._declared.fields).form
        return Target(records, type_, tuple(shown[one] for one in form if one in shown))

    def _shown(self, fields: Sequence[Field]) -> tuple[Field, ...]:
        """The fields of the page under the names it gives them."""
        said = self._declared.fields
        return tuple(
            msgspec.structs.replace(
                field,
                label=said.labels.get(field.code, field.label),
                default=said.defaults.get(field.code, field.default),
            )
            for field in fields
            if field.code not in said.hide
        )

    def _columns(self, fields: Sequence[Field], columns: Columns) -> Columns:
        def chosen(named: tuple[str, ...], flag: str) -> tuple[str, ...]:
            wanted = named or tuple(field.code for field in fields if getattr(field, flag))
            return tuple(code for code in wanted if code not in columns.hide)

        return Columns(
            list=chosen(columns.list, "list"),
            form=chosen(columns.form, "form"),
            filter=chosen(columns.filter, "filter"),
        )

    def _tree(self, record: RecordType | None) -> Tree | None:
        said = self._declared.tree
        if said is None or record is None or not record.tree:
            return said
        return msgspec.structs.replace(said, key=record.key[0], parent=record.tree)

    # -- checks -------------------------------------------------------------------------------------

    def _check_fields(self, fields: Sequence[Field]) -> Iterator[Fault]:
        codes = {field.code for field in fields}
        columns = self._declared.fields
        for title, named, known in (
            ("list", columns.list, {*codes, *STANDING}),
            ("form", columns.form, codes),
            ("filter", columns.filter, {field.code for field in fields if field.filter} | set(STANDING)),
        ):
            for code in named:
                if code not in known and code not in columns.hide:
                    yield self._fault(f"fields.{title} 中的 {code} 不是可用的字段", suggest(code, known))
        yield from self._check_conditions(fields)
        yield from self._check_each(fields)
        for operation in self._declared.operation:
            yield from self._check_each(operation.input)
        for step in self._declared.wizard.step if self._declared.wizard else ():
            for some in (step.input, *(rows.field for rows in step.rows)):
                yield from self._check_each(some)

    def _picks(self, pick: str) -> bool:
        return pick == PERMISSION or hasattr(self._offered.contract(contract_of(pick)), "picked")

    def _check_conditions(self, fields: Sequence[Field]) -> Iterator[Fault]:
        known = {field.code: field for field in fields}
        for operation in self._declared.operation:
            if operation.when and (operation.place not in (Place.ROW, Place.BULK) or self._declared.record):
                yield self._fault(f"操作 {operation.code} 有 when 却不在行上", '写 place = "row"，或删除 when')
            for code, allowed in operation.when.items():
                if code not in known:
                    yield self._fault(f"操作 {operation.code} 的 when 中的 {code} 不是字段", suggest(code, known))
                    continue
                choices = dict(known[code].options)
                for value in sorted(str(one) for one in allowed if choices and one not in choices):
                    yield self._fault(f"操作 {operation.code} 的 when 中的 {value} 不可选", suggest(value, choices))

    def _check_overrides(self, fields: Sequence[Field]) -> Iterator[Fault]:
        known = {field.code: field for field in fields}
        said = self._declared.fields
        for title, named in (("hide", said.hide), ("labels", said.labels), ("defaults", said.defaults)):
            for code in named:
                if code not in known:
                    yield self._fault(f"fields.{title} 中的 {code} 不是字段", suggest(code, known))
        for code in said.hide:
            if code in known and known[code].required and not said.defaults.get(code, known[code].default):
                yield self._fault(f"必填字段 {code} 不能隐藏", f"在 defaults 中给出 {code} 的值，或不隐藏它")

    def _check_each(self, fields: Sequence[Field]) -> Iterator[Fault]:
        known = self._offered.dictionaries
        for field in fields:
            for reason, remedy in check_bounds(field):
                yield self._fault(f"字段 {field.code} {reason}", remedy)
            if field.pick and not self._picks(field.pick):
                yield self._fault(
                    f"字段 {field.code} 的 pick = {field.pick!r} 无处可查", f"写 {PERMISSION}，或改为提供 picked 的中心"
                )
            if field.names and known is not None and field.names not in known:
                yield self._fault(f"字段 {field.code} 的字典 {field.names} 不存在", suggest(field.names, known))
            if field.dict and known is not None and field.dict not in known:
                yield self._fault(f"字段 {field.code} 的字典 {field.dict} 不存在", suggest(field.dict, known))

    def _check_record(self, record: RecordType) -> Iterator[Fault]:
        reviewed = _RECORD_KINDS.get(self._declared.kind)
        if reviewed is not None and reviewed is not record.reviewed:
            kind = Kind.REVIEWED_RECORD if record.reviewed else Kind.MAINTAINED_RECORD
            yield self._fault(f"kind 与信息类别 {record.full_code} 不符", f'改为 kind = "{kind}"')
        has_files = any(field.type is FieldType.FILE for field in record.fields)
        if has_files and "detail" in self._declared.operations and FILE not in self._declared.operations:
            yield self._fault(f"{record.full_code} 有文件字段，但页面不能下载", f"在 operations 中加上 {FILE}")
        for codes, fits, title in (
            (REVIEWED_ONLY, record.reviewed, "审核"),
            (VERSIONED_ONLY, record.versioned, "分版本"),
        ):
            for code in self._declared.operations if self._declared.application is None else ():
                if code in codes and not fits:
                    yield self._fault(
                        f"操作 {code} 不适用于不{title}的 {record.full_code}", f"从 operations 中删除 {code}"
                    )

    def _check_kind(self) -> Iterator[Fault]:
        """What a page of this kind cannot do without."""
        needed = _NEEDED.get(self._declared.kind, ())
        missing = [code for code in needed if code not in self._declared.operations]
        if missing:
            yield self._fault("kind 与操作不符", f"operations 中加上 {'、'.join(missing)}")

    def _check_tree(self, tree: Tree | None, fields: Sequence[Field]) -> Iterator[Fault]:
        is_tree = self._declared.kind is Kind.TREE
        if (tree is not None) is not is_tree:
            yield self._fault(
                "[function.tree] 与 kind 不符", 'kind = "tree" 的功能点须有 [function.tree]，其他功能点没有'
            )
        if tree is None:
            return
        codes = {field.code for field in fields}
        for name in ("key", "parent", "title"):
            code = getattr(tree, name)
            if code not in codes:
                yield self._fault(f"tree.{name} = {code!r} 不是字段", suggest(code, codes))
        called = {one.code: one for one in self._declared.operation}
        if CHILDREN not in {*called, *self._declared.operations}:
            yield self._fault(f"没有操作 {CHILDREN}", "写明怎样查询下级，其输入项为 parent")
        elif CHILDREN in called and [one.code for one in called[CHILDREN].input] != ["parent"]:
            yield self._fault(f"操作 {CHILDREN} 的输入项不是 parent", '写 input = [{code = "parent", label = "上级"}]')

    def _fault(self, reason: str, remedy: str) -> Fault:
        return Fault(self._declared.file, f"功能点 {self._declared.code}：{reason}", remedy)
