"""The chapters that diagnoses (ICD-10) and operations (ICD-9-CM-3) are ordered by (HB-10.2.3)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Chapter:
    """Codes that begin with ``first``, with ``last`` or with what lies between, all of the same length."""

    number: str
    title: str
    first: str
    last: str


def _chapters(*lines: str) -> tuple[Chapter, ...]:
    split = (line.split(maxsplit=1) for line in lines)
    spans = ((*span.split("-"), title) for span, title in split)
    return tuple(Chapter(f"{at:02d}", title, first, last) for at, (first, last, title) in enumerate(spans, start=1))


DISEASES: Final = _chapters(
    "A00-B99 某些传染病和寄生虫病",
    "C00-D48 肿瘤",
    "D50-D89 血液及造血器官疾病和某些涉及免疫机制的疾患",
    "E00-E90 内分泌、营养和代谢疾病",
    "F00-F99 精神和行为障碍",
    "G00-G99 神经系统疾病",
    "H00-H59 眼和附器疾病",
    "H60-H95 耳和乳突疾病",
    "I00-I99 循环系统疾病",
    "J00-J99 呼吸系统疾病",
    "K00-K93 消化系统疾病",
    "L00-L99 皮肤和皮下组织疾病",
    "M00-M99 肌肉骨骼系统和结缔组织疾病",
    "N00-N99 泌尿生殖系统疾病",
    "O00-O99 妊娠、分娩和产褥期",
    "P00-P96 起源于围生期的某些情况",
    "Q00-Q99 先天性畸形、变形和染色体异常",
    "R00-R99 症状、体征和临床与实验室异常所见",
    "S00-T98 损伤、中毒和外因的某些其他后果",
    "V01-Y98 疾病和死亡的外因",
    "Z00-Z99 影响健康状态和与保健机构接触的因素",
    "U00-U99 用于特殊目的的编码",
)
"""World Health Organization, ICD-10, tabular list."""

OPERATIONS: Final = _chapters(
    "00-00 操作和介入，不能分类于他处",
    "01-05 神经系统手术",
    "06-07 内分泌系统手术",
    "08-16 眼的手术",
    "17-17 其他各类诊断性和治疗性操作",
    "18-20 耳部手术",
    "21-29 鼻、口、咽手术",
    "30-34 呼吸系统手术",
    "35-39 心血管系统手术",
    "40-41 血液和淋巴系统手术",
    "42-54 消化系统手术",
    "55-59 泌尿系统手术",
    "60-64 男性生殖器官手术",
    "65-71 女性生殖器官手术",
    "72-75 产科操作",
    "76-84 肌肉骨骼系统手术",
    "85-86 体被系统手术",
    "87-99 各种诊断性和治疗性操作",
)
"""ICD-9-CM volume 3, tabular list."""


def chapter_of(chapters: tuple[Chapter, ...], code: str) -> str:
    """Number of the chapter of a code; empty for a code outside all of them."""
    return next((one.number for one in chapters if one.first <= code[: len(one.first)] <= one.last), "")
