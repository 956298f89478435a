"""Check a policy document rule by rule and compile it to one Python function, once.

The generated source is kept for inspection and registered with ``linecache``, so a traceback shows it.
"""

from __future__ import annotations

import keyword
import linecache
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from hsaf.rules.document import ItemSpec, PolicyDocument, RowSpec, VariantSpec
from hsaf.rules.errors import RuleError
from hsaf.rules.expression import Scope, Term, check, check_as, keyed_target
from hsaf.rules.functions import FUNCTIONS
from hsaf.rules.parameters import ParameterTable
from hsaf.rules.runtime import HELPERS, Rule, namespace
from hsaf.rules.types import Type
from hsaf.rules.vocabulary import Vocabulary
from hsaf.rules.writer import Block, Blocks, read_names, write

RESERVED: Final = HELPERS | FUNCTIONS.keys() | {"case", "acc", "scene", "par", "run", "rule", "inputs", "rows"}
"""Names the generated function or the language itself uses."""


@dataclass(frozen=True, slots=True)
class Program:
    """A compiled policy: ``settle(case, scene, acc, par)`` gives a :class:`Run`.

    ``parameters`` and ``by_identity`` are the elements the caller resolves for a scene, in this order,
    as the tuple ``par``. ``blocks`` are what it was written from; the vectorised twin is written from them too.
    """

    source: str
    settle: Any
    parameters: tuple[str, ...]
    by_identity: tuple[str, ...]
    blocks: Blocks


def compile_document(document: PolicyDocument, parameters: ParameterTable, vocabulary: Vocabulary) -> Program:
    """Type-check and compile. Raises ``RuleError`` naming item, rule, field and reason."""
    _check_names(document, parameters, vocabulary)
    checked = Scope(vocabulary, parameters, {"scene": frozenset(scene.id for scene in document.scenes)})
    blocks = [
        (item, [_block(document, item, variant, checked.fresh(amounts)) for variant in item.variants])
        for item, amounts in _in_order(document, vocabulary)
    ]
    source = write(document, vocabulary, blocks)
    names = namespace([block.rule for _, variants in blocks for block in variants], vocabulary)
    filename = f"<policy {document.id} {document.version}>"
    exec(compile(source, filename, "exec"), names)  # noqa: S102 - written from checked expressions only
    linecache.cache[filename] = (len(source), None, source.splitlines(keepends=True), filename)
    parameters_read, by_identity = (tuple(read_names(blocks, kind)) for kind in ("parameters", "by_identity"))
    return Program(source, names["settle"], parameters_read, by_identity, blocks)


def check_rules(document: PolicyDocument, parameters: ParameterTable, vocabulary: Vocabulary) -> Iterator[RuleError]:
    """Every error of names and rules; an amount that two items yield ends the look."""
    try:
        _check_names(document, parameters, vocabulary)
    except RuleError as error:
        yield error
    checked = Scope(vocabulary, parameters, {"scene": frozenset(scene.id for scene in document.scenes)})
    try:
        for item, amounts in _in_order(document, vocabulary):
            for variant in item.variants:
                yield from _errors(document, item, variant, checked.fresh(amounts))
    except RuleError as error:
        yield error


def check_rule(
    variant: VariantSpec, scenes: frozenset[str], parameters: ParameterTable, vocabulary: Vocabulary
) -> Iterator[RuleError]:
    """Every error of one rule that may read every amount."""
    yield from (
        RuleError("没有这个金额", f"yields.{name}") for name in variant.yields if name not in vocabulary.amounts
    )
    scope = Scope(vocabulary, parameters, {"scene": scenes}, amounts=frozenset(vocabulary.amounts))
    item = ItemSpec(item="", name=variant.name, variants=(variant,))
    try:
        _Variant("", item, variant, scope).block()
    except RuleError as error:
        yield error


def _errors(document: PolicyDocument, item: ItemSpec, variant: VariantSpec, scope: Scope) -> Iterator[RuleError]:
    try:
        _block(document, item, variant, scope)
    except RuleError as error:
        yield error


def _check_names(document: PolicyDocument, parameters: ParameterTable, vocabulary: Vocabulary) -> None:
    meant = {*vocabulary.elements, *vocabulary.amounts, *vocabulary.accumulators}
    for name in parameters.types:
        if not _free(name) or name in meant:
            raise RuleError("参数名不可用：与要素、金额、累计或语言用词重名，或不是标识符", f"参数 {name}")
    rules = [variant.rule for item in document.items for variant in item.variants]
    lists = {"政策项": [item.item for item in document.items], "规则": rules, "场景": [s.id for s in document.scenes]}
    for kind, names in lists.items():
        twice = next((name for name in names if names.count(name) > 1), None)
        if twice is not None:
            raise RuleError("名称重复", f"{kind} {twice}")


def _free(name: str) -> bool:
    return name.isidentifier() and not keyword.iskeyword(name) and name not in RESERVED and not name.startswith("_")


