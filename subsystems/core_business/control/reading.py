"""Files of the counter, read into the centers' structs: JSON, amounts as text in yuan, keys as in the
national interface. A misspelt key is refused, at any depth."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any, Final, TypeVar

import msgspec

from centers.enrollment.contract.chronic import ChronicChange
from centers.enrollment.contract.v1 import NewChronicFiling
from centers.settlement.contract.allowance import Declaration
from centers.settlement.contract.reimbursement import Application, CategoryTotal, Receipt
from centers.settlement.contract.v1 import Diagnosis, NewLine
from hsaf.kernel.decode import Mismatch, decode, refuse_unknown
from hsaf.money import fen_from_yuan
from subsystems.core_business.control.errors import FORM_WRONG

T = TypeVar("T")

ROWS: Final[Mapping[str, type[msgspec.Struct]]] = {
    "receipts": Receipt,
    "diagnoses": Diagnosis,
    "lines": NewLine,
    "totals": CategoryTotal,
}
"""The lists of an application."""

MONEY: Final = frozenset(
    {"amount", "sumamt", "fulamt_ownpay_amt", "overlmt_amt", "preselfpay_amt", "det_item_fee_sumamt"}
)


def application(text: str) -> Application:
    """Raises ``FORM_WRONG`` naming the key."""
    form = _form(text)
    for name, kind in ROWS.items():
        if name in form:
            form[name] = list(_rows(name, kind, form[name]))
    return _decoded(Application, form)


def registration(text: str) -> tuple[NewChronicFiling, list[str]]:
    """A chronic-disease registration and its ``materials``. Raises ``FORM_WRONG``."""
    form = _form(text)
    materials = form.pop("materials", [])
    if not isinstance(materials, list):
        raise FORM_WRONG(reason="materials 应为列表")
    return _decoded(NewChronicFiling, {"opsp_dise_name": "", **form}), [str(one) for one in materials]


def declaration(text: str) -> Declaration:
    """Of a maternity allowance. Raises ``FORM_WRONG``."""
    return _decoded(Declaration, _form(text))


def change(text: str) -> ChronicChange:
    """Raises ``FORM_WRONG``."""
    return _decoded(ChronicChange, _form(text))


def _form(text: str) -> dict[str, Any]:
    try:
        form = json.loads(text, parse_float=Decimal)
    except ValueError as error:
        raise FORM_WRONG(reason=f"不是合法的 JSON（{error}）") from None
    if not isinstance(form, dict):
        raise FORM_WRONG(reason="应为一个 JSON 对象")
    return form


def _rows(name: str, kind: type[msgspec.Struct], rows: Any) -> Iterator[dict[str, Any]]:
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise FORM_WRONG(reason=f"{name} 应为对象的列表")
    for number, row in enumerate(rows):
        place = f"{name}[{number}]."
        try:
            refuse_unknown(kind, row, place)
        except Mismatch as problem:
            raise FORM_WRONG(reason=f"{problem.key} {problem.reason}，{problem.remedy}") from None
        yield {key: _fen(place + key, value) if key in MONEY else value for key, value in row.items()}


def _fen(place: str, value: Any) -> int:
    if isinstance(value, str | int | Decimal):
        try:
            return fen_from_yuan(value)
        except ValueError:
            pass
    raise FORM_WRONG(reason=f"{place} 应为元，至多两位小数")


def _decoded(kind: type[T], form: Mapping[str, Any]) -> T:
    try:
        return decode(kind, form, strict=False)
    except Mismatch as problem:
        raise FORM_WRONG(reason=f"{problem.key} {problem.reason}") from None
