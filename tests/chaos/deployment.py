"""A whole deployment whose parts can be broken: database, wire, clock and server."""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from hsaf.kernel.config import SHIPPED
from tests.acceptance.client import Client, connected
from tests.acceptance.server import ROOT, Server
from tests.chaos.clock_stepped.plugin import WRONG_BY
from tests.chaos.mariadb import MariaDb, own_mariadb
from tests.chaos.proxy import Proxy, proxy_to

DATABASE = "hsaf_chaos"
ENTRY = "[hsaf.plugins]\nclock_stepped = tests.chaos.clock_stepped\n"


@dataclass
class Deployment:
    """Two workers behind one address, reaching their own MariaDB through a wire."""

    database: MariaDb
    wire: Proxy
    server: Server
    client: Client
    clock: Path

    def step_clock(self, seconds: int) -> None:
        """The platform's wall clock is wrong by this much from now on."""
        fresh = self.clock.with_suffix(".new")
        fresh.write_text(str(seconds))
        fresh.replace(self.clock)

    def settled(self) -> dict[str, list[str]]:
        """Settlements in force by visit, straight from the tables."""
        found: dict[str, list[str]] = {}
        with self.database.connect(DATABASE) as connection, connection.cursor() as cursor:
            cursor.execute(
                "SELECT mdtrt_id, setl_id FROM settlement_settlement WHERE reverses = '' AND reversed_by = ''"
            )
            for mdtrt_id, setl_id in cursor.fetchall():
                found.setdefault(mdtrt_id, []).append(setl_id)
        return found


@contextlib.contextmanager
def deployed() -> Iterator[Deployment]:
    """A running deployment of the demo region."""
    with contextlib.ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="hsaf-chaos-")))
        database = stack.enter_context(own_mariadb())
        wire = stack.enter_context(proxy_to(database.port))
        clock = folder / "clock"
        clock.write_text("0")
        server = Server(
            folder,
            workers=2,
            database_url=f"mysql://root@127.0.0.1:{wire.port}/{DATABASE}",
            settings=_with_stepped_clock(folder) | {WRONG_BY: str(clock)},
        )
        stack.callback(server.stop)
        server.prepare()
        server.start()
        yield Deployment(database, wire, server, stack.enter_context(connected(server)), clock)


def _with_stepped_clock(folder: Path) -> dict[str, str]:
    """Install the test's clock adapter as a distribution and choose it in the region's file."""
    installed = folder / "site" / "clock_stepped-0.1.0.dist-info"
    installed.mkdir(parents=True)
    (installed / "METADATA").write_text("Metadata-Version: 2.1\nName: clock-stepped\nVersion: 0.1.0\n")
    (installed / "entry_points.txt").write_text(ENTRY)
    regions = folder / "config" / "regions"
    regions.mkdir(parents=True)
    shipped = (ROOT / "plugins" / "demo_region" / SHIPPED).read_text("utf-8")
    (regions / "990000.toml").write_text(f'{shipped}\n[adapters]\nclock = "clock_stepped"\n', "utf-8")
    path = [str(folder / "site"), str(ROOT), os.environ.get("PYTHONPATH", "")]
    return {"HSAF_CONFIG_DIR": str(regions.parent), "PYTHONPATH": os.pathsep.join(filter(None, path))}
