"""The user and authentication centers as a worker composes them, over a harness, with a few people in them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from dependency_injector import containers, providers

from centers.auth.config import Config
from centers.auth.contract.staff import Attempt, SignedIn
from centers.auth.plugin import Container as AuthContainer
from centers.user.plugin import Container as UserContainer
from hsaf.contract.context import entered
from hsaf.contract.errors import HsafError
from hsaf.contract.principal import Principal
from hsaf.testing.harness import Harness

PASSWORD = "Correct@Horse1"
QUICK = {"scrypt_n": 1024, "scrypt_p": 1}

FILES: Mapping[str, str] = {
    "orgs": """org_no,org_name,prnt_org_no,admdvs
        P,省局,,990000
        C1,甲市局,P,990100
        D11,甲城区局,C1,990101
        C2,乙市局,P,990200""",
    "posts": "post_code,post_name\nhandling,经办岗",
    "roles": """role_code,role_name,kind,org_no
        super,省管理员,security,P
        city,甲市管理员,security,C1
        handler,经办,business,P
        reviewer,审核,business,C1
        secret,机要,business,C2""",
    "role_permissions": """role_code,use,permission
        super,use,*
        super,assign,*
        city,use,unified_portal.*
        city,assign,base_information.*
        handler,use,base_information.bank.query
        handler,use,base_information.bank.add
        reviewer,use,base_information.bank.review1
        secret,use,payment_management.policy.publish""",
    "role_orgs": "role_code,org_no\nsuper,P\ncity,C1",
    "role_roles": "role_code,business_role\ncity,handler",
    "accounts": """account,name,org_no,admdvs,certno
        root,根,P,990000,
        amy,艾,C1,990100,
        bob,鲍,D11,990101,990103199103273402
        bob2,鲍二职,C1,990100,990103199103273402
        carl,卡,C2,990200,""",
    "grants": """account,role_code
        root,super
        amy,city
        bob,handler""",
}


@dataclass
class Worker:
    """One process's centers."""

    harness: Harness
    auth: Any
    user: Any

    @classmethod
    def of(cls, harness: Harness, **config: Any) -> Worker:
        kernel = containers.DynamicContainer()
        for name in ("database", "clock", "ids", "crypto", "pipeline"):
            setattr(kernel, name, providers.Object(getattr(harness, name)))
        made = Config(**(QUICK | config))
        kernel.settings = providers.Object(type("Settings", (), {"of": staticmethod(lambda _: made)}))
        user = UserContainer(kernel=kernel).service()
        return cls(harness, AuthContainer(kernel=kernel, user=providers.Object(user)).service(), user)

    def principal(self, account: str) -> Principal:
        found: Principal | None = self.harness.read(lambda: self.user.principal(account))
        assert found is not None
        return found

    def as_(self, account: str, work: Callable[[], Any], subject: str = "administration") -> Any:
        """A write of somebody signed in, ``work`` with his principal."""
        who = self.principal(account)
        return self.harness.write(work, subject=subject, principal=who, actor=who.account, actor_name=who.name)

    def ask(self, account: str, work: Callable[[], Any]) -> Any:
        return self.harness.read(work, principal=self.principal(account), actor=account)

    def attempt(self, account: str, password: str = PASSWORD, identity: str = "") -> Any:
        """Sign in: a ``SignedIn``, ``Choice`` or the refusal."""
        with entered(self.harness.context()):
            checked: Attempt = self.auth.check_password(account, password)
        return self.harness.write(
            lambda: self.auth.sign_in_staff(checked, identity, "10.0.0.1"), subject=checked.subject
        )

    def sign_in(self, account: str, password: str = PASSWORD, identity: str = "") -> str:
        """The token of a new session."""
        decided = self.attempt(account, password, identity or account)
        assert isinstance(decided, SignedIn), decided
        return decided.token


def populate(worker: Worker) -> None:
    def load() -> None:
        for kind, text in FILES.items():
            head, *lines = [line.strip() for line in text.splitlines()]
            worker.user.load(kind, [dict(zip(head.split(","), line.split(","), strict=True)) for line in lines])
        for account in ("root", "amy", "bob", "bob2", "carl"):
            worker.auth.set_password(account, PASSWORD, must_change=False)

    worker.harness.write(load)


def code(decided: Any) -> str:
    assert isinstance(decided, HsafError), decided
    return decided.code
