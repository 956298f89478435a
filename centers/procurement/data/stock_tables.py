"""Tables of the stock: what is held, the ledger of movements (台账), coded packs and what became of them."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from centers.procurement.data.metadata import metadata
from hsaf.data.table import table
from hsaf.data.types import DecimalText, JsonText, Quantity


def _text(name: str, length: int, **options: Any) -> sa.Column[str]:
    return sa.Column(name, sa.String(length), nullable=False, **options)


stock = table(
    "procurement_stock",
    metadata,
    sa.Column("fixmedins_code", sa.String(30), primary_key=True),
    sa.Column("fixmedins_hilist_id", sa.String(30), primary_key=True),
    sa.Column("fixmedins_bchno", sa.String(30), primary_key=True),
    _text("med_list_codg", 50),
    _text("fixmedins_hilist_name", 200),
    _text("rx_flag", 3),
    _text("manu_lotnum", 30),
    sa.Column("manu_date", sa.Date),
    sa.Column("expy_end", sa.Date),
    sa.Column("inv_cnt", Quantity, nullable=False),
    sa.Column("movements", sa.BigInteger, nullable=False),
    sa.Column("invdate", sa.Date, nullable=False),
    _text("medins_prod_inv_no", 30),
    _text("memo", 500),
    _text("crter_id", 30),
    _text("crter_name", 50),
    sa.Column("crte_time", sa.DateTime, nullable=False),
    _text("opter_id", 30),
    _text("opter_name", 50),
    sa.Column("updt_time", sa.DateTime, nullable=False),
    sa.Index("ix_procurement_stock_batch", "fixmedins_code", "fixmedins_bchno"),
)
"""What an institution holds of an item and batch: always the sum of its movements, never below 0.
``movements`` counts them; ``invdate`` is the stated day of the last one."""

movement = table(
    "procurement_stock_movement",
    metadata,
    sa.Column("fixmedins_code", sa.String(30), primary_key=True),
    sa.Column("movement_no", sa.String(30), primary_key=True),
    sa.Column("seq", sa.BigInteger, nullable=False),
    _text("kind", 20),
    _text("inv_chg_type", 6),
    _text("fixmedins_hilist_id", 30),
    _text("fixmedins_bchno", 30),
    _text("med_list_codg", 50),
    _text("fixmedins_hilist_name", 200),
    sa.Column("cnt", Quantity, nullable=False),
    sa.Column("delta", Quantity, nullable=False),
    sa.Column("balance", Quantity, nullable=False),
    _text("document", 30),
    _text("reverses", 30),
    _text("setl_id", 30),
    _text("mdtrt_sn", 30),
    _text("psn_no", 30),
    _text("trdn_flag", 3),
    sa.Column("pric", DecimalText(20), nullable=False),
    sa.Column("at", sa.DateTime, nullable=False),
    _text("opter_name", 50),
    sa.Column("detail", JsonText, nullable=False),
    sa.Column("personal", sa.LargeBinary(2**16 - 1), nullable=False),
    _text("crter_id", 30),
    _text("crter_name", 50),
    sa.Column("crte_time", sa.DateTime, nullable=False),
    sa.Index("ix_procurement_movement_batch", "fixmedins_code", "fixmedins_bchno", "at"),
    sa.Index("ix_procurement_movement_item", "fixmedins_code", "fixmedins_hilist_id", "at"),
)
"""Append-only; ``seq`` numbers the movements of a stock from 1. ``delta`` is what the stock changed by and ``balance`` the stock after it. ``document`` is
the purchase or sale a row belongs to (itself, or the one a return names); a row that takes another one
back names it in ``reverses`` and repeats its kind and references. ``personal`` holds, sealed, who bought
and who prescribed."""

pack = table(
    "procurement_pack",
    metadata,
    sa.Column("drug_trac_codg", sa.String(100), primary_key=True),
    _text("holder", 30),
    _text("med_list_codg", 50),
    _text("fixmedins_hilist_id", 150),
    _text("fixmedins_hilist_name", 200),
    _text("fixmedins_bchno", 30),
    _text("state", 10),
    sa.Column("rest", Quantity, nullable=False),
)
"""Coded packs as they stand, over all institutions: a pack sold in one cannot be sold in another."""

pack_move = table(
    "procurement_pack_move",
    metadata,
    sa.Column("drug_trac_codg", sa.String(100), primary_key=True),
    sa.Column("move_no", sa.String(30), primary_key=True),
    _text("fixmedins_code", 30),
    _text("act", 10),
    sa.Column("delta", Quantity, nullable=False),
    _text("med_list_codg", 50),
    _text("fixmedins_hilist_id", 150),
    _text("fixmedins_hilist_name", 200),
    _text("fixmedins_bchno", 30),
    _text("movement_no", 30),
    _text("msgid", 40),
    _text("setl_id", 30),
    _text("mdtrt_sn", 30),
    _text("psn_no", 30),
    _text("bkkp_sn", 30),
    _text("trdn_flag", 3),
    sa.Column("at", sa.DateTime, nullable=False),
    _text("crter_id", 30),
    _text("crter_name", 50),
    sa.Column("crte_time", sa.DateTime, nullable=False),
    sa.Index("ix_procurement_pack_move_institution", "fixmedins_code", "at"),
    sa.Index("ix_procurement_pack_move_document", "movement_no"),
    sa.Index("ix_procurement_pack_move_settlement", "fixmedins_code", "setl_id"),
    sa.Index("ix_procurement_pack_move_message", "fixmedins_code", "msgid"),
)
"""Append-only. What became of a pack: the document (``movement_no``) or settlement behind it, and by how
much the rest of the pack changed."""
