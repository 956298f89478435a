"""Playing an example: values are handed on, answers are compared field by field."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import msgspec
import pytest

from hsaf.edge.fsi_client import Reply
from hsaf.edge.fsi_steps import search, substitute
from plugins.demo_region import files
from plugins.demo_region.playback import Difference, Playback, compare, demo_client


def answering(*bodies: Mapping[str, Any]) -> tuple[Any, list[dict[str, Any]]]:
    """A gateway that answers in turn, and what it received."""
    received: list[dict[str, Any]] = []
    waiting = iter(bodies)

    def post(headers: Mapping[str, str], body: bytes) -> Reply:
        received.append(msgspec.json.decode(body))
        return Reply(200, msgspec.json.encode(next(waiting)))

    return post, received


def test_a_saved_value_reaches_the_next_message() -> None:
    post, received = answering(
        {"infcode": 0, "output": {"result": {"mdtrt_id": "V1"}}}, {"infcode": 0, "output": {"result": []}}
    )
    envelope = {"infno": "2401", "infver": "V1.0", "fixmedins_code": "H99010100001"}
    steps = [
        {"request": envelope, "expect": {"infcode": 0}, "save": {"visit": "mdtrt_id"}},
        {"request": {**envelope, "input": [{"mdtrt_id": "${visit}"}]}, "expect": {"infcode": 0}},
    ]

    played = list(Playback(post, demo_client).play(steps))

    assert received[1]["input"] == [{"mdtrt_id": "V1"}]
    assert [step.differences for step in played] == [(), ()]


def test_a_name_that_was_never_saved_is_an_error() -> None:
    with pytest.raises(KeyError, match="visit"):
        substitute({"mdtrt_id": "${visit}"}, {})


def test_every_differing_amount_is_named() -> None:
    expect = {"infcode": 0, "setlinfo": {"hifp_pay": "1.00", "balc": "2.00"}, "lines": [{"feedetl_sn": "1", "x": "3"}]}
    answer = {
        "infcode": 0,
        "output": {"setlinfo": {"hifp_pay": "1.01", "balc": "2.00"}, "result": [{"feedetl_sn": "1"}]},
    }

    assert list(compare(expect, answer)) == [
        Difference("setlinfo.hifp_pay", "1.00", "1.01"),
        Difference("明细 1.x", "3", None),
    ]


def test_a_refusal_is_reported_with_its_message() -> None:
    differences = list(compare({"infcode": 0}, {"infcode": -1, "err_msg": "[E2304-007] 不一致"}))

    assert differences == [Difference("infcode", 0, "-1 [E2304-007] 不一致")]


@pytest.mark.parametrize(("node", "found"), [({"a": {"b": [{"c": 1}]}}, 1), ([[{"c": 2}]], 2), ({"a": []}, None)])
def test_search_looks_at_any_depth(node: Any, found: Any) -> None:
    assert search(node, "c") == found


def test_example_amounts_are_exact_decimals() -> None:
    for name in files.exchanges():
        for step in files.exchange(name):
            assert not _floats(step), name


def _floats(node: Any) -> bool:
    if isinstance(node, Mapping):
        node = list(node.values())
    return any(map(_floats, node)) if isinstance(node, list) else isinstance(node, float)


def test_decimals_travel_as_json_numbers() -> None:
    post, received = answering({"infcode": 0})
    bodies: list[bytes] = []

    def recording(headers: Mapping[str, str], body: bytes) -> Reply:
        bodies.append(body)
        reply: Reply = post(headers, body)
        return reply

    demo_client(recording, "H99010100001").call({"infno": "2301", "infver": "V1.0", "det": Decimal("1036.80")})

    assert b'"det":1036.80' in bodies[0]
    assert received[0]["infno"] == "2301"
