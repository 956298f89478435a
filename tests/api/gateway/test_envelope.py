"""The envelope of answers and the refusals of the gateway itself (gateway specification, "Envelope")."""

from __future__ import annotations

import re
from typing import Any

import msgspec
import pytest

from hsaf.edge.fsi_client import FsiClient, over_wsgi
from subsystems.gateway.control.offered import OFFERED
from subsystems.gateway.control.owners import CENTERS, NOT_SPECIFIED, owner_of
from subsystems.gateway.presentation.tables.source import transactions
from tests.support.fsi_inputs import valid_input
from tests.support.gateway import HOSPITAL, PERSON, WHO, Gateway, running


def raw(gateway: Gateway, body: bytes, infno: str = "1101") -> dict[str, Any]:
    client = FsiClient(gateway.post, f"AK-{HOSPITAL}", f"SK-{HOSPITAL}")
    return gateway.post(client.headers(infno, "V1.0"), body).answer


def test_an_answer_has_every_field_in_its_exact_form(gateway):
    answer = gateway.ask("1101", WHO)
    assert list(answer) == ["infcode", "inf_refmsgid", "refmsg_time", "respond_time", "err_msg", "output"]
    assert answer["infcode"] == 0
    assert answer["err_msg"] == ""
    assert re.fullmatch(r"990000\d{14}\d{10}", answer["inf_refmsgid"])
    assert re.fullmatch(r"\d{17}", answer["refmsg_time"])
    assert answer["refmsg_time"] <= answer["respond_time"]


def test_every_answer_has_its_own_reference_number(gateway):
    numbers = {gateway.ask("1101", WHO)["inf_refmsgid"] for _ in range(50)}
    assert len(numbers) == 50


def test_a_business_refusal_has_a_stable_code_and_a_sentence(gateway):
    answer = gateway.ask("2404", {"data": {"mdtrt_id": "NO1", "psn_no": PERSON["psn_no"]}})
    assert answer["infcode"] == -1
    assert answer["err_msg"] == "[E2404-001] 未找到就诊记录 NO1；请核对就诊ID和人员编号"
    assert answer["output"] == {}


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b'"x"', b"null", b"\xff\xfe{}", b'{"a":NaN}', b'{"a":"\\ud800"}'])
def test_a_body_that_is_no_json_object_is_refused(gateway, body):
    assert raw(gateway, body)["err_msg"].startswith("[E1101-901] 报文不是合法的 UTF-8 JSON 对象")


def test_a_byte_order_mark_before_the_message_is_ignored(gateway):
    body = msgspec.json.encode(gateway.envelope("1101", WHO))
    first = raw(gateway, b"\xef\xbb\xbf" + body)
    assert first["infcode"] == 0
    assert raw(gateway, body) == first


def test_absurd_json_is_refused_without_harm(gateway):
    for body in (b"[" * 100_000, b'{"input":' * 50_000, b'{"infno":1e99999999999999999999}'):
        assert raw(gateway, body)["infcode"] == -1


def test_of_a_repeated_key_the_last_one_counts_for_everybody(gateway):
    message = gateway.envelope("1101", WHO)
    text = msgspec.json.encode(message).decode().replace('"opter_type":"1"', '"opter_type":"9","opter_type":"1"')
    assert raw(gateway, text.encode())["infcode"] == 0


def test_a_message_over_the_limit_is_refused(gateway):
    assert "[E1101-900] 报文过大：最多 8 MB" in raw(gateway, b" " * (8 * 1024 * 1024 + 1))["err_msg"]


