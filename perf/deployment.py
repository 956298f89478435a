"""A platform to measure: in this process, or served by workers, on SQLite or MariaDB, made and removed here."""

from __future__ import annotations

import logging
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import structlog

from hsaf.edge.http import HttpApplication
from hsaf.kernel.boot import boot
from hsaf.kernel.config import load_settings
from hsaf.kernel.running import RunningKernel
from hsaf.observe import logging as observe
from plugins.demo_region.commands import Silent
from tests.acceptance.server import mariadb_database


@contextmanager
def scratch(database: str) -> Iterator[dict[str, str]]:
    """Settings (environment variables) of a fresh deployment on ``sqlite`` or ``mariadb``."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="hsaf-perf-")))
        settings = {"HSAF_REGION": "990000", "HSAF_DATA_DIR": str(folder), "HSAF_LOG_LEVEL": "info"}
        if database == "mariadb":
            settings["HSAF_DATABASE_URL"] = stack.enter_context(mariadb_database())
        yield settings


@contextmanager
def booted(settings: dict[str, str]) -> Iterator[tuple[RunningKernel, HttpApplication]]:
    """The platform in this process, its database made and filled with the demo region."""
    loaded = load_settings(settings)
    loaded.data_path.mkdir(exist_ok=True)
    with _logged(loaded.log.level, loaded.data_path / "measured.log"), boot(loaded, migrations="upgrade") as kernel:
        kernel.seed(Silent())
        yield kernel, HttpApplication(kernel)


@contextmanager
def _logged(level: str, file: Path) -> Iterator[None]:
    """Log to a file as a server does: what it costs belongs to the figures."""
    root = logging.getLogger()
    before = list(root.handlers)
    with file.open("w", encoding="utf-8") as stream:
        observe.configure(level, stream)
        try:
            yield
        finally:
            structlog.reset_defaults()
            root.handlers[:] = before
