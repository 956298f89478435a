"""A synthetic center with records of every kind, and people of different offices who work with them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, Final, NamedTuple

import sqlalchemy as sa

from hsaf.contract.principal import Principal
from hsaf.records.contract import subject
from hsaf.records.declaration import read
from hsaf.records.rules import RecordRules
from hsaf.records.schema import record_tables
from hsaf.records.service import Records
from hsaf.testing.harness import Harness

FOLDER: Final = Path(__file__).parent / "sample"
TYPES: Final = read("sample", FOLDER)
METADATA: Final = sa.MetaData()
TABLES: Final = record_tables("sample", TYPES, METADATA)

AREAS: Final = frozenset({"990000", "990100", "990101", "990102", "990200", "990201"})

OFFICES: Final = {
    "province": Principal(
        account="province", name="省局", org_no="ORG0", admdvs="990000", orgs=frozenset({"ORG1", "ORG2"})
    ),
    "clerk": Principal(account="clerk", name="经办", org_no="ORG1", admdvs="990100"),
    "first": Principal(account="first", name="初审", org_no="ORG1", admdvs="990100"),
    "second": Principal(account="second", name="复审", org_no="ORG1", admdvs="990100"),
    "district": Principal(account="district", name="区县", org_no="ORG3", admdvs="990101"),
    "stranger": Principal(account="stranger", name="外地", org_no="ORG2", admdvs="990200"),
}


class Entry(NamedTuple):
    value: str
    label: str


class ReferenceData:
    """Dictionaries and regions as the base information center has them."""

    def dictionary(self, type: str) -> list[Entry] | None:
        return [Entry("01", "内科"), Entry("02", "药学"), Entry("03", "医保管理")] if type == "specialty" else None

    def area(self, admdvs: str) -> str | None:
        return admdvs if admdvs in AREAS else None


@dataclass
class ExpertRules(RecordRules):
    """An appointment ends after it begins; remembers what it was told."""

    effective: list[tuple[str, Mapping[str, Any] | None]] = field(default_factory=list)
    void: list[str] = field(default_factory=list)

    def validate(self, draft: Mapping[str, Any], current: Mapping[str, Any] | None) -> Iterable[tuple[str, str]]:
        if draft["end_on"] is not None and draft["end_on"] < draft["begin_on"]:
            yield "end_on", "不能早于聘任日期"

    def on_effective(self, id: str, values: Mapping[str, Any], before: Mapping[str, Any] | None) -> None:
        assert isinstance(values["begin_on"], date)
        self.effective.append((id, before))

    def on_void(self, id: str, values: Mapping[str, Any]) -> None:
        self.void.append(id)


class Office:
    """Runs calls of the contract as somebody, each in a unit of work of its own."""

    def __init__(self, harness: Harness) -> None:
        self.harness = harness
        self.rules = ExpertRules()
        self.records = Records(
            TABLES, harness.database, harness.crypto, harness.ids, ReferenceData(), {"expert": self.rules}
        )

    def write(self, who: str, record: str, id: str, work: Callable[[Records], Any], **context: Any) -> Any:
        asked = {"principal": OFFICES[who], "actor": who, "operation": f"base.{record}.edit"} | context
        return self.harness.write(lambda: work(self.records), subject=subject(f"sample.{record}", id), **asked)

    def read(self, who: str, record: str, work: Callable[[Records], Any], **context: Any) -> Any:
        asked = {"principal": OFFICES[who], "actor": who, "operation": f"base.{record}.query"} | context
        return self.harness.read(lambda: work(self.records), **asked)

    def add(self, who: str, record: str, values: Mapping[str, Any]) -> str:
        id = self.records.new_id()
        self.write(who, record, id, lambda records: records.add(record, id, values))
        return id

    def act(self, who: str, record: str, id: str, event: str, *args: Any, **named: Any) -> Any:
        return self.write(who, record, id, lambda records: getattr(records, event)(record, id, *args, **named))

    def edit(self, who: str, record: str, id: str, values: Mapping[str, Any]) -> Any:
        version = self.row(who, record, id)["version"]
        return self.act(who, record, id, "edit", version, values)

    def pass_both(self, record: str, id: str) -> None:
        """Submit as the clerk and pass both reviews."""
        self.act("clerk", record, id, "submit")
        self.act("first", record, id, "review", "review1", "pass")
        self.act("second", record, id, "review", "review2", "pass")

    def effective(self, record: str, values: Mapping[str, Any]) -> str:
        id = self.add("clerk", record, values)
        self.pass_both(record, id)
        return id

    def detail(self, who: str, record: str, id: str, **context: Any) -> Any:
        return self.read(who, record, lambda records: records.detail(record, id), **context)

    def row(self, who: str, record: str, id: str) -> Mapping[str, Any]:
        row: Mapping[str, Any] = self.detail(who, record, id).row
        return row

    def history(self, who: str, record: str, id: str) -> Any:
        return self.read(who, record, lambda records: records.history(record, id))


def agency(number: int, **changes: Any) -> dict[str, Any]:
    basis = {
        "agency_no": f"A{number:05d}",
        "agency_name": f"第{number}网点",
        "kind": "1",
        "admdvs": "990101",
        "opened_on": "2020-01-02",
        "budget": "1234.50",
        "load_ratio": "0.8",
    }
    return basis | changes


def expert(number: int, **changes: Any) -> dict[str, Any]:
    basis = {
        "expert_name": "欧阳示例",
        "certno": f"9901011980010{number:05d}",
        "phone": "13900000001",
        "specialty": "01",
        "admdvs": "990101",
        "begin_on": "2026-01-01",
    }
    return basis | changes


def tariff(number: int, price: str, **changes: Any) -> dict[str, Any]:
    return {"tariff_no": f"T{number}", "price": price, "org_no": "ORG1"} | changes
