"""Filling a fresh database with the demo region, through the centers' own contracts.

Each step is one unit of work whose request key is the digest of its file, so seeding again, or going
on after an interruption, loads only what is not there yet.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

import msgspec

from hsaf.contract import context
from hsaf.data.pipeline import RequestKey
from hsaf.kernel.api import Kernel, Progress
from hsaf.records.contract import Sheet, unrestricted
from plugins.demo_region import files
from plugins.demo_region.files import DATA

SCOPE: Final = "demo_region"
STAFF: Final = (
    "orgs",
    "posts",
    "subsystems",
    "roles",
    "role_permissions",
    "role_orgs",
    "role_roles",
    "accounts",
    "grants",
)
"""Kinds of the user center, each after what it refers to."""
BASE_RECORDS: Final = (
    "division",
    "expert",
    "data_set",
    "indicator",
    "code_mapping",
    "distributor",
    "unit",
    "unit_cert",
    "grass_area",
    "grass_body",
    "technician",
    "agreement",
)
"""Record types of the base information center, each after what it refers to."""
PAYMENT_RECORDS: Final = ("param", "param_value", "pay_model", "pay_method", "benefit_case", "method_case")
"""Record types of the policy center beside the policy itself, each after what it refers to."""
EVERYBODY: Final = 100_000
DEMO_PASSWORD: Final = "Hsaf@2026demo"  # noqa: S105 -- shown on the sign-in page of this region
OPENING_DAY: Final = date(2026, 1, 1)
"""Personal accounts open with the balances of this day."""


@dataclass(frozen=True, slots=True)
class Step:
    """One kind of data: the contract of the center that owns it, its files and how it is loaded there."""

    kind: str
    contract: str
    sources: tuple[str, ...]
    load: Callable[[Any], int]

    @property
    def center(self) -> str:
        return self.contract.partition(".")[0]

    def key(self) -> RequestKey:
        """Identity of this step with this content."""
        content = hashlib.sha256(b"".join((DATA / name).read_bytes() for name in self.sources)).hexdigest()
        return RequestKey(SCOPE, f"{self.kind}:{content[:16]}", content)


def _bulk(contract: str, kind: str, source: str, rows: Callable[[], Iterable[files.Row]] | None = None) -> Step:
    read = rows or (lambda: files.rows(source))
    return Step(kind, contract, (source,), lambda center: center.load(kind, read()))


def _staff(kind: str) -> Step:
    return Step(f"staff_{kind}", "user.v1", (f"staff/{kind}.csv",), lambda user: user.load(kind, files.staff(kind)))


def _passwords(auth: Any) -> int:
    """Every demo account gets the same password, which the sign-in page of this region shows."""
    accounts = files.staff("accounts")
    for one in accounts:
        auth.set_password(one["account"], DEMO_PASSWORD, must_change=False)
    return len(accounts)


def _publish(policy: Any) -> int:
    """The policy becomes records in force, and the version published is assembled from them."""
    parameters = files.rows("policy-2026.csv")
    with unrestricted():
        policy.adopt(files.policy(), parameters)
    return len(parameters)


def _adopt(people: Any) -> int:
    """Everybody loaded gets a record, as the hourly job would make it."""
    return sum(people.adopt_each(kind, people.missing(kind, (), EVERYBODY)) for kind in ("psn_base", "psn_idet"))


def _issues(issues: Any) -> int:
    """Orders of codes of the national library, taken back: they leave the catalogues as they are."""
    orders, today = files.rows("base_info/issue.csv"), context.current().business_time.date()
    for one in orders:
        day = today + timedelta(days=int(one["days"]))
        made = issues.enable(one["standard"], day, one["code"], reason=one["reason"])
        issues.withdraw(one["standard"], made["issue_no"])
    return len(orders)


def _publish_allowance(policy: Any) -> int:
    """Days, base and waiting time of the maternity allowance: local parameters of this region."""
    parameters = files.rows("allowance-2026.csv")
    policy.publish_allowance(files.ALLOWANCE, parameters)
    return len(parameters)


def _records(center: str, folder: str, kind: str) -> Step:
    """Records of a center, in force."""
    source = f"{folder}/{kind}.csv"

    def load(records: Any) -> int:
        sheet = Sheet(list(enumerate(files.rows(source), start=2)))
        with unrestricted():
            count: int = records.install(kind, records.new_id(), sheet)
        return count

    return Step(f"{folder}_{kind}", f"{center}.records.v1", (source,), load)


STEPS: Final = (
    _bulk("base_info.v1", "areas", "admdvs.csv"),
    _bulk("base_info.v1", "institutions", "institutions.csv"),
    _bulk("base_info.v1", "practitioners", "practitioners.csv"),
    Step(
        "catalog",
        "base_info.v1",
        ("catalog.csv", "companies.csv"),
        lambda center: center.load("catalog", files.catalog()),
    ),
    _bulk("base_info.v1", "diseases", "diseases.csv"),
    _bulk("base_info.v1", "operations", "operations.csv"),
    *(_bulk("base_info.v1", kind, f"{kind}.csv") for kind in ("tcm_diseases", "tcm_syndromes", "morphologies")),
    _bulk("base_info.v1", "opsp_diseases", "opsp_diseases.csv"),
    _bulk("base_info.v1", "settled_diseases", "settled_diseases.csv"),
    _bulk("base_info.v1", "day_surgery", "day_surgery.csv"),
    _bulk("base_info.v1", "national", "national.csv"),
    _bulk("base_info.v1", "dictionaries", "dictionaries.json", files.dictionaries),
    *(_records("base_info", "base_info", kind) for kind in BASE_RECORDS),
    Step("issues", "base_info.issues.v1", ("base_info/issue.csv",), _issues),
    Step("keys", "auth.v1", ("institutions.csv",), lambda auth: auth.load_keys(files.access_keys())),
    *(_staff(kind) for kind in STAFF),
    Step("processes", "workflow.v1", ("staff/processes.csv",), lambda flow: flow.load(files.staff("processes"))),
    Step("passwords", "auth.v1", ("staff/accounts.csv",), _passwords),
    _bulk("enrollment.v1", "employers", "employers.csv"),
    _bulk("enrollment.v1", "employer_bases", "employer_bases.csv"),
    _bulk("enrollment.v1", "persons", "persons.csv"),
    _bulk("enrollment.v1", "identities", "identities.csv"),
    _bulk("enrollment.v1", "filings", "filings.csv"),
    Step("people", "enrollment.people.v1", ("persons.csv", "identities.csv"), _adopt),
    *(_records("enrollment", "enrollment", kind) for kind in ("aid_category", "aid_person", "psn_cert")),
    _bulk("enrollment.biometrics.v1", "biometrics", "enrollment/biometric.csv"),
    _bulk("enrollment.v1", "mutual_aid", "mutual_aid.csv"),
    Step("policy", "policy.desk.v1", ("policy-2026.yaml", "policy-2026.csv"), _publish),
    Step("allowance", "policy.v1", ("allowance-2026.csv",), _publish_allowance),
    *(_records("policy", "payment", kind) for kind in PAYMENT_RECORDS),
    Step("map", "report.v1", ("map.json",), lambda report: report.load_map(files.outlines())),
    Step("risk_rules", "risk.v1", ("risk-rules.yaml",), lambda risk: risk.publish(files.risk_rules())),
    Step(
        "accounts",
        "settlement.v1",
        ("persons.csv",),
        lambda settlement: settlement.load_accounts(files.rows("persons.csv"), OPENING_DAY),
    ),
)
"""In the order of their dependence."""


def seed(kernel: Kernel, progress: Progress) -> None:
    """Load every kind whose center is enabled and whose file is not loaded yet."""
    steps = [step for step in STEPS if kernel.enabled(step.center)]
    progress.step("示范省初始数据", total=len(steps))
    for step in steps:
        _run(kernel, step)
        progress.advance()


def _run(kernel: Kernel, step: Step) -> None:
    center = kernel.contract(step.contract)
    kernel.pipeline.write(
        f"demo_region.seed.{step.kind}",
        lambda: step.load(center),
        subject=f"seed:{SCOPE}",
        key=step.key(),
        encode=msgspec.json.encode,
    )
