"""Publishing: stored once, never changed, and what is evaluated is what was published."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest
import sqlalchemy as sa
import yaml
from msgspec.structs import replace

from centers.policy.contract.v1 import NO_POLICY, POLICY_INVALID, BenefitCase, BenefitResult
from centers.policy.data.repository import Repository
from centers.policy.data.tables import parameter, version
from centers.policy.service.policies import Policies
from hsaf.contract.errors import HsafError
from hsaf.data import execute
from hsaf.data.schema import audit_event
from hsaf.testing.harness import Harness
from tests.centers.policy.conftest import DATA

Rows = list[Mapping[str, str]]

VISIT = BenefitCase(
    setl_date=date(2026, 3, 11),
    med_type="11",
    insutype="390",
    psn_type="15",
    hosp_lv=1,
    medfee_sumamt=491_00,
    inscp_scp_amt=491_00,
)


@pytest.fixture
def policies(harness: Harness) -> Policies:
    return make(harness)


def make(harness: Harness) -> Policies:
    """A worker's service; another one over the same database is another worker."""
    return Policies(Repository(), harness.database, harness.crypto)


def publish(harness: Harness, policies: Policies, document: Mapping[str, Any], parameters: Rows) -> str:
    made: str = harness.write(lambda: policies.publish(document, parameters))
    return made


def changed(parameters: Rows, elem: str, value: str, **match: str) -> Rows:
    """The rows with one value replaced."""
    return [
        {**row, "value": value} if row["elem"] == elem and match.items() <= row.items() else row for row in parameters
    ]


def test_nothing_can_be_settled_before_a_policy_is_published(policies: Policies) -> None:
    assert not policies.is_ready()
    with pytest.raises(HsafError) as refused:
        policies.evaluate(VISIT)
    assert refused.value.error is NO_POLICY


def test_a_published_policy_settles_at_once(
    harness: Harness, policies: Policies, document: dict[str, Any], parameters: Rows
) -> None:
    policies.is_ready()
    assert publish(harness, policies, document, parameters) == "990000-2026@2026.1"
    assert policies.evaluate(VISIT).hifp_pay == 294_60
    assert policies.scene_kind("2101", VISIT.setl_date) == "inpatient"


def test_days_outside_the_policy_have_no_benefit_but_keep_their_kinds(
    harness: Harness, policies: Policies, document: dict[str, Any], parameters: Rows
) -> None:
    publish(harness, policies, document, parameters)
    late = replace(VISIT, setl_date=date(2027, 1, 1))
    with pytest.raises(HsafError, match="2027-01-01 没有已发布的待遇政策"):
        policies.evaluate(late)
    assert policies.scene_kind("41", date(2025, 12, 30)) == "pharmacy"
    assert policies.scene_kind("99", VISIT.setl_date) is None


def test_publishing_the_same_again_changes_nothing(
    harness: Harness, policies: Policies, document: dict[str, Any], parameters: Rows
) -> None:
    first = publish(harness, policies, document, parameters)
    as_safe_loaded = yaml.safe_load((DATA / "policy-2026.yaml").read_text("utf-8"))
    assert publish(harness, policies, as_safe_loaded, parameters) == first
    assert harness.read(lambda: execute(sa.select(sa.func.count()).select_from(version)).scalar()) == 1
    assert harness.read(lambda: execute(sa.select(sa.func.count()).select_from(parameter)).scalar()) == len(parameters)


def test_a_published_version_cannot_be_changed(
    harness: Harness, policies: Policies, document: dict[str, Any], parameters: Rows
) -> None:
    publish(harness, policies, document, parameters)
    with pytest.raises(HsafError, match="已发布的版本不能更改") as refused:
        publish(harness, policies, document, changed(parameters, "otp_cap", "999.00", insutype="390"))
    assert refused.value.error is POLICY_INVALID
    assert policies.evaluate(VISIT).hifp_pay == 294_60


def test_of_two_policies_for_a_day_the_later_published_counts(
    harness: Harness, policies: Policies, document: dict[str, Any], parameters: Rows
) -> None:
    publish(harness, policies, document, parameters)
    rows = changed(parameters, "otp_ratio", "0.70", insutype="390", hosp_lv="1")
    publish(harness, policies, document | {"version": "2026.2", "begndate": "2026-03-01"}, rows)
    answer: BenefitResult = policies.evaluate(VISIT)
    assert (answer.policy_version, answer.hifp_pay) == ("2026.2", 343_70)
    earlier = replace(VISIT, setl_date=date(2026, 2, 28))
    assert policies.evaluate(earlier).policy_version == "2026.1"


def test_another_worker_sees_the_new_policy(
    harness: Harness, policies: Policies, document: dict[str, Any], parameters: Rows
) -> None:
    other = make(harness)
    assert not other.is_ready()
    publish(harness, policies, document, parameters)
    answers = []
    worker = threading.Thread(target=lambda: answers.append(other.evaluate(VISIT).hifp_pay))
    worker.start()
    worker.join()
    assert answers == [294_60]


def test_a_policy_that_does_not_compile_is_not_stored(
    harness: Harness, policies: Policies, document: dict[str, Any], parameters: Rows
) -> None:
    document["items"][1]["variants"][0]["yields"]["hifp_pay"] = "ratio_base * otp_ratio"
    with pytest.raises(HsafError, match=r"政策项 hifp_pay / 规则 HIFP-SEGMENT / yields\.hifp_pay：.*未取整"):
        publish(harness, policies, document, parameters)
    assert not policies.is_ready()


def test_a_changed_row_in_the_database_is_found_out(
    harness: Harness, policies: Policies, document: dict[str, Any], parameters: Rows
) -> None:
    publish(harness, policies, document, parameters)
    tamper = sa.update(parameter).where(parameter.c.elem == "maf_ratio").values(value="1.00")
    harness.write(lambda: execute(tamper))
    with pytest.raises(HsafError, match="库中内容与发布时的摘要不符"):
        make(harness).evaluate(VISIT)


def test_publication_is_audited_with_its_digest(
    harness: Harness, policies: Policies, document: dict[str, Any], parameters: Rows
) -> None:
    publish(harness, policies, document, parameters)
    query = sa.select(audit_event.c.facts).where(audit_event.c.event == "policy.published")
    facts = harness.read(lambda: execute(query).scalar_one())
    digest = harness.read(lambda: execute(sa.select(version.c.digest)).scalar_one())
    assert facts == {"version_id": "990000-2026@2026.1", "digest": digest}
