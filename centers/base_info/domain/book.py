"""The reference book: all reference data as immutable look-ups, built once per version."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final

import msgspec

from centers.base_info.contract.v1 import Area, CatalogItem, DictionaryEntry, Institution, Practitioner
from centers.base_info.domain.timeline import Timeline
from hsaf.contract.periods import covers

Rows = Iterable[Mapping[str, Any]]

LEVELS: Final = (3, 2, 1)
"""Hospital levels that may have a price ceiling."""


class ChronicDisease(msgspec.Struct, frozen=True):
    """A dated entry of the outpatient chronic and special disease list (门诊慢特病)."""

    opsp_dise_name: str
    begndate: date
    enddate: date | None = None


class Diagnosis(msgspec.Struct, frozen=True):
    """A diagnosis and the days it may be used on; without a begin day, since ever."""

    diag_name: str
    begndate: date | None = None
    enddate: date | None = None

    def on(self, day: date) -> bool:
        return covers(self.begndate or date.min, self.enddate, day)


class Division(msgspec.Struct, frozen=True):
    """A region as it is called between two days."""

    area: Area
    begndate: date
    enddate: date | None = None


@dataclass(frozen=True, slots=True)
class Dictionary:
    """One code table: the entries that may be chosen, in display order, and the labels of all values, also of those
    out of use."""

    entries: tuple[DictionaryEntry, ...]
    labels: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class ReferenceBook:
    """What the center answers from; see ``build``."""

    areas: Timeline[Division]
    institutions: Timeline[Institution]
    practitioners: Timeline[Practitioner]
    catalog: Timeline[CatalogItem]
    diagnoses: Mapping[str, Diagnosis]
    operations: Mapping[str, str]
    chronic_diseases: Timeline[ChronicDisease]
    dictionaries: Mapping[str, Dictionary]


def build(rows: Callable[[str], Rows]) -> ReferenceBook:
    """The book over ``rows(kind)``, typed columns of every kind."""
    return ReferenceBook(
        areas=Timeline((row["admdvs"], division(row)) for row in rows("areas")),
        institutions=Timeline(
            (row["fixmedins_code"], msgspec.convert(row, Institution)) for row in rows("institutions")
        ),
        practitioners=Timeline(
            (row["prac_psn_code"], msgspec.convert(row, Practitioner)) for row in rows("practitioners")
        ),
        catalog=Timeline((row["med_list_codg"], catalog_item(row)) for row in rows("catalog")),
        diagnoses={row["diag_code"]: msgspec.convert(row, Diagnosis) for row in rows("diseases")},
        operations={row["oprn_oprt_code"]: row["oprn_oprt_name"] for row in rows("operations")},
        chronic_diseases=Timeline(
            (row["opsp_dise_code"], msgspec.convert(row, ChronicDisease)) for row in rows("opsp_diseases")
        ),
        dictionaries=_dictionaries(rows("dictionaries"), rows("local_values")),
    )


def division(row: Mapping[str, Any]) -> Division:
    return Division(msgspec.convert(row, Area), row["begndate"], row["enddate"])


def catalog_item(row: Mapping[str, Any]) -> CatalogItem:
    """A catalog version; only levels that have a ceiling appear in ``ceilings``."""
    ceilings: dict[int, Decimal] = {
        level: ceiling for level in LEVELS if (ceiling := row[f"pric_uplmt_amt_lv{level}"]) is not None
    }
    return msgspec.convert({**row, "ceilings": ceilings}, CatalogItem)


def _dictionaries(national: Rows, local: Rows) -> dict[str, Dictionary]:
    """The national values and the province's own ones. A value that is both is the nation's; one out of use keeps its
    label."""
    entries: dict[str, dict[str, DictionaryEntry]] = {}
    off: set[tuple[str, str]] = set()
    for row in local:
        if row["disabled"]:
            off.add((row["type"], row["value"]))
        if row["added"]:
            entries.setdefault(row["type"], {})[row["value"]] = msgspec.convert(row, DictionaryEntry)
    for row in national:
        entries.setdefault(row["type"], {})[row["value"]] = msgspec.convert(row, DictionaryEntry)
    return {
        type: Dictionary(
            entries=tuple(
                sorted(
                    (entry for entry in values.values() if (type, entry.value) not in off),
                    key=lambda entry: (entry.sort, entry.value),
                )
            ),
            labels={entry.value: entry.label for entry in values.values()},
        )
        for type, values in entries.items()
    }
