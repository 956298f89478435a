"""Steps of a definition as people write them, and back. Pure.

One step a line: ``名称 | 方式 | 候选人, 候选人``. A way is ``any`` or ``all`` (或签, 会签), followed by ``self`` where the
applicant may handle it too. A candidate is ``role:``, ``post:``, ``org:`` or ``account:`` and a code, with ``@same_org``,
``@upper_org`` or ``@area`` where it matters where he stands::

    部门初审 | any | role:first_reviewer@area, role:second_reviewer@area
    会签 | all | account:admin, account:auditor
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from centers.workflow.contract.v1 import ALL, ANY, KINDS, MOST_STEPS, WITHIN, Candidate, Step

_WORDS: Final = {"或签": ANY, "会签": ALL, ANY: ANY, ALL: ALL}
_SEPARATORS: Final = re.compile(r"[,，;；]+")
_LONGEST_NAME: Final = 30


class Unreadable(ValueError):
    """Why the text is no list of steps, in Chinese."""


def parse(text: str) -> tuple[Step, ...]:
    """Raises ``Unreadable``."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if not 1 <= len(lines) <= MOST_STEPS:
        raise Unreadable(f"步骤须为 1 至 {MOST_STEPS} 级，现有 {len(lines)} 级")
    return tuple(_step(number, line) for number, line in enumerate(lines, start=1))


def written(steps: Sequence[Step]) -> str:
    """What :func:`parse` reads."""
    return "\n".join(
        f"{one.name} | {one.mode}{' self' if one.self_too else ''} | {', '.join(_shown(one))}" for one in steps
    )


def _step(number: int, line: str) -> Step:
    parts = [part.strip() for part in line.replace("｜", "|").split("|")]
    if len(parts) != 3:
        raise Unreadable(f"第 {number} 级应写成“名称 | any 或 all | 候选人”")
    name, way, people = parts
    if not name or len(name) > _LONGEST_NAME:
        raise Unreadable(f"第 {number} 级的名称须为 1 至 {_LONGEST_NAME} 个字")
    mode, *rest = way.split() or [""]
    if mode not in _WORDS or rest not in ([], ["self"]):
        raise Unreadable(f"第 {number} 级的方式“{way}”应为 any（或签）或 all（会签）")
    candidates = tuple(_candidate(number, one.strip()) for one in _SEPARATORS.split(people) if one.strip())
    if not candidates:
        raise Unreadable(f"第 {number} 级没有候选人")
    return Step(name, _WORDS[mode], candidates, self_too=bool(rest))


def _candidate(number: int, text: str) -> Candidate:
    kind, _, named = text.replace("：", ":").partition(":")
    code, _, within = named.partition("@")
    if kind not in KINDS or not code or within not in WITHIN:
        raise Unreadable(
            f"第 {number} 级的候选人“{text}”应写成 role:编码、post:编码、org:编码或 account:账号，可加 @area 等范围"
        )
    return Candidate(kind, code, within)


def _shown(step: Step) -> Iterator[str]:
    for one in step.candidates:
        yield f"{one.kind}:{one.code}" + (f"@{one.within}" if one.within else "")
