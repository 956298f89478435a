"""The run-time guard refuses a call that skips a layer, also through a booted kernel."""

from __future__ import annotations

import pytest

from hsaf.contract.errors import HsafError
from hsaf.contract.layers import Guarded, entering, path, step
from hsaf.contract.refusals import LAYER_VIOLATION
from tests.unit.kernel.planted import Tree


class Center:
    def where(self) -> tuple[str, ...]:
        return path()


def test_the_regular_road_is_open_and_leaves_its_trace() -> None:
    center = Guarded(Center(), "center", "alpha")
    with entering("edge"), entering("presentation", "desk"), entering("control", "desk"):
        assert center.where() == ("edge", "presentation:desk", "control:desk", "center:alpha")
    assert path() == ()


@pytest.mark.parametrize(
    ("trail", "callee"),
    [
        (["presentation"], "center"),
        (["presentation"], "data"),
        (["control"], "data"),
        (["control"], "presentation"),
        (["center"], "control"),
        (["center"], "presentation"),
        (["data"], "center"),
        (["edge"], "edge"),
    ],
)
def test_a_step_that_skips_or_climbs_is_refused(trail: list[str], callee: str) -> None:
    with entering(trail[0], "desk"), pytest.raises(HsafError) as caught:
        step(callee, "alpha")
    assert caught.value.error is LAYER_VIOLATION
    assert f"{trail[0]}:desk" in caught.value.message
    assert f"{callee}:alpha" in caught.value.message


def test_a_refused_step_leaves_the_path_as_it_was() -> None:
    center = Guarded(Center(), "center", "alpha")
    with entering("presentation", "desk"):
        with pytest.raises(HsafError):
            center.where()
        assert path() == ("presentation:desk",)


def test_presentation_cannot_call_a_contract_of_the_kernel(tree: Tree) -> None:
    tree.center("alpha")
    with tree.boot() as kernel:
        center = kernel.contract("alpha.v1")
        with entering("control", "desk"):
            assert center.hello() == "hello from alpha"
        with entering("presentation", "desk"), pytest.raises(HsafError, match="调用越层"):
            center.hello()
