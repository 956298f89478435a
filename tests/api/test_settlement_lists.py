"""4101-4105 and 3607: a settled stay's list through the gateway, and what is refused."""

from __future__ import annotations

import copy
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from centers.payment_method.contract import v1 as lists
from centers.settlement.contract.v1 import VISIT_NOT_SETTLED
from hsaf.contract.errors import ErrorCode
from hsaf.contract.paging import PAGE_WRONG
from hsaf.kernel.running import RunningKernel
from subsystems.gateway.control.errors import INPUT_WRONG, NOT_OWN
from tests.acceptance.cast import Cast, at, charge, employee, own_cost, plain
from tests.acceptance.client import Answer, Client
from tests.acceptance.desk import Desk
from tests.api.gateway.test_transactions import complaints
from tests.api.refusing import assert_refused
from tests.oracle.region import Region
from tests.oracle.world import Settlement, World

ADMITTED, LEFT, SETTLED = at(4, 1), at(4, 9, 10), at(4, 9, 11)

Input = dict[str, Any]


@dataclass
class Stay:
    """A settled stay and what its hospital sends about it."""

    client: Client
    settlement: Settlement
    answer: Answer

    @property
    def key(self) -> dict[str, str]:
        done = self.settlement
        return {"psn_no": done.visit.person.psn_no, "setl_id": done.setl_id}

    def call(self, infno: str, message_input: Input, when: datetime = SETTLED) -> Answer:
        return self.client.call(infno, self.settlement.visit.institution, message_input, at=when)

    def status(self, stas_type: str) -> Answer:
        return self.call("4102", {"data": self.key | {"stas_type": stas_type}})

    def form(self) -> Input:
        """Input of 4101 that the rules find nothing in."""
        paid = self.answer.output["setldetail"]
        info = {
            **self.key, "mdtrt_id": self.settlement.visit.mdtrt_id, "medcasno": "BA0001", "ntly": "CHN", "prfs": "24",
            "coner_name": "联系人甲", "patn_rlts": "10", "coner_addr": "示范路1号", "coner_tel": "0990-1234567",
            "adm_way": "2", "trt_type": "10", "adm_time": f"{ADMITTED}", "adm_caty": "A03", "dscg_time": f"{LEFT}",
            "dscg_caty": "A03", "dscg_way": "1", "hi_paymtd": "1", "chfpdr_code": "OWN-17", "resp_nurs_code": "N01",
            "days_rinp_flag_31": "1", "vent_used_dura": "1/13/24", "lv1_nurscare_days": 8, "bill_code": "0990",
            "bill_no": "000001", "biz_sn": "BIZ1", "setl_begn_date": "2026-04-01", "setl_end_date": "2026-04-09",
            "medins_fill_dept": "医保办", "medins_fill_psn": "填报人甲",
        }  # fmt: skip
        return {
            "setlinfo": info,
            "payinfo": [{name: row[name] for name in ("fund_pay_type", "fund_payamt")} for row in paid],
            "diseinfo": [diagnosis("I50.001", "1"), diagnosis("I10.x00", "0")],
            "oprninfo": [OPERATION],
            "icuinfo": [INTENSIVE_CARE],
            "bldinfo": [
                {**self.key, "mdtrt_id": info["mdtrt_id"], "setl_List_bld_Id": "B1", "bld_amt": 200, "bld_unt": "ml"}
            ],
        }


OPERATION = {
    "oprn_oprt_type": "1",
    "oprn_oprt_code": "00.0100",
    "oprn_oprt_name": "头和颈部血管治疗性超声",
    "oper_dr_code": "D1",
    "oprn_oprt_begntime": "2026-04-02 09:00:00",
    "oprn_oprt_endtime": "2026-04-02 10:00:00",
}
INTENSIVE_CARE = {
    "scs_cutd_ward_type": "1",
    "scs_cutd_inpool_time": "2026-04-02 10:00:00",
    "scs_cutd_exit_time": "2026-04-03 10:00:00",
    "scs_cutd_sum_dura": "1/0/0",
}


def diagnosis(code: str, main: str) -> dict[str, str]:
    return {"diag_type": "1", "diag_code": code, "diag_name": code, "adm_cond_type": "1", "maindiag_flag": main}


@pytest.fixture(scope="module")
def admit(client: Client, demo: Region) -> Callable[[], Stay]:
    """Settles a stay of another person each time."""
    fitting = [one.psn_no for one in demo.persons.values() if plain(one) and employee()(one)]
    cast, world = Cast(demo, set(fitting[:-20])), World()  # other tests take from the beginning

    def settle() -> Stay:
        desk = Desk(client, world)
        person = world.region.persons[cast.person(plain, employee()).psn_no]
        visit = desk.admit(person, world.region.institutions[cast.hospital(2, person.enrollment().pool).code], ADMITTED)
        desk.upload(visit, [charge("5000", ADMITTED), charge("800", ADMITTED, 10), own_cost("70", ADMITTED)])
        desk.discharge(visit, LEFT)
        done = desk.settle(visit, SETTLED, "0")
        return Stay(client, done, desk.answers[-1][1])

    return settle


