"""The job that makes records of everybody who came by a bulk load, a chunk after the other (HB-10.3.1, HB-10.3.3).

What is missing is asked anew in each unit of work, under a lock: a chunk that runs twice, or beside another process or
a clerk who adopts, makes nothing twice.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from centers.enrollment.contract.people import IDENTITIES, PERSONS, Key, PeopleContract
from hsaf.contract.errors import HsafError
from hsaf.data.pipeline import Pipeline
from hsaf.jobs.running import JobRun

KIND: Final = "enrollment.adopt"
NAME: Final = "参保人员建档"
AT: Final = "every 1 hours"
CHUNK: Final = 200
"""Persons a unit of work: reviews that come into force wait for it, so it takes well below a second or two."""
NAMED: Final = 20
"""Refused keys that the result names."""

_STEPS: Final = {PERSONS: "人员基本信息", IDENTITIES: "人员身份属性"}


class Adopting:
    def __init__(self, people: PeopleContract, pipeline: Pipeline) -> None:
        self._people = people
        self._pipeline = pipeline

    def run(self, run: JobRun) -> dict[str, Any]:
        """``adopted`` and ``refused`` count; ``reasons`` name the first refused by ``psn_no``. These are tried again by
        the next run."""
        state = run.checkpoint or {"kind": PERSONS, "after": [], "adopted": 0, "refused": 0, "reasons": []}
        for kind in list(_STEPS)[list(_STEPS).index(state["kind"]) :]:
            after = state["after"] if kind == state["kind"] else []
            while keys := self._missing(run, kind, after):
                state = self._advance(run, state, kind, keys)
                after = state["after"]
                run.save(state, step=_STEPS[kind], done=state["adopted"], total=0)
        return {name: state[name] for name in ("adopted", "refused", "reasons")}

    def _missing(self, run: JobRun, kind: str, after: Sequence[str]) -> Sequence[Key]:
        found: Sequence[Key] = run.read(lambda: self._people.missing(kind, tuple(after), CHUNK))
        return found

    def _advance(self, run: JobRun, state: dict[str, Any], kind: str, keys: Sequence[Key]) -> dict[str, Any]:
        reasons: list[str] = []
        adopted = self._adopt(run, kind, keys, reasons)
        return {
            "kind": kind,
            "after": list(keys[-1]),
            "adopted": state["adopted"] + adopted,
            "refused": state["refused"] + len(reasons),
            "reasons": (state["reasons"] + reasons)[:NAMED],
        }

    def _adopt(self, run: JobRun, kind: str, keys: Sequence[Key], reasons: list[str]) -> int:
        """What a record cannot be made of is found by halving, and the rest still gets its records."""
        try:
            done: int = self._pipeline.write(
                run.kind, lambda: self._people.adopt_each(kind, keys), subject=f"job:{run.job_id}"
            ).result
            return done
        except HsafError as refusal:
            if refusal.error.retryable:
                raise
            if len(keys) == 1:
                reasons.append(f"{keys[0][0]}：{refusal.message}")
                return 0
        half = len(keys) // 2
        return sum(self._adopt(run, kind, part, reasons) for part in (keys[:half], keys[half:]))
