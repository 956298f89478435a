"""Tables of the user center.

Identity and telephone numbers of staff are kept sealed, beside a keyed digest that finds the accounts of one
person. Names of staff are shown all over the workbench (who maintained, who reviewed) and are kept plain.
"""

from __future__ import annotations

import sqlalchemy as sa

from hsaf.data.sealing import key_table, sealed_length
from hsaf.data.table import table
from hsaf.data.types import JsonText

metadata = sa.MetaData()


def _text(name: str, length: int, *, key: bool = False, index: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.String(length), primary_key=key, nullable=False, index=index)


org = table(
    "user_org",
    metadata,
    _text("org_no", 30, key=True),
    _text("org_name", 100),
    _text("prnt_org_no", 30, index=True),
    _text("admdvs", 6),
    _text("org_type", 10),
    _text("path", 255, index=True),
    sa.Column("sort", sa.Integer, nullable=False),
)
"""``path`` are the numbers from the root down to the organisation itself, each followed by a slash."""

post = table(
    "user_post",
    metadata,
    _text("post_code", 30, key=True),
    _text("post_name", 50),
    sa.Column("duty", sa.String(500), nullable=False, server_default=""),
)
"""``duty``: what the holders of a post answer for."""

account = table(
    "user_account",
    metadata,
    _text("account", 50, key=True),
    _text("name", 50, index=True),
    _text("org_no", 30, index=True),
    _text("admdvs", 6),
    _text("state", 1),
    _text("person_digest", 64, index=True),
    _text("certno_sealed", sealed_length(18)),
    _text("phone_sealed", sealed_length(20)),
    _text("email", 100),
    sa.Column("created_at", sa.DateTime, nullable=False),
    sa.Column("updated_at", sa.DateTime, nullable=False),
)
"""``person_digest`` is the same for the accounts of one person, empty where no certificate number is known.
``admdvs`` is the region whose data the account sees."""

account_post = table("user_account_post", metadata, _text("account", 50, key=True), _text("post_code", 30, key=True))

role = table(
    "user_role",
    metadata,
    _text("role_code", 50, key=True),
    _text("role_name", 50),
    _text("kind", 10),
    _text("org_no", 30),
    _text("descr", 200),
    _text("created_by", 50),
    sa.Column("created_at", sa.DateTime, nullable=False),
)
"""``kind``: ``security`` or ``business``; ``org_no`` is the organisation that keeps the role."""

role_permission = table(
    "user_role_permission",
    metadata,
    _text("role_code", 50, key=True),
    _text("use", 10, key=True),
    _text("permission", 150, key=True),
)
"""``use``: ``use`` or ``assign``. A permission may end in ``*``."""

role_org = table("user_role_org", metadata, _text("role_code", 50, key=True), _text("org_no", 30, key=True))
"""Organisations, with all below, that a security role manages."""

role_role = table("user_role_role", metadata, _text("role_code", 50, key=True), _text("business_role", 50, key=True))
"""Business roles that holders of a security role may grant."""

account_role = table(
    "user_account_role",
    metadata,
    _text("account", 50, key=True),
    _text("role_code", 50, key=True, index=True),
)

subsystem = table(
    "user_subsystem",
    metadata,
    _text("subsystem", 50, key=True),
    _text("name", 100),
    _text("url", 200),
    sa.Column("sort", sa.Integer, nullable=False),
)

resource = table(
    "user_resource",
    metadata,
    _text("resource_id", 30, key=True),
    _text("subsystem", 50),
    _text("kind", 20),
    _text("parent_id", 30),
    _text("name", 100),
    _text("permission", 150),
    _text("path", 200),
    sa.Column("sort", sa.Integer, nullable=False),
    sa.Index("ix_user_resource_place", "subsystem", "parent_id", "sort"),
)

favourite = table(
    "user_favourite",
    metadata,
    _text("account", 50, key=True),
    _text("page", 100, key=True),
    _text("title", 100),
    sa.Column("sort", sa.Integer, nullable=False),
)

setting = table(
    "user_setting",
    metadata,
    _text("account", 50, key=True),
    _text("name", 100, key=True),
    sa.Column("value", sa.Text, nullable=False),
)

workbench = table(
    "user_workbench",
    metadata,
    _text("account", 50, key=True),
    sa.Column("sort", sa.Integer, primary_key=True, autoincrement=False),
    _text("kind", 10),
    _text("code", 100),
)

log = table(
    "user_log",
    metadata,
    _text("log_id", 30, key=True),
    _text("kind", 20),
    sa.Column("at", sa.DateTime, nullable=False),
    _text("actor", 50),
    _text("actor_name", 50),
    _text("target", 100),
    _text("action", 20),
    sa.Column("detail", JsonText, nullable=False),
    _text("org_path", 255),
    sa.Index("ix_user_log_kind", "kind", "at"),
    sa.Index("ix_user_log_target", "target", "at"),
)
"""What administrators did (HB-01.4.16, .21). ``org_path`` is the organisation concerned: whoever manages it sees the row."""

key = key_table("user_key", metadata)
