"""Transactions through all layers: what they answer, and what they refuse before any work."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import pytest

from hsaf.edge.fsi_steps import search
from plugins.demo_region import files
from plugins.demo_region.playback import Playback, demo_client
from subsystems.gateway.presentation.rendering import NAMELESS
from subsystems.gateway.presentation.tables.shapes import Kind, shape_of
from subsystems.gateway.presentation.tables.source import Field, transactions
from tests.api.conftest import watched
from tests.support.gateway import IDENTITY, PERSON, PHARMACY, WHO, Gateway, admission, diagnosis, line, registration

NOT_KNOWN = {
    ("2101", "mdtrt_id"),  # a pre-settlement at a pharmacy has no visit
    ("5201", "endtime"),  # the visit goes on
    ("5204", "dosform_name"),  # services have no dose form
    ("5204", "list_type"),  # outside the catalog
    ("1901", "parentValue"),  # the dictionaries are flat
}
"""Required fields that stay empty for a reason."""


def complaints(infno: str, output: Mapping[str, Any]) -> list[str]:
    """Where an answer does not fit the output table: node absent, field empty, form wrong."""
    found = []
    for node in transactions()[infno].output:
        rows = output[node.node or NAMELESS.get(infno, "")]
        for row in rows if isinstance(rows, list) else [rows]:
            found += [f"{node.node}.{f.code}={row.get(f.code)!r}" for f in node.fields if not fits(infno, f, row)]
    return found


def fits(infno: str, field: Field, row: Mapping[str, Any]) -> bool:
    value = row.get(field.code)
    if value in (None, ""):
        return not field.required or (infno, field.code) in NOT_KNOWN
    shape = shape_of(field)
    if shape.kind is Kind.NUMBER and shape.scale and field.code != "age":
        whole, _, decimals = str(value).partition(".")
        return isinstance(value, str) and whole.lstrip("-").isdigit() and len(decimals) == shape.scale
    return True


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> list[Any]:
    """Every example exchange, on a region of its own."""
    with watched(tmp_path_factory.mktemp("examples")) as fresh:
        return [
            step for name in files.exchanges() for step in Playback(fresh.post, demo_client).play(files.exchange(name))
        ]


def test_every_example_exchange_gives_the_expected_amounts(played):
    assert len(played) == 54
    assert [(step.infno, step.differences) for step in played if step.differences] == []


def test_every_answer_of_the_examples_fits_its_output_table(played):
    assert {step.infno: found for step in played if (found := complaints(step.infno, step.output))} == {}


# -- a whole stay ------------------------------------------------------------------------------------


@pytest.fixture
def stay(gateway: Gateway) -> str:
    answer = gateway.ask("2401", admission())
    assert answer["infcode"] == 0, answer["err_msg"]
    return search(answer, "mdtrt_id")


def test_a_stay_is_admitted_changed_billed_discharged_settled_queried_and_taken_back(gateway, stay):
    psn_no = PERSON["psn_no"]

    def ok(infno: str, message_input: Mapping[str, Any]) -> dict[str, Any]:
        answer = gateway.ask(infno, message_input)
        assert answer["infcode"] == 0, answer["err_msg"]
        assert complaints(infno, answer["output"]) == []
        return answer["output"]

    info = admission()["mdtrtinfo"]
    change = {name: info[name] for name in info.keys() - {"ipt_no", "insutype", "cert_type", "certno", "mdtrt_cert_no"}}
    ok("2403", {"adminfo": change | {"mdtrt_id": stay, "ipt_otp_no": "ZY2"}, "diseinfo": [diagnosis(mdtrt_id=stay)]})
    split = ok("2301", {"feedetail": [line(stay), line(stay, "2", cnt=3, det_item_fee_sumamt=Decimal(138))]})["result"]
    assert [(row["feedetl_sn"], row["cnt"], row["det_item_fee_sumamt"]) for row in split] == [
        ("1", "1.0000", "46.00"),
        ("2", "3.0000", "138.00"),
    ]
    ok("2302", {"data": {"feedetl_sn": "1", "mdtrt_id": stay, "psn_no": psn_no}})
    leaving = {"mdtrt_id": stay, "psn_no": psn_no, "insutype": "310", "endtime": "2026-06-01 11:00:00"}
    leaving |= {"dscg_dept_codg": "A03", "dscg_dept_name": "内科", "dscg_way": "1"}
    discharge = {"dscginfo": leaving, "diseinfo": [diagnosis(mdtrt_id=stay)]}
    ok("2402", discharge)
    ok("2405", {"data": {"mdtrt_id": stay, "psn_no": psn_no}})
    ok("2402", discharge)
    data = {**IDENTITY, "psn_no": psn_no, "psn_name": PERSON["psn_name"], "psn_type": "11", "insutype": "310"}
    data |= {"mdtrt_id": stay, "medfee_sumamt": 138, "psn_setlway": "01", "acct_used_flag": "0", "mid_setl_flag": "0"}
    data |= {"insuplc_admdvs": "990103", "mdtrtarea_admvs": "990101"}
    foreseen, done = ok("2303", {"data": data}), ok("2304", {"data": data})
    setl_id = done["setlinfo"].pop("setl_id")
    differing = {"medins_setl_id", "setl_id"}
    assert {k: v for k, v in foreseen["setlinfo"].items() if k not in differing} == {
        k: v for k, v in done["setlinfo"].items() if k not in differing
    }
    which = {"data": {"psn_no": psn_no, "setl_id": setl_id, "mdtrt_id": stay}}
    assert ok("5203", which)["setlinfo"]["psn_pay"] == done["setlinfo"]["psn_part_amt"]
    assert [row["feedetl_sn"] for row in ok("5204", which)["data"]] == ["2"]
    assert ok("5206", {"data": {"psn_no": psn_no}})["cuminfo"]
    period = {"psn_no": psn_no, "begntime": "2026-06-01", "endtime": "2026-06-02", "med_type": "21", "mdtrt_id": stay}
    assert ok("5201", {"data": period})["mdtrtinfo"][0]["psn_name"] == PERSON["psn_name"]
    back = ok("2305", which)["setlinfo"]
    assert back["medfee_sumamt"] == "-138.00"
    ok("2405", {"data": {"mdtrt_id": stay, "psn_no": psn_no}})
    ok("2302", {"data": {"feedetl_sn": "0000", "mdtrt_id": stay, "psn_no": psn_no}})
    ok("2404", {"data": {"mdtrt_id": stay, "psn_no": psn_no}})


# -- persons, institutions, dictionaries, operators --------------------------------------------------


def test_1101_answers_person_insurances_and_identities(gateway):
    output = gateway.ask("1101", WHO)["output"]
    assert complaints("1101", output) == []
    assert output["baseinfo"]["age"] == 35
    assert [row["insutype"] for row in output["insuinfo"]] == ["310"]
    assert isinstance(output["idetinfo"], list)


def test_1101_refuses_a_certificate_that_is_not_the_persons(gateway):
    data = WHO["data"] | {"mdtrt_cert_no": "990103199103273400"}
    assert "input.data.mdtrt_cert_no" in gateway.ask("1101", {"data": data})["err_msg"]


def test_1201_answers_the_national_grade_not_the_policy_level(gateway):
    one = gateway.ask("1201", {"medinsinfo": {"fixmedins_type": "1", "fixmedins_code": "H99010100001"}})["output"]
    assert complaints("1201", one) == []
    assert one["medinsinfo"]["hosp_lv"] == "2"
    several = gateway.ask("1201", {"medinsinfo": {"fixmedins_type": "1", "fixmedins_name": "人民医院"}})["output"]
    assert len(several["medinsinfo"]) > 1


def test_1201_refuses_an_unknown_institution(gateway):
    asked = {"medinsinfo": {"fixmedins_type": "1", "fixmedins_code": "H00000000000"}}
    assert "[E1201-300]" in gateway.ask("1201", asked)["err_msg"]


def test_1901_answers_a_dictionary_and_refuses_an_unknown_one(gateway):
    asked = {"parent_value": "0", "admdvs": "990000", "date": "2026-06-01", "Vali_Flag": "1"}
    output = gateway.ask("1901", {"data": asked | {"type": "insutype"}})["output"]
    assert complaints("1901", output) == []
    assert ("310", "职工基本医疗保险") in {(row["value"], row["label"]) for row in output["list"]}
    assert "[E1901-306]" in gateway.ask("1901", {"data": asked | {"type": "nothing"}})["err_msg"]


def benefits(gateway: Gateway, **changes: Any) -> list[dict[str, Any]]:
    data = {"psn_no": PERSON["psn_no"], "insutype": "310", "fixmedins_code": "H99010100001", "med_type": "11"}
    output = gateway.ask("2001", {"data": data | {"begntime": "2026-06-01 08:00:00"} | changes})["output"]
    assert complaints("2001", output) == []
    return output["trtinfo"]


def test_2001_says_which_funds_pay(gateway):
    rows = benefits(gateway)
    assert {row["fund_pay_type"] for row in rows} == {"310100", "310200", "330100"}
    assert {row["trt_enjymnt_flag"] for row in rows} == {"1"}


def test_2001_says_why_a_fund_does_not_pay(gateway):
    rows = benefits(gateway, med_type="14", dise_codg="M00500")
    assert {row["trt_enjymnt_flag"] for row in rows} == {"0"}
    assert all("缺少慢特病备案" in row["trt_chk_rslt"] for row in rows)


def test_9001_signs_in_and_9002_out_under_a_node_and_field_of_one_name(gateway):
    output = gateway.ask("9001", {"signIn": {"opter_no": "op1", "mac": "00", "ip": "127.0.0.1"}})["output"]
    assert output["signinoutb"]["sign_time"] == "2026-06-01 12:00:00"
    out = gateway.ask("9002", {"signOut": {"opter_no": "op1", "sign_no": output["signinoutb"]["sign_no"]}})["output"]
    assert out == {"sign_time": {"sign_time": "2026-06-01 12:00:00"}}


# -- filings -----------------------------------------------------------------------------------------


def test_a_chronic_filing_is_made_and_revoked_once(gateway):
    data = {"psn_no": PERSON["psn_no"], "insutype": "310", "opsp_dise_code": "M00500", "opsp_dise_name": "恶性肿瘤"}
    data |= {"insu_optins": "990103", "ide_fixmedins_no": "H99010100001", "ide_fixmedins_name": "甲市第一人民医院"}
    data |= {"hosp_ide_date": "2026-06-01", "diag_dr_codg": "D990101000001", "diag_dr_name": "唐民芳"}
    number = search(gateway.ask("2503", {"data": data | {"begndate": "2026-06-01"}}), "trt_dcla_detl_sn")
    revoke = {"data": {"trt_dcla_detl_sn": number, "psn_no": PERSON["psn_no"], "memo": "录入错误"}}
    assert gateway.ask("2504", revoke)["infcode"] == 0
    assert "[E2504-206]" in gateway.ask("2504", revoke)["err_msg"]


def test_a_referral_is_filed_and_revoked(gateway):
    data = {"psn_no": PERSON["psn_no"], "insutype": "310", "diag_code": "I71.000", "diag_name": "主动脉夹层"}
    data |= {"reflin_medins_no": "H99020100017", "reflin_medins_name": "乙市第一人民医院", "mdtrtarea_admdvs": "990201"}
    data |= {"refl_type": "2", "refl_date": "2026-06-01", "refl_rea": "病情", "refl_opnn": "同意"}
    number = search(gateway.ask("2501", {"refmedin": data}), "trt_dcla_detl_sn")
    assert gateway.ask("2502", {"data": {"trt_dcla_detl_sn": number, "psn_no": PERSON["psn_no"]}})["infcode"] == 0


def test_a_designation_is_filed(gateway):
    data = {"psn_no": PERSON["psn_no"], "biz_appy_type": "03", "begndate": "2026-06-01", "fix_srt_no": "1"}
    data |= {"fixmedins_code": "H99010100001", "fixmedins_name": "甲市第一人民医院"}
    assert search(gateway.ask("2505", {"data": data}), "trt_dcla_detl_sn")


# -- checks before any work --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "where"),
    [({"psn_name": "某某"}, "input.data.psn_name"), ({"certno": "990103199103273400"}, "input.data.certno")],
)
def test_a_registration_for_somebody_else_is_refused_by_field(gateway, changes, where):
    message = gateway.ask("2201", registration(**changes))["err_msg"]
    assert message.startswith(f"[E2201-201] {where}")
    assert not any(value in message for value in changes.values())


def test_an_admission_calls_the_certificate_type_cert_type(gateway):
    assert "input.mdtrtinfo.cert_type" in gateway.ask("2401", admission(cert_type="90"))["err_msg"]


def test_a_pharmacy_cannot_admit_and_a_hospital_cannot_sell(gateway):
    assert "未开通住院服务" in gateway.ask("2401", admission(), sender=PHARMACY)["err_msg"]


@pytest.mark.parametrize(
    ("message_input", "text"),
    [
        (admission(atddr_no="D000000000000"), "[E2401-303] input.mdtrtinfo.atddr_no 医药人员编码 D000000000000"),
        (admission(dscg_maindiag_code="X99.999"), "[E2401-304] input.mdtrtinfo.dscg_maindiag_code 诊断代码 X99.999"),
        ({**admission(), "diseinfo": [diagnosis(), diagnosis(diag_code="X99.999")]}, "input.diseinfo[1].diag_code"),
        (admission(med_type="11"), "[E2401-014]"),
    ],
)
def test_an_admission_is_checked_against_reference_data(gateway, message_input, text):
    assert text in gateway.ask("2401", message_input)["err_msg"]


def test_a_diagnosis_of_chinese_medicine_is_not_looked_up_in_icd10(gateway):
    rows = [diagnosis(), diagnosis(diag_type="2", diag_code="A01.01", diag_srt_no=2)]
    assert gateway.ask("2401", {**admission(), "diseinfo": rows})["infcode"] == 0


@pytest.mark.parametrize(
    ("changes", "text"),
    [
        ({"bilg_dept_codg": "ZZZ"}, "[E2301-305] input.feedetail[1].bilg_dept_codg 科室编码 ZZZ"),
        ({"bilg_dr_codg": "D000000000000"}, "[E2301-303] input.feedetail[1].bilg_dr_codg"),
        ({"psn_no": "9900000000000001"}, "[E2301-033]"),
        ({"feedetl_sn": 1}, "[E2301-023]"),
    ],
)
def test_one_bad_line_stores_none(gateway, stay, changes, text):
    rows = [line(stay), line(stay, 2) | changes]
    assert text in gateway.ask("2301", {"feedetail": rows})["err_msg"]
    assert gateway.ask("2404", {"data": {"mdtrt_id": stay, "psn_no": PERSON["psn_no"]}})["infcode"] == 0


def test_a_refund_names_its_line_also_in_2204(gateway):
    mdtrt_id = search(gateway.ask("2201", registration()), "mdtrt_id")
    info = {"mdtrt_id": mdtrt_id, "psn_no": PERSON["psn_no"], "med_type": "11", "begntime": "2026-06-01 08:00:00"}
    described = {"mdtrtinfo": info | {"dise_codg": "I71.000", "dise_name": "x"}, "diseinfo": [diagnosis()]}
    assert gateway.ask("2203", described)["infcode"] == 0
    refund = line(mdtrt_id, 2, cnt=-1, det_item_fee_sumamt=-46)
    assert "[E2204-025]" in gateway.ask("2204", {"feedetail": [line(mdtrt_id), refund]})["err_msg"]
    named = [line(mdtrt_id), refund | {"init_feedetl_sn": "1"}]
    assert gateway.ask("2204", {"feedetail": named})["infcode"] == 0


def test_lines_are_withdrawn_and_then_the_registration(gateway):
    mdtrt_id = search(gateway.ask("2201", registration("MZ2")), "mdtrt_id")
    who = {"mdtrt_id": mdtrt_id, "psn_no": PERSON["psn_no"]}
    info = who | {"med_type": "11", "begntime": "2026-06-01 08:00:00", "dise_codg": "I71.000", "dise_name": "x"}
    assert gateway.ask("2203", {"mdtrtinfo": info, "diseinfo": [diagnosis()]})["infcode"] == 0
    lines = [line(mdtrt_id, sn, chrg_bchno=batch) for sn, batch in ((1, "B1"), (2, "B2"), (3, "B2"))]
    assert gateway.ask("2204", {"feedetail": lines})["infcode"] == 0
    assert "[E2202-012]" in gateway.ask("2202", {"data": who | {"ipt_otp_no": "MZ2"}})["err_msg"]
    assert gateway.ask("2205", {"data": who | {"chrg_bchno": "B1"}})["infcode"] == 0
    assert "[E2205-028]" in gateway.ask("2205", {"data": who | {"chrg_bchno": "B1"}})["err_msg"]
    assert gateway.ask("2205", {"data": who | {"chrg_bchno": "0000"}})["infcode"] == 0
    assert gateway.ask("2202", {"data": who | {"ipt_otp_no": "MZ2"}})["infcode"] == 0
    assert "[E2202-003]" in gateway.ask("2202", {"data": who | {"ipt_otp_no": "MZ2"}})["err_msg"]


def test_a_chronic_visit_names_a_chronic_disease(gateway):
    mdtrt_id = search(gateway.ask("2201", registration()), "mdtrt_id")
    info = {"mdtrt_id": mdtrt_id, "psn_no": PERSON["psn_no"], "med_type": "14", "begntime": "2026-06-01 08:00:00"}
    described = {"mdtrtinfo": info | {"dise_codg": "I71.000", "dise_name": "x"}, "diseinfo": [diagnosis()]}
    assert "[E2203-209] input.mdtrtinfo.dise_codg" in gateway.ask("2203", described)["err_msg"]


# -- compensation ------------------------------------------------------------------------------------


def compensate(gateway: Gateway, omsgid: str, oinfno: str) -> dict[str, Any]:
    return gateway.ask("2601", {"data": {"psn_no": PERSON["psn_no"], "omsgid": omsgid, "oinfno": oinfno}})


def test_a_compensated_admission_is_undone_once_and_its_replay_refused(gateway):
    original = gateway.envelope("2401", admission())
    assert gateway.send(original).answer["infcode"] == 0
    assert compensate(gateway, original["msgid"], "2401")["infcode"] == 0
    assert "[E2601-041]" in compensate(gateway, original["msgid"], "2401")["err_msg"]
    assert "[E2401-452]" in gateway.send(original).answer["err_msg"]


def test_an_unknown_original_is_refused_and_refused_again_when_it_comes_late(gateway):
    late = gateway.envelope("2401", admission())
    assert "[E2601-040]" in compensate(gateway, late["msgid"], "2401")["err_msg"]
    assert "[E2401-452]" in gateway.send(late).answer["err_msg"]


def test_a_refused_compensation_is_replayed_too(gateway):
    message = gateway.envelope("2601", {"data": {"psn_no": PERSON["psn_no"], "omsgid": "NONE", "oinfno": "2207"}})
    assert gateway.send(message).body == gateway.send(message).body


def test_only_four_transactions_can_be_compensated(gateway):
    assert "[E2601-042]" in compensate(gateway, "ANY", "2301")["err_msg"]
