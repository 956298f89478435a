"""Write the numpy program of a policy from the blocks of its scalar one.

Two functions for each rule, over the columns of the rows they are given: ``when_<n>`` says which rows it
is for, ``settle_<n>`` yields, adds and draws. Explanation rows, limits and the record of what was touched
are of single settlements and have no column.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from hsaf.rules.compiler import Program
from hsaf.rules.parameters import ParameterTable
from hsaf.rules.vector.expression import Names, keyed, translate
from hsaf.rules.vector.primitives import LANGUAGE
from hsaf.rules.vocabulary import Vocabulary
from hsaf.rules.writer import Block, one_line


@dataclass(frozen=True, slots=True)
class Variant:
    """A rule over columns: ``when(view)`` gives a flag column, ``settle(view)`` works on the rows where it
    holds; ``required`` are the parameters without which a row is refused."""

    rule: str
    required: tuple[str, ...]
    when: Any
    settle: Any


@dataclass(frozen=True, slots=True)
class VectorProgram:
    """The items in order, each with its variants; ``source`` for reading."""

    source: str
    items: tuple[tuple[Variant, ...], ...]


def write(program: Program, parameters: ParameterTable, vocabulary: Vocabulary) -> VectorProgram:
    """The vectorised form of a compiled policy."""
    writers = [[_Writer(block, parameters, vocabulary) for block in variants] for _, variants in program.blocks]
    numbered = list(enumerate(writer for item in writers for writer in item))
    source = "\n\n".join("\n".join(writer.functions(number)) for number, writer in numbered)
    names: dict[str, Any] = {"np": np, **{function.__name__: function for function in LANGUAGE}}
    exec(compile(source, "<vectorised policy>", "exec"), names)  # noqa: S102 - from checked expressions only
    made = {id(writer): writer.variant(number, names) for number, writer in numbered}
    return VectorProgram(source, tuple(tuple(made[id(writer)] for writer in item) for item in writers))


class _Writer:
    """The two functions of one rule."""

    def __init__(self, block: Block, parameters: ParameterTable, vocabulary: Vocabulary) -> None:
        self.block = block
        self._parameters = parameters.types
        self._elements = {name: element.type for name, element in vocabulary.elements.items()}
        self._accumulators = frozenset(vocabulary.accumulators)

    def functions(self, number: int) -> Iterator[str]:
        rule = self.block.rule
        yield f"# {one_line(f'{rule.rule} {rule.name}: {rule.source}')}"
        names = self._names()
        condition = translate(_expression(self.block.when), names)
        yield from _function(f"when_{number}", names, [f"return {condition.code}"])
        names = self._names()
        body = [line for text in self.block.statements for line in self._statement(text, names)]
        yield from _function(f"settle_{number}", names, body)

    def variant(self, number: int, functions: dict[str, Any]) -> Variant:
        required = tuple(self.block.reads.required)
        return Variant(self.block.rule.rule, required, functions[f"when_{number}"], functions[f"settle_{number}"])

    def _names(self) -> Names:
        return Names(self._elements, self._parameters, self._accumulators)

    def _statement(self, text: str, names: Names) -> Iterator[str]:
        match ast.parse(text).body[0]:
            case ast.Assign(targets=[ast.Name(id=name)], value=value):
                term = translate(value, names)
                names.local[name] = term.scale
                yield f"{name} = v.put({name!r}, {term.code})" if name in self.block.yields else f"{name} = {term.code}"
            case ast.Expr(value=ast.Call(func=ast.Name(id="add"), args=[_, target, amount])):
                yield _add(target, translate(amount, names).code, names)
            case ast.Assign(targets=[ast.Attribute(attr="draws")], value=ast.Attribute(value=drawn)):
                yield f"v.draw({translate(drawn, names).code})"


def _add(target: ast.expr, amount: str, names: Names) -> str:
    if isinstance(target, ast.Constant):
        return f"v.add({target.value!r}, {amount})"
    name, key = keyed(target)
    return f"v.add_keyed({name!r}, {translate(key, names).code}, {amount})"


def _function(name: str, names: Names, body: list[str]) -> Iterator[str]:
    yield f"def {name}(v):"
    yield from (f"    {column} = {code}" for column, code in names.used.items())
    yield from (f"    {line}" for line in body or ["pass"])


def _expression(text: str) -> ast.expr:
    return ast.parse(text, mode="eval").body
