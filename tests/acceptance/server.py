"""Start and stop a real ``hsaf serve`` with a fresh demo database of its own."""

from __future__ import annotations

import contextlib
import os
import random
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import sqlalchemy as sa

from hsaf.testing.harness import MARIADB_URL
from tests.support.prepared import put_demo

ROOT = Path(__file__).parents[2]
START_SECONDS = 120.0
STOP_SECONDS = 90.0
SYSTEM_RANDOM = random.SystemRandom()


def free_port() -> int:
    """A port that nobody uses and that is not lent out before the server has started: connections that go out get
    those above 32767."""
    for _ in range(100):
        port = SYSTEM_RANDOM.randrange(20_000, 32_000)  # of the system: tests begin with the same seed everywhere
        with socket.socket() as probe, contextlib.suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port
    raise RuntimeError("no free port")


@dataclass
class Server:
    """One deployment: a data folder, perhaps a database URL, and the processes serving it.

    ``history`` is an ``hsaf`` command that adds to the demo region before anybody comes.
    """

    folder: Path
    workers: int = 1
    database_url: str = ""
    settings: dict[str, str] = field(default_factory=dict)
    history: tuple[str, ...] = ()
    port: int = field(default_factory=free_port)
    process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def log(self) -> Path:
        return self.folder / "server.log"

    @property
    def environment(self) -> dict[str, str]:
        own = {
            "HSAF_REGION": "990000",
            "HSAF_PORT": str(self.port),
            "HSAF_DATA_DIR": str(self.folder / "data"),
            "HSAF_WORKERS": str(self.workers),
            "HSAF_LOG_LEVEL": "info",
            "PYTHONUTF8": "1",
        }
        if self.database_url:
            own["HSAF_DATABASE_URL"] = self.database_url
        return {**os.environ, **own, **self.settings}

    def hsaf(self, *arguments: str, timeout: float = 120.0) -> subprocess.CompletedProcess[str]:
        """Run an ``hsaf`` command against this deployment."""
        return subprocess.run(
            [sys.executable, "-m", "hsaf", *arguments],
            cwd=ROOT, env=self.environment, capture_output=True, text=True, timeout=timeout, check=False,
        )  # fmt: skip

    def prepare(self) -> None:
        """Make the schema and fill it with the demo region, as ``make run`` does; on SQLite with nothing set, as
        another test of this process had it made."""
        if not self.database_url and not self.settings:
            put_demo(self.folder / "data")
        else:
            self._must("db", "upgrade")
            self._must("db", "seed")
        if self.history:
            self._must(*self.history)

    def renew(self) -> None:
        """Begin again with the region as it was prepared, on SQLite."""
        self.stop()
        shutil.rmtree(self.folder / "data")
        self.prepare()
        self.start()

    def _must(self, *command: str) -> None:
        done = self.hsaf(*command)
        if done.returncode:
            raise RuntimeError(f"hsaf {' '.join(command)} failed:\n{done.stdout}{done.stderr}")

    def start(self) -> None:
        """Start serving and wait until ``/health`` answers 200."""
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "hsaf", "serve"],
                cwd=ROOT, env=self.environment, stdout=log, stderr=subprocess.STDOUT, start_new_session=True,
            )  # fmt: skip
        deadline = time.monotonic() + START_SECONDS
        while not self.healthy():
            if self.process.poll() is not None or time.monotonic() > deadline:
                self.kill()
                raise RuntimeError(f"the server did not start:\n{self.tail()}")
            time.sleep(0.1)

    def healthy(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.url}/health", timeout=5) as answer:
                return bool(answer.status == 200)
        except OSError:
            return False

    def tail(self) -> str:
        return self.log.read_text(encoding="utf-8", errors="replace")[-4000:] if self.log.exists() else ""

    def stop(self) -> None:
        """Ask it to stop, as an operator does; kill it when it does not."""
        if self.process is None:
            return
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(timeout=STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self.kill()
        self.process = None

    def kill(self) -> None:
        """Kill every process of the server at once, as a power cut does."""
        if self.process is not None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
            self.process = None

    def worker_pids(self) -> list[int]:
        """Processes that serve requests: children of the one that was started."""
        assert self.process is not None
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
        return [int(pid) for pid in children if b"resource_tracker" not in Path(f"/proc/{pid}/cmdline").read_bytes()]


@contextlib.contextmanager
def mariadb_database() -> Iterator[str]:
    """The URL of a MariaDB database made for this block and dropped after it."""
    name = f"hsaf_t_{uuid.uuid4().hex[:12]}"
    engine = sa.create_engine(MARIADB_URL, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(sa.text(f"CREATE DATABASE {name} CHARACTER SET utf8mb4 COLLATE utf8mb4_bin"))
    try:
        yield f"{MARIADB_URL}{name}"
    finally:
        with engine.connect() as connection:
            connection.execute(sa.text(f"DROP DATABASE {name}"))
        engine.dispose()


@contextlib.contextmanager
def serving(database: str = "sqlite", workers: int = 1, **settings: str) -> Iterator[Server]:
    """A running server on a fresh SQLite or MariaDB demo database."""
    with contextlib.ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="hsaf-acceptance-")))
        url = stack.enter_context(mariadb_database()) if database == "mariadb" else ""
        server = Server(folder, workers=workers, database_url=url, settings=settings)
        stack.callback(server.stop)
        server.prepare()
        server.start()
        yield server
