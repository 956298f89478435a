"""The order in which plugins start: what is needed first, ties by kind and code."""

from __future__ import annotations

from collections.abc import Mapping
from graphlib import CycleError, TopologicalSorter

from hsaf.kernel.faults import Fault, Faulty
from hsaf.kernel.manifest import Manifest


def start_order(manifests: Mapping[str, Manifest]) -> list[str]:
    """Codes so that every plugin follows what it requires and, where present, what it comes after.

    The result depends on the manifests only, never on the order of discovery.
    Raises ``Faulty`` naming a cycle as ``a -> b -> a``.
    """
    graph = TopologicalSorter({code: _before(manifests[code], manifests) for code in sorted(manifests)})
    try:
        graph.prepare()
    except CycleError as error:
        raise _cycle(error.args[1]) from None
    order: list[str] = []
    while graph.is_active():
        ready = sorted(graph.get_ready(), key=lambda code: (manifests[code].kind.rank, code))
        order += ready
        graph.done(*ready)
    # Stable: within a kind the topological order stays; a lower kind never depends on a higher one.
    return sorted(order, key=lambda code: manifests[code].kind.rank)


def _before(manifest: Manifest, manifests: Mapping[str, Manifest]) -> list[str]:
    return [code for code in (*manifest.requires, *manifest.after) if code in manifests]


def _cycle(nodes: list[str]) -> Faulty:
    """Graphlib lists each node before the one that needs it; a reader expects ``a needs b``."""
    ring = nodes[:0:-1]
    first = ring.index(min(ring))
    ring = [*ring[first:], *ring[:first]]
    path = " -> ".join([*ring, ring[0]])
    return Faulty(Fault(ring[0], f"循环依赖：{path}", "删除其中一个 requires 或 after，或把共用部分拆成新的中心"))
