"""Kind ``application``: what a declaration becomes, and what stops the start."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from hsaf.contract.applications import Application
from hsaf.contract.errors import HsafError
from hsaf.functions.compiling import Offered, compile_all
from hsaf.functions.declaration import ApplicationDeclared, FunctionDeclared, Kind, OutcomeDeclared
from hsaf.functions.model import Function
from hsaf.kernel.faults import Faulty
from hsaf.records.contract import Checked, Problem, Sheet
from hsaf.records.model import Field, FieldType, Mask, RecordType

NEEDED = ("query", "detail", "apply", "approve")
ROLE = Field(code="role", label="角色", required=True)
COUNT = Field(code="count", label="次数", type=FieldType.INT)
NAME = Field(code="name", label="姓名", mask=Mask.NAME)


class Center:
    def __init__(self) -> None:
        self.done: list[Any] = []

    def grant(self, applicant: str, role: str, count: int | None, by: str = "") -> None:
        self.done.append((applicant, role, count, by))

    def revoke(self, applicant: str, role: str) -> None:
        self.done.append(("revoked", applicant, role))

    def needs(self, secret: str) -> None: ...


class Records:
    def __init__(self) -> None:
        self.added: list[Any] = []

    def types(self) -> Mapping[str, RecordType]:
        return {
            "note": RecordType(center="demo", code="note", name="便签", fields=(ROLE,)),
            "bank": RecordType(center="demo", code="bank", name="银行", fields=(ROLE,), reviewed=True),
        }

    def check_rows(self, record: str, sheet: Sheet) -> Checked:
        bad = [line for line, values in sheet.rows if values["role"] == "bad"]
        return Checked(len(sheet.rows), {line: [Problem("role", "角色", "不可用")] for line in bad})

    def add(self, record: str, id: str, values: Mapping[str, Any]) -> None:
        self.added.append((record, id, values))

    def void(self, record: str, id: str, reason: str) -> None:
        self.added.append((record, id, "void"))


def offered(center: Center, records: Records) -> Offered:
    contracts = {"demo.v1": center, "demo.records.v1": records, "workflow.v1": object()}
    return Offered(contracts, {"away.v1": "away", "demo.v1": "demo"}.get, {})


def declared(application: ApplicationDeclared | None, *fields: Field, **changes: Any) -> FunctionDeclared:
    given: dict[str, Any] = {
        "code": "ask", "name": "申请", "kind": Kind.APPLICATION, "spec": ("HB-10.1.1",), "operations": NEEDED,
        "subsystem": "sub", "menu": ("示例",), "file": "sub/functions/a.toml", "field": fields,
    }  # fmt: skip
    return FunctionDeclared(**(given | changes), application=application)


GRANT = OutcomeDeclared(contract="demo.v1", method="grant", given={"by": "flow"})
REVOKE = OutcomeDeclared(contract="demo.v1", method="revoke")
SOUND = ApplicationDeclared(process="p", title="申请 {role}", approved=GRANT, rolled_back=REVOKE)


def compiled(one: FunctionDeclared, center: Center | None = None, records: Records | None = None) -> Function:
    (made,) = compile_all([one], offered(center or Center(), records or Records()))
    return made


def test_decisions_run_the_declared_methods_with_the_forms_values() -> None:
    center = Center()
    made = compiled(declared(SOUND, ROLE, COUNT, operations=(*NEEDED, "rollback")), center)
    business = made.business
    assert business is not None
    assert business.permission == "sub.ask.approve"
    one = Application(instance_id="W1", applicant="ann", admdvs="990100", payload={"role": "r", "count": 2})
    business.approved(one)
    assert business.rolled_back is not None
    business.rolled_back(one)
    assert center.done == [("ann", "r", 2, "flow"), ("revoked", "ann", "r")]
    assert {one.code: one.permission for one in made.operations}["rollback"] == "sub.ask.rollback"


def test_with_a_record_an_approval_adds_it() -> None:
    records = Records()
    plain = ApplicationDeclared(process="p", title="便签")
    business = compiled(declared(plain, record="demo.note"), records=records).business
    assert business is not None
    good = Application(instance_id="W1", applicant="ann", admdvs="990100", payload={"role": "r"})
    bad = Application(instance_id="W2", applicant="ann", admdvs="990100", payload={"role": "bad"})
    assert business.check is not None
    assert business.rolled_back is not None
    business.check(good)
    with pytest.raises(HsafError, match="角色不可用"):
        business.check(bad)
    business.approved(good)
    business.rolled_back(good)
    assert records.added == [("note", "W1", {"role": "r"}), ("note", "W1", "void")]


@pytest.mark.parametrize(
    ("one", "reason", "remedy"),
    [
        (declared(SOUND, ROLE, COUNT, operations=("query", "detail", "apply")), "申请缺少操作 approve", "加上 approve"),
        (
            declared(SOUND, ROLE, COUNT, Field(code="proof", label="证明", type=FieldType.FILE)),
            "附件没有操作 file",
            "加上 file",
        ),
        (declared(SOUND, ROLE, COUNT, operations=(*NEEDED, "aprove")), "申请没有操作 aprove", "approve"),
        (declared(ApplicationDeclared(process="p", title="x"), ROLE), "申请通过后做什么没有说明", "approved"),
        (declared(SOUND, record="demo.note"), "说了两次", "二者取一"),
        (declared(ApplicationDeclared(process="p", title="x"), record="demo.bank"), "自有两级审核", "reviewed_record"),
        (
            declared(
                ApplicationDeclared(process="p", title="x", approved=GRANT),
                ROLE,
                COUNT,
                operations=(*NEEDED, "rollback"),
            ),
            "操作 rollback 没有补偿",
            "rolled_back",
        ),
        (declared(ApplicationDeclared(process="p", title="{rol}", approved=GRANT), ROLE, COUNT), "不是字段", "role"),
        (
            declared(ApplicationDeclared(process="p", title="{name}", approved=GRANT), ROLE, COUNT, NAME),
            "个人信息",
            "换一个字段",
        ),
        (
            declared(
                ApplicationDeclared(
                    process="p", title="x", approved=OutcomeDeclared(contract="demo.v1", method="grnt")
                ),
                ROLE,
            ),
            "没有方法 grnt",
            "grant",
        ),
        (
            declared(
                ApplicationDeclared(
                    process="p", title="x", approved=OutcomeDeclared(contract="demo.v1", method="needs")
                ),
                ROLE,
            ),
            "参数 secret 没有来源",
            "secret",
        ),
        (
            declared(
                ApplicationDeclared(
                    process="p", title="x", approved=OutcomeDeclared(contract="demo.v2", method="grant")
                ),
                ROLE,
            ),
            "没有契约 demo.v2",
            "demo.v1",
        ),
    ],
)
def test_what_does_not_fit_stops_the_start(one: FunctionDeclared, reason: str, remedy: str) -> None:
    with pytest.raises(Faulty) as stopped:
        compiled(one)
    (fault,) = [fault for fault in stopped.value.faults if reason in fault.reason]
    assert remedy in fault.remedy
    assert fault.plugin == "sub/functions/a.toml"
    assert "功能点 ask" in fault.reason
