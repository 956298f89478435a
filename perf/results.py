"""What a bench leaves behind: one JSON file of runs, and the plots drawn from it."""

from __future__ import annotations

import os
import platform
import subprocess
from datetime import datetime
from pathlib import Path

import msgspec

from perf.figures import Figures

FOLDER = Path(__file__).parent / "results"


class Run(msgspec.Struct):
    """One measured line. Latencies in milliseconds; ``statements`` per call; ``floor_tps`` and
    ``ratio_to_floor`` are 0 where nothing is to be compared. ``clients`` 0 is a single caller in process."""

    name: str
    database: str
    workers: int
    clients: int
    throughput_tps: float
    p50_ms: float
    p95_ms: float
    p99_ms: float
    statements: float
    floor_tps: float = 0.0
    ratio_to_floor: float = 0.0

    @classmethod
    def of(
        cls, name: str, database: str, figures: Figures, throughput: float, statements: float, *,
        workers: int = 1, clients: int = 0, floor: float = 0.0,
    ) -> Run:  # fmt: skip
        return cls(
            name, database, workers, clients, round(throughput, 1), round(figures.p50, 2), round(figures.p95, 2),
            round(figures.p99, 2), round(statements, 2), round(floor, 1), round(throughput / floor, 3) if floor else 0.0,
        )  # fmt: skip

    def __str__(self) -> str:
        compared = f"  {self.ratio_to_floor:5.2f} of the floor" if self.floor_tps else ""
        return (
            f"{self.database:8} {self.name:28} {self.throughput_tps:8.1f}/s  p50 {self.p50_ms:7.2f}"
            f"  p95 {self.p95_ms:7.2f}  p99 {self.p99_ms:7.2f} ms  {self.statements:5.2f} statements{compared}"
        )


class Results(msgspec.Struct):
    machine: str
    commit: str
    runs: list[Run]

    def save(self, moment: datetime) -> Path:
        """Write ``<date>.json``; a second bench of the day gets the time in its name too."""
        FOLDER.mkdir(exist_ok=True)
        file = FOLDER / f"{moment:%Y-%m-%d}.json"
        if file.exists():
            file = FOLDER / f"{moment:%Y-%m-%d-%H%M%S}.json"
        file.write_bytes(msgspec.json.format(msgspec.json.encode(self), indent=1))
        return file


def load(file: Path) -> Results:
    return msgspec.json.decode(file.read_bytes(), type=Results)


def machine() -> str:
    """Cores, processor, system and Python: figures mean nothing without them."""
    info = Path("/proc/cpuinfo")
    rows = info.read_text("utf-8").splitlines() if info.exists() else []
    model = next((row.partition(":")[2].strip() for row in rows if row.startswith("model name")), platform.machine())
    system = f"{platform.system()} {platform.release()}"
    return f"{os.cpu_count()} cores {model}, {system}, Python {platform.python_version()}"


def commit() -> str:
    """The commit measured, with ``+`` when the working tree differs from it; empty outside a checkout."""
    head = _git("rev-parse", "--short=12", "HEAD")
    return f"{head}+" if head and _git("status", "--porcelain", "--untracked-files=no") else head


def _git(*arguments: str) -> str:
    try:
        done = subprocess.run(["git", *arguments], capture_output=True, text=True, check=False, cwd=FOLDER.parent)
    except FileNotFoundError:
        return ""
    return done.stdout.strip()
