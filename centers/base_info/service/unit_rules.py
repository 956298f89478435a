"""Rules of units, their certificates and their banks (HB-10.5.1, HB-10.5.5, HB-10.9.1)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from centers.base_info.contract.bodies import BANK_USED, UNIT_USED
from centers.base_info.data.body_rows import BodyRows
from centers.base_info.domain.uscc import is_sound
from hsaf.data.snapshot import bump
from hsaf.records.rules import Complaint, RecordRules
from hsaf.records.stored import Typed

UNITS: Final = "base_info.units"
"""Changes of units, certificates and banks coming into force queue for it, so that none refers to one that is gone."""


class _OfUnits(RecordRules):
    def __init__(self, rows: BodyRows) -> None:
        self._rows = rows

    def queue(self) -> None:
        bump(UNITS)


class UnitRules(_OfUnits):
    def validate(self, draft: Typed, current: Typed | None) -> Iterator[Complaint]:
        """GB 32100-2015; a bank account goes with its bank, which must be known when it is chosen."""
        if not is_sound(draft["uscc"]):
            yield "uscc", "校验码不符"
        bank = draft["bank_code"]
        if bool(bank) != bool(draft["bank_acct"]):
            yield ("bank_acct" if bank else "bank_code"), "联行号与账号须同时填写"
        elif bank and (current is None or current["bank_code"] != bank) and not self._rows.has_bank(bank):
            yield "bank_code", f"银行网点 {bank} 不存在或未生效，请先在“银行信息管理”中维护"
        if current is not None and current["admdvs"] != draft["admdvs"]:
            certificates = self._rows.certificates_of(draft["emp_no"])
            if certificates:
                yield "admdvs", f"单位还有原区划的证照 {'、'.join(certificates)}，请先作废"

    def before_void(self, id: str, values: Typed) -> None:
        certificates = self._rows.certificates_of(values["emp_no"])
        if certificates:
            raise UNIT_USED(emp_no=values["emp_no"], certificates="、".join(certificates))


class UnitCertRules(_OfUnits):
    """A certificate belongs to a unit in force and carries its name and region."""

    def complete(self, draft: Typed, current: Typed | None) -> Typed:
        unit = self._rows.unit(draft["emp_no"])
        return {"emp_name": unit[0] if unit else ""}

    def validate(self, draft: Typed, current: Typed | None) -> Iterator[Complaint]:
        unit = self._rows.unit(draft["emp_no"])
        if unit is None:
            yield "emp_no", "单位不存在或未生效，请先维护单位基础信息"
        elif unit[1] != draft["admdvs"]:
            yield "admdvs", f"应为单位所属的医保区划 {unit[1]}"
        if draft["enddate"] is not None and draft["enddate"] < draft["begndate"]:
            yield "enddate", "不能早于开始日期"


class BankRules(_OfUnits):
    """A bank that units are paid at stays."""

    def before_void(self, id: str, values: Typed) -> None:
        units = self._rows.units_of_bank(values["bank_code"])
        if units:
            raise BANK_USED(bank_code=values["bank_code"], units="、".join(units))


def unit_rules(rows: BodyRows) -> Mapping[str, RecordRules]:
    return {"unit": UnitRules(rows), "unit_cert": UnitCertRules(rows), "bank": BankRules(rows)}
