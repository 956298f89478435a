"""Instances and their history in the database; payloads sealed on the way in, opened on the way out."""

from __future__ import annotations

from base64 import b64decode, b64encode
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import msgspec
import sqlalchemy as sa

from centers.workflow.data.tables import instance, note
from hsaf.data import execute
from hsaf.spi.crypto import Crypto


class InstanceRepository:
    def __init__(self, crypto: Crypto) -> None:
        self._crypto = crypto

    def add(self, row: Mapping[str, Any], payload: Mapping[str, Any]) -> None:
        execute(sa.insert(instance), [{**row, "payload": self._seal(payload)}])

    def find(self, instance_id: str) -> dict[str, Any] | None:
        """With the payload opened."""
        row = execute(sa.select(instance).where(instance.c.instance_id == instance_id)).mappings().first()
        return None if row is None else {**row, "payload": self._open(row["payload"])}

    def move(self, at: tuple[str, str, int], changes: Mapping[str, Any]) -> bool:
        """Change the instance ``(id, state, step)`` if that is where it still is."""
        instance_id, state, step_no = at
        which = (instance.c.instance_id == instance_id, instance.c.state == state, instance.c.step_no == step_no)
        values = dict(changes)
        if "payload" in values:
            values["payload"] = self._seal(values["payload"])
        return execute(sa.update(instance).where(*which).values(values)).rowcount == 1

    def remind(self, instance_id: str, now: datetime, before: datetime) -> bool:
        """Whether nobody was reminded since ``before``."""
        due = sa.or_(instance.c.reminded_at.is_(None), instance.c.reminded_at <= before)
        statement = sa.update(instance).where(instance.c.instance_id == instance_id, due)
        return execute(statement.values(reminded_at=now)).rowcount == 1

    # -- history ------------------------------------------------------------------------------------

    def note(self, row: Mapping[str, Any]) -> None:
        """After the notes there are; whoever writes holds the instance's lock."""
        count = sa.select(sa.func.count()).where(note.c.instance_id == row["instance_id"])
        execute(sa.insert(note), [{**row, "seq": execute(count).scalar_one() + 1}])

    def history(self, instance_id: str) -> Sequence[Mapping[str, Any]]:
        query = sa.select(note).where(note.c.instance_id == instance_id).order_by(note.c.seq)
        return [dict(row) for row in execute(query).mappings()]

    # -- sealing ------------------------------------------------------------------------------------

    def _seal(self, payload: Mapping[str, Any]) -> str:
        return b64encode(self._crypto.seal(msgspec.json.encode(payload))).decode()

    def _open(self, sealed: str) -> Mapping[str, Any]:
        found: Mapping[str, Any] = msgspec.json.decode(self._crypto.unseal(b64decode(sealed)))
        return found
