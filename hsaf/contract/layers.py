"""The run-time layer guard.

Every request travels presentation -> control -> center -> data. A ``ContextVar`` holds the path of
layers the running call came through; each boundary takes a step with :func:`entering`. A step that
the architecture does not allow raises ``LAYER_VIOLATION`` in development and CI; in production it is
counted and let through, because a counter that refuses patients is worse than a wrong import.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, Final

from hsaf.contract.refusals import LAYER_VIOLATION

ALLOWED: Final[dict[str, frozenset[str]]] = {
    "edge": frozenset({""}),
    "presentation": frozenset({"", "edge"}),
    "control": frozenset({"", "edge", "presentation"}),
    "center": frozenset({"", "edge", "control", "center"}),
    "data": frozenset({"", "edge", "center"}),
}
"""Layer to the layers that may call it; the empty layer is the kernel itself (boot, seeding, jobs)."""

_path: ContextVar[tuple[str, ...]] = ContextVar("hsaf_layers", default=())


class Guard:
    """Process-wide switch: ``strict`` raises, otherwise ``on_violation`` is told."""

    strict: bool = True
    on_violation: Callable[[str, str], None] | None = None


def path() -> tuple[str, ...]:
    """Layers and owners the running call came through, e.g. ``("presentation:gateway", ...)``."""
    return _path.get()


def layer_of(step: str) -> str:
    return step.partition(":")[0]


def step(layer: str, owner: str = "") -> tuple[str, ...]:
    """The path after one more step. Raises ``LAYER_VIOLATION`` for a forbidden one when strict."""
    trail = _path.get()
    caller = trail[-1] if trail else ""
    here = f"{layer}:{owner}" if owner else layer
    if layer_of(caller) not in ALLOWED[layer]:
        if Guard.strict:
            raise LAYER_VIOLATION(caller=caller, callee=here)
        if Guard.on_violation is not None:
            Guard.on_violation(caller, here)
    return (*trail, here)


@contextmanager
def entering(layer: str, owner: str = "") -> Iterator[None]:
    """Run a block inside a layer."""
    token = _path.set(step(layer, owner))
    try:
        yield
    finally:
        _path.reset(token)


class Guarded:
    """A stand-in for an object whose every public method is a step into a layer.

    Bound wrappers are made once per method, so a guarded call costs one extra Python call.
    """

    def __init__(self, target: Any, layer: str, owner: str) -> None:
        self._target = target
        self._layer = layer
        self._owner = owner

    def __getattr__(self, name: str) -> Any:
        value = getattr(self._target, name)
        if name.startswith("_") or not callable(value):
            return value
        layer, owner = self._layer, self._owner

        def guarded(*args: Any, **kwargs: Any) -> Any:
            token = _path.set(step(layer, owner))
            try:
                return value(*args, **kwargs)
            finally:
                _path.reset(token)

        guarded.__name__ = name
        guarded.__doc__ = value.__doc__
        guarded.__wrapped__ = value  # type: ignore[attr-defined]  # so that its signature can be read
        self.__dict__[name] = guarded
        return guarded
