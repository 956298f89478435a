"""The demo region's data folder, migrated and filled once in a test process and copied for whoever needs one."""

from __future__ import annotations

import atexit
import shutil
import tempfile
from functools import cache
from pathlib import Path

from hsaf.kernel.boot import boot
from hsaf.kernel.config import load_settings
from plugins.demo_region.commands import Silent


def put_demo(folder: Path) -> None:
    """What ``hsaf db upgrade`` and ``hsaf db seed`` leave in an empty data folder, on SQLite."""
    shutil.copytree(_template(), folder, dirs_exist_ok=True)


@cache
def _template() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="hsaf-template-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    settings = load_settings({"HSAF_REGION": "990000", "HSAF_DATA_DIR": str(folder)})
    with boot(settings, migrations="upgrade") as kernel:
        kernel.seed(Silent())
    return folder
