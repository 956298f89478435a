"""Everything wrong with a policy at once, for people who correct it. What it lets pass compiles."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import msgspec

from hsaf.rules.compiler import check_rule, check_rules
from hsaf.rules.document import VariantSpec, as_text, read_document
from hsaf.rules.errors import RuleError
from hsaf.rules.parameters import ParameterTable, Row, parse_row, parse_rows
from hsaf.rules.vocabulary import Vocabulary


def complaints(raw: Mapping[str, Any], rows: Iterable[Mapping[str, str]], vocabulary: Vocabulary) -> list[RuleError]:
    """Every error of rows, tables, names and rules; what depends on a wrong row is not looked at."""
    parsed: list[Row] = []
    found: list[RuleError] = []
    for number, row in enumerate(rows, start=1):
        try:
            parsed.append(parse_row(number, row))
        except RuleError as error:
            found.append(error)
    found += _of_tables(parsed)
    if found:
        return found
    try:
        document = read_document(raw)
    except RuleError as error:
        return [error]
    return list(check_rules(document, ParameterTable(parsed), vocabulary))


def complaints_of_rule(
    rule: Mapping[str, Any], scenes: Iterable[str], rows: Iterable[Mapping[str, str]], vocabulary: Vocabulary
) -> list[RuleError]:
    """What is wrong with one rule by itself: it may use every amount, whatever the order of items."""
    try:
        variant = msgspec.convert(as_text(rule), VariantSpec, strict=False)
        parameters = ParameterTable(parse_rows(rows))
    except msgspec.ValidationError as error:
        return [RuleError(str(error))]
    except RuleError as error:
        return [error]
    return list(check_rule(variant, frozenset(scenes), parameters, vocabulary))


def _of_tables(rows: Sequence[Row]) -> Iterator[RuleError]:
    """Element by element, so that one bad table does not hide another."""
    for elem in dict.fromkeys(row.elem for row in rows):
        try:
            ParameterTable(row for row in rows if row.elem == elem)
        except RuleError as error:
            yield error
