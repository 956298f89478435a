"""Contract ``enrollment.biometrics.v1``: biometric features of persons (HB-10.3.2).

A template says nothing to a reader and cannot be changed when it leaks: it is kept sealed (SM4) and no method ever
answers with it. Every look at what is kept of a person needs a reason and leaves an audit event.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, Final, Protocol

import msgspec

from hsaf.contract.errors import ErrorCode

BIOMETRIC_WRONG = ErrorCode("enrollment.biometric_wrong", 241, "生物特征信息有误：{reason}", "请改正后重新登记")
BIOMETRIC_TAKEN = ErrorCode(
    "enrollment.biometric_taken",
    242,
    "同一份特征模板已登记在另一人员名下",
    "请核对是否采错人；确属冒用的移交稽核处理",
    sort="conflict",
)
BIOMETRIC_MISSING = ErrorCode("enrollment.biometric_missing", 243, "该人员没有登记这一类生物特征，无需注销")

KINDS: Final[Mapping[str, str]] = {"1": "人脸", "2": "指纹", "3": "掌静脉", "4": "虹膜", "5": "声纹"}
SOURCES: Final = frozenset("1234")
"""1 agency counter, 2 self-service terminal, 3 person's own phone, 4 shared by another authority."""
LEAST_QUALITY: Final = 60
"""Of 100; a template below identifies too many people."""

Row = Mapping[str, Any]


class NewBiometric(msgspec.Struct, frozen=True, kw_only=True):
    """A template as a device gives it, in base 64, with the consent it was taken under."""

    psn_no: str
    bio_type: str
    bio_souc: str
    quality: int
    colc_date: date
    consent_no: str
    template: str
    dev_no: str = ""


class BiometricsContract(Protocol):
    def look(self, psn_no: str, reason: str, basis: str) -> Sequence[Row]:
        """What is kept of a person: a row for every kind with ``bio_stas`` (``1`` kept, ``0`` not), source, quality,
        dates. A write, because the look itself is written down. Raises ``PERSON_UNKNOWN``."""
        ...

    def enter(self, new: NewBiometric) -> None:
        """Keep a template; one of the same kind that was kept before is gone. Raises ``PERSON_UNKNOWN``,
        ``BIOMETRIC_WRONG``, ``BIOMETRIC_TAKEN``."""
        ...

    def withdraw(self, psn_no: str, bio_type: str, basis: str) -> None:
        """Destroy a template, for example because consent was withdrawn. Raises ``PERSON_UNKNOWN``,
        ``BIOMETRIC_MISSING``."""
        ...

    def load(self, kind: str, rows: Iterable[Mapping[str, str]]) -> int:
        """Bulk load of kind ``biometrics`` from collecting devices (columns of :class:`NewBiometric`); rows read."""
        ...
