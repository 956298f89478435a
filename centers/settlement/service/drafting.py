"""From a computation to the record that is kept, and from a record to the answer that is shown."""

from __future__ import annotations

from typing import Any

import msgspec

from centers.enrollment.contract.v1 import Person
from centers.policy.contract.v1 import BenefitCase, BenefitResult
from centers.settlement.contract.v1 import LineSplit, Settlement
from centers.settlement.domain.amounts import AMOUNT_FIELDS
from centers.settlement.domain.clearing import AT_AGENCY, BY_ITEM, clearing_type, place_of_payment
from centers.settlement.domain.funds import fund_rows
from centers.settlement.domain.person import age
from centers.settlement.domain.record import SettlementRecord
from centers.settlement.domain.reimbursement import normal
from centers.settlement.domain.visit import Kind
from centers.settlement.service.computing import Computation
from hsaf.contract import context
from hsaf.money import ratio_of


def draft(done: Computation, pool_area: str) -> SettlementRecord:
    """The record of a computation, still without a number: what a preview shows and a settlement keeps.

    ``pool_area`` is the person's pooling area, whose funds pay.
    """
    case, result = done.case, done.result
    own_draw = sum(paid for psn_no, paid in result.draws if psn_no == done.order.psn_no)
    return SettlementRecord(
        psn_no=done.order.psn_no,
        setl_id="",
        commit_seq=done.situation.commit_seq + 1,
        mdtrt_id=done.visit.mdtrt_id,
        line_seq=done.visit.open_seq,
        fixmedins_code=done.visit.fixmedins_code,
        msgid=done.order.msgid,
        infno=done.order.infno,
        kind=done.visit.kind,
        mid_setl=not done.final,
        maternity=done.scene == "maternity",
        insutype=case.insutype,
        med_type=case.med_type,
        year=case.setl_date.year,
        setl_time=done.moment,
        setl_date=case.setl_date,
        amounts=amounts_of(case, result),
        ratio_base=result.ratio_base,
        balc=done.own_balc - own_draw,
        insuplc_admdvs=done.enrollment.insuplc_admdvs,
        mdtrtarea_admvs=done.order.mdtrtarea_admvs,
        policy_id=result.policy_id,
        policy_version=result.policy_version,
        touched=sorted(result.touched),
        deltas=dict(result.deltas),
        draws=list(result.draws),
        limits=dict(result.limits),
        trace=msgspec.to_builtins(result.trace),
        inputs=msgspec.to_builtins(case, order="deterministic"),
        stated=_stated(done, pool_area),
        invono=normal(done.order.invono),
    )


def amounts_of(case: BenefitCase, result: BenefitResult) -> dict[str, int]:
    """Every amount a settlement keeps: the bill from the case, the rest from the calculation."""
    return {name: getattr(case if hasattr(case, name) else result, name) for name in AMOUNT_FIELDS}


def _stated(done: Computation, pool_area: str) -> dict[str, Any]:
    """The parts of ``setlinfo`` that are neither amounts nor the person: as they were on this day."""
    order, visit, ctx = done.order, done.visit, context.current()
    treated_in = f"{order.mdtrtarea_admvs[:4]}00"
    return {
        "psn_type": done.enrollment.psn_type,
        "cvlserv_flag": done.enrollment.cvlserv_flag,
        "emp_name": done.enrollment.emp_name,
        "insu_optins": pool_area,
        "mdtrt_cert_type": order.mdtrt_cert_type or visit.mdtrt_cert_type,
        "psn_setlway": getattr(order, "psn_setlway", ""),
        "invono": order.invono,
        "acct_used_flag": order.acct_used_flag,
        "clr_type": clearing_type(done.scene, visit.med_type),
        "clr_way": BY_ITEM,
        "clr_optins": pool_area,
        "mdtrt_poolarea": treated_in,
        "pay_loc": AT_AGENCY if visit.kind is Kind.COUNTER else place_of_payment(pool_area, treated_in),
        "fixmedins_name": done.institution.fixmedins_name,
        "hosp_lv": done.institution.hosp_grade,
        "fixmedins_poolarea": f"{done.institution.admdvs[:4]}00",
        "lmtpric_hosp_lv": str(done.institution.hosp_lv),
        "dedc_hosp_lv": str(done.institution.hosp_lv),
        "begndate": visit.begntime.date(),
        "enddate": done.case.setl_date,
        "dise_codg": visit.dise_codg,
        "dise_name": visit.dise_name,
        "opter_id": ctx.actor,
        "opter_name": ctx.actor_name,
        "opt_time": ctx.business_time,
    }


def present(record: SettlementRecord, person: Person, lines: tuple[LineSplit, ...] = ()) -> Settlement:
    """The answer to a settling, reversing or querying message."""
    return Settlement(
        setl_id=record.setl_id,
        mdtrt_id=record.mdtrt_id,
        psn_no=record.psn_no,
        info=setlinfo(record, person),
        funds=fund_rows(
            record.amounts, record.insutype, maternity=record.maternity, limits=record.limits, trace=record.trace
        ),
        lines=lines,
        refd_setl_flag=record.refd_setl_flag,
        reverses=record.reverses,
        reversed_by=record.reversed_by,
    )


def setlinfo(record: SettlementRecord, person: Person) -> dict[str, Any]:
    """The fields of ``setlinfo`` by national code; aliases of single transactions are the gateway's."""
    amounts = record.amounts
    return {
        "setl_id": record.setl_id,
        "mdtrt_id": record.mdtrt_id,
        "psn_no": record.psn_no,
        "psn_name": person.psn_name,
        "psn_cert_type": person.psn_cert_type,
        "certno": person.certno,
        "gend": person.gend,
        "naty": person.naty,
        "brdy": person.brdy,
        "age": age(person.brdy, record.setl_date),
        "insutype": record.insutype,
        "med_type": record.med_type,
        "setl_time": record.setl_time,
        **record.stated,
        **amounts,
        "pool_prop_selfpay": ratio_of(amounts["hifp_pay"], record.ratio_base),
        "balc": record.balc,
        "medins_setl_id": record.msgid,
        "fixmedins_code": record.fixmedins_code,
        "refd_setl_flag": record.refd_setl_flag,
        "year": str(record.year),
    }
