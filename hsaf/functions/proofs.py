"""The record of the last test run: which scenarios passed, and what they prove (written by ``hsaf.testing.spec``)."""

from __future__ import annotations

from pathlib import Path

import msgspec


class Scenario(msgspec.Struct, frozen=True):
    """A test, the spec ids it names, and whether it passed when it last ran."""

    ids: list[str]
    passed: bool


class Record(msgspec.Struct, frozen=True):
    """By the test's node id."""

    tests: dict[str, Scenario]


def proven(file: Path) -> set[str]:
    """Ids with a scenario that passed and none that failed; none where there is no record."""
    try:
        record = msgspec.json.decode(file.read_bytes(), type=Record)
    except FileNotFoundError:
        return set()
    passed = {id for one in record.tests.values() if one.passed for id in one.ids}
    failed = {id for one in record.tests.values() if not one.passed for id in one.ids}
    return passed - failed
