"""Organisations and posts in the database."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from centers.user.data.tables import account, account_post, org, post
from hsaf.data import execute
from hsaf.data.bulk import save_rows


def below(column: sa.ColumnElement[str], paths: Iterable[str] | None) -> sa.ColumnElement[bool]:
    """Paths that begin with one of these; ``None`` is every path."""
    if paths is None:
        return sa.true()
    return sa.or_(sa.false(), *(sa.and_(column >= path, column < path + "\uffff") for path in paths))


def fields(row: sa.Row[Any]) -> dict[str, Any]:
    """A row by column name."""
    return dict(row._mapping)  # noqa: SLF001 -- its documented name


class OrgRepository:
    def find(self, org_no: str) -> sa.Row[Any] | None:
        return execute(sa.select(org).where(org.c.org_no == org_no)).first()

    def all(self, paths: Iterable[str] | None, text: str = "") -> Sequence[sa.Row[Any]]:
        """Organisations below the paths whose name or number contains the text; parents first."""
        query = sa.select(org).where(below(org.c.path, paths))
        if text:
            query = query.where(
                sa.or_(org.c.org_name.icontains(text, autoescape=True), org.c.org_no.icontains(text, autoescape=True))
            )
        return sorted(execute(query).all(), key=lambda row: (row.path.count("/"), row.sort, row.org_no))

    def numbers_below(self, path: str) -> list[str]:
        return list(execute(sa.select(org.c.org_no).where(below(org.c.path, [path]))).scalars())

    def paths_of(self, org_nos: Iterable[str]) -> list[str]:
        return list(execute(sa.select(org.c.path).where(org.c.org_no.in_(list(org_nos)))).scalars())

    def save(self, rows: Iterable[Mapping[str, Any]]) -> None:
        save_rows(org, rows)

    def move(self, old_path: str, new_path: str) -> None:
        """Everything below the old path, itself included, to the new one."""
        rows = execute(sa.select(org.c.org_no, org.c.path).where(below(org.c.path, [old_path]))).all()
        for row in rows:
            moved = new_path + row.path.removeprefix(old_path)
            execute(sa.update(org).where(org.c.org_no == row.org_no).values(path=moved))

    def remove(self, org_no: str) -> None:
        execute(sa.delete(org).where(org.c.org_no == org_no))

    def has_children(self, org_no: str) -> bool:
        return execute(sa.select(org.c.org_no).where(org.c.prnt_org_no == org_no).limit(1)).first() is not None

    def has_accounts(self, org_no: str, removed: str) -> bool:
        which = (account.c.org_no == org_no, account.c.state != removed)
        return execute(sa.select(account.c.account).where(*which).limit(1)).first() is not None

    # -- posts --------------------------------------------------------------------------------------

    def posts(self) -> Sequence[sa.Row[Any]]:
        return execute(sa.select(post).order_by(post.c.post_code)).all()

    def save_posts(self, rows: Iterable[Mapping[str, Any]]) -> None:
        save_rows(post, rows)

    def set_duty(self, post_code: str, duty: str) -> None:
        execute(sa.update(post).where(post.c.post_code == post_code).values(duty=duty))

    def remove_post(self, post_code: str) -> None:
        execute(sa.delete(post).where(post.c.post_code == post_code))

    def post_in_use(self, post_code: str) -> bool:
        query = sa.select(account_post.c.account).where(account_post.c.post_code == post_code)
        return execute(query.limit(1)).first() is not None
