"""A typed bill read into fee lines and diagnoses, and settlements as a screen shows them. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any, Final, TypeVar

import msgspec

from centers.settlement.contract.desk import BILL_WRONG, MOST_LINES, BillDiagnosis, BillLine
from centers.settlement.contract.v1 import Diagnosis, NewLine
from hsaf.money import round_fen

T = TypeVar("T")

LABELS: Final = {"med_list_codg": "目录编码", "cnt": "数量", "pric": "单价", "amount": "金额", "diag_code": "诊断编码"}
WESTERN: Final = "1"
LARGEST: Final = Decimal("1e9")
PLACES: Final = {"cnt": 4, "pric": 6, "amount": 2}


def bill_lines(text: str, at: datetime, serial: int) -> list[NewLine]:
    """Numbered from ``serial`` on. Raises ``BILL_WRONG`` naming row and field (``lines[0].cnt``)."""
    rows = _rows("lines", "第 {} 行费用的", text, BillLine)
    return [_line(number, row, at, serial + number) for number, row in enumerate(rows)]


def bill_diagnoses(text: str) -> list[str]:
    """Their codes. Raises ``BILL_WRONG``."""
    return [row.diag_code for row in _rows("diagnoses", "第 {} 个诊断的", text, BillDiagnosis)]


def diagnosis(number: int, code: str, name: str, *, inout: str) -> Diagnosis:
    main = "1" if number == 0 else "0"
    return Diagnosis(
        diag_type=WESTERN, diag_srt_no=number + 1, diag_code=code, diag_name=name, inout=inout, maindiag_flag=main
    )


def _rows(field: str, place: str, text: str, kind: type[T]) -> list[T]:
    try:
        found = msgspec.json.decode(text or "[]")
    except (msgspec.DecodeError, RecursionError):
        raise BILL_WRONG(place="", reason=f"{field} 不是 JSON 列表", field=field) from None
    if not isinstance(found, list) or len(found) > MOST_LINES:
        raise BILL_WRONG(place="", reason=f"{field} 应为不超过 {MOST_LINES} 行的列表", field=field)
    return [_row(field, place.format(number + 1), number, row, kind) for number, row in enumerate(found)]


def _row(field: str, place: str, number: int, row: Any, kind: type[T]) -> T:
    try:
        return msgspec.convert(row, kind)
    except msgspec.ValidationError:
        known = [one.name for one in msgspec.structs.fields(kind)]  # type: ignore[arg-type]
        said = row if isinstance(row, dict) else {}
        wrong = next((one for one in known if not _fits(one, said.get(one))), known[0])
        raise BILL_WRONG(
            place=place, reason=f"{LABELS[wrong]}必须填写且不能过长", field=f"{field}[{number}].{wrong}"
        ) from None


def _fits(name: str, value: Any) -> bool:
    longest = 50 if name.endswith("codg") else 20
    return (value is None and name == "amount") or (isinstance(value, str) and 0 < len(value) <= longest)


def _line(number: int, row: BillLine, at: datetime, serial: int) -> NewLine:
    cnt, pric = _number(number, "cnt", row.cnt), _number(number, "pric", row.pric)
    amount = _number(number, "amount", row.amount) * 100 if row.amount else Decimal(round_fen(cnt * pric * 100))
    return NewLine(
        feedetl_sn=str(serial),
        med_list_codg=row.med_list_codg.strip(),
        medins_list_codg=row.med_list_codg.strip(),
        fee_ocur_time=at,
        cnt=cnt,
        pric=pric,
        det_item_fee_sumamt=int(amount),
    )


def _number(number: int, name: str, text: str) -> Decimal:
    """Raises ``BILL_WRONG``."""
    field = f"lines[{number}].{name}"
    place = f"第 {number + 1} 行费用的{LABELS[name]}"
    try:
        value = Decimal(text.strip())
    except InvalidOperation:
        raise BILL_WRONG(place=place, reason="应为数字", field=field) from None
    if not value.is_finite() or not 0 < value < LARGEST:
        raise BILL_WRONG(place=place, reason="应大于 0", field=field)
    if value != round(value, PLACES[name]):
        raise BILL_WRONG(place=place, reason=f"最多 {PLACES[name]} 位小数", field=field)
    return value


def split_rows(rows: Sequence[Mapping[str, Any]], names: Mapping[str, str]) -> list[dict[str, Any]]:
    """Stored lines with the names of what was billed."""
    wanted = (
        "feedetl_sn", "med_list_codg", "cnt", "pric", "det_item_fee_sumamt", "fulamt_ownpay_amt", "overlmt_amt",
        "preselfpay_amt", "inscp_scp_amt", "selfpay_prop", "pric_uplmt_amt", "chrgitm_lv", "med_chrgitm_type",
    )  # fmt: skip
    return [
        {name: row[name] for name in wanted} | {"med_list_name": names.get(row["med_list_codg"], "")} for row in rows
    ]
