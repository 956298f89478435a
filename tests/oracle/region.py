"""The demo region's reference data as the model reads it: straight from the published CSV files."""

from __future__ import annotations

import csv
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from pathlib import Path

DATA = Path(__file__).parents[2] / "plugins" / "demo_region" / "data"


def fen(yuan: str | Decimal) -> int:
    """Whole fen of a yuan amount written with at most two decimals."""
    exact = Decimal(yuan) * 100
    assert exact == exact.to_integral_value(), yuan
    return int(exact)


def day(text: str) -> date | None:
    return date.fromisoformat(text[:10]) if text else None


def within(begin: date | None, end: date | None, on: date) -> bool:
    """Both end days count; an absent one is open."""
    return (begin is None or begin <= on) and (end is None or on <= end)


@dataclass(frozen=True)
class Enrollment:
    insutype: str
    psn_type: str
    cvlserv: bool
    insuplc_admdvs: str
    stas: str
    arrears: tuple[date, date | None] | None

    @property
    def pool(self) -> str:
        return self.insuplc_admdvs[:4] + "00"


@dataclass(frozen=True)
class Filing:
    kind: str
    insutype: str
    dise_codg: str
    area: str
    begin: date
    end: date | None


@dataclass
class Person:
    """One natural person with everything the rules read; ``balance`` is the own account in fen."""

    psn_no: str
    cert_type: str
    certno: str
    name: str
    gend: str
    brdy: date
    enrollments: dict[str, Enrollment] = field(default_factory=dict)
    identities: list[tuple[str, date, date | None]] = field(default_factory=list)
    filings: list[Filing] = field(default_factory=list)
    family: list[tuple[str, date]] = field(default_factory=list)
    """Account holders bound for mutual aid, in the order of their binding, with the day of it."""
    balance: int = 0

    @property
    def insutype(self) -> str:
        """The only insurance type, or 310 for a person who has both."""
        return min(self.enrollments)

    def enrollment(self, insutype: str = "") -> Enrollment:
        return self.enrollments[insutype or self.insutype]

    def identities_on(self, on: date) -> frozenset[str]:
        return frozenset(code for code, begin, end in self.identities if within(begin, end, on))

    def chronic_filing(self, dise: str, insutype: str, on: date) -> bool:
        return any(
            f.kind == "01" and f.dise_codg == dise and f.insutype == insutype and within(f.begin, f.end, on)
            for f in self.filings
        )

    def away_filing(self, pool: str, insutype: str, on: date) -> bool:
        """异地备案 (08) or 转院备案 (06) covering a pooling area."""
        return any(
            f.kind in ("08", "06") and f.area[:4] == pool[:4] and f.insutype == insutype and within(f.begin, f.end, on)
            for f in self.filings
        )


@dataclass(frozen=True)
class Institution:
    code: str
    name: str
    level: int
    admdvs: str
    outpatient: bool
    inpatient: bool
    pharmacy: bool
    doctor: str = ""
    doctor_name: str = ""

    @property
    def pool(self) -> str:
        return self.admdvs[:4] + "00"


@dataclass(frozen=True)
class CatalogLine:
    code: str
    level: str
    prop: Decimal
    ceilings: dict[int, Decimal]
    begin: date | None
    end: date | None
    price: Decimal


@dataclass(frozen=True)
class Region:
    persons: dict[str, Person]
    institutions: dict[str, Institution]
    catalog: dict[str, list[CatalogLine]]
    diagnoses: dict[str, str]

    def catalog_line(self, code: str, on: date) -> CatalogLine | None:
        return next((line for line in self.catalog.get(code, ()) if within(line.begin, line.end, on)), None)


@cache
def rows(name: str) -> list[dict[str, str]]:
    with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def load() -> Region:
    """A fresh copy of the region as at 1 January 2026."""
    return Region(_persons(), _institutions(), _catalog(), {r["diag_code"]: r["diag_name"] for r in rows("diseases")})


@cache
def shared() -> Region:
    """One copy for readers that change nothing."""
    return load()


def _persons() -> dict[str, Person]:
    persons: dict[str, Person] = {}
    for row in rows("persons"):
        person = persons.setdefault(
            row["psn_no"],
            Person(
                row["psn_no"], row["psn_cert_type"], row["certno"], row["psn_name"], row["gend"],
                date.fromisoformat(row["brdy"]),
            ),
        )  # fmt: skip
        begin = day(row["arrs_begndate"])
        person.enrollments[row["insutype"]] = Enrollment(
            row["insutype"],
            row["psn_type"],
            row["cvlserv_flag"] == "1",
            row["insuplc_admdvs"],
            row["psn_insu_stas"],
            (begin, day(row["arrs_enddate"])) if begin else None,
        )
        if row["insutype"] == "310":
            person.balance = fen(row["balc"])
    for row in rows("identities"):
        begin = day(row["begntime"])
        persons[row["psn_no"]].identities.append((row["psn_idet_type"], begin or date.min, day(row["endtime"])))
    for row in rows("filings"):
        begin = day(row["begndate"]) or date.min
        persons[row["psn_no"]].filings.append(
            Filing(
                row["biz_appy_type"], row["insutype"], row["dise_codg"], row["mdtrtarea_admvs"], begin,
                day(row["enddate"]),
            )
        )  # fmt: skip
    for row in sorted(rows("mutual_aid"), key=lambda r: int(r["bind_srt_no"])):
        bound = datetime.fromisoformat(row["bind_time"]).date()
        persons[row["psn_no"]].family.append((row["acct_psn_no"], bound))
    return persons


def _institutions() -> dict[str, Institution]:
    staff: dict[str, tuple[str, str]] = {}
    for row in rows("practitioners"):
        staff.setdefault(row["fixmedins_code"], (row["prac_psn_code"], row["prac_psn_name"]))
    return {
        row["fixmedins_code"]: Institution(
            row["fixmedins_code"],
            row["fixmedins_name"],
            int(row["hosp_lv"] or 1),
            row["admdvs"],
            row["otp_flag"] == "1",
            row["ipt_flag"] == "1",
            row["phar_flag"] == "1",
            *staff.get(row["fixmedins_code"], ("", "")),
        )
        for row in rows("institutions")
    }


def _catalog() -> dict[str, list[CatalogLine]]:
    catalog: dict[str, list[CatalogLine]] = {}
    for row in rows("catalog"):
        ceilings = {lv: Decimal(row[f"pric_uplmt_amt_lv{lv}"]) for lv in (3, 2, 1) if row[f"pric_uplmt_amt_lv{lv}"]}
        catalog.setdefault(row["med_list_codg"], []).append(
            CatalogLine(
                row["med_list_codg"], row["chrgitm_lv"], Decimal(row["selfpay_prop"] or 0), ceilings,
                day(row["begndate"]), day(row["enddate"]), Decimal(row["pric"]),
            )
        )  # fmt: skip
    return catalog
