"""The report of a bench: one HTML page with its plots drawn as SVG, nothing fetched from anywhere.

python -m perf.report perf/results/2026-11-25.json
"""

from __future__ import annotations

import math
import re
import sys
from collections.abc import Iterator, Sequence
from html import escape
from pathlib import Path
from string import Template

from perf.results import Results, Run, load

PAGE = Template((Path(__file__).parent / "report.html").read_text("utf-8"))
WIDTH, BAR, LABEL = 860, 22, 330
SHADES = ("#9fc5e8", "#3d85c6", "#0b5394")
"""p50, p95, p99."""
_PERSONS = re.compile(r"([\d,]+) persons")


def page(results: Results) -> str:
    served = [run for run in results.runs if run.clients]
    single = [run for run in results.runs if not run.clients and not _PERSONS.search(run.name)]
    flat = [run for run in results.runs if _PERSONS.search(run.name)]
    return PAGE.substitute(
        machine=escape(results.machine),
        commit=escape(results.commit),
        throughput=_bars([(_label(run), [run.throughput_tps]) for run in served], "settlements a second"),
        latency=_bars([(_label(run), [run.p50_ms, run.p95_ms, run.p99_ms]) for run in served], "ms: p50, p95, p99"),
        single=_bars([(_label(run), [run.p50_ms, run.p95_ms, run.p99_ms]) for run in single], "ms: p50, p95, p99"),
        flatness=_curve(flat) if flat else "<p>not measured</p>",
        rows="\n".join(_row(run) for run in results.runs),
    )


def _label(run: Run) -> str:
    return f"{run.database}: {run.name}"


def _row(run: Run) -> str:
    ratio = f"{run.ratio_to_floor:.2f}" if run.floor_tps else ""
    cells = (
        run.database, run.name, run.workers, run.clients or "", f"{run.throughput_tps:.1f}", f"{run.p50_ms:.2f}",
        f"{run.p95_ms:.2f}", f"{run.p99_ms:.2f}", f"{run.statements:.2f}", f"{run.floor_tps:.1f}" if ratio else "", ratio,
    )  # fmt: skip
    return "<tr>" + "".join(f"<td>{escape(str(cell))}</td>" for cell in cells) + "</tr>"


def _bars(groups: Sequence[tuple[str, Sequence[float]]], unit: str) -> str:
    """Horizontal bars; the values of a group lie over each other, longest at the back."""
    longest = max((max(values) for _, values in groups), default=0) or 1
    parts = [f'<svg viewBox="0 0 {WIDTH} {len(groups) * (BAR + 8) + 24}" role="img">']
    for position, (label, values) in enumerate(groups):
        top = position * (BAR + 8)
        parts.append(f'<text x="{LABEL - 8}" y="{top + BAR - 6}" text-anchor="end">{escape(label)}</text>')
        parts += _lengths(values, longest, top)
    parts.append(f'<text x="{LABEL}" y="{len(groups) * (BAR + 8) + 14}" class="unit">{escape(unit)}</text></svg>')
    return "".join(parts)


def _lengths(values: Sequence[float], longest: float, top: float) -> Iterator[str]:
    shades = SHADES if len(values) > 1 else SHADES[1:2]
    scale = (WIDTH - LABEL - 150) / longest
    for value, shade in reversed(list(zip(values, shades, strict=True))):
        yield f'<rect x="{LABEL}" y="{top}" width="{value * scale:.1f}" height="{BAR}" fill="{shade}"/>'
    text = " / ".join(f"{value:,.1f}" for value in values)
    yield f'<text x="{LABEL + max(values) * scale + 6:.1f}" y="{top + BAR - 6}">{text}</text>'


def _curve(runs: Sequence[Run]) -> str:
    """Median time over the number of persons, which is drawn logarithmically."""
    points = sorted((_persons(run), run.p50_ms) for run in runs)
    low, high = math.log10(points[0][0]), math.log10(points[-1][0])
    top = max(value for _, value in points) * 1.3

    def place(persons: int, value: float) -> tuple[float, float]:
        share = (math.log10(persons) - low) / (high - low) if high > low else 0.5
        return 70 + share * (WIDTH - 180), 230 - value / top * 200

    at = [place(*point) for point in points]
    parts = [f'<svg viewBox="0 0 {WIDTH} 270" role="img"><path d="M70 20V230H{WIDTH - 60}" class="axis"/>']
    parts.append(f'<polyline points="{" ".join(f"{x:.1f},{y:.1f}" for x, y in at)}" class="line"/>')
    for (x, y), (persons, value) in zip(at, points, strict=True):
        parts.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4" fill="{SHADES[2]}"/>')
        parts.append(f'<text x="{x:.1f}" y="{y - 10:.1f}" text-anchor="middle">{value:.2f} ms</text>')
        parts.append(f'<text x="{x:.1f}" y="252" text-anchor="middle">{persons:,} persons</text>')
    return "".join([*parts, "</svg>"])


def _persons(run: Run) -> int:
    found = _PERSONS.search(run.name)
    assert found is not None
    return int(found.group(1).replace(",", ""))


def write(file: Path) -> Path:
    """Draw the report of a JSON file beside it."""
    target = file.with_suffix(".html")
    target.write_text(page(load(file)), encoding="utf-8")
    return target


if __name__ == "__main__":
    for argument in sys.argv[1:]:
        print(write(Path(argument)))
