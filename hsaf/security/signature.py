"""Header signature of the institution gateway (national interface, section 1; gateway, "Transport")."""

from __future__ import annotations

import base64
import hmac
from collections.abc import Mapping


def sign(secret_key: str, headers: Mapping[str, str]) -> str:
    """Base64 of HMAC-SHA1 over ``key=value`` of ``headers``, sorted by key and joined by ``&``.

    ``headers`` are ``_api_name``, ``_api_version``, ``_api_timestamp`` and ``_api_access_key``.
    """
    text = "&".join(f"{key}={headers[key]}" for key in sorted(headers))
    return base64.b64encode(hmac.digest(secret_key.encode(), text.encode(), "sha1")).decode()
