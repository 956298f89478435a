"""Accounts in the database; personal data sealed on the way in, opened on the way out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

import sqlalchemy as sa

from centers.user.data.orgs import below
from centers.user.data.tables import account, account_post, account_role, key, org, post, role
from hsaf.contract.paging import Paging
from hsaf.data import execute
from hsaf.data.bulk import chunks, save_rows
from hsaf.data.sealing import Sealing
from hsaf.spi.crypto import Crypto
from hsaf.spi.database import Database


class Asked(NamedTuple):
    """Which accounts are wanted: of organisations below ``paths`` (``None`` is all); beginnings of ``account`` and
    ``name``, ``either`` of the two; exact ``states``."""

    paths: Sequence[str] | None
    account: str = ""
    name: str = ""
    either: str = ""
    states: Sequence[str] = ()


_LISTED = (
    account.c.account,
    account.c.name,
    account.c.org_no,
    org.c.org_name,
    org.c.path,
    account.c.admdvs,
    account.c.state,
    account.c.certno_sealed,
    account.c.phone_sealed,
    account.c.email,
)
_JOINED = account.join(org, org.c.org_no == account.c.org_no)


class AccountRepository:
    def __init__(self, database: Database, crypto: Crypto) -> None:
        self._sealing = Sealing(database, crypto, key, "person")

    def find(self, name: str) -> sa.Row[Any] | None:
        """An account with its organisation's name and path."""
        query = sa.select(*_LISTED, account.c.person_digest, account.c.created_at).select_from(_JOINED)
        return execute(query.where(account.c.account == name)).first()

    def all_of(self, names: Iterable[str], state: str) -> Sequence[sa.Row[Any]]:
        """Those of these accounts that are in a state, by account."""
        found: list[sa.Row[Any]] = []
        for chunk in chunks(names):
            query = sa.select(*_LISTED).select_from(_JOINED)
            found += execute(query.where(account.c.account.in_(chunk), account.c.state == state)).all()
        return sorted(found, key=lambda row: row.account)

    def exists(self, name: str) -> bool:
        return execute(sa.select(account.c.account).where(account.c.account == name)).first() is not None

    def of_person(self, digest: str, state: str) -> Sequence[sa.Row[Any]]:
        query = sa.select(*_LISTED).select_from(_JOINED)
        which = (account.c.person_digest == digest, account.c.state == state)
        return execute(query.where(*which).order_by(account.c.account)).all()

    def page(self, asked: Asked, paging: Paging) -> tuple[Sequence[sa.Row[Any]], int]:
        """Rows of one page and how many there are."""
        conditions = list(_conditions(asked))
        count = sa.select(sa.func.count()).select_from(_JOINED).where(*conditions)
        query = sa.select(*_LISTED).select_from(_JOINED).where(*conditions).order_by(account.c.account)
        rows = execute(query.limit(paging.page_size).offset(paging.offset)).all()
        return rows, execute(count).scalar_one()

    def save(self, rows: Iterable[Mapping[str, Any]], *, keep: Sequence[str] = ()) -> None:
        """``certno`` and ``phone`` in the clear."""
        save_rows(account, [self._sealed(row) for row in rows], keep=("created_at", *keep))

    def change(self, name: str, changes: Mapping[str, Any]) -> None:
        values = dict(changes)
        if "phone" in values:
            values["phone_sealed"] = self._close(values.pop("phone"))
        execute(sa.update(account).where(account.c.account == name).values(values))

    def opened(self, row: Any) -> tuple[str, str]:
        """Certificate number and telephone number of a found row."""
        return self._open(row.certno_sealed), self._open(row.phone_sealed)

    # -- posts and names of roles -------------------------------------------------------------------

    def set_posts(self, name: str, posts: Iterable[str]) -> None:
        execute(sa.delete(account_post).where(account_post.c.account == name))
        rows = [{"account": name, "post_code": one} for one in posts]
        if rows:
            execute(sa.insert(account_post), rows)

    def posts_of(self, names: Iterable[str]) -> dict[str, list[str]]:
        """Names of posts by account."""
        query = sa.select(account_post.c.account, post.c.post_name).join(
            post, post.c.post_code == account_post.c.post_code
        )
        return _grouped(query.where(account_post.c.account.in_(list(names))).order_by(post.c.post_code))

    def roles_of(self, names: Iterable[str]) -> dict[str, list[str]]:
        """Names of roles by account."""
        query = sa.select(account_role.c.account, role.c.role_name).join(
            role, role.c.role_code == account_role.c.role_code
        )
        return _grouped(query.where(account_role.c.account.in_(list(names))).order_by(role.c.role_code))

    # -- sealing ------------------------------------------------------------------------------------

    def _sealed(self, row: Mapping[str, Any]) -> dict[str, Any]:
        kept = {name: value for name, value in row.items() if name not in ("certno", "phone")}
        certno = row.get("certno", "").upper()
        digest = self._sealing.digest(certno, self._sealing.ensure_key()) if certno else ""
        return {
            **kept,
            "person_digest": digest,
            "certno_sealed": self._close(certno),
            "phone_sealed": self._close(row.get("phone", "")),
        }

    def _close(self, plain: str) -> str:
        return self._sealing.seal(plain) if plain else ""

    def _open(self, sealed: str) -> str:
        return self._sealing.unseal(sealed) if sealed else ""


def _conditions(asked: Asked) -> Iterable[sa.ColumnElement[bool]]:
    yield below(org.c.path, asked.paths)
    if asked.account:
        yield account.c.account.startswith(asked.account, autoescape=True)
    if asked.name:
        yield account.c.name.startswith(asked.name, autoescape=True)
    if asked.either:
        beginnings = (
            column.startswith(asked.either, autoescape=True) for column in (account.c.account, account.c.name)
        )
        yield sa.or_(*beginnings)
    if asked.states:
        yield account.c.state.in_(asked.states)


def _grouped(query: sa.Select[Any]) -> dict[str, list[str]]:
    found: defaultdict[str, list[str]] = defaultdict(list)
    rows: Iterable[Any] = execute(query)
    for name, value in rows:
        found[name].append(value)
    return found
