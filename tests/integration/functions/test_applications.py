"""An application whose business object is a record: approved, the record is in force; rolled back, it is void."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from dependency_injector import containers, providers

from centers.auth.data import tables as auth
from centers.user.data import tables as user
from centers.workflow.data import tables as workflow
from centers.workflow.plugin import Container
from hsaf.contract.applications import subject
from hsaf.contract.errors import HsafError
from hsaf.functions.compiling import Offered, compile_all
from hsaf.functions.declaration import ApplicationDeclared, FunctionDeclared, Kind
from hsaf.functions.model import Function, Given
from hsaf.records.contract import unrestricted
from hsaf.testing.harness import Harness
from tests.centers.staffed import Worker
from tests.centers.workflow.office import Office
from tests.records.office import METADATA
from tests.records.office import Office as RecordsOffice

DECLARED = FunctionDeclared(
    code="leave",
    name="设立网点申请",
    kind=Kind.APPLICATION,
    spec=("HB-10.1.1",),
    record="sample.agency",
    operations=("query", "detail", "apply", "resubmit", "approve", "return", "rollback"),
    application=ApplicationDeclared(process="leave", title="设立网点 {agency_no}"),
    subsystem="desk",
    menu=("示例",),
    file="desk/functions/leave.toml",
)
AGENCY = {"agency_no": "A1", "agency_name": "甲城区网点", "kind": "1", "admdvs": "990101"}


@dataclass
class Desk:
    office: Office
    records: Any
    function: Function

    def do(self, who: str, code: str, instance_id: str = "", **body: Any) -> Any:
        """An operation as the engine runs it."""
        operation = next(one for one in self.function.operations if one.code == code)
        values = operation.begin(operation.read(Given({"id": instance_id}, {}, body)))
        answer = self.office.as_(who, lambda: operation.work(values), operation.subject(values))
        return answer["id"]

    def state(self, id: str) -> str:
        def look() -> str:
            with unrestricted():
                return str(self.records.detail("agency", id).row["state"])

        return str(self.office.harness.read(look))


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with Harness.sqlite(tmp_path, user.metadata, auth.metadata, workflow.metadata, METADATA) as harness:
        kernel = containers.DynamicContainer()
        for name in ("crypto", "ids", "pipeline"):
            setattr(kernel, name, providers.Object(getattr(harness, name)))
        worker = Worker.of(harness)
        center = Container(kernel=kernel, user=providers.Object(worker.user)).service()
        records = RecordsOffice(harness).records
        offered = Offered({"sample.records.v1": records, "workflow.v1": center}, lambda _: None, {})
        (function,) = compile_all([DECLARED], offered)
        office = Office(worker, center)
        office.populate()
        center.register(function.business)
        office.define("审批 | any | account:ben, account:cat", process="leave")
        yield Desk(office, records, function)


def test_approved_in_force_rolled_back_void(desk: Desk) -> None:
    made = desk.do("ann", "apply", **AGENCY)
    with pytest.raises(HsafError, match="记录不存在"):
        desk.state(made)
    desk.do("ben", "approve", made)
    assert desk.state(made) == "effective"
    desk.do("dan", "rollback", made, opinion="误批")
    assert desk.state(made) == "void"


def test_what_the_record_would_refuse_is_refused_when_it_is_applied_for(desk: Desk) -> None:
    with pytest.raises(HsafError) as refused:
        desk.do("ann", "apply", **AGENCY | {"agency_no": "a-1", "kind": "9"})
    assert {one.field for one in refused.value.params["problems"]} == {"agency_no", "kind"}


def test_of_two_applications_for_one_key_one_comes_into_force(desk: Desk) -> None:
    first, second = (desk.do("ann", "apply", **AGENCY) for _ in range(2))
    desk.do("ben", "approve", first)
    with pytest.raises(HsafError, match="已被另一条"):
        desk.do("cat", "approve", second)
    assert desk.office.see("ann", second)["state"] == "running"
    desk.do("cat", "return", second, opinion="网点已设立")
    desk.do("ann", "resubmit", second, **AGENCY | {"agency_no": "A2", "agency_name": "甲城区二网点"})
    desk.do("ben", "approve", second)
    assert (desk.state(first), desk.state(second)) == ("effective", "effective")


def test_the_lock_is_the_applications_own(desk: Desk) -> None:
    approve = next(one for one in desk.function.operations if one.code == "approve")
    assert approve.subject({"id": "WF1"}) == subject("WF1")
