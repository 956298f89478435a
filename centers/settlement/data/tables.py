"""Tables of the settlement center. Keys start with the person, so that a table can be partitioned by
person; there is no auto-increment and no foreign key across persons.
"""

from __future__ import annotations

from typing import Any, Final

import sqlalchemy as sa

from centers.settlement.domain.amounts import AMOUNT_FIELDS
from hsaf.data.table import table
from hsaf.data.types import DecimalText, Fen, JsonText

metadata = sa.MetaData()

CLEARED_BY: Final = ("clr_type", "clr_way", "clr_optins", "mdtrt_poolarea", "pay_loc")
"""What ``stated`` says about clearing, as columns, so that reconciliation and monthly sheets can ask by it."""

COUNTED_BY: Final = ("psn_type", "hosp_lv")
"""What ``stated`` says about the person and the institution of that day, as columns, for statistics."""

FIGURED: Final = (
    "setl_date", "insuplc_admdvs", "insutype", "med_type", "psn_type", "hosp_lv", "fixmedins_code", "refd_setl_flag",
    "reversed_by", "medfee_sumamt", "fund_pay_sumamt", "inscp_scp_amt", "hifp_pay", "acct_pay", "psn_cash_pay",
)  # fmt: skip
"""What the panels of leaders group and add up, in one index (MySQL takes 16 columns): figures of a time are made of its
entries in order, without reading the rows, which are large."""


def _psn() -> sa.Column[Any]:
    return sa.Column("psn_no", sa.String(30), primary_key=True)


def _key(name: str, length: int = 30) -> sa.Column[Any]:
    return sa.Column(name, sa.String(length), primary_key=True)


def _text(name: str, length: int) -> sa.Column[Any]:
    return sa.Column(name, sa.String(length), nullable=False)


def _fen(name: str) -> sa.Column[Any]:
    return sa.Column(name, Fen, nullable=False)


def _int(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.Integer, nullable=False)


def _time(name: str, *, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.DateTime, nullable=nullable)


def _json(name: str) -> sa.Column[Any]:
    return sa.Column(name, JsonText, nullable=False)


visit = table(
    "settlement_visit",
    metadata,
    _psn(),
    _key("mdtrt_id"),
    _text("fixmedins_code", 12),
    _text("kind", 10),
    _text("state", 10),
    _text("insutype", 6),
    _text("med_type", 6),
    _time("begntime"),
    _time("endtime", nullable=True),
    _int("open_seq"),
    _int("setl_count"),
    _text("last_setl_id", 30),
    _fen("dedc_total"),
    _fen("dedc_used"),
    _text("dise_codg", 30),
    _text("dise_name", 500),
    _text("matn_type", 6),
    _text("ipt_otp_no", 30),
    _text("mdtrt_cert_type", 3),
    _text("mdtrtarea_admvs", 6),
    _text("insuplc_admdvs", 6),
    _text("msgid", 30),
    _json("detail"),
    sa.Index("ix_settlement_visit_institution", "fixmedins_code", "begntime"),
    sa.Index("ix_settlement_visit_message", "fixmedins_code", "msgid"),
)

diagnosis = table(
    "settlement_diagnosis",
    metadata,
    _psn(),
    _key("mdtrt_id"),
    _key("inout", 3),
    _key("diag_type", 3),
    sa.Column("diag_srt_no", sa.Integer, primary_key=True, autoincrement=False),
    _text("diag_code", 30),
    _text("diag_name", 300),
    _text("maindiag_flag", 3),
    _text("diag_dept", 100),
    _text("dise_dor_no", 30),
    _text("dise_dor_name", 50),
    _time("diag_time", nullable=True),
    _text("vali_flag", 3),
    _text("adm_cond", 500),
)