@pytest.fixture(scope="module")
def shared(admit: Callable[[], Stay]) -> Stay:
    """A stay whose list is never uploaded."""
    return admit()


@pytest.fixture
def fresh(admit: Callable[[], Stay]) -> Stay:
    return admit()


def changed(form: Input, **changes: Any) -> Input:
    """The form with fields of ``setlinfo`` replaced."""
    other = copy.deepcopy(form)
    other["setlinfo"] |= changes
    return other


def test_a_list_is_uploaded_answered_in_the_national_form_and_frozen(platform: RunningKernel, fresh: Stay) -> None:
    number = fresh.call("4101", fresh.form()).output["data"]["setl_list_id"]
    assert len(number) == 9
    output = fresh.call("4103", {"data": fresh.key}).output
    gaps = [one for one in complaints("4103", output | {"opspdiseinfo": [], "drgAppyinfo": []}) if "=None" not in one]
    assert gaps == ["setlinfo.opsp_dise_name=''", "setlinfo.opsp_dise_code=''", "setlinfo.hsorg_opter=''"]
    info, paid = output["setlinfo"], fresh.answer.output["setlinfo"]
    assert (info["setl_list_sn"], info["stas_type"], info["act_ipt_days"]) == (number, "0", 8)
    assert (info["vent_used_days"], info["vent_used_h_cnt"], info["vent_used_m_cnt"]) == (1, 13, 24)
    assert (info["psn_ownpay"], info["psn_cashpay"]) == ("70.00", paid["psn_cash_pay"])
    assert Decimal(info["psn_selfpay"]) + 70 == Decimal(paid["psn_part_amt"])
    assert (info["ybtcPay"], info["diag_code_cnt"]) == (f"{paid['hifp_pay']}00", 2)
    parts = ("item_sumamt", "item_claa_sumfee", "item_clab_amt", "item_fulamt_ownpay_amt", "item_ownpay_amt")
    charges = [sum(Decimal(row[name]) for row in output["iteminfo"]) for name in parts]
    assert charges == [5870, 5000, 800, 70, 0]
    assert fresh.status("1").ok
    assert fresh.call("4103", {"data": fresh.key}).output["setlinfo"]["stas_type"] == "1"
    again = lambda: fresh.call("4101", changed(fresh.form(), medcasno="BA2"))  # noqa: E731
    assert_refused(platform, again, "4101", lists.LIST_FROZEN)
    assert fresh.status("0").ok
    assert again().output["data"]["setl_list_id"] == number


def test_what_the_checks_found_is_answered_by_month(fresh: Stay) -> None:
    assert fresh.call("4101", changed(fresh.form(), medcasno="", adm_time="2026-04-02 08:00:00")).ok
    asked = {"setl_ym": "202604", "page_num": 1, "page_size": 100, "setl_id": fresh.settlement.setl_id}
    output = fresh.call("4104", {"data": asked}).output
    (row,) = output["data"]
    assert (row["psn_no"], row["setl_ym"], row["qltctrl_ver"]) == (fresh.key["psn_no"], "202604", "2026.1")
    assert (row["qltctrl_rslt"], row["retn_flag"], row["err_lv"]) == ("0", "1", "2")
    assert (row["psn_name"], output["recordCounts"]) == (fresh.settlement.visit.person.name, 1)
    found = {(one["exam_data_fld"], one["qltctrl_chk_rslt"][:4]) for one in row["detailinfo"]}
    assert found == {("medcasno", "WZ01"), ("adm_time", "GF04"), ("spga_nurscare_days", "HL03")}
    grouped = fresh.call("3607", {"data": asked}).output["data"]
    assert [one["exam_data_fld"] for one in grouped[0]["detl_list"]] == [
        one["exam_data_fld"] for one in row["detailinfo"]
    ]
    assert fresh.call("4104", {"data": asked | {"err_lv": "9"}}).output["data"] == []


def test_due_and_uploaded_lists_are_counted(fresh: Stay) -> None:
    visit = fresh.settlement.visit
    asked: Input = {"fixmedins_code": visit.institution.code, "medtype_list": [visit.med_type]}
    asked |= {"stt_begntime": "2026-04-09 00:00:00", "stt_endtime": "2026-04-09 23:59:59", "refdset_flag": "0"}

    def counted(**changes: Any) -> tuple[int, int]:
        output = fresh.call("4105", {"data": asked | changes}).output
        return (output["needUploadCnt"], output["uploadedCnt"])

    due, uploaded = counted()
    assert fresh.call("4101", fresh.form()).ok
    assert counted() == (due, uploaded + 1)
    assert counted(medtype_list=f"11,{visit.med_type}") == (due, uploaded + 1)
    assert counted(stt_flag=True) == (0, 0)


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"setl_id": "SE0"}, VISIT_NOT_SETTLED),
        ({"dscg_time": "2026-03-31 08:00:00"}, lists.LIST_BLOCKED),
        ({"vent_used_dura": "1天13时"}, lists.LIST_BLOCKED),
        ({"psn_selfpay": "1.00"}, lists.LIST_AMOUNT_MISMATCH),
        ({"stas_type": "9"}, lists.LIST_STATUS_WRONG),
        ({"ntly": ""}, INPUT_WRONG),
        ({"dscg_way": "7"}, INPUT_WRONG),
    ],
)
def test_a_wrong_list_is_refused_and_leaves_nothing(
    platform: RunningKernel, shared: Stay, changes: Input, error: ErrorCode
) -> None:
    form = changed(shared.form(), **changes) | ({"bldinfo": []} if "setl_id" in changes else {})
    assert_refused(platform, lambda: shared.call("4101", form), "4101", error)


