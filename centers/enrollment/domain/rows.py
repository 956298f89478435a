"""How the center's import files are read, by kind."""

from __future__ import annotations

from typing import Final

from hsaf.contract.rows import Field, Form, code, day, fen, flag_code, moment, open_day, open_moment, text, whole

PERSON: Final[Form] = (
    Field("psn_no", code),
    Field("psn_cert_type", code),
    Field("certno", code),
    Field("psn_name", code),
    Field("gend", code),
    Field("naty", text),
    Field("brdy", day),
)

INSURED: Final[Form] = (
    Field("psn_no", code),
    Field("insutype", code),
    Field("psn_type", code),
    Field("psn_insu_stas", code),
    Field("cvlserv_flag", flag_code),
    Field("insuplc_admdvs", code),
    Field("psn_insu_date", open_day),
    Field("paus_insu_date", open_day),
    Field("emp_no", text),
    Field("arrs_begndate", open_day),
    Field("arrs_enddate", open_day),
)

EMPLOYER: Final[Form] = (
    Field("emp_no", code),
    Field("emp_name", code),
    Field("uscc", text),
    Field("insuplc_admdvs", text),
    Field("emp_type", text),
    Field("begndate", open_day),
    Field("vali_flag", flag_code),
)

EMPLOYER_BASE: Final[Form] = (
    Field("emp_no", code),
    Field("year", whole),
    Field("avg_clctstd", fen),
)

IDENTITY: Final[Form] = (
    Field("psn_no", code),
    Field("psn_idet_type", code),
    Field("begntime", moment),
    Field("endtime", open_moment),
    Field("memo", text),
)

FILING: Final[Form] = (
    Field("psn_no", code),
    Field("trt_dcla_detl_sn", code),
    Field("insutype", text),
    Field("biz_appy_type", code),
    Field("begndate", day),
    Field("enddate", open_day),
    Field("dise_codg", text),
    Field("dise_name", text),
    Field("mdtrtarea_admvs", text),
    Field("reflin_medins_no", text),
    Field("fixmedins_code", text),
    Field("fix_srt_no", text),
)

MUTUAL_AID: Final[Form] = (
    Field("psn_no", code),
    Field("bind_srt_no", whole),
    Field("acct_psn_no", code),
    Field("patn_rlts", text),
    Field("bind_time", moment),
)
