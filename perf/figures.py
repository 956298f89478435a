"""Percentiles and throughput of a set of measured calls."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Figures:
    """Latencies in milliseconds; ``count`` calls."""

    count: int
    p50: float
    p95: float
    p99: float

    @classmethod
    def of(cls, seconds: Sequence[float]) -> Figures:
        """Raises ``ValueError`` without any call."""
        ordered = sorted(seconds)
        return cls(len(ordered), *(percentile(ordered, share) * 1000 for share in (0.50, 0.95, 0.99)))

    def __str__(self) -> str:
        return f"p50 {self.p50:.2f} ms, p95 {self.p95:.2f} ms, p99 {self.p99:.2f} ms ({self.count} calls)"


def percentile(ordered: Sequence[float], share: float) -> float:
    """Nearest rank of an ascending sequence."""
    if not ordered:
        raise ValueError("nothing was measured")
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]
