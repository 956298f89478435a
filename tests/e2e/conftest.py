"""The demo region in a real server, its pages in a real Chromium. Screenshots go to ``tests/e2e/screenshots``."""

from __future__ import annotations

import fcntl
import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.acceptance.server import ROOT, Server, serving
from tests.e2e.workbench import Workbench

CHROMIUM = Path("/usr/bin/chromium")
QUIET = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip
DESKTOP = {"width": 1280, "height": 800}
NO_GUIDE = """
const read = Storage.prototype.getItem
Storage.prototype.getItem = function (name) { return name.endsWith(':guide.seen') ? 'true' : read.call(this, name) }
"""
"""Everybody but who comes for it has seen the first-run guide."""
PHONE = {"width": 390, "height": 844}


def need(present: bool, name: str) -> None:
    if present:
        return
    if os.environ.get("HSAF_REQUIRE_SERVICES") == "1":
        pytest.fail(f"{name} is required (HSAF_REQUIRE_SERVICES=1) but is not here")
    pytest.skip(f"{name} is not here")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    need(CHROMIUM.exists(), "Chromium")
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield running
        running.close()


@pytest.fixture(scope="session")
def built(browser: Browser) -> None:
    """The pages as their sources are now."""
    need(shutil.which("npm") is not None, "Node")
    with (Path(tempfile.gettempdir()) / "hsaf-build-web.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # another test process may be building too
        done = subprocess.run(["sh", "tools/build-web"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.fixture(scope="session")
def server(built: None) -> Iterator[Server]:
    with serving() as running:
        yield running


@pytest.fixture
def visit(browser: Browser, server: Server, request: pytest.FixtureRequest) -> Iterator[Callable[..., Workbench]]:
    """Somebody at a computer of their own (``phone=True``: at a phone; ``guided=True``: for the first time). Whatever breaks in a page breaks the test."""
    if getattr(request.node, "execution_count", 1) > 1:
        server.renew()  # what the first try left behind would fail the second
    visits: list[Workbench] = []

    def begin(account: str = "", *, phone: bool = False, guided: bool = False) -> Workbench:
        context = browser.new_context(
            base_url=server.url,
            viewport=PHONE if phone else DESKTOP,
            has_touch=phone,
            locale="zh-CN",
            timezone_id="Asia/Shanghai",  # as at the counter; the machine that tests may count hours elsewhere
            accept_downloads=True,
        )
        if not guided:
            context.add_init_script(NO_GUIDE)
        visits.append(Workbench(context, request.node.name))
        if account:
            visits[-1].sign_in(account)
        return visits[-1]

    yield begin
    broken = [text for one in visits for text in one.broken]
    for one in visits:
        one.leave()
    assert not broken, broken
