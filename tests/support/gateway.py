"""A whole platform in this process, reached as an institution reaches it: signed messages over WSGI."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

from hsaf.edge.fsi_client import FsiClient, Post, Reply, over_wsgi
from hsaf.edge.http import HttpApplication
from hsaf.kernel.boot import boot
from hsaf.kernel.config import load_settings
from hsaf.kernel.running import RunningKernel
from hsaf.observe import logging
from plugins.demo_region.commands import Silent
from tests.support.prepared import put_demo

HOSPITAL = "H99010100001"
PHARMACY = "P99010400004"

Input = Mapping[str, Any]


@dataclass
class Gateway:
    """One running demo region."""

    kernel: RunningKernel
    application: HttpApplication
    post: Post
    sequence: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    def envelope(self, infno: str, message_input: Input, *, sender: str = HOSPITAL, **changes: Any) -> dict[str, Any]:
        """A complete message; ``changes`` replaces envelope fields, ``...`` leaves one out."""
        message = {
            "infno": infno,
            "msgid": f"{sender}{20260601120000}{next(self.sequence):04d}",
            "mdtrtarea_admvs": "990101",
            "insuplc_admdvs": "990103",
            "recer_sys_code": "HSAF",
            "infver": "V1.0",
            "opter_type": "1",
            "opter": "test01",
            "opter_name": "测试经办人",
            "inf_time": "2026-06-01 12:00:00",
            "fixmedins_code": sender,
            "fixmedins_name": "测试机构",
            "input": message_input,
        }
        return {name: value for name, value in (message | changes).items() if value is not ...}

    def send(self, message: Mapping[str, Any]) -> Reply:
        """Sign with the demo keys of the sender and post."""
        code = message.get("fixmedins_code", HOSPITAL)
        return FsiClient(self.post, f"AK-{code}", f"SK-{code}").call(message)

    def ask(self, infno: str, message_input: Input, **changes: Any) -> dict[str, Any]:
        """Send and decode; numbers exact."""
        return self.send(self.envelope(infno, message_input, **changes)).answer


@contextmanager
def running(folder: Path, *, seeded: bool = True, **overrides: Any) -> Iterator[Gateway]:
    """A demo region on a SQLite file of its own; ``overrides`` are settings, e.g. ``disabled``."""
    logging.configure("warning")
    if seeded and not overrides:
        put_demo(folder)
    settings = load_settings({"HSAF_REGION": "990000", "HSAF_DATA_DIR": str(folder)}, overrides=overrides)
    with boot(settings, migrations="upgrade") as kernel:
        if seeded and overrides:
            kernel.seed(Silent())
        application = HttpApplication(kernel)
        yield Gateway(kernel, application, over_wsgi(application))


PERSON = {
    "psn_no": "9900000000000549",
    "certno": "990103199103273402",
    "psn_name": "侯红芳",
}
"""An employee of the demo region (synthetic)."""

IDENTITY = {
    "mdtrt_cert_type": "02",
    "mdtrt_cert_no": PERSON["certno"],
    "psn_cert_type": "01",
    "certno": PERSON["certno"],
}

WHO = {"data": {**IDENTITY, "psn_name": PERSON["psn_name"]}}
"""Input of 1101."""


def registration(number: str = "MZ1", **changes: Any) -> dict[str, Any]:
    """Input of 2201."""
    return {
        "data": {
            **IDENTITY,
            "psn_no": PERSON["psn_no"],
            "psn_name": PERSON["psn_name"],
            "psn_type": "11",
            "insutype": "310",
            "begntime": "2026-06-01 08:00:00",
            "ipt_otp_no": number,
            "dept_code": "A03",
            "dept_name": "内科",
            "caty": "A03",
            **changes,
        }
    }


def diagnosis(**changes: Any) -> dict[str, Any]:
    """A row of ``diseinfo``."""
    return {
        "psn_no": PERSON["psn_no"],
        "diag_type": "1",
        "maindiag_flag": "1",
        "diag_srt_no": 1,
        "diag_code": "I71.000",
        "diag_name": "主动脉夹层［任何部分］",
        "diag_dept": "内科",
        "dise_dor_no": "D990101000001",
        "dise_dor_name": "唐民芳",
        "diag_time": "2026-06-01 08:00:00",
        "vali_flag": "1",
        **changes,
    }


def admission(**changes: Any) -> dict[str, Any]:
    """Input of 2401."""
    return {
        "mdtrtinfo": {
            "psn_no": PERSON["psn_no"],
            "insutype": "310",
            "begntime": "2026-06-01 08:00:00",
            "mdtrt_cert_type": "02",
            "mdtrt_cert_no": PERSON["certno"],
            "cert_type": "01",
            "certno": PERSON["certno"],
            "med_type": "21",
            "ipt_no": "ZY1",
            "atddr_no": "D990101000001",
            "chfpdr_name": "唐民芳",
            "adm_diag_dscr": "主动脉夹层",
            "adm_dept_codg": "A03",
            "adm_dept_name": "内科",
            "adm_bed": "01",
            "dscg_maindiag_code": "I71.000",
            "dscg_maindiag_name": "主动脉夹层",
            "insuplc_admdvs": "990103",
            "mdtrtarea_admvs": "990101",
            **changes,
        },
        "diseinfo": [diagnosis()],
    }


def line(mdtrt_id: str, sn: object = 1, **changes: Any) -> dict[str, Any]:
    """A row of ``feedetail``: a three-bed room at 46 yuan a day."""
    return {
        "feedetl_sn": sn,
        "mdtrt_id": mdtrt_id,
        "psn_no": PERSON["psn_no"],
        "chrg_bchno": "B1",
        "rx_circ_flag": "0",
        "med_type": "21",
        "fee_ocur_time": "2026-06-01 09:00:00",
        "med_list_codg": "001109000060000-110900006",
        "medins_list_codg": "BED3",
        "det_item_fee_sumamt": Decimal("46.00"),
        "cnt": 1,
        "pric": 46,
        "bilg_dept_codg": "A03",
        "bilg_dept_name": "内科",
        "bilg_dr_codg": "D990101000001",
        "bilg_dr_name": "唐民芳",
        "hosp_appr_flag": "1",
        **changes,
    }
