"""Who printed what when: every sheet has a verification code by which it is found again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

import msgspec
import sqlalchemy as sa

from hsaf.contract import context
from hsaf.contract.layers import entering
from hsaf.data import execute
from hsaf.data.schema import printed
from hsaf.functions.refusals import PRINT_UNKNOWN
from hsaf.spi.crypto import Crypto
from hsaf.spi.database import Database
from hsaf.spi.ids import Ids

LISTED: Final = 50
_SHOWN: Final = ("code", "function", "about", "title", "printed_at", "printed_by", "printed_name", "org_no")


class Prints:
    """Sheets printed. Keeps nothing in memory."""

    def __init__(self, database: Database, crypto: Crypto, ids: Ids) -> None:
        self._database = database
        self._crypto = crypto
        self._ids = ids

    def note(self, function: str, about: str, sheet: Mapping[str, Any]) -> str:
        """In the running unit of work; the sheet's code, four groups of four characters: a digest of what it shows and
        of its own number, so no code says anything of another."""
        now = context.current()
        shown = msgspec.json.encode(sheet, order="deterministic")
        digest = self._crypto.sm3(self._ids.new("PT").encode() + shown).hex()
        code = digest[:16].upper()
        row = {
            "code": code,
            "function": function,
            "about": about[:64],
            "title": str(sheet["title"])[:200],
            "digest": self._crypto.sm3(shown).hex(),
            "printed_at": now.wall_time.replace(microsecond=0),
            "printed_by": now.actor,
            "printed_name": now.actor_name,
            "org_no": now.principal.org_no if now.principal else "",
        }
        with entering("center", "functions"):
            execute(printed.insert(), row)
        return spaced(code)

    def latest(self, function: str, org_no: str) -> list[dict[str, Any]]:
        """What an organisation printed last, newest first."""
        mine = (printed.c.function == function, printed.c.org_no == org_no)
        query = _select().where(*mine).order_by(printed.c.printed_at.desc(), printed.c.code).limit(LISTED)
        with entering("center", "functions"), self._database.read() as connection:
            return [_row(row) for row in connection.execute(query).mappings()]

    def find(self, code: str) -> dict[str, Any]:
        """Raises ``PRINT_UNKNOWN``."""
        plain = "".join(code.split()).replace("-", "").upper()
        with entering("center", "functions"), self._database.read() as connection:
            row = connection.execute(_select().where(printed.c.code == plain)).mappings().first()
        if row is None:
            raise PRINT_UNKNOWN(code=code[:30])
        return _row(row)


def spaced(code: str) -> str:
    """``A1B2-C3D4-...``, as it is printed and typed in again."""
    return "-".join(code[start : start + 4] for start in range(0, len(code), 4))


def _select() -> sa.Select[Any]:
    return sa.select(*(printed.c[name] for name in _SHOWN))


def _row(row: sa.RowMapping) -> dict[str, Any]:
    return {**row, "code": spaced(row["code"]), "printed_at": f"{row['printed_at']:%Y-%m-%d %H:%M:%S}"}


Sheets = Sequence[tuple[str, Mapping[str, Any]]]
"""What each is about, and what it shows."""
