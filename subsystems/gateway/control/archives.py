"""Clinical uploads into the archive: 4201, 4301-4302, 4401-4402A, 4501-4506, 4601-4602, 4701."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from subsystems.gateway.control.business import Business, Output
from subsystems.gateway.control.centers import Centers
from subsystems.gateway.control.known import require_own
from subsystems.gateway.control.message import Message

UPLOADS: Final = (
    "4201", "4301", "4302", "4401", "4402", "4402A", "4501", "4502", "4503", "4504", "4505", "4506", "4601", "4602",
    "4701",
)  # fmt: skip

CUT_CODE: Final = 3
"""Characters the table of 4401 has for an institution's code: so short a one is not compared."""


def visit(message: Message) -> str:
    """Lock and audit chain of a visit's documents, apart from the person's settlements."""
    return f"doc:{message.fixmedins_code}:{message.first('mdtrt_sn')}"


def store(centers: Centers, message: Message) -> Output:
    """The whole message is the document, or each of its rows is one."""
    for where, code in _institutions(message.input):
        if len(code) > CUT_CODE:
            require_own(message, code, where)
    centers.archive.store(message.infno, message.input)
    return {}


def _institutions(nodes: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Institutions that the rows name, and where."""
    for name, node in nodes.items():
        for row in node if isinstance(node, list) else [node]:
            if "fixmedins_code" in row:
                yield f"input.{name}.fixmedins_code", row["fixmedins_code"]


OFFERED: Final = tuple(Business(infno, store, writes=True, subject=visit) for infno in UPLOADS)
