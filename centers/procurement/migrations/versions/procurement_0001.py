"""Stock and trace codes"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from hsaf.data.types import DecimalText, JsonText, Quantity

revision = "procurement_0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "procurement_pack",
        sa.Column("drug_trac_codg", sa.String(length=100), nullable=False),
        sa.Column("holder", sa.String(length=30), nullable=False),
        sa.Column("med_list_codg", sa.String(length=50), nullable=False),
        sa.Column("fixmedins_hilist_id", sa.String(length=150), nullable=False),
        sa.Column("fixmedins_hilist_name", sa.String(length=200), nullable=False),
        sa.Column("fixmedins_bchno", sa.String(length=30), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("rest", Quantity(), nullable=False),
        sa.PrimaryKeyConstraint("drug_trac_codg"),
        mysql_charset="utf8mb4",
        mysql_collate="utf8mb4_bin",
        mysql_engine="InnoDB",
    )
    op.create_table(
        "procurement_pack_move",
        sa.Column("drug_trac_codg", sa.String(length=100), nullable=False),
        sa.Column("move_no", sa.String(length=30), nullable=False),
        sa.Column("fixmedins_code", sa.String(length=30), nullable=False),
        sa.Column("act", sa.String(length=10), nullable=False),
        sa.Column("delta", Quantity(), nullable=False),
        sa.Column("med_list_codg", sa.String(length=50), nullable=False),
        sa.Column("fixmedins_hilist_id", sa.String(length=150), nullable=False),
        sa.Column("fixmedins_hilist_name", sa.String(length=200), nullable=False),
        sa.Column("fixmedins_bchno", sa.String(length=30), nullable=False),
        sa.Column("movement_no", sa.String(length=30), nullable=False),
        sa.Column("msgid", sa.String(length=40), nullable=False),
        sa.Column("setl_id", sa.String(length=30), nullable=False),
        sa.Column("mdtrt_sn", sa.String(length=30), nullable=False),
        sa.Column("psn_no", sa.String(length=30), nullable=False),
        sa.Column("bkkp_sn", sa.String(length=30), nullable=False),
        sa.Column("trdn_flag", sa.String(length=3), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("crter_id", sa.String(length=30), nullable=False),
        sa.Column("crter_name", sa.String(length=50), nullable=False),
        sa.Column("crte_time", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("drug_trac_codg", "move_no"),
        mysql_charset="utf8mb4",
        mysql_collate="utf8mb4_bin",
        mysql_engine="InnoDB",
    )
    op.create_index("ix_procurement_pack_move_document", "procurement_pack_move", ["movement_no"], unique=False)
    op.create_index(
        "ix_procurement_pack_move_institution", "procurement_pack_move", ["fixmedins_code", "at"], unique=False
    )
    op.create_index(
        "ix_procurement_pack_move_message", "procurement_pack_move", ["fixmedins_code", "msgid"], unique=False
    )
    op.create_index(
        "ix_procurement_pack_move_settlement", "procurement_pack_move", ["fixmedins_code", "setl_id"], unique=False
    )
    op.create_table(
        "procurement_stock",
        sa.Column("fixmedins_code", sa.String(length=30), nullable=False),
        sa.Column("fixmedins_hilist_id", sa.String(length=30), nullable=False),
        sa.Column("fixmedins_bchno", sa.String(length=30), nullable=False),
        sa.Column("med_list_codg", sa.String(length=50), nullable=False),
        sa.Column("fixmedins_hilist_name", sa.String(length=200), nullable=False),
        sa.Column("rx_flag", sa.String(length=3), nullable=False),
        sa.Column("manu_lotnum", sa.String(length=30), nullable=False),
        sa.Column("manu_date", sa.Date(), nullable=True),
        sa.Column("expy_end", sa.Date(), nullable=True),
        sa.Column("inv_cnt", Quantity(), nullable=False),
        sa.Column("movements", sa.BigInteger(), nullable=False),
        sa.Column("invdate", sa.Date(), nullable=False),
        sa.Column("medins_prod_inv_no", sa.String(length=30), nullable=False),
        sa.Column("memo", sa.String(length=500), nullable=False),
        sa.Column("crter_id", sa.String(length=30), nullable=False),
        sa.Column("crter_name", sa.String(length=50), nullable=False),
        sa.Column("crte_time", sa.DateTime(), nullable=False),
        sa.Column("opter_id", sa.String(length=30), nullable=False),
        sa.Column("opter_name", sa.String(length=50), nullable=False),
        sa.Column("updt_time", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("fixmedins_code", "fixmedins_hilist_id", "fixmedins_bchno"),
        mysql_charset="utf8mb4",
        mysql_collate="utf8mb4_bin",
        mysql_engine="InnoDB",
    )
    op.create_index(
        "ix_procurement_stock_batch", "procurement_stock", ["fixmedins_code", "fixmedins_bchno"], unique=False
    )
    op.create_table(
        "procurement_stock_movement",
        sa.Column("fixmedins_code", sa.String(length=30), nullable=False),
        sa.Column("movement_no", sa.String(length=30), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("inv_chg_type", sa.String(length=6), nullable=False),
        sa.Column("fixmedins_hilist_id", sa.String(length=30), nullable=False),
        sa.Column("fixmedins_bchno", sa.String(length=30), nullable=False),
        sa.Column("med_list_codg", sa.String(length=50), nullable=False),
        sa.Column("fixmedins_hilist_name", sa.String(length=200), nullable=False),
        sa.Column("cnt", Quantity(), nullable=False),
        sa.Column("delta", Quantity(), nullable=False),
        sa.Column("balance", Quantity(), nullable=False),
        sa.Column("document", sa.String(length=30), nullable=False),
        sa.Column("reverses", sa.String(length=30), nullable=False),
        sa.Column("setl_id", sa.String(length=30), nullable=False),
        sa.Column("mdtrt_sn", sa.String(length=30), nullable=False),
        sa.Column("psn_no", sa.String(length=30), nullable=False),
        sa.Column("trdn_flag", sa.String(length=3), nullable=False),
        sa.Column("pric", DecimalText(length=20), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("opter_name", sa.String(length=50), nullable=False),
        sa.Column("detail", JsonText(length=16777215), nullable=False),
        sa.Column("personal", sa.LargeBinary(length=65535), nullable=False),
        sa.Column("crter_id", sa.String(length=30), nullable=False),
        sa.Column("crter_name", sa.String(length=50), nullable=False),
        sa.Column("crte_time", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("fixmedins_code", "movement_no"),
        mysql_charset="utf8mb4",
        mysql_collate="utf8mb4_bin",
        mysql_engine="InnoDB",
    )
    op.create_index(
        "ix_procurement_movement_batch",
        "procurement_stock_movement",
        ["fixmedins_code", "fixmedins_bchno", "at"],
        unique=False,
    )
    op.create_index(
        "ix_procurement_movement_item",
        "procurement_stock_movement",
        ["fixmedins_code", "fixmedins_hilist_id", "at"],
        unique=False,
    )


def downgrade() -> None:
    op.drop_index("ix_procurement_movement_item", table_name="procurement_stock_movement")
    op.drop_index("ix_procurement_movement_batch", table_name="procurement_stock_movement")
    op.drop_table("procurement_stock_movement")
    op.drop_index("ix_procurement_stock_batch", table_name="procurement_stock")
    op.drop_table("procurement_stock")
    op.drop_index("ix_procurement_pack_move_settlement", table_name="procurement_pack_move")
    op.drop_index("ix_procurement_pack_move_message", table_name="procurement_pack_move")
    op.drop_index("ix_procurement_pack_move_institution", table_name="procurement_pack_move")
    op.drop_index("ix_procurement_pack_move_document", table_name="procurement_pack_move")
    op.drop_table("procurement_pack_move")
    op.drop_table("procurement_pack")