special_flag = table(
    "settlement_special_flag",
    metadata,
    _psn(),
    _key("mdtrt_id"),
    _key("ipt_psn_sp_flag_type", 6),
    _text("ipt_psn_sp_flag_detl_id", 40),
    _text("fixmedins_code", 12),
    _text("ipt_otp_no", 30),
    _text("ipt_psn_sp_flag", 6),
    _text("admdvs", 6),
    _text("memo", 500),
    _time("opt_time"),
    sa.Index("ix_settlement_special_flag_institution", "fixmedins_code", "opt_time"),
)
"""Special attributes of visits (2406); one of each type."""


def _line_columns() -> list[sa.Column[Any]]:
    """Fee line, its split in fen and the catalog snapshot that applied."""
    return [
        _text("init_feedetl_sn", 15),
        _text("chrg_bchno", 30),
        _text("dise_codg", 30),
        _time("fee_ocur_time"),
        _text("med_list_codg", 50),
        _text("medins_list_codg", 150),
        sa.Column("cnt", DecimalText(30), nullable=False),
        sa.Column("pric", DecimalText(30), nullable=False),
        _fen("det_item_fee_sumamt"),
        _fen("fulamt_ownpay_amt"),
        _fen("overlmt_amt"),
        _fen("preselfpay_amt"),
        _fen("inscp_scp_amt"),
        _text("chrgitm_lv", 3),
        _text("med_chrgitm_type", 6),
        sa.Column("own_pay", sa.Boolean, nullable=False),
        sa.Column("selfpay_prop", DecimalText(20), nullable=True),
        sa.Column("pric_uplmt_amt", DecimalText(30), nullable=True),
        _text("lmt_used_flag", 3),
        _text("hosp_appr_flag", 3),
        _text("memo", 500),
        _json("detail"),
        _time("opt_time"),
    ]


fee_line = table(
    "settlement_fee_line",
    metadata,
    _psn(),
    _key("mdtrt_id"),
    _key("feedetl_sn", 15),
    _int("setl_seq"),
    *_line_columns(),
)
"""Unsettled iff ``setl_seq`` equals the visit's ``open_seq``."""

reversed_line = table(
    "settlement_reversed_line",
    metadata,
    _psn(),
    _key("setl_id"),
    _key("feedetl_sn", 15),
    _text("mdtrt_id", 30),
    *_line_columns(),
)
"""Lines as a settlement had them when it was reversed; afterwards they may be withdrawn or settled anew."""

settlement = table(
    "settlement_settlement",
    metadata,
    _psn(),
    _key("setl_id"),
    _int("commit_seq"),
    _text("mdtrt_id", 30),
    _int("line_seq"),
    _text("fixmedins_code", 12),
    _text("msgid", 30),
    _text("infno", 6),
    _text("kind", 10),
    sa.Column("mid_setl", sa.Boolean, nullable=False),
    sa.Column("maternity", sa.Boolean, nullable=False),
    _text("insutype", 6),
    _text("med_type", 6),
    _int("year"),
    _time("setl_time"),
    sa.Column("setl_date", sa.Date, nullable=False),
    *(_fen(name) for name in AMOUNT_FIELDS),
    _fen("ratio_base"),
    _fen("balc"),
    _text("insuplc_admdvs", 6),
    _text("mdtrtarea_admvs", 6),
    *(_text(name, 6) for name in (*CLEARED_BY, *COUNTED_BY)),
    _text("policy_id", 60),
    _text("policy_version", 60),
    _json("touched"),
    _json("deltas"),
    _json("draws"),
    _json("limits"),
    _json("trace"),
    _json("inputs"),
    _json("stated"),
    _text("refd_setl_flag", 3),
    _text("reverses", 30),
    _text("reversed_by", 30),
    _text("invono", 40),
    sa.UniqueConstraint("psn_no", "commit_seq", name="uq_settlement_settlement_order"),
    sa.Index("ix_settlement_settlement_id", "setl_id"),
    sa.Index("ix_settlement_settlement_institution", "fixmedins_code", "setl_time"),
    sa.Index("ix_settlement_settlement_time", "setl_time"),
    sa.Index("ix_settlement_settlement_message", "fixmedins_code", "msgid"),
    sa.Index("ix_settlement_settlement_invoice", "invono"),
    sa.Index("ix_settlement_settlement_figures", *FIGURED),
)
"""A settlement or the reversal of one (``refd_setl_flag`` 1, amounts negated). Append-only but for
``reversed_by``. ``inputs`` is the benefit case, so that it can be computed again years later;
``stated`` what the message said and who handled it."""

