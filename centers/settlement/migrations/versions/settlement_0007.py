"""Figures of settlements from an index alone"""

from __future__ import annotations

from alembic import op

revision = "settlement_0007"
down_revision = "settlement_0006"
branch_labels = None
depends_on = None

FIGURED = [
    "setl_date", "insuplc_admdvs", "insutype", "med_type", "psn_type", "hosp_lv", "fixmedins_code", "refd_setl_flag",
    "reversed_by", "medfee_sumamt", "fund_pay_sumamt", "inscp_scp_amt", "hifp_pay", "acct_pay", "psn_cash_pay",
]  # fmt: skip


def upgrade() -> None:
    with op.batch_alter_table("settlement_settlement", schema=None) as batch_op:
        batch_op.create_index("ix_settlement_settlement_figures", FIGURED, unique=False)


def downgrade() -> None:
    with op.batch_alter_table("settlement_settlement", schema=None) as batch_op:
        batch_op.drop_index("ix_settlement_settlement_figures")
