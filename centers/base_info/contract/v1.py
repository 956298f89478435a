"""Contract of the base information center (基本信息中心), version 1.

Regions, institutions, practitioners, dated catalogs and dictionaries: reference data that changes
rarely and is read on every message. Look-ups answer from a versioned snapshot, never one statement
a call.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final, Protocol

import msgspec

from hsaf.contract.errors import ErrorCode
from hsaf.contract.files import Stored
from hsaf.contract.paging import Page, Paging
from hsaf.records.contract import Choice

INSTITUTION_UNKNOWN = ErrorCode(
    "base_info.institution_unknown", 300, "定点医药机构 {fixmedins_code} 不存在或已停用", "请核对机构编号"
)
SERVICE_NOT_OPENED = ErrorCode(
    "base_info.service_not_opened", 301, "机构 {fixmedins_code} 未开通{service}服务", "请向医保经办机构申请开通"
)
AREA_UNKNOWN = ErrorCode("base_info.area_unknown", 302, "医保区划 {admdvs} 不存在", "请核对区划代码")
PRACTITIONER_UNKNOWN = ErrorCode(
    "base_info.practitioner_unknown",
    303,
    "医药人员编码 {prac_psn_code} 不存在或不在有效期内",
    "请先办理医师（药师）备案",
)
DIAGNOSIS_UNKNOWN = ErrorCode(
    "base_info.diagnosis_unknown", 304, "诊断代码 {diag_code} 不在医保疾病诊断目录中", "请使用医保版 ICD-10 编码"
)
DEPARTMENT_UNKNOWN = ErrorCode(
    "base_info.department_unknown", 305, "科室编码 {dept_code} 不在科室代码字典中", "请核对科室编码"
)
DICTIONARY_UNKNOWN = ErrorCode("base_info.dictionary_unknown", 306, "字典 {type} 不存在", "请核对字典类型")
PERIODS_OVERLAP = ErrorCode(
    "base_info.periods_overlap", 307, "{kind} {code} 有两个版本的有效期重叠（均含 {day}）", "请更正起止日期后重新导入"
)

CATALOG_VERSION_UNKNOWN = ErrorCode(
    "base_info.catalog_version_unknown", 308, "目录版本号 {ver} 不存在，最新版本为 {newest}", "首次下载请传 v0000"
)
CATALOG_NEWEST = ErrorCode("base_info.catalog_newest", 309, "目录已是最新版本 {newest}，无需下载")
MATCHING_CODE_UNKNOWN = ErrorCode(
    "base_info.matching_code_unknown",
    310,
    "医疗目录编码 {med_list_codg} 在 {begndate} 无有效目录",
    "请核对医疗目录编码",
)
MATCHING_TYPE_WRONG = ErrorCode(
    "base_info.matching_type_wrong", 311, "医疗目录编码 {med_list_codg} 的目录类别为 {list_type}", "请核对目录类别"
)
MATCHING_OVERLAP = ErrorCode(
    "base_info.matching_overlap",
    312,
    "机构目录 {fixmedins_hilist_id} 自 {begndate} 至 {enddate} 已对照 {med_list_codg}，与本次有效期重叠",
    "如需变更请先撤销原对照（3302）",
)
MATCHING_UNKNOWN = ErrorCode(
    "base_info.matching_unknown",
    313,
    "没有机构目录 {fixmedins_hilist_id} 与 {med_list_codg} 的有效对照",
    "请核对目录编号和类别",
)
PERIOD_REVERSED = ErrorCode("base_info.period_reversed", 314, "结束时间 {end} 早于开始时间 {begin}", "请核对起止时间")
DEPARTMENT_REGISTERED = ErrorCode(
    "base_info.department_registered", 315, "科室 {hosp_dept_codg} 已登记", "如需更改请用科室信息变更（3402）"
)
DEPARTMENT_UNREGISTERED = ErrorCode(
    "base_info.department_unregistered", 316, "本机构没有登记科室 {hosp_dept_codg}", "请核对科室编码、名称和开始时间"
)
DEPARTMENT_BEDS = ErrorCode(
    "base_info.department_beds",
    317,
    "科室 {hosp_dept_codg} 的医保认可床位数 {hi_crtf} 多于批准床位数 {aprv}",
    "请核对床位数",
)
DEPARTMENT_TWICE = ErrorCode(
    "base_info.department_twice", 318, "科室编码 {hosp_dept_codg} 在本次上传中重复", "请去掉重复的行"
)

STANDARD_UNKNOWN = ErrorCode("base_info.standard_unknown", 341, "没有名为 {standard} 的编码标准", sort="missing")
STANDARD_LINE_UNKNOWN = ErrorCode(
    "base_info.standard_line_unknown", 342, "编码 {code} 不在该编码标准中", "请核对编码", sort="missing"
)


PICKED: Final = 20
"""Most choices a picker shows."""


class Area(msgspec.Struct, frozen=True):
    """A region; ``poolarea_no`` is the pooling area (统筹区) it belongs to, empty for the province."""

    admdvs: str
    admdvs_name: str
    prnt_admdvs: str
    admdvs_lv: str
    poolarea_no: str


class Institution(msgspec.Struct, frozen=True):
    """A designated institution.

    ``hosp_lv`` is the level the policy reads (3, 2, 1; unlevelled institutions count as 1);
    ``hosp_grade`` the code of the national dictionary ``hosp_lv``. They must not be confused.
    """

    fixmedins_code: str
    fixmedins_name: str
    uscc: str
    fixmedins_type: str
    hosp_lv: int
    hosp_grade: str
    admdvs: str
    otp_flag: bool
    ipt_flag: bool
    phar_flag: bool
    begndate: date
    enddate: date | None = None


class Practitioner(msgspec.Struct, frozen=True):
    """A doctor or pharmacist registered at an institution."""

    prac_psn_code: str
    prac_psn_name: str
    prac_psn_type: str
    fixmedins_code: str
    dept_code: str
    dept_name: str
    hi_dr_flag: bool
    begndate: date
    enddate: date | None = None


class CatalogItem(msgspec.Struct, frozen=True):
    """One dated version of a catalog line (医保目录).

    ``selfpay_prop`` ratio (甲 0); ``ceilings`` price ceiling in yuan by hospital level, absent level
    means no ceiling.
    """

    med_list_codg: str
    med_list_name: str
    list_type: str
    med_chrgitm_type: str
    chrgitm_lv: str
    selfpay_prop: Decimal | None
    ceilings: Mapping[int, Decimal]
    begndate: date
    enddate: date | None = None
    spec: str = ""
    prcunt: str = ""
    drug_dosform: str = ""
    rx_flag: str = ""
    lmt_used_flag: str = "0"


class DictionaryEntry(msgspec.Struct, frozen=True):
    """One value of a code table."""

    type: str
    value: str
    label: str
    sort: int
    parent_value: str = ""


class Matching(msgspec.Struct, frozen=True, kw_only=True):
    """An institution's own catalog code matched to a national one (3301). Begin and end days both count."""

    fixmedins_hilist_id: str
    fixmedins_hilist_name: str
    list_type: str
    med_list_codg: str
    begndate: date
    enddate: date
    aprvno: str = ""
    dosform: str = ""
    exct_cont: str = ""
    item_cont: str = ""
    prcunt: str = ""
    spec: str = ""
    pacspec: str = ""
    memo: str = ""


