"""Local identifiers over processes, restarts and clocks that go back."""

from __future__ import annotations

import subprocess
import sys
import time

import pytest

from adapters.ids_local.client import LocalIds


def test_processes_of_one_machine_never_share_serials() -> None:
    program = (
        "import sys; from adapters.ids_local.client import LocalIds; ids = LocalIds();"
        "print(ids.serial()[:4], flush=True); sys.stdin.read()"
    )
    running = [
        subprocess.Popen([sys.executable, "-c", program], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        for _ in range(3)
    ]
    workers = {process.stdout.readline() for process in running if process.stdout}
    for process in running:
        process.communicate()
    assert len(workers) == 3


def test_a_forked_child_does_not_go_on_with_its_parents_identity() -> None:
    program = (
        "import os; from adapters.ids_local.client import LocalIds; ids = LocalIds(); ids.new(); child = os.fork()\n"
        "if child: os.waitpid(child, 0)\n"
        "print(ids.new()[9:16], ids.serial()[:4], flush=True)"
    )
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    (tail, worker), (other_tail, other_worker) = (line.split() for line in run.stdout.splitlines())
    assert tail != other_tail
    assert worker != other_worker


def test_identifiers_still_rise_when_the_clock_goes_back(monkeypatch: pytest.MonkeyPatch) -> None:
    ids = LocalIds("1")
    before = ids.new()
    monkeypatch.setattr(time, "time_ns", lambda: 0)
    assert ids.new() > before


def test_identifiers_still_rise_when_more_are_made_than_a_millisecond_can_count(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    ids = LocalIds("1")
    monkeypatch.setattr(time, "time_ns", lambda: 10**18)
    monkeypatch.setattr("adapters.ids_local.client._COUNTS", 3)
    made = [ids.new() for _ in range(10)]
    assert made == sorted(set(made))


def test_nodes_keep_machines_apart() -> None:
    serials = {LocalIds(node=node).serial()[:2] for node in (0, 7, 99)}
    assert serials == {"00", "07", "99"}
    with pytest.raises(ValueError, match="node"):
        LocalIds(node=100)


def test_a_prefix_that_leaves_no_room_is_refused() -> None:
    with pytest.raises(ValueError, match="prefix"):
        LocalIds("1").new("A" * 11)
