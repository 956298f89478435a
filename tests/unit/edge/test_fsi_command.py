"""``hsaf fsi call`` with one message and with steps."""

from __future__ import annotations

import json
from typing import Any

import pytest
from click.testing import CliRunner, Result

from hsaf.edge.cli.commands import fsi
from hsaf.edge.fsi_client import Reply

KEYS = ["--access-key", "AK-{fixmedins_code}", "--secret-key", "SK-{fixmedins_code}", "--url", "http://gateway/fsi"]


class Post:
    """A gateway that answers what it is told and remembers what it got."""

    def __init__(self, *answers: dict[str, Any]) -> None:
        self.answers = list(answers)
        self.seen: list[tuple[str, dict[str, Any]]] = []

    def __call__(self, headers: Any, body: bytes) -> Reply:
        self.seen.append((headers["_api_access_key"], json.loads(body)))
        return Reply(200, json.dumps(self.answers.pop(0)).encode())


def call(monkeypatch: pytest.MonkeyPatch, post: Post, content: Any) -> Result:
    monkeypatch.setattr(fsi, "over_http", lambda _: post)
    return CliRunner().invoke(fsi.call, ["-", *KEYS], input=json.dumps(content))


def message(**fields: Any) -> dict[str, Any]:
    return {"infno": "2201", "infver": "V1.0", "fixmedins_code": "H1", **fields}


def test_one_message_is_signed_with_the_keys_of_its_institution(monkeypatch):
    post = Post({"infcode": 0, "output": {}})
    result = call(monkeypatch, post, message())
    assert result.exit_code == 0
    assert post.seen == [("AK-H1", message())]


def test_steps_use_what_earlier_answers_said(monkeypatch):
    post = Post({"infcode": 0, "output": {"data": {"mdtrt_id": "MD1"}}}, {"infcode": 0})
    steps = [
        {"request": message(), "save": {"visit": "mdtrt_id"}},
        {"request": message(fixmedins_code="H2", input={"data": {"mdtrt_id": "${visit}"}})},
    ]
    assert call(monkeypatch, post, steps).exit_code == 0
    assert post.seen[1][0] == "AK-H2"
    assert post.seen[1][1]["input"]["data"]["mdtrt_id"] == "MD1"


def test_steps_stop_at_the_first_refusal(monkeypatch):
    post = Post({"infcode": -1, "err_msg": "[E2201-201] ..."})
    result = call(monkeypatch, post, [{"request": message()}, {"request": message()}])
    assert result.exit_code == 1
    assert len(post.seen) == 1


@pytest.mark.parametrize("content", [{}, [], [1], [{"request": {}}], "x"])
def test_a_file_without_messages_is_refused(monkeypatch, content):
    assert "缺少 infno" in call(monkeypatch, Post(), content).output


def test_a_reference_to_nothing_is_refused(monkeypatch):
    result = call(monkeypatch, Post(), message(input="${nothing}"))
    assert "没有保存" in result.output
