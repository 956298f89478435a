"""The reference page of the transactions, made from the tables and our readings of them.

``python -m subsystems.gateway.presentation.reference`` writes ``docs/reference/transactions.md``.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from subsystems.gateway.control.offered import OFFERED
from subsystems.gateway.control.owners import CENTERS, owner_of
from subsystems.gateway.presentation import envelope
from subsystems.gateway.presentation.rendering import EXTRA, NAMELESS
from subsystems.gateway.presentation.tables import readings
from subsystems.gateway.presentation.tables.shapes import shape_of
from subsystems.gateway.presentation.tables.source import Field, transactions
from subsystems.gateway.presentation.tables.trees import Branch, tree_of

PAGE: Final = Path("docs/reference/transactions.md")

_HEAD: Final = """\
# Transactions of the institution gateway

Made from the field tables by `python -m subsystems.gateway.presentation.reference`; do not edit.

Every transaction's input is checked against its field table. One that is not offered yet says so and
names the center that will own it.
"""


def page() -> str:
    """The whole page."""
    sections = (
        _HEAD,
        _section("Transactions", ("code", "name", "center", "offered"), _transactions()),
        _section("Fields read with a greater length than printed", ("field", "printed", "read", "in"), _widened()),
        _section("Dictionaries under another name", ("field", "dictionary"), sorted(readings.ALIASES.items())),
        _section("Codes accepted besides the dictionary's", ("dictionary", "codes"), _extra_codes()),
        _section("Fields required in a certain case", ("field", "when"), _conditions()),
        _section("Inputs accepted besides the table's", ("transaction", "node", "field"), _extra_inputs()),
        _section("Nodes whose columns are read as another's", ("transaction", "node", "as"), _like()),
        _section("Fields answered besides the table's", ("transaction", "node", "field"), _extra_outputs()),
        _section("Where rows without a node are answered", ("transaction", "node"), sorted(NAMELESS.items())),
        _reading_notes(),
    )
    return "\n".join(sections)


def _section(title: str, heads: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    heads = list(heads)
    lines = [f"## {title}", "", _row(heads), _row(["---"] * len(heads)), *map(_row, rows)]
    return "\n".join(lines) + "\n"


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _transactions() -> Iterator[tuple[str, ...]]:
    for infno, table in sorted(transactions().items()):
        owner = owner_of(infno)
        yield infno, table.name, f"{CENTERS[owner]} `{owner}`", "yes" if infno in OFFERED else ""


def _widened() -> Iterator[tuple[str, ...]]:
    found: dict[tuple[str, int, int], set[str]] = defaultdict(set)
    for where, field in _text_fields():
        read = shape_of(field).length or 0
        if read != int(field.length):
            found[field.code, int(field.length), read].add(where)
    for (code, printed, read), used in sorted(found.items()):
        yield f"`{code}`", str(printed), str(read), " ".join(sorted(used))


def _text_fields() -> Iterator[tuple[str, Field]]:
    """Every input text field of a printed length, with the transaction it is in."""
    everywhere = [("envelope", field) for field in envelope.FIELDS]
    for infno in transactions():
        everywhere += [(infno, field) for branch in _branches(tree_of(infno)) for field in branch.fields]
    return ((where, field) for where, field in everywhere if field.type == "str" and field.length.isdigit())


def _branches(branches: Iterable[Branch]) -> Iterator[Branch]:
    for branch in branches:
        yield branch
        yield from _branches(branch.children)


def _extra_codes() -> Iterator[tuple[str, ...]]:
    for name, codes in readings.EXTRA_CODES.items():
        yield f"`{name}`", "、".join(f"{code} {label}" for code, label in codes.items())


def _conditions() -> Iterator[tuple[str, ...]]:
    for _, _, needed, when in readings.CONDITIONS:
        yield f"`{needed}`", when


def _extra_inputs() -> Iterator[tuple[str, ...]]:
    for (infno, node), fields in readings.EXTRA_FIELDS.items():
        yield infno, f"`{node}`", _codes(fields)
    for infno, nodes in readings.INPUTS.items():
        yield from ((infno, f"`{node.node or 'data'}`", _codes(node.fields)) for node in nodes)


def _extra_outputs() -> Iterator[tuple[str, ...]]:
    for (infno, node), codes in EXTRA.items():
        yield infno, f"`{node}`", " ".join(f"`{code}`" for code in codes)
    for infno, nodes in readings.EXTRA_NODES.items():
        yield from ((infno, f"`{node.node or NAMELESS[infno]}`", _codes(node.fields)) for node in nodes)


def _codes(fields: Iterable[Field]) -> str:
    return " ".join(f"`{field.code}`" for field in fields)


def _like() -> Iterator[tuple[str, ...]]:
    for (infno, node), models in readings.LIKE.items():
        yield infno, f"`{node}`", " ".join(f"{other} `{name}`" for other, name in models)


def _reading_notes() -> str:
    return """\
## How values are read

- Text must be sent as text; a number for a text field is refused, and so is a boolean anywhere but in a boolean field.
- Numbers may be sent as JSON numbers or as text with digits. More digits or decimals than the table has are refused, never rounded.
- `feedetl_sn` is taken as a number or as digits and answered as text.
- A date may carry a time and a time may be a date alone: its midnight, but its last second where a query names the end of a range (4105, 5201, 5205, 5303, 5304).
- An empty text, `null` and an absent field are the same.
- A repeating node takes a list or one object; a single node an object or a list of one.
- 2102 takes the tracing fields inside `durg_trac_info` or beside it, 3506 and 3506A inside `drugtracinfo` or beside it.
- Fields no table lists are left out.

## How values are answered

- Amounts are text with two decimals, ratios with four, quantities and prices with the decimals of their table.
- A required field without a value is empty, a number 0. Optional fields without a value are left out.
- 1201 answers one object when one institution fits and a list when several do.
- A node that the tables print without a name is answered in `output` itself, unless it is listed above.
- Queries by page answer `recordCounts`, `pages`, `page_num` and `page_size` beside the rows.
- Accumulators that count (`inpatient_count`) are answered as numbers, the others in yuan.
"""


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")
