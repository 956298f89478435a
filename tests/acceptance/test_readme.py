"""What the READMEs tell a visitor to type works as printed."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from tests.acceptance.server import ROOT, Server, serving

READMES = ("README.md", "README.zh-CN.md")


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with serving() as running:
        yield running


def shell_block(readme: str, containing: str) -> str:
    """The one fenced shell block of a README that contains a text."""
    blocks = re.findall(r"```sh\n(.*?)```", (ROOT / readme).read_text("utf-8"), re.DOTALL)
    (found,) = [block for block in blocks if containing in block]
    return str(found)


@pytest.mark.skipif(not (shutil.which("curl") and shutil.which("openssl")), reason="needs curl and openssl")
@pytest.mark.parametrize("readme", READMES)
def test_first_message_with_curl(server: Server, readme: str) -> None:
    environment = {**os.environ, "HSAF_URL": server.url, "LC_ALL": "C.UTF-8"}

    sent = subprocess.run(
        ["sh", "-c", shell_block(readme, "curl --silent")], env=environment, capture_output=True, check=True, timeout=30
    )

    answer = msgspec.json.decode(sent.stdout)
    assert answer["infcode"] == 0, answer
    assert answer["output"]["baseinfo"]["psn_no"] == "9900000000000549"


@pytest.mark.parametrize("readme", READMES)
def test_first_message_with_hsaf(server: Server, readme: str) -> None:
    command = shell_block(readme, "fsi call").split()
    assert command[:3] == [".venv/bin/hsaf", "fsi", "call"]

    sent = server.hsaf(*command[1:])

    assert sent.returncode == 0, sent.stderr
    assert msgspec.json.decode(sent.stdout)["output"]["baseinfo"]["psn_name"] == "侯红芳"


@pytest.mark.parametrize("readme", READMES)
def test_every_link_leads_somewhere(readme: str) -> None:
    links = re.findall(r"\]\((?!https?:)([^)#]+)", (ROOT / readme).read_text("utf-8"))

    assert [link for link in links if not (ROOT / link).exists()] == []


def test_every_link_of_the_documentation_leads_somewhere() -> None:
    broken = [
        (str(page.relative_to(ROOT)), link)
        for page in sorted((ROOT / "docs").rglob("*.md"))
        for link in re.findall(r"\]\((?!https?:)([^)#]+)", page.read_text("utf-8"))
        if not (page.parent / link).exists() and page.name != "0000-template.md"
    ]

    assert broken == []


def test_both_readmes_show_the_same_commands() -> None:
    english, chinese = (
        re.findall(r"```sh\n(.*?)```", Path(ROOT / name).read_text("utf-8"), re.DOTALL) for name in READMES
    )

    assert [_without_comments(block) for block in english] == [_without_comments(block) for block in chinese]


def _without_comments(block: str) -> str:
    return "\n".join(re.sub(r"\s+# .*$", "", line) for line in block.splitlines())
