"""Contract of the archive center (电子档案中心), version 1: clinical documents of visits, their versions,
and the reports that institutions recognise from each other.

A document is what an institution uploads by 4201, 4301-4302, 4401-4402A, 4501-4506, 4601-4602 or 4701: the
converted nodes of the message, or one row of them. Sent again it replaces itself; every version is kept.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, Protocol

import msgspec

from hsaf.contract.errors import ErrorCode
from hsaf.contract.paging import Page, Paging

VISIT_MIXED = ErrorCode("archive.visit_mixed", 500, "一次上传只能属于一次就诊：各行的 {field} 不一致", "请分次上传")
VISIT_HALF = ErrorCode(
    "archive.visit_half", 501, "医保病人的就诊ID和人员编号须同时填写", "自费病人两项均不填，医保病人两项均须填写"
)
OTHER_PERSON = ErrorCode(
    "archive.other_person",
    502,
    "{name}（就医流水号 {mdtrt_sn}）已归入另一人的档案",
    "请先以原人员编号作废（vali_flag 0）",
)
REPEATED = ErrorCode("archive.repeated", 503, "本次上传中有两份相同编号的{name}：{key}", "请合并或更正编号")
NOT_BASE64 = ErrorCode("archive.not_base64", 504, "{field} 不是合法的 Base64 文本", "请核对文件编码")
TIMES_REVERSED = ErrorCode("archive.times_reversed", 505, "{late} 早于 {early}", "请核对起止时间")
NOTHING_TO_VOID = ErrorCode("archive.nothing_to_void", 506, "没有可作废的{name}（就医流水号 {mdtrt_sn}）", "请核对编号")
REPORT_UNKNOWN = ErrorCode("archive.report_unknown", 507, "未找到可查看的报告 {rpotc_no}", "请核对人员、机构和报告单号")
NOT_AUTHORISED = ErrorCode(
    "archive.not_authorised", 508, "该人员未授权本机构查看其他机构的报告", "请先办理互认查询授权（5461）或就诊登记"
)
CONTENT_ALTERED = ErrorCode(
    "archive.content_altered", 509, "档案 {doc_id} 的内容与登记的摘要不符", "请将此提示告知技术支持"
)


class Receipt(msgspec.Struct, frozen=True):
    """What storing one document did; ``changed`` is false when it was already there just so."""

    doc_id: str
    version: int
    digest: str
    changed: bool


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """One document in the index of a person's archive. ``keep_until`` is the last day it must be kept."""

    doc_id: str
    kind: str
    infno: str
    fixmedins_code: str
    psn_no: str
    mdtrt_sn: str
    mdtrt_id: str
    doc_date: date
    version: int
    digest: str
    vali_flag: str
    stored_at: datetime
    changed_at: datetime
    opter: str
    keep_until: date


class Document(msgspec.Struct, frozen=True):
    """A document with its content: nodes in national field codes, dates as ISO text, amounts as text."""

    entry: Entry
    head: Mapping[str, Any]
    """The row that names visit and report."""
    nodes: Mapping[str, Any]


class ArchiveContract(Protocol):
    """What other parts may ask of the archive center. The calling institution comes from the request
    context and sees its own documents; writes run inside the caller's unit of work."""

    def store(self, infno: str, nodes: Mapping[str, Any]) -> list[Receipt]:
        """Keep the documents of an uploading message, all of them or none. ``vali_flag`` 0 voids.

        Raises ``VISIT_MIXED``, ``VISIT_HALF``, ``OTHER_PERSON``, ``REPEATED``, ``NOT_BASE64``,
        ``TIMES_REVERSED`` or ``NOTHING_TO_VOID``; for a ``mdtrt_id`` that is no visit of the institution
        what ``settlement.require_visit`` raises.
        """
        ...

    def search(self, infno: str, psn_no: str, wanted: Mapping[str, str], paging: Paging) -> Page:
        """A person's valid documents of the kind an upload transaction makes, newest first, as
        ``{"document": Document}`` rows. Codes in ``wanted`` must be equal, names contained.

        Raises ``PAGE_WRONG``.
        """
        ...

    def documents(self, psn_no: str) -> list[Entry]:
        """The index of a person's archive, oldest first: all of it for the agency, an institution's own part
        for an institution."""
        ...

    def authorise(self, psn_no: str) -> datetime:
        """5461: the person lets the calling institution see reports of others; until when."""
        ...

    def recognisable(self, psn_no: str, wanted: Mapping[str, str]) -> list[Document]:
        """5401: own reports and, when authorised or treating the person, those of other institutions that are
        recent enough and not withheld; newest first."""
        ...

    def report(self, psn_no: str, rpotc_no: str, fixmedins_code: str) -> Sequence[Document]:
        """5402: the reports of that number. Raises ``NOT_AUTHORISED`` or ``REPORT_UNKNOWN``."""
        ...