def test_wrong_charges_and_another_settlements_blood_are_refused(platform: RunningKernel, shared: Stay) -> None:
    form = shared.form()
    charges = {"med_chrgitm_type": "01", "item_sumamt": "1", "item_claa_sumfee": "1", "item_clab_amt": "0"}
    charges |= {"item_fulamt_ownpay_amt": "0", "item_ownpay_amt": "0"}
    wrong = form | {"iteminfo": [charges]}
    assert_refused(platform, lambda: shared.call("4101", wrong), "4101", lists.LIST_AMOUNT_MISMATCH)
    mixed = form | {"bldinfo": [form["bldinfo"][0] | {"setl_id": "SE0"}]}
    assert_refused(platform, lambda: shared.call("4101", mixed), "4101", lists.LIST_MIXED)
    unpaid = form | {"payinfo": [{"fund_pay_type": "610100", "fund_payamt": "1.00"}]}
    assert_refused(platform, lambda: shared.call("4101", unpaid), "4101", lists.LIST_AMOUNT_MISMATCH)


@pytest.mark.parametrize(
    ("infno", "asked", "error"),
    [
        ("4102", {"stas_type": "1"}, lists.LIST_UNKNOWN),
        ("4102", {"stas_type": "2"}, lists.LIST_STATUS_WRONG),
        ("4102", {}, INPUT_WRONG),
        ("4103", {}, lists.LIST_UNKNOWN),
        ("4103", {"psn_no": "", "setl_id": ""}, lists.LIST_UNNAMED),
        ("4104", {"setl_ym": "202613", "page_num": 1, "page_size": 1}, lists.MONTH_WRONG),
        ("4104", {"setl_ym": "202604", "page_num": 0, "page_size": 1}, PAGE_WRONG),
        ("4104", {"setl_ym": "202604", "page_num": 1, "page_size": 1, "fixmedins_code": "H9"}, NOT_OWN),
        ("4104", {"setl_ym": "202604"}, INPUT_WRONG),
        ("3607", {"setl_ym": "2026年", "page_num": 1, "page_size": 1}, lists.MONTH_WRONG),
    ],
)
def test_what_is_asked_wrongly_is_refused(
    platform: RunningKernel, shared: Stay, infno: str, asked: Input, error: ErrorCode
) -> None:
    assert_refused(platform, lambda: shared.call(infno, {"data": shared.key | asked}), infno, error)


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"fixmedins_code": "H99999999999"}, NOT_OWN),
        ({"medtype_list": [1]}, INPUT_WRONG),
        ({"medtype_list": "11,,12"}, INPUT_WRONG),
        ({"stt_begntime": ""}, INPUT_WRONG),
    ],
)
def test_a_count_asked_wrongly_is_refused(
    platform: RunningKernel, shared: Stay, changes: Input, error: ErrorCode
) -> None:
    data = {"fixmedins_code": shared.settlement.visit.institution.code, "medtype_list": ["21"]}
    data |= {"stt_begntime": "2026-04-01 00:00:00", "stt_endtime": "2026-04-30 00:00:00"} | changes
    assert_refused(platform, lambda: shared.call("4105", {"data": data}), "4105", error)


def test_another_institution_sees_no_list_of_ours(
    platform: RunningKernel, client: Client, demo: Region, fresh: Stay
) -> None:
    assert fresh.call("4101", fresh.form()).ok
    other = next(one for one in demo.institutions.values() if one.code != fresh.settlement.visit.institution.code)
    for infno, data in (("4103", fresh.key), ("4102", fresh.key | {"stas_type": "1"})):
        call = lambda i=infno, d=data: client.call(i, other, {"data": d})  # noqa: E731
        assert_refused(platform, call, infno, lists.LIST_UNKNOWN)
    assert_refused(platform, lambda: client.call("4101", other, fresh.form()), "4101", VISIT_NOT_SETTLED)


def test_a_double_click_makes_one_version(fresh: Stay) -> None:
    message = fresh.client.envelope(
        "4101", fresh.settlement.visit.institution, fresh.form(), at=SETTLED + timedelta(days=1)
    )
    assert fresh.client.send(message).raw == fresh.client.send(message).raw
