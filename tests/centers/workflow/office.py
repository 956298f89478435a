"""A city office with people who apply and people who judge, and one kind of business."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from hsaf.contract.applications import Application, Business, subject
from hsaf.contract.errors import ErrorCode
from hsaf.testing.harness import Harness
from tests.centers.staffed import FILES as STAFFED
from tests.centers.staffed import Worker

REFUSED = ErrorCode("test.workflow_refused", 199, "业务不允许：{why}")
PERMISSION = "desk.leave.approve"
BEGIN = date(2020, 1, 1)

FILES: Mapping[str, str] = {
    "orgs": STAFFED["orgs"],
    "posts": "post_code,post_name\nchief,科长岗",
    "roles": """role_code,role_name,kind,org_no
        judge,审核,business,P
        boss,领导,business,P
        idle,无权,business,P""",
    "role_permissions": f"""role_code,use,permission
        judge,use,{PERMISSION}
        boss,use,{PERMISSION}""",
    "accounts": """account,name,org_no,admdvs,certno
        ann,安,D11,990101,990103199103273402
        ann2,安二,C1,990100,990103199103273402
        ben,本,C1,990100,
        cat,凯,C1,990100,
        dan,丹,P,990000,
        eve,伊,P,990000,
        fay,菲,C2,990200,
        out,外,C2,990200,""",
    "grants": """account,role_code
        ann2,judge
        ben,judge
        cat,judge
        dan,boss
        eve,boss
        fay,judge""",
}

TWO_LEVELS = "初审 | any | role:judge@area\n会签 | all | role:boss"


@dataclass
class Office:
    worker: Worker
    center: Any
    done: list[tuple[str, str, Any]] = field(default_factory=list)
    refuse: str = ""

    @property
    def harness(self) -> Harness:
        return self.worker.harness

    def populate(self) -> None:
        def load() -> None:
            for kind, text in FILES.items():
                head, *lines = [line.strip() for line in text.splitlines()]
                self.worker.user.load(
                    kind, [dict(zip(head.split(","), line.split(","), strict=True)) for line in lines]
                )

        self.harness.write(load)
        self.center.register(
            Business(
                code="desk.leave",
                name="休假",
                permission=PERMISSION,
                check=self._check,
                approved=self._noting("approved"),
                rejected=self._noting("rejected"),
                rolled_back=self._noting("rolled_back"),
            )
        )

    def define(self, steps: str = TWO_LEVELS, process: str = "leave", **options: Any) -> int:
        def save() -> int:
            saved = self.center.save_definition(process, "休假", options.pop("begin", BEGIN), steps, **options)
            self.center.publish_definition(process, saved["version"])
            return int(saved["version"])

        return int(self.as_("dan", save))

    def as_(self, account: str, work: Callable[[], Any], lock: str = "workflow:definitions") -> Any:
        return self.worker.as_(account, work, lock)

    def apply(self, account: str = "ann", days: int = 3) -> str:
        made = self.center.new_id()
        work = lambda: self.center.apply(made, "desk.leave", "leave", f"休假 {days} 天", "desk.leave", {"days": days})  # noqa: E731
        self.as_(account, work, subject(made))
        return str(made)

    def do(self, account: str, action: str, instance_id: str, *args: Any, **options: Any) -> Any:
        """A command of the contract by somebody."""
        return self.as_(
            account, lambda: getattr(self.center, action)(instance_id, *args, **options), subject(instance_id)
        )

    def see(self, account: str, instance_id: str, **options: Any) -> Any:
        return self.worker.ask(account, lambda: self.center.instance(instance_id, **options))

    def box(self, account: str, box: str = "todo", **options: Any) -> list[str]:
        from hsaf.contract.paging import Paging

        page = self.worker.ask(account, lambda: self.center.box(Paging(1, 50), box, **options))
        assert page.total == len(page.rows)
        return [row["id"] for row in page.rows]

    def _check(self, one: Application) -> None:
        if one.payload["days"] > 30:
            raise REFUSED(why="超过 30 天")

    def _noting(self, word: str) -> Callable[[Application], None]:
        def note(one: Application) -> None:
            if self.refuse:
                raise REFUSED(why=self.refuse)
            self.done.append((word, one.instance_id, one.payload["days"]))

        return note
