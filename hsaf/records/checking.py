"""Judging drafts: every problem of a draft at once, each with its field."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Protocol

from hsaf.contract.errors import HsafError
from hsaf.records import values
from hsaf.records.contract import RECORD_INVALID, Problem
from hsaf.records.masking import mask
from hsaf.records.model import Field, FieldType, RecordType
from hsaf.records.rules import NO_RULES, RecordRules
from hsaf.records.stored import Typed


class Entry(Protocol):
    """One value of a code table."""

    @property
    def value(self) -> str: ...

    @property
    def label(self) -> str: ...


class Reference(Protocol):
    """Where dictionaries and regions are; ``base_info.v1`` fulfils it."""

    def dictionary(self, type: str) -> Sequence[Entry] | None: ...

    def area(self, admdvs: str) -> Any | None: ...


class Choices:
    """Labels of the dictionary fields of one type, looked up once for a command or a file."""

    def __init__(self, record: RecordType, reference: Reference) -> None:
        self.labels = {
            field.code: self._labels(field, reference) for field in record.fields if field.type is FieldType.DICT
        }

    @staticmethod
    def _labels(field: Field, reference: Reference) -> Mapping[str, str]:
        if field.options:
            return dict(field.options)
        return {entry.value: entry.label for entry in reference.dictionary(field.dict) or ()}

    def allow(self, field: Field, value: str) -> bool:
        """Whether the code, or each of several, may be chosen."""
        return all(code in self.labels[field.code] for code in codes_of(field, value))

    def nothing(self, field: Field) -> str:
        """Why there is nothing to choose from."""
        return "没有已通过复审的可选项" if "." in field.dict else f"字典 {field.dict} 尚未导入"

    def label(self, field: Field, code: str) -> str:
        """The label of a code, of each where there are several; the code itself where there is none."""
        labels = self.labels[field.code]
        return "、".join(labels.get(one, one) for one in codes_of(field, code))


def codes_of(field: Field, value: str) -> list[str]:
    return value.split(",") if field.many else [value]


class Checker:
    """Judges drafts of one center's types."""

    def __init__(self, reference: Reference, rules: Mapping[str, RecordRules]) -> None:
        self._reference = reference
        self._rules = rules

    def choices(self, record: RecordType) -> Choices:
        return Choices(record, self._reference)

    def rules(self, record: RecordType) -> RecordRules:
        return self._rules.get(record.code, NO_RULES)

    def read(self, record: RecordType, raw: Mapping[str, Any]) -> tuple[dict[str, Any], list[Problem]]:
        """Typed values of what was sent, and what cannot be read."""
        typed: dict[str, Any] = {}
        problems: list[Problem] = []
        for code, value in raw.items():
            field = record.by_code.get(code)
            if field is None:
                problems.append(Problem(code, code, "没有这个字段"))
                continue
            try:
                typed[code] = values.read(field, value)
            except values.Unreadable as reason:
                problems.append(Problem(code, field.label, str(reason)))
        return typed, problems

    def judge(
        self, record: RecordType, draft: Typed, base: Typed, current: Typed | None, choices: Choices
    ) -> Iterator[Problem]:
        """Problems of a whole draft. What is as it was in ``base`` need not be in its dictionary any more;
        ``current`` is what is in force."""
        for field in record.fields:
            value = draft[field.code]
            changed = field.code not in base or base[field.code] != value
            reason = self._refuse(field, value, choices) if changed or values.is_blank(value) else ""
            if current is not None and field.frozen and current[field.code] != value:
                reason = "生效后不能更改"
            if reason:
                yield Problem(field.code, field.label, reason)

    def complaints(self, record: RecordType, draft: Typed, current: Typed | None) -> Iterator[Problem]:
        """What the center's own rules object to."""
        for code, reason in self.rules(record).validate(draft, current):
            field = record.by_code.get(code)
            yield Problem(code, field.label if field else "", reason)

    def _refuse(self, field: Field, value: Any, choices: Choices) -> str:
        if values.is_blank(value):
            return "必填" if field.required else ""
        if field.type is FieldType.DICT and not choices.allow(field, value):
            return "不在可选范围内" if choices.labels[field.code] else choices.nothing(field)
        if field.type is FieldType.AREA and self._reference.area(value) is None:
            return "区划不存在"
        return ""


def without_masked(record: RecordType, raw: Mapping[str, Any], shown: Typed) -> dict[str, Any]:
    """What was sent, less masked values that came back as they were shown."""

    def is_untouched(code: str, value: Any) -> bool:
        field, old = record.by_code.get(code), shown.get(code)
        return field is not None and bool(field.mask and old) and value != old and value == mask(field.mask, str(old))

    return {code: value for code, value in raw.items() if not is_untouched(code, value)}


def refuse(record: RecordType, problems: Iterable[Problem]) -> None:
    """Raises ``RECORD_INVALID`` naming every problem, when there is any."""
    found = list(problems)
    if found:
        raise invalid(record, found)


def invalid(record: RecordType, problems: Sequence[Problem]) -> HsafError:
    details = "；".join(f"{one.label}{'：' if one.label else ''}{one.reason}" for one in problems)
    return RECORD_INVALID(name=record.name, details=details, problems=problems, field=problems[0].field)
