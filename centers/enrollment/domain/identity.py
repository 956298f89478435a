"""Comparing the identity a message states with the registered person."""

from __future__ import annotations

from typing import Final

from centers.enrollment.contract.v1 import Person
from hsaf.contract.id_card import normal

ID_CARD: Final = "02"
"""``mdtrt_cert_type`` whose number is the ID number; e-voucher tokens and card numbers are not compared."""


LABELS: Final = {
    "psn_cert_type": "人员证件类型",
    "certno": "证件号码",
    "psn_name": "人员姓名",
    "mdtrt_cert_no": "就诊凭证编号",
}
"""Fields that are compared, and their Chinese names."""


def mismatch(
    person: Person, *, psn_cert_type: str, certno: str, psn_name: str, mdtrt_cert_type: str, mdtrt_cert_no: str
) -> str | None:
    """The first stated field that is not this person's; empty fields are not compared."""
    if psn_cert_type and psn_cert_type != person.psn_cert_type:
        return "psn_cert_type"
    if certno and normal(certno) != normal(person.certno):
        return "certno"
    if psn_name and psn_name.strip() != person.psn_name:
        return "psn_name"
    if mdtrt_cert_type == ID_CARD and mdtrt_cert_no and normal(mdtrt_cert_no) != normal(person.certno):
        return "mdtrt_cert_no"
    return None


def hint(certno: str) -> str:
    """Enough of a certificate number for the clerk who typed it, too little to identify anyone."""
    return f"（证件尾号 {certno[-2:]}）" if len(certno) > 6 else "（按所报证件）"
