"""Metrics of several worker processes: one folder they all write to.

prometheus-client decides at its import whether it counts in memory or in files, so :func:`prepare`
runs in the parent before anything imports :mod:`hsaf.observe.metrics`; workers inherit the setting.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Final

VARIABLE: Final = "PROMETHEUS_MULTIPROC_DIR"


def prepare(data_path: Path) -> Path:
    """Make an empty ``metrics`` folder in the data folder and let this process's workers use it.

    Raises ``RuntimeError`` when it is too late, because that would silently lose every count.
    """
    if "prometheus_client" in sys.modules:
        raise RuntimeError("prepare() must run before anything imports hsaf.observe.metrics")
    folder = data_path / "metrics"
    folder.mkdir(parents=True, exist_ok=True)
    for left_over in folder.glob("*.db"):
        left_over.unlink()
    os.environ[VARIABLE] = str(folder)
    return folder


def bury(pid: int) -> None:
    """Drop the live gauges of a worker that ended; its counters stay."""
    from prometheus_client import multiprocess

    if VARIABLE in os.environ:
        multiprocess.mark_process_dead(pid)  # type: ignore[no-untyped-call]
