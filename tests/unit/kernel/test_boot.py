"""A sound tree starts in order, hands contracts over, and stops in reverse."""

from __future__ import annotations

import pytest

from hsaf.contract.errors import HsafError
from tests.unit.kernel.planted import Tree


def test_a_required_center_is_injected_and_guarded(tree: Tree) -> None:
    tree.center("beta", requires=["alpha"])
    tree.center("alpha")
    with tree.boot() as kernel:
        beta = kernel.contract("beta.v1")
        assert beta.given["alpha"].hello() == "hello from alpha"
        assert [found.code for found in kernel.plan.order][-2:] == ["alpha", "beta"]


def test_an_absent_soft_center_is_injected_as_none(tree: Tree) -> None:
    tree.center("beta", after=["alpha"])
    tree.center("alpha")
    with tree.boot(disabled=["alpha"]) as kernel:
        assert kernel.contract("beta.v1").given["alpha"] is None


def test_calling_a_disabled_center_names_it_in_chinese(tree: Tree) -> None:
    tree.center("alpha", name="甲中心")
    with tree.boot(disabled=["alpha"]) as kernel, pytest.raises(HsafError, match="甲中心（alpha）在本地区未启用"):
        kernel.contract("alpha.v1")


def test_an_unknown_contract_is_a_programming_error(tree: Tree) -> None:
    with tree.boot() as kernel, pytest.raises(LookupError, match="gamma"):
        kernel.contract("gamma.v1")


def test_regional_plugins_run_only_when_named(tree: Tree) -> None:
    tree.plugin("north", kind="plugin")
    with tree.boot() as kernel:
        assert not kernel.enabled("north")
        assert "未列入" in kernel.plan.off["north"]
    with tree.boot(enabled=["*", "north"]) as kernel:
        assert kernel.enabled("north")


def test_a_process_runs_the_plugins_of_its_zone(tree: Tree) -> None:
    tree.center("alpha", zone=["core"])
    tree.center("beta", zone=["public"])
    tree.center("gamma", zone=["core", "public"])
    with tree.boot(zone="public") as kernel:
        assert [kernel.enabled(code) for code in ("alpha", "beta", "gamma")] == [False, True, True]


def test_events_are_kept_only_when_somebody_enabled_subscribes(tree: Tree) -> None:
    tree.plugin("alpha", subscribes=["beta.done.v1"])
    with tree.boot() as kernel:
        assert kernel.pipeline.subscribed == {"beta.done.v1"}
    with tree.boot(disabled=["alpha"]) as kernel:
        assert kernel.pipeline.subscribed == set()


def test_the_platform_acts_under_its_own_context(tree: Tree) -> None:
    with tree.boot() as kernel, kernel.system("job.close", actor="clerk") as context:
        assert (context.actor, context.operation, context.region) == ("clerk", "job.close", "990000")
