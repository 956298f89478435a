"""The response envelope as bytes (gateway specification, "Envelope")."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

import msgspec

from hsaf.contract.errors import HsafError
from hsaf.spi.clock import Clock
from hsaf.spi.ids import Ids

OK: Final = 0
FAILED: Final = -1
UNKNOWN_INFNO: Final = "0000"
MESSAGE_LIMIT: Final = 200
"""Characters of ``err_msg``."""

_ENCODER: Final = msgspec.json.Encoder()


@dataclass(frozen=True, slots=True)
class Replies:
    """Makes answers. ``region`` is the area code that heads ``inf_refmsgid``."""

    clock: Clock
    ids: Ids
    region: str

    def succeeded(self, received: datetime, output: Mapping[str, Any]) -> bytes:
        return self._reply(received, OK, "", output)

    def refused(self, received: datetime, infno: str, refusal: HsafError) -> bytes:
        """``err_msg`` begins with the stable code, e.g. ``[E2304-007]``."""
        return self._reply(received, FAILED, _fit(f"[E{infno}-{refusal.number:03d}] {refusal.message}"), {})

    def _reply(self, received: datetime, infcode: int, err_msg: str, output: Mapping[str, Any]) -> bytes:
        now = self.clock.now()
        return _ENCODER.encode(
            {
                "infcode": infcode,
                "inf_refmsgid": f"{self.region:0<6.6}{now:%Y%m%d%H%M%S}{self.ids.serial()}",
                "refmsg_time": _stamp(received),
                "respond_time": _stamp(now),
                "err_msg": err_msg,
                "output": output,
            }
        )


def denied(refusal: HsafError) -> bytes:
    """Body of a header refusal (HTTP 401)."""
    return _ENCODER.encode({"code": 401, "message": refusal.message})


def shown_infno(infno: object) -> str:
    """The transaction code as it stands in an error code: the sender's, if it looks like one."""
    sound = isinstance(infno, str) and 0 < len(infno) <= 6 and infno.isascii() and infno.isalnum()
    return str(infno) if sound else UNKNOWN_INFNO


def _fit(text: str) -> str:
    return text if len(text) <= MESSAGE_LIMIT else text[: MESSAGE_LIMIT - 1] + "…"


def _stamp(moment: datetime) -> str:
    """``yyyyMMddHHmmssSSS``."""
    return f"{moment:%Y%m%d%H%M%S}{moment.microsecond // 1000:03d}"
