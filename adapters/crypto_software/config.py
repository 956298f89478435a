"""Settings of the software cryptography."""

from __future__ import annotations

import msgspec


class Config(msgspec.Struct, frozen=True, kw_only=True):
    """Section ``[crypto_software]``."""

    key_file: str = "data.key"
    """File of the data key as 32 hex digits, relative to the data folder; made when missing.
    The environment variable ``HSAF_DATA_KEY`` goes before it."""
