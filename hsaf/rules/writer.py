"""Write the Python of a compiled policy: one function, read top to bottom.

Elements, the scene's parameters and accumulators come first, then one block per policy item. Inside a
block every statement assigns one name once; the only branches are the conditions of the items.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from hsaf.rules.document import ItemSpec, PolicyDocument
from hsaf.rules.expression import Reads
from hsaf.rules.runtime import Rule
from hsaf.rules.vocabulary import Vocabulary


@dataclass(slots=True)
class Block:
    """A checked variant: its condition, its statements in order, what it reads and what it shows."""

    rule: Rule
    when: str
    statements: list[str]
    reads: Reads
    steps: list[str]
    yields: list[str]
    rows: list[str] = field(default_factory=list)


Blocks = Sequence[tuple[ItemSpec, Sequence[Block]]]


def read_names(blocks: Blocks, kind: str) -> list[str]:
    """Names of one kind (``elements``, ``parameters`` ...) that any rule reads, in order of first use."""
    reads = [block.reads for _, variants in blocks for block in variants]
    return list(dict.fromkeys(name for read in reads for name in getattr(read, kind)))


def write(document: PolicyDocument, vocabulary: Vocabulary, blocks: Blocks) -> str:
    """Source of ``settle(case, scene, acc, par)``."""
    amounts = list(dict.fromkeys(name for _, variants in blocks for block in variants for name in block.yields))
    title = f"{document.name} {document.version}, {document.begndate} - {document.enddate}. Generated."
    body = [repr(one_line(title)), "run = Run()", *_prelude(vocabulary, blocks, amounts), *_items(blocks), ""]
    body += [f"run.amounts = {_pairs(amounts)}", "return run"]
    return "\n".join(["def settle(case, scene, acc, par):", *(f"    {line}" if line else "" for line in body), ""])


def _prelude(vocabulary: Vocabulary, blocks: Blocks, amounts: Iterable[str]) -> Iterator[str]:
    yield from (
        f"{name} = {vocabulary.elements[name].code}" for name in read_names(blocks, "elements") if name != "scene"
    )
    parameters = [*read_names(blocks, "parameters"), *(f"{name}_of" for name in read_names(blocks, "by_identity"))]
    if parameters:
        yield f"({', '.join(parameters)},) = par"
    yield from (f"{name} = acc.get({name!r}, 0)" for name in read_names(blocks, "accumulators"))
    yield from (f"{name} = 0  # {vocabulary.amounts[name]}" for name in amounts)


def _items(blocks: Blocks) -> Iterator[str]:
    number = 0
    for position, (item, variants) in enumerate(blocks, 1):
        yield ""
        yield f"# {position}. {one_line(f'{item.item} {item.name}')}"
        for branch, block in zip(["if", *["elif"] * len(variants)], variants, strict=False):
            yield f"{branch} {block.when}:"
            yield from (f"    {line}" for line in _block(block, number))
            number += 1


def _block(block: Block, number: int) -> Iterator[str]:
    rule, reads = block.rule, block.reads
    yield f"# {one_line(f'{rule.rule} {rule.name}: {rule.source}')}"
    yield f"rule = RULES[{number}]"
    if reads.required:
        yield f"if None in ({', '.join(reads.required)},):"
        yield f"    raise missing(rule, {_pairs(reads.required)})"
    yield from block.statements
    if rule.touched:
        yield "run.touched |= rule.touched"
    yield f"inputs = {{{', '.join(f'{name!r}: {code}' for name, code in reads.inputs.items())}}}"
    yield f"rows = ({''.join(row + ', ' for row in block.rows)})"
    yield f"record(run, rule, inputs, {_pairs(block.yields)}, rows, {_pairs(block.steps)})"


def _pairs(names: Iterable[str]) -> str:
    return "{" + ", ".join(f"{name!r}: {name}" for name in names) + "}"


def one_line(text: str) -> str:
    """Free text of a policy can never leave the comment or docstring it stands in."""
    return " ".join(text.split())
