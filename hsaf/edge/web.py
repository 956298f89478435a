"""Serves the built web front end (``hsaf/web/dist``) below ``/app/``.

Files under ``assets/`` carry a digest of their content in their name, so browsers keep them for good; every
path that is no file is a page of the application, whose router shows it.
"""

from __future__ import annotations

import gzip
import mimetypes
from functools import lru_cache
from pathlib import Path
from typing import Final, NamedTuple

from werkzeug.exceptions import NotFound
from werkzeug.utils import redirect
from werkzeug.wrappers import Request, Response

import hsaf

PREFIX: Final = "/app/"
DIST: Final = Path(hsaf.__file__).resolve().parent / "web" / "dist"
INDEX: Final = "index.html"
ASSETS: Final = "assets/"

FOR_GOOD: Final = "public, max-age=31536000, immutable"
ASK_AGAIN: Final = "no-cache"
WORTH_PACKING: Final = 1024
"""Bytes below which compressing saves nothing."""

_PACKED: Final = frozenset({"text/html", "text/css", "text/javascript", "image/svg+xml", "application/json"})
_TYPES: Final = {".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml", ".html": "text/html"}
"""Not left to the machine's own list of types, which may call scripts plain text."""
_GUARD: Final = {
    "Content-Security-Policy": (
        "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; object-src 'none'; frame-src 'self' blob:; "
        "base-uri 'self'; form-action 'self'; frame-ancestors 'self'"
    ),
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}


class Asset(NamedTuple):
    """A file of the front end; ``packed`` is its gzip form, empty when that is not worth it."""

    content: bytes
    packed: bytes
    type: str


class Web:
    """The front end of one process. ``built`` is false on a machine that never built it."""

    def __init__(self, folder: Path = DIST) -> None:
        self._folder = folder.resolve()
        self._kept = lru_cache(maxsize=256)(_load)

    @property
    def built(self) -> bool:
        return (self._folder / INDEX).is_file()

    def enter(self, request: Request) -> Response:
        """``/app`` without the slash."""
        return redirect(f"{request.root_path}{PREFIX}", 308, Response)

    def serve(self, request: Request) -> Response:
        """Raises ``NotFound`` for an asset that is not there, and for everything where nothing was built."""
        name = request.path.removeprefix(PREFIX)
        asset = self._read(name) if name else None
        if asset is None:
            if name.startswith(ASSETS) or (asset := self._read(INDEX)) is None:
                raise NotFound
            name = INDEX
        return _answer(request, asset, FOR_GOOD if name.startswith(ASSETS) else ASK_AGAIN)

    def _read(self, name: str) -> Asset | None:
        path = (self._folder / name).resolve()
        if not path.is_relative_to(self._folder) or not path.is_file() or path.name.startswith("."):
            return None
        return self._kept(path, path.stat().st_mtime_ns)


def _load(path: Path, _: int) -> Asset:
    """Read and pack a file; another time of change means another file."""
    content = path.read_bytes()
    kind = _TYPES.get(path.suffix) or mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    packs = kind in _PACKED and len(content) > WORTH_PACKING
    return Asset(content, gzip.compress(content, mtime=0) if packs else b"", kind)


def _answer(request: Request, asset: Asset, keep: str) -> Response:
    packed = bool(asset.packed) and request.accept_encodings["gzip"] > 0
    charset = "; charset=utf-8" if asset.type.startswith("text/") else ""
    response = Response(asset.packed if packed else asset.content, content_type=asset.type + charset, headers=_GUARD)
    response.headers["Cache-Control"] = keep
    if asset.packed:
        response.headers["Vary"] = "Accept-Encoding"
    if packed:
        response.headers["Content-Encoding"] = "gzip"
    response.add_etag()
    return response.make_conditional(request)
