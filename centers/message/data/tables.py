"""Tables of the message center."""

from __future__ import annotations

import sqlalchemy as sa

from hsaf.data.table import table

metadata = sa.MetaData()


def _text(name: str, length: int, *, key: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.String(length), primary_key=key, nullable=False)


todo = table(
    "message_todo",
    metadata,
    _text("ref", 100, key=True),
    _text("title", 200),
    _text("page", 100),
    _text("account", 50),
    _text("permission", 150),
    _text("admdvs", 6),
    _text("state", 10),
    sa.Column("created_at", sa.DateTime, nullable=False),
    sa.Column("done_at", sa.DateTime, nullable=True),
    _text("done_by", 50),
    sa.Index("ix_message_todo_account", "account", "state"),
    sa.Index("ix_message_todo_permission", "state", "permission", "created_at"),
    sa.Index("ix_message_todo_done", "done_by", "done_at"),
)

letter = table(
    "message_letter",
    metadata,
    _text("letter_id", 30, key=True),
    _text("kind", 10),
    _text("sender", 50),
    _text("sender_name", 50),
    _text("title", 200),
    sa.Column("body", sa.Text, nullable=False),
    _text("page", 100),
    _text("file", 100),
    _text("file_name", 200),
    sa.Column("sent_at", sa.DateTime, nullable=False),
)
"""What was written once; who has it stands in ``message_delivery``."""

delivery = table(
    "message_delivery",
    metadata,
    _text("account", 50, key=True),
    _text("letter_id", 30, key=True),
    _text("folder", 3, key=True),
    _text("kind", 10),
    sa.Column("sent_at", sa.DateTime, nullable=False),
    sa.Column("read_at", sa.DateTime, nullable=True),
    sa.Index("ix_message_delivery_list", "account", "kind", "folder", "sent_at"),
    sa.Index("ix_message_delivery_letter", "letter_id", "folder"),
)

subscription = table("message_subscription", metadata, _text("topic", 100, key=True), _text("account", 50, key=True))

column = table(
    "message_column",
    metadata,
    _text("column", 30, key=True),
    _text("name", 50),
    sa.Column("sort", sa.Integer, nullable=False),
)

article = table(
    "message_article",
    metadata,
    _text("article_id", 30, key=True),
    _text("column", 30),
    _text("title", 200),
    sa.Column("body", sa.Text, nullable=False),
    _text("publisher", 50),
    sa.Column("published_at", sa.DateTime, nullable=False),
    sa.Index("ix_message_article_column", "column", "published_at"),
)
