"""Tables of the enrollment center, keyed by person so that they can be partitioned by person.

The certificate number is personal data: it is kept sealed, beside a keyed digest to look it up by.
"""

from __future__ import annotations

from typing import Final

import sqlalchemy as sa

from hsaf.data.table import table
from hsaf.data.types import Fen, JsonText

metadata = sa.MetaData()


def _text(name: str, length: int, *, key: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.String(length), primary_key=key, nullable=False)


def _date(name: str) -> sa.Column[object]:
    return sa.Column(name, sa.Date, nullable=True)


person = table(
    "enrollment_person",
    metadata,
    _text("psn_no", 30, key=True),
    _text("psn_cert_type", 6),
    _text("certno_sealed", 400),
    _text("certno_digest", 64),
    _text("psn_name", 50),
    _text("gend", 6),
    _text("naty", 3),
    sa.Column("brdy", sa.Date, nullable=False),
    sa.Index("ix_enrollment_person_certno", "certno_digest", "psn_cert_type"),
    sa.Index("ix_enrollment_person_name", "psn_name"),
)

insured = table(
    "enrollment_insured",
    metadata,
    _text("psn_no", 30, key=True),
    _text("insutype", 6, key=True),
    _text("psn_type", 6),
    _text("psn_insu_stas", 6),
    _text("cvlserv_flag", 3),
    _text("insuplc_admdvs", 6),
    _date("psn_insu_date"),
    _date("paus_insu_date"),
    _text("emp_no", 30),
    _date("arrs_begndate"),
    _date("arrs_enddate"),
)

employer = table(
    "enrollment_employer",
    metadata,
    _text("emp_no", 30, key=True),
    _text("emp_name", 200),
    _text("uscc", 50),
    _text("insuplc_admdvs", 6),
    _text("emp_type", 30),
    _date("begndate"),
    _text("vali_flag", 3),
)

employer_base = table(
    "enrollment_employer_base",
    metadata,
    _text("emp_no", 30, key=True),
    sa.Column("year", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("avg_clctstd", Fen, nullable=False),
)
"""What an employer paid contributions on in a year: the monthly average of a member of staff, in fen."""

identity = table(
    "enrollment_identity",
    metadata,
    _text("psn_no", 30, key=True),
    _text("psn_idet_type", 6, key=True),
    sa.Column("begntime", sa.DateTime, primary_key=True),
    sa.Column("endtime", sa.DateTime, nullable=True),
    _text("memo", 500),
)

filing = table(
    "enrollment_filing",
    metadata,
    _text("psn_no", 30, key=True),
    _text("trt_dcla_detl_sn", 30, key=True),
    _text("insutype", 6),
    _text("biz_appy_type", 6),
    sa.Column("begndate", sa.Date, nullable=False),
    _date("enddate"),
    _text("dise_codg", 30),
    _text("dise_name", 300),
    _text("mdtrtarea_admvs", 6),
    _text("reflin_medins_no", 30),
    _text("fixmedins_code", 30),
    _text("fix_srt_no", 3),
    sa.Column("detail", JsonText, nullable=False),
    _text("memo", 500),
    sa.Column("filed_at", sa.DateTime, nullable=True),
    sa.Column("revoked_at", sa.DateTime, nullable=True),
    _text("revoke_memo", 500),
    sa.Index("ix_enrollment_filing_end", "biz_appy_type", "enddate"),
)
"""``detail`` keeps what the application said beyond what the rules read (diagnosis, doctor, reason);
``filed_at`` is NULL for imported filings, ``revoked_at`` for those in force."""

filing_change = table(
    "enrollment_filing_change",
    metadata,
    _text("psn_no", 30, key=True),
    _text("trt_dcla_detl_sn", 30, key=True),
    sa.Column("change_no", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("changed_at", sa.DateTime, nullable=False),
    _text("changed_by", 50),
    _text("reason", 500),
    sa.Column("before", JsonText, nullable=False),
)
"""What a change replaced; the filing itself is as it stands."""

mutual_aid = table(
    "enrollment_mutual_aid",
    metadata,
    _text("psn_no", 30, key=True),
    sa.Column("bind_srt_no", sa.Integer, primary_key=True, autoincrement=False),
    _text("acct_psn_no", 30),
    _text("patn_rlts", 6),
    sa.Column("bind_time", sa.DateTime, nullable=False),
)

index_key = table(
    "enrollment_index_key",
    metadata,
    _text("name", 30, key=True),
    _text("key_sealed", 200),
)
"""The sealed key of the certificate digests, made once with the first persons."""

biometric = table(
    "enrollment_biometric",
    metadata,
    _text("psn_no", 30, key=True),
    _text("bio_type", 6, key=True),
    _text("bio_souc", 6),
    sa.Column("quality", sa.Integer, nullable=False),
    sa.Column("colc_date", sa.Date, nullable=False),
    _text("consent_no", 50),
    _text("dev_no", 50),
    sa.Column("template_sealed", sa.Text, nullable=False),
    _text("template_digest", 64),
    _text("opter_name", 50),
    sa.Column("updt_time", sa.DateTime, nullable=False),
    sa.Index("ix_enrollment_biometric_template", "template_digest", "bio_type"),
)
"""One template a person and kind, sealed; the keyed digest tells whether somebody else has the same one."""

TABLES: Final = {
    "person": person,
    "insured": insured,
    "employer": employer,
    "employer_base": employer_base,
    "identity": identity,
    "filing": filing,
    "mutual_aid": mutual_aid,
}
