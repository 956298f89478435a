"""Compiles ``[function.application]``: what the decisions on an application do to the business object."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from string import Formatter
from typing import Any, Final

from hsaf.contract.applications import Application, Business, Outcome
from hsaf.functions.applications import APPROVE, NEEDED
from hsaf.functions.calls import Uncallable, compile_work
from hsaf.functions.declaration import FunctionDeclared, OperationDeclared, OutcomeDeclared
from hsaf.functions.inputs import read_input, refusal
from hsaf.functions.model import FILE
from hsaf.functions.record_operations import Target as Records
from hsaf.kernel.faults import suggest
from hsaf.records.contract import Sheet, unrestricted
from hsaf.records.model import Field, FieldType, Mask

ABOUT: Final = tuple(
    Field(code=code, label=label)
    for code, label in (("applicant", "申请人"), ("admdvs", "医保区划"), ("application", "申请编号"))
)
"""What an outcome may ask for beside the form's fields, which go before."""

Contract = Callable[[str], Any]


def compile_business(
    function: FunctionDeclared, form: Sequence[Field], contract: Contract, records: Records | None
) -> Business:
    """Raises ``Uncallable``."""
    declared = function.application
    assert declared is not None
    for reason, remedy in _check(function, form, records):
        raise Uncallable(reason, remedy)
    if records is not None:
        made = _of_records(records)
    else:
        named = {name: getattr(declared, name) for name in ("check", "approved", "rejected", "rolled_back")}
        made = {name: _outcome(name, one, form, contract) for name, one in named.items() if one is not None}
    return Business(code=function.full, name=function.name, permission=f"{function.full}.{APPROVE}", **made)


def _check(function: FunctionDeclared, form: Sequence[Field], records: Records | None) -> Iterator[tuple[str, str]]:
    declared = function.application
    assert declared is not None
    for code in NEEDED:
        if code not in function.operations:
            yield f"申请缺少操作 {code}", f"在 operations 中加上 {code}"
    if (records is None) is (declared.approved is None):
        yield "申请通过后做什么没有说明，或说了两次", "写 record，或在 [function.application] 中写 approved，二者取一"
    if records is not None and records.type.reviewed:
        yield (
            f"信息类别 {records.type.full_code} 自有两级审核，不能再作申请",
            "改用不审核的信息类别，或用 reviewed_record",
        )
    if "rollback" in function.operations and records is None and declared.rolled_back is None:
        yield "操作 rollback 没有补偿", "在 [function.application] 中写 rolled_back，或删除操作 rollback"
    if FILE not in function.operations and any(field.type is FieldType.FILE for field in form):
        yield f"附件没有操作 {FILE}，审批人不能下载", f"在 operations 中加上 {FILE}"
    known = {field.code: field for field in form}
    for _, name, _, _ in Formatter().parse(declared.title):
        if name is not None and name not in known:
            yield f"title 中的 {{{name}}} 不是字段", suggest(name, known)
        elif name is not None and (known[name].mask is not Mask.NONE or known[name].sealed):
            yield f"title 中的 {{{name}}} 是个人信息，列表和消息会显示标题", "换一个字段"


def _outcome(name: str, declared: OutcomeDeclared, form: Sequence[Field], contract: Contract) -> Outcome:
    codes = {field.code for field in form}
    asked = (*form, *(field for field in ABOUT if field.code not in codes))
    one = OperationDeclared(
        code=name, name=name, contract=declared.contract, method=declared.method, input=asked, given=declared.given
    )
    return partial(_run, compile_work(one, contract(declared.contract)), tuple(form))


def _run(work: Callable[[Mapping[str, Any]], Any], form: Sequence[Field], one: Application) -> None:
    about = {"applicant": one.applicant, "admdvs": one.admdvs, "application": one.instance_id}
    work({**about, **read_input(form, one.payload)})


# -- records ----------------------------------------------------------------------------------------


def _of_records(target: Records) -> dict[str, Outcome]:
    return {
        "check": partial(_check_record, target),
        "approved": partial(_add_record, target),
        "rolled_back": partial(_void_record, target),
    }


def _check_record(target: Records, one: Application) -> None:
    """What a record must be, before anybody judges it. Raises ``INPUT_WRONG`` with every finding."""
    found = target.records.check_rows(target.code, Sheet([(1, one.payload)]))
    problems = [problem for problems in found.bad.values() for problem in problems]
    if problems:
        raise refusal(problems)


def _add_record(target: Records, one: Application) -> None:
    """Under the application's own id, so that it is found again; the process allows it, not the last reviewer's
    scope."""
    with unrestricted():
        target.records.add(target.code, one.instance_id, one.payload)


def _void_record(target: Records, one: Application) -> None:
    with unrestricted():
        target.records.void(target.code, one.instance_id, "业务回退")
