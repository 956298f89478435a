"""Logs: one JSON object per line on standard error, carrying who, where and which request.

Everything takes this road, also what libraries log through :mod:`logging`, and everything is masked
last, after tracebacks have become text.
"""

from __future__ import annotations

import logging
import sys
from collections.abc import MutableMapping
from typing import Any, Final, TextIO

import msgspec
import structlog
from structlog.typing import Processor

from hsaf.contract import context
from hsaf.observe.masking import mask

_FIELDS: Final = ("trace_id", "actor", "institution", "operation", "request_id")
"""What every line says about the running request."""

_encoder: Final = msgspec.json.Encoder(enc_hook=str)


def configure(level: str = "info", stream: TextIO | None = None) -> None:
    """Set up logging for this process. ``level`` as in ``[log]``; default stream standard error."""
    target = stream or sys.stderr
    threshold = logging.getLevelNamesMapping()[level.upper()]
    structlog.configure(
        processors=[structlog.stdlib.add_log_level, *_SHARED, _render],
        wrapper_class=structlog.make_filtering_bound_logger(threshold),
        logger_factory=structlog.WriteLoggerFactory(target),
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler(target)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[structlog.stdlib.add_log_level, structlog.stdlib.add_logger_name, *_SHARED],
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, _mask, _render],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(max(threshold, logging.WARNING))


def _who(_: Any, __: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Add the running request's identity, where there is one."""
    try:
        running = context.current()
    except LookupError:
        return event
    for name in _FIELDS:
        value = getattr(running, name)
        if value:
            event.setdefault(name, value)
    return event


def _mask(_: Any, __: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    masked: dict[str, Any] = mask(event)
    return masked


def _render(_: Any, __: str, event: MutableMapping[str, Any]) -> str:
    return _encoder.encode(event).decode()


_SHARED: Final[list[Processor]] = [
    _who,
    structlog.processors.TimeStamper(fmt="iso", utc=False),
    structlog.processors.StackInfoRenderer(),
    structlog.processors.format_exc_info,
    structlog.processors.UnicodeDecoder(),
    _mask,
]
"""In this order: masking sees the finished text of exceptions."""
