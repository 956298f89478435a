"""Where the deployment's data key comes from."""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Final

VARIABLE: Final = "HSAF_DATA_KEY"


def data_key(file: Path, environ: Mapping[str, str] = os.environ) -> bytes:
    """The 16-byte key from the environment, else from ``file``, which is made when missing.

    Raises ``ValueError`` for text that is not 32 hex digits, naming where it stands.
    """
    text, source = environ.get(VARIABLE, ""), VARIABLE
    if not text:
        _make(file)
        text, source = file.read_text("ascii"), str(file)
    try:
        key = bytes.fromhex(text.strip())
    except ValueError:
        key = b""
    if len(key) != 16:
        raise ValueError(f"{source} 应为 32 位十六进制的数据密钥")
    return key


def _make(file: Path) -> None:
    """Put a fresh key in place unless there is one; of several processes starting at once, one wins."""
    if file.exists():
        return
    file.parent.mkdir(parents=True, exist_ok=True)
    draft = file.with_name(f"{file.name}.{secrets.token_hex(8)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "w", encoding="ascii") as out:
            out.write(secrets.token_hex(16))
            out.flush()
            os.fsync(out.fileno())
        with suppress(FileExistsError):
            file.hardlink_to(draft)
    finally:
        draft.unlink()
