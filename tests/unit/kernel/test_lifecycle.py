"""Start in order, drain, stop in reverse."""

from __future__ import annotations

import threading
from importlib import import_module
from pathlib import Path

import pytest

from hsaf.contract.errors import HsafError
from hsaf.contract.refusals import SHUTTING_DOWN
from hsaf.data import current_uow
from hsaf.kernel.boot import boot
from hsaf.kernel.config import load_settings
from hsaf.kernel.discovery import discover
from hsaf.kernel.lifecycle import Gate, State
from tests.unit.kernel.planted import Tree

DIARY = """
from pathlib import Path
from hsaf.kernel import hookimpl
from hsaf.kernel.api import HealthReport

def note(what):
    with open(r"{file}", "a") as diary:
        diary.write(what + " ")

@hookimpl
def hsaf_start(container):
    note("start-{code}")

@hookimpl
def hsaf_stop(container):
    note("stop-{code}")
    {trouble}

@hookimpl
def hsaf_health(container):
    {health}
"""


def diarist(
    tree: Tree, code: str, *, requires: tuple[str, ...] = (), trouble: str = "pass", health: str = "return None"
) -> None:
    file = tree.folder / "diary"
    file.touch()
    source = DIARY.format(file=file, code=code, trouble=trouble, health=health)
    tree.plugin(code, source=source, requires=list(requires))


def diary(tree: Tree) -> list[str]:
    return (tree.folder / "diary").read_text().split()


def test_plugins_start_in_order_and_stop_in_reverse(tree: Tree) -> None:
    diarist(tree, "alpha", requires=("beta",))
    diarist(tree, "beta")
    kernel = tree.boot()
    assert kernel.state is State.READY
    kernel.close()
    kernel.close()
    assert diary(tree) == ["start-beta", "start-alpha", "stop-alpha", "stop-beta"]


def test_one_plugin_that_cannot_stop_does_not_keep_the_others(tree: Tree) -> None:
    diarist(tree, "alpha", requires=("beta",), trouble="1 / 0")
    diarist(tree, "beta")
    tree.boot().close()
    assert diary(tree)[-1] == "stop-beta"


def test_closing_releases_the_database(tree: Tree) -> None:
    kernel = tree.boot()
    kernel.close()
    assert kernel.database.closed


def test_a_failed_start_stops_what_had_started(tree: Tree) -> None:
    diarist(tree, "alpha")
    diarist(tree, "beta", requires=("alpha",))
    file = tree.folder / "beta" / "plugin.py"
    file.write_text(file.read_text().replace('note("start-beta")', "1 / 0"))
    with pytest.raises(HsafError):
        tree.boot()
    assert "stop-alpha" in diary(tree)


def test_health_tells_why_and_survives_a_broken_check(tree: Tree) -> None:
    diarist(tree, "alpha", health="return HealthReport(ok=False, detail='目录未装入')")
    diarist(tree, "beta", health="1 / 0")
    with tree.boot() as kernel:
        health = kernel.health()
    assert (health["alpha"].ok, health["alpha"].detail) == (False, "目录未装入")
    assert (health["beta"].ok, health["beta"].detail) == (False, "ZeroDivisionError: division by zero")
    assert health["clock_fake"].ok


SUBSCRIBER = """
import threading
from hsaf.kernel import hookimpl
from hsaf.kernel.api import Subscription

received = []
arrived = threading.Event()

def handle(event_id, payload):
    received.append((event_id, payload))
    arrived.set()

@hookimpl
def hsaf_subscriptions(container):
    return [Subscription("alpha.done.v1", handle)]
"""


def test_a_committed_event_reaches_its_subscriber_until_closing(tmp_path: Path, tree: Tree) -> None:
    tree.plugin("north", source=SUBSCRIBER, subscribes=["alpha.done.v1"])
    roots = ("adapters", tree.package)
    plugins = discover(("adapters",), installed=False).plugins | {"north": tree.discover().plugins["north"]}
    settings = load_settings({}, plugins=plugins, overrides={"data_dir": str(tmp_path)})
    with boot(settings, roots=roots, installed=False, migrations="upgrade") as kernel:
        kernel.deliver()
        with kernel.system("test"):
            kernel.pipeline.write("test", lambda: current_uow().publish("alpha.done.v1", {"n": 1}), subject="psn:1")
        module = import_module(f"{tree.package}.north.plugin")
        assert module.arrived.wait(10)
    assert [payload for _, payload in module.received] == [{"n": 1}]
    assert not any(thread.name == "outbox-relay" for thread in threading.enumerate())


def test_draining_waits_for_running_requests_and_refuses_new_ones() -> None:
    gate = Gate()
    gate.open()
    inside, release = threading.Event(), threading.Event()

    def work() -> None:
        with gate.request():
            inside.set()
            release.wait(5)

    worker = threading.Thread(target=work)
    worker.start()
    assert inside.wait(5)
    assert gate.drain(0.01) == 1
    with pytest.raises(HsafError) as caught, gate.request():
        pass
    assert caught.value.error is SHUTTING_DOWN
    release.set()
    assert gate.drain(5) == 0
    worker.join()
