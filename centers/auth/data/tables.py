"""Tables of the authentication center. Secrets are kept sealed with the deployment's data key."""

from __future__ import annotations

import sqlalchemy as sa

from hsaf.data.table import table
from hsaf.data.types import JsonText

metadata = sa.MetaData()

access_key = table(
    "auth_access_key",
    metadata,
    sa.Column("access_key", sa.String(100), primary_key=True),
    sa.Column("fixmedins_code", sa.String(30), nullable=False),
    sa.Column("secret_sealed", sa.String(1000), nullable=False),
    sa.Column("sm2_public_key", sa.String(200), nullable=False),
    sa.Column("sm3_key_sealed", sa.String(1000), nullable=False),
    sa.Column("body_signature", sa.String(10), nullable=False),
)
"""An institution may have several keys, so that one can be changed without stopping its counters.
``body_signature`` is ``required`` or empty."""

sign = table(
    "auth_sign",
    metadata,
    sa.Column("fixmedins_code", sa.String(30), primary_key=True),
    sa.Column("sign_no", sa.String(30), primary_key=True),
    sa.Column("opter_no", sa.String(30), nullable=False),
    sa.Column("mac", sa.String(20), nullable=False),
    sa.Column("ip", sa.String(50), nullable=False),
    sa.Column("sign_time", sa.DateTime, nullable=False),
    sa.Column("sign_out_time", sa.DateTime, nullable=True),
)
"""Sign-ins of operators (9001); ``sign_out_time`` is NULL until they sign out (9002)."""


credential = table(
    "auth_credential",
    metadata,
    sa.Column("account", sa.String(50), primary_key=True),
    sa.Column("digest", sa.String(255), nullable=False),
    sa.Column("earlier", JsonText, nullable=False),
    sa.Column("must_change", sa.Boolean, nullable=False),
    sa.Column("changed_at", sa.DateTime, nullable=False),
    sa.Column("wrong_count", sa.Integer, nullable=False),
    sa.Column("locked_at", sa.DateTime, nullable=True),
    sa.Column("locked_until", sa.DateTime, nullable=True, index=True),
)
"""Passwords of staff accounts. ``earlier`` are digests that may not come back, the newest first."""

certificate = table(
    "auth_certificate",
    metadata,
    sa.Column("account", sa.String(50), primary_key=True),
    sa.Column("public_key", sa.String(130), nullable=False, unique=True),
    sa.Column("bound_at", sa.DateTime, nullable=False),
)
"""SM2 public keys (hex) that may sign in as an account."""

session = table(
    "auth_session",
    metadata,
    sa.Column("token_digest", sa.String(64), primary_key=True),
    sa.Column("account", sa.String(50), nullable=False, index=True),
    sa.Column("must_change", sa.Boolean, nullable=False),
    sa.Column("means", sa.String(12), nullable=False),
    sa.Column("ip", sa.String(50), nullable=False),
    sa.Column("begun_at", sa.DateTime, nullable=False),
    sa.Column("seen_at", sa.DateTime, nullable=False),
    sa.Column("expires_at", sa.DateTime, nullable=False),
)
"""Sessions that have not ended. Of the token only its SM3 digest is kept."""

ticket = table(
    "auth_ticket",
    metadata,
    sa.Column("ticket_digest", sa.String(64), primary_key=True),
    sa.Column("purpose", sa.String(60), nullable=False),
    sa.Column("account", sa.String(50), nullable=False),
    sa.Column("expires_at", sa.DateTime, nullable=False, index=True),
)
"""One-time secrets: ``purpose`` is ``challenge`` or ``sso:<subsystem>``. Using one deletes it."""

security_log = table(
    "auth_security_log",
    metadata,
    sa.Column("log_id", sa.String(30), primary_key=True),
    sa.Column("kind", sa.String(20), nullable=False),
    sa.Column("at", sa.DateTime, nullable=False),
    sa.Column("account", sa.String(50), nullable=False),
    sa.Column("actor", sa.String(50), nullable=False),
    sa.Column("event", sa.String(30), nullable=False),
    sa.Column("outcome", sa.String(60), nullable=False),
    sa.Column("ip", sa.String(50), nullable=False),
    sa.Column("org_path", sa.String(255), nullable=False),
    sa.Index("ix_auth_security_log_account", "account", "kind", "at"),
    sa.Index("ix_auth_security_log_kind", "kind", "at"),
)
"""Locks, password changes and sign-ins (HB-01.4.21); ``outcome`` is ``ok`` or the refusal's code.
``org_path`` is where the account stood then, so that each administrator sees his own."""
