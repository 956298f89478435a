"""Category of the person and grade of the institution, for statistics."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "settlement_0006"
down_revision = "settlement_0005"
branch_labels = None
depends_on = None

COUNTED_BY = ("psn_type", "hosp_lv")

SETTLEMENT = sa.table("settlement_settlement", *(sa.column(name, sa.String) for name in ("stated", *COUNTED_BY)))


def upgrade() -> None:
    """The defaults stay: workers of the version before go on writing while this one takes over."""
    there = {column["name"] for column in sa.inspect(op.get_bind()).get_columns("settlement_settlement")}
    for name in COUNTED_BY:
        if name not in there:
            op.add_column("settlement_settlement", sa.Column(name, sa.String(6), nullable=False, server_default=""))
    op.execute(fill(op.get_bind().dialect.name))


def fill(dialect: str) -> sa.Update:
    """Columns from what ``stated`` said; harmless to repeat."""
    return SETTLEMENT.update().values({name: sa.func.coalesce(_stated(dialect, name), "") for name in COUNTED_BY})


def _stated(dialect: str, name: str) -> sa.ColumnElement[str]:
    value = sa.func.json_extract(SETTLEMENT.c.stated, f"$.{name}")
    return sa.func.json_unquote(value) if dialect == "mysql" else value


def downgrade() -> None:
    for name in COUNTED_BY:
        op.drop_column("settlement_settlement", name)
