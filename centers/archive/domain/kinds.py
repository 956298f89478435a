"""The kinds of clinical documents, one line for each uploading transaction.

Everything the archive does is driven by this table; a new transaction needs a line, not code.
Source: field tables of the transactions; retention by 医疗机构管理条例实施细则 article 53.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

Alternatives = tuple[str, ...]
"""Fields of which the first one filled counts."""

OUTPATIENT_YEARS: Final = 15
INPATIENT_YEARS: Final = 30


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of document.

    ``head`` is the node whose (first) row names the visit; ``key`` tells the documents of a visit apart, empty
    when there is one; ``each_row`` makes a document of every row of ``head``. ``dated`` are the fields
    that date it; ``files`` hold Base64 content; ``years`` is how long it must be kept.
    """

    code: str
    name: str
    head: str
    key: tuple[Alternatives, ...] = ()
    each_row: bool = False
    dated: Alternatives = ()
    files: tuple[str, ...] = ()
    years: int = OUTPATIENT_YEARS


_REPORT: Final = ("rpotc_no", "appy_no")
_GERM: Final = ("germ_code", "germ_name")
_ITEM: Final = ("exam_item_code", "inhosp_exam_item_code")

EXAM: Final = "4501"
TEST: Final = "4502"
REPORTS: Final = (EXAM, TEST)
"""Transactions whose documents institutions recognise from each other (5401, 5402)."""

_ORDER: Final = Kind(
    "order", "住院医嘱", "data", (("medcas_drord_detl_id",),), each_row=True,
    dated=("drord_isu_time", "drord_isu_no", "medc_begntime"), years=INPATIENT_YEARS,
)  # fmt: skip

KINDS: Final[Mapping[str, Kind]] = {
    "2203A": Kind("prescription", "外配处方", "rxinfo", dated=("begntime",), files=("rxIn",)),
    "4201": Kind("own_fee", "自费病人费用明细", "feedetail", (("feedetl_sn",),), each_row=True, dated=("fee_ocur_time",)),
    "4301": Kind("outpatient", "门急诊诊疗记录", "rgstinfo", dated=("rgst_retnr_time",)),
    "4302": Kind("emergency", "急诊留观手术及抢救信息", "oprninfo", dated=("oprn_oprt_time",)),
    "4401": Kind("front_page", "住院病案首页", "baseinfo", dated=("dscg_date", "adm_date"), years=INPATIENT_YEARS),
    "4402": _ORDER,
    "4402A": _ORDER,
    EXAM: Kind("exam", "检查报告", "examinfo", ((*_REPORT, *_ITEM),), dated=("rpt_date", "exam_date")),
    TEST: Kind("test", "检验报告", "labinfo", ((*_REPORT, *_ITEM),), dated=("rpt_date",)),
    "4503": Kind("culture", "细菌培养报告", "data", (_REPORT, _GERM), each_row=True, dated=("clte_time",)),
    "4504": Kind("sensitivity", "药敏报告", "data", (_REPORT, _GERM, ("sstb_code", "sstb_name")), each_row=True),
    "4505": Kind("pathology", "病理检查报告", "data", (("palg_no",),), each_row=True, dated=("rpt_date",)),
    "4506": Kind(
        "file", "非结构化报告", "data", (("appy_no",), ("file_name",)), each_row=True, files=("exam_test_rpot",)
    ),
    "4601": Kind(
        "transfusion", "输血信息", "data", (("bld_time",), ("bld_cat_code",), ("bld_cnt",)), each_row=True,
        dated=("bld_time",), years=INPATIENT_YEARS,
    ),
    "4602": Kind(
        "nursing", "护理生命体征记录", "data", (("rcd_time",), ("sign_time",), ("nurscare_obsv_item_name",)),
        each_row=True, dated=("rcd_time",), years=INPATIENT_YEARS,
    ),
    "4701": Kind("record", "电子病历", "adminfo", (("adm_rec_no",),), dated=("adm_time",), years=INPATIENT_YEARS),
}  # fmt: skip

IN_ORDER: Final = (
    ("adm_date", "dscg_date"),
    ("adm_time", "die_time"),
    ("exam_date", "rpt_date"),
    ("cma_date", "rpt_date"),
    ("inpool_icu_time", "out_icu_time"),
    ("resc_begntime", "resc_endtime"),
    ("medc_begntime", "medc_endtime"),
    ("anst_begntime", "anst_endtime"),
    ("pacu_begntime", "pacu_endtime"),
)
"""Fields of a row of which the second may not be before the first."""
