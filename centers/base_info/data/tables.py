"""Tables of the base information center. Dated tables are keyed by code and begin day."""

from __future__ import annotations

from typing import Final

import sqlalchemy as sa

from hsaf.data.table import table
from hsaf.data.types import DecimalText, JsonText

metadata = sa.MetaData()


def _begin() -> sa.Column[object]:
    return sa.Column("begndate", sa.Date, primary_key=True)


def _end() -> sa.Column[object]:
    """The last valid day; NULL is an open end."""
    return sa.Column("enddate", sa.Date, nullable=True)


def _text(name: str, length: int) -> sa.Column[object]:
    return sa.Column(name, sa.String(length), nullable=False)


def _flag(name: str) -> sa.Column[object]:
    return sa.Column(name, sa.Boolean, nullable=False)


def _ceiling(level: int) -> sa.Column[object]:
    """Price ceiling in yuan for hospitals of a level; NULL is no ceiling."""
    return sa.Column(f"pric_uplmt_amt_lv{level}", DecimalText(24), nullable=True)


def _versioned() -> tuple[sa.Column[object], ...]:
    """The version in which a line last changed, and when."""
    return (
        sa.Column("seq", sa.Integer, nullable=False),
        sa.Column("updt_time", sa.DateTime, nullable=False),
    )


area = table(
    "base_info_area_version",
    metadata,
    sa.Column("admdvs", sa.String(6), primary_key=True),
    _begin(),
    _end(),
    _text("admdvs_name", 100),
    _text("prnt_admdvs", 6),
    _text("admdvs_lv", 3),
    _text("poolarea_no", 6),
)

institution = table(
    "base_info_institution",
    metadata,
    sa.Column("fixmedins_code", sa.String(30), primary_key=True),
    _begin(),
    _end(),
    _text("fixmedins_name", 200),
    _text("uscc", 50),
    _text("fixmedins_type", 6),
    sa.Column("hosp_lv", sa.Integer, nullable=False),
    _text("hosp_grade", 6),
    _text("admdvs", 6),
    _flag("otp_flag"),
    _flag("ipt_flag"),
    _flag("phar_flag"),
    _text("memo", 500),
)

practitioner = table(
    "base_info_practitioner",
    metadata,
    sa.Column("prac_psn_code", sa.String(30), primary_key=True),
    _begin(),
    _end(),
    _text("prac_psn_name", 50),
    _text("prac_psn_type", 6),
    _text("fixmedins_code", 30),
    _text("dept_code", 30),
    _text("dept_name", 100),
    _flag("hi_dr_flag"),
)

catalog = table(
    "base_info_catalog",
    metadata,
    sa.Column("med_list_codg", sa.String(50), primary_key=True),
    _begin(),
    _end(),
    _text("med_list_name", 200),
    _text("list_type", 30),
    _text("med_chrgitm_type", 6),
    _text("chrgitm_lv", 3),
    sa.Column("selfpay_prop", DecimalText(10), nullable=True),
    _ceiling(3),
    _ceiling(2),
    _ceiling(1),
    _text("spec", 200),
    _text("prcunt", 50),
    _text("drug_dosform", 100),
    _text("rx_flag", 3),
    _text("lmt_used_flag", 3),
    *_versioned(),
    sa.Column("prodentp_name", sa.String(200), nullable=True),
    sa.Column("aprvno", sa.String(100), nullable=True),
)
"""``prodentp_name`` the company, ``aprvno`` its approval or registration number."""

diagnosis = table(
    "base_info_diagnosis",
    metadata,
    sa.Column("diag_code", sa.String(30), primary_key=True),
    _text("diag_name", 300),
    *_versioned(),
    sa.Column("begndate", sa.Date, nullable=True),
    _end(),
)
"""``begndate`` NULL: in use since ever. Enabling and stopping a code (``contract/issues.py``) write the days."""

operation = table(
    "base_info_operation",
    metadata,
    sa.Column("oprn_oprt_code", sa.String(30), primary_key=True),
    _text("oprn_oprt_name", 500),
    *_versioned(),
)

tcm_disease = table(
    "base_info_tcm_disease",
    metadata,
    sa.Column("dise_type_code", sa.String(30), primary_key=True),
    _text("dise_type_name", 300),
    _text("caty_cgy_code", 30),
    _text("caty_cgy_name", 300),
    _text("spcy_sys_taxa_code", 30),
    _text("spcy_sys_taxa_name", 300),
    *_versioned(),
)
"""Diseases of Chinese medicine (中医疾病), 1314, by department class and speciality system."""

tcm_syndrome = table(
    "base_info_tcm_syndrome",
    metadata,
    sa.Column("sds_type_code", sa.String(30), primary_key=True),
    _text("sds_type_name", 300),
    _text("sds_cgy_code", 30),
    _text("sds_cgy_name", 300),
    _text("sds_attr_code", 30),
    _text("sds_attr", 300),
    *_versioned(),
)
"""Syndromes of Chinese medicine (中医证候), 1315, by class and attribute."""