class Department(msgspec.Struct, frozen=True, kw_only=True):
    """A department of an institution (3401), ``hosp_dept_codg`` its own code; ``caty`` the national one."""

    hosp_dept_codg: str
    hosp_dept_name: str
    caty: str
    begntime: datetime
    itro: str
    dept_resper_name: str
    dept_resper_tel: str
    dept_estbdat: datetime
    aprv_bed_cnt: int
    poolarea_no: str
    dr_psncnt: int
    phar_psncnt: int
    nurs_psncnt: int
    tecn_psncnt: int
    endtime: datetime | None = None
    dept_med_serv_scp: str = ""
    hi_crtf_bed_cnt: int = 0
    memo: str = ""


class BaseInfoContract(Protocol):
    """What other parts may ask of the base information center.

    Every look-up returns ``None`` (or an empty result) for the unknown; the ``require_*`` forms
    raise the error named in this module instead.
    """

    def area(self, admdvs: str) -> Area | None: ...

    def areas(self) -> list[Area]:
        """Every region, parents before their children."""
        ...

    def pool_area(self, admdvs: str) -> str:
        """Pooling area of any region code: its first four digits and ``00``."""
        ...

    def institution(self, fixmedins_code: str, on: date) -> Institution | None: ...

    def require_institution(self, fixmedins_code: str, on: date) -> Institution:
        """Raises ``INSTITUTION_UNKNOWN``."""
        ...

    def known_institution(self, fixmedins_code: str, on: date) -> Institution:
        """As it is on a day or, when its agreement is over, as it was last: what it began it may finish.

        Raises ``INSTITUTION_UNKNOWN``.
        """
        ...

    def search_institutions(self, fixmedins_type: str, name: str = "", code: str = "") -> list[Institution]: ...

    def picked(self, code: str, text: str) -> Sequence[Choice] | None:
        """``institution``: up to ``PICKED`` institutions valid today whose code begins with the text, whose name has it,
        or whose name is typed so in pinyin or its initials; ``None`` for anything else."""
        ...

    def practitioner(self, prac_psn_code: str, on: date) -> Practitioner | None: ...

    def catalog_item(self, med_list_codg: str, on: date) -> CatalogItem | None:
        """The version of a catalog line valid on a day (both end days count)."""
        ...

    def diagnosis(self, diag_code: str, on: date | None = None) -> str | None:
        """Name of a diagnosis of the national ICD-10 edition that may be used on a day, the business day by itself."""
        ...

    def require_diagnosis(self, diag_code: str, on: date | None = None, where: str = "") -> str:
        """Raises ``DIAGNOSIS_UNKNOWN``, or ``issues.DIAGNOSIS_NOT_ENABLED`` saying since or until when."""
        ...

    def operation(self, oprn_oprt_code: str) -> str | None:
        """Name of an operation of the national ICD-9-CM-3 edition."""
        ...

    def chronic_disease(self, opsp_dise_code: str, on: date) -> str | None:
        """Name of an outpatient chronic or special disease (门诊慢特病)."""
        ...

    def dictionary(self, type: str) -> list[DictionaryEntry] | None:
        """The values of a code table that may be chosen: national ones and those of the province, in order."""
        ...

    def label(self, type: str, value: str) -> str | None:
        """Also of a value out of use, so that old data keeps its label."""
        ...

    def practitioners_of(self, fixmedins_code: str, on: date) -> list[Practitioner]:
        """Doctors and pharmacists registered at an institution on a day (5102)."""
        ...

    # -- versioned catalogs, each named by the transaction that downloads or pages through it ---------

    def catalog_newer(self, catalog: str, ver: str) -> str:
        """The newest version of a downloadable catalog (``1301``), newer than ``ver``.

        ``v0000`` is before the first version; an empty catalog stays at it and may always be asked for.
        Raises ``CATALOG_NEWEST`` or ``CATALOG_VERSION_UNKNOWN``.
        """
        ...

    def catalog_changes(self, catalog: str, ver: str, newest: str) -> list[tuple[Any, ...]]:
        """Lines that changed after ``ver`` up to ``newest``, in the columns of ``docs/reference/catalogs.md``."""
        ...

    def catalog_page(self, catalog: str, asked: Mapping[str, Any], paging: Paging) -> Page:
        """1304, 1312, 1316, 1318, 1319: lines by national field code, narrowed by what the message asks.

        Raises ``PAGE_WRONG``.
        """
        ...

    # -- code standards, as clerks query them (HB-10.1, HB-10.2) -----------------------------------------

    def standard_page(self, standard: str, asked: Mapping[str, Any], paging: Paging) -> Page:
        """Lines of ``diagnosis, operation, tcm_disease, tcm_syndrome, morphology, drug, service_item, consumable,
        hospital, pharmacy, doctor, nurse, pharmacist, chronic_disease, settled_disease`` or ``day_surgery`` by
        national field code.

        ``asked`` may hold ``code`` (its beginning), ``name`` (a part), ``chapter`` (of diagnoses and operations),
        ``grain`` (of consumables: 1 a class, 2 a single piece), ``valid_on`` (a day; dated standards only), ``state``
        (1 in use today, 2 from a later day, 3 ended) and fields of the standard by value or by a part of them.
        Raises ``STANDARD_UNKNOWN``, ``PAGE_WRONG``.
        """
        ...

    def standard_file(self, standard: str, asked: Mapping[str, Any]) -> Stored:
        """Every line of :meth:`standard_page` as a CSV file that spreadsheets open."""
        ...

    def standard_search(self, text: str, paging: Paging, group: str = "", standard: str = "") -> Page:
        """``standard, title, code, name`` of lines whose code begins with or whose name contains a text: of every
        standard, those of a ``group`` (``catalogue, person, institution``) or a single one. Raises ``PAGE_WRONG``,
        ``STANDARD_UNKNOWN``."""
        ...

    def company_page(self, paging: Paging, prodentp_name: str = "") -> Page:
        """``prodentp_name, drug_cnt, consumable_cnt, aprv_cnt`` (codes, codes, approval and registration numbers) of
        companies of the catalog, by a part of the name. Raises ``PAGE_WRONG``."""
        ...

    def standard_overview(self) -> Sequence[Mapping[str, Any]]:
        """``standard, title, group, lines`` (codes, not versions) of every standard."""
        ...

    def standard_versions(self, standard: str, code: str) -> Sequence[Mapping[str, Any]]:
        """Every dated version of one line, oldest first. Raises ``STANDARD_LINE_UNKNOWN``."""
        ...

    def standard_line(self, standard: str, code: str) -> Mapping[str, Any]:
        """The latest version of one line. Raises ``STANDARD_LINE_UNKNOWN``."""
        ...

    # -- the calling institution's own registrations; writes hold its lock -----------------------------

    def match(self, new: Matching) -> None:
        """3301. Raises ``PERIOD_REVERSED``, ``MATCHING_CODE_UNKNOWN``, ``MATCHING_TYPE_WRONG`` or
        ``MATCHING_OVERLAP``."""
        ...

    def withdraw_matching(self, fixmedins_hilist_id: str, list_type: str, med_list_codg: str) -> None:
        """3302. Raises ``MATCHING_UNKNOWN``."""
        ...

    def matchings(self, asked: Mapping[str, Any], paging: Paging) -> Page:
        """1317: matchings, also withdrawn ones (``vali_flag`` 0). Raises ``PAGE_WRONG``."""
        ...

    def register_departments(self, departments: Sequence[Department]) -> None:
        """3401, 3401A: all of them or none. Raises ``DEPARTMENT_TWICE``, ``DEPARTMENT_REGISTERED``,
        ``PERIOD_REVERSED``, ``DEPARTMENT_BEDS`` or ``AREA_UNKNOWN``."""
        ...

    def change_department(self, department: Department) -> None:
        """3402. Raises ``DEPARTMENT_UNREGISTERED`` and as registering does."""
        ...

    def revoke_department(self, hosp_dept_codg: str, hosp_dept_name: str, begin: date) -> None:
        """3403. Raises ``DEPARTMENT_UNREGISTERED`` when code, name and begin day do not belong together."""
        ...

    def departments(self) -> list[Department]:
        """5101: the institution's departments that were not revoked, by code."""
        ...

    def load(self, kind: str, rows: Iterable[Mapping[str, str]]) -> int:
        """Bulk load rows (national field codes) of ``areas``, ``institutions``, ``practitioners``,
        ``catalog``, ``diseases``, ``operations``, ``tcm_diseases``, ``tcm_syndromes``, ``morphologies``,
        ``opsp_diseases``, ``settled_diseases``, ``day_surgery``, ``national`` (the national library) or ``dictionaries``.

        Rows replace those with the same code (and begin day). Runs inside the caller's unit of work;
        returns the number of rows; bumps the snapshot version. Raises ``ROW_INVALID`` naming line and
        column, ``PERIODS_OVERLAP`` when two versions of a code share a day, ``ValueError`` for an
        unknown kind.
        """
        ...