def _in_order(document: PolicyDocument, vocabulary: Vocabulary) -> Iterator[tuple[ItemSpec, frozenset[str]]]:
    """Each item with the amounts earlier items may have yielded; one item owns an amount."""
    owner: dict[str, str] = {}
    for item in document.items:
        yield item, frozenset(owner)
        for variant in item.variants:
            for amount in variant.yields:
                place = f"政策项 {item.item} / 规则 {variant.rule} / yields.{amount}"
                if amount not in vocabulary.amounts:
                    raise RuleError(f"没有这个金额，可为：{'、'.join(vocabulary.amounts)}", place)
                if owner.setdefault(amount, item.item) != item.item:
                    raise RuleError(f"金额已由政策项 {owner[amount]} 产生", place)


def _block(document: PolicyDocument, item: ItemSpec, variant: VariantSpec, scope: Scope) -> Block:
    try:
        return _Variant(document.version, item, variant, scope).block()
    except RuleError as error:
        raise error.within(f"政策项 {item.item} / 规则 {variant.rule}") from error


class _Variant:
    """Checks one variant and writes its statements."""

    def __init__(self, version: str, item: ItemSpec, spec: VariantSpec, scope: Scope) -> None:
        self.version, self.item, self.spec, self.scope = version, item, spec, scope
        self.statements: list[str] = []

    def block(self) -> Block:
        spec, reads = self.spec, self.scope.reads
        when = self._typed("when", spec.when, Type.FLAG)
        if reads.required:
            raise RuleError(f"条件中的参数 {next(iter(reads.required))} 可能没有取值，请写 given(参数, 0)", "when")
        for name, text in spec.let.items():
            self._assign(f"let.{name}", name, self._any(f"let.{name}", text))
        for name, text in spec.yields.items():
            self._assign(f"yields.{name}", name, self._typed(f"yields.{name}", text, Type.MONEY))
        self.statements += [*self._adds(), *self._limits(), *self._draws()]
        rows = [self._row(f"rows.{row.code}", row) for row in spec.rows]
        self.statements += [f"run.touched.add({code})" for code in reads.keyed]
        return Block(self._rule(), when.code, self.statements, reads, list(spec.let), list(spec.yields), rows)

    def _rule(self) -> Rule:
        spec, plain = self.spec, {name for name in self.spec.adds if "[" not in name}
        touched = frozenset(self.scope.reads.accumulators) | plain
        return Rule(self.item.item, spec.name or self.item.name, spec.rule, self.version, spec.source, touched)

    def _any(self, place: str, text: str) -> Term:
        try:
            return check(text, self.scope)
        except RuleError as error:
            raise error.within(place) from error

    def _typed(self, place: str, text: str, wanted: Type) -> Term:
        try:
            return check_as(text, wanted, self.scope)
        except RuleError as error:
            raise error.within(place) from error

    def _assign(self, place: str, name: str, term: Term) -> None:
        vocabulary, types = self.scope.vocabulary, self.scope.parameters.types
        taken = {*vocabulary.elements, *vocabulary.accumulators, *types, *(f"{elem}_of" for elem in types)}
        taken |= self.scope.local.keys() | (vocabulary.amounts.keys() if place.startswith("let.") else set())
        if not _free(name) or name in taken:
            raise RuleError("名称不可用：已有含义，或不是标识符", place)
        self.scope.local[name] = term.type
        self.statements.append(f"{name} = {term.code}")

    def _adds(self) -> Iterator[str]:
        known = self.scope.vocabulary.accumulators
        for name, text in self.spec.adds.items():
            base, bracket, _ = name.partition("[")
            if base not in known or known[base].keyed != bool(bracket):
                names = "、".join(f"{code}[...]" if entry.keyed else code for code, entry in known.items())
                raise RuleError(f"没有这个累计，可为：{names}", f"adds.{name}")
            target = keyed_target(name, self.scope) if bracket else repr(name)
            yield f"add(run.deltas, {target}, {self._typed(f'adds.{name}', text, known[base].type).code})"

    def _limits(self) -> Iterator[str]:
        for name, text in self.spec.limits.items():
            if name not in self.spec.yields:
                raise RuleError("限额应属于本规则产生的金额", f"limits.{name}")
            yield f"run.limits[{name!r}] = {self._typed(f'limits.{name}', text, Type.MONEY).code}"

    def _draws(self) -> Iterator[str]:
        if self.spec.draws:
            yield f"run.draws = {self._typed('draws', self.spec.draws, Type.DRAWS).code}.by_account"

    def _row(self, place: str, row: RowSpec) -> str:
        if row.pieces:
            paid = self._typed(f"{place}.pieces", row.pieces, Type.PAYMENT)
            return f"*piece_rows({paid.code}, {row.code!r}, {row.name!r})"
        fund = self._typed(f"{place}.fund_pay", row.fund_pay or "0", Type.MONEY)
        own = self._typed(f"{place}.self_pay", row.self_pay or "0", Type.MONEY)
        made = f"{row.code!r}, {row.name!r}, {fund.code}, {own.code}"
        if row.fund_prop:
            made += f", *props({self._typed(f'{place}.fund_prop', row.fund_prop, Type.RATIO).code})"
        when = self._typed(f"{place}.when", row.when, Type.FLAG).code if row.when else ""
        return f"*rows_if({when}, row({made}))" if when else f"row({made})"
