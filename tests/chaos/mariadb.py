"""A MariaDB server of our own, which may be killed: fully durable, in a folder nobody else uses."""

from __future__ import annotations

import contextlib
import getpass
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pymysql

from tests.acceptance.server import free_port

START_SECONDS = 60.0


def absent() -> str | None:
    """Why no MariaDB of our own can be started, or ``None``. With ``HSAF_REQUIRE_SERVICES=1`` absence raises."""
    missing = [name for name in ("mariadbd", "mariadb-install-db") if _program(name) is None]
    if missing and os.environ.get("HSAF_REQUIRE_SERVICES") == "1":
        raise RuntimeError(f"MariaDB is required (HSAF_REQUIRE_SERVICES=1) but {missing[0]} is not installed")
    return f"MariaDB is not installed: no {missing[0]}" if missing else None


def _program(name: str) -> str | None:
    return shutil.which(name, path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin")


@dataclass
class MariaDb:
    """One database server: its folder, its port and its process."""

    folder: Path
    port: int = field(default_factory=free_port)
    process: subprocess.Popen[bytes] | None = None

    def install(self) -> None:
        self._run("mariadb-install-db", "--auth-root-authentication-method=normal", "--skip-test-db")

    def start(self) -> None:
        """Start, recover what was committed, and wait until it answers."""
        command = self._command(
            "mariadbd",
            f"--socket={self.folder / 's'}",
            f"--pid-file={self.folder / 'pid'}",
            f"--port={self.port}",
            "--bind-address=127.0.0.1",
            "--skip-name-resolve",
            "--innodb-flush-log-at-trx-commit=1",
            "--innodb-doublewrite=1",
            "--innodb-buffer-pool-size=64M",
        )
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(command, stdout=log, stderr=subprocess.STDOUT)
        deadline = time.monotonic() + START_SECONDS
        while not self._answers():
            if self.process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"MariaDB did not start:\n{self.log.read_text(errors='replace')[-4000:]}")
            time.sleep(0.05)

    def kill(self) -> None:
        """End it at once, as a power cut does."""
        if self.process is not None:
            self.process.kill()
            self.process.wait()
            self.process = None

    @property
    def log(self) -> Path:
        return self.folder / "mariadb.log"

    def connect(self, database: str | None = None) -> pymysql.Connection:
        return pymysql.connect(host="127.0.0.1", port=self.port, user="root", database=database, autocommit=True)

    def _answers(self) -> bool:
        try:
            self.connect().close()
        except pymysql.err.OperationalError:
            return False
        return True

    def _run(self, name: str, *options: str) -> None:
        done = subprocess.run(self._command(name, *options), capture_output=True, text=True, check=False)
        if done.returncode:
            raise RuntimeError(f"{name} failed:\n{done.stdout}{done.stderr}")

    def _command(self, name: str, *options: str) -> list[str]:
        """MariaDB gives up root only when it is told to whom; here everything belongs to who runs the test."""
        program = _program(name)
        assert program is not None, name
        user = [f"--user={getpass.getuser()}"] if os.geteuid() == 0 else []
        return [program, "--no-defaults", f"--datadir={self.folder / 'data'}", *user, *options]


@contextlib.contextmanager
def own_mariadb() -> Iterator[MariaDb]:
    """A running server with nothing in it; killed and removed afterwards."""
    with tempfile.TemporaryDirectory(prefix="hsaf-chaos-", ignore_cleanup_errors=True) as folder:
        server = MariaDb(Path(folder))
        server.install()
        try:
            server.start()
            yield server
        finally:
            server.kill()
