"""What may be counted of insured persons, as things stand now."""

from __future__ import annotations

from typing import Final

import sqlalchemy as sa

from centers.enrollment.data.tables import identity, insured, person
from hsaf.datasets.model import Dataset, area, coded, count, distinct, number, shown
from hsaf.records.model import Field, FieldType, Mask

_insured, _person, _identity = insured.c, person.c, identity.c

_PERSON: Final = (
    shown(Field(code="psn_no", label="人员编号", type=FieldType.PERSON), _insured.psn_no),
    shown(Field(code="psn_name", label="姓名", mask=Mask.NAME), _person.psn_name),
    shown(Field(code="insuplc_admdvs", label="参保区划", type=FieldType.AREA), _insured.insuplc_admdvs),
    shown(Field(code="insutype", label="险种", type=FieldType.DICT, dict="insutype"), _insured.insutype),
    shown(Field(code="psn_type", label="人员类别", type=FieldType.DICT, dict="psn_type"), _insured.psn_type),
)
_DIMENSIONS: Final = (
    area("admdvs", "参保区划", _insured.insuplc_admdvs),
    coded("insutype", "险种", _insured.insutype),
    coded("psn_type", "人员类别", _insured.psn_type),
    coded("gend", "性别", _person.gend),
)
_STATUS: Final = Field(code="psn_insu_stas", label="参保状态", type=FieldType.DICT, dict="psn_insu_stas")
_NORMAL: Final = "1"

INSURED: Final = Dataset(
    code="insured",
    label="参保人员",
    source=insured.join(person, person.c.psn_no == insured.c.psn_no),
    dimensions=(*_DIMENSIONS, coded("psn_insu_stas", "参保状态", _insured.psn_insu_stas)),
    measures=(
        distinct("persons", "参保人数", _insured.psn_no, "同一人参加多个险种只计一次"),
        count("enrollments", "参保人次"),
        number("active", "正常参保人次", sa.case((_insured.psn_insu_stas == _NORMAL, 1), else_=0)),
    ),
    details=(*_PERSON, shown(_STATUS, _insured.psn_insu_stas)),
    order=(_insured.psn_no, _insured.insutype),
    scope="admdvs",
)

IDENTITIES: Final = Dataset(
    code="identities",
    label="特殊身份人员",
    source=identity.join(insured, insured.c.psn_no == identity.c.psn_no).join(
        person, person.c.psn_no == identity.c.psn_no
    ),
    where=(_identity.endtime.is_(None) | (_identity.endtime >= sa.func.current_date()),),
    dimensions=(*_DIMENSIONS, coded("psn_idet_type", "人员身份", _identity.psn_idet_type)),
    measures=(distinct("persons", "人数", _identity.psn_no, "身份仍有效的参保人员，同一人只计一次"),),
    details=(
        *_PERSON,
        shown(
            Field(code="psn_idet_type", label="人员身份", type=FieldType.DICT, dict="psn_idet_type"),
            _identity.psn_idet_type,
        ),
        shown(Field(code="begntime", label="开始时间", type=FieldType.DATETIME), _identity.begntime),
    ),
    order=(_identity.psn_no, _identity.psn_idet_type, _identity.begntime, _insured.insutype),
    scope="admdvs",
)

DATASETS: Final = (INSURED, IDENTITIES)
