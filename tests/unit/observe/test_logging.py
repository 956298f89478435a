"""No line of the log says who a person is, whatever road the text took into it."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

import pytest
import structlog
from hypothesis import given
from hypothesis import strategies as st

from hsaf.contract.context import Context, entered
from hsaf.observe.logging import configure
from hsaf.observe.masking import mask, mask_text

CERTNO = "990101199001011234"
CERTNO_X = "99010119900101123X"
TEL = "13912345678"
NAME = "示范甲"


@pytest.fixture
def lines() -> Iterator[Callable[[], list[dict[str, Any]]]]:
    """Log into memory; restore logging afterwards."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    stream = io.StringIO()
    configure("debug", stream)
    yield lambda: [json.loads(line) for line in stream.getvalue().splitlines()]
    structlog.reset_defaults()
    root.handlers[:] = handlers
    root.setLevel(level)


def test_a_line_says_who_where_and_which_request(lines: Callable[[], list[dict[str, Any]]]) -> None:
    now = datetime(2026, 3, 1, 9, 30)
    context = Context(
        trace_id="ab" * 16,
        business_time=now,
        wall_time=now,
        actor="op1",
        institution="H99010100001",
        operation="fsi.2207",
        request_id="m1",
    )
    with entered(context):
        structlog.get_logger().info("settled", setl_id="S1")
    (line,) = lines()
    timestamp = line.pop("timestamp")
    assert datetime.fromisoformat(timestamp)
    assert line == {
        "event": "settled",
        "level": "info",
        "setl_id": "S1",
        "trace_id": "ab" * 16,
        "actor": "op1",
        "institution": "H99010100001",
        "operation": "fsi.2207",
        "request_id": "m1",
    }


@pytest.mark.parametrize(
    "event",
    [
        {"certno": CERTNO},
        {"data": {"psn": [{"mdtrt_cert_no": CERTNO, "psn_name": NAME, "tel": TEL}]}},
        {"note": f"person {CERTNO} called from {TEL}"},
        {"body": json.dumps({"psn_name": NAME, "certno": CERTNO_X}, ensure_ascii=False)},
        {"body": f"{{'psn_name': '{NAME}', 'tel': '{TEL}'}}".encode()},
        {"escaped": json.dumps(json.dumps({"psn_name": NAME, "tel": TEL}, ensure_ascii=False), ensure_ascii=False)},
        {"chinese": f"psn_name：{NAME}，tel：{TEL}"},
        {"number": int(CERTNO)},
        {"query": f"psn_name={NAME}&certno={CERTNO}&x=1"},
        {"pair": (CERTNO, {CERTNO_X.lower()})},
        {f"id {CERTNO}": 1},
    ],
    ids=lambda event: next(iter(event)),
)
def test_personal_data_is_masked_in_every_shape(
    lines: Callable[[], list[dict[str, Any]]], event: dict[str, Any]
) -> None:
    structlog.get_logger().warning(f"message about {CERTNO}", **event)
    assert_clean(json.dumps(lines(), ensure_ascii=False))


def test_exceptions_and_tracebacks_are_masked(lines: Callable[[], list[dict[str, Any]]]) -> None:
    try:
        raise ValueError(f"no person {CERTNO}, psn_name: {NAME}, tel {TEL}")
    except ValueError:
        structlog.get_logger().exception("failed")
        logging.getLogger("library").exception("failed for %s", CERTNO)
    first, second = lines()
    assert "ValueError" in first["exception"]
    assert "ValueError" in second["exception"]
    assert_clean(json.dumps([first, second], ensure_ascii=False))


def test_parameters_of_a_failing_statement_are_not_logged() -> None:
    error = f"IntegrityError: duplicate\n[SQL: INSERT ...]\n[parameters: ('1', '{NAME}')]\n(Background: ...)"
    assert_clean(mask_text(error))
    assert "[SQL: INSERT ...]" in mask_text(error)


def test_what_operators_need_stays_readable() -> None:
    event = {
        "msgid": "H99010100001202603010930000001",
        "psn_no": "9900000000000001",
        "inf_refmsgid": "990000202603010930000000000001",
        "amount": 41400,
        "refmsg_time": "20260301093000123",
        "ok": True,
        "nothing": None,
        "ratio": 0.5,
    }
    assert mask(event) == event


@given(st.integers(0, 10**17 - 1), st.sampled_from("0123456789Xx"), st.text("：, =\"'{}张三ab", max_size=8))
def test_no_identity_number_survives_in_any_text(head: int, check: str, around: str) -> None:
    number = f"{head:017d}{check}"
    assert number not in mask_text(around + number + around)


def assert_clean(text: str) -> None:
    for secret in (CERTNO, CERTNO_X, CERTNO_X.lower(), TEL, NAME):
        assert secret not in text
