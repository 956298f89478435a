"""What may be counted of applications: each once where it was handed in, and everything anybody did to one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import sqlalchemy as sa

from centers.workflow.contract.v1 import ACTIONS, APPROVED, REJECTED, RETURNED, RUNNING, STATES
from centers.workflow.data.tables import instance, note
from hsaf.datasets.model import (
    Dataset,
    Dimension,
    area,
    coded,
    count,
    day,
    distinct,
    month,
    named,
    number,
    ratio,
    shown,
    titled,
)
from hsaf.records.model import Field, FieldType

_i, _n = instance.c, note.c
_one: Final = sa.literal(1, literal_execute=True)


def _in(*states: str) -> sa.ColumnElement[Any]:
    return sa.case((_i.state.in_(states), 1), else_=0)


def _day(moment: sa.Column[Any]) -> sa.ColumnElement[Any]:
    return sa.func.date(moment, type_=sa.Date)


def _where() -> Sequence[Dimension]:
    return (
        area("admdvs", "所属区划", _i.admdvs),
        titled("org_no", "申请单位", _i.org_no, _i.org_name),
        named("business", "业务", _i.business, "business"),
    )


_TITLE: Final = (
    shown(Field(code="instance_id", label="申请编号"), _i.instance_id),
    shown(Field(code="title", label="事项"), _i.title),
    shown(Field(code="org_name", label="申请单位"), _i.org_name),
    shown(Field(code="applicant_name", label="申请人"), _i.applicant_name),
)
_STATE: Final = Field(code="state", label="状态", type=FieldType.DICT, options=tuple(STATES.items()))
_ACTION: Final = Field(code="action", label="办理动作", type=FieldType.DICT, options=tuple(ACTIONS.items()))

APPLICATIONS: Final = Dataset(
    code="applications",
    label="业务申请",
    source=instance,
    dimensions=(
        day("stat_date", "受理日期", _day(_i.created_at)),
        month("stat_month", "受理月份", _day(_i.created_at)),
        *_where(),
        coded("state", "状态", _i.state, options=tuple(STATES.items())),
    ),
    measures=(
        count("received", "受理件数"),
        number("running", "在办件数", _in(RUNNING, RETURNED), "审批中和退回待修改"),
        number("decided", "办结件数", _in(APPROVED, REJECTED), "已通过和未通过"),
        number("approved", "通过件数", _in(APPROVED)),
        ratio("decided_ratio", "办结率", _in(APPROVED, REJECTED), _one, "办结件数 ÷ 受理件数"),
    ),
    details=(
        *_TITLE,
        shown(_STATE, _i.state),
        shown(Field(code="created_at", label="受理时间", type=FieldType.DATETIME), _i.created_at),
        shown(Field(code="updated_at", label="最近办理时间", type=FieldType.DATETIME), _i.updated_at),
    ),
    order=(_i.created_at, _i.instance_id),
    scope="admdvs",
    institution="org_no",
    time="stat_date",
)

HANDLED: Final = Dataset(
    code="handled",
    label="审批办理",
    source=note.join(instance, instance.c.instance_id == note.c.instance_id),
    dimensions=(
        day("stat_date", "办理日期", _day(_n.at)),
        month("stat_month", "办理月份", _day(_n.at)),
        *_where(),
        coded("action", "办理动作", _n.action, options=tuple(ACTIONS.items())),
        titled("actor", "办理人", _n.actor, _n.actor_name),
    ),
    measures=(
        count("acts", "办理次数"),
        distinct("cases", "办理件数", _n.instance_id, "同一件只计一次"),
        distinct("actors", "办理人数", _n.actor),
    ),
    details=(
        *_TITLE,
        shown(_ACTION, _n.action),
        shown(Field(code="step_name", label="环节"), _n.step_name),
        shown(Field(code="actor_name", label="办理人"), _n.actor_name),
        shown(Field(code="at", label="办理时间", type=FieldType.DATETIME), _n.at),
    ),
    order=(_n.at, _n.instance_id, _n.seq),
    scope="admdvs",
    institution="org_no",
    time="stat_date",
)

DATASETS: Final = (APPLICATIONS, HANDLED)
