"""How the field tables are read where they contradict themselves or leave something open.

The rule of the gateway specification: where the tables disagree, the wider reading wins, everywhere.
Every entry here is listed in ``docs/reference/transactions.md``.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from subsystems.gateway.presentation.tables.source import Field, Node

WIDENED: Final[Mapping[str, int]] = {
    "psn_type": 6,
    "psn_cert_type": 6,
    "cert_type": 6,
    "certno": 50,
    "psn_name": 50,
    "psnName": 50,
    "fixmedins_name": 200,
    "drug_trac_codg": 100,
    "hilist_code": 50,
    "fixmedins_code": 12,
    # diagnosis codes
    "diag_code": 30,
    "diagCode": 30,
    "dscg_maindiag_code": 30,
    "dscg_main_dise_codg": 30,
    "die_diag_code": 30,
    "inhosp_diag_code": 30,
    "adm_dise": 30,
    "wm_diag_code": 30,
    "prel_wm_diag_code": 30,
    "finl_wm_diag_code": 30,
}
"""Field to the length it has in every transaction."""

ALIASES: Final[Mapping[str, str]] = {
    "Vali_Flag": "vali_flag",
    "caty": "dept",
    "adm_caty": "dept",
    "dscg_caty": "dept",
    "dept_code": "dept",
    "cert_type": "psn_cert_type",
    "agnter_cert_type": "psn_cert_type",
    "phar_cert_type": "psn_cert_type",
    "prsc_dr_cert_type": "psn_cert_type",
    "psnCertType": "psn_cert_type",
    "prscDrCertType": "psn_cert_type",
    "pharCertType": "psn_cert_type",
    "medType": "med_type",
    "mdtrtCertType": "mdtrt_cert_type",
    "diagType": "diag_type",
    "maindiagFlag": "maindiag_flag",
    "hospApprFlag": "hosp_appr_flag",
}
"""Dictionary fields whose dictionary has another name."""

ALWAYS_CODED: Final = frozenset({"psn_cert_type", "cert_type"})
"""Checked against their dictionary even where a table forgot to say that they have one."""

EXTRA_CODES: Final[Mapping[str, Mapping[str, str]]] = {
    "med_type": {"21": "住院", "24": "住院"},
    # 3101 and 3102 refer this field to list_type
    "hilist_type": {
        "101": "西药中成药",
        "102": "中药饮片",
        "103": "自制剂",
        "104": "民族药",
        "105": "其他",
        "106": "中药配方颗粒",
        "201": "医疗服务项目",
        "301": "医用耗材",
    },
}
"""Codes the published dictionary lacks (gateway specification)."""

TEXT_TYPES: Final = frozenset({"str", "VARCHAR", "字符", "longtext", "大文本", "文本型", "Base64字符串"})
NUMBER_TYPES: Final = frozenset({"num", "BigDecimal", "整数类型", "整数型", "整型"})
LIST_TYPES: Final = frozenset({"列表", "List", "LIST", "集合", "字符串数组"})
OBJECT_TYPES: Final = frozenset({"DTO", "实体DTO", "对象型", "对象", "Map集合", "Map<String,String>"})
DATETIME_TYPES: Final = frozenset({"datetime", "日期"})
RANGE_END_TYPE: Final = "时间段止"

RANGE_ENDS: Final = frozenset(
    {("4105", "stt_endtime"), ("5201", "endtime"), ("5205", "endtime"), ("5303", "endtime"), ("5304", "endtime")}
)
"""Ends of the time range a query asks for: a date alone is its last second (national-interface section 1)."""

MOST_DIGITS: Final = 38
"""A "number" of more digits (N(255) for an institution's name in 3702) is text."""

DIGIT_FIELDS: Final = frozenset({"feedetl_sn", "init_feedetl_sn"})
"""Serial numbers typed as a number on input and as text on output: both are taken, text is passed on."""

OVERRIDES: Final[Mapping[tuple[str, str], Field]] = {
    # typed N without a length, although a date and time
    ("4701", "eval_time"): Field("eval_time", "评估日期时间", "datetime", required=True),
    # N(16) and N(5) in these tables, N(16,6) and N(5,4) in others: ceilings and ratios have decimals
    ("1318", "hilist_pric_uplmt_amt"): Field(
        "hilist_pric_uplmt_amt", "医保目录定价上限金额", "num", "16,6", required=True
    ),
    ("1319", "selfpay_prop"): Field("selfpay_prop", "自付比例", "num", "5,4", required=True),
    # the table leaves open which list is meant, and what becomes of it
    ("4102", "psn_no"): Field("psn_no", "人员编号", "str", "30", required=True),
    ("4102", "setl_id"): Field("setl_id", "结算ID", "str", "30", required=True),
    ("4102", "stas_type"): Field("stas_type", "审核状态", "str", "10", required=True),
    # must be sent by a pharmacy, says their remark, and only pharmacies send this transaction
    ("2203A", "rxfixmedinsCode"): Field("rxfixmedinsCode", "处方医药机构编码", "str", "12", required=True),
    ("2203A", "rxfixmedinsName"): Field("rxfixmedinsName", "处方医药机构名称", "str", "200", required=True),
    ("2203A", "rxIn"): Field("rxIn", "文件数据", "字节数组", required=True),
    # N(30) in one table, N(16,4) in others: a dose has decimals
    ("4301", "drug_used_sdose"): Field("drug_used_sdose", "药物使用-次剂量", "num", "30,4"),
    # N(16,2) in these tables, N(16,4) in those that move the same stock
    ("3501", "inv_cnt"): Field("inv_cnt", "库存数量", "num", "16,4", required=True),
    ("3501A", "inv_cnt"): Field("inv_cnt", "库存数量", "num", "16,4", required=True),
    ("3508", "invCnt"): Field("invCnt", "库存数量", "num", "16,4"),
    ("3510", "purcRetnCnt"): Field("purcRetnCnt", "采购/退货数量", "num", "16,4"),
    ("3511", "selRetnCnt"): Field("selRetnCnt", "销售/退货数量", "num", "16,4"),
    # marked as required in a column that this table prints one place to the left
    ("3502A", "trac_codg_pac_hery"): Field("trac_codg_pac_hery", "追溯码包装层级", "str", "3"),
    # one of the two must be sent, says their remark
    **{
        (infno, code): Field(code, label, "str", length)
        for infno in ("3508", "3509", "3510", "3511")
        for code, label, length in (
            ("medins_list_codg", "医药机构目录编码", "150"),
            ("fixmedins_bchno", "定点医药机构批次流水号", "30"),
        )
    },
}

EXTRA_FIELDS: Final[Mapping[tuple[str, str], tuple[Field, ...]]] = {
    # refunds need it in outpatient uploads too (benefit-settlement section 2)
    ("2204", "feedetail"): (Field("init_feedetl_sn", "原费用流水号", "str", "30"),),
    # what earlier editions state and 4103 answers: compared with the settlement where it is sent
    ("4101", "setlinfo"): (
        Field("psn_selfpay", "个人自付", "num", "16,2"),
        Field("psn_ownpay", "个人自费", "num", "16,2"),
        Field("acct_pay", "个人账户支出", "num", "16,2"),
        Field("psn_cashpay", "个人现金支付", "num", "16,2"),
    ),
    # these answers have no bound otherwise
    **{
        (infno, "data"): (Field("page_num", "当前页数", "num", "4"), Field("page_size", "本页数据量", "num", "4"))
        for infno in ("3508", "3509", "3510", "3511", "3512", "3513")
    },
}

LIKE: Final[Mapping[tuple[str, str], tuple[tuple[str, str], ...]]] = {
    ("3501A", "invinfoDetail"): (("3501", "invinfo"), ("3502", "invinfo")),
    ("3502A", "invinfoDetail"): (("3502", "invinfo"),),
}
"""Nodes whose columns were printed one place off: their fields are read as those of the same code in
these nodes, the first that has it."""

PAGED_NODES: Final = frozenset(
    {"2407", "3607", "4507", "4508", "4509", "4510", "4511", "4512"} | {"3508", "3509", "3510", "3511", "3512", "3513"}
)
"""Queries by page whose table names the node of the rows."""

PAGED: Final = PAGED_NODES | {"1304", "1312", "1316", "1317", "1318", "1319", "4104"}
"""Queries by page: where the tables name no node, rows are answered under ``data``; :data:`PAGE` beside it."""

PAGE: Final = Node(
    "",
    "分页",
    (
        Field("recordCounts", "总行数", "num", "10", required=True),
        Field("pages", "总页数", "num", "10", required=True),
        Field("page_num", "当前页数", "num", "4", required=True),
        Field("page_size", "本页数据量", "num", "4", required=True),
    ),
)

INPUTS: Final[Mapping[str, tuple[Node, ...]]] = {
    "4101": (
        Node(
            "iteminfo",
            "收费项目信息（可选；填写时须与结算一致）",
            (
                Field("med_chrgitm_type", "医疗收费项目类别", "str", "6", dict=True, required=True),
                Field("item_sumamt", "金额", "num", "16,2", required=True),
                Field("item_claa_sumfee", "甲类费用合计", "num", "16,2", required=True),
                Field("item_clab_amt", "乙类金额合计", "num", "16,2", required=True),
                Field("item_fulamt_ownpay_amt", "全自费金额", "num", "16,2", required=True),
                Field("item_ownpay_amt", "项目其他金额", "num", "16,2", required=True),
            ),
        ),
    ),
    "100001": (
        Node(
            "",
            "输入",
            (
                Field("psn_No", "人员编号", "str", "30", required=True),
                Field("setl_Id", "结算ID", "str", "30", required=True),
                Field("mdtrt_Id", "就诊ID", "str", "30", required=True),
            ),
        ),
    ),
}
"""Nodes taken besides those of the table: of earlier editions, or as national-interface section 5 has them
where there is no table."""

_PER_ROW: Final = (
    Field("med_list_codg", "医疗目录编码", "str", "50", required=True),
    Field("fixmedins_hilist_id", "定点医药机构目录编号", "str", "30", required=True),
    Field("fixmedins_hilist_name", "定点医药机构目录名称", "str", "200", required=True),
    Field("fixmedins_bchno", "定点医药机构批次流水号", "str", "30", required=True),
    Field("retRslt", "返回结果", "str", "6", required=True),
    Field("msgRslt", "错误原因", "str", "2000"),
    Field("memo", "备注", "str", "500"),
)
_PURCHASE: Final = Field("medins_prod_purc_no", "商品采购流水号", "str", "50")
_SALE: Final = Field("medins_prod_sel_no", "商品销售流水号", "str", "50")

EXTRA_NODES: Final[Mapping[str, tuple[Node, ...]]] = {
    "3503": (Node("result", "输出（退货时所填的流水号）", (_PURCHASE,)),),
    "3504A": (Node("purcinfoErrDetail", "输出（表中误列为输入）", (*_PER_ROW, _PURCHASE)),),
    "3505": (Node("result", "输出（退货时所填的流水号）", (_SALE,)),),
    "3506A": (Node("selinfoErrDetail", "输出（表中误列为输入）", (*_PER_ROW, _SALE)),),
    "9102": (
        Node(
            "fsDownloadOut",
            "输出（文件数据为 Base64 文本，digest 为其 SM3）",
            (
                Field("file_qury_no", "文件查询号", "str", "30", required=True),
                Field("filename", "文件名", "str", "200", required=True),
                Field("out", "文件数据", "str", required=True),
                Field("size", "文件字节数", "num", "12", required=True),
                Field("digest", "文件摘要", "str", "64", required=True),
                Field("dld_endtime", "截止时间", "str", "30"),
            ),
        ),
    ),
    "100001": (
        Node(
            "",
            "输出",
            (
                Field("setlId", "结算ID", "str", "30", required=True),
                Field("mdtrtId", "就诊ID", "str", "30", required=True),
                Field("psnNo", "人员编号", "str", "30", required=True),
                Field("polItemCode", "政策项编码", "str", "50", required=True),
                Field("polItemName", "政策项名称", "str", "200", required=True),
                Field("selfPayAmt", "自付金额", "str", "20"),
                Field("selfPayProp", "自付比例", "str", "20"),
                Field("fundPayAmt", "基金支付金额", "str", "20"),
                Field("fundPayProp", "基金支付比例", "str", "20"),
                Field("polItemPaySum", "政策项支付合计", "str", "20"),
            ),
        ),
    ),
}
"""Answers of transactions whose table lists no output although there is one."""

NESTED: Final[Mapping[tuple[str, str], str]] = {
    ("4901", "upldDetlList"): "data",
    ("4905", "reUploadDetlDTOList"): "data",
}
"""Fields that hold a node which their remark does not name."""

FLATTENED: Final[Mapping[tuple[str, str], str]] = {
    ("2102", "drugdetail"): "durg_trac_info",
    ("3506", "selinfo"): "drugtracinfo",
    ("3506A", "selinfoDetail"): "drugtracinfo",
}
"""Rows after this field belong to a node of its name; they are taken inside it or beside it."""

REPEATING: Final = frozenset(
    {"feedetail", "drugdetail", "diseinfo", "oprninfo", "icuinfo", "payinfo", "bldinfo", "opspdiseinfo", "warns"}
    | {"patient_dtos", "rxinfo", "iteminfo", "sampleinfo", "imageinfo", "coursrinfo", "rescinfo", "rxdrugdetail"}
    | {"seltdelts", "rxSaleDrugDetl", "List", "invinfoDetail", "purcinfoDetail", "selinfoDetail", "goodDetail"}
    | {"purcinfoErrDetail", "selinfoErrDetail", "IptPsnSpFlagReg"}
)
"""Nodes with any number of rows; every other node has one."""

REPEATING_IN: Final = frozenset(
    {("3401A", "deptinfo")}
    | {(infno, "data") for infno in ("4402", "4402A", "4503", "4504", "4505", "4506", "4601", "4602")}
)
"""Nodes that repeat only in this transaction."""

OPTIONAL: Final = frozenset(
    {"opspdiseinfo", "oprninfo", "icuinfo", "payinfo", "bldinfo", "sampleinfo", "imageinfo", "rescinfo", "dieinfo"}
    | {"coursrinfo", "purcinfoErrDetail", "selinfoErrDetail"}
)
"""Nodes that may be absent although they have required fields (unless they are a transaction's first)."""

OPTIONAL_IN: Final = frozenset({("4101", "diseinfo"), ("4101", "iteminfo"), ("4301", "rxinfo")})

CONDITIONS: Final = (
    ("mdtrt_cert_type", "03", "card_sn", "就诊凭证类型为 03 社会保障卡时"),
    ("dspo_way", "1", "dspo_way_rea", "处理方式为 1 继续执行医嘱时"),
)
"""Field, value, the field then required, and when, in words (national-interface section 3)."""