@pytest.mark.parametrize(
    ("changes", "text"),
    [
        ({"msgid": ...}, "msgid 必填"),
        ({"opter_name": ""}, "opter_name 必填"),
        ({"opter_type": "4"}, "opter_type 须为 1 经办人、2 自助终端 或 3 移动终端"),
        ({"inf_time": "2026-06-31 00:00:00"}, "inf_time 不是合法时间"),
        ({"inf_time": "2026-06-30"}, "inf_time 不是合法时间，须为 yyyy-MM-dd HH:mm:ss"),
        ({"mdtrtarea_admvs": "99010a"}, "mdtrtarea_admvs 须为 6 位数字的医保区划代码"),
        ({"mdtrtarea_admvs": "9901"}, "mdtrtarea_admvs 须为 6 位数字的医保区划代码"),
        ({"mdtrtarea_admvs": "９９０１０１"}, "mdtrtarea_admvs 须为 6 位数字的医保区划代码"),
        ({"insuplc_admdvs": "abcdef"}, "insuplc_admdvs 须为 6 位数字的医保区划代码"),
        ({"msgid": 7}, "msgid 须为文本"),
        ({"infver": "V1.0.00"}, "infver 超长"),
        ({"fixmedins_name": "长" * 201}, "fixmedins_name 超长：最多 200 个字符"),
        ({"input": ...}, "input 必填"),
        ({"input": []}, "input 须为对象"),
    ],
)
def test_a_wrong_envelope_field_is_refused_by_name(gateway, changes, text):
    message = gateway.envelope("1101", WHO, **changes)
    assert gateway.send(message).answer["err_msg"].startswith(f"[E1101-902] {text}")


def test_the_place_of_insurance_may_be_empty_or_in_another_province(gateway):
    for area in ("", "110000"):
        assert gateway.ask("1101", WHO, insuplc_admdvs=area)["infcode"] == 0


@pytest.mark.parametrize("opter_type", ["1", "2", "3"])
def test_all_three_operator_types_are_taken(gateway, opter_type):
    assert gateway.ask("1101", WHO, opter_type=opter_type)["infcode"] == 0


def test_an_institution_name_may_have_200_characters(gateway):
    assert gateway.ask("1101", WHO, fixmedins_name="长" * 200)["infcode"] == 0


def test_a_message_never_exceeds_200_characters(gateway):
    answer = gateway.ask("2404", {"data": {"mdtrt_id": "字" * 30, "psn_no": "字" * 30}})
    assert len(answer["err_msg"]) <= 200
    many = gateway.ask("4101", {"setlinfo": {}})["err_msg"]
    assert len(many) <= 200


def test_any_path_below_fsi_is_accepted(gateway):
    message = gateway.envelope("1101", WHO)
    client = FsiClient(over_wsgi(gateway.application, "/fsi/hospital/1101"), f"AK-{HOSPITAL}", f"SK-{HOSPITAL}")
    assert client.call(message).answer["infcode"] == 0


# -- which transactions there are ------------------------------------------------------------------


@pytest.mark.parametrize("infno", ["9999", "0001", "110", "1101A"])
def test_an_unknown_transaction_is_refused_by_name(gateway, infno):
    assert gateway.ask(infno, WHO)["err_msg"].startswith(f"[E{infno}-903] 交易 {infno} 不存在")


@pytest.mark.parametrize("infno", sorted(set(transactions()) - set(OFFERED) - set(NOT_SPECIFIED)))
def test_a_transaction_not_yet_offered_names_the_center_to_come(gateway, infno):
    owner = owner_of(infno)
    expected = f"暂未提供，将由{CENTERS[owner]}（{owner}）提供"
    assert gateway.ask(infno, valid_input(infno))["err_msg"].endswith(expected)


@pytest.mark.parametrize("infno", sorted(NOT_SPECIFIED))
def test_a_transaction_that_nobody_specified_says_so_and_what_to_use(gateway, infno):
    assert gateway.ask(infno, {})["err_msg"].endswith(f"不提供：{NOT_SPECIFIED[infno]}")


def test_a_transaction_not_yet_offered_is_checked_all_the_same(gateway):
    assert "另外，input.data.page_num 必填" in gateway.ask("3605", {"data": {"setl_ym": "202601"}})["err_msg"]


def test_a_disabled_center_is_given_as_the_reason(tmp_path):
    with running(tmp_path, disabled=["settlement"]) as without:
        answer = without.ask("2404", {"data": {"mdtrt_id": "NO1", "psn_no": PERSON["psn_no"]}})
        assert answer["err_msg"].startswith("[E2404-450] 结算中心（settlement）在本地区未启用")
        known = without.ask("1101", WHO)
        assert known["output"]["insuinfo"][0]["balc"] == "0.00"
