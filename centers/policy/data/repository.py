"""Published policies and drafts in the database."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any, Final, NamedTuple

import msgspec
import sqlalchemy as sa

from centers.policy.data.tables import draft, parameter, version
from hsaf.data import execute
from hsaf.data.bulk import save_rows

PUBLISHED: Final = "published"
ROLLED_BACK: Final = "rolled_back"
_COLUMNS: Final = tuple(str(column.name) for column in parameter.c if column.name not in ("version_id", "row_no"))
_NEVER: Final = {"rolled_back_at": None, "rolled_back_by": "", "reason": ""}
_DATES: Final = ("begndate", "enddate")


class Stored(NamedTuple):
    """A published version as read back."""

    version_id: str
    digest: str
    document: Mapping[str, Any]
    parameters: Sequence[Mapping[str, str]]


class Head(NamedTuple):
    """What decides whether a version must be loaded anew, and whether it is in force."""

    version_id: str
    digest: str
    state: str


class Published(NamedTuple):
    """Where a version stands."""

    version_id: str
    policy_id: str
    policy_version: str
    name: str
    begndate: date
    enddate: date
    state: str
    published_no: int
    published_at: datetime
    published_by: str
    rolled_back_at: datetime | None
    rolled_back_by: str
    reason: str
    digest: str


class Repository:
    """Writes versions and drafts once, and reads them; a version may be taken back."""

    def digest_of(self, version_id: str) -> str | None:
        """Digest of a published version; ``None`` when there is none of that id."""
        return execute(sa.select(version.c.digest).where(version.c.version_id == version_id)).scalar()

    def add(self, row: Mapping[str, Any], parameters: Sequence[Mapping[str, str]]) -> None:
        """Insert a version and its parameter rows."""
        number = execute(sa.select(sa.func.coalesce(sa.func.max(version.c.published_no), 0))).scalar_one() + 1
        execute(
            sa.insert(version),
            [{**row, "document": _ordered(row["document"]), "state": PUBLISHED, "published_no": number, **_NEVER}],
        )
        save_rows(parameter, _numbered(row["version_id"], parameters))

    def heads(self) -> list[Head]:
        """Every version ever published, in the order of publication."""
        columns = (version.c.version_id, version.c.digest, version.c.state)
        return [Head(*tuple(row)) for row in execute(sa.select(*columns).order_by(version.c.published_no))]

    def stored(self, ids: Sequence[str]) -> list[Stored]:
        """What these versions say."""
        rows: defaultdict[str, list[Mapping[str, str]]] = defaultdict(list)
        mine = sa.select(parameter).where(parameter.c.version_id.in_(ids))
        for row in execute(mine.order_by(parameter.c.version_id, parameter.c.row_no)):
            rows[row.version_id].append({name: str(getattr(row, name)) for name in _COLUMNS})
        found = sa.select(version).where(version.c.version_id.in_(ids)).order_by(version.c.published_no)
        return [
            Stored(row.version_id, row.digest, msgspec.json.decode(row.document), rows[row.version_id])
            for row in execute(found)
        ]

    def versions(self, policy_id: str = "") -> list[Published]:
        """Standing of the versions of a policy (of all without an id), the newest first."""
        mine = (version.c.policy_id == policy_id,) if policy_id else ()
        query = sa.select(*(version.c[name] for name in Published._fields)).where(*mine)
        return [Published(*tuple(row)) for row in execute(query.order_by(version.c.published_no.desc()))]

    def version_numbers(self, policy_id: str) -> list[str]:
        """``2026.1`` of every version ever published of a policy."""
        return list(execute(sa.select(version.c.policy_version).where(version.c.policy_id == policy_id)).scalars())

    def newest(self, policy_id: str) -> Published | None:
        """The version in force of a policy that was published last."""
        return next((one for one in self.versions(policy_id) if one.state == PUBLISHED), None)

    def take_back(self, version_id: str, at: datetime, by: str, reason: str) -> bool:
        """Mark a version as rolled back; whether it was in force."""
        mine = (version.c.version_id == version_id, version.c.state == PUBLISHED)
        marked = {"state": ROLLED_BACK, "rolled_back_at": at, "rolled_back_by": by, "reason": reason}
        return execute(sa.update(version).where(*mine).values(marked)).rowcount == 1

    def draft(self, draft_id: str) -> tuple[Mapping[str, Any], Sequence[Mapping[str, str]]] | None:
        """Document and parameter rows of a draft."""
        row = execute(sa.select(draft.c.document, draft.c.parameters).where(draft.c.draft_id == draft_id)).first()
        return None if row is None else (msgspec.json.decode(row.document), row.parameters)

    def add_draft(
        self,
        draft_id: str,
        document: Mapping[str, Any],
        parameters: Sequence[Mapping[str, str]],
        created_at: datetime,
        created_by: str,
    ) -> None:
        row = {"draft_id": draft_id, "parameters": list(parameters), "created_at": created_at, "created_by": created_by}
        execute(sa.insert(draft), {**row, "document": _ordered(document)})


def _ordered(document: Mapping[str, Any]) -> str:
    """JSON that keeps the order of keys, which is the order of calculation."""
    return msgspec.json.encode(document).decode()


def _numbered(version_id: str, parameters: Sequence[Mapping[str, str]]) -> Iterator[dict[str, Any]]:
    for row_no, row in enumerate(parameters, start=1):
        days = {name: date.fromisoformat(row[name]) for name in _DATES}
        yield {**row, **days, "version_id": version_id, "row_no": row_no}
