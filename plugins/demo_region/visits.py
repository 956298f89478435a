"""One made-up visit as the messages its institution sends, in order."""

from __future__ import annotations

from collections.abc import Generator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any, Final

from hsaf.edge.fsi_steps import search
from plugins.demo_region.files import Row

TYPE_LENGTH: Final = 3
"""Person types fit the interface's field up to here."""
LONGEST: Final = 13
"""Days after which the longest stay is over."""
MED_TYPES: Final = {"outpatient": "11", "pharmacy": "41", "inpatient": "2101"}
STEPS: Final = (
    ("2201", "2401", "2102"),
    ("2203", "2301"),
    ("2204", "2402"),
    ("2207", "2304"),
    ("2208", "2305", "2103"),
)
"""Transactions by their place in a visit: part of a message's number."""
_CENT: Final = Decimal("0.01")

Sent = dict[str, Any]
Messages = Generator[Sent, Mapping[str, Any], None]
"""Yields envelopes and is sent the answer of each."""


@dataclass(frozen=True, slots=True)
class Item:
    """A line of the bill; ``price`` in yuan."""

    code: str
    price: Decimal
    count: int

    @property
    def amount(self) -> Decimal:
        return (self.price * self.count).quantize(_CENT)


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """Who went where, when, for what; ``days`` in bed; ``reversed``: taken back after it was settled."""

    number: str
    kind: str
    begin: datetime
    days: int
    person: Row
    place: Row
    staff: Row
    disease: Row
    items: tuple[Item, ...]
    reversed: bool

    @property
    def end(self) -> datetime:
        return self.begin + timedelta(days=self.days, minutes=40)

    @property
    def total(self) -> Decimal:
        return sum((item.amount for item in self.items), Decimal(0))


def messages(visit: Visit) -> Messages:
    """Every message of a visit until it is settled, and taken back where it says so."""
    if visit.kind == "pharmacy":
        return _pharmacy(visit)
    return _outpatient(visit) if visit.kind == "outpatient" else _inpatient(visit)


def _outpatient(visit: Visit) -> Messages:
    answer = yield _message(visit, "2201", visit.begin, {"data": _registered(visit)})
    mdtrt_id = search(answer, "mdtrt_id")
    seen = {"mdtrt_id": mdtrt_id, "psn_no": visit.person["psn_no"], "med_type": "11", "begntime": _time(visit.begin)}
    dise = {"dise_codg": visit.disease["diag_code"], "dise_name": visit.disease["diag_name"]}
    yield _message(
        visit, "2203", visit.begin, {"mdtrtinfo": {**seen, **dise}, "diseinfo": [_diagnosis(visit, visit.begin)]}
    )
    yield _message(visit, "2204", visit.begin, {"feedetail": _lines(visit, mdtrt_id, chrg_bchno=f"B{visit.number}")})
    bill = {"chrg_bchno": f"B{visit.number}", "med_type": "11"}
    answer = yield _message(visit, "2207", visit.end, {"data": _bill(visit, mdtrt_id) | bill})
    yield from _taken_back(visit, "2208", mdtrt_id, search(answer, "setl_id"))


def _inpatient(visit: Visit) -> Messages:
    answer = yield _message(
        visit, "2401", visit.begin, {"mdtrtinfo": _admitted(visit), "diseinfo": [_diagnosis(visit, visit.begin)]}
    )
    mdtrt_id = search(answer, "mdtrt_id")
    yield _message(visit, "2301", visit.begin, {"feedetail": _lines(visit, mdtrt_id)})
    left = {"mdtrt_id": mdtrt_id, "psn_no": visit.person["psn_no"], "insutype": visit.person["insutype"]}
    left |= {"endtime": _time(visit.end), "dscg_dept_codg": visit.staff["dept_code"], "dscg_way": "1"}
    diagnosis = {"mdtrt_id": mdtrt_id} | _diagnosis(visit, visit.end)
    yield _message(
        visit,
        "2402",
        visit.end,
        {"dscginfo": left | {"dscg_dept_name": visit.staff["dept_name"]}, "diseinfo": [diagnosis]},
    )
    bill = {"mid_setl_flag": "0", "dscgTime": f"{visit.end:%Y-%m-%d}"} | _areas(visit)
    answer = yield _message(visit, "2304", visit.end, {"data": _bill(visit, mdtrt_id) | bill})
    yield from _taken_back(visit, "2305", mdtrt_id, search(answer, "setl_id"))


def _pharmacy(visit: Visit) -> Messages:
    info = _bill(visit, "") | {"begntime": _time(visit.begin), "med_type": "41"}
    del info["mdtrt_id"]
    sold = {"rx_circ_flag": "0", "trdn_flag": "0", "bilg_dr_codg": visit.staff["prac_psn_code"]}
    sold["bilg_dr_name"] = visit.staff["prac_psn_name"]
    lines = [
        {**_line(visit, at, item), **sold, "drug_trac_codg": f"8{visit.number:0>15}{at:04d}"}
        for at, item in enumerate(visit.items, start=1)
    ]
    answer = yield _message(visit, "2102", visit.end, {"druginfo": info, "drugdetail": lines})
    yield from _taken_back(visit, "2103", search(answer, "mdtrt_id"), search(answer, "setl_id"))


