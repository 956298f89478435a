"""What is wrong with a plugin, and what to do about it.

Checks *yield* faults instead of raising at the first one, so that whoever starts the platform sees
everything that is wrong at once, and ``hsaf doctor`` can list the same findings without starting.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from hsaf.contract.errors import HsafError
from hsaf.contract.refusals import START_REFUSED


@dataclass(frozen=True, slots=True)
class Fault:
    """One finding: the plugin's code (or folder), the reason and the remedy, both in Chinese."""

    plugin: str
    reason: str
    remedy: str

    def __str__(self) -> str:
        return f"插件 {self.plugin}：{self.reason}；处理办法：{self.remedy}"


class Faulty(Exception):
    """Something could not be read or composed; carries all its faults."""

    def __init__(self, *faults: Fault) -> None:
        super().__init__("\n".join(map(str, faults)))
        self.faults = faults


def refusal(faults: Sequence[Fault]) -> HsafError:
    """``START_REFUSED`` naming every fault, one per line when there are several, and carrying them as ``found``."""
    lines = [str(fault) for fault in faults]
    return START_REFUSED(faults=lines[0] if len(lines) == 1 else "\n  ".join(["", *lines]), found=tuple(faults))


def stop_on(faults: Iterable[Fault]) -> None:
    """Raise ``START_REFUSED`` when there is any fault."""
    found = list(faults)
    if found:
        raise refusal(found)


def suggest(word: str, choices: Iterable[str]) -> str:
    """A Chinese hint naming the choice nearest to ``word``, or all choices when none is near."""
    known = sorted(choices)
    near = get_close_matches(word, known, n=1, cutoff=0.5)
    return f"是否想写 {near[0]}" if near else f"可用：{'、'.join(known) or '无'}"
