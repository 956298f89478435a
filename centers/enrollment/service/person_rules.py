"""Rules of persons, identity attributes and certificates (HB-10.3.1, HB-10.3.3, HB-10.3.4).

A record that comes into force is written into the tables that benefits read, in the same unit of work.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Final

from msgspec.structs import replace

from centers.enrollment.contract.people import PERSON_INSURED
from centers.enrollment.contract.v1 import Person
from centers.enrollment.data.person_rows import PersonRows
from hsaf.contract import id_card
from hsaf.contract.periods import overlap
from hsaf.data.snapshot import bump
from hsaf.records.rules import Complaint, RecordRules
from hsaf.records.stored import Typed

PERSONS: Final = "enrollment.persons"
"""Records coming into force queue for it: each sees the periods the one before it left."""
RESIDENT_ID: Final = "01"
_CHECKED: Final = ("psn_cert_type", "certno", "gend", "brdy")
_Period = tuple[date, date | None]


def queue_up() -> None:
    """Wait for others who bring persons into force: what is read from here on stays so until the commit."""
    bump(PERSONS)


class PersonRules(RecordRules):
    def __init__(self, rows: PersonRows) -> None:
        self._rows = rows

    def queue(self) -> None:
        queue_up()

    def complete(self, draft: Typed, current: Typed | None) -> Typed:
        return {"certno": id_card.normal(draft["certno"])}

    def validate(self, draft: Typed, current: Typed | None) -> Iterator[Complaint]:
        """What the tables hold already stays as it is until somebody changes it, sound or not."""
        known = self._rows.person(draft["psn_no"])
        if (
            current is None
            and known is not None
            and person_of(draft) != replace(known, certno=id_card.normal(known.certno))
        ):
            yield "psn_no", "该人员已有参保登记，请用“调取参保人员”建档后再变更"
            return
        if known is None or any(getattr(known, name) != draft[name] for name in _CHECKED):
            if draft["psn_cert_type"] == RESIDENT_ID:
                yield from id_card.disagreements(draft["certno"], gend=draft["gend"], brdy=draft["brdy"])
            if set(self._rows.holders(draft["psn_cert_type"], draft["certno"])) - {draft["psn_no"]}:
                yield "certno", "已登记在另一人员名下，请核对证件，或查询该人员后办理变更"
        regions = self._rows.regions(draft["psn_no"]) if known is not None else []
        if regions and draft["admdvs"] not in regions:
            yield "admdvs", f"应为该人员的参保地 {'、'.join(regions)}"

    def on_effective(self, id: str, values: Typed, before: Typed | None) -> None:
        """Somebody who is taken over is as the table says already."""
        if self._rows.person(values["psn_no"]) != person_of(values):
            self._rows.save(person_of(values))

    def before_void(self, id: str, values: Typed) -> None:
        if self._rows.is_insured(values["psn_no"]):
            raise PERSON_INSURED(psn_no=values["psn_no"])

    def on_void(self, id: str, values: Typed) -> None:
        self._rows.drop(values["psn_no"])


class OfAPerson(RecordRules):
    """What belongs to a registered person, in the person's region, for a period of its own."""

    def __init__(self, rows: PersonRows) -> None:
        self._rows = rows

    def queue(self) -> None:
        queue_up()

    def complete(self, draft: Typed, current: Typed | None) -> Typed:
        person = self._rows.person(draft["psn_no"])
        return {"psn_name": person.psn_name if person else ""}

    def belongs(self, draft: Typed) -> Iterator[Complaint]:
        if self._rows.person(draft["psn_no"]) is None:
            yield "psn_no", "人员不存在或未生效，请先维护人员基本信息"
            return
        regions = self._rows.regions(draft["psn_no"])
        if draft["admdvs"] not in regions:
            yield "admdvs", f"应为该人员所属的医保区划 {'、'.join(regions)}"

    def fits(self, draft: Typed, current: Typed | None, others: Sequence[_Period]) -> Iterator[Complaint]:
        begins, ends = draft["begndate"], draft["enddate"]
        if ends is not None and ends < begins:
            yield "enddate", "不能早于开始日期"
            return
        mine = None if current is None else (current["begndate"], current["enddate"])
        for other in others:
            if other != mine and overlap(begins, ends, *other):
                until = f"至 {other[1]}" if other[1] else "起长期有效"
                yield "begndate", f"与已生效的同类记录（{other[0]} {until}）重叠，请先变更其结束日期"


class IdentityRules(OfAPerson):
    def validate(self, draft: Typed, current: Typed | None) -> Iterator[Complaint]:
        yield from self.belongs(draft)
        others = self._rows.periods(draft["psn_no"], draft["psn_idet_type"])
        if current is None and (draft["begndate"], draft["enddate"]) in others:
            return
        yield from self.fits(draft, current, others)

    def on_effective(self, id: str, values: Typed, before: Typed | None) -> None:
        if before is not None or _same(values) not in map(_same, self._rows.identities(values["psn_no"])):
            self._rows.drop_identity(before or values)
            self._rows.put_identity(values)

    def on_void(self, id: str, values: Typed) -> None:
        self._rows.drop_identity(values)


class CertificateRules(OfAPerson):
    def complete(self, draft: Typed, current: Typed | None) -> Typed:
        return {**super().complete(draft, current), "certno": id_card.normal(draft["certno"])}

    def validate(self, draft: Typed, current: Typed | None) -> Iterator[Complaint]:
        yield from self.belongs(draft)
        kind, number = draft["psn_cert_type"], draft["certno"]
        person = self._rows.person(draft["psn_no"])
        if person is not None and kind == person.psn_cert_type and number != id_card.normal(person.certno):
            yield "certno", "与人员基本信息中登记的证件号码不一致，请核对证件或先变更基本信息"
        if set(self._rows.holders(kind, number)) - {draft["psn_no"]}:
            yield "certno", "已登记在另一人员名下，请核对证件"
        yield from self.fits(draft, current, self._rows.certificate_periods(draft["psn_no"], kind))


def _same(identity: Typed) -> tuple[object, ...]:
    return tuple(identity[name] for name in ("psn_idet_type", "begndate", "enddate", "memo"))


def person_of(values: Typed) -> Person:
    """What the tables keep of a record."""
    return Person(**{name: values[name] for name in Person.__struct_fields__})


def person_rules(rows: PersonRows) -> Mapping[str, RecordRules]:
    return {"psn_base": PersonRules(rows), "psn_idet": IdentityRules(rows), "psn_cert": CertificateRules(rows)}
