from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

import plugins.demo_region
from centers.policy.data import tables
from centers.policy.domain.evaluation import PolicyBook, compile_benefit_policy
from hsaf.rules import Policy, load_yaml

DATA = Path(plugins.demo_region.__file__).parent / "data"


@pytest.fixture
def metadata() -> Sequence[sa.MetaData]:
    return [tables.metadata]


@pytest.fixture(scope="session")
def parameters() -> list[Mapping[str, str]]:
    """The demo region's parameter rows."""
    with (DATA / "policy-2026.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture
def document() -> dict[str, Any]:
    """The demo region's policy, fresh for a test that changes it."""
    return load_yaml((DATA / "policy-2026.yaml").read_text("utf-8"))


@pytest.fixture(scope="session")
def policy(parameters: list[Mapping[str, str]]) -> Policy:
    return compile_benefit_policy(load_yaml((DATA / "policy-2026.yaml").read_text("utf-8")), parameters)


@pytest.fixture(scope="session")
def book(policy: Policy) -> PolicyBook:
    return PolicyBook([policy])
