"""Playing an example exchange against a gateway and comparing every expected amount."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from hsaf.edge.fsi_client import FsiClient, Post, Reply
from hsaf.edge.fsi_steps import search, substitute


@dataclass(frozen=True, slots=True)
class Difference:
    """One place where the answer is not what the example expects."""

    where: str
    expected: Any
    actual: Any


@dataclass(frozen=True, slots=True)
class Played:
    """One step as it went: the message sent, the reply, and how it differs from the expectation."""

    message: Mapping[str, Any]
    expect: Mapping[str, Any]
    reply: Reply
    differences: tuple[Difference, ...]

    @property
    def infno(self) -> str:
        return str(self.message["infno"])

    @property
    def output(self) -> Mapping[str, Any]:
        """The business part of the answer, empty after a refusal."""
        output: Mapping[str, Any] = self.reply.answer.get("output") or {}
        return output


@dataclass(slots=True)
class Playback:
    """Plays steps in order, handing saved values (``mdtrt_id``, ``setl_id``) to later ones."""

    post: Post
    client: Callable[[Post, str], FsiClient]
    saved: dict[str, str] = field(default_factory=dict)

    def play(self, steps: Sequence[Mapping[str, Any]]) -> Iterator[Played]:
        """Send each step; goes on after a difference, so that all of them are known."""
        for step in steps:
            message = substitute(step["request"], self.saved)
            reply = self.client(self.post, message["fixmedins_code"]).call(message)
            answer = reply.answer
            for name, key in step.get("save", {}).items():
                self.saved[name] = str(search(answer, key))
            yield Played(message, step["expect"], reply, tuple(compare(step["expect"], answer)))


def demo_client(post: Post, fixmedins_code: str) -> FsiClient:
    """A client that signs with the demo keys of an institution."""
    return FsiClient(post, f"AK-{fixmedins_code}", f"SK-{fixmedins_code}")


def compare(expect: Mapping[str, Any], answer: Mapping[str, Any]) -> Iterator[Difference]:
    """Differences between an expectation (``infcode``, ``setlinfo``, ``lines``) and an answer."""
    if answer.get("infcode") != expect["infcode"]:
        yield Difference("infcode", expect["infcode"], f"{answer.get('infcode')} {answer.get('err_msg') or ''}".strip())
    setlinfo = search(answer, "setlinfo") or {}
    yield from _fields("setlinfo", expect.get("setlinfo", {}), setlinfo)
    yield from _lines(expect.get("lines", ()), _rows_by_number(answer))


def _lines(expected: Sequence[Mapping[str, Any]], actual: Mapping[str, Mapping[str, Any]]) -> Iterator[Difference]:
    for line in expected:
        number = line["feedetl_sn"]
        yield from _fields(f"明细 {number}", line, actual.get(number, {}))


def _fields(where: str, expected: Mapping[str, Any], actual: Mapping[str, Any]) -> Iterator[Difference]:
    for name, value in expected.items():
        if actual.get(name) != value:
            yield Difference(f"{where}.{name}", value, actual.get(name))


def _rows_by_number(node: Any) -> dict[str, Mapping[str, Any]]:
    """Every row of the answer that carries a ``feedetl_sn``, wherever it stands."""
    if isinstance(node, Mapping):
        if "feedetl_sn" in node:
            return {str(node["feedetl_sn"]): node}
        node = list(node.values())
    if isinstance(node, list):
        return {number: row for child in node for number, row in _rows_by_number(child).items()}
    return {}
