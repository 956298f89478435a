"""Start order: requirements first, same result whatever the order of discovery."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hsaf.kernel.faults import Faulty
from hsaf.kernel.manifest import Kind, Manifest
from hsaf.kernel.order import start_order


def manifest(
    code: str, requires: tuple[str, ...] = (), after: tuple[str, ...] = (), kind: Kind = Kind.CENTER
) -> Manifest:
    return Manifest(
        code=code, name="示例", version="1", kind=kind, entry=f"x.{code}", owner="t", requires=requires, after=after
    )


def order(*manifests: Manifest) -> list[str]:
    return start_order({one.code: one for one in manifests})


def test_requirements_and_soft_dependencies_come_first() -> None:
    assert order(manifest("a", ("c",)), manifest("b", after=("a",)), manifest("c")) == ["c", "a", "b"]


def test_adapters_come_before_centers_before_subsystems_before_plugins() -> None:
    kinds = {"a": Kind.PLUGIN, "b": Kind.SUBSYSTEM, "c": Kind.CENTER, "d": Kind.ADAPTER}
    assert order(*(manifest(code, kind=kind) for code, kind in kinds.items())) == ["d", "c", "b", "a"]


def test_an_absent_soft_dependency_does_not_matter() -> None:
    assert order(manifest("a", after=("gone",))) == ["a"]


@pytest.mark.parametrize(
    ("manifests", "path"),
    [
        ((manifest("a", ("b",)), manifest("b", ("a",))), "a -> b -> a"),
        ((manifest("a", ("b",)), manifest("b", after=("c",)), manifest("c", ("a",))), "a -> b -> c -> a"),
    ],
)
def test_a_cycle_is_named_in_the_direction_of_need(manifests: tuple[Manifest, ...], path: str) -> None:
    with pytest.raises(Faulty) as caught:
        order(*manifests)
    (fault,) = caught.value.faults
    assert fault.plugin == "a"
    assert path in fault.reason
    assert fault.remedy


@given(st.data())
def test_the_order_respects_every_edge_and_not_the_order_of_discovery(data: st.DataObject) -> None:
    codes = [f"c{number}" for number in range(8)]
    manifests = []
    for index, code in enumerate(codes):
        needs = data.draw(st.lists(st.sampled_from(codes[:index]), unique=True)) if index else []
        cut = data.draw(st.integers(0, len(needs)))
        manifests.append(manifest(code, tuple(needs[:cut]), tuple(needs[cut:])))
    result = order(*manifests)
    for one in manifests:
        assert all(result.index(need) < result.index(one.code) for need in (*one.requires, *one.after))
    random.shuffle(manifests)
    assert order(*manifests) == result
