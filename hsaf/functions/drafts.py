"""What people have filled in of wizards, kept on the server: gone on with at another computer, never shown to others."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import msgspec
import sqlalchemy as sa

from hsaf.contract import context
from hsaf.contract.layers import entering
from hsaf.data import execute
from hsaf.data.schema import draft
from hsaf.functions.refusals import DRAFT_CHANGED, DRAFT_UNKNOWN, INPUT_WRONG
from hsaf.spi.crypto import Crypto
from hsaf.spi.database import Database
from hsaf.spi.ids import Ids

MOST: Final = 50
"""Drafts of one person in one wizard."""

Values = Mapping[str, Any]


class Draft(msgspec.Struct, frozen=True, kw_only=True):
    """``step`` is where its owner is; ``values`` are as they were typed; ``version`` counts the savings."""

    draft_id: str
    title: str
    step: str
    version: int
    values: Values
    updated_at: str


class Drafts:
    """Rows of one's own only. Keeps nothing in memory."""

    def __init__(self, database: Database, crypto: Crypto, ids: Ids) -> None:
        self._database = database
        self._crypto = crypto
        self._ids = ids

    def own(self, function: str) -> list[dict[str, Any]]:
        """The newest first, without what they hold."""
        columns = (draft.c.draft_id, draft.c.title, draft.c.step, draft.c.version, draft.c.updated_at)
        query = sa.select(*columns).where(*_mine(function)).order_by(draft.c.updated_at.desc(), draft.c.draft_id)
        with entering("center", "functions"):
            rows = execute(query.limit(MOST)).mappings()
            return [{**row, "updated_at": f"{row['updated_at']:%Y-%m-%d %H:%M:%S}"} for row in rows]

    def find(self, function: str, draft_id: str) -> Draft:
        """Raises ``DRAFT_UNKNOWN``, also for somebody else's."""
        query = sa.select(draft).where(draft.c.draft_id == draft_id, *_mine(function))
        with entering("center", "functions"), self._database.read() as connection:
            row = connection.execute(query).mappings().first()
        if row is None:
            raise DRAFT_UNKNOWN()
        return Draft(
            draft_id=draft_id,
            title=row["title"],
            step=row["step"],
            version=row["version"],
            values=msgspec.json.decode(self._crypto.unseal(row["content"])),
            updated_at=f"{row['updated_at']:%Y-%m-%d %H:%M:%S}",
        )

    def begin(self, function: str, title: str, step: str, values: Values) -> str:
        """A new draft; its id. Raises ``INPUT_WRONG`` when there are too many."""
        if len(self.own(function)) >= MOST:
            raise INPUT_WRONG(details=f"草稿已有 {MOST} 份，请先办完或放弃一些", field="step")
        row = {
            "draft_id": self._ids.new("DF"),
            "function": function,
            "account": context.current().actor,
            "created_at": _now(),
            **self._content(title, step, values),
            "version": 1,
        }
        with entering("center", "functions"):
            execute(draft.insert(), row)
        return str(row["draft_id"])

    def save(self, function: str, draft_id: str, seen: int, title: str, step: str, values: Values) -> int:
        """Over the version that was seen; the new version. Raises ``DRAFT_UNKNOWN`` or ``DRAFT_CHANGED``."""
        update = draft.update().where(draft.c.draft_id == draft_id, draft.c.version == seen, *_mine(function))
        with entering("center", "functions"):
            done = execute(update.values({**self._content(title, step, values), "version": seen + 1})).rowcount
        self._require(done, function, draft_id)
        return seen + 1

    def drop(self, function: str, draft_id: str, seen: int) -> None:
        """Raises ``DRAFT_UNKNOWN`` or ``DRAFT_CHANGED``."""
        gone = draft.delete().where(draft.c.draft_id == draft_id, draft.c.version == seen, *_mine(function))
        with entering("center", "functions"):
            done = execute(gone).rowcount
        self._require(done, function, draft_id)

    def _require(self, done: int, function: str, draft_id: str) -> None:
        if done != 1:
            now = self.find(function, draft_id)
            raise DRAFT_CHANGED(at=now.updated_at)

    def _content(self, title: str, step: str, values: Values) -> dict[str, Any]:
        content = self._crypto.seal(msgspec.json.encode(values))
        return {"title": title[:200], "step": step, "content": content, "updated_at": _now()}


def _mine(function: str) -> tuple[sa.ColumnElement[bool], ...]:
    return draft.c.account == context.current().actor, draft.c.function == function


def _now() -> Any:
    return context.current().wall_time.replace(microsecond=0)
