"""Inputs of the national transactions, filled the way a careful hospital system fills them.

Every required field of the field tables is there; a test changes what it wants to be wrong.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from tests.oracle.region import Institution, Person
from tests.oracle.section4 import Bill
from tests.oracle.world import Item, Visit

DIAGNOSIS = ("I50.001", "右心衰竭")
DEPARTMENT = ("A03", "内科")


def stamp(at: datetime) -> str:
    return f"{at:%Y-%m-%d %H:%M:%S}"


def yuan(fen: int) -> Decimal:
    return Decimal(fen) / 100


def identity(person: Person) -> dict[str, Any]:
    """Who is treated, as every settling message states it."""
    return {
        "mdtrt_cert_type": "02",
        "mdtrt_cert_no": person.certno,
        "psn_cert_type": person.cert_type,
        "certno": person.certno,
        "psn_name": person.name,
    }


def person_1101(person: Person, at: datetime) -> dict[str, Any]:
    return {"data": identity(person) | {"card_sn": "", "begntime": stamp(at)}}


def register_2201(visit: Visit, number: str) -> dict[str, Any]:
    person, institution = visit.person, visit.institution
    return {
        "data": identity(person)
        | {
            "psn_no": person.psn_no,
            "insutype": visit.insutype,
            "psn_type": person.enrollment(visit.insutype).psn_type,
            "begntime": stamp(visit.begin),
            "ipt_otp_no": number,
            "atddr_no": institution.doctor,
            "dr_name": institution.doctor_name,
            "dept_code": DEPARTMENT[0],
            "dept_name": DEPARTMENT[1],
            "caty": DEPARTMENT[0],
        }
    }


def visit_2203(visit: Visit, at: datetime) -> dict[str, Any]:
    return {
        "mdtrtinfo": {
            "mdtrt_id": visit.mdtrt_id,
            "psn_no": visit.person.psn_no,
            "med_type": visit.med_type,
            "begntime": stamp(visit.begin),
            "dise_codg": visit.dise or DIAGNOSIS[0],
            "dise_name": DIAGNOSIS[1],
        },
        "diseinfo": [diagnosis(visit, at) | {"vali_flag": "1"}],
    }


def diagnosis(visit: Visit, at: datetime) -> dict[str, Any]:
    return {
        "diag_type": "1",
        "diag_srt_no": 1,
        "diag_code": DIAGNOSIS[0],
        "diag_name": DIAGNOSIS[1],
        "diag_dept": DEPARTMENT[1],
        "dise_dor_no": visit.institution.doctor,
        "dise_dor_name": visit.institution.doctor_name,
        "diag_time": stamp(at),
    }


def admit_2401(visit: Visit, number: str) -> dict[str, Any]:
    person, institution = visit.person, visit.institution
    return {
        "mdtrtinfo": {
            "psn_no": person.psn_no,
            "insutype": visit.insutype,
            "begntime": stamp(visit.begin),
            "mdtrt_cert_type": "02",
            "mdtrt_cert_no": person.certno,
            "cert_type": person.cert_type,
            "certno": person.certno,
            "med_type": visit.med_type,
            "ipt_no": number,
            "atddr_no": institution.doctor,
            "chfpdr_name": institution.doctor_name,
            "adm_diag_dscr": DIAGNOSIS[1],
            "adm_dept_codg": DEPARTMENT[0],
            "adm_dept_name": DEPARTMENT[1],
            "adm_bed": "0101",
            "dscg_maindiag_code": DIAGNOSIS[0],
            "dscg_maindiag_name": DIAGNOSIS[1],
            "matn_type": visit.matn_type,
            "insuplc_admdvs": person.enrollment(visit.insutype).insuplc_admdvs,
            "mdtrtarea_admvs": institution.admdvs,
        },
        "diseinfo": [
            diagnosis(visit, visit.begin) | {"psn_no": person.psn_no, "maindiag_flag": "1"},
        ],
    }


def change_2403(visit: Visit, number: str) -> dict[str, Any]:
    admission = admit_2401(visit, number)
    info = admission["mdtrtinfo"]
    kept = {k: v for k, v in info.items() if k not in ("insutype", "cert_type", "certno", "ipt_no", "mdtrt_cert_no")}
    return {
        "adminfo": kept | {"mdtrt_id": visit.mdtrt_id, "ipt_otp_no": number},
        "diseinfo": [row | {"mdtrt_id": visit.mdtrt_id} for row in admission["diseinfo"]],
    }


def discharge_2402(visit: Visit, at: datetime) -> dict[str, Any]:
    return {
        "dscginfo": {
            "mdtrt_id": visit.mdtrt_id,
            "psn_no": visit.person.psn_no,
            "insutype": visit.insutype,
            "endtime": stamp(at),
            "matn_type": visit.matn_type,
            "dscg_dept_codg": DEPARTMENT[0],
            "dscg_dept_name": DEPARTMENT[1],
            "dscg_bed": "0101",
            "dscg_way": "1",
        },
        "diseinfo": [
            diagnosis(visit, at) | {"mdtrt_id": visit.mdtrt_id, "psn_no": visit.person.psn_no, "maindiag_flag": "1"},
        ],
    }


def visit_only(visit: Visit, **more: Any) -> dict[str, Any]:
    """Transactions whose whole input is the visit: 2404, 2405, 2202, 2205, 2302, reversals."""
    return {"data": {"mdtrt_id": visit.mdtrt_id, "psn_no": visit.person.psn_no, **more}}


def line(item: Item) -> dict[str, Any]:
    return {
        "feedetl_sn": int(item.sn),
        "fee_ocur_time": stamp(item.on),
        "med_list_codg": item.code,
        "medins_list_codg": item.code,
        "det_item_fee_sumamt": yuan(item.amount),
        "cnt": item.cnt,
        "pric": item.pric,
    }


def lines_2204_2301(visit: Visit, items: Sequence[Item], batch: str = "") -> dict[str, Any]:
    return {"feedetail": [_hospital_line(visit, item, batch) for item in items]}


def _hospital_line(visit: Visit, item: Item, batch: str) -> dict[str, Any]:
    row = line(item) | {
        "mdtrt_id": visit.mdtrt_id,
        "psn_no": visit.person.psn_no,
        "bilg_dept_codg": DEPARTMENT[0],
        "bilg_dept_name": DEPARTMENT[1],
        "bilg_dr_codg": visit.institution.doctor,
        "bilg_dr_name": visit.institution.doctor_name,
        "hosp_appr_flag": item.appr,
    }
    if item.refunds:
        row["init_feedetl_sn"] = item.refunds
    if visit.inpatient:
        return row | {"med_type": visit.med_type}
    return row | {
        "chrg_bchno": batch,
        "rx_circ_flag": "0",
        "dise_codg": visit.dise or DIAGNOSIS[0],
        "etip_hosp_code": visit.institution.code,
    }


def settle_outpatient(visit: Visit, bill: Bill, acct: str, batch: str, *, dry: bool) -> dict[str, Any]:
    """2206 (``dry``) and 2207."""
    data = identity(visit.person) | {
        "psn_no": visit.person.psn_no,
        "med_type": visit.med_type,
        "medfee_sumamt": yuan(bill.medfee),
        "psn_setlway": "01",
        "mdtrt_id": visit.mdtrt_id,
        "chrg_bchno": batch,
        "insutype": visit.insutype,
        "acct_used_flag": acct,
    }
    if dry:
        return {"data": data | {"psn_type": visit.person.enrollment(visit.insutype).psn_type}}
    return {"data": data | stated(bill)}


def settle_inpatient(visit: Visit, bill: Bill, acct: str, *, mid: bool, dscg: str = "") -> dict[str, Any]:
    """2303 and 2304."""
    enrollment = visit.person.enrollment(visit.insutype)
    data = (
        identity(visit.person)
        | {
            "psn_no": visit.person.psn_no,
            "psn_type": enrollment.psn_type,
            "medfee_sumamt": yuan(bill.medfee),
            "psn_setlway": "01",
            "mdtrt_id": visit.mdtrt_id,
            "insutype": visit.insutype,
            "acct_used_flag": acct,
            "mid_setl_flag": "1" if mid else "0",
            "insuplc_admdvs": enrollment.insuplc_admdvs,
            "mdtrtarea_admvs": visit.institution.admdvs,
        }
        | stated(bill)
    )
    return {"data": data | ({"dscgTime": dscg} if dscg else {})}


def stated(bill: Bill) -> dict[str, Any]:
    """The amounts an institution states beside the total."""
    return {
        "fulamt_ownpay_amt": yuan(bill.fulamt),
        "overlmt_selfpay": yuan(bill.overlmt),
        "preselfpay_amt": yuan(bill.preself),
        "inscp_scp_amt": yuan(bill.inscp),
    }


def purchase(visit: Visit, items: Sequence[Item], acct: str, *, dry: bool) -> dict[str, Any]:
    """2101 (``dry``) and 2102."""
    medfee = sum(item.amount for item in items)
    info = identity(visit.person) | {
        "psn_no": visit.person.psn_no,
        "psn_type": visit.person.enrollment(visit.insutype).psn_type,
        "begntime": stamp(visit.begin),
        "medfee_sumamt": yuan(medfee),
        "insutype": visit.insutype,
        "acct_used_flag": acct,
        "med_type": visit.med_type,
    }
    return {"druginfo": info, "drugdetail": [_drug_line(visit, item, dry=dry) for item in items]}


def _drug_line(visit: Visit, item: Item, *, dry: bool) -> dict[str, Any]:
    row = line(item) | {
        "rx_circ_flag": "0",
        "bilg_dr_codg": visit.institution.doctor,
        "bilg_dr_name": visit.institution.doctor_name,
    }
    if item.refunds:
        row["init_feedetl_sn"] = item.refunds
    if dry:
        return row
    trace = {"drug_trac_codg": f"8000109813685361{int(item.sn):04d}", "trdn_flag": "0"}
    return row | trace | {"durg_trac_info": [{"feedetl_sn": item.sn, **trace}]}


def chronic_2503(person: Person, dise: str, name: str, doctor: Institution, begin: str, end: str) -> dict[str, Any]:
    enrollment = person.enrollment()
    return {
        "data": {
            "psn_no": person.psn_no,
            "insutype": enrollment.insutype,
            "opsp_dise_code": dise,
            "opsp_dise_name": name,
            "insu_optins": enrollment.insuplc_admdvs,
            "ide_fixmedins_no": doctor.code,
            "ide_fixmedins_name": doctor.name,
            "hosp_ide_date": begin,
            "diag_dr_codg": doctor.doctor,
            "diag_dr_name": doctor.doctor_name,
            "begndate": begin,
            "enddate": end,
        }
    }


def referral_2501(person: Person, to: Institution, begin: str, end: str) -> dict[str, Any]:
    enrollment = person.enrollment()
    return {
        "refmedin": {
            "psn_no": person.psn_no,
            "insutype": enrollment.insutype,
            "diag_code": DIAGNOSIS[0],
            "diag_name": DIAGNOSIS[1],
            "reflin_medins_no": to.code,
            "reflin_medins_name": to.name,
            "mdtrtarea_admdvs": to.admdvs,
            "refl_type": "1",
            "refl_date": begin,
            "refl_rea": "病情需要",
            "refl_opnn": "同意转院",
            "begndate": begin,
            "enddate": end,
        }
    }
