"""Extending national dictionaries and putting values out of use (HB-10.7.1)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from centers.base_info.contract.dictionary import (
    LABEL_TAKEN,
    LAST_VALUE,
    VALUE_NATIONAL,
    VALUE_STANDING,
    VALUE_TAKEN,
    VALUE_UNKNOWN,
)
from centers.base_info.contract.v1 import DICTIONARY_UNKNOWN
from centers.base_info.data.values import LOCAL, NATIONAL, ValueRepository
from centers.base_info.service.base_info import TOPIC
from hsaf.contract import context
from hsaf.contract.paging import Page, Paging
from hsaf.data import current_uow
from hsaf.data.snapshot import bump

Row = Mapping[str, Any]

STANDINGS = {"1": "启用", "0": "禁用"}


class DictionaryService:
    """Implements :class:`centers.base_info.contract.dictionary.DictionaryContract`."""

    def __init__(self, repository: ValueRepository) -> None:
        self._repository = repository

    def value_page(self, asked: Row, paging: Paging) -> Page:
        paging.require_sound()
        rows, total = self._repository.page(asked, paging)
        return Page(rows, total, paging)

    def extend(self, type: str, value: str, label: str, sort: int | None = None) -> None:
        known = self._known(type)
        if value in known:
            raise VALUE_TAKEN(type=type, value=value, label=known[value]["label"], where="value")
        _require_free_label(type, known, value, label)
        last = max(int(one["sort"]) for one in known.values())
        place = last + 1 if sort is None else sort
        row = {"type": type, "value": value, "label": label, "sort": place, "parent_value": "", "origin": LOCAL}
        self._save(row, "base_info.value_extended", disabled=False, reason="")

    def rename(self, type: str, value: str, label: str) -> None:
        known = self._known(type)
        row = _require(type, known, value)
        if row["origin"] == NATIONAL:
            raise VALUE_NATIONAL(value=value, label=row["label"], where="value")
        _require_free_label(type, known, value, label)
        renamed = {**row, "label": label}
        self._save(renamed, "base_info.value_renamed", disabled=row["state"] == "0", reason=row["reason"])

    def disable(self, type: str, value: str, reason: str) -> None:
        known = self._known(type)
        row = _require_standing(type, known, value, "1")
        if sum(one["state"] == "1" for one in known.values()) == 1:
            raise LAST_VALUE(type=type, value=value, where="value")
        self._save(row, "base_info.value_disabled", disabled=True, reason=reason)

    def restore(self, type: str, value: str) -> None:
        row = _require_standing(type, self._known(type), value, "0")
        self._save(row, "base_info.value_restored", disabled=False, reason="")

    def _known(self, type: str) -> Mapping[str, Row]:
        """Every value of a dictionary, seen after earlier changes. Raises ``DICTIONARY_UNKNOWN``."""
        bump(TOPIC)  # first: changes queue
        known = self._repository.of(type)
        if not known:
            raise DICTIONARY_UNKNOWN(type=type, where="type")
        return known

    def _save(self, row: Row, event: str, *, disabled: bool, reason: str) -> None:
        here = context.current()
        kept = {name: row[name] for name in ("type", "value", "label", "sort", "parent_value")}
        mark = {"opter": here.actor, "updt_time": here.wall_time.replace(microsecond=0)}
        added = row["origin"] == LOCAL
        self._repository.save({**kept, **mark, "added": added, "disabled": disabled, "reason": reason})
        current_uow().audit(event, {"type": row["type"], "value": row["value"], "local": added})


def _require(type: str, known: Mapping[str, Row], value: str) -> Row:
    if value not in known:
        raise VALUE_UNKNOWN(type=type, value=value, where="value")
    return known[value]


def _require_standing(type: str, known: Mapping[str, Row], value: str, state: str) -> Row:
    row = _require(type, known, value)
    if row["state"] != state:
        raise VALUE_STANDING(value=value, state=STANDINGS[row["state"]], where="value")
    return row


def _require_free_label(type: str, known: Mapping[str, Row], value: str, label: str) -> None:
    other = next((one for one in known.values() if one["label"] == label and one["value"] != value), None)
    if other:
        raise LABEL_TAKEN(type=type, value=other["value"], label=label, where="label")