def _taken_back(visit: Visit, infno: str, mdtrt_id: Any, setl_id: Any) -> Messages:
    if visit.reversed:
        named = {"psn_no": visit.person["psn_no"], "mdtrt_id": mdtrt_id, "setl_id": setl_id}
        yield _message(visit, infno, visit.end + timedelta(hours=1), {"data": named})


# -- parts of messages --------------------------------------------------------------------------------


def _message(visit: Visit, infno: str, at: datetime, message_input: Mapping[str, Any]) -> Sent:
    code = visit.place["fixmedins_code"]
    return {
        "infno": infno,
        "msgid": f"{code}{at:%Y%m%d%H%M%S}{_step(infno)}{visit.number[-3:]}",
        **_areas(visit),
        "recer_sys_code": "HSAF",
        "infver": "V1.0",
        "opter_type": "1",
        "opter": "history",
        "opter_name": "演示经办人",
        "inf_time": _time(at),
        "fixmedins_code": code,
        "fixmedins_name": visit.place["fixmedins_name"],
        "sign_no": "",
        "input": message_input,
    }


def _step(infno: str) -> int:
    return next(at for at, codes in enumerate(STEPS) if infno in codes)


def _person(visit: Visit) -> Sent:
    person = visit.person
    return {
        "psn_no": person["psn_no"],
        "insutype": person["insutype"],
        "mdtrt_cert_type": "02",
        "mdtrt_cert_no": person["certno"],
        "certno": person["certno"],
    }


def _registered(visit: Visit) -> Sent:
    staff = visit.staff
    return _person(visit) | {
        "psn_cert_type": "01",
        "psn_type": visit.person["psn_type"],
        "psn_name": visit.person["psn_name"],
        "begntime": _time(visit.begin),
        "ipt_otp_no": f"MZ{visit.number}",
        "atddr_no": staff["prac_psn_code"],
        "dr_name": staff["prac_psn_name"],
        "dept_code": staff["dept_code"],
        "dept_name": staff["dept_name"],
        "caty": staff["dept_code"],
    }


def _admitted(visit: Visit) -> Sent:
    staff, disease = visit.staff, visit.disease
    return (
        _person(visit)
        | {
            "begntime": _time(visit.begin),
            "cert_type": "01",
            "med_type": MED_TYPES["inpatient"],
            "ipt_no": f"ZY{visit.number}",
            "atddr_no": staff["prac_psn_code"],
            "chfpdr_name": staff["prac_psn_name"],
            "adm_diag_dscr": disease["diag_name"],
            "adm_dept_codg": staff["dept_code"],
            "adm_dept_name": staff["dept_name"],
            "adm_bed": visit.number[-4:],
            "dscg_maindiag_code": disease["diag_code"],
            "dscg_maindiag_name": disease["diag_name"],
        }
        | _areas(visit)
    )


def _areas(visit: Visit) -> Sent:
    return {"insuplc_admdvs": visit.person["insuplc_admdvs"], "mdtrtarea_admvs": visit.place["admdvs"]}


def _diagnosis(visit: Visit, at: datetime) -> Sent:
    return {
        "psn_no": visit.person["psn_no"],
        "diag_type": "1",
        "maindiag_flag": "1",
        "diag_srt_no": 1,
        "diag_code": visit.disease["diag_code"],
        "diag_name": visit.disease["diag_name"],
        "diag_dept": visit.staff["dept_name"],
        "dise_dor_no": visit.staff["prac_psn_code"],
        "dise_dor_name": visit.staff["prac_psn_name"],
        "diag_time": _time(at),
        "vali_flag": "1",
    }


def _lines(visit: Visit, mdtrt_id: Any, **also: str) -> list[Sent]:
    staff = visit.staff
    doctor = {
        "mdtrt_id": mdtrt_id,
        "psn_no": visit.person["psn_no"],
        "bilg_dept_codg": staff["dept_code"],
        "bilg_dept_name": staff["dept_name"],
        "bilg_dr_codg": staff["prac_psn_code"],
        "bilg_dr_name": staff["prac_psn_name"],
        "hosp_appr_flag": "1",
        "rx_circ_flag": "0",
        "med_type": MED_TYPES[visit.kind],
    }
    return [{**doctor, **_line(visit, at, item), **also} for at, item in enumerate(visit.items, start=1)]


def _line(visit: Visit, number: int, item: Item) -> Sent:
    return {
        "feedetl_sn": number,
        "fee_ocur_time": _time(visit.begin),
        "med_list_codg": item.code,
        "medins_list_codg": item.code,
        "det_item_fee_sumamt": item.amount,
        "cnt": item.count,
        "pric": item.price,
    }


def _bill(visit: Visit, mdtrt_id: Any) -> Sent:
    return _person(visit) | {
        "mdtrt_id": mdtrt_id,
        "psn_cert_type": "01",
        "psn_type": visit.person["psn_type"],
        "psn_name": visit.person["psn_name"],
        "medfee_sumamt": visit.total,
        "psn_setlway": "01",
        "acct_used_flag": "1",
        "fulamt_ownpay_amt": 0,
        "overlmt_selfpay": 0,
        "preselfpay_amt": 0,
        "inscp_scp_amt": 0,
    }


def _time(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M:%S}"