morphology = table(
    "base_info_morphology",
    metadata,
    sa.Column("mpy_type_code", sa.String(30), primary_key=True),
    _text("mpy_type", 500),
    _text("tmor_cell_type_code", 30),
    _text("tmor_cell_type", 300),
    *_versioned(),
)
"""Morphology of tumours (肿瘤形态学), 1313, by cell type."""

chronic_disease = table(
    "base_info_chronic_disease",
    metadata,
    sa.Column("opsp_dise_code", sa.String(30), primary_key=True),
    _begin(),
    _end(),
    _text("opsp_dise_name", 300),
    *_versioned(),
)

settled_disease = table(
    "base_info_settled_disease",
    metadata,
    sa.Column("bydise_setl_list_code", sa.String(30), primary_key=True),
    _begin(),
    _end(),
    _text("bydise_setl_dise_name", 300),
    _text("qua_oprn_oprt_code", 200),
    _text("qua_oprn_oprt_name", 500),
    *_versioned(),
)
"""Diseases settled by disease (按病种结算病种), 1310; with the operations they are limited to."""

day_surgery = table(
    "base_info_day_surgery",
    metadata,
    sa.Column("daysrg_dise_list_code", sa.String(30), primary_key=True),
    _begin(),
    _end(),
    _text("daysrg_dise_name", 300),
    _text("oprn_oprt_code", 200),
    _text("oprn_oprt_name", 500),
    *_versioned(),
)
"""Day surgery diseases (日间手术病种), 1311."""

national = table(
    "base_info_national",
    metadata,
    sa.Column("standard", sa.String(30), primary_key=True),
    sa.Column("code", sa.String(50), primary_key=True),
    _text("name", 500),
    _text("ver", 30),
    sa.Column("detail", JsonText, nullable=False),
    sa.Index("ix_base_info_national_ver", "standard", "ver"),
)
"""The national library (全国代码库) by code standard; ``detail`` holds the other columns of a line as text."""

dictionary = table(
    "base_info_dictionary",
    metadata,
    sa.Column("type", sa.String(60), primary_key=True),
    sa.Column("value", sa.String(60), primary_key=True),
    _text("label", 300),
    sa.Column("sort", sa.Integer, nullable=False),
    _text("parent_value", 60),
)

version = table(
    "base_info_version",
    metadata,
    sa.Column("kind", sa.String(30), primary_key=True),
    sa.Column("seq", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("made_at", sa.DateTime, nullable=False),
    sa.Column("row_cnt", sa.Integer, nullable=False),
)
"""The version log: one row for every load that changed lines of a kind."""

matching = table(
    "base_info_matching",
    metadata,
    sa.Column("fixmedins_code", sa.String(30), primary_key=True),
    sa.Column("rid", sa.String(30), primary_key=True),
    _text("fixmedins_hilist_id", 30),
    _text("fixmedins_hilist_name", 200),
    _text("list_type", 30),
    _text("med_list_codg", 50),
    sa.Column("begndate", sa.Date, nullable=False),
    sa.Column("enddate", sa.Date, nullable=False),
    sa.Column("detail", JsonText, nullable=False),
    _text("vali_flag", 3),
    sa.Column("crte_time", sa.DateTime, nullable=False),
    sa.Column("updt_time", sa.DateTime, nullable=False),
    _text("opter_id", 50),
    _text("opter_name", 50),
    sa.Index("ix_base_info_matching_own", "fixmedins_code", "fixmedins_hilist_id"),
)
"""``detail`` keeps what nothing is looked up by (specification, approval number); ``vali_flag`` 0 is withdrawn."""

department = table(
    "base_info_department",
    metadata,
    sa.Column("fixmedins_code", sa.String(30), primary_key=True),
    sa.Column("hosp_dept_codg", sa.String(20), primary_key=True),
    sa.Column("detail", JsonText, nullable=False),
    _text("vali_flag", 3),
    sa.Column("updt_time", sa.DateTime, nullable=False),
)
"""``detail`` is the department as registered; ``vali_flag`` 0 is revoked."""

KINDS: Final = {
    "areas": area,
    "institutions": institution,
    "practitioners": practitioner,
    "catalog": catalog,
    "diseases": diagnosis,
    "operations": operation,
    "tcm_diseases": tcm_disease,
    "tcm_syndromes": tcm_syndrome,
    "morphologies": morphology,
    "opsp_diseases": chronic_disease,
    "settled_diseases": settled_disease,
    "day_surgery": day_surgery,
    "national": national,
    "dictionaries": dictionary,
}
"""Kind of bulk load to its table."""

DATED: Final = {kind: table for kind, table in KINDS.items() if "begndate" in table.primary_key.columns}
"""Kinds that may hold several versions of a code."""

VERSIONED: Final = {kind: table for kind, table in KINDS.items() if "seq" in table.c}
"""Kinds that institutions download by version."""
