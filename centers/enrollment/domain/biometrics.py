"""What a biometric template must be like before it is kept. Pure."""

from __future__ import annotations

import binascii
from base64 import b64decode
from collections.abc import Iterator
from datetime import date
from typing import Final

from centers.enrollment.contract.biometrics import KINDS, LEAST_QUALITY, SOURCES, NewBiometric
from hsaf.contract.rows import Field, Form, code, day, text, whole

FORM: Final[Form] = (
    Field("psn_no", code),
    Field("bio_type", code),
    Field("bio_souc", code),
    Field("quality", whole),
    Field("colc_date", day),
    Field("consent_no", code),
    Field("template", code),
    Field("dev_no", text),
)
_LEAST, _MOST = 64, 8192
"""Octets of a template: smaller ones identify nobody, larger ones are pictures."""

Complaint = tuple[str, str]


def complaints(new: NewBiometric, today: date) -> Iterator[Complaint]:
    """Field and reason, as :data:`hsaf.records.rules.Complaint`."""
    if new.bio_type not in KINDS:
        yield "bio_type", f"特征类别应为 {'、'.join(f'{key} {name}' for key, name in KINDS.items())}"
    if new.bio_souc not in SOURCES:
        yield "bio_souc", "采集来源应为 1 至 4"
    if not LEAST_QUALITY <= new.quality <= 100:
        yield "quality", f"采集质量应为 {LEAST_QUALITY} 至 100 分，低于 {LEAST_QUALITY} 分请重新采集"
    if new.colc_date > today:
        yield "colc_date", "采集日期不能晚于今天"
    if not new.consent_no.strip():
        yield "consent_no", "须填写本人单独同意书的编号"
    if not _LEAST <= len(octets(new.template)) <= _MOST:
        yield "template", f"特征模板应为 {_LEAST} 至 {_MOST} 字节的 Base64 文本（模板，不是照片）"


def octets(template: str) -> bytes:
    """The template, empty where the text is no base 64."""
    try:
        return b64decode("".join(template.split()), validate=True)
    except (binascii.Error, ValueError):
        return b""