accumulator = table(
    "settlement_accumulator",
    metadata,
    _psn(),
    _key("insutype", 6),
    sa.Column("year", sa.Integer, primary_key=True, autoincrement=False),
    _key("cum_type_code", 60),
    _fen("value"),
)

account = table("settlement_account", metadata, _psn(), _fen("balc"))
"""Personal accounts; ``balc`` always equals the sum of the account's entries."""

entry = table(
    "settlement_entry",
    metadata,
    _psn(),
    _key("journal"),
    sa.Column("entry_no", sa.Integer, primary_key=True, autoincrement=False),
    _text("account", 60),
    _text("account_name", 100),
    _fen("debit"),
    _fen("credit"),
    sa.Column("posted_on", sa.Date, nullable=False),
    sa.Index("ix_settlement_entry_account", "account"),
)
"""The ledger: append-only. ``journal`` is the ``setl_id`` or ``opening``; ``psn_no`` the patient."""

reimbursement = table(
    "settlement_reimbursement",
    metadata,
    _psn(),
    _key("reim_id"),
    _text("mdtrt_id", 30),
    _text("state", 10),
    _text("insutype", 6),
    _text("med_type", 6),
    sa.Column("begndate", sa.Date, nullable=False),
    sa.Column("enddate", sa.Date, nullable=False),
    _fen("sumamt"),
    _json("place"),
    _json("receipts"),
    _text("bankacct_sealed", 200),
    _text("setl_id", 30),
    _time("entered_at"),
    sa.Index("ix_settlement_reimbursement_id", "reim_id"),
    sa.Index("ix_settlement_reimbursement_state", "state", "entered_at"),
)
"""Applications at the counter; the visit and its lines are kept like any other."""

reimbursement_step = table(
    "settlement_reimbursement_step",
    metadata,
    _psn(),
    _key("reim_id"),
    sa.Column("step_no", sa.Integer, primary_key=True, autoincrement=False),
    _text("step", 10),
    _text("actor", 50),
    _time("at"),
    _text("memo", 500),
)

receipt = table("settlement_receipt", metadata, _key("invono", 40), _text("psn_no", 30), _text("reim_id", 30))
"""Receipts of applications under way or paid. Keyed by number alone: one receipt, one reimbursement,
whoever brings it; free again when withdrawn or reversed."""

allowance = table(
    "settlement_allowance",
    metadata,
    _psn(),
    _key("allw_id"),
    _text("state", 10),
    sa.Column("birth_date", sa.Date, nullable=False),
    _text("matn_type", 6),
    _int("fetus_cnt"),
    _int("geso_val"),
    _text("cert_no", 30),
    _text("emp_no", 30),
    _text("insuplc_admdvs", 6),
    _text("pool_area", 6),
    _int("paid_months"),
    _fen("base"),
    _int("days"),
    sa.Column("begndate", sa.Date, nullable=False),
    sa.Column("enddate", sa.Date, nullable=False),
    _fen("amount"),
    _text("policy", 100),
    _json("trace"),
    _text("journal", 30),
    _text("bankacct_sealed", 200),
    _time("entered_at"),
    sa.Index("ix_settlement_allowance_id", "allw_id"),
    sa.Index("ix_settlement_allowance_state", "state", "entered_at"),
)
"""Declarations of the maternity allowance with what they were computed from; the certificate is a row of ``receipt``."""

allowance_step = table(
    "settlement_allowance_step",
    metadata,
    _psn(),
    _key("allw_id"),
    sa.Column("step_no", sa.Integer, primary_key=True, autoincrement=False),
    _text("step", 10),
    _text("actor", 50),
    _time("at"),
    _text("memo", 500),
)
