"""Messages about an institution's stock, filled the way a careful pharmacy fills them."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from tests.acceptance.client import Answer, Client
from tests.oracle.region import Institution

DRUG = "XC08CAB001A687010190098"
AT = "2026-06-01 09:30:00"
_batches: Iterator[int] = itertools.count(1)


@dataclass
class Stockroom:
    """One batch of one drug in an institution; every test gets a batch of its own."""

    client: Client
    institution: Institution
    batch: str = field(default_factory=lambda: f"PH{next(_batches):06d}")

    def call(self, infno: str, input: dict[str, Any]) -> Answer:
        return self.client.call(infno, self.institution, input)

    def ok(self, infno: str, input: dict[str, Any]) -> dict[str, Any]:
        return self.call(infno, input).output

    def code(self, number: int) -> str:
        return f"8{self.batch}{number:04d}"

    def traced(self, *numbers: int) -> list[dict[str, str]]:
        return [{"drug_trac_codg": self.code(number)} for number in numbers]

    def goods(self, **changes: Any) -> dict[str, Any]:
        row = {
            "med_list_codg": DRUG,
            "fixmedins_hilist_id": f"YP{self.batch}",
            "fixmedins_hilist_name": "氨氯地平片",
            "fixmedins_bchno": self.batch,
            "rx_flag": "1",
            "manu_lotnum": "SC260101",
            "manu_date": "2026-01-01",
            "expy_end": "2028-01-01",
        }
        return row | changes

    def counted(self, cnt: Any, **changes: Any) -> dict[str, Any]:
        return self.goods(invdate="2026-06-01", inv_cnt=cnt) | changes

    def changed(self, kind: str, cnt: Any, **changes: Any) -> dict[str, Any]:
        row = {"inv_chg_type": kind, "pric": Decimal("1.96"), "cnt": cnt, "inv_chg_time": AT, "trdn_flag": "0"}
        return self.goods(**row, trac_codg_pac_hery="1") | changes

    def bought(self, cnt: Any, **changes: Any) -> dict[str, Any]:
        row = {
            "spler_name": "示范医药有限公司",
            "prodentp_name": "示范制药厂",
            "aprvno": "国药准字H99000001",
            "finl_trns_pric": Decimal("1.5"),
            "purc_retn_cnt": cnt,
            "purc_retn_stoin_time": AT,
            "purc_retn_opter_name": "采购员",
            "purc_invo_no": "FP001",
        }
        return self.goods(**row) | changes

    def invoiced(self, cnt: Any, **changes: Any) -> dict[str, Any]:
        """A row of 3503A, which carries the invoice itself."""
        invoice = {"fixmedins_bchno": self.batch, "file_data": "5Y+R56Wo", "file_name": "发票.pdf"}
        return self.bought(cnt, purc_invo_file_List=[invoice], **changes)

    def sold(self, cnt: Any, *numbers: int, **changes: Any) -> dict[str, Any]:
        row = {
            "prsc_dr_name": "唐民芳",
            "phar_name": "药师甲",
            "phar_prac_cert_no": "YS001",
            "mdtrt_sn": f"LS{self.batch}",
            "trdn_flag": "0",
            "finl_trns_pric": Decimal("1.96"),
            "rtal_docno": "XS001",
            "drug_prod_barc": "NDPB999",
            "sel_retn_cnt": cnt,
            "sel_retn_time": AT,
            "sel_retn_opter_name": "收银员",
            "drugtracinfo": self.traced(*(numbers or (0,))),
        }
        return self.goods(**row) | changes

    def keyed(self, **changes: Any) -> dict[str, Any]:
        """Input of a question about the batch."""
        asked = {
            "fixmedins_code": self.institution.code,
            "fixmedins_bchno": self.batch,
            "begndate": "2026-06-01",
            "enddate": "2026-06-01",
        }
        return {"data": asked | changes}

    def held(self) -> Decimal:
        """What 3508 says of the batch."""
        rows = self.ok("3508", self.keyed())["output"]
        return Decimal(rows[0]["invCnt"]) if rows else Decimal(0)
